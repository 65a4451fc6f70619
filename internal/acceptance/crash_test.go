package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/internal/testkit"
	"zoauth/profiles"
)

// crashDesk is a profile with tokens on which children work.
type crashDesk struct {
	t      *testing.T
	server *sandbox.Server
	mode   string
	work   accident // without the accident
}

// modes are the servers that a step can meet: Zoom, one with a grace period, one
// that does not rotate.
var modes = map[string]sandbox.Rules{"strict": {}, "grace": {Grace: true}, "non-rotating": {NoRotation: true}}

func newCrashDesk(t *testing.T, step flow.Step, mode string) *crashDesk {
	t.Helper()
	d := &crashDesk{t: t, mode: mode, server: sandbox.New(sandbox.Options{Apps: sandbox.Sample("127.0.0.1:8976"), Rules: modes[mode]})}
	if err := d.server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.server.Close() })
	app := d.server.Apps()[0]
	d.work = accident{
		Step: step, Dir: filepath.Join(t.TempDir(), "state"), URL: d.server.URL(),
		ID: app.ClientID, Secret: app.ClientSecret, Redirect: app.RedirectURIs[0],
	}
	d.authorize()
	return d
}

// runner is one more process's, in this one.
func (d *crashDesk) runner() *flow.Runner {
	host, _ := os.Hostname()
	return &flow.Runner{
		Client: &flow.Client{}, Store: profiles.NewStore(d.work.Dir), Redactor: &flow.Redactor{},
		By: "crash test", Host: host, PID: os.Getpid(),
	}
}

// authorize gets a pair for the profile, whatever became of the last one.
func (d *crashDesk) authorize() {
	d.t.Helper()
	again := d.work
	again.Step = flow.StepExchange
	if code := again.run(d.runner()); code != 0 {
		d.t.Fatalf("the exchange ended with %d", code)
	}
}

func (d *crashDesk) start(a accident) *exec.Cmd {
	d.t.Helper()
	work := d.work
	work.How, work.Stage, work.Point = a.How, a.Stage, a.Point
	return startChild(d.t, work)
}

func startChild(t testing.TB, a accident) *exec.Cmd {
	t.Helper()
	given, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	cmd := testkit.Command(a.Dir, os.Args[0])
	cmd.Env = append(cmd.Env, crashVariable+"="+string(given))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// killed runs a child to its accident.
func (d *crashDesk) killed(a accident) {
	d.t.Helper()
	cmd := d.start(a)
	_ = cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		d.t.Fatalf("the child was not killed at %v: it ended with %d", a, cmd.ProcessState.ExitCode())
	}
}

// again runs a child without an accident and returns how it ended.
func (d *crashDesk) again() int {
	d.t.Helper()
	return code(d.start(accident{}).Wait())
}

func (d *crashDesk) state() flow.State {
	d.t.Helper()
	state, err := profiles.NewStore(d.work.Dir).Read("acme-dev")
	if err != nil || state.Damage != "" {
		d.t.Fatalf("R1: the file is not whole: %v %s", err, state.Damage)
	}
	return state
}

// now is what the profile and the server hold before a step.
type now struct {
	saved string // refresh token in the file
	sent  int    // requests of the step so far
}

func (d *crashDesk) now() now {
	sent, _ := d.posts()
	return now{d.state().Token.RefreshToken.Reveal(), sent}
}

// holds is the oracle of R1 and R2: the file is whole, and
// either it has what the server holds current, or it has what it had before, and
// once the request was sent it says that this is unsettled or refused. It also
// holds R6: one action sends at most one request.
func (d *crashDesk) holds(before now) {
	d.t.Helper()
	state := d.state()
	sent, _ := d.posts()
	if sent > before.sent+1 {
		d.t.Errorf("R6: %d POSTs for one action", sent-before.sent)
	}
	switch saved := state.Token.RefreshToken.Reveal(); {
	case saved == d.server.CurrentRefreshToken(d.work.ID):
	case saved != before.saved:
		d.t.Fatal("R2: the saved token is neither the current nor the previous one")
	case sent > before.sent && state.Pending == nil && state.Note == nil:
		d.t.Fatal("R2: silently wrong: the spent token is saved and nothing says so")
	}
}

// isSaved checks that nothing is unsettled and what is saved is current.
func (d *crashDesk) isSaved() {
	d.t.Helper()
	state := d.state()
	if state.Pending != nil || state.Token.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.work.ID) {
		d.t.Error("the saved token is not the current one, or something is unsettled")
	}
}

