package session_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/tui/session"
)

// slowSecret is a client secret whose reading ends when the test says so.
type slowSecret struct {
	value string
	err   error
	wait  chan struct{}
}

func (s *slowSecret) Secret(ctx context.Context) (flow.Secret, error) {
	select {
	case <-s.wait:
	case <-ctx.Done():
	}
	return flow.NewSecret(flow.KindClientSecret, s.value), s.err
}

func (s *slowSecret) Describe() string { return "a slow command" }

func (s *slowSecret) Ask(context.Context, io.Reader, io.Writer) (flow.Secret, error) {
	return flow.NewSecret(flow.KindClientSecret, s.value), nil
}

// withSecret gives the desk's profile another source of its secret.
func (d *desk) withSecret(s *slowSecret) {
	app := d.App()
	app.Secret = s
	d.do(d.Reload(app))
}

// A secret that the file no longer names is not used, however late it comes.
func TestAStaleSecretIsNotUsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	stale := &slowSecret{value: "stale", wait: make(chan struct{})}
	d.withSecret(stale)
	d.do(d.Drafts().Open(flow.StepDevice))
	if d.Drafts().Next().Ready() || !d.Busy() || !d.Secret().Reading() {
		t.Fatal("the draft does not wait for the secret")
	}
	if ok, why := d.Can(session.Action{Act: session.ActSend}); ok || !strings.Contains(why, "Reading the client secret") {
		t.Errorf("it can be sent: %q", why)
	}
	fresh := &slowSecret{value: "fresh", wait: make(chan struct{})}
	d.withSecret(fresh)
	close(fresh.wait)
	ready(d)
	close(stale.wait)
	d.quiet()
	if got := d.Drafts().Next().Request().Auth.Secret.Reveal(); got != "fresh" {
		t.Errorf("the secret is %q", got)
	}
}

// A secret that cannot be read keeps the draft, says why, may be asked for with a
// terminal, and is tried again by the next draft.
func TestASecretThatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	broken := &slowSecret{value: "asked", err: errors.New("pass: not initialized"), wait: make(chan struct{})}
	close(broken.wait)
	d.withSecret(broken)
	d.do(d.Drafts().Open(flow.StepDevice))
	d.until("the failure", func() bool { return d.Secret().Err() != nil })
	if next := d.Drafts().Next(); next.Ready() || !strings.Contains(next.Blocked(), "not initialized") || !d.Secret().Asks() {
		t.Fatalf("the draft is blocked by %q", next.Blocked())
	}
	if m := d.Main(0, d.now()); m.Act != session.ActAskSecret {
		t.Errorf("enter does %+v", m)
	}
	source, done, ok := d.AskSecret()
	if !ok {
		t.Fatal("it cannot be asked for")
	}
	d.do(d.Apply(done(source.Ask(d.ctx, nil, nil))))
	if !d.Drafts().Next().Ready() {
		t.Error("the draft is not ready")
	}
}

// Events of another profile, another name space or a closed session change nothing.
func TestEventsOfOthersChangeNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	for name, other := range map[string]func() *session.Session{
		"another profile": func() *session.Session {
			app := d.App()
			app.Name = "other"
			return d.seat(app)
		},
		"the other name space": func() *session.Session {
			app := d.App()
			app.Sandbox = false
			return d.seat(app)
		},
		"closed": func() *session.Session {
			s := d.seat(d.App())
			s.Close()
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := other()
			follow := d.Drafts().Open(flow.StepAuthorize)
			follow.Tasks = append(follow.Tasks, d.Begin(session.Answer{}).Tasks...)
			for _, task := range follow.Tasks {
				if f := s.Apply(task(d.ctx)); len(f.Tasks) != 0 || f.News != "" {
					t.Errorf("it followed %+v", f)
				}
			}
			if s.Phase() != session.Idle || s.Timeline().Len() != 0 {
				t.Errorf("the phase is %s", s.Phase())
			}
			d.do(d.Consent().Stop())
		})
	}
}

// A token from elsewhere is sent in the profile's name or apart; its refusal says
// nothing of the profile's own.
func TestAForeignTokenSaysNothingOfTheProfile(t *testing.T) {
	t.Parallel()
	for _, apart := range []bool{false, true} {
		d := newDesk(t, "acme-dev")
		own := d.grant()
		d.do(d.Drafts().Open(flow.StepRefresh))
		ready(d)
		d.do(d.Drafts().Edit(flow.InForm, "refresh_token", "of-somebody-else"))
		row := d.begin(session.Answer{Confirmed: true, OwnFile: apart})
		if row.Mark != session.Failed || !row.Edited || row.Spent == own.Refresh {
			t.Errorf("the row is %+v", row)
		}
		if p := d.Pair(d.now()); p.Fate != "" || p.Refresh != own.Refresh || d.markOf(flow.StepRefresh) != session.NotYet {
			t.Errorf("the pair is %+v, the rail %s", p, d.rail())
		}
	}
}
