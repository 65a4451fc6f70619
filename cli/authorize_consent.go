package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// consent is one attempt to get a code through a browser. It shows the authorize URL and
// takes the first valid callback, from the listener or pasted.
type consent struct {
	*target
	attempt  *flow.Attempt
	ended    chan flow.Hit // gets the hit that ends the attempt
	reported atomic.Int32  // how many other hits were reported
}

func newConsent(t *target) (*consent, error) {
	attempt, err := flow.NewAttempt(t.app, time.Now())
	if err != nil {
		return nil, err
	}
	t.redactor.Learn(attempt.Verifier)
	return &consent{target: t, attempt: attempt, ended: make(chan flow.Hit, 1)}, nil
}

// run waits for the callback and writes the attempt into the history.
func (c *consent) run(ctx context.Context) (flow.Callback, error) {
	if c.app.ListenAddress() != "" {
		listener, err := flow.Listen(ctx, c.attempt, c.hit)
		if err != nil {
			return flow.Callback{}, err
		}
		defer func() { _ = listener.Close() }()
	}
	c.show()
	callback, err := c.await(ctx)
	c.Runner.Record(c.attempt.Trace(endOf(callback, err), time.Now()))
	return callback, err
}

// show prints the URL, alone on its line, and where the callback is waited for.
func (c *consent) show() {
	c.Say(safe.Const("Open this URL in any browser. Allow replaces every token this app holds for that user."))
	c.Show(c.Clean.Whole(c.attempt.URL()))
	c.showTunnel()
	if c.app.ListenAddress() == "" {
		c.Say(safe.Const("Then paste the browser's address, or the code, and press enter."))
	} else {
		c.Say(safe.Format("Waiting on %s, and for a paste of the browser's address or the code.", c.Clean.Line(c.app.ListenAddress())))
	}
}

// showTunnel prints the command that brings the browser's callback here over SSH.
func (c *consent) showTunnel() {
	hostname, _ := os.Hostname() // without it the command has HOST
	if line := terminal.Detect(c.Getenv, hostname).Tunnel(c.app); line != "" {
		c.Show(safe.Const("You're on SSH: 127.0.0.1 in your browser is your laptop, not this host. First run there:"))
		c.Show(c.Clean.Whole(line))
	}
}

// await waits for the first callback, from the listener or pasted.
func (c *consent) await(ctx context.Context) (flow.Callback, error) {
	bursts, pasted := c.stdin.bursts(), &pasting{stdin: &c.stdin, attempt: c.attempt}
	for {
		select {
		case hit := <-c.ended:
			if hit.Kind == flow.HitMixUp {
				return flow.Callback{}, c.inWords(fmt.Errorf("nothing was exchanged: the code may be meant for someone else: %w", flow.ErrIssuerMismatch))
			}
			return *c.attempt.Taken(), nil
		case b, open := <-bursts:
			if !open {
				bursts = nil
				if c.app.ListenAddress() == "" {
					return flow.Callback{}, because("attempt-over", report.ExitUnsent, safe.Const("no callback can arrive: the redirect is not on this machine and standard input is closed"),
						safe.Format("run %s in a terminal, and paste the browser's address", c.reader().Again(c.app)))
				}
				continue
			}
			if callback, ok := pasted.take(b); ok {
				return callback, nil
			}
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), errRanOut) {
				return flow.Callback{}, c.ranOut()
			}
			return flow.Callback{}, context.Cause(ctx)
		}
	}
}

// errRanOut ends an attempt that nobody answered.
var errRanOut = errors.New("no callback came within ten minutes")

// ranOut is the failure of an attempt that nobody answered.
func (c *consent) ranOut() error {
	return &failure{report.Report{
		Code:     report.ExitUnsent,
		Headline: safe.Const("the authorization was not finished: no callback came within ten minutes; nothing was exchanged"),
		Next:     safe.Format("run %s for a new URL", c.reader().Again(c.app)),
		Cause:    "attempt-over",
	}, errRanOut}
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

// maxReported is how many hits are reported one by one; of a flood the rest is not.
const maxReported = 50

// hit hears of each request to the listener.
func (c *consent) hit(h flow.Hit) {
	if h.Kind.Ends() {
		select {
		case c.ended <- h:
		default: // the attempt has ended already
		}
		return
	}
	switch n := c.reported.Add(1); {
	case n < maxReported:
		c.Say(safe.Format("listener: %s; still waiting", c.Clean.Line(h.Text)))
	case n == maxReported:
		c.Say(safe.Const("listener: many requests other than the callback; still waiting, and no longer reporting each"))
	}
}
