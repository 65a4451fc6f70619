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

// sayAfter is how long a wait may last before the verb says so.
const sayAfter = time.Second

// send sends one request of the profile. While another process works on it, it
// waits and says for whom.
func (t *target) send(ctx context.Context, request flow.Request, force bool) flow.Outcome {
	return t.runJob(ctx, flow.Job{App: t.app, Request: request, Gen: t.state.Gen, Force: force})
}

// runJob runs a job of the profile and says what is unusual about its response.
func (t *target) runJob(ctx context.Context, job flow.Job) flow.Outcome {
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

// unreadable is the failure of a verb that needs the token file, where it cannot be read.
func (t *target) unreadable() error {
	switch {
	case t.state.Newer:
		return t.newer()
	case t.state.Damage != "":
		return fmt.Errorf("%s: %w", t.state.Damage, flow.ErrDamaged)
	}
	return nil
}

// mayBeUsedUp reports whether a newer pair may lie in a rescue file that cannot be read. A
// refresh finds out: recovery may have it from elsewhere, else the engine sends nothing.
func (t *target) mayBeUsedUp() bool { return t.state.Spoiled != "" && t.app.HasConsent() }

func (t *target) tokenFile() string {
	return filepath.Join(t.StateDir, "tokens", t.app.Name+".json")
}

// inWords is an error of the engine about the profile, in the words of [report.Reader].
func (t *target) inWords(err error) error { return &failure{t.reader().Error(err, t.app), err} }

// profileError is [target.inWords] for an error that does not name the profile. It says
// too what of its tokens is lost.
func (t *target) profileError(err error) error {
	if err == nil {
		return nil
	}
	r := t.reader()
	r.Lost = t.Store.Lost(t.app.Name)
	err = fmt.Errorf("%s: %w", t.app.Name, err)
	return &failure{r.Error(err, t.app), err}
}

// pastCompared is how many past requests an outcome is compared with.
const pastCompared = 50

// readerWithHistory reads outcomes of the profile beside what it did before.
func (t *target) readerWithHistory(last flow.Trace) report.Reader {
	r := t.reader()
	r.Lost = t.Store.Lost(t.app.Name)
	past, _ := t.History.Tail(t.app.Name, pastCompared) // without a history there is less to explain
	for _, trace := range past {
		if trace.ID != last.ID {
			r.History = append(r.History, trace)
		}
	}
	return r
}

// confirmProduction asks before new production tokens, unless yes was said.
func (t *target) confirmProduction(yes bool) error {
	if t.app.Environment != flow.Production || yes {
		return nil
	}
	declined := safe.Const("nothing was sent: a new token of a production app has to be confirmed")
	if !t.stdin.canAsk() {
		return because("command-stopped", report.ExitUsage, declined, safe.Const("add --yes to go on"))
	}
	question := safe.Format("PRODUCTION %s: %s Go on? [y/N] ", t.Clean.Line(t.app.Name), whatEnds(t.app))
	if t.stdin.answerTo(question) != "y" {
		return because("command-stopped", report.ExitUnsent, declined, safe.Const("run this again and answer y, or add --yes"))
	}
	return nil
}

// confirmDirect is [target.confirmProduction] for the apps whose refresh is a new
// grant: reports of 2022 had it end the one before (docs/zoom.md §4).
func (t *target) confirmDirect(yes bool) error {
	if t.app.HasConsent() {
		return nil
	}
	return t.confirmProduction(yes)
}

// whatEnds says what new tokens of an app do to those that there are.
func whatEnds(app flow.App) safe.Text {
	if app.HasConsent() {
		return safe.Const("Allow gives this user new tokens and revokes the ones your servers have for the same user.")
	}
	return safe.Const("Zoom documents that tokens of this app work side by side; reports until 2023 show a new one revoking the one before.")
}

// warnOfOthers names the profiles whose tokens end if the same user signs in now.
func (t *target) warnOfOthers() {
	own := flow.Tenant{App: t.app, State: t.state}
	for _, other := range own.SharingClient(t.Tenants()) {
		user := safe.Const("their user")
		if w := other.State.Who; w != nil && w.Email != "" {
			user = t.Clean.Line(w.Email)
		}
		t.Warn(safe.Format("%s has tokens for the same client ID; if %s signs in now, they stop working", t.Clean.Line(other.App.Name), user))
	}
}
