package measure

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
	"zoauth/profiles"
)

var shownURL = regexp.MustCompile(`(?s)http://.*?code_challenge_method=S256`)

// frame is how long the workbench's renderer waits for its next frame at most.
const frame = time.Second / 60

// CallbackToPreview times from the browser's request at the workbench's listener to
// the exchange preview on the screen. A browser comes at any moment between two frames:
// right behind the one that shows the URL, the wait for the next would be the longest.
func (b Bench) CallbackToPreview() (time.Duration, error) {
	home, err := b.counting(0)
	if err != nil {
		return 0, err
	}
	s, err := b.screen(home, 80, 24)
	if err != nil {
		return 0, err
	}
	defer s.Stop()
	for _, want := range []string{"Take the tour", "● ready"} {
		if err := sees(s, want, "\r"); err != nil {
			return 0, err
		}
	}
	if err := s.Sees("code_challenge_method=S256"); err != nil {
		return 0, err
	}
	callback, err := testkit.Allow(strings.NewReplacer("\n", "", " ", "").Replace(shownURL.FindString(s.Text())))
	if err != nil {
		return 0, err
	}
	time.Sleep(rand.N(frame))
	began := time.Now()
	if err := visit(callback); err != nil {
		return 0, err
	}
	err = s.Watch(holds("code_verifier"))
	return time.Since(began), err
}

func sees(s *testkit.Screen, want, keys string) error {
	if err := s.Sees(want); err != nil {
		return err
	}
	return s.Types(keys)
}

// Desk is a sandbox with a home whose profile acme-dev points at it.
type Desk struct {
	*testkit.Desk
	bench Bench
	app   flow.App
}

// Desk starts a sandbox; Close ends it.
func (b Bench) Desk() (*Desk, error) {
	home, err := b.counting(0)
	if err != nil {
		return nil, err
	}
	d, err := testkit.NewDesk(home, func(*sandbox.Options) {})
	if err != nil {
		return nil, err
	}
	file, err := profiles.Load(testkit.ProfileFile(home))
	if err != nil {
		return nil, err
	}
	return &Desk{Desk: d, bench: b, app: file.Apps[0]}, nil
}

// Authorize times the verb from the browser's request at its listener to its end,
// when the tokens are saved and told.
func (d *Desk) Authorize() (time.Duration, error) {
	cmd := testkit.Command(d.Home, d.bench.Binary, "authorize", "acme-dev", "--yes")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended, or has to
	callback := ""
	said := bufio.NewScanner(stderr)
	for said.Scan() && !strings.HasPrefix(said.Text(), "Waiting on") {
		if strings.HasPrefix(said.Text(), "http://") {
			if callback, err = testkit.Allow(said.Text()); err != nil {
				return 0, err
			}
		}
	}
	began := time.Now()
	if err := visit(callback); err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, stderr)
	err = cmd.Wait()
	return time.Since(began), err
}

// Refresh sends one refresh through the runner, with lock, intent, reserved space
// and every fsync, then one by the client alone, and says what each took. The
// profile has to be authorized.
func (d *Desk) Refresh(ctx context.Context) (durable, plain time.Duration, err error) {
	store := profiles.NewStore(d.State())
	state, err := store.Read(d.app.Name)
	if err != nil {
		return 0, 0, err
	}
	secret, err := d.app.Secret.Secret(ctx)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	out := d.runner(store).Do(ctx, flow.Job{App: d.app, Request: flow.RefreshRequest(d.app, secret, state.Token.RefreshToken), Gen: state.Gen})
	durable = time.Since(began)
	if out.SaveErr != nil || out.State.Gen == state.Gen {
		return 0, 0, fmt.Errorf("the refresh was not saved: %w", out.SaveErr)
	}
	request := flow.RefreshRequest(d.app, secret, out.State.Token.RefreshToken)
	began = time.Now()
	answer := flow.Classify((&flow.Client{}).Send(ctx, request))
	plain = time.Since(began)
	if answer.Verdict != flow.Granted {
		return 0, 0, fmt.Errorf("the plain refresh was %s", answer.Verdict)
	}
	next := out.State
	next.Gen, next.Token = next.Gen+1, answer.Token
	return durable, plain, save(store, d.app.Name, next)
}

func (d *Desk) runner(store *profiles.Store) *flow.Runner {
	return &flow.Runner{
		Client: &flow.Client{}, Store: store, History: profiles.NewHistory(d.State(), &flow.Redactor{}), Redactor: &flow.Redactor{},
		By: "zoauth bench", Host: "bench", PID: os.Getpid(), Guard: func(f func()) { f() },
	}
}

func visit(callback string) error {
	res, err := http.Get(callback)
	if err != nil {
		return err
	}
	return res.Body.Close()
}
