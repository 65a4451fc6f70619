package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// R3, F1: the SSH link drops while a code from elsewhere is being exchanged: the pair
// is saved.
func TestHangupDoesNotLoseAnAdoptedCodeR3(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			text := d.code()
			cmd := d.command("adopt", "acme-dev")
			cmd.Stdin = strings.NewReader(text)
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

// R7, R14: a disk that is full or read-only: no code is sent and no pair is changed, and
// with room again the same code is exchanged.
func TestAdoptOnAFullDiskR7(t *testing.T) {
	t.Parallel()
	withMounts(t, func(t *testing.T) {
		d := newDesk(t)
		state := d.tmpfs("size=1m")
		d.authorize()
		before, requests, text := d.state(), d.tokenRequests(), d.code()
		const tokens = "refresh_token=opaqueRefreshTokenOfTheServer0123456789"
		unchanged := func(what, text string, ends int) {
			t.Helper()
			s := d.fed(text, "adopt", "acme-dev", "--replace")
			if s.code != ends || d.tokenRequests() != requests || d.state().Token != before.Token || d.state().Pending != nil {
				t.Errorf("%s: ended with %d, want %d, %d requests: %s", what, s.code, ends, d.tokenRequests()-requests, s.err)
			}
		}
		fill(t, state, 0)
		unchanged("a code on a full disk", text, 5)
		unchanged("tokens on a full disk", tokens, 7)
		_ = os.Remove(filepath.Join(state, "filler"))
		if err := unix.Mount("", state, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		unchanged("a code in a read-only directory", text, 5)
		unchanged("tokens in a read-only directory", tokens, 5)
		if err := unix.Mount("", state, "", unix.MS_REMOUNT, ""); err != nil {
			t.Fatal(err)
		}
		d.fed(text, "adopt", "acme-dev", "--replace").is(t, "with room again", 0, "acme-dev: at:", "")
		d.isCurrent()
	}, failsBeforeSending)
}
