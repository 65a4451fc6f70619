package measure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/internal/testkit"
	"zoauth/profiles"
)

// Idle is what the workbench costs while nobody touches it.
type Idle struct {
	Bytes float64 // a second, to a terminal without synchronized output; one that has it gets 16 more a frame
	CPU   float64 // % of a core
	MiB   float64 // resident
}

// Countdown watches 20 running countdowns at 100×30 for a while.
func (b Bench) Countdown(during time.Duration) (Idle, error) {
	s, err := b.list(20)
	if err != nil {
		return Idle{}, err
	}
	defer s.Stop()
	time.Sleep(2 * time.Second) // what the start costs is over
	written := drawn(s)
	before, err := cpuTime(s.Process.Pid)
	if err != nil {
		return Idle{}, err
	}
	time.Sleep(during)
	after, err := cpuTime(s.Process.Pid)
	if err != nil {
		return Idle{}, err
	}
	idle := Idle{
		Bytes: float64(drawn(s)-written) / during.Seconds(),
		CPU:   100 * (after - before).Seconds() / during.Seconds(),
	}
	idle.MiB, err = resident(s.Process.Pid)
	return idle, err
}

// drawn is how many bytes of frames the terminal got, without the marks around them of
// those that have synchronized output (mode 2026).
func drawn(s *testkit.Screen) int {
	return len(wholeFrames.Replace(s.Transcript()))
}

var wholeFrames = strings.NewReplacer(ansi.SetModeSynchronizedOutput, "", ansi.ResetModeSynchronizedOutput, "")

// Keys is the workbench on a thousand profiles, whose cursor is moved.
type Keys struct {
	screen *testkit.Screen
	row    int
}

// Keys opens the workbench; Close ends it.
func (b Bench) Keys() (*Keys, error) {
	s, err := b.list(1000)
	return &Keys{screen: s}, err
}

// Close ends the workbench.
func (k *Keys) Close() { k.screen.Stop() }

// Press moves the cursor down and times from the key to the cursor in the terminal.
// The key comes at any time of the renderer's beat.
func (k *Keys) Press() (time.Duration, error) {
	time.Sleep(20*time.Millisecond + rand.N(17*time.Millisecond)) // no secret
	k.row++
	pressed := time.Now()
	if err := k.screen.Types("j"); err != nil {
		return 0, err
	}
	err := k.screen.Watch(cursorAt(profile(k.row)))
	return time.Since(pressed), err
}

// cursorAt looks for the details of a profile: they follow the cursor.
func cursorAt(name string) func(string) bool { return holds("── " + name + " ──") }

// list opens the workbench on n profiles at 100×30.
func (b Bench) list(n int) (*testkit.Screen, error) {
	home, err := b.counting(n)
	if err != nil {
		return nil, err
	}
	s, err := b.screen(home, 100, 30)
	if err != nil {
		return nil, err
	}
	for _, want := range []string{fmt.Sprintf("%d apps", n), "▓"} {
		if err := s.Sees(want); err != nil {
			s.Stop()
			return nil, err
		}
	}
	return s, nil
}

func profile(i int) string { return fmt.Sprintf("app-%04d", i) }

// counting makes a home with n profiles whose access tokens all count down.
func (b Bench) counting(n int) (string, error) {
	home, err := os.MkdirTemp(b.Dir, "home-")
	if err != nil || n == 0 {
		return home, err
	}
	var file strings.Builder
	store := profiles.NewStore(filepath.Join(home, ".local/state/zoauth"))
	for i := range n {
		fmt.Fprintf(&file, "[profiles.%s]\nclient_id = \"id\"\nclient_secret = \"s\"\nredirect_uri = \"http://127.0.0.1:8976/callback\"\n", profile(i))
		left := time.Hour - time.Duration(i%50)*time.Minute
		if err := save(store, profile(i), flow.State{Gen: 1, Token: token(profile(i), left)}); err != nil {
			return "", err
		}
	}
	return home, testkit.WriteProfiles(home, file.String())
}

func token(text string, left time.Duration) flow.Token {
	now := time.Now()
	return flow.Token{
		AccessToken: flow.NewSecret(flow.KindAccessToken, text), ObtainedAt: now, RefreshedAt: now,
		ExpiresIn: time.Hour, ExpiresAt: now.Add(left),
	}
}

func save(store *profiles.Store, name string, state flow.State) error {
	txn, err := store.Open(context.Background(), name)
	if err != nil {
		return err
	}
	defer txn.Close() // nothing is written by it
	return txn.Commit(state)
}

// cpuTime is the processor time of a process, from Linux's clock of it.
func cpuTime(pid int) (time.Duration, error) {
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|2), &t); err != nil { // clock_getcpuclockid(3)
		return 0, fmt.Errorf("no clock for a process here: %w", err)
	}
	return time.Duration(t.Nano()), nil
}

// resident is what a process holds in memory, in MiB.
func resident(pid int) (float64, error) {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("asking ps: %w", err)
	}
	kib, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return kib / 1024, err
}
