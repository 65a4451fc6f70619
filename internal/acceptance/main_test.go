package acceptance

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"zoauth/internal/testkit"
)

// root is the module, seen from this package.
const root = "../.."

// binary is zoauth itself, built once for all whole-program tests.
var binary string

// binaryVariable names the built binary to a test that starts itself again.
const binaryVariable = "ZOAUTH_TEST_BINARY"

func TestMain(m *testing.M) {
	if at := os.Getenv(crashVariable); at != "" {
		child(at)
	}
	if where := os.Getenv(panicVariable); where != "" {
		panicking(where)
	}
	if given := os.Getenv(filterVariable); given != "" {
		becomeFiltered(given)
	}
	testkit.AtOnce(12, 12)
	if given := os.Getenv(binaryVariable); given != "" { // a test that started itself again
		binary = given
		os.Exit(m.Run())
	}
	os.Exit(testkit.InMemory(func() int { return withBinary(m.Run) }))
}

// withBinary builds the program that the tests run.
func withBinary(run func() int) int {
	dir, err := os.MkdirTemp("", "zoauth-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { // other users run it too
		panic(err)
	}
	binary = filepath.Join(dir, "zoauth")
	if err := testkit.BuildForTest(binary); err != nil {
		panic(err)
	}
	return run()
}

func TestWalkFromFreshMachineToRevoke(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.exchange()
	s.also("1 ✓ Authorize ━ 2 ✓ Exchange")
	s.also("SANDBOX")
	s.types("\r")
	s.sees("/v2/users/me")
	s.types("\r")
	s.arrives("3 ✓ Probe")
	s.also("jane@acme.example")
	s.types("\r")
	s.sees("grant_type")
	s.types("\r")
	s.arrives("4 ✓ Refresh")
	s.also("replaced")
	s.revokes()
	s.types("\x03")
	if code := s.ends(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	leftBehind(t, s.home)
}

// leftBehind fails when the sandbox touched the state directory or left its own.
func leftBehind(t *testing.T, home string) {
	t.Helper()
	entries, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("left behind: %s", e.Name())
	}
}

func TestDeclineIsSaidAndTheAttemptEnds(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toWaiting()
	s.plays("Decline")
	s.sees("1 ✗ Authorize")
	s.sees("declined")
}

func TestCountdownRunsOnHome(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.exchange()
	s.types("\x1b")
	s.sees("── Profiles")
	clock := regexp.MustCompile(`acme-dev .*✓ (59:\d\d)`)
	first := ""
	s.shows("the clock of acme-dev", func(text string) bool {
		first = clock.FindString(text)
		return first != ""
	})
	s.shows("it goes on", func(text string) bool {
		now := clock.FindString(text)
		return now != "" && now != first
	})
}

// The paste path: the browser's address, wrong first, then right.
func TestPasteIsJudgedAndAnswers(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toWaiting()
	s.types("\x1b[200~http://127.0.0.1/callback?code=AAAAAAAAAA_bbbbbbbbbbbbbbbbbbbbbb&state=wrong\x1b[201~")
	s.sees("belongs to another attempt")
	s.types("\x1b[200~AAAAAAAAAA_bbbbbbbbbbbbbbbbbbbbbb\x1b[201~")
	s.sees("code_verifier")
	s.sees("at most 4:5")
}

// A paste through GNU screen, or tmux paste-buffer without -p, comes as keys; the
// callback holds q, u, y, digits and slashes. None of them acts. It runs alone: a program
// that gets no time for 100 ms takes that for a pause between keys.
func TestPasteWithoutBracketsInATerminal(t *testing.T) {
	s := start(t, 80, 24)
	s.toWaiting()
	s.types(allow(t, s.url()) + "&q=1/u/2/y?:x\r")
	s.sees("code_verifier")
	s.sees("code co:")
}

// F1: a dropped SSH link ends the program with 129 and leaves nothing.
func TestHangupEndsAndCleansUp(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.exchange()
	if err := s.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 129 {
		t.Fatalf("exit code %d, want 129", code)
	}
	leftBehind(t, s.home)
}

// S4: no secret of the walk is in anything the terminal was sent, but for the
// one that was revealed.
func TestRevealShowsOneSecretUntilTheNextKey(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.toPreview()
	const secret = "sandboxAcmeDev" // as it begins: the row may break behind that
	s.also("› Authorization")
	if strings.Contains(s.Transcript(), secret) {
		t.Fatal("the client secret was shown before it was asked for")
	}
	s.types("v")
	s.sees(secret)
	s.types("j")
	s.gone(secret) // after the next key
}

func TestTooSmallSaysSo(t *testing.T) {
	t.Parallel()
	s := start(t, 20, 5)
	s.sees("zoauth needs 60×15")
	s.types("q")
	if code := s.ends(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
}

func TestNoTerminalIsExplained(t *testing.T) {
	t.Parallel()
	out, err := testkit.Command(t.TempDir(), binary).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(string(out), "needs a terminal") {
		t.Fatalf("err %v, output %q", err, out)
	}
}
