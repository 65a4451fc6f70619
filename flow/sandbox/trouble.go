package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Trouble is one way in which Zoom, or what stands before it, fails on purpose. It
// is data; [Server.Trouble] switches it on.
type Trouble struct {
	Name  string // as in "code-expired"
	Title string // what is wrong, in one line
	Why   string // how it comes about
	// Steps are the requests that it spoils, as in "refresh"; the first one shows it
	// best. "exchange" is every grant that brings the first token.
	Steps []string
	Cause string    // ID of the cause that the answer leads to; empty: nothing fails
	Shows string    // where nothing fails: what is seen instead
	Types []AppType // nil: all that have one of the steps
	Once  bool      // it spoils one answer and is then off by itself
	Twice bool      // its cause shows at the second send
	Lasts bool      // what it did to an authorization stays when it is off

	rules   func(*Rules)
	app     func(*Server, *App)
	happens func(s *Server, e *Entry, client string) // at Zoom, before the request comes in
	refuse  func(*Server, *Entry) refusal            // instead of the right answer, which has no effect
	page    func(App, url.Values) (title, text string)
	fault   func(*Server) Fault
	after   func(*Server, *held) // changes the answer
}

// Troubles returns the whole table.
func Troubles() []Trouble { return slices.Clone(troubles) }

// FindTrouble returns a trouble by name.
func FindTrouble(name string) (Trouble, bool) {
	i := slices.IndexFunc(troubles, func(t Trouble) bool { return t.Name == name })
	if i < 0 {
		return Trouble{}, false
	}
	return troubles[i], true
}

// Fits reports whether an app can be in this trouble.
func (t Trouble) Fits(a App) bool {
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

// onTrouble is a trouble that is switched on; client is empty for every app.
type onTrouble struct {
	Trouble
	client string
}

// Trouble switches a trouble on for a client ID, or for every app that it fits
// when clientID is empty. It is an error when there is no such trouble or client,
// or when the app cannot be in it.
func (s *Server) Trouble(name, clientID string) error {
	t, ok := FindTrouble(name)
	if !ok {
		return fmt.Errorf("there is no fault %q", name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if app, known := s.app(clientID); clientID != "" {
		switch {
		case !known:
			return fmt.Errorf("there is no app with the client ID %q", clientID)
		case !t.Fits(app):
			return fmt.Errorf("an app of type %s cannot be in the trouble %s", app.Type, name)
		}
	}
	s.mend(name, clientID)
	s.on = append(s.on, onTrouble{t, clientID})
	return nil
}

// Mend switches a trouble off that was switched on for the same client ID.
func (s *Server) Mend(name, clientID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mend(name, clientID)
}

func (s *Server) mend(name, clientID string) {
	s.on = slices.DeleteFunc(s.on, func(o onTrouble) bool { return o.Name == name && o.client == clientID })
}

// TroublesOn returns the names of what is on for a client ID, what is on for every
// app among them.
func (s *Server) TroublesOn(clientID string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, _ := s.app(clientID)
	var names []string
	for _, o := range s.on {
		if o.client == clientID || o.client == "" && o.Fits(app) {
			names = append(names, o.Name)
		}
	}
	return names
}

// takeTroubles returns what is on for a request; those of one answer are off then.
func (s *Server) takeTroubles(app App, step string) []Trouble {
	var found []Trouble
	s.on = slices.DeleteFunc(s.on, func(o onTrouble) bool {
		fits := (o.client == "" || o.client == app.ClientID) && o.Fits(app) && slices.Contains(o.Steps, step)
		if fits {
			found = append(found, o.Trouble)
		}
		return fits && o.Once
	})
	return found
}

// respond fills the answer as the troubles that are on and the fault have it, and
// returns the fault that spoils its delivery.
func (s *Server) respond(next http.Handler, answer *held, r *http.Request, e *Entry, fault Fault, injected bool) Fault {
	client := s.clientOf(r, e)
	app, _ := s.app(client)
	on := s.takeTroubles(app, stepOf(e))
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
	if i := slices.IndexFunc(on, Trouble.answers); i >= 0 {
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

// prepare changes what the trouble changes at Zoom.
func (s *Server) prepare(t Trouble, client string, e *Entry) {
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

// answers reports whether the trouble has an answer of its own.
func (t Trouble) answers() bool { return t.refuse != nil || t.page != nil }

func (t Trouble) write(s *Server, w http.ResponseWriter, r *http.Request, e *Entry, app App) {
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
	case "/v2/users/me":
		return "probe"
	case "/oauth/token":
		return stepOfGrant(e.Form.Get("grant_type"))
	default:
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
