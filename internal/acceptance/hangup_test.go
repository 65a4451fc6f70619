package acceptance

import (
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

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
