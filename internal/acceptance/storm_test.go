package acceptance

import (
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoauth/internal/testkit"
)

// stormEvents is how many keys and sizes a storm has; ZOAUTH_STORM=5000 for more.
func stormEvents() int {
	if n, err := strconv.Atoi(os.Getenv("ZOAUTH_STORM")); err == nil {
		return n
	}
	return 400
}

// stormKeys are the keys of the key table, those of inputs and what terminals send
// besides; without ctrl+z, which stops the program, and q and ctrl+c, which end it.
var stormKeys = []string{
	"\r", "\x1b", "j", "k", "g", "G", "\t", "h", "l", "H", "L", "]", "[", "1", "2", "3", "4", "5", "6", "p", "(", ")", "i", "b", "a", "d",
	"y", "u", "+", "x", "D", "c", "w", "n", "s", "f", "v", "r", ":", "?", "S", "/", "e", "m", "t", "z", "E", "F", "R", "N", ",", ".", " ",
	"\x04", "\x15", "\x0c", "\x10", "\x7f", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[H", "acme-dev\r", "\x1b[200~http://127.0.0.1:1/?code=x&q=1\x1b[201~", "\x1b[I", "\xff",
}

// trouble is what a program prints that panics or in which the race detector found
// something.
var trouble = regexp.MustCompile(`(?s)(?:panic|goroutine |WARNING: DATA RACE).*`)

// A storm of keys and sizes leaves a program that still answers, on every screen
// that it may have come to.
func TestStormOfKeysAndSizes(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d, %d events", seed, stormEvents())
	s := start(t, 80, 24, "demo")
	s.sees("get the URL")
	s.Shut(true)
	for range stormEvents() {
		if random.IntN(4) == 0 {
			s.resize(1+random.IntN(220), 1+random.IntN(70))
			continue
		}
		key := stormKeys[random.IntN(len(stormKeys))]
		if key == "u" && testkit.Race { // Bubble Tea comes back from the plain screen while it looks at the new size
			continue
		}
		s.presses(key)
		time.Sleep(time.Duration(random.IntN(8)) * time.Millisecond) // some come together, some apart
	}
	for _, rows := range []int{23, 24} { // the emulator looks again when the last odd frame has gone by
		s.resize(80, rows)
		time.Sleep(300 * time.Millisecond)
		s.Settle()
		s.Shut(false)
	}
	s.comesBack()
	waitFor(t, func() bool {
		s.presses("\x03") // asks while something is open: a second one answers
		return s.comes(s.HasEnded)
	})
	if got := s.ends(); got != 0 {
		t.Errorf("it ended with %d:\n%s", got, s.Text())
	}
	if trouble := trouble.FindString(s.Transcript()); trouble != "" {
		t.Errorf("a panic or a data race reached the terminal: %.6000s", trouble)
	}
}

// presses sends keys and waits for nothing.
func (s *screen) presses(keys string) {
	s.t.Helper()
	if err := s.Types(keys); err != nil && !s.HasEnded() {
		s.t.Fatal(err)
	}
}

// comes gives what a key may have brought a moment, and reports whether it came.
func (s *screen) comes(done func() bool) bool {
	for end := time.Now().Add(time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if done() {
			return true
		}
	}
	return false
}

// comesBack leaves whatever is open until the help can be opened, and closes it.
func (s *screen) comesBack() {
	s.t.Helper()
	has := func(text string) func() bool { return func() bool { return strings.Contains(s.Text(), text) } }
	waitFor(s.t, func() bool {
		s.presses("\x1b")
		if s.HasEnded() {
			s.t.Fatalf("esc ended it:\n%s", s.Text())
		}
		time.Sleep(asAPerson) // the next key would be a part of escape
		if !s.comes(has("? keys")) {
			return false
		}
		s.presses("?")
		return s.comes(has("── Keys here"))
	})
	s.presses("\x1b")
}
