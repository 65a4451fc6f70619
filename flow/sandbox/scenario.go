package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"zoauth/flow"
)

// Scenario is one way in which Zoom, or something in front of it, fails on purpose. It is
// data; [Server.SetScenario] switches it on.
type Scenario struct {
	Name  string // as in "code-expired"
	Title string // what is wrong, in one line
	Why   string // how it comes about
	// Steps are the requests that it spoils, as in "refresh"; the first one shows it
	// best. "exchange" is every grant that brings the first token.
	Steps []string
	Cause string         // ID of the cause that the answer leads to; empty: nothing fails
	Shows string         // where nothing fails: what is seen instead
	Types []flow.AppType // nil: all that have one of the steps
	Once  bool           // it spoils one answer and is then off by itself
	Twice bool           // its cause shows at the second send
	Lasts bool           // what it did to an authorization stays when it is off
	On    bool           // for the app that [Server.ScenariosFor] was asked about

	rules   func(*Rules)
	app     func(*App)
	happens func(i *issuer, t *turn, client string) // at Zoom, before the request comes in
	says    refusal                                 // instead of the right answer, which has no effect
	refuse  func(*Entry) refusal                    // the same, where it depends on the request
	page    func(App, url.Values) (title, text string)
	fault   func(now time.Time) Fault
	after   func(*held) // changes the answer
}

// Scenarios returns the whole table, none of it on.
func Scenarios() []Scenario { return slices.Clone(scenarios()) }

// FindScenario returns a scenario by name.
func FindScenario(name string) (Scenario, bool) {
	i := slices.IndexFunc(scenarios(), func(t Scenario) bool { return t.Name == name })
	if i < 0 {
		return Scenario{}, false
	}
	return scenarios()[i], true
}

// Fits reports whether an app can be in this scenario.
func (t Scenario) Fits(a App) bool {
	return (t.Types == nil || slices.Contains(t.Types, a.Type)) && slices.ContainsFunc(t.Steps, a.has)
}

// has reports whether an app of this kind has a step.
func (a App) has(step string) bool {
	switch step {
	case "authorize", "refresh":
		return a.consent()
	case "device", "poll":
		return a.Device
	default:
		return true
	}
}

// running is a scenario that is switched on; client is empty for every app.
type running struct {
	Scenario
	client string
}

// runsFor reports whether the scenario is on for an app.
func (o running) runsFor(a App) bool {
	return (o.client == "" || o.client == a.ClientID) && o.Fits(a)
}

// switches are the scenarios that are on.
type switches struct {
	mu sync.Mutex
	on []running
}

// set switches a scenario on or off for a client ID, or for every app where it is empty.
func (s *switches) set(t Scenario, clientID string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on = slices.DeleteFunc(s.on, func(o running) bool { return o.Name == t.Name && o.client == clientID })
	if on {
		s.on = append(s.on, running{t, clientID})
	}
}

// isOn reports whether a scenario is on for an app.
func (s *switches) isOn(t Scenario, app App) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.on, func(o running) bool { return o.Name == t.Name && o.runsFor(app) })
}

// take returns what is on for a request; those of one answer are off then.
func (s *switches) take(app App, step string) []Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Scenario
	s.on = slices.DeleteFunc(s.on, func(o running) bool {
		fits := o.runsFor(app) && slices.Contains(o.Steps, step)
		if fits {
			found = append(found, o.Scenario)
		}
		return fits && o.Once
	})
	return found
}

// SetScenario switches a scenario on or off for a client ID, or for every app that
// it fits when clientID is empty. It is an error when there is no such scenario or
// client, or when the app cannot be in it.
func (s *Server) SetScenario(name, clientID string, on bool) error {
	t, ok := FindScenario(name)
	if !ok {
		return fmt.Errorf("there is no fault %q", name)
	}
	if app, known := s.registry.find(clientID); clientID != "" {
		switch {
		case !known:
			return fmt.Errorf("no app has the client ID %q", clientID)
		case !t.Fits(app):
			return fmt.Errorf("an app of type %s cannot have the fault %s", app.Type, name)
		}
	}
	s.switches.set(t, clientID, on)
	return nil
}

