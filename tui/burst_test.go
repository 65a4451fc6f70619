package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/intent"
)

// rush lets keys arrive one after the other, gap apart by the driver's own clock.
func (d *driver) rush(gap time.Duration, text string) {
	d.t.Helper()
	at := d.m.opts.Running()
	d.m.opts.Running = func() time.Duration { return at }
	for _, r := range text {
		at += gap
		key := tea.KeyPressMsg{Code: r, Text: string(r)}
		if r == '\n' {
			key = tea.KeyPressMsg{Code: tea.KeyEnter}
		}
		d.do(d.m.update(key))
	}
}

func waiting(t *testing.T) *driver {
	t.Helper()
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	return d
}

// A paste that comes as keys is a paste, whatever its letters mean as keys.
func TestPasteWithoutBracketsAnswers(t *testing.T) {
	d := waiting(t)
	callback, err := allowWithoutCallback(d.m.current.Attempt.URL())
	if err != nil {
		t.Fatal(err)
	}
	d.rush(time.Millisecond, callback+"&q=u/y123?:x\n")
	d.sees("Request, not sent")
	if d.quit || d.m.palette != nil || d.m.help || d.m.dialog != nil {
		t.Errorf("a key of the paste acted:\n%s", d.frame())
	}
	if n := d.posts("/oauth/token"); n != 0 {
		t.Errorf("the paste's line end sent %d requests", n)
	}
}

// Into a text input it goes whole: its line ends are text, and nothing acts on them.
func TestPasteWithoutBracketsIntoAnInput(t *testing.T) {
	d := drive(t)
	d.keys("X")
	d.sees("Paste what Zoom, curl or the browser said")
	d.rush(time.Millisecond, "HTTP/1.1 400 Bad Request\nq: /quit\n\n{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}\n")
	if d.quit || d.m.place != intent.ExplainPlace || !d.m.screens.explain.Typing() {
		t.Fatalf("a line end of the paste acted:\n%s", d.frame())
	}
	d.sees("replaced somewhere else")
}

func TestPasteWithoutBracketsIsJudged(t *testing.T) {
	d := waiting(t)
	d.rush(time.Millisecond, "https://acme.example/zoom/q/u/y?code=xyz&state=quxy1234\n")
	d.sees("another redirect URI")
	if d.quit || d.m.place != intent.AuthorizeStep || !d.m.current.Attempt.Open() {
		t.Errorf("the paste acted:\n%s", d.frame())
	}
}

// Fewer keys than any answer has are keys, also when a slow line delivers them at once.
func TestFastKeysAreKeys(t *testing.T) {
	d := waiting(t)
	d.rush(time.Millisecond, "yy")
	d.until("a copy", func() bool { return d.m.lastCopy.Text != "" })
	d.rush(time.Second, "x")
	d.until("the attempt's end", func() bool { return !d.m.current.Attempt.Open() })
}

// Elsewhere a paste is dropped with one line, its end as well; a key that is held
// down is no paste.
func TestFloodOfKeysIsDropped(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.rush(time.Millisecond, strings.Repeat("j", 60))
	if strings.Contains(d.frame(), looksLikePaste) {
		t.Error("a key that is held down counts as a paste")
	}
	d.rush(time.Second, "j")
	d.rush(time.Millisecond, "jkjkjkjkjkjkjkjkjkjkqqqqq\n")
	d.sees(looksLikePaste)
	if n := d.posts("/oauth/token"); n != 0 || d.m.place != intent.ExchangeStep {
		t.Errorf("the paste sent %d requests and led to %s", n, d.m.place)
	}
	d.m.quiet = time.Time{}
	d.rush(time.Second, "\n")
	d.sees("Zoom gave a new pair of tokens")
}

// A question is not answered by a letter of a paste.
func TestPasteAnswersNoQuestion(t *testing.T) {
	d := waiting(t)
	d.keys("b")
	d.sees("a Allow   d Decline")
	d.rush(time.Millisecond, "https://zoom.us/a/d\n")
	d.until("the notice", func() bool { return d.m.said == looksLikePaste })
	if d.m.dialog == nil || d.m.current.Attempt.Playing {
		t.Error("a letter of the paste answered the question")
	}
	d.rush(time.Second, "a")
	d.sees("Request, not sent")
}
