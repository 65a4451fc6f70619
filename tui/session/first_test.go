package session_test

import (
	"context"
	"io"
	"testing"

	"zoauth/flow"
)

// prompting is a client secret whose command may ask a person: it must not run unasked.
type prompting struct{ t *testing.T }

func (p prompting) Secret(context.Context) (flow.Secret, error) {
	p.t.Error("the secret's command was run")
	return flow.Secret{}, nil
}

func (p prompting) Ask(ctx context.Context, _ io.Reader, _ io.Writer) (flow.Secret, error) {
	return p.Secret(ctx)
}

func (prompting) Describe() string { return "pass show zoom" }

// A profile without history and tokens opens on the request that brings some, unless
// that would run a command for the secret.
func TestTheFirstDraft(t *testing.T) {
	t.Parallel()
	for profile, want := range map[string]flow.Step{"acme-dev": flow.StepAuthorize, "batch-dev": flow.StepExchange} {
		d := newDesk(t, profile)
		d.do(d.Drafts().First(d.now()))
		if next := d.Drafts().Next(); next == nil || next.Step() != want {
			t.Errorf("%s: %v, want a draft of %s", profile, next, want)
		}
		app := d.App()
		app.Secret = prompting{t}
		d.Session = d.seat(app)
		d.do(d.Drafts().First(d.now()))
		if next := d.Drafts().Next(); next != nil {
			t.Errorf("%s with a command: %v", profile, next)
		}
	}
}