// ScenariosFor returns every scenario that fits the app with a client ID, and says
// of each whether it is on. It is nil when no app has the ID.
func (s *Server) ScenariosFor(clientID string) []Scenario {
	app, known := s.registry.find(clientID)
	if !known {
		return nil
	}
	var list []Scenario
	for _, t := range scenarios() {
		if t.Fits(app) {
			t.On = s.switches.isOn(t, app)
			list = append(list, t)
		}
	}
	return list
}

// respond fills the answer as the scenarios that are on and the fault have it, and
// returns the fault that spoils its delivery.
func (s *Server) respond(endpoints http.Handler, t *turn, fault Fault, injected bool) Fault {
	client := s.clientOf(t)
	app, _ := t.app(client)
	on := s.switches.take(app, stepOf(t.entry))
	for _, one := range on {
		one.prepare(s.issuer, t, client)
		if one.fault != nil && !injected {
			fault, injected = one.fault(t.clock()), true
			fault.Name = one.Name
		}
	}
	t.entry.At, t.entry.Fault = s.now(), fault.Name
	t.setHeaders()
	if i := slices.IndexFunc(on, Scenario.answers); i >= 0 {
		t.entry.Client = client
		on[i].answer(t, app)
	} else if !fault.NoEffect {
		endpoints.ServeHTTP(t.answer, t.request)
	}
	for _, one := range on {
		if one.after != nil {
			one.after(t.answer)
		}
		if t.entry.Fault == "" {
			t.entry.Fault = one.Name
		}
	}
	fault.alter(t.answer)
	return fault
}

// prepare changes what the scenario changes at Zoom.
func (t Scenario) prepare(i *issuer, turn *turn, client string) {
	if t.rules != nil {
		t.rules(&turn.rules)
	}
	if t.happens != nil {
		t.happens(i, turn, client)
	}
	for n := range turn.apps {
		if t.app != nil && turn.apps[n].ClientID == client {
			t.app(&turn.apps[n])
		}
	}
}

// answers reports whether the scenario has an answer of its own.
func (t Scenario) answers() bool { return t.says.status != 0 || t.refuse != nil || t.page != nil }

func (t Scenario) answer(turn *turn, app App) {
	switch {
	case t.page != nil:
		title, text := t.page(app, turn.query())
		turn.page(http.StatusBadRequest, title, text)
	case t.refuse != nil:
		turn.refuse(t.refuse(turn.entry))
	default:
		turn.refuse(t.says)
	}
}

// clientOf finds out whose request it is, by what it carries.
func (s *Server) clientOf(t *turn) string {
	if id, _, basic := t.request.BasicAuth(); basic {
		return id
	}
	for _, id := range []string{t.entry.Form.Get("client_id"), t.query().Get("client_id")} {
		if id != "" {
			return id
		}
	}
	token, _ := strings.CutPrefix(t.request.Header.Get("Authorization"), "Bearer ")
	if g, _, known := s.store.findAccess(token); known {
		return g.client
	}
	return ""
}

// stepOf names the step that a request is.
func stepOf(e *Entry) string {
	switch e.Path {
	case "/oauth/authorize", "/v2/authorize":
		return "authorize"
	case "/oauth/revoke":
		return "revoke"
	case "/oauth/devicecode":
		return "device"
	case "/oauth/token":
		query, _ := url.ParseQuery(e.Query)
		return stepOfGrant(cmp.Or(e.Form.Get("grant_type"), query.Get("grant_type")))
	default:
		if strings.HasPrefix(e.Path, "/v2/") {
			return "probe"
		}
		return ""
	}
}

func stepOfGrant(grant string) string {
	switch grant {
	case "refresh_token":
		return "refresh"
	case deviceGrant:
		return "poll"
	default:
		return "exchange"
	}
}
