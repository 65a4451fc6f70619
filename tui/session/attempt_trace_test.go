package session_test

import (
	"strings"
	"testing"

	"zoauth/flow"
)

// The row of an attempt that has ended shows its whole trace: how it ended and every
// callback that came, as the history keeps it.
func TestAnEndedAttemptHasItsWholeTrace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		end  flow.AttemptEnd
		do   func(*desk)
		last flow.HitKind
	}{
		{"allowed", flow.AttemptAnswered, (*desk).authorize, flow.HitAnswer},
		{"declined", flow.AttemptDeclined, func(d *desk) {
			d.opened()
			d.do(d.Consent().Play(false))
			d.until("the refusal", func() bool { _, open := d.Consent().Waiting(); return !open })
		}, flow.HitDeclined},
		{"stopped", flow.AttemptStopped, func(d *desk) {
			d.opened()
			d.do(d.Consent().Stop())
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			test.do(d)
			row, _ := d.Timeline().Result(0)
			if row.Trace.Attempt == nil || row.Trace.Attempt.End != test.end {
				t.Fatalf("the trace is %+v", row.Trace.Attempt)
			}
			d.work.Runner.Wait()
			past, err := d.work.History.Tail("acme-dev", 9)
			if err != nil || len(past) != 1 || past[0].Attempt == nil || len(past[0].Attempt.Hits) != len(row.Trace.Attempt.Hits) {
				t.Fatalf("the history has %+v, %v", past, err)
			}
			hits := row.Trace.Attempt.Hits
			if test.last == "" {
				return
			}
			if len(hits) == 0 || hits[len(hits)-1].Kind != test.last || hits[len(hits)-1].Status != 200 || past[0].Attempt.Hits[0].Request == "" {
				t.Errorf("the callbacks are %+v", hits)
			}
		})
	}
}

// What another server repeats of a code in error_description is masked like the code.
func TestARefusalKeepsNoSecretS4(t *testing.T) {
	t.Parallel()
	const code = "vQ7rKp2Lx_9TzWm4NcYb8HdGf-1JsEaRu"
	d := newDesk(t, "acme-dev")
	d.opened()
	callback("error=server_error&error_description=Unable+to+exchange+" + code + "&state=STATE")(d)
	d.until("the refusal", func() bool { _, open := d.Consent().Waiting(); return !open })
	d.work.Runner.Wait()
	past, err := d.work.History.Tail("acme-dev", 9)
	if err != nil || len(past) != 1 {
		t.Fatalf("the history has %+v, %v", past, err)
	}
	kept := past[0].Attempt
	if kept.Callback == nil || !strings.Contains(kept.Callback.Description, "Unable to exchange") {
		t.Fatalf("the refusal is %+v", kept.Callback)
	}
	for _, text := range []string{kept.Callback.Description, kept.Hits[0].Request} {
		if strings.Contains(text, code) {
			t.Errorf("the history keeps the code: %q", text)
		}
	}
}
