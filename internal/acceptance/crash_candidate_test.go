package acceptance

import (
	"testing"

	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// doubt lets the next refresh rotate the pair and say that it failed: the newest pair
// comes in a response that is no grant.
func (d *crashDesk) doubt() {
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Status: 500})
}

// adopts runs a child that adopts the candidate, to its accident or to its end.
func (d *crashDesk) adopts(a accident) int {
	d.t.Helper()
	refresh := d.work
	defer func() { d.work = refresh }()
	d.work.Step = flow.StepAdopt
	return code(d.start(a).Wait())
}

// R1, R2, R11: killed at every stage and line of a refresh whose answer is no grant.
// The answer is kept or recorded as lost; where it is kept the spent token is not
// sent again, and what it holds can be adopted.
func TestCandidateSurvivesKillsR11(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	kept := 0
	for _, at := range places("kill") {
		d.server.ClearFaults()
		d.authorize()
		d.doubt()
		before := d.now()
		d.killed(at)
		d.holds(before)
		sent := d.now().sent
		if sent == before.sent { // killed before the request: the fault is still there
			if again := d.again(); again != 6 {
				t.Fatalf("at %v: the run after ended with %d", at, again)
			}
			sent++
		}
		d.server.ClearFaults()
		again := d.again()
		switch state := d.state(); {
		case again == 6 && state.Candidate() != nil:
			kept++
			if d.now().sent != sent {
				t.Fatalf("at %v: the spent token was sent although its answer is kept", at)
			}
			if ended := d.adopts(accident{}); ended != 0 {
				t.Fatalf("at %v: adopting ended with %d", at, ended)
			}
			d.isSaved()
		case again != 4 || state.Token.RefreshToken.Reveal() != before.saved: // the answer died with the process
			t.Fatalf("at %v: the run after ended with %d: %+v", at, again, state)
		}
	}
	if lost := len(places("kill")) - kept; lost > 8 {
		t.Errorf("%d answers are lost: more than those that no line had written", lost)
	}
}

// R1, R11: killed at every stage and line of adopt. The file has the old pair with the
// candidate, or what was in the candidate, and never neither.
func TestAdoptKilledAtEveryStepR11(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	for _, at := range places("kill") {
		d.authorize()
		d.doubt()
		if ended := d.again(); ended != 6 {
			t.Fatalf("the refresh ended with %d", ended)
		}
		before := d.now()
		d.adopts(at)
		switch state := d.state(); {
		case state.Candidate() != nil && state.Token.RefreshToken.Reveal() == before.saved:
			if ended := d.adopts(accident{}); ended != 0 {
				t.Fatalf("at %v: adopting again ended with %d", at, ended)
			}
		case state.Candidate() != nil || state.Pending != nil:
			t.Fatalf("at %v: %+v", at, state)
		}
		d.isSaved()
		if d.now().sent != before.sent {
			t.Fatalf("at %v: adopting sent something", at)
		}
	}
}

// R9, R11: a disk that fails at each line of adopt, and for good. The candidate stays,
// or its pair is in place or rescued.
func TestAdoptOnAFailingDiskR9(t *testing.T) {
	t.Parallel()
	const lines = 7
	for _, forGood := range []bool{false, true} {
		for line := 1; line <= lines; line++ {
			d := newCrashDesk(t, flow.StepRefresh, "strict")
			d.doubt()
			if ended := d.again(); ended != 6 {
				t.Fatalf("the refresh ended with %d", ended)
			}
			runner, at := d.runner(), 0
			runner.Store.(*profiles.Store).Observe = func(durable.Point) error {
				if at++; at == line || forGood && at > line {
					return unix.ENOSPC
				}
				return nil
			}
			_, err := runner.Adopt(t.Context(), d.work.app())
			ended := codeOfDecision(err)
			switch state := d.state(); {
			case ended == 7 && state.Candidate() != nil:
				if again := d.adopts(accident{}); again != 0 {
					t.Fatalf("line %d: adopting again ended with %d", line, again)
				}
			case state.Candidate() != nil:
				t.Fatalf("line %d: ended with %d (%v), and the candidate is left", line, ended, err)
			}
			d.isSaved()
		}
	}
}
