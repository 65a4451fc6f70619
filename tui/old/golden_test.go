package tui

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/terminal"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

var rewrite = flag.Bool("update", false, "write the golden frames anew")

func TestMain(m *testing.M) {
	time.Local = time.UTC
	flag.Parse()
	os.Exit(m.Run())
}

// noon is the moment of every golden frame.
var noon = time.Date(2026, 11, 23, 14, 2, 40, 0, time.UTC)

type fixedSecret string

func (s fixedSecret) Secret(context.Context) (flow.Secret, error) {
	return flow.NewSecret(flow.KindClientSecret, string(s)), nil
}
func (s fixedSecret) Describe() string { return "command: pass show zoom/acme-prod" }

// benchSet is the set of profiles in the drawings of SCREENS.md §2.2.
func benchSet() *profiles.Workspace {
	ids := map[string]string{
		"acme-dev": "Zk3mQ8vTS2aXw1LrPbN0Ug", "acme-prod": "Rw81nTqYQ0iB7sXcJ4mLzA", "reports-prod": "Hd52kLpWS9xaT6yGd0RfCb",
		"bot-dev": "Bt7vJ3mQX1cZr8NwKs4EyU", "billing-dev": "Jf9sD2hLU6nPo0TgVa5IiM",
	}
	app := func(name, group string, e flow.Environment, kind flow.AppType) flow.App {
		return flow.App{
			Name: name, Group: group, Environment: e, Type: kind, ClientID: ids[name],
			Secret: fixedSecret("not-a-real-client-secret-00000001"), RedirectURI: "http://127.0.0.1:8976/callback",
			Endpoints: flow.Commercial(), AccountID: "", SSHHost: "dev1",
		}
	}
	prod := app("acme-prod", "acme", flow.Production, flow.General)
	prod.RedirectURI = "https://acme.example/zoom/callback"
	return &profiles.Workspace{
		Apps: []flow.App{
			app("reports-prod", "reports", flow.Production, flow.General),
			prod,
			app("acme-dev", "acme", flow.Development, flow.General),
			app("bot-dev", "bot", flow.Development, flow.Chatbot),
			app("billing-dev", "billing", flow.Development, flow.General),
		},
		Default: "acme-prod", StateDir: "/home/jane/.local/state/zoauth", Store: profiles.NewStore("/home/jane/.local/state/zoauth"),
	}
}

func token(ends time.Duration, kind string) flow.Token {
	obtained := noon.Add(ends).Add(-3599 * time.Second)
	return flow.Token{
		AccessToken:  flow.NewSecret(flow.KindAccessToken, jwt("access_token", kind, obtained, time.Hour)),
		RefreshToken: flow.NewSecret(flow.KindRefreshToken, jwt("refresh_token", kind, obtained, 90*24*time.Hour)),
		Scope:        "meeting:read:meeting user:read:user", ExpiresIn: 3599 * time.Second,
		ObtainedAt: obtained, RefreshedAt: obtained, ExpiresAt: noon.Add(ends), ServerDate: obtained,
	}
}

// model returns a workbench in a known state, w×h cells, nothing running.
func model(w, h int) *Model {
	m := New(Options{
		Real: benchSet(), ConfigPath: "/home/jane/.config/zoauth/profiles.toml", Redactor: &flow.Redactor{},
		Env: terminal.Environment{SSH: true, Home: "/home/jane"}, Now: func() time.Time { return noon },
		Sandbox: func() (*profiles.Workspace, error) { return nil, errors.New("not in this test") },
	})
	m.width, m.height = w, h
	for name, st := range states() {
		s := m.real.find(name)
		s.State = st
		m.opts.Redactor.LearnToken(st.Token)
	}
	return m
}

func states() map[string]flow.State {
	soon := flow.State{
		Gen: 4, Token: token(2*time.Minute+9*time.Second, "soon"),
		Who:  &flow.Who{At: noon.Add(-50 * time.Minute), Email: "jane@acme.example", AccountName: "Acme"},
		Last: &flow.Last{At: noon.Add(-57 * time.Minute), Step: flow.StepRefresh, By: "zoauth token", PID: 4121},
	}
	return map[string]flow.State{
		"reports-prod": {Gen: 2, Token: token(-time.Hour, "lost"), Pending: &flow.Pending{Step: flow.StepRefresh, At: noon.Add(-68 * time.Hour)}},
		"acme-prod":    soon,
		"acme-dev":     {Gen: 1, Token: token(-63*time.Hour, "old")},
		"billing-dev":  {Gen: 1, Token: token(47*time.Minute+12*time.Second, "good")},
	}
}

