package diagnose_test

import (
	"slices"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/sandbox"
)

// Each scenario of the sandbox leads to the cause that it names, over loopback.
func TestScenariosLeadToTheirCauses(t *testing.T) {
	rows := zoomRows(t)
	for _, scenario := range sandbox.Scenarios() {
		t.Run(scenario.Name, func(t *testing.T) {
			t.Parallel()
			r := ride(t, scenario)
			found := ids(r.fail())
			switch place := slices.Index(found, scenario.Cause); {
			case scenario.Cause == "":
				if scenario.Shows == "" {
					t.Error("it names neither a cause nor what is seen instead")
				}
			case place < 0 || place > 1:
				t.Errorf("%s is cause %d of %v", scenario.Cause, place+1, found)
			}
			r.mends()
			r.cites(rows)
		})
	}
}

// cites holds the simulated Zoom to docs/zoom.md: the row of each refusal exists, and
// one whose response was never seen is marked as modelled.
func (r *rider) cites(rows map[string]row) {
	r.t.Helper()
	for _, e := range r.Journal() {
		at, known := rows[e.Row]
		switch {
		case e.Row == "":
		case !known:
			r.t.Errorf("the sandbox cites the row %s, which docs/zoom.md does not have", e.Row)
		case at.unseen() && !e.Modelled:
			r.t.Errorf("row %s was never seen, and the sandbox does not say that it is modelled", e.Row)
		}
	}
}

// rider drives one scenario with the engine.
type rider struct {
	*zoom
	scenario sandbox.Scenario
	step     flow.Step
	state    flow.State
	history  []flow.Trace
}

// ride takes an app that can be in the scenario, and its first step of those that
// the scenario spoils.
func ride(t *testing.T, scenario sandbox.Scenario) *rider {
	t.Helper()
	r := &rider{zoom: serve(t, "acme-prod"), scenario: scenario, step: flow.Step(scenario.Steps[0])}
	if len(scenario.Types) > 0 || r.device() {
		r.take(r.fitting())
	}
	if scenario.Cause == "s2s-users-me" {
		r.app.ProbePath = "/v2/users/me"
	}
	if r.step == flow.StepAuthorize && scenario.Cause != "redirect-plain-http" {
		r.app.RedirectURI = "https://acme.example/zoom/callback"
	}
	return r
}

func (r *rider) device() bool { return r.step == flow.StepDevice || r.step == flow.StepPoll }

func (r *rider) fitting() string {
	apps := r.Apps()
	if r.step == flow.StepAuthorize {
		apps = apps[1:] // the one with an https redirect
	}
	return apps[slices.IndexFunc(apps, r.scenario.Fits)].Name
}

func (r *rider) on() {
	r.t.Helper()
	if err := r.SetScenario(r.scenario.Name, r.app.ClientID, true); err != nil {
		r.t.Fatal(err)
	}
}

// fail sends what the scenario spoils and returns the causes that are found.
func (r *rider) fail() []diagnose.Finding {
	r.t.Helper()
	switch r.step {
	case flow.StepAuthorize:
		r.on()
		return diagnose.Explain(recognize.Read(r.browse()), diagnose.Here{App: r.app, Now: r.time}).Findings
	case flow.StepExchange:
		if r.scenario.Name == "code-cut" {
			r.on()
		}
		request := r.first()
		r.on()
		return r.causes(r.keep(request))
	case flow.StepDevice:
		r.on()
		return r.causes(r.keep(flow.DeviceRequest(r.app, r.secret)))
	case flow.StepPoll:
		request := r.poll()
		r.on()
		return r.causes(r.keep(request))
	default:
		r.authorized()
		r.on()
		if r.scenario.Twice {
			r.keep(r.next())
		}
		return r.causes(r.keep(r.next()))
	}
}

// browse presses Allow and is what the browser shows at the end.
func (r *rider) browse() string {
	r.t.Helper()
	attempt, err := flow.NewAttempt(r.app, r.time)
	if err != nil {
		r.t.Fatal(err)
	}
	visit, err := sandbox.Browser{}.Answer(r.t.Context(), attempt.URL(), true)
	if err != nil {
		r.t.Fatal(err)
	}
	if visit.Page != "" {
		return visit.Page
	}
	return visit.URL
}

// first is the request that brings the first token.
func (r *rider) first() flow.Request {
	if r.app.HasConsent() {
		return r.allowed()
	}
	return flow.DirectRequest(r.app, r.secret)
}

func (r *rider) poll() flow.Request {
	r.t.Helper()
	answer := flow.Classify(r.send(flow.DeviceRequest(r.app, r.secret)))
	if answer.Device == nil {
		r.t.Fatal(answer.Err)
	}
	return flow.PollRequest(r.app, r.secret, answer.Device.Code)
}

