package acceptance

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
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
func (d *desk) state() flow.State { return d.stateOf("acme-dev") }

func (d *desk) stateOf(profile string) flow.State {
	d.t.Helper()
	state, err := profiles.NewStore(d.stateDir()).Read(profile)
	if err != nil {
		d.t.Fatal(err)
	}
	return state
}

// consumed waits until the server has spent the n-th refresh token.
func (d *desk) consumed(n int) {
	d.t.Helper()
	waitFor(d.t, func() bool { return d.refreshes() >= n })
}

// seen counts the requests that reached the server and fit.
func (d *desk) seen(fits func(sandbox.Entry) bool) int {
	return len(slices.DeleteFunc(d.Server.Journal(), func(e sandbox.Entry) bool { return !fits(e) }))
}

func (d *desk) refreshes() int {
	return d.seen(func(e sandbox.Entry) bool { return e.Grant == "refresh_token" })
}

// oncePerGeneration checks that no spent token was presented and that every
// request made a generation (R5).
func (d *desk) oncePerGeneration() {
	d.t.Helper()
	if n := d.seen(func(e sandbox.Entry) bool { return e.Replay }); n != 0 {
		d.t.Errorf("R5: a spent refresh token was presented %d times", n)
	}
	if state := d.state(); d.refreshes() != state.Gen-1 {
		d.t.Errorf("R5: %d POSTs for %d generations", d.refreshes(), state.Gen-1)
	}
	d.isCurrent()
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

// notice is the time between what happens to a program and the response that it waits
// for: it may be told of both in any order where they come at once.
const notice = 300 * time.Millisecond

// holds keeps the next response of the token endpoint back, until what has to come first
// has happened and release is called.
func (d *desk) holds() (release func()) {
	held := make(chan struct{})
	release = sync.OnceFunc(func() { close(held) })
	d.t.Cleanup(release)
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() { <-held }, Delay: notice})
	return release
}

// inFlight starts a verb and returns when the server has its request, whose response is held
// back until release is called.
func (d *desk) inFlight(cmd *exec.Cmd) (release func()) {
	d.t.Helper()
	before := d.tokenRequests()
	release = d.holds()
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	waitFor(d.t, func() bool { return d.tokenRequests() > before })
	return release
}

// R3: once the request was sent, no signal keeps the answer from being saved.
func TestSignalsDoNotLoseTheAnswer(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			cmd := d.command("refresh", "acme-dev")
			release := d.inFlight(cmd)
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			release()
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
	cmd := d.command("refresh", "acme-dev")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	d.inFlight(cmd)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	sent := 0
	for gone := false; !gone; sent++ { // signals of one kind that arrive together count once
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-ended:
			gone = true
			if got := code(err); got != 128+15 {
				t.Errorf("exit code %d, want 143", got)
			}
		case <-time.After(100 * time.Millisecond):
		}
	}
	if sent < 3 {
		t.Errorf("ended by signal %d", sent)
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
	cmd := d.command("refresh", "acme-dev")
	release := d.inFlight(cmd)
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	release()
	time.Sleep(2 * notice) // the machine sleeps; the response arrives
	if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
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
	events := map[string]func(s *screen, d *desk, release func()){
		"quit":          func(s *screen, _ *desk, _ func()) { s.types("\x03\x03") },
		"SIGHUP":        func(s *screen, _ *desk, _ func()) { _ = s.Process.Signal(syscall.SIGHUP) },
		"SIGTERM":       func(s *screen, _ *desk, _ func()) { _ = s.Process.Signal(syscall.SIGTERM) },
		"terminal gone": func(s *screen, _ *desk, _ func()) { _ = s.TTY.Close() },
		"leaving screen": func(s *screen, d *desk, release func()) {
			s.types("\x1b")
			s.sees("── Profiles")
			release()
			s.shows("the refresh among the recent", regexp.MustCompile(`refresh +✓ 200`).MatchString)
			d.isCurrent()
			s.types("\x03")
		},
	}
	for name, event := range events {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			s := startIn(t, d.Home, 80, 24)
			s.toRefresh()
			release := d.holds()
			s.types("\r")
			s.sees("sending")
			d.consumed(1)
			event(s, d, release)
			release()
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
	s.toRefresh()
	release := d.holds()
	s.Stall()
	s.types("\r")
	d.consumed(1)
	release()
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
	d.oncePerGeneration()
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