func (m *Model) at(profile string, place intent.Place) *Model {
	m.current = m.real.find(profile)
	m.current.Secret = session.Secret{Value: flow.NewSecret(flow.KindClientSecret, "not-a-real-client-secret-00000001"), Ready: true}
	m.place = place
	m.arrive(false)
	return m
}

func attempt(app flow.App) *session.Attempt {
	return &session.Attempt{
		Attempt: &flow.Attempt{
			App: app, State: "q7Xn0vB4mJtY2sLw9KcRzEoHa6DfUpGi3NkVx8MbQyA",
			Verifier: flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), Started: noon.Add(-78 * time.Second),
		},
		Ends: noon.Add(8*time.Minute + 42*time.Second), Address: "127.0.0.1:8976", Stray: 2,
	}
}

func withAttempt(m *Model) *Model {
	m.at("acme-dev", intent.AuthorizeStep)
	m.current.State = flow.State{}
	m.current.Attempt = attempt(m.current.App)
	m.current.Phase = session.Waiting
	return m
}

func withCode(m *Model) *Model {
	withAttempt(m)
	m.current.Phase = session.Idle
	m.current.Attempt.Answer = &flow.Callback{
		Code: flow.NewSecret(flow.KindCode, "obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB"), At: noon.Add(-29 * time.Second), StateChecked: true, ReceivedState: true,
	}
	return m.at("acme-dev", intent.ExchangeStep)
}

// ended puts an outcome on a step's screen as requestEnded would.
func (m *Model) ended(step flow.Step, answer flow.Answer, state flow.State, response *flow.Response, err error) *Model {
	s := m.current
	delivery := flow.Sent
	if response != nil {
		delivery = flow.Answered
	}
	trace := flow.Trace{
		ID: "trace", Step: step, Request: s.Steps[step].Draft, Delivery: delivery, Response: response, Err: err,
		Started: noon.Add(-182 * time.Millisecond), Times: flow.Times{Total: 182 * time.Millisecond},
	}
	if response != nil {
		trace.Received = make([]byte, 1900)
	}
	if err != nil {
		trace.Phase = flow.PhaseHeader
	}
	s.Op = session.Op{Profile: s.App.Name, Step: step, Seq: 1}
	s.Steps[step].Before = s.State
	defer m.explained(s, step)
	m.requestEnded(requestEndedMsg{s.Op, flow.Outcome{
		Job: flow.Job{App: s.App, Request: s.Steps[step].Draft}, Trace: trace, Answer: answer, State: state, Err: err,
	}})
	return m
}

func response(status int, body string) *flow.Response {
	return &flow.Response{
		Proto: "HTTP/1.1", Status: status, Reason: http.StatusText(status), Body: []byte(body),
		Header: http.Header{"Content-Type": {"application/json"}, "X-Zm-Trackingid": {"v=2.0;clid=us02;rid=WEB_4f1c0de29b7a4a51b0c3d2e8f6a79b10"}},
	}
}

func exchanged(m *Model) *Model {
	withCode(m)
	pair := token(3598*time.Second, "new")
	m.opts.Redactor.LearnToken(pair)
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","refresh_token":%q,"expires_in":3599,"scope":%q,"api_url":"https://api.zoom.us"}`,
		pair.AccessToken.Reveal(), pair.RefreshToken.Reveal(), pair.Scope)
	return m.ended(flow.StepExchange, flow.Answer{Verdict: flow.Granted, Token: pair}, flow.State{Gen: 1, Token: pair}, response(200, body), nil)
}

func refreshRefused(m *Model) *Model {
	m.at("acme-dev", intent.RefreshStep)
	e := &flow.Error{Step: flow.StepRefresh, Status: 400, Code: "invalid_grant", Reason: "Invalid Token!"}
	return m.ended(flow.StepRefresh, flow.Answer{Verdict: flow.Refused, Err: e}, m.current.State,
		response(400, `{"reason":"Invalid Token!","error":"invalid_grant"}`), nil)
}

