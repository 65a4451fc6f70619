package acceptance

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// pasting is `authorize` in a terminal, with the address that the browser came to.
type pasting struct {
	*screen
	d        *desk
	callback string
	code     string
	state    string
}

func pastes(t *testing.T) *pasting {
	t.Helper()
	d := newDesk(t)
	s := startIn(t, d.Home, 400, 40, "authorize", "acme-dev")
	s.sees("Waiting on")
	callback := allow(t, regexp.MustCompile(`http://\S+/oauth/authorize\S+`).FindString(s.Transcript()))
	u, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	return &pasting{s, d, callback, u.Query().Get("code"), u.Query().Get("state")}
}

// done waits for the end of a verb that authorized with one exchange.
func (p *pasting) done() {
	p.t.Helper()
	if got := p.ends(); got != 0 {
		p.t.Fatalf("exit code %d:\n%s", got, p.Text())
	}
	p.d.isCurrent()
	if n := p.exchanges(); n != 1 {
		p.t.Errorf("%d codes were sent", n)
	}
	for _, secret := range []string{p.code, p.d.App.ClientSecret} {
		if strings.Contains(p.Transcript(), secret) {
			p.t.Error("S4: a secret was shown")
		}
	}
}

// exchanges counts the requests that carried a code.
func (p *pasting) exchanges() int {
	return p.d.seen(func(e sandbox.Entry) bool { return e.Grant == "authorization_code" })
}

// L9: a wrapped paste is one answer, however it comes, and no part of it is sent.
func TestWrappedPastesAtATerminalL9(t *testing.T) {
	t.Parallel()
	cut := func(text string, at int, by string) string { return text[:at] + by + text[at:] }
	tests := map[string]func(p *pasting){
		"a code in two rows":        func(p *pasting) { p.types(cut(p.code, 15, "\n") + "\n") },
		"a code, enter later":       func(p *pasting) { p.types(cut(p.code, 15, "\n")); p.pauses(); p.types("\n") },
		"an address in two rows":    func(p *pasting) { p.types(cut(p.callback, 45, "\n") + "\n") },
		"an indented address":       func(p *pasting) { p.types(cut(p.callback, 45, "\r\n    ") + "\r") },
		"with the marks of a paste": func(p *pasting) { p.types("\x1b[200~" + cut(p.callback, 45, "\r") + "\x1b[201~\r") },
		"an overlong line before": func(p *pasting) {
			p.types(strings.Repeat("a", 70<<10) + "\n")
			p.sees("was dropped")
			p.types(p.callback + "\n")
		},
		"half a code, the rest much later": func(p *pasting) { p.types(p.code[:15] + "\n"); p.sees("paste:"); p.types(p.code[15:] + "\n") },
		"half an address, the rest later": func(p *pasting) {
			p.types(p.callback[:len(p.callback)-60] + "\n")
			p.sees("paste:")
			p.types(p.callback[len(p.callback)-60:] + "\n")
		},
		"a typing mistake": func(p *pasting) { p.types("wrong\x15" + p.callback + "x\x7f\n") },
	}
	for name, paste := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pastes(t)
			paste(p)
			p.done()
		})
	}
}

// L9: half a code is asked about; without an answer nothing goes out, and the listener
// still takes the browser.
func TestHalfACodeAtATerminalIsAskedAboutL9(t *testing.T) {
	t.Parallel()
	p := pastes(t)
	p.types("y\n" + p.code[:20] + "\n") // a y before the question is no answer to it
	p.sees("Type y and press enter to send it as it is")
	p.types("no\n")
	p.sees("dropped")
	if n := p.exchanges(); n != 0 {
		t.Fatalf("%d codes were sent", n)
	}
	p.types(p.code[:19] + "\n")
	p.sees("it has 19 characters")
	res, err := http.Get(p.callback)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	p.done()
}

// L9, S4: what is pasted while the exchange is in flight is not sent, not shown and not left
// to the shell: one code goes out, and its pair is saved.
func TestPasteInFlightAtATerminalL9(t *testing.T) {
	t.Parallel()
	p := pastes(t)
	release := p.d.holds()
	p.types(p.callback + "\n")
	waitFor(t, func() bool { return p.d.tokenRequests() > 0 })
	p.pauses()
	p.types(p.callback + "\n" + p.code + "\n")
	release()
	p.done()
}
