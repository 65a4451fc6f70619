package tui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// brokenStore is the real store whose commits fail while broken, as on a disk
// that fills in flight.
type brokenStore struct {
	flow.Store
	broken atomic.Bool
}

func (b *brokenStore) Open(ctx context.Context, profile string) (flow.Txn, error) {
	txn, err := b.Store.Open(ctx, profile)
	return &brokenTxn{txn, b}, err
}

type brokenTxn struct {
	flow.Txn
	store *brokenStore
}

func (b *brokenTxn) Commit(s flow.State) error {
	if b.store.broken.Load() {
		return syscall.ENOSPC
	}
	return b.Txn.Commit(s)
}

// R9: tokens that cannot be saved stay in memory, the screen says so, quitting
// asks, and enter saves them when the disk allows it.
func TestTokensThatCannotBeSavedAreHeld(t *testing.T) {
	d := drive(t)
	d.exchanged()
	broken := &brokenStore{Store: d.set.Store}
	d.set.Runner.Store = broken
	broken.broken.Store(true)
	d.keys("r", "enter")
	d.sees("no space left")
	d.sees("Do not quit")
	d.sees("1 not saved")
	d.keys("ctrl+c")
	d.sees("are lost")
	d.keys("esc", "ctrl+c", "ctrl+c")
	d.sees("the last question")
	if d.quit {
		t.Fatal("R9: quitting asked once")
	}
	d.keys("esc", "enter")
	d.sees("Still not saved")
	broken.broken.Store(false)
	d.keys("enter")
	d.sees("Saved now.")
	saved, err := d.set.Store.Read("acme-dev")
	if err != nil || saved.Token.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.m.current.App.ClientID) {
		t.Errorf("the newest token is not on disk: %v", err)
	}
	if d.m.current.State.Unsaved {
		t.Error("the screen still says not saved")
	}
}

// R9: tokens that their place does not take go into another folder, as a file that
// is used again when it is moved there; then quitting loses nothing and asks once.
func TestTokensGoIntoAnotherFolder(t *testing.T) {
	d := drive(t)
	d.exchanged()
	broken := &brokenStore{Store: d.set.Store}
	d.set.Runner.Store = broken
	broken.broken.Store(true)
	d.keys("r", "enter")
	d.sees("f another folder")
	d.keys("f", "/nowhere/at/all", "enter")
	d.sees("Not saved there")
	folder := filepath.Join(t.TempDir(), "other")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d.keys("f", folder, "enter")
	d.until("they are used again", func() bool { // wherever the folder's name breaks the line
		return strings.Contains(strings.Join(strings.Fields(d.frame()), " "), "they are used again")
	})
	if held := d.set.Runner.Held(); len(held) != 0 {
		t.Errorf("the runner still counts %d as lost with the program", len(held))
	}
	d.keys("ctrl+c")
	d.sees("not in their place")
	d.keys("ctrl+c")
	d.until("the end", func() bool { return d.quit })
	saved, err := filepath.Glob(filepath.Join(folder, "zoauth-acme-dev-*.json"))
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved %v, %v", saved, err)
	}
	if err := os.Rename(saved[0], filepath.Join(d.set.StateDir, "tokens/acme-dev.json")); err != nil {
		t.Fatal(err)
	}
	state, err := profiles.NewStore(d.set.StateDir).Read("acme-dev")
	if err != nil || state.Uncertain() || state.Token.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.m.current.App.ClientID) {
		t.Errorf("moved to its place: %v, %v", state, err)
	}
}

// R15: after a revoke the file has fingerprints only, and the pair stays in memory
// until its screens are left: a probe and a refresh, each with its preview and
// enter, prove that it is dead. Then it is gone.
func TestRevokeIsProvenUntilItsScreenIsLeft(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("5", "enter", "acme-dev", "enter")
	d.sees("4 probe and r refresh prove it")
	text, err := os.ReadFile(filepath.Join(d.set.StateDir, "tokens/acme-dev.json"))
	if err != nil || bytes.Contains(text, []byte(d.m.current.Gone.AccessToken.Reveal())) {
		t.Errorf("the file still holds the token, or %v", err)
	}
	d.keys("4")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("So the revoke holds")
	d.keys("enter")
	d.sees("grant_type       refresh_token")
	if n := d.posts("/oauth/token"); n != 1 {
		t.Fatalf("%d POSTs before enter", n)
	}
	d.keys("enter")
	d.sees("400 Bad Request")
	d.sees("So the revoke holds")
	if s, err := d.set.Store.Read("acme-dev"); err != nil || s.HasToken() || s.Revoked == nil || s.Pending != nil || s.Note != nil {
		t.Errorf("the proof changed the state: %+v, %v", s, err)
	}
	d.keys("p", "r")
	d.sees("There is no refresh token")
	if d.m.current.Gone != (flow.Token{}) || d.m.current.Steps[flow.StepRefresh].Draft.Method != "" {
		t.Error("the revoked pair is still in memory")
	}
}

// A probe and a refresh before the revoke do not stand in the way of those after it:
// the result of then says nothing of the revoked pair. What proves the revoke is
// what was expected, and needs no card of causes.
func TestRevokeIsProvenBeforeAndAfter(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	d.keys("enter", "enter")
	d.sees("The token is good")
	d.keys("5", "enter", "acme-dev", "enter")
	d.sees("4 probe and r refresh prove it")
	for _, key := range []string{"4", "3"} {
		d.keys(key)
		d.sees("Request, not sent")
		d.keys("enter")
		d.sees("So the revoke holds")
		s := d.m.current
		d.m.diagnosed(diagnosedMsg{op: s.Op, trace: s.Steps[s.Op.Step].Outcome.Trace})
		for _, card := range []string{"Most likely", "Not known"} {
			if strings.Contains(d.frame(), card) {
				t.Errorf("%s: what was expected is explained:\n%s", key, d.frame())
			}
		}
	}
}

// Two at once: while another process holds the profile, the screen says for whom
// it waits, and nothing is sent.
func TestWaitingForAnotherProcessIsSaid(t *testing.T) {
	d := drive(t)
	d.exchanged()
	other := profiles.NewStore(d.set.StateDir)
	txn, err := other.Open(context.Background(), "acme-dev")
	if err != nil {
		t.Fatal(err)
	}
	if err := txn.Intend(flow.Pending{Step: flow.StepRefresh, ID: "other", By: "zoauth token", PID: 4121, Host: "testhost", At: d.m.now}); err != nil {
		t.Fatal(err)
	}
	d.keys("r", "enter")
	d.sees("waiting for zoauth token, process 4121")
	if n := d.posts("/oauth/token"); n != 1 {
		t.Fatalf("%d POSTs while the lock is held, want the exchange's alone", n)
	}
	state := txn.State()
	state.Pending = nil
	if err := errors.Join(txn.Commit(state), txn.Close()); err != nil {
		t.Fatal(err)
	}
	d.sees("the old refresh token is spent")
}
