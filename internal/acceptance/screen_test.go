package acceptance

import (
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"

	"zoauth/internal/testkit"
	"zoauth/tui/session"
)

// screen is the program in a real PTY, for a test that fails when it does not do what
// it should. Keys come one after the other as a person presses them: the next ones when
// what the ones before bring has been seen, and only what was not there before counts.
type screen struct {
	*testkit.Screen
	t      testing.TB
	home   string
	before string    // what stood on the screen when the last keys were typed
	awaits bool      // nobody has waited for what they bring
	ready  time.Time // when the next keys may come
}

// start runs zoauth with args in a terminal of w×h cells and a home of its own.
func start(t testing.TB, w, h int, args ...string) *screen {
	t.Helper()
	return startIn(t, t.TempDir(), w, h, args...)
}

func startIn(t testing.TB, home string, w, h int, args ...string) *screen {
	t.Helper()
	s := show(t, testkit.Command(home, binary, args...), w, h)
	s.home = home
	return s
}

// show runs a command in a terminal of w×h cells.
func show(t testing.TB, cmd *exec.Cmd, w, h int) *screen {
	t.Helper()
	s, err := testkit.Start(cmd, vt.NewEmulator(w, h))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return &screen{Screen: s, t: t}
}

// asAPerson is the time from what was seen to the next key. A paste is told from keys by
// time alone, and the enter that confirms comes 100 ms behind the last character at the
// earliest (F9). It is counted from what the key before brought, which the program had
// taken by then: however slow the machine is, it only grows.
const asAPerson = 100 * time.Millisecond

// types sends keys that do something which is waited for afterwards.
func (s *screen) types(keys string) {
	s.t.Helper()
	if s.awaits {
		s.t.Fatalf("%q comes before anybody saw what the keys before it bring", keys)
	}
	if !strings.HasPrefix(keys, "\x1b[") { // such a sequence is part of no paste
		time.Sleep(time.Until(s.ready))
	}
	s.before, s.awaits = s.Text(), true
	if err := s.Types(keys); err != nil {
		s.t.Fatal(err)
	}
}

// shows waits until the screen is as it should be, and was not before the last keys.
func (s *screen) shows(what string, as func(text string) bool) {
	s.t.Helper()
	if as(s.before) {
		s.t.Fatalf("%s: so it was before the keys, the wait tells nothing of what they bring:\n%s", what, s.before)
	}
	if err := s.Watch(as); err != nil {
		s.t.Fatalf("%s: %v", what, err)
	}
	s.awaits, s.ready = false, time.Now().Add(asAPerson)
}

// sees waits until want is on the screen.
func (s *screen) sees(want string) {
	s.t.Helper()
	s.shows("sees "+want, func(text string) bool { return strings.Contains(text, want) })
}

// arrives waits for what comes by itself: enter counts on it only a moment later.
func (s *screen) arrives(want string) {
	s.t.Helper()
	s.sees(want)
	s.ready = time.Now().Add(session.Grace)
}

// gone waits until text has left the screen.
func (s *screen) gone(text string) {
	s.t.Helper()
	s.shows("gone is "+text, func(shown string) bool { return !strings.Contains(shown, text) })
}

// pauses lets a moment go by after keys that nothing on the screen answers.
func (s *screen) pauses() { s.awaits, s.ready = false, time.Now().Add(asAPerson) }

// also waits until text stands beside what was just waited for, were it there before or not:
// tmux, and a program on a busy machine, draw what belongs together in several parts.
func (s *screen) also(text string) {
	s.t.Helper()
	if s.awaits {
		s.t.Fatalf("%q stands beside nothing that was waited for", text)
	}
	if err := s.Sees(text); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) resize(w, h int) {
	s.t.Helper()
	if err := s.Resize(w, h); err != nil {
		s.t.Fatal(err)
	}
}

// ends waits for the program, and until all that it wrote was read, and returns its exit
// code.
func (s *screen) ends() int {
	s.t.Helper()
	err := s.Wait()
	select {
	case <-s.All:
	case <-time.After(testkit.Patience):
		s.t.Fatalf("somebody keeps the terminal open; the screen was:\n%s", s.Text())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return code(err)
}

var shownURL = regexp.MustCompile(`(?s)http://.*?code_challenge_method=S256`)

// wholeURL has every parameter at its length: tmux draws row by row, and between two rows
// a URL lacks one.
var wholeURL = regexp.MustCompile(`&state=[\w-]{43}&code_challenge=[\w-]{43}&code_challenge_method=S256$`)

// url is the authorize URL on the screen, put together from its rows once all are there.
func (s *screen) url() string {
	s.t.Helper()
	url := ""
	if err := s.Watch(func(text string) bool {
		url = strings.Join(strings.Fields(shownURL.FindString(text)), "")
		return wholeURL.MatchString(url)
	}); err != nil {
		s.t.Fatalf("looking for the whole URL: %v", err)
	}
	return url
}

// toDraft takes the tour of the start page as far as the authorize request.
func (s *screen) toDraft() {
	s.t.Helper()
	s.sees("Take the tour")
	s.types("\r")
	s.sees("get the URL")
}

// toWaiting opens an attempt of the sandbox's first profile.
func (s *screen) toWaiting() {
	s.t.Helper()
	s.toDraft()
	s.types("\r")
	s.sees("code_challenge_method=S256")
	s.sees(" waiting ")
}

// plays lets the sandbox's browser answer, where the cursor begins on Allow.
func (s *screen) plays(answer string) {
	s.t.Helper()
	s.types("b")
	s.sees("› Allow")
	if answer != "Allow" {
		s.types("j")
		s.sees("› " + answer)
	}
	s.types("\r")
}

// toPreview walks from the start page to the exchange preview.
func (s *screen) toPreview() {
	s.t.Helper()
	s.toWaiting()
	s.plays("Allow")
	s.arrives("code_verifier")
}

// exchange walks to the exchange's response.
func (s *screen) exchange() {
	s.t.Helper()
	s.toPreview()
	s.types("\r")
	s.arrives("2 ✓ Exchange")
}

// revokes sends the revoke of the sandbox's profile: the list's cursor begins on Cancel.
func (s *screen) revokes() {
	s.t.Helper()
	s.types("5")
	s.sees("/oauth/revoke")
	s.types("\r")
	s.sees("› Cancel")
	s.also("Revoke acme-dev for jane@acme.example")
	s.types("j")
	s.sees("› Revoke, then nothing more")
	s.types("\r")
	s.sees("5 ✓ Revoke")
}

// aPair is the row of acme-dev on Home, once its pair was read.
var aPair = regexp.MustCompile(`acme-dev .*✓ \d`)

// seesPair waits until Home shows the pair of acme-dev, which the token file tells: the first
// frame has the profile alone.
func (s *screen) seesPair() {
	s.t.Helper()
	s.shows("the pair of acme-dev", aPair.MatchString)
}

// toRefresh drafts the refresh of acme-dev from Home.
func (s *screen) toRefresh() {
	s.t.Helper()
	s.seesPair()
	s.types("r")
	s.sees("● ready")
}
