package sandbox

import (
	"slices"
	"sync"
)

// registry is what the server is set up with: the registered apps and the rules.
type registry struct {
	mu    sync.Mutex
	apps  []App
	rules Rules
}

// snapshot returns the rules and copies of the apps.
func (r *registry) snapshot() (Rules, []App) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.rules, slices.Clone(r.apps)
}

// find returns the app that is registered with a client ID.
func (r *registry) find(clientID string) (App, bool) {
	_, apps := r.snapshot()
	return findApp(apps, clientID)
}

// setRules changes the switches.
func (r *registry) setRules(change func(*Rules)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.rules)
}

// update changes a registered app.
func (r *registry) update(clientID string, change func(*App)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.apps {
		if r.apps[i].ClientID == clientID {
			change(&r.apps[i])
		}
	}
}

func findApp(apps []App, clientID string) (App, bool) {
	i := slices.IndexFunc(apps, func(a App) bool { return a.ClientID == clientID })
	if i < 0 {
		return App{}, false
	}
	return apps[i], true
}
