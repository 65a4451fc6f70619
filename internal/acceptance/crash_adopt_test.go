package acceptance

import (
	"fmt"
	"testing"

	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// decides runs a child that makes the decision of work, to its accident or to its end.
func (d *crashDesk) decides(work, at accident) int {
	d.t.Helper()
	step := d.work
	defer func() { d.work = step }()
	d.work.Step, d.work.Given = flow.StepAdopt, work.Given
	return code(d.start(at).Wait())
}

// R1: killed at every stage and line while tokens from elsewhere are saved. The file is
// whole: it has the pair from before or the given one with where it came from; nothing
// was sent, and doing it again saves it.
func TestGivenTokensKilledAtEveryStepR1(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	for i, at := range places("kill") {
		before, given := d.state(), fmt.Sprintf("given-refresh-token-%d", i)
		sent, _ := d.posts()
		d.decides(accident{Given: given}, at)
		state := d.state()
		switch saved := state.Token.RefreshToken.Reveal(); {
		case state.Pending != nil:
			t.Fatalf("at %v: something is unsettled: %+v", at, state.Pending)
		case saved == given && (state.Origin == nil || state.Origin.Kind != flow.Adopted || state.Disposition != flow.Undecided):
			t.Fatalf("at %v: nothing says where it came from: %+v", at, state.Origin)
		case saved != given && saved != before.Token.RefreshToken.Reveal():
			t.Fatalf("R1: at %v: the file has neither the old pair nor the given one", at)
		}
		if ended := d.decides(accident{Given: given}, accident{}); ended != 0 {
			t.Fatalf("at %v: again ended with %d", at, ended)
		}
		if d.state().Token.RefreshToken.Reveal() != given {
			t.Fatalf("at %v: it is not saved", at)
		}
		if now, _ := d.posts(); now != sent {
			t.Fatalf("at %v: something was sent", at)
		}
	}
}

// R9: a disk that fails at each line while given tokens are saved, once and for good.
// The pair from before stays, or the given one is in place or rescued: never neither.
func TestGivenTokensOnAFailingDiskR9(t *testing.T) {
	t.Parallel()
	const lines, given = 7, "given-refresh-token"
	for _, forGood := range []bool{false, true} {
		for line := 1; line <= lines; line++ {
			d := newCrashDesk(t, flow.StepRefresh, "strict")
			before := d.state()
			runner, at := d.runner(), 0
			runner.Store.(*profiles.Store).Observe = func(durable.Point) error {
				if at++; at == line || forGood && at > line {
					return unix.ENOSPC
				}
				return nil
			}
			work := d.work
			work.Given = given
			ended := codeOfDecision(work.adopt(runner, work.app()))
			switch saved := d.state().Token.RefreshToken.Reveal(); {
			case ended == 0 && saved != given, ended != 0 && saved != given && saved != before.Token.RefreshToken.Reveal():
				t.Fatalf("line %d: ended with %d, and another pair is saved", line, ended)
			}
			if again := d.decides(accident{Given: given}, accident{}); again != 0 || d.state().Token.RefreshToken.Reveal() != given {
				t.Fatalf("line %d: with a disk that works it ended with %d", line, again)
			}
		}
	}
}
