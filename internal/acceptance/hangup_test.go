package acceptance

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// hangups is how many times the terminal vanishes; ZOAUTH_HANGUPS=100 for more.
func hangups(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("ZOAUTH_HANGUPS"))
	if err != nil {
		return 6
	}
	return n
}

// F1, R2: the terminal vanishes at a random instant around a refresh. Afterwards
// no process is left, and the file is current or says that it may not be.
func TestHangupAtRandomInstantsF1(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	current, unsettled := 0, 0
	n := hangups(t)
	for range n {
		s := startIn(t, d.Home, 80, 24)
		s.toRefresh()
		d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 150 * time.Millisecond})
		s.types("\r")
		time.Sleep(rand.N(300 * time.Millisecond)) // the instant, not a wait for anything
		_ = s.TTY.Close()
		s.ends()
		d.Server.ClearFaults()
		if err := syscall.Kill(-s.Process.Pid, 0); err == nil {
			t.Fatal("F1: a process of the group is left")
		}
		switch state := d.state(); {
		case state.Token.RefreshToken.Reveal() == d.Server.CurrentRefreshToken(d.App.ClientID) && state.Pending == nil:
			current++
		case state.Pending != nil:
			unsettled++
		default:
			t.Fatal("R2: the file is silently wrong")
		}
	}
	t.Logf("%d hang-ups: %d current, %d recorded as unsettled, 0 silently wrong", n, current, unsettled)
	if unsettled > 0 {
		t.Errorf("R3: %d answers were lost although nothing was killed", unsettled)
	}
}

// serverToken is a refresh token that a server holds and zoauth does not.
func (d *desk) serverToken() string {
	d.t.Helper()
	d.authorize()
	token := d.state().Token.RefreshToken.Reveal()
	if err := os.Remove(filepath.Join(d.stateDir(), "tokens/acme-dev.json")); err != nil {
		d.t.Fatal(err)
	}
	return token
}

// undecided fails when the server's pair is not saved, or was decided about.
func (d *desk) undecided() {
	d.t.Helper()
	d.isCurrent()
	if state := d.state(); state.Disposition != flow.Undecided || state.Pending != nil {
		d.t.Errorf("R16: the pair is %q, and pending is %v", state.Disposition, state.Pending)
	}
}

// toGiveBack opens the pair that waits to be given back, on Home.
func (s *screen) toGiveBack() {
	s.t.Helper()
	s.seesPair()
	s.types("\r")
	s.sees("Copy the pair for the server")
	s.types("\r")
	s.sees("› Not yet")
}

// F1, R3, R16: the terminal vanishes while a token from elsewhere is refreshed, while it is
// asked whether the server has the pair, and behind the yes. The pair is saved and still to
// be given back, or, behind the yes, it is gone whole.
func TestHangupOfAPairToGiveBackR16(t *testing.T) {
	t.Parallel()
	for name, vanishes := range map[string]func(*screen){
		"terminal gone": func(s *screen) { _ = s.TTY.Close() },
		"SIGHUP":        func(s *screen) { _ = s.Process.Signal(syscall.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			token := d.serverToken()
			s := startIn(t, d.Home, 80, 24)
			s.sees("no token")
			s.types("\r")
			s.sees("── Timeline")
			s.types("4")
			s.sees("Adopt a refresh token")
			s.types("\x1b[200~refresh_token=" + token + "\x1b[201~")
			s.sees("A refresh replaces the token pair")
			s.types("\r")
			s.sees("Give it back")
			release := d.holds()
			s.types("\r")
			s.sees("sending")
			d.consumed(1)
			vanishes(s)
			release()
			s.ends()
			d.undecided()

			s = startIn(t, d.Home, 80, 24)
			s.toGiveBack()
			vanishes(s)
			s.ends()
			d.undecided()

			s = startIn(t, d.Home, 80, 24)
			s.toGiveBack()
			for _, row := range []string{"enter copy the pair", "› Show it alone", "› Yes: delete"} {
				s.types("j")
				s.sees(row)
			}
			s.types("\r")
			vanishes(s)
			s.ends()
			if d.state().HasToken() {
				d.undecided()
			}
			if n := d.refreshes(); n != 1 {
				t.Errorf("%d refreshes were sent", n)
			}
		})
	}
}