// authorized has tokens before the scenario begins.
func (r *rider) authorized() {
	r.t.Helper()
	if v := flow.Classify(r.keep(r.first())).Verdict; v != flow.Granted {
		r.t.Fatalf("before the scenario: %s", v)
	}
}

// next is the step's request with the newest tokens.
func (r *rider) next() flow.Request {
	switch r.step {
	case flow.StepRefresh:
		return flow.RefreshRequest(r.app, r.secret, r.state.Token.RefreshToken)
	case flow.StepRevoke:
		return flow.RevokeRequest(r.app, r.secret, r.state.Token.AccessToken)
	default:
		return flow.ProbeRequest(r.app, r.state.Token.AccessToken)
	}
}

// keep sends, and keeps tokens and history as the runner does.
func (r *rider) keep(request flow.Request) flow.Trace {
	trace := r.send(request)
	r.history = append(r.history, trace)
	if answer := flow.Classify(trace); answer.Verdict == flow.Granted {
		old := r.state.Token.RefreshToken
		r.state.Token, r.state.Binding = answer.Token, r.app.Binding()
		if answer.Token.RefreshToken.IsZero() {
			r.state.Token.RefreshToken = old
		}
	}
	return trace
}

func (r *rider) causes(trace flow.Trace) []diagnose.Finding {
	facts := flow.Facts{}
	for _, a := range r.Apps() {
		if a.Name != r.app.Name {
			other := a.Profile(r.URL())
			facts.Others = append(facts.Others, flow.Neighbour{Name: other.Name, Group: other.Group, ClientID: other.ClientID, Environment: other.Environment})
		}
	}
	return diagnose.Diagnose(diagnose.Case{
		Trace: trace, App: r.app, State: r.state, History: r.history[:len(r.history)-1], Facts: facts, Now: r.time,
	})
}

// mends switches the scenario off: a new authorization works, and so does the old one
// where what the scenario did does not last.
func (r *rider) mends() {
	r.t.Helper()
	if err := r.SetScenario(r.scenario.Name, r.app.ClientID, false); err != nil {
		r.t.Fatal(err)
	}
	if slices.ContainsFunc(r.ScenariosFor(r.app.ClientID), isOn) {
		r.t.Fatalf("%s is still on", r.scenario.Name)
	}
	if !r.scenario.Lasts && len(r.history) > 0 && !r.state.Token.AccessToken.IsZero() {
		if v := flow.Classify(r.keep(r.next())).Verdict; v != flow.Granted && v != flow.Done {
			r.t.Errorf("with the old authorization: %s %s", r.step, v)
		}
	}
	r.app.RedirectURI = "http://127.0.0.1:8976/callback"
	r.authorized()
	if v := flow.Classify(r.keep(flow.ProbeRequest(r.app, r.state.Token.AccessToken))).Verdict; v != flow.Done && r.app.Type != flow.Chatbot {
		r.t.Errorf("a new authorization is probed: %s", v)
	}
	if !r.app.HasConsent() {
		return
	}
	if v := flow.Classify(r.keep(flow.RefreshRequest(r.app, r.secret, r.state.Token.RefreshToken))).Verdict; v != flow.Granted {
		r.t.Errorf("and refreshed: %s", v)
	}
}

func isOn(s sandbox.Scenario) bool { return s.On }

