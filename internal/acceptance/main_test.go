package acceptance

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
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
	if out, err := exec.Command("go", "build", "-o", binary, root).CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// patience bounds every wait for the screen; it is no measure of speed.
const patience = 20 * time.Second

// screen is the program in a real PTY, seen through a terminal emulator.
type screen struct {
	t    testing.TB
	cmd  *exec.Cmd
	tty  *os.File
	home string
	done chan struct{} // closed when the program has ended
	all  chan struct{} // closed when all that it wrote was read
	err  error

	stalled chan struct{} // closed: nobody reads the terminal any more

	answered syncBuffer // what the emulator answered to queries

	mu    sync.Mutex
	emu   *vt.Emulator
	raw   bytes.Buffer
	blind bool // the emulator is not fed: it does not bear sizes that change all the time
}

// start runs zoauth with args in a terminal of w×h cells and a home of its own.
func start(t testing.TB, w, h int, args ...string) *screen {
	t.Helper()
	return startIn(t, t.TempDir(), w, h, args...)
}

func startIn(t testing.TB, home string, w, h int, args ...string) *screen {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = []string{"HOME=" + home, "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + home}
	s := show(t, cmd, w, h)
	s.home = home
	return s
}

// show runs a command in a terminal of w×h cells.
func show(t testing.TB, cmd *exec.Cmd, w, h int) *screen {
	t.Helper()
	s := &screen{t: t, cmd: cmd, emu: vt.NewEmulator(w, h), done: make(chan struct{}), all: make(chan struct{}), stalled: make(chan struct{})}
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	if err != nil {
		t.Fatal(err)
	}
	s.tty = tty
	go s.read()
	go s.answer()
	go func() { s.err = s.cmd.Wait(); close(s.done) }()
	t.Cleanup(s.stop)
	return s
}

func (s *screen) stop() {
	_ = s.cmd.Process.Kill()
	<-s.done
	_ = s.tty.Close()
}

func (s *screen) read() {
	defer close(s.all)
	buf := make([]byte, 32<<10)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		s.raw.Write(buf[:n])
		if !s.blind {
			_, _ = s.emu.Write(buf[:n])
		}
		s.mu.Unlock()
		select {
		case <-s.stalled:
			return
		default:
		}
		if err != nil {
			return
		}
	}
}

// stall stops reading the terminal, as a stuck SSH link does.
func (s *screen) stall() { close(s.stalled) }

// answer sends the emulator's answers to terminal queries back.
func (s *screen) answer() { _, _ = io.Copy(io.MultiWriter(&s.answered, s.tty), s.emu) }

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emu.String()
}

func (s *screen) transcript() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// sees waits until want is on the screen.
func (s *screen) sees(want string) {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(s.text(), want) {
			return
		}
	}
	s.t.Fatalf("never saw %q on the screen:\n%s", want, s.text())
}

// waits is sees without a pause between looks, for benchmarks.
func (s *screen) waits(want string) {
	for end := time.Now().Add(patience); !strings.Contains(s.text(), want); time.Sleep(200 * time.Microsecond) {
		if time.Now().After(end) {
			s.t.Fatalf("never saw %q:\n%s", want, s.text())
		}
	}
}

var shownURL = regexp.MustCompile(`(?s)http://.*?code_challenge_method=S256`)

// url is the authorize URL on the screen, put together from its rows.
func (s *screen) url() string {
	return strings.ReplaceAll(strings.ReplaceAll(shownURL.FindString(s.text()), "\n", ""), " ", "")
}

func (s *screen) types(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.tty, keys); err != nil {
		s.t.Fatal(err)
	}
}

// pauses is what a person does before the enter that confirms: one that comes at once
// is of a paste (F9).
func (s *screen) pauses() { time.Sleep(150 * time.Millisecond) }

// ends waits for the program and returns its exit code.
func (s *screen) ends() int {
	s.t.Helper()
	select {
	case <-s.done:
	case <-time.After(patience):
		s.t.Fatalf("the program did not end; the screen was:\n%s", s.text())
	}
	var exit *exec.ExitError
	if errors.As(s.err, &exit) {
		return exit.ExitCode()
	}
	return 0
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
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		if strings.Contains(s.text(), "2 ✓ Exchange") {
			return
		}
		if strings.Contains(s.text(), "code_verifier") {
			s.types("\r")
		}
	}
	s.t.Fatalf("the exchange did not end:\n%s", s.text())
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
	s := start(t, 80, 24)
	s.toWaiting()
	s.plays(1)
	s.sees("1 ✗ Authorize")
	s.sees("declined")
}

func TestCountdownRunsOnHome(t *testing.T) {
	s := start(t, 80, 24)
	s.exchange()
	s.types("\x1b")
	s.sees("── Profiles")
	clock := regexp.MustCompile(`acme-dev .*✓ (59:\d\d)`)
	first := clock.FindString(s.text())
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if now := clock.FindString(s.text()); now != "" && now != first {
			return
		}
	}
	t.Fatalf("the countdown stood still:\n%s", s.text())
}

// The paste path: the browser's address, wrong first, then right.
func TestPasteIsJudgedAndAnswers(t *testing.T) {
	s := start(t, 80, 24)
	s.toWaiting()
	s.types("\x1b[200~http://127.0.0.1/callback?code=AAAAAAAAAA_bbbbbbbbbbbbbbbbbbbbbb&state=wrong\x1b[201~")
	s.sees("belongs to another attempt")
	s.types("\x1b[200~AAAAAAAAAA_bbbbbbbbbbbbbbbbbbbbbb\x1b[201~")
	s.sees("code_verifier")
	s.sees("at most 4:5")
}

// A paste through GNU screen, or tmux paste-buffer without -p, comes as keys; the
// callback holds q, u, y, digits and slashes. None of them acts.
func TestPasteWithoutBracketsInATerminal(t *testing.T) {
	s := start(t, 80, 24)
	s.toWaiting()
	s.types(allow(t, s.url()) + "&q=1/u/2/y?:x\r")
	s.sees("code_verifier")
	s.sees("code co:")
}

// F1: a dropped SSH link ends the program with 129 and leaves nothing.
func TestHangupEndsAndCleansUp(t *testing.T) {
	s := start(t, 80, 24)
	s.exchange()
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
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
	s := start(t, 80, 24)
	s.toPreview()
	const secret = "sandboxAcmeDev" // as it begins: the row may break behind that
	s.types("k")
	if strings.Contains(s.transcript(), secret) {
		t.Fatal("the client secret was shown before it was asked for")
	}
	s.pauses()
	s.types("g") // the first field is the client's Authorization
	s.pauses()
	s.types("v")
	s.sees(secret)
	s.types("j")
	for end := time.Now().Add(patience); strings.Contains(s.text(), secret); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the secret stayed on the screen after the next key")
		}
	}
}

func TestTooSmallSaysSo(t *testing.T) {
	s := start(t, 20, 5)
	s.sees("zoauth needs 60×15")
	s.types("q")
	if code := s.ends(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
}

func TestNoTerminalIsExplained(t *testing.T) {
	cmd := exec.Command(binary)
	cmd.Env = []string{"HOME=" + t.TempDir(), "TERM=xterm"}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(string(out), "needs a terminal") {
		t.Fatalf("err %v, output %q", err, out)
	}
}
