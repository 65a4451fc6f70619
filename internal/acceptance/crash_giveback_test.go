package acceptance

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// The steps of a child that gives a pair back, and that refreshes a token of no profile.
const (
	stepGiveBack flow.Step = "give back"
	stepSendOnce flow.Step = "send once"
)

// onceName is the token file of a token that belongs to no profile.
const onceName = "rt.of-0a1b2c"

// undecided makes the pair of the desk one that came from elsewhere.
func (d *crashDesk) undecided() flow.Token {
	d.t.Helper()
	d.authorize()
	token := d.state().Token
	state, err := d.runner().AdoptToken(d.t.Context(), d.work.app(), token, true, flow.Undecided)
	if err != nil {
		d.t.Fatal(err)
	}
	return state.Token
}

// gives runs a child that gives the pair back, to its accident or to its end.
func (d *crashDesk) gives(a accident) int {
	d.t.Helper()
	refresh := d.work
	defer func() { d.work = refresh }()
	d.work.Step = stepGiveBack
	return code(d.start(a).Wait())
}

// found are the files of the state directory that hold a token.
func (d *crashDesk) found(token flow.Secret) []string {
	d.t.Helper()
	var files []string
	err := filepath.WalkDir(d.work.Dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(token.Reveal())) {
			files = append(files, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return files
}

// R16: killed at every stage and line of giving back. The file has the whole pair, still
// undecided, or none; where it has none no other file has it either. Nothing is sent.
func TestGiveBackKilledAtEveryStepR16(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	kept := 0
	for _, at := range places("kill") {
		pair := d.undecided()
		before := d.now()
		d.gives(at)
		switch state := d.state(); {
		case !state.HasToken():
		case state.Token.RefreshToken != pair.RefreshToken || state.Token.AccessToken != pair.AccessToken || state.Disposition != flow.Undecided:
			t.Fatalf("at %v: half a pair, or decided: %s %s", at, state.Token.RefreshToken.Fingerprint(), state.Disposition)
		default:
			kept++
			if ended := d.gives(accident{}); ended != 0 || d.state().HasToken() {
				t.Fatalf("at %v: giving back again ended with %d", at, ended)
			}
		}
		if ended := d.again(); ended == 0 { // the next run recovers what the killed one left, and has nothing to refresh
			t.Fatalf("at %v: a pair that was given back was refreshed", at)
		}
		for _, secret := range []flow.Secret{pair.RefreshToken, pair.AccessToken} {
			if files := d.found(secret); len(files) > 0 {
				t.Fatalf("at %v: the pair is still in %v", at, files)
			}
		}
		if d.now().sent != before.sent {
			t.Fatalf("at %v: giving back sent something", at)
		}
		if pair.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.work.ID) {
			t.Fatalf("at %v: the server's pair changed", at)
		}
	}
	if kept == 0 || kept == len(places("kill")) {
		t.Errorf("%d of the kills left the pair: they missed the decision", kept)
	}
}

// R16: on a disk that fails at any line of giving back, the pair stays as it was, or is
// gone.
func TestGiveBackOnAFailingDiskR16(t *testing.T) {
	t.Parallel()
	const lines = 7
	for line := 1; line <= lines; line++ {
		d := newCrashDesk(t, flow.StepRefresh, "strict")
		pair := d.undecided()
		runner, at := d.runner(), 0
		runner.Store.(*profiles.Store).Observe = func(durable.Point) error {
			if at++; at >= line {
				return unix.ENOSPC
			}
			return nil
		}
		_, err := runner.GiveBack(t.Context(), d.work.app(), d.state().Gen)
		switch state := d.state(); {
		case state.HasToken() && (state.Token.RefreshToken != pair.RefreshToken || state.Disposition != flow.Undecided):
			t.Errorf("line %d: the pair is not what it was", line)
		case state.HasToken() == (codeOfDecision(err) == 0):
			t.Errorf("line %d: the file has a pair: %v, and the error is %v", line, state.HasToken(), err)
		}
	}
}

// R16: killed at every stage and line of a refresh with a token that no profile has. What
// came is in a file of its own, or that file says that the outcome is not known.
func TestSendOnceKilledAtEveryStepR16(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	saved := 0
	for _, at := range places("kill") {
		d.authorize()
		spent := d.state().Token.RefreshToken
		once := filepath.Join(d.work.Dir, "tokens", onceName+".json")
		if err := os.RemoveAll(once); err != nil {
			t.Fatal(err)
		}
		refresh := d.work
		d.work.Step = stepSendOnce
		_ = d.start(at).Wait()
		d.work = refresh
		work := profiles.Opening{Redactor: &flow.Redactor{}}.Over([]flow.App{d.work.app()}, d.work.Dir)
		state, err := work.Store.Read(onceName)
		if err != nil || state.Damage != "" {
			t.Fatalf("at %v: %v %s", at, err, state.Damage)
		}
		current := d.server.CurrentRefreshToken(d.work.ID)
		rotated := current != spent.Reveal()
		switch {
		case state.Token.RefreshToken.Reveal() == current:
			saved++
		case rotated && state.Pending == nil:
			t.Fatalf("at %v: the pair was rotated, and nothing says so", at)
		}
		if listed := len(work.Loose()) == 1; listed != (state.HasToken() || state.Uncertain()) {
			t.Fatalf("at %v: found at the next start: %v", at, listed)
		}
		if info, err := os.Stat(once); err == nil && info.Mode().Perm() != 0o600 {
			t.Fatalf("at %v: mode %v", at, info.Mode())
		}
		if d.state().Token.RefreshToken != spent {
			t.Fatalf("at %v: the profile's own file changed", at)
		}
	}
	if saved == 0 {
		t.Error("no run was killed behind its commit")
	}
}
