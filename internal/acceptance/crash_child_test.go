package acceptance

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/durable"
	"zoauth/internal/testkit"
	"zoauth/profiles"
)

// crashVariable makes the test binary a child that does one step and meets its
// accident at a named place. Its value is an [accident] in JSON.
const crashVariable = "ZOAUTH_TEST_CRASH"

// accident is what happens to a child, and its work.
type accident struct {
	How   string     // "kill", "panic", "stop", or "" for none
	Stage flow.Stage // where: a stage of the runner …
	Point int        // … or the n-th line of its atomic replaces; 0 and 0: nowhere

	Step                 flow.Step
	Dir, URL, ID, Secret string
	Redirect             string
	Given                string // of adopt: a refresh token from elsewhere; empty: what is kept
}

func (a accident) happen() {
	switch a.How {
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way
	case "stop":
		goesOn := make(chan os.Signal, 1)
		signal.Notify(goesOn, syscall.SIGCONT)
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		<-goesOn // another thread may take the signal, and this one run on meanwhile
	case "panic":
		panic("an accident")
	}
}

// child does the step against the parent's sandbox. It is the real runner over
// the real store; only the observers are the test's.
func child(given string) {
	var a accident
	if err := json.Unmarshal([]byte(given), &a); err != nil {
		panic(err)
	}
	store := profiles.NewStore(a.Dir)
	host, _ := os.Hostname()
	points := 0
	store.Observe = func(durable.Point) error {
		if points++; points == a.Point {
			a.happen()
		}
		return nil
	}
	runner := &flow.Runner{
		Client: &flow.Client{}, Store: store, Redactor: &flow.Redactor{}, By: "crash test", Host: host, PID: os.Getpid(),
		Observe: func(_ string, s flow.Stage) {
			if s == a.Stage {
				a.happen()
			}
		},
	}
	os.Exit(a.run(runner))
}

func (a accident) app() flow.App {
	return flow.App{
		Name: "acme-dev", Type: flow.General, ClientID: a.ID, RedirectURI: a.Redirect,
		Endpoints: flow.Endpoints{OAuthURL: a.URL, AuthorizeURL: a.URL + "/oauth/authorize", APIURL: a.URL},
	}
}

// run does the step and returns the exit code that a verb would have.
func (a accident) run(runner *flow.Runner) int {
	app := a.app()
	state, err := runner.Store.Read(app.Name)
	if err != nil {
		return 90
	}
	secret := flow.NewSecret(flow.KindClientSecret, a.Secret)
	var request flow.Request
	switch a.Step {
	case flow.StepExchange:
		if request, err = consent(app, secret); err != nil {
			return 91
		}
	case flow.StepAdopt:
		return codeOfDecision(a.adopt(runner, app))
	case stepGiveBack:
		_, err := runner.GiveBack(context.Background(), app, state.Gen)
		return codeOfDecision(err)
	case stepSendOnce:
		request = flow.RefreshRequest(app, secret, state.Token.RefreshToken)
		app.Name, app.Loose = onceName, true
		return codeOf(runner.Do(context.Background(), flow.Job{App: app, Request: request, Foreign: true}))
	case flow.StepRevoke:
		request = flow.RevokeRequest(app, secret, state.Token.AccessToken)
	default:
		request = flow.RefreshRequest(app, secret, state.Token.RefreshToken)
	}
	return codeOf(runner.Do(context.Background(), flow.Job{App: app, Gen: state.Gen, Request: request}))
}

// adopt makes the given token, or what is in the newest candidate, the current pair.
func (a accident) adopt(runner *flow.Runner, app flow.App) error {
	if a.Given == "" {
		_, err := runner.Adopt(context.Background(), app)
		return err
	}
	given := flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, a.Given)}
	_, err := runner.AdoptToken(context.Background(), app, given, true, flow.Undecided)
	return err
}

// consent lets the sandbox's person press Allow and builds the exchange.
func consent(app flow.App, secret flow.Secret) (flow.Request, error) {
	attempt, err := flow.NewAttempt(app, time.Now())
	if err != nil {
		return flow.Request{}, err
	}
	address, err := testkit.Allow(attempt.URL())
	if err != nil {
		return flow.Request{}, err
	}
	callback, err := recognize.ReadPaste(address).Accept(attempt, flow.NotAsked, time.Now())
	if err != nil {
		return flow.Request{}, err
	}
	return attempt.Exchange(secret, callback), nil
}

func codeOfDecision(err error) int {
	switch {
	case err == nil, errors.Is(err, flow.ErrNotConfirmed):
		return 0
	case errors.Is(err, flow.ErrNoCandidate):
		return 4
	default:
		return 7
	}
}

func codeOf(out flow.Outcome) int {
	switch {
	case out.SaveErr != nil && !errors.Is(out.SaveErr, flow.ErrNotConfirmed):
		return 7
	case out.Answer.Verdict == flow.Granted, out.Answer.Verdict == flow.Done, out.Adopted:
		return 0
	case out.Answer.Verdict == flow.Refused:
		return 4
	case out.Answer.Verdict == flow.Uncertain, errors.Is(out.Err, flow.ErrCandidate):
		return 6
	default:
		return 5
	}
}