// posts counts the step's requests that reached the server, and those that
// presented a spent token.
func (d *crashDesk) posts() (sent, replays int) {
	for _, e := range d.server.Journal() {
		refresh := d.work.Step == flow.StepRefresh && e.Grant == "refresh_token"
		exchange := d.work.Step == flow.StepExchange && e.Grant == "authorization_code"
		if refresh || exchange || d.work.Step == flow.StepRevoke && e.Path == "/oauth/revoke" {
			sent++
		}
		if e.Replay {
			replays++
		}
	}
	return sent, replays
}

// linesOfOneStep is how many lines of atomic replaces a step passes: created …
// settled, for the intent and for the commit.
const linesOfOneStep = 14

// places are every stage of the runner and every line of the two replaces.
func places(how string) []accident {
	var all []accident
	for s := flow.StageLocking; s <= flow.StageUnlocked; s++ {
		all = append(all, accident{How: how, Stage: s})
	}
	for n := 1; n <= linesOfOneStep; n++ {
		all = append(all, accident{How: how, Point: n})
	}
	return all
}

func (a accident) String() string { return fmt.Sprintf("stage %d, line %d", a.Stage, a.Point) }

// everywhere runs test for each step, the servers that matter to it, and each place.
func everywhere(t *testing.T, how string, test func(d *crashDesk, a accident)) {
	for step, servers := range map[flow.Step][]string{
		flow.StepRefresh: {"strict", "grace", "non-rotating"}, flow.StepExchange: {"strict"}, flow.StepRevoke: {"strict"},
	} {
		for _, mode := range servers {
			t.Run(string(step)+"/"+mode, func(t *testing.T) {
				t.Parallel()
				d := newCrashDesk(t, step, mode)
				for _, at := range places(how) {
					d.authorize()
					test(d, at)
					if t.Failed() {
						t.Fatalf("at %v", at)
					}
				}
				t.Logf("%d places", len(places(how)))
			})
		}
	}
}

// R1, R2, R4, R6, R14, R15: killed at every stage of the runner and
// every point of the atomic replace, then run again. A server with a grace period, or without
// rotation, is always recovered; a strict one either was, or says no.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	everywhere(t, "kill", func(d *crashDesk, at accident) {
		before := d.now()
		d.killed(at)
		d.holds(before)
		killed, lost := d.now(), d.state().Pending != nil && d.now().sent > before.sent
		again := d.again()
		d.holds(killed)
		strict := d.mode == "strict" && d.work.Step != flow.StepExchange
		switch {
		case again == 0:
			d.isSaved()
		case d.work.Step == flow.StepRevoke && killed.saved == "": // there is nothing left to revoke
		case again != 4 || !strict || !lost:
			d.t.Errorf("the run after ended with %d", again)
		}
	})
}

// F5, R3: a panic at any place loses no answer: it is saved by the second way, or
// nothing was sent.
func TestPanicAtEveryStep(t *testing.T) {
	t.Parallel()
	everywhere(t, "panic", func(d *crashDesk, at accident) {
		before := d.now()
		ended := code(d.start(at).Wait())
		d.holds(before)
		sent, replays := d.posts()
		if beforeSending := at.Point >= 1 && at.Point <= 9; beforeSending && sent != before.sent || !beforeSending && ended != 0 || replays != 0 {
			d.t.Errorf("ended with %d, %d POSTs, %d replays", ended, sent-before.sent, replays)
		}
		if sent != before.sent {
			d.isSaved()
		}
	})
}

// A kill after the fsync and before the rename leaves the new token in the
// temporary file: the next run adopts it and sends nothing for it, also after it
// was killed in the middle of that.
func TestWholeTemporaryFileIsAdopted(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	const syncedInCommit, linesOfAdoption = 12, 7
	for line := range linesOfAdoption + 1 {
		before, _ := d.posts()
		d.killed(accident{How: "kill", Point: syncedInCommit})
		if line > 0 {
			d.killed(accident{How: "kill", Point: line})
		}
		if got := d.again(); got != 0 {
			t.Fatalf("line %d: the run after ended with %d", line, got)
		}
		d.isSaved()
		// Killed behind the rename of the adoption, the run after has nothing to
		// adopt and refreshes, as it was asked to.
		if sent, replays := d.posts(); replays != 0 || line < 6 && sent != before+1 {
			t.Errorf("line %d: %d POSTs, %d replays of the spent token", line, sent-before, replays)
		}
		if left, _ := filepath.Glob(filepath.Join(d.work.Dir, "tokens", ".*.tmp-*")); len(left) != 0 {
			t.Errorf("line %d: left behind: %v", line, left)
		}
	}
}

// failing does the step in this process on a disk that fails once, at the n-th
// line, and returns how it ended.
func (d *crashDesk) failing(line int, err error) int {
	runner, lines := d.runner(), 0
	runner.Store.(*profiles.Store).Observe = func(durable.Point) error {
		if lines++; lines == line {
			return err
		}
		return nil
	}
	return d.work.run(runner)
}
