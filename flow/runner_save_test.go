package flow_test

import (
	"errors"
	"testing"

	"zoauth/flow"
)

// An answer that cannot be saved is told as such and held: the new pair is in
// the outcome, the record of the intent stays on disk (R9).
func TestAnswerCannotBeSaved(t *testing.T) {
	for _, test := range []struct {
		name    string
		do      script
		verdict flow.Verdict
		unsaved bool
	}{
		{"granted", answering(newPair), flow.Granted, true},
		{"refused", answering(jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`)), flow.Refused, false},
		{"uncertain", answering(okJSON("?")), flow.Uncertain, false},
	} {
		for _, cause := range []error{errDisk, flow.ErrConflict} {
			b := newBench(t, test.do)
			b.store.fail = failing("commit", cause)
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, test.verdict)
			if !errors.Is(out.SaveErr, cause) || out.State.Unsaved != test.unsaved {
				t.Errorf("%s: save error %v, unsaved %t", test.name, out.SaveErr, out.State.Unsaved)
			}
			b.wantSame(t)
			if b.store.now().Pending == nil {
				t.Errorf("%s: the record is gone", test.name)
			}
			if test.unsaved && out.State.Token.RefreshToken.Reveal() != "R2" {
				t.Errorf("%s: state %+v", test.name, out.State)
			}
			if len(b.history.traces) != 1 {
				t.Errorf("%s: no history", test.name)
			}
		}
	}
}

// A history that fails changes nothing of the outcome.
func TestHistoryFails(t *testing.T) {
	b := newBench(t, answering(newPair))
	b.history.append = func() error { return errDisk }
	out := b.Do(t.Context(), b.refresh())
	wantVerdict(t, out, flow.Granted)
	if out.Err != nil || out.SaveErr != nil || b.store.now().Gen != 8 {
		t.Errorf("error %v, save error %v", out.Err, out.SaveErr)
	}
}

// A pair that could not be saved can be saved later, once, and never over
// another process's newer one (R9).
func TestSaveAgain(t *testing.T) {
	unsaved := func(t *testing.T) (*bench, flow.State) {
		t.Helper()
		b := newBench(t, answering(newPair))
		b.store.fail = failing("commit", errDisk)
		out := b.Do(t.Context(), b.refresh())
		if !out.State.Unsaved {
			t.Fatal("it was saved")
		}
		return b, out.State
	}
	b, held := unsaved(t)
	if err := b.Save(t.Context(), b.app.Name, held); !errors.Is(err, errDisk) {
		t.Errorf("the disk is still full: %v", err)
	}
	b.store.fail = nil
	for range 2 {
		if err := b.Save(t.Context(), b.app.Name, held); err != nil {
			t.Errorf("saving: %v", err)
		}
	}
	if s := b.store.now(); s.Gen != 8 || s.Token.RefreshToken.Reveal() != "R2" || s.Pending != nil || b.store.count("commit") != 3 {
		t.Errorf("stored %+v", s)
	}
	if n := len(b.bodies()); n != 1 {
		t.Errorf("%d requests", n)
	}

	for _, gen := range []int{8, 9} {
		b, held := unsaved(t)
		b.store.fail = nil
		theirs := b.stored()
		theirs.Gen, theirs.Token.RefreshToken = gen, flow.NewSecret(flow.KindRefreshToken, "R9")
		b.store.set(theirs)
		if err := b.Save(t.Context(), b.app.Name, held); !errors.Is(err, flow.ErrConflict) {
			t.Errorf("generation %d of another process: %v", gen, err)
		}
		if s := b.store.now(); s.Token.RefreshToken.Reveal() != "R9" {
			t.Errorf("stored %+v", s.Token)
		}
	}
	b, held = unsaved(t)
	b.store.fail = failing("open", flow.ErrLocked)
	other := &flow.Runner{Store: b.store}
	if err := other.Save(t.Context(), b.app.Name, held); !errors.Is(err, flow.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
}

// Whoever has a pair that no file has keeps the profile's lock: what is on disk is
// spent, and no other process may send it. Nothing new begins before it is saved (R9).
func TestUnsavedPairKeepsTheLockR9(t *testing.T) {
	b := newBench(t, inTurn(answering(newPair), answering(jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`))))
	b.store.fail = failing("commit", errDisk)
	held := b.Do(t.Context(), b.refresh()).State
	for _, job := range []flow.Job{b.refresh(), b.exchange(), b.revoke()} {
		out := b.Do(t.Context(), job)
		if !errors.Is(out.Err, flow.ErrUnsaved) || !out.State.Unsaved || out.State.Token != held.Token || out.Trace.Delivery != flow.NotSent {
			t.Errorf("%s: %v, %+v", job.Request.Step, out.Err, out.State)
		}
	}
	for name, decide := range map[string]func() error{
		"adopt":   func() error { _, err := b.Adopt(t.Context(), b.app); return err },
		"discard": func() error { _, err := b.Discard(t.Context(), b.app); return err },
	} {
		if err := decide(); !errors.Is(err, flow.ErrUnsaved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.LetGo(b.app.Name) // another file has it now; the one in its place is as spent as before
	if len(b.store.lock) != 0 || len(b.Held()) != 0 {
		t.Error("the lock is free")
	}
	b.store.fail = nil
	if err := b.Save(t.Context(), b.app.Name, held); err != nil || len(b.store.lock) != 1 || b.store.now().Token != held.Token {
		t.Errorf("saving: %v, stored %+v", err, b.store.now().Token)
	}
	if n, _ := b.peer.seen(); n != 1 {
		t.Errorf("%d requests", n)
	}
}
