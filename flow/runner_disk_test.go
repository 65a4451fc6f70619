package flow_test

import (
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/profiles"
)

// zoom is a running sandbox with one general app.
type zoom struct {
	*sandbox.Server
	app    flow.App
	secret flow.Secret
}

func newZoom(t *testing.T) *zoom {
	t.Helper()
	app := testApp("")
	registered := sandbox.App{
		Name: app.Name, Type: flow.General, ClientID: app.ClientID, ClientSecret: clientSecret.Reveal(),
		RedirectURIs: []string{app.RedirectURI}, Scopes: []string{"user:read:user"},
	}
	z := &zoom{Server: sandbox.New(sandbox.Options{Apps: []sandbox.App{registered}}), secret: clientSecret}
	if err := z.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = z.Close() })
	z.app = testApp(z.URL())
	z.app.RedirectURI = "https://acme.example/callback"
	z.UpdateApp(app.ClientID, func(a *sandbox.App) { a.RedirectURIs = []string{z.app.RedirectURI} })
	return z
}

// code lets the person press Allow and takes the code from the address bar.
func (z *zoom) code(t *testing.T, attempt *flow.Attempt) flow.Callback {
	t.Helper()
	visit, err := sandbox.Browser{}.Answer(t.Context(), attempt.URL(), true)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(visit.URL)
	if err != nil || u.Query().Get("code") == "" || u.Query().Get("state") != attempt.State {
		t.Fatalf("the browser ended at %q (%s)", visit.URL, visit.Page)
	}
	return flow.Callback{Code: flow.NewSecret(flow.KindCode, u.Query().Get("code"))}
}

// authorize runs the flow up to the first pair on disk.
func (z *zoom) authorize(t *testing.T, r *flow.Runner) flow.Outcome {
	t.Helper()
	attempt, err := flow.NewAttempt(z.app, noon)
	if err != nil {
		t.Fatal(err)
	}
	request := attempt.Exchange(z.secret, z.code(t, attempt))
	out := r.Do(t.Context(), flow.Job{App: z.app, Request: request})
	wantVerdict(t, out, flow.Granted)
	return out
}

// onDisk makes a runner over the real store, as one more process would.
func onDisk(dir string) *flow.Runner {
	redactor := &flow.Redactor{}
	return &flow.Runner{
		Client: direct(), Store: profiles.NewStore(dir), History: profiles.NewHistory(dir, redactor), Redactor: redactor,
		By: "zoauth test", Host: ourHost, PID: os.Getpid(),
	}
}

// Authorize, exchange, refresh, probe and revoke against the simulated Zoom, with
// every state on a real disk.
func TestWholeFlowOnDisk(t *testing.T) {
	z, dir := newZoom(t), filepath.Join(t.TempDir(), "state")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	r := onDisk(dir)
	z.authorize(t, r)
	first := readState(t, r, z.app)

	out := r.Do(t.Context(), flow.Job{App: z.app, Gen: first.Gen, Request: flow.RefreshRequest(z.app, z.secret, first.Token.RefreshToken)})
	wantVerdict(t, out, flow.Granted)
	second := readState(t, onDisk(dir), z.app)
	if second.Gen != 2 || second.Token.RefreshToken == first.Token.RefreshToken || second.Token.RefreshToken.Reveal() != z.CurrentRefreshToken(z.app.ClientID) {
		t.Errorf("stored %+v", second.Token)
	}

	out = r.Do(t.Context(), flow.Job{App: z.app, Gen: 2, Request: flow.ProbeRequest(z.app, second.Token.AccessToken)})
	wantVerdict(t, out, flow.Done)
	if who := readState(t, r, z.app).Who; who == nil || who.Email == "" {
		t.Errorf("who %+v", who)
	}

	out = r.Do(t.Context(), flow.Job{App: z.app, Gen: 2, Request: flow.RevokeRequest(z.app, z.secret, second.Token.AccessToken)})
	wantVerdict(t, out, flow.Done)
	if s := readState(t, r, z.app); s.HasToken() || s.Revoked == nil || s.Gen != 3 {
		t.Errorf("stored %+v", s)
	}
	traces, err := r.History.Tail(z.app.Name, 9)
	if err != nil || len(traces) != 4 {
		t.Errorf("%d traces, %v", len(traces), err)
	}
}