// unproduced are the causes that no server brings about, with the reason.
var unproduced = map[string]string{
	"client-secret-blanks":   "the profile's own secret",
	"client-swapped":         "the profile's own values",
	"client-basic-malformed": "the request's own header, edited by hand",
	"grant-json-body":        "the request's own content type: a deliberate mistake makes it",
	"grant-unknown":          "the request's own grant_type: a deliberate mistake makes it",
	"client-in-body":         "text of elsewhere: a request that was not sent by zoauth",
	"parameters-in-query":    "the request's own query: a deliberate mistake makes it",
	"code-verifier-missing":  "the request's own form: a deliberate mistake makes it",
	"code-double-encoded":    "the request's own code: a deliberate mistake makes it",
	"refresh-other-client":   "a token file that was copied: Zoom signs a client's tokens with its own ID",
	"api-token-broken":       "compares what was sent with what this machine has saved",
	"api-chatbot":            "an API beside the one that the sandbox serves",
	"api-token-in-query":     "the request's own query: a deliberate mistake makes it",

	"account-unknown":  "its reason stands in comments of programs alone",
	"account-app-type": "its reason stands in comments of programs alone",

	"redirect-authorize-host": "its page is that of an unregistered redirect, which stands before it",
	"redirect-zoom-fault":     "its page is that of an unregistered redirect, which stands before it",

	"request-placeholder":         "text of elsewhere: a request that was not sent by zoauth",
	"request-wrong-path":          "text of elsewhere: a request that was not sent by zoauth",
	"request-wrong-method":        "text of elsewhere: a request that was not sent by zoauth",
	"api-token-kind":              "the request's own token, whatever was saved",
	"token-without-scopes":        "no failure: the server issues the token",
	"request-incomplete":          "text of elsewhere: a request that was not sent by zoauth",
	"request-from-browser":        "text of elsewhere: a browser's own error",
	"authorize-at-token-endpoint": "text of elsewhere: a request that was not sent by zoauth",
	"authorize-incomplete":        "text of elsewhere: a URL that zoauth did not make",
	"authorize-response-type":     "text of elsewhere: a URL that zoauth did not make",
	"secret-in-url":               "text of elsewhere: a URL that zoauth did not make",
	"token-damaged":               "text of elsewhere: a header that zoauth did not make",
	"state-mismatch":              "text of elsewhere: said before Zoom is asked",

	"supabase-user-scope":    "text of elsewhere: Supabase's words for a probe of its own",
	"passport-profile":       "text of elsewhere: Passport's words for a probe of its own",
	"library-exchange":       "text of elsewhere: a library's words for an exchange of its own",
	"supabase-secret-blanks": "text of elsewhere: Supabase's words for an exchange of its own",

	"host-unknown":         "network: nothing is sent",
	"host-unreachable":     "network: nothing is sent",
	"tls-authority":        "network: nothing is sent",
	"tls-certificate":      "network: nothing is sent",
	"tls-broken":           "network: nothing is sent",
	"proxy-refused":        "network: nothing is sent",
	"proxy-unreachable":    "network: nothing is sent",
	"proxy-kind":           "network: nothing is sent",
	"profile-locked":       "this machine: nothing is sent",
	"file-permissions":     "this machine: nothing is sent",
	"tokens-unsaved":       "this machine: the server did its part",
	"disk-refused":         "this machine: nothing is sent",
	"tokens-missing":       "what is saved: nothing is sent",
	"token-file-damaged":   "what is saved: nothing is sent",
	"token-file-newer":     "what is saved: nothing is sent",
	"response-kept":        "what is saved: nothing is sent",
	"tokens-changed":       "what is saved: nothing is sent",
	"profile-changed":      "what is saved: nothing is sent",
	"profile-file-invalid": "the profile file: nothing is sent",
	"profile-address":      "the profile file: nothing is sent",
	"secret-unreadable":    "the profile file: nothing is sent",
	"port-in-use":          "this machine: nothing is sent",
	"callback-of-other":    "the callback: nothing is sent",
	"paste-incomplete":     "the callback: nothing is sent",
	"attempt-over":         "the callback: nothing is sent",
	"header-too-long":      "network: no server of OAuth",
	"command-stopped":      "the command: nothing is sent",
	"file-unusable":        "this machine: nothing is sent",
	"zoauth-bug":           "zoauth itself",
	"reason-not-known":     "words of a server that nobody here has seen",
	"reason-left-out":      "text of elsewhere: a log with the error alone",
	"body-left-out":        "text of elsewhere: a client that prints no body",
	"network-text":         "network: a client's own error",
	"address-incomplete":   "network: a client's own error",
	"server-text":          "text of elsewhere: in an answer of one's own it is html-answer or zoom-down",
}

// A cause that a server can bring about can be practised.
func TestEveryCauseOfAServerHasAScenario(t *testing.T) {
	causes := map[string]bool{}
	for _, scenario := range sandbox.Scenarios() {
		causes[scenario.Cause] = true
		if _, known := diagnose.Find(scenario.Cause); scenario.Cause != "" && !known {
			t.Errorf("%s: there is no rule %s", scenario.Name, scenario.Cause)
		}
	}
	statedByVerbs := ofVerbs()
	for _, rule := range diagnose.Rules() {
		if slices.Contains(statedByVerbs, rule.ID) {
			continue
		}
		why, excused := unproduced[rule.ID]
		switch {
		case !excused && !causes[rule.ID]:
			t.Errorf("no scenario leads to %s: %s", rule.ID, rule.Title)
		case excused && causes[rule.ID]:
			t.Errorf("a scenario leads to %s, which no server does: %s", rule.ID, why)
		}
	}
	for id := range unproduced {
		if _, known := diagnose.Find(id); !known {
			t.Errorf("there is no rule %s", id)
		}
	}
	t.Logf("%d rules: %d by a scenario, %d not of a server; %d scenarios", len(diagnose.Rules()), len(causes)-1, len(unproduced), len(sandbox.Scenarios()))
}

func TestSlowScenarioIsSlow(t *testing.T) {
	t.Parallel()
	scenario, _ := sandbox.FindScenario("token-slow")
	r := ride(t, scenario)
	r.authorized()
	r.on()
	r.keep(r.next())
	if late := time.Duration(r.waited.Load()); late != 5*time.Second {
		t.Errorf("it came after %s", late)
	}
}
