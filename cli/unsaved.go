package cli

import (
	"context"
	"errors"
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
)

// lastTry bounds the wait for a lock when the program ends.
const lastTry = time.Second

// saveHeld tries once more, when the program ends, to save tokens that no file
// has. err is what the program ends with otherwise; a verb has told already.
func (p *program) saveHeld(err error) error {
	var f *failure
	if errors.As(err, &f) && f.Code == report.ExitUnsaved {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastTry)
	defer cancel()
	for _, r := range p.runners {
		for profile, state := range r.Held() {
			saveErr := r.Save(ctx, profile, state)
			if saveErr != nil && !errors.Is(saveErr, flow.ErrNotConfirmed) {
				err = p.unsaved(p.appOf(profile), saveErr)
			}
		}
	}
	return err
}

// unsaved is the failure of new tokens that are not where they belong.
func (p *program) unsaved(app flow.App, err error) error {
	out := flow.Outcome{Job: flow.Job{App: app}, SaveErr: err, Answer: flow.Answer{Verdict: flow.Granted}}
	return &failure{p.reader().Outcome(out), err}
}

// appOf is the profile that a runner holds tokens of: the one that the verb works on,
// or one of the workbench's, of which the name is enough.
func (p *program) appOf(profile string) flow.App {
	if p.app.Name == profile {
		return p.app
	}
	return flow.App{Name: profile, Type: flow.General}
}