func readState(t *testing.T, r *flow.Runner, app flow.App) flow.State {
	t.Helper()
	s, err := r.Store.Read(app.Name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Eight runners on one directory, as eight processes, refresh at once, round
// after round: the server sees no spent token and one request per generation (R5).
func TestManyRunnersOneDirectory(t *testing.T) {
	const runners, rounds = 8, 10
	z, dir := newZoom(t), filepath.Join(t.TempDir(), "state")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	z.authorize(t, onDisk(dir))
	var all sync.WaitGroup
	for range runners {
		r := onDisk(dir)
		all.Go(func() {
			for range rounds {
				s, err := r.Store.Read(z.app.Name)
				if err != nil {
					t.Error(err)
					return
				}
				out := r.Do(t.Context(), flow.Job{App: z.app, Gen: s.Gen, Request: flow.RefreshRequest(z.app, z.secret, s.Token.RefreshToken)})
				if out.Err != nil || out.SaveErr != nil || !out.Adopted && out.Answer.Verdict != flow.Granted {
					t.Errorf("error %v, save error %v, verdict %q", out.Err, out.SaveErr, out.Answer.Verdict)
				}
			}
		})
	}
	all.Wait()
	refreshes := 0
	for _, e := range z.Journal() {
		if e.Replay {
			t.Errorf("a spent token was sent: %s", e.Path)
		}
		if e.Grant == "refresh_token" {
			refreshes++
		}
	}
	s := readState(t, onDisk(dir), z.app)
	if refreshes != s.Gen-1 || s.Token.RefreshToken.Reveal() != z.CurrentRefreshToken(z.app.ClientID) || s.Pending != nil {
		t.Errorf("%d refreshes, generation %d, pending %v", refreshes, s.Gen, s.Pending)
	}
}

// The answer is lost after Zoom consumed the token: a strict server costs the
// authorization and says so, one with grace gives the same pair again (R4).
func TestLostAnswerOnDisk(t *testing.T) {
	for _, grace := range []bool{false, true} {
		for _, cut := range []sandbox.Cut{sandbox.BeforeHeader, sandbox.AfterHeader, sandbox.MidBody} {
			z, dir := newZoom(t), filepath.Join(t.TempDir(), "state")
			t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
			z.SetRules(func(r *sandbox.Rules) { r.Grace = grace })
			r := onDisk(dir)
			z.authorize(t, r)
			before := readState(t, r, z.app)
			job := flow.Job{App: z.app, Gen: before.Gen, Request: flow.RefreshRequest(z.app, z.secret, before.Token.RefreshToken)}

			z.Inject(sandbox.Fault{Path: "/oauth/token", Cut: cut})
			wantVerdict(t, r.Do(t.Context(), job), flow.Uncertain)
			lost := readState(t, r, z.app)
			if lost.Token != before.Token || !lost.Uncertain() || lost.Token.RefreshToken.Reveal() != z.PreviousRefreshToken(z.app.ClientID) {
				t.Errorf("stored %+v", lost)
			}
			out := onDisk(dir).Do(t.Context(), job)
			after := readState(t, r, z.app)
			if grace {
				wantVerdict(t, out, flow.Granted)
				if after.Token.RefreshToken.Reveal() != z.CurrentRefreshToken(z.app.ClientID) {
					t.Errorf("stored %+v", after.Token)
				}
			} else {
				wantVerdict(t, out, flow.Refused)
				if after.Token != before.Token || after.Note == nil || after.Note.What != "invalid_grant" {
					t.Errorf("stored %+v", after)
				}
			}
			if after.Uncertain() {
				t.Errorf("still uncertain: %v", after.Pending)
			}
		}
	}
}
