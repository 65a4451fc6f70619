package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// target is the profile that a verb works on.
type target struct {
	*program
	*profiles.Workspace
	app   flow.App
	state flow.State
}

// target finds a profile in the profile file; the verb's name goes into records.
func (p *program) target(verb, name string) (*target, error) {
	set, err := p.openWorkspace()
	if err != nil {
		return nil, err
	}
	app, err := p.find(set, name)
	if err != nil {
		return nil, err
	}
	set.Runner.By = "zoauth " + verb
	state, err := set.Store.Read(name)
	learnState(p.redactor, state)
	return &target{p, set, app, state}, err
}

// secret reads the client secret; public apps have none. The authorities of
// the request's server are looked at too, so that nothing is asked in vain.
func (t *target) secret(ctx context.Context) (flow.Secret, error) {
	if err := flow.CheckAuthorities(t.app); err != nil {
		return flow.Secret{}, err
	}
	if t.app.Secret == nil {
		return flow.Secret{}, nil
	}
	secret, err := t.app.Secret.Secret(ctx)
	if asker, ok := t.app.Secret.(flow.SecretAsker); ok && err != nil && ctx.Err() == nil && t.stdin.canAsk() {
		return t.stdin.askSecret(ctx, asker, err)
	}
	return secret, err
}

// lockPatience is how long a verb waits for another process; a send takes a
// minute at most, so a longer wait is for one that hangs.
const lockPatience = 90 * time.Second

// sayAfter is how long a wait may last before it is told.
const sayAfter = time.Second

// send sends one request of the profile. While another process works on it, it
// waits and says for whom.
func (t *target) send(ctx context.Context, request flow.Request, force bool) flow.Outcome {
	return t.do(ctx, flow.Job{App: t.app, Request: request, Gen: t.state.Gen, Force: force})
}

// do runs a job of the profile and says what is unusual about its response.
func (t *target) do(ctx context.Context, job flow.Job) flow.Outcome {
	ctx, stop := context.WithTimeout(ctx, lockPatience)
	defer stop()
	waiting := time.AfterFunc(sayAfter, t.sayWaiting)
	t.Runner.Observe = func(_ string, s flow.Stage) {
		if s == flow.StageRead {
			waiting.Stop()
		}
	}
	defer waiting.Stop()
	if !job.Request.Step.ChangesTokens() {
		waiting.Stop()
	} else if warning := t.Store.Warning(); warning != "" {
		t.Warn(t.Clean.Line(warning))
	}
	out := t.Runner.Do(ctx, job)
	if errors.Is(out.SaveErr, flow.ErrNotConfirmed) {
		t.Warn(t.Clean.Error(out.SaveErr))
	}
	if unusual := out.Answer.Flags; len(unusual) > 0 {
		t.Warn(safe.Format("the response is unusual: %s", t.Clean.Line(strings.Join(unusual, "; "))))
	}
	if out.Answer.Candidate != nil && out.SaveErr == nil {
		t.Warn(safe.Format("the response is kept in %s", t.Clean.Line(t.tokenFile())))
	}
	return out
}

func (t *target) sayWaiting() {
	who := "another process"
	if state, err := t.Store.Read(t.app.Name); err == nil && state.Pending != nil {
		who = fmt.Sprintf("%s, process %d on %s", state.Pending.By, state.Pending.PID, state.Pending.Host)
	}
	t.Say(t.Clean.Line("waiting for " + who + " that works on " + t.app.Name))
}

// newer is the failure of a verb that would have to write over a newer zoauth's file.
func (t *target) newer() error { return fmt.Errorf("%s: %w", t.state.Damage, flow.ErrNewer) }

// spoiled is the failure of a verb where the saved tokens may be used up, and what came
// for them cannot be read.
func (t *target) spoiled() error {
	if t.state.Spoiled == "" || !t.app.HasConsent() {
		return nil
	}
	return t.named(fmt.Errorf("%s: %w", t.state.Spoiled, flow.ErrSpoiled))
}

func (t *target) tokenFile() string {
	return filepath.Join(t.StateDir, "tokens", t.app.Name+".json")
}

// told is an error of the engine about the profile, in the words of [report.Reader].
func (t *target) told(err error) error { return &failure{t.reader().Error(err, t.app), err} }

// named is an error of the profile, in words.
func (t *target) named(err error) error {
	if err == nil {
		return nil
	}
	r := t.reader()
	r.Lost = t.Store.Lost(t.app.Name)
	err = fmt.Errorf("%s: %w", t.app.Name, err)
	return &failure{r.Error(err, t.app), err}
}

// earlier is how many past requests an outcome is compared with.
const earlier = 50

// readerOf reads outcomes of the profile beside what it did before.
func (t *target) readerOf(last flow.Trace) report.Reader {
	r := t.reader()
	r.Lost = t.Store.Lost(t.app.Name)
	past, _ := t.History.Tail(t.app.Name, earlier) // without a history there is less to explain
	for _, trace := range past {
		if trace.ID != last.ID {
			r.History = append(r.History, trace)
		}
	}
	return r
}
