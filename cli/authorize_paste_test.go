package cli

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"zoauth/cli/console"
	"zoauth/flow"
	"zoauth/internal/testkit"
)

// prompt is the prompt of authorize at a terminal, which hands over what is pasted in
// pieces and with carriage returns.
type prompt struct {
	pasting
	said   bytes.Buffer
	chunks chan chunk
	bursts chan burst
}

func newPrompt(t *testing.T, state string) *prompt {
	t.Helper()
	attempt, err := flow.NewAttempt(flow.App{Name: "acme-dev", RedirectURI: "http://127.0.0.1:58123/callback", Endpoints: flow.Commercial()}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	attempt.State = state
	p := &prompt{chunks: make(chan chunk), bursts: make(chan burst)}
	p.pasting = pasting{
		stdin:   &stdin{Console: console.New(console.Options{Out: &p.said, Err: &p.said, Getenv: func(string) string { return "" }, Redactor: &flow.Redactor{}})},
		attempt: attempt,
	}
	go gather(p.chunks, p.bursts, true)
	return p
}

// pastes is what becomes of a text and the enter behind it, in a bubble of synctest.
func (p *prompt) pastes(text string) (flow.Callback, bool) {
	const piece = 61
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r") + "\r"
	for ; len(text) > piece; text = text[piece:] {
		p.chunks <- chunk{[]byte(text[:piece]), time.Now()}
	}
	p.chunks <- chunk{[]byte(text), time.Now()}
	time.Sleep(2 * settled)
	select {
	case b := <-p.bursts:
		return p.take(b)
	default: // nothing but blanks
		return flow.Callback{}, false
	}
}

// L9: at the prompt of authorize every form is taken whole or not at all, and what is not
// taken leaves it waiting for the right one. No code is shown.
func TestPasteShapesAtThePromptL9(t *testing.T) {
	const code, state = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA", "koxG5PqyOkSXXGS70d3c9CL7pa8dkVqR3Zz1Yy2Xx3W"
	for _, shape := range testkit.PasteShapes(t, "../flow/recognize") {
		t.Run(shape.ID, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPrompt(t, state)
				defer close(p.chunks)
				callback, taken := p.pastes(strings.NewReplacer("CODE33", code, "STATE", state).Replace(shape.Input))
				if want := shape.Right == "taken" || shape.Right == "declined"; taken != want {
					t.Fatalf("taken: %v, want %s; %s", taken, shape.Right, &p.said)
				}
				if !taken {
					if callback, taken = p.pastes("http://127.0.0.1:58123/callback?code=" + code + "&state=" + state); !taken {
						t.Fatalf("then the right one is not taken: %s", &p.said)
					}
				}
				if shape.Right != "declined" && callback.Code.Len() != len(code) || strings.Contains(shape.Input, "STATE") && !callback.StateChecked {
					t.Errorf("a code of %d characters, state checked: %v", callback.Code.Len(), callback.StateChecked)
				}
				if strings.Contains(p.said.String(), code) {
					t.Errorf("S4: the code is shown: %s", &p.said)
				}
			})
		})
	}
}

// L9: half a code is held back whatever stands behind it, from a pipe as at a terminal, until
// a y that came after the question; anything else leaves the attempt open.
func TestHalfACodeIsHeldBackL9(t *testing.T) {
	const code, state = "Vb3TqLx8Zs_Kc5Wn2RyHd9PfMg7JtAe4U", "koxG5PqyOkSXXGS70d3c9CL7pa8dkVqR3Zz1Yy2Xx3W"
	for _, form := range []string{"?code=HALF&state=STATE", "http://127.0.0.1:58123/callback?state=STATE&code=HALF", "code: HALF state: STATE"} {
		synctest.Test(t, func(t *testing.T) {
			p := newPrompt(t, state)
			defer close(p.chunks)
			half := strings.NewReplacer("HALF", code[:21], "STATE", state).Replace(form)
			if _, taken := p.pastes(half); taken || !strings.Contains(p.said.String(), "it has 21 characters") {
				t.Fatalf("%s: taken %t: %s", form, taken, &p.said)
			}
			if _, taken := p.pastes("no"); taken {
				t.Fatalf("%s: a no sent it", form)
			}
			if _, taken := p.pastes("y"); taken {
				t.Fatalf("%s: a y to no question sent it", form)
			}
			_, _ = p.pastes(half)
			if c, taken := p.pastes("y"); !taken || c.Code.Reveal() != code[:21] || !c.StateChecked {
				t.Errorf("%s: the person cannot insist: %s", form, &p.said)
			}
		})
	}
}
