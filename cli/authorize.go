package cli

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

func (p *program) authorizeVerb() *cobra.Command {
	var yes, device, force bool
	cmd := &cobra.Command{
		Use: "authorize PROFILE", Short: "Authorize an app in a browser and save its tokens",
		Long:    "Checks the profile, prints the URL to open, alone on a line on standard error, then\nwaits for the callback on the listener and for a pasted line on standard input; the\nfirst valid one is exchanged. If the checks find what is bound to fail, it stops before it prints the URL.\n\nWith --device it prints a code to enter in any browser, and polls until it was\n(RFC 8628). The app needs Use App on Device at Zoom.",
		Example: "  zoauth authorize acme-dev\n  zoauth authorize acme-dev --device",
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := p.target("authorize", args[0])
			if err != nil {
				return err
			}
			if t.state.Newer { // no pair that comes could be saved
				return t.newer()
			}
			if device || t.app.DeviceOnly() {
				return p.authorizeDevice(cmd.Context(), t, yes)
			}
			return p.authorize(cmd.Context(), t, yes, force)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask before a production authorization")
	cmd.Flags().BoolVar(&force, "force", false, "continue although the checks found what is bound to fail")
	cmd.Flags().BoolVar(&device, "device", false, "ask for a code to enter elsewhere, and poll")
	return p.jsonFlag(p.profileArg(cmd))
}

func (p *program) authorize(ctx context.Context, t *target, yes, force bool) error {
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := t.confirmProduction(yes); err != nil {
		return err
	}
	if !t.app.HasConsent() {
		return t.tell(t.run(ctx, flow.DirectRequest(t.app, secret), false))
	}
	if err := p.preflight(ctx, t, secret); err != nil && !force {
		return err
	}
	t.warnOfOthers()
	ctx, stop := context.WithTimeoutCause(ctx, flow.AttemptLife, errRanOut)
	defer stop()
	attempt, callback, err := p.consent(ctx, t)
	if err != nil {
		return err
	}
	if callback.Code.IsZero() {
		return &failure{p.reader().Callback(callback, t.app), nil}
	}
	p.redactor.Learn(callback.Code)
	return t.tell(t.run(ctx, attempt.Exchange(secret, callback), false))
}

// errRanOut ends an attempt that nobody answered.
var errRanOut = errors.New("no callback came within ten minutes")

// ranOut is the failure of an attempt that nobody answered.
func (p *program) ranOut(t *target) error {
	return failed(report.ExitUnsent, safe.Const("the authorization was not finished: no callback came within ten minutes; nothing was exchanged"),
		safe.Format("run %s for a new URL", p.reader().Again(t.app)))
}

// consent shows the URL and waits for the listener and the paste at once.
func (p *program) consent(ctx context.Context, t *target) (*flow.Attempt, flow.Callback, error) {
	attempt, err := flow.NewAttempt(t.app, time.Now())
	if err != nil {
		return nil, flow.Callback{}, err
	}
	p.redactor.Learn(attempt.Verifier)
	ended := make(chan flow.Hit, 1)
	if t.app.ListenAddress() != "" {
		heard := &listening{program: p, ended: ended}
		listener, err := flow.Listen(ctx, attempt, heard.hit)
		if err != nil {
			return nil, flow.Callback{}, err
		}
		defer func() { _ = listener.Close() }()
	}
	restore, err := terminal.RawInput(int(p.In.Fd())) // before anybody is told that they can paste
	if err != nil {
		return nil, flow.Callback{}, err
	}
	defer restore()
	p.Say(safe.Const("Open this URL in any browser. Allow replaces every token this app holds for that user."))
	p.Show(p.Clean.Whole(attempt.URL()))
	p.showTunnel(t.app)
	p.Say(p.waitingFor(t.app))
	callback, err := p.await(ctx, t, attempt, ended)
	t.Runner.Record(attempt.Trace(endOf(callback, err), time.Now()))
	return attempt, callback, err
}

// endOf is how an attempt ended.
func endOf(callback flow.Callback, err error) flow.AttemptEnd {
	switch {
	case errors.Is(err, flow.ErrIssuerMismatch):
		return flow.AttemptMixedUp
	case errors.Is(err, errRanOut):
		return flow.AttemptExpired
	case err != nil:
		return flow.AttemptStopped
	case callback.Code.IsZero():
		return flow.AttemptDeclined
	}
	return flow.AttemptAnswered
}

// await waits for the first answer, from the listener or pasted.
func (p *program) await(ctx context.Context, t *target, attempt *flow.Attempt, ended <-chan flow.Hit) (flow.Callback, error) {
	pasted, desk := p.stdin.bursts(), &pasting{program: p, attempt: attempt}
	for {
		select {
		case hit := <-ended:
			if hit.Kind == flow.HitMixUp {
				return flow.Callback{}, t.told(fmt.Errorf("nothing was exchanged: the code may be meant for someone else: %w", flow.ErrIssuerMismatch))
			}
			return *attempt.Taken(), nil
		case b, open := <-pasted:
			if !open {
				pasted = nil
				if t.app.ListenAddress() == "" {
					return flow.Callback{}, failed(report.ExitUnsent, safe.Const("no callback can arrive: the redirect is not on this machine and standard input is closed"),
						safe.Format("run %s in a terminal, and paste the browser's address", p.reader().Again(t.app)))
				}
				continue
			}
			if c, ok := desk.take(b); ok {
				return c, nil
			}
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), errRanOut) {
				return flow.Callback{}, p.ranOut(t)
			}
			return flow.Callback{}, context.Cause(ctx)
		}
	}
}

func (p *program) waitingFor(app flow.App) safe.Text {
	if app.ListenAddress() == "" {
		return safe.Const("Then paste the browser's address, or the code, and press enter.")
	}
	return safe.Format("Waiting on %s, and for a paste of the browser's address or the code.", p.Clean.Line(app.ListenAddress()))
}

// listening tells of what reaches the listener.
type listening struct {
	*program
	ended chan<- flow.Hit
	told  atomic.Int32
}

// maxTold is how many hits are told one by one; a flood is not.
const maxTold = 50

func (l *listening) hit(h flow.Hit) {
	if h.Kind.Ends() {
		select {
		case l.ended <- h:
		default: // the attempt has ended already
		}
		return
	}
	switch n := l.told.Add(1); {
	case n < maxTold:
		l.Say(safe.Format("listener: %s; still waiting", l.Clean.Line(h.Text)))
	case n == maxTold:
		l.Say(safe.Const("listener: many requests other than the callback; still waiting, and no longer reporting each"))
	}
}
