package acceptance

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// killRuns is how many kills each step and server gets: a few in CI, as many as
// ZOAUTH_KILL_RUNS says by hand.
func killRuns(t *testing.T) int {
	t.Helper()
	given := os.Getenv("ZOAUTH_KILL_RUNS")
	if given == "" {
		return 8
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// manners are how a server treats the request behind the kill: at once, late, half
// an answer, none.
var manners = []sandbox.Fault{{}, {Delay: 8 * time.Millisecond}, {Cut: sandbox.MidBody}, {Cut: sandbox.BeforeHeader}}

// R1, R2, R4, R5: SIGKILL at any instant of the cycle, on every kind of server,
// for refresh and exchange; the journal of the server is the oracle. Then the
// profile is brought back, by the next run or by a new authorization.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	runs := killRuns(t)
	for mode := range modes {
		for _, step := range []flow.Step{flow.StepRefresh, flow.StepExchange} {
			t.Run(string(step)+"/"+mode, func(t *testing.T) {
				t.Parallel()
				newCrashDesk(t, step, mode).killLoop(runs)
			})
		}
	}
}

func (d *crashDesk) killLoop(runs int) {
	cycle := d.cycle()
	kills, uncertain, reauthorized := 0, 0, 0
	for range runs {
		fault := manners[rand.IntN(len(manners))]
		fault.Path = "/oauth/token"
		d.server.Inject(fault)
		before := d.now()
		cmd := d.start(accident{})
		time.Sleep(rand.N(cycle * 13 / 10))
		_ = cmd.Process.Kill()
		if cmd.Wait() != nil {
			kills++
		}
		d.holds(before)
		d.server.ClearFaults()
		lost := d.state().Pending != nil
		if lost {
			uncertain++
		}
		again, strict := d.again(), d.mode == "strict" && d.work.Step == flow.StepRefresh
		switch {
		case again == 0:
		case again == 4 && strict && lost:
			reauthorized++
			d.authorize()
		default:
			d.t.Fatalf("the run after ended with %d", again)
		}
		d.isSaved()
	}
	d.t.Logf("%d runs over %v each: %d killed, 0 torn, 0 silently wrong, %d recorded as uncertain, %d authorized anew", runs, cycle, kills, uncertain, reauthorized)
}

// cycle is how long one undisturbed child takes.
func (d *crashDesk) cycle() time.Duration {
	d.t.Helper()
	began := time.Now()
	if code := d.again(); code != 0 {
		d.t.Fatalf("an undisturbed run ended with %d", code)
	}
	return time.Since(began)
}