func uncertainRefresh(m *Model) *Model {
	m.at("acme-dev", intent.RefreshStep)
	after := m.current.State
	after.Pending = &flow.Pending{Step: flow.StepRefresh, At: noon}
	return m.ended(flow.StepRefresh, flow.Answer{Verdict: flow.Uncertain}, after, nil, errors.New("connection reset by peer"))
}

// sending is a refresh that has been under way for three seconds.
func sending(m *Model) *Model {
	m.at("acme-prod", intent.RefreshStep)
	m.current.Phase, m.current.Since, m.current.Stage = session.Sending, noon.Add(-3*time.Second), flow.StageSending
	m.current.Op = session.Op{Profile: "acme-prod", Step: flow.StepRefresh, Seq: 1}
	return m
}

// unsavedRefresh is a pair that no place on disk took.
func unsavedRefresh(m *Model) *Model {
	m.at("acme-dev", intent.RefreshStep)
	s, pair := m.current, token(3598*time.Second, "unsaved")
	m.opts.Redactor.LearnToken(pair)
	st := s.Steps[flow.StepRefresh]
	s.Op, st.Before = session.Op{Profile: s.App.Name, Step: flow.StepRefresh, Seq: 1}, s.State
	m.requestEnded(requestEndedMsg{s.Op, flow.Outcome{
		Job:    flow.Job{App: s.App, Request: st.Draft},
		Trace:  flow.Trace{ID: "trace", Step: flow.StepRefresh, Request: st.Draft, Delivery: flow.Answered, Response: response(200, "{}"), Started: noon, Times: flow.Times{Total: 182 * time.Millisecond}},
		Answer: flow.Answer{Verdict: flow.Granted, Token: pair}, State: flow.State{Gen: 2, Token: pair, Unsaved: true},
		SaveErr: errors.New("no space left on device"),
	}})
	return m
}

var frames = map[string]func(*Model) *Model{
	"welcome": func(m *Model) *Model {
		m.sandbox, m.real = m.real, nil
		m.space, m.place = m.sandbox, intent.Welcome
		for _, s := range m.space.sessions {
			s.App.Sandbox = true
		}
		return m
	},
	"profiles":          func(m *Model) *Model { return m },
	"authorize-preview": func(m *Model) *Model { return m.at("acme-dev", intent.AuthorizeStep) },
	"authorize-paste": func(m *Model) *Model {
		withAttempt(m)
		m.current.App = m.real.find("acme-prod").App
		m.current.Attempt = attempt(m.current.App)
		m.current.Attempt.Address = ""
		m.screens.authorize.Opened(m.current.Attempt)
		m.paste("https://acme.example/zoom/callback?code=abcdefgh&state=other")
		return m
	},
	"exchange-preview":  withCode,
	"exchange-blocked":  func(m *Model) *Model { return m.at("acme-dev", intent.ExchangeStep) },
	"exchange-result":   exchanged,
	"refresh-preview":   func(m *Model) *Model { return m.at("acme-prod", intent.RefreshStep) },
	"refresh-refused":   refreshRefused,
	"refresh-uncertain": uncertainRefresh,
	"probe-preview":     func(m *Model) *Model { return m.at("billing-dev", intent.ProbeStep) },
	"revoke-dialog":     func(m *Model) *Model { m.at("acme-prod", intent.RevokeStep); m.key("enter", ""); return m },
	"token":             func(m *Model) *Model { return m.at("billing-dev", intent.TokenView) },
	"history": func(m *Model) *Model {
		m.at("billing-dev", intent.HistoryPlace)
		m.historyRead(historyReadMsg{profile: "billing-dev"})
		return m
	},
	"form-new":        func(m *Model) *Model { return withForm(m, profiles.NewDraft()) },
	"form-filled":     filledForm,
	"form-server":     serverForm,
	"at-zoom":         func(m *Model) *Model { m.at("acme-prod", intent.AuthorizeStep); m.openAtZoom(); return m },
	"profiles-filter": func(m *Model) *Model { m.key("/", "/"); m.key("p", "p"); m.key("r", "r"); return m },
	"due":             func(m *Model) *Model { m.openDue(); return m },
	"due-sent":        dueSent,
	"use":             func(m *Model) *Model { return m.at("acme-dev", intent.UsePlace) },
	"mistakes":        func(m *Model) *Model { withCode(m).openMistakes(); return m },
	"mistake-address": func(m *Model) *Model {
		m.at("acme-dev", intent.AuthorizeStep).openMistakes()
		m.makeMistake("authorize-scope-comma")
		return m
	},
	"mistake-preview": func(m *Model) *Model {
		withCode(m).openMistakes()
		m.makeMistake("exchange-wrong-secret")
		return m
	},
	"import":        func(m *Model) *Model { m.open(intent.ImportPlace, false); return m },
	"docs-note":     func(m *Model) *Model { m.at("acme-prod", intent.RefreshStep); m.key("w", "w"); return m },
	"explain-empty": func(m *Model) *Model { m.open(intent.ExplainPlace, false); return m },
	"explain-error": func(m *Model) *Model {
		m.open(intent.ExplainPlace, false)
		m.paste(`{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`)
		return m
	},
	"explain-nonsense": func(m *Model) *Model { m.open(intent.ExplainPlace, false); m.paste("the cat sat on the mat"); return m },
	"help":             func(m *Model) *Model { withCode(m); m.key("?", "?"); return m },
	"commands":         func(m *Model) *Model { withCode(m).key(":", ":"); m.key("r", "r"); return m },
	"copying":          func(m *Model) *Model { exchanged(m).key("y", "y"); return m },
	"profiles-delete":  func(m *Model) *Model { m.key("x", "x"); return m },
	"refresh-sending":  sending,
	"refresh-unsaved":  unsavedRefresh,
	"problems": func(m *Model) *Model {
		m.opts.Problems = []profiles.Problem{{Line: 7, Profile: "acme-dev", Key: "redirect_url", Text: "zoauth knows no such key", Repair: "did you mean redirect_uri?"}}
		return m
	},
}

