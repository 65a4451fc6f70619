package tui

import (
	"testing"
	"time"

	"zoauth/flow/sandbox"
	"zoauth/tui/old/session"
)

// While a request is in flight the screen says how long of how long, and a terminal
// that can shows its own progress; afterwards neither is left.
func TestWaitingIsShown(t *testing.T) {
	d := drive(t)
	d.m.opts.Env.Progress = true
	d.exchanged()
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 300 * time.Millisecond})
	d.keys("r")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("of 1:00 at most")
	if d.m.View().ProgressBar == nil || d.m.current.Phase != session.Sending {
		t.Error("the terminal is told of no progress")
	}
	d.sees("the old refresh token is spent")
	if d.m.View().ProgressBar != nil {
		t.Error("the progress stays after the answer")
	}
	d.m.opts.Env.Progress = false
	d.m.current.Phase = session.Sending
	if d.m.View().ProgressBar != nil {
		t.Error("a terminal that may pop it up as a message is sent progress")
	}
}
