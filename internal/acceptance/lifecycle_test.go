package acceptance

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
	"zoauth/profiles"
)

// desk is a home directory with a profile whose sandbox the test holds.
type desk struct {
	*testkit.Desk
	t     testing.TB
	umask string // of the programs that are run; empty: ours
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	return newDeskOf(t, func(*sandbox.Options) {})
}

func newDeskOf(t testing.TB, change func(*sandbox.Options)) *desk {
	t.Helper()
	d, err := testkit.NewDesk(t.TempDir(), change)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return &desk{Desk: d, t: t}
}

func (d *desk) stateDir() string { return filepath.Join(d.Home, ".local/state/zoauth") }

func (d *desk) command(args ...string) *exec.Cmd {
	if d.umask != "" {
		return testkit.Command(d.Home, "sh", append([]string{"-c", "umask " + d.umask + `; exec "$0" "$@"`, binary}, args...)...)
	}
	return testkit.Command(d.Home, binary, args...)
}

// authorize runs the verb with the callback's address pasted on standard input.
func (d *desk) authorize() {
	d.t.Helper()
	cmd := d.command("authorize", "acme-dev")
	in, err := cmd.StdinPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			_, _ = fmt.Fprintln(in, allow(d.t, lines.Text()))
			_ = in.Close()
		}
	}
	if err := cmd.Wait(); err != nil {
		d.t.Fatalf("authorize: %v", err)
	}
}

// state is what the token file says.
func (d *desk) state() flow.State {
	d.t.Helper()
	state, err := profiles.NewStore(filepath.Join(d.Home, ".local/state/zoauth")).Read("acme-dev")
	if err != nil {
		d.t.Fatal(err)
	}
	return state
}

// consumed waits until the server has spent the n-th refresh token.
func (d *desk) consumed(n int) {
	d.t.Helper()
	for end := time.Now().Add(testkit.Patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if d.refreshes() >= n {
			return
		}
	}
	d.t.Fatalf("the refresh never reached the server; %d did", d.refreshes())
}

func (d *desk) refreshes() int {
	n := 0
	for _, e := range d.Server.Journal() {
		if e.Grant == "refresh_token" {
			n++
		}
	}
	return n
}

// isCurrent fails when the saved refresh token is not the server's living one.
func (d *desk) isCurrent() {
	d.t.Helper()
	if saved := d.state().Token.RefreshToken.Reveal(); saved == "" || saved != d.Server.CurrentRefreshToken(d.App.ClientID) {
		d.t.Error("R3: the saved refresh token is not the one the server holds current")
	}
}

func code(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// holdAnswer is how long the server keeps an answer back after it has spent the
// token: long enough for the event under test to arrive first.
const holdAnswer = 700 * time.Millisecond

// R3: once the request was sent, no signal keeps the answer from being saved.
func TestSignalsDoNotLoseTheAnswer(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: holdAnswer})
			cmd := d.command("refresh", "acme-dev")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			d.consumed(1)
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if got, want := code(cmd.Wait()), 128+int(sig); got != want {
				t.Errorf("exit code %d, want %d", got, want)
			}
			d.isCurrent()
		})
	}
}

// F6: a second signal does not abandon a sent request either; a third does and
// the outcome is then recorded as uncertain.
func TestThirdSignalAbandonsAndRecords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	before := d.state().Token.RefreshToken
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 5 * time.Second})
	cmd := d.command("refresh", "acme-dev")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.consumed(1)
	for range 3 {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond) // signals of one kind that arrive together count once
	}
	if got := code(cmd.Wait()); got != 128+15 {
		t.Errorf("exit code %d, want 143", got)
	}
	if !strings.Contains(stderr.String(), "uncertain") {
		t.Errorf("it does not say what is uncertain: %q", stderr.String())
	}
	state := d.state()
	if state.Pending == nil || state.Token.RefreshToken != before {
		t.Error("R4: the pending record or the old token is gone")
	}
}

// F7: the result is saved before the first byte is printed.
func TestClosedStdoutDoesNotLoseTheAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	for i, shell := range []string{`"$0" refresh acme-dev >&-`, `"$0" refresh acme-dev | true`, `"$0" refresh acme-dev 2>&- >&-`} {
		cmd := testkit.Command(d.Home, "sh", "-c", shell, binary)
		_ = cmd.Run()
		d.consumed(i + 1)
		d.isCurrent()
	}
}

// R12: a stopped process reads the answer that came meanwhile.
func TestStoppedProcessSavesTheAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 300 * time.Millisecond})
	cmd := d.command("refresh", "acme-dev")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.consumed(1)
	for _, sig := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if sig == syscall.SIGSTOP {
			time.Sleep(2 * time.Second) // the machine sleeps; the answer arrives
		}
	}
	if got := code(cmd.Wait()); got != 0 {
		t.Errorf("exit code %d", got)
	}
	d.isCurrent()
}

// R3 in the workbench: leaving, a hang-up, and a terminal that is gone while the
// answer is on its way.
func TestWorkbenchSavesTheAnswerWhateverHappensToIt(t *testing.T) {
	t.Parallel()
	events := map[string]func(*screen){
		"quit":          func(s *screen) { s.types("\x03\x03") },
		"SIGHUP":        func(s *screen) { _ = s.Process.Signal(syscall.SIGHUP) },
		"SIGTERM":       func(s *screen) { _ = s.Process.Signal(syscall.SIGTERM) },
		"terminal gone": func(s *screen) { _ = s.TTY.Close() },
		"leaving screen": func(s *screen) {
			s.types("\x1b")
			s.sees("── Profiles")
			time.Sleep(2 * holdAnswer)
			s.types("\x03")
		},
	}
	for name, event := range events {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			s := startIn(t, d.Home, 80, 24)
			s.sees("acme-dev")
			s.types("r")
			s.sees("● ready")
			d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: holdAnswer})
			s.types("\r")
			d.consumed(1)
			event(s)
			s.ends()
			d.isCurrent()
		})
	}
}

// F2: nobody reads the terminal; the refresh is saved and SIGTERM still ends the
// program.
func TestStalledTerminalStillSavesAndEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	s := startIn(t, d.Home, 80, 24)
	s.sees("acme-dev")
	s.types("r")
	s.sees("● ready")
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: holdAnswer})
	s.Stall()
	s.types("\r")
	d.consumed(1)
	for range 120 { // fill the terminal's buffer: a frame each, help opens and closes
		_, _ = s.TTY.WriteString("?")
		time.Sleep(20 * time.Millisecond)
	}
	d.isCurrent()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.ends()
}

// 8 processes at once: one POST per generation, nobody spends a spent token (R5).
func TestManyProcessesSpendEachTokenOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	const processes, rounds = 8, 25
	for range rounds {
		var running []*exec.Cmd
		for range processes {
			cmd := d.command("refresh", "acme-dev")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		for _, cmd := range running {
			if got := code(cmd.Wait()); got != 0 {
				t.Errorf("a process ended with %d", got)
			}
		}
	}
	for _, e := range d.Server.Journal() {
		if e.Replay {
			t.Error("a spent refresh token was presented")
		}
	}
	if state := d.state(); d.refreshes() != state.Gen-1 {
		t.Errorf("%d POSTs for %d generations", d.refreshes(), state.Gen-1)
	}
	d.isCurrent()
}

// allow presses Allow at the sandbox and returns the callback's address unvisited.
func allow(tb testing.TB, authorizeURL string) string {
	tb.Helper()
	address, err := testkit.Allow(authorizeURL)
	if err != nil {
		tb.Fatal(err)
	}
	return address
}