var sizes = []struct{ w, h int }{{80, 24}, {80, 23}, {120, 40}, {60, 15}}

func TestGoldenFrames(t *testing.T) {
	for name, prepare := range frames {
		for _, size := range sizes {
			file := fmt.Sprintf("%s-%dx%d", name, size.w, size.h)
			t.Run(file, func(t *testing.T) {
				frame := plainRows(prepare(model(size.w, size.h)).frame())
				checkSize(t, frame, size.w, size.h)
				sameFrame(t, file, frame)
			})
		}
	}
}

// sameFrame compares frame with the golden one, or writes that anew.
func sameFrame(t *testing.T, file, frame string) {
	t.Helper()
	path := filepath.Join("testdata", "frames", file+".golden")
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(frame+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), frame+"\n"); diff != "" {
		t.Errorf("the frame changed (go test ./tui -update rewrites it):\n%s", diff)
	}
}

// plainRows takes styles and trailing blanks away.
func plainRows(frame string) string {
	rows := strings.Split(ansi.Strip(frame), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.Join(rows, "\n")
}

func checkSize(t *testing.T, frame string, w, h int) {
	t.Helper()
	rows := strings.Split(frame, "\n")
	if len(rows) > h {
		t.Errorf("%d rows on a terminal of %d", len(rows), h)
	}
	for i, r := range rows {
		if ansi.StringWidth(r) > w {
			t.Errorf("row %d takes %d cells of %d: %q", i+1, ansi.StringWidth(r), w, r)
		}
	}
}

// explained looks for the causes at once, without a history.
func (m *Model) explained(s *session.Session, step flow.Step) {
	if out := s.Steps[step].Outcome; out != nil && failed(*out) {
		m.diagnosed(diagnosedMsg{op: s.Op, trace: out.Trace, findings: diagnose.Diagnose(m.caseOf(s, out.Trace))})
	}
}

// dueSent is the list of what was due, after none of it went well.
func dueSent(m *Model) *Model {
	m.openDue()
	items := m.screens.due.Items
	items[0].Skipped = "another process refreshes it now; it is taken over when it ends"
	op := session.Op{Profile: "acme-dev", Step: flow.StepRefresh, Seq: 1}
	items[1].Op = op
	items[1].Session.Op = op
	items[1].Session.Steps[flow.StepRefresh].Outcome = &flow.Outcome{Answer: flow.Answer{Verdict: flow.Uncertain}}
	return m
}
