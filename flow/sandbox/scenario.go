package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
)

// Scenario is one way in which Zoom, or what stands before it, fails on purpose. It
// is data; [Server.SetScenario] switches it on.
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
	app     func(*Server, *App)
	happens func(s *Server, e *Entry, client string) // at Zoom, before the request comes in
	refuse  func(*Server, *Entry) refusal            // instead of the right answer, which has no effect
	page    func(App, url.Values) (title, text string)
	fault   func(*Server) Fault
	after   func(*Server, *held) // changes the answer
}

// Scenarios returns the whole table, none of it on.
func Scenarios() []Scenario { return slices.Clone(scenarios) }

// FindScenario returns a scenario by name.
func FindScenario(name string) (Scenario, bool) {
	i := slices.IndexFunc(scenarios, func(t Scenario) bool { return t.Name == name })
	if i < 0 {
		return Scenario{}, false
	}
	return scenarios[i], true
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

// SetScenario switches a scenario on or off for a client ID, or for every app that
// it fits when clientID is empty. It is an error when there is no such scenario or
// client, or when the app cannot be in it.
func (s *Server) SetScenario(name, clientID string, on bool) error {
	t, ok := FindScenario(name)
	if !ok {
		return fmt.Errorf("there is no fault %q", name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if app, known := s.app(clientID); clientID != "" {
		switch {
		case !known:
			return fmt.Errorf("no app has the client ID %q", clientID)
		case !t.Fits(app):
			return fmt.Errorf("an app of type %s cannot have the fault %s", app.Type, name)
		}
	}
	s.running = slices.DeleteFunc(s.running, func(o running) bool { return o.Name == name && o.client == clientID })
	if on {
		s.running = append(s.running, running{t, clientID})
	}
	return nil
}

// ScenariosFor returns every scenario that fits the app with a client ID, and says
// of each whether it is on. It is nil when no app has the ID.
func (s *Server) ScenariosFor(clientID string) []Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, known := s.app(clientID)
	if !known {
		return nil
	}
	var list []Scenario
	for _, t := range scenarios {
		if t.Fits(app) {
			t.On = slices.ContainsFunc(s.running, func(o running) bool { return o.Name == t.Name && o.runsFor(app) })
			list = append(list, t)
		}
	}
	return list
}

// takeScenarios returns what is on for a request; those of one answer are off then.
func (s *Server) takeScenarios(app App, step string) []Scenario {
	var found []Scenario
	s.running = slices.DeleteFunc(s.running, func(o running) bool {
		fits := o.runsFor(app) && slices.Contains(o.Steps, step)
		if fits {
			found = append(found, o.Scenario)
		}
		return fits && o.Once
	})
	return found
}

// respond fills the answer as the scenarios that are on and the fault have it, and
// returns the fault that spoils its delivery.
func (s *Server) respond(next http.Handler, answer *held, r *http.Request, e *Entry, fault Fault, injected bool) Fault {
	client := s.clientOf(r, e)
	app, _ := s.app(client)
	on := s.takeScenarios(app, stepOf(e))
	rules, apps := s.rules, slices.Clone(s.apps)
	defer func() { s.rules, s.apps = rules, apps }()
	for _, t := range on {
		s.prepare(t, client, e)
		if t.fault != nil && !injected {
			fault, injected = t.fault(s), true
			fault.Name = t.Name
		}
	}
	e.At, e.Fault = s.now(), fault.Name
	s.setHeaders(answer)
	if i := slices.IndexFunc(on, Scenario.answers); i >= 0 {
		e.Client = client
		on[i].write(s, answer, r, e, app)
	} else if !fault.NoEffect {
		next.ServeHTTP(answer, r)
	}
	for _, t := range on {
		if t.after != nil {
			t.after(s, answer)
		}
		if e.Fault == "" {
			e.Fault = t.Name
		}
	}
	fault.alter(answer)
	return fault
}

// prepare changes what the scenario changes at Zoom.
func (s *Server) prepare(t Scenario, client string, e *Entry) {
	if t.rules != nil {
		t.rules(&s.rules)
	}
	if t.happens != nil {
		t.happens(s, e, client)
	}
	for i := range s.apps {
		if t.app != nil && s.apps[i].ClientID == client {
			t.app(s, &s.apps[i])
		}
	}
}

// answers reports whether the scenario has an answer of its own.
func (t Scenario) answers() bool { return t.refuse != nil || t.page != nil }

func (t Scenario) write(s *Server, w http.ResponseWriter, r *http.Request, e *Entry, app App) {
	if t.page == nil {
		s.refuse(w, e, t.refuse(s, e))
		return
	}
	title, text := t.page(app, r.URL.Query())
	writePage(w, http.StatusBadRequest, title, text)
}

// clientOf finds out whose request it is, by what it carries.
func (s *Server) clientOf(r *http.Request, e *Entry) string {
	if id, _, basic := r.BasicAuth(); basic {
		return id
	}
	for _, id := range []string{e.Form.Get("client_id"), r.URL.Query().Get("client_id")} {
		if id != "" {
			return id
		}
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if g, _, known := s.findAccess(token); known {
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
