package acceptance

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
)

// Where the token file goes while a request is under way, the rescued tokens are named
// with the command that brings them home, by the verb that saved them and by the next
// (R9): no step would find them by itself.
func TestRescueWithoutTokenFileIsNamedR9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() {
		if err := os.RemoveAll(filepath.Join(d.stateDir(), "tokens")); err != nil {
			t.Error(err)
		}
	}})
	saved := d.run("refresh", "acme-dev")
	saved.is(t, "refresh", 7, "", "the token file is missing")
	adopt := regexp.MustCompile(`hint: zoauth adopt acme-dev < (\S+)`)
	first := adopt.FindStringSubmatch(saved.err)
	next := d.run("refresh", "acme-dev")
	next.is(t, "the next refresh", 4, "", "there is no refresh token")
	second := adopt.FindStringSubmatch(next.err)
	if first == nil || second == nil || first[1] != second[1] {
		t.Fatalf("the file is not named:\n%s%s", saved.err, next.err)
	}
	content, err := os.ReadFile(first[1])
	if err != nil {
		t.Fatal(err)
	}
	d.fed(string(content), "adopt", "acme-dev").is(t, "adopt", 0, "adopted and saved", "")
	d.isCurrent()
	d.run("refresh", "acme-dev").is(t, "refresh after it", 0, "saved", "")
	if _, err := os.Stat(first[1]); err == nil {
		t.Error("the rescue file stayed, although its tokens are saved")
	}
}

// spoiledRescue authorizes and refreshes while the tokens' folder is away, cuts off the
// rescue file that this makes, and returns its path. The folder is back then.
func (d *desk) spoiledRescue() string {
	d.t.Helper()
	d.authorize()
	tokens := filepath.Join(d.stateDir(), "tokens")
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() {
		if err := os.Rename(tokens, tokens+".away"); err != nil {
			d.t.Error(err)
		}
	}})
	path := regexp.MustCompile(`saved in (\S+) instead`).FindStringSubmatch(d.run("refresh", "acme-dev").err)
	if path == nil {
		d.t.Fatal("nothing was rescued")
	}
	if err := errors.Join(os.Rename(tokens+".away", tokens), os.Truncate(path[1], 100)); err != nil {
		d.t.Fatal(err)
	}
	return path[1]
}

// A file that is named as the rescue file of the last request and cannot be used stops
// what would send the token on disk, which may be used up; a new grant goes on and
// leaves the file (R4, R9).
func TestSpoiledRescueFileStopsVerbsR9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.spoiledRescue()
	left, err := durable.Leftovers(filepath.Join(d.stateDir(), "tokens", "acme-dev.json"))
	for _, path := range left { // they hold the pair too
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		t.Fatal(err)
	}
	sent := d.refreshes()
	for _, args := range [][]string{{"refresh", "acme-dev"}, {"refresh", "acme-dev", "--force"}, {"token", "acme-dev"}, {"exec", "acme-dev", "--", "true"}} {
		s := d.run(args...)
		s.is(t, strings.Join(args, " "), 6, "", path+": "+flow.ErrSpoiled.Error())
		if !strings.Contains(s.err, "hint: zoauth authorize acme-dev") {
			t.Errorf("%v: %s", args, s.err)
		}
	}
	if n := d.refreshes(); n != sent {
		t.Errorf("%d requests more", n-sent)
	}
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader})
	d.fed(d.code(), "adopt", "acme-dev", "--replace").is(t, "an exchange without an answer", 6, "", "")
	d.run("refresh", "acme-dev").is(t, "refresh after it", 6, "", "zoauth adopt acme-dev")
	if n := d.refreshes(); n != sent {
		t.Errorf("%d requests more after an exchange without an answer", n-sent)
	}
	d.authorize()
	d.isCurrent()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("R9: the file was not left: %v", err)
	}
	d.run("token", "acme-dev").is(t, "token", 0, "eyJ", "")
	d.run("doctor", "acme-dev", "--offline").is(t, "doctor", 0, path, "")
}

// Where the disk still has the pair that a spoiled rescue file was to keep, a refresh takes
// it from there, and sends nothing (R4, R9).
func TestSpoiledRescueFileBesideTheTokensR9(t *testing.T) {
	t.Parallel()
	for verb, says := range map[string]string{"refresh": "acme-dev", "token": "eyJ"} {
		d := newDesk(t)
		d.spoiledRescue()
		sent := d.refreshes()
		d.run(verb, "acme-dev").is(t, verb, 0, says, "")
		if n := d.refreshes(); n != sent {
			t.Errorf("%s: %d requests more", verb, n-sent)
		}
		d.isCurrent()
	}
}
