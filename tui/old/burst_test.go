package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/intent"
)

// rush lets keys arrive one after the other, gap apart by the driver's own clock.
func (d *driver) rush(gap time.Duration, text string) {
	d.t.Helper()
	at := d.m.opts.Running()
	d.m.opts.Running = func() time.Duration { return at }
	for _, r := range text {
		at += gap
		key := tea.KeyPressMsg{Code: r, Text: string(r)}
		switch r {
		case '\n':
			key = tea.KeyPressMsg{Code: tea.KeyEnter}
		case '\t':
			key = tea.KeyPressMsg{Code: tea.KeyTab}
		}
		d.do(d.m.update(key))
	}
}

// pause lets a second pass by the driver's own clock.
func (d *driver) pause() {
	at := d.m.opts.Running() + time.Second
	d.m.opts.Running = func() time.Duration { return at }
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

// What is typed fast and accepted is no paste: the next key acts.
func TestKeyAfterAFastWordActs(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("5")
	d.sees("/oauth/revoke")
	d.keys("enter")
	d.sees("Type acme-dev")
	d.rush(time.Millisecond, "acme-dev")
	d.rush(time.Second, "\n")
	d.sees("Zoom revoked the token")
	at := d.m.opts.Running()
	d.m.opts.Running = func() time.Duration { return at }
	at += 50 * time.Millisecond
	d.do(d.m.update(tea.KeyPressMsg{Code: '6', Text: "6"}))
	d.sees("newest first")
}

func TestPasteWithoutBracketsIsJudged(t *testing.T) {
	d := waiting(t)
	d.rush(time.Millisecond, "https://acme.example/zoom/q/u/y?code=xyz&state=quxy1234\n")
	d.sees("is for https://acme.example")
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

// No key of a paste acts, be it the first, wherever the paste lands.
func TestPasteWithoutBracketsActsNowhere(t *testing.T) {
	pastes := map[string]string{
		"an address":            "https://acme.example/zoom/a/2/E?code=xyz&state=q1\n",
		"letters that are acts": "tEaX6p2ra",
		"lines":                 "a\n2\nE\n6\nq\n",
		"a table":               "id\tE\t6\ta\tq\n",
		"blanks":                "\t\n\n\t\n\n\t\n\n\t\n",
		"its line end first":    "\nquery=zoom&a=2",
	}
	for name, text := range pastes {
		t.Run(name, func(t *testing.T) {
			d := drive(t)
			d.exchanged()
			d.keys("3")
			d.sees("grant_type       refresh_token")
			d.m.quiet = time.Time{}
			d.rush(time.Millisecond, text)
			d.until("the notice", func() bool { return d.m.said == looksLikePaste })
			if n := d.posts("/oauth/token"); d.quit || n != 1 || d.m.place != intent.RefreshStep || d.m.dialog != nil || d.m.help {
				t.Errorf("it acted: %d requests, at %s\n%s", n, d.m.place, d.frame())
			}
		})
	}
}

// What only moves does not wait, also when it is held down; what a slow line delivers
// with the key after it is not lost.
func TestMovesActAtOnce(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("3")
	d.sees("grant_type       refresh_token")
	before := d.frame()
	d.rush(time.Millisecond, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")
	if d.frame() == before || len(d.m.burst.held) > 0 {
		t.Errorf("k waits:\n%s", d.frame())
	}
	d.rush(time.Millisecond, "6")
	d.until("the history", func() bool { return d.m.place == intent.HistoryPlace })
}

// An act that is held down goes on while the key is down.
func TestActThatIsHeldDown(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.rush(20*time.Millisecond, strings.Repeat("w", 40))
	if n := len(d.m.burst.held); n >= shortRun {
		t.Errorf("%d keys wait for the end of the run", n)
	}
}

// F9: however a paste comes, it confirms no typed name and answers no question; enter
// or the key by itself does.
func TestPasteConfirmsNothingF9(t *testing.T) {
	bracketed := func(text string) func(d *driver) {
		return func(d *driver) { d.do(d.m.update(tea.PasteMsg{Content: text})) }
	}
	keys := func(gap time.Duration, text string) func(d *driver) {
		return func(d *driver) { d.rush(gap, text) }
	}
	pastes := map[string][]func(d *driver){
		"bracketed":                  {bracketed("acme-dev\ny\n")},
		"inner closing bracket":      {bracketed("acme-dev"), keys(time.Millisecond, "\n")},
		"inner bracket, then more":   {bracketed("acme-dev"), keys(time.Millisecond, "\ny\n")},
		"inner bracket, then slowly": {bracketed("acme-dev"), keys(90*time.Millisecond, "\n\ny\n")},
		"keys":                       {keys(time.Millisecond, "acme-dev\n")},
		"keys of a slow line":        {keys(90*time.Millisecond, "acme-dev\n")},
		"keys and many line ends":    {keys(time.Millisecond, "acme-dev\n\n\n")},
		"a line end first":           {keys(time.Millisecond, "\nacme-dev\n")},
	}
	for name, paste := range pastes {
		t.Run("a typed name, "+name, func(t *testing.T) {
			d := drive(t)
			d.exchanged()
			d.keys("5")
			d.sees("/oauth/revoke")
			d.rush(time.Second, "\n")
			d.sees("Type acme-dev")
			d.pause()
			for _, part := range paste {
				part(d)
			}
			d.until("nothing is held", func() bool { return len(d.m.burst.held) == 0 })
			if n := d.posts("/oauth/revoke"); n != 0 || d.m.dialog == nil {
				t.Fatalf("the paste confirmed: %d requests", n)
			}
			d.keys("ctrl+u")
			d.rush(time.Second, "acme-dev\n")
			d.until("the revoke", func() bool { return d.posts("/oauth/revoke") == 1 })
		})
	}
	pastes = map[string][]func(d *driver){
		"bracketed":             {bracketed("a\nd\n")},
		"inner closing bracket": {bracketed("x"), keys(time.Millisecond, "a")},
		"inner bracket, slowly": {bracketed("x"), keys(90*time.Millisecond, "ad")},
		"few keys":              {keys(time.Millisecond, "a\n")},
		"few keys, slowly":      {keys(50*time.Millisecond, "ad\n")},
		"its letter last":       {keys(20*time.Millisecond, "xxa")},
	}
	for name, paste := range pastes {
		t.Run("a question, "+name, func(t *testing.T) {
			d := waiting(t)
			d.rush(time.Second, "b")
			d.sees("a Allow   d Decline")
			d.pause()
			for _, part := range paste {
				part(d)
			}
			d.until("nothing is held", func() bool { return len(d.m.burst.held) == 0 })
			if d.m.dialog == nil || d.m.current.Attempt.Playing {
				t.Fatal("the paste answered the question")
			}
			d.rush(time.Second, "a")
			d.sees("Request, not sent")
		})
	}
}

// F9: the keys that opened a dialog do not answer it.
func TestRunThatOpensADialogDoesNotAnswerItF9(t *testing.T) {
	for _, gap := range []time.Duration{time.Millisecond, 20 * time.Millisecond} {
		d := waiting(t)
		d.pause()
		d.rush(gap, "ba")
		d.until("nothing is held", func() bool { return len(d.m.burst.held) == 0 })
		if d.m.current.Attempt.Playing {
			t.Errorf("%s: it was answered", gap)
		}
		d.rush(time.Second, "a")
		d.sees("a Allow   d Decline")
	}
}
