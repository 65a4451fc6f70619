package acceptance

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// errLine is the disk's error at the seam.
var errLine = syscall.EIO

// R7, R9: the disk fails once, at each line of the two replaces, for each
// step. Before the request nothing is sent and nothing is left unsettled, also
// where only the fsync of the directory failed; behind it the answer is saved all
// the same, by a fresh file where one is needed.
func TestDiskFailsOnceAtEachLine(t *testing.T) {
	t.Parallel()
	const renamedIntent, reservedLast = 6, 9
	for _, step := range []flow.Step{flow.StepRefresh, flow.StepExchange, flow.StepRevoke} {
		d := newCrashDesk(t, step, "strict")
		for line := 1; line <= linesOfOneStep; line++ {
			d.authorize()
			before := d.now()
			ended := d.failing(line, errLine)
			d.holds(before)
			sent := d.now().sent - before.sent
			if beforeSending := line <= reservedLast && line != renamedIntent; beforeSending && (ended != 5 || sent != 0) || !beforeSending && (ended != 0 || sent != 1) {
				t.Errorf("%s, line %d: ended with %d, %d POSTs", step, line, ended, sent)
			}
			if d.state().Pending != nil {
				t.Errorf("%s, line %d: something is unsettled", step, line)
			}
			if sent == 1 {
				d.isSaved()
			}
		}
	}
}

// R9: the disk fails for good once the answer is there. The rescue directory has
// the tokens and the next run brings them home without a replay; without one they
// are held in memory, and saved when the disk is well again.
func TestDiskFailsForGood(t *testing.T) {
	for _, step := range []flow.Step{flow.StepRefresh, flow.StepExchange} {
		for _, place := range []bool{true, false} {
			t.Setenv("XDG_RUNTIME_DIR", "")
			t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
			if place {
				dir := filepath.Join(t.TempDir(), "run")
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				t.Setenv("XDG_RUNTIME_DIR", dir)
			}
			d := newCrashDesk(t, step, "strict")
			before := d.now()
			runner, broken := d.runner(), true
			lines := 0
			runner.Store.(*profiles.Store).Observe = func(durable.Point) error {
				if lines++; broken && lines >= 10 {
					return errLine
				}
				return nil
			}
			if ended := d.work.run(runner); ended != 7 {
				t.Fatalf("%s: ended with %d", step, ended)
			}
			broken = false
			d.holds(before)
			held := runner.Held()
			if place == (len(held) == 1) {
				t.Errorf("%s, rescue directory %t: %d held in memory", step, place, len(held))
			}
			locked, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
			other, err := profiles.NewStore(d.work.Dir).Open(locked, "acme-dev")
			if stop(); len(held) == 1 != errors.Is(err, flow.ErrLocked) {
				t.Errorf("%s, %d held in memory: another process opens the profile: %v", step, len(held), err)
			}
			if err == nil {
				_ = other.Close()
			}
			for profile, state := range held {
				if err := runner.Save(t.Context(), profile, state); err != nil || len(runner.Held()) != 0 {
					t.Errorf("%s: saving again: %v", step, err)
				}
			}
			d.isSaved() // Read sees the rescue file
			txn, err := d.runner().Store.Open(t.Context(), "acme-dev")
			if err := errors.Join(err, txn.Close()); err != nil {
				t.Fatal(err)
			}
			d.isSaved()
			if left, _ := filepath.Glob(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "zoauth", "*")); place && len(left) != 0 {
				t.Errorf("%s: the rescue file stayed: %v", step, left)
			}
			if sent, replays := d.posts(); sent != before.sent+1 || replays != 0 {
				t.Errorf("%s: %d POSTs, %d replays", step, sent-before.sent, replays)
			}
		}
	}
}
