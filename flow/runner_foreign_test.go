package flow_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// freshIntent is how long another process's record holds us back: twice the
// budget (R5).
const freshIntent = 2 * flow.DefaultBudget

// A fresh intent of another host, or of a living process that is not us, stops
// us before anything is touched; --force goes on.
func TestForeignIntent(t *testing.T) {
	for _, test := range []struct {
		name  string
		host  string
		pid   int
		age   time.Duration
		alive bool
		force bool
		stops bool
	}{
		{"another host", "host-b", 1, time.Second, false, false, true},
		{"another host, forced", "host-b", 1, time.Second, false, true, false},
		{"another host, old", "host-b", 1, freshIntent + time.Second, false, false, false},
		{"another host, clock behind", "host-b", 1, -time.Minute, false, false, true},
		{"another host, far in the future", "host-b", 1, -freshIntent - time.Minute, false, false, false},
		{"a living process", ourHost, 1, time.Second, true, false, true},
		{"a dead process", ourHost, 1, time.Second, false, false, false},
		{"ourselves", ourHost, ourPID, time.Second, true, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, answering(newPair))
			b.Alive = func(int) bool { return test.alive }
			s := b.stored()
			s.Pending = &flow.Pending{Step: flow.StepRefresh, ID: "theirs", Digest: oldRefresh.Digest(), Host: test.host, PID: test.pid, At: noon.Add(-test.age), By: "zoauth token"}
			b.store.set(s)
			job := b.refresh()
			job.Force = test.force
			out := b.Do(t.Context(), job)
			if !test.stops {
				wantVerdict(t, out, flow.Granted)
				return
			}
			b.wantUntouched(t, out, flow.ErrForeignIntent)
			for _, said := range []string{"zoauth token", "process 1", test.host} {
				if !strings.Contains(out.Err.Error(), said) {
					t.Errorf("the error does not say %q: %v", said, out.Err)
				}
			}
			if b.store.now().Pending.ID != "theirs" || b.store.count("recover") != 0 {
				t.Error("the other one's record or files were touched")
			}
		})
	}
}

// Without Alive the system is asked: this process lives, a pid beyond the
// system's limit does not.
func TestForeignIntentAsksTheSystem(t *testing.T) {
	for pid, stops := range map[int]bool{os.Getpid(): true, 1 << 30: false} {
		b := newBench(t, answering(newPair))
		b.Alive = nil
		s := b.stored()
		s.Pending = &flow.Pending{Step: flow.StepRefresh, ID: "theirs", Host: ourHost, PID: pid, At: noon}
		b.store.set(s)
		if out := b.Do(t.Context(), b.refresh()); errors.Is(out.Err, flow.ErrForeignIntent) != stops {
			t.Errorf("pid %d: %v", pid, out.Err)
		}
	}
}

// A process that was killed and that its parent has not waited for has let go of
// everything: its record stops nobody (R5).
func TestZombieStopsNobodyR5(t *testing.T) {
	_, err := os.Stat("/proc/self/stat")
	testkit.Need(t, err == nil, "/proc")
	killed := exec.Command("sleep", "60")
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = killed.Wait() }()
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, answering(newPair))
	b.Alive = nil
	s := b.stored()
	s.Pending = &flow.Pending{Step: flow.StepRefresh, ID: "theirs", Digest: oldRefresh.Digest(), Host: ourHost, PID: killed.Process.Pid, At: noon.Add(-time.Second), By: "zoauth token"}
	b.store.set(s)
	wantVerdict(t, b.Do(t.Context(), b.refresh()), flow.Granted)
}
