package acceptance

import (
	"errors"
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"

	"zoauth/flow"
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
	if err := flag.Set("test.parallel", "12"); err != nil { // they wait more than they compute; -parallel says otherwise
		panic(err)
	}
	if given := os.Getenv(binaryVariable); given != "" { // a test that started itself again
		binary = given
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "zoauth-test-")
	if err != nil {
		panic(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // other users run it too
		panic(err)
	}
	binary = filepath.Join(dir, "zoauth")
	if err := testkit.BuildForTest(binary); err != nil {
		panic(err)
	}
	// Each sandbox takes a port of its own where the usual one is held, by us or by another.
	held, err := net.Listen("tcp", "127.0.0.1:"+flow.DefaultPort)
	code := m.Run()
	if err == nil {
		_ = held.Close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// screen is the program in a real PTY, for a test that fails when it does not do what
// it should.
type screen struct {
	*testkit.Screen
	t    testing.TB
	home string
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

// sees waits until want is on the screen.
func (s *screen) sees(want string) {
	s.t.Helper()
	if err := s.Sees(want); err != nil {
		s.t.Fatal(err)
	}
}

// shows waits until the screen is as it should.
func (s *screen) shows(as func(text string) bool) {
	s.t.Helper()
	if err := s.Watch(as); err != nil {
		s.t.Fatal(err)
	}
}

var shownURL = regexp.MustCompile(`(?s)http://.*?code_challenge_method=S256`)

// url is the authorize URL on the screen, put together from its rows.
func (s *screen) url() string {
	return strings.ReplaceAll(strings.ReplaceAll(shownURL.FindString(s.Text()), "\n", ""), " ", "")
}

func (s *screen) types(keys string) {
	s.t.Helper()
	if err := s.Types(keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) resize(w, h int) {
	s.t.Helper()
	if err := s.Resize(w, h); err != nil {
		s.t.Fatal(err)
	}
}

// pauses is what a person does before the enter that confirms: one that comes at once
// is of a paste (F9). No screen shows that the time is over.
func (s *screen) pauses() { time.Sleep(150 * time.Millisecond) }

// ends waits for the program and returns its exit code.
func (s *screen) ends() int {
	s.t.Helper()
	err := s.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return code(err)
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

// plays lets the sandbox's browser answer; row is how often j leads to the answer.
func (s *screen) plays(row int) {
	s.t.Helper()
	s.types("b")
	s.sees("The sandbox's browser")
	s.pauses()
	for range row {
		s.types("j")
		s.pauses()
	}
	s.types("\r")
}

// toPreview walks from the start page to the exchange preview.
func (s *screen) toPreview() {
	s.t.Helper()
	s.toWaiting()
	s.plays(0)
	s.sees("code_verifier")
}

// exchange walks to the exchange's response. Enter is ignored for a moment on a screen
// that came by itself, so it is sent until something happens.
func (s *screen) exchange() {
	s.t.Helper()
	s.toPreview()
	for end := time.Now().Add(testkit.Patience); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		if strings.Contains(s.Text(), "2 ✓ Exchange") {
			return
		}
		if strings.Contains(s.Text(), "code_verifier") {
			s.types("\r")
		}
	}
	s.t.Fatalf("the exchange did not end:\n%s", s.Text())
}

// revokes sends the revoke of the sandbox's profile: the list's cursor begins on Cancel.
func (s *screen) revokes() {
	s.t.Helper()
	s.types("5")
	s.sees("/oauth/revoke")
	s.types("\r")
	s.sees("Revoke acme-dev for jane@acme.example")
	s.pauses()
	s.types("j")
	s.pauses()
	s.types("\r")
	s.sees("5 ✓ Revoke")
}

func TestWalkFromFreshMachineToRevoke(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24)
	s.exchange()
	s.sees("1 ✓ Authorize ━ 2 ✓ Exchange")
	s.sees("SANDBOX")
	s.until("\r", "/v2/users/me")
	s.types("\r")
	s.sees("3 ✓ Probe")
	s.sees("jane@acme.example")
	s.until("\r", "grant_type")
	s.types("\r")
	s.sees("4 ✓ Refresh")
	s.sees("replaced")
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
	s.plays(1)
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
	first := clock.FindString(s.Text())
	s.shows(func(text string) bool {
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
	s.types("k")
	if strings.Contains(s.Transcript(), secret) {
		t.Fatal("the client secret was shown before it was asked for")
	}
	s.pauses()
	s.types("g") // the first field is the client's Authorization
	s.pauses()
	s.types("v")
	s.sees(secret)
	s.types("j")
	s.shows(func(text string) bool { return !strings.Contains(text, secret) }) // after the next key
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
