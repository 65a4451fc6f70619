package acceptance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// holder starts a child that stops itself with the lock in its hands and its
// intent on disk, and returns when it is there.
func (d *desk) holder() *exec.Cmd {
	d.t.Helper()
	cmd := startChild(d.t, accident{
		How: "stop", Stage: flow.StageReserved, Step: flow.StepRefresh,
		Dir: d.stateDir(), URL: d.Server.URL(), ID: d.App.ClientID, Secret: d.App.ClientSecret,
	})
	d.t.Cleanup(func() { _ = cmd.Process.Kill() })
	waitFor(d.t, func() bool { return procState(cmd.Process.Pid) == "T" })
	if p := d.state().Pending; p == nil || p.PID != cmd.Process.Pid {
		d.t.Fatalf("pending %v", p)
	}
	return cmd
}

// procState is the letter that the system has for what a process does.
func procState(pid int) string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	return strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))[0]
}

// waiters starts verbs that want to refresh too, and returns when each has said
// for whom it waits.
func (d *desk) waiters(n int, whom string) []*waiter {
	d.t.Helper()
	all := make([]*waiter, n)
	for i := range all {
		all[i] = &waiter{cmd: d.command("refresh", "acme-dev")}
		all[i].cmd.Stderr = &all[i].err
		if err := all[i].cmd.Start(); err != nil {
			d.t.Fatal(err)
		}
	}
	for _, w := range all {
		waitFor(d.t, func() bool { return strings.Contains(w.err.String(), "waiting for "+whom) })
	}
	return all
}

type waiter struct {
	cmd *exec.Cmd
	err testkit.Buffer
}

// R5: the holder of the lock is stopped. The others wait, say for whom, and send
// nothing; when it goes on they adopt. Killed, it leaves them the lock, and one of
// them goes on.
func TestLockHolderIsStoppedOrKilled(t *testing.T) {
	t.Parallel()
	for name, sig := range map[string]syscall.Signal{"continued": syscall.SIGCONT, "killed": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			holder := d.holder()
			waiting := d.waiters(3, fmt.Sprintf("crash test, process %d", holder.Process.Pid))
			if n := d.refreshes(); n != 0 {
				t.Fatalf("%d POSTs while the lock is held", n)
			}
			if err := holder.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			_ = holder.Wait()
			for _, w := range waiting {
				if got := code(w.cmd.Wait()); got != 0 {
					t.Errorf("a waiting process ended with %d: %s", got, w.err.String())
				}
			}
			if n := d.refreshes(); n != 1 {
				t.Errorf("%d POSTs for what all of them wanted once", n)
			}
			d.oncePerGeneration()
		})
	}
}

// R5: somebody removes the lock file under a living holder. Its intent still
// keeps the others from sending; --force is the way past, and says so.
func TestLockFileIsRemoved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	holder := d.holder()
	if err := os.Remove(filepath.Join(d.stateDir(), "tokens/acme-dev.lock")); err != nil {
		t.Fatal(err)
	}
	whom := fmt.Sprintf("crash test, process %d", holder.Process.Pid)
	d.run("refresh", "acme-dev").is(t, "a fresh intent of another", 5, "", whom)
	if p := d.state().Pending; d.refreshes() != 0 || p == nil || p.PID != holder.Process.Pid {
		t.Errorf("%d POSTs, pending %v", d.refreshes(), p)
	}
	_ = holder.Process.Kill()
	_ = holder.Wait()
	d.run("refresh", "acme-dev").is(t, "after its death", 0, "acme-dev: at:", "")
	d.oncePerGeneration()

	d.holder()
	if err := os.Remove(filepath.Join(d.stateDir(), "tokens/acme-dev.lock")); err != nil {
		t.Fatal(err)
	}
	d.run("refresh", "acme-dev", "--force").is(t, "forced", 0, "acme-dev: at:", "")
	d.oncePerGeneration()
}

// R5 with a workbench: it refreshes while verbs do, again and again. One POST per
// generation, and every process ends well.
func TestWorkbenchAndVerbsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	s := startIn(t, d.Home, 80, 24)
	for range 5 {
		s.toRefresh()
		d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 30 * time.Millisecond})
		var verbs []*exec.Cmd
		s.types("\r")
		for range 4 {
			cmd := d.command("refresh", "acme-dev")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			verbs = append(verbs, cmd)
		}
		for _, cmd := range verbs {
			if got := code(cmd.Wait()); got != 0 {
				t.Errorf("a verb ended with %d", got)
			}
		}
		s.sees("4 ✓ Refresh")
		s.types("\x1b")
		s.gone("Refresh")
	}
	_ = s.Process.Signal(syscall.SIGTERM)
	s.ends()
	d.oncePerGeneration()
}

// A refresh by a verb is on the workbench's screen without a key, within a
// second and a frame. The time is printed, not asserted.
func TestWorkbenchShowsTheRefreshOfAVerb(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	s := startIn(t, d.Home, 80, 24)
	s.sees("acme-dev")
	var slowest time.Duration
	for range 3 {
		d.run("refresh", "acme-dev").is(t, "refresh", 0, "acme-dev: at:", "")
		began := time.Now()
		s.sees(d.state().Token.AccessToken.Fingerprint())
		slowest = max(slowest, time.Since(began))
		s.sees("by zoauth refresh")
	}
	t.Logf("on the screen after %v at most", slowest.Round(time.Millisecond))
	d.oncePerGeneration()
}
