package session

import (
	"context"
	"time"

	"zoauth/flow"
)

// Disk is what the session knows of the token file, and of what could not be put
// there.
type Disk struct {
	s      *Session
	seen   seen
	keptIn string
	saving Op // the newest try to save what is in memory only
}

// seen is the token file at a look.
type seen struct {
	modified time.Time
	once     bool
	settled  bool // it was old enough that nothing newer hides behind the same time stamp
	commits  int  // outcomes of our own that reached State: a look from before one is stale
}

// Reading is one reading of a profile's token file, ready to be done off the loop.
type Reading struct {
	op    Op
	store Store
	seen  seen
}

// Reading prepares a reading of the token file. Whoever watches many profiles runs many
// looks in one task.
func (k *Disk) Reading() Reading {
	return Reading{op: Op{Profile: k.s.app.Name, Sandbox: k.s.app.Sandbox, Seq: k.s.seq}, store: k.s.with.Store, seen: k.seen}
}

// settles is how long after a change of the file it is looked at once more: a second
// change may have the same time stamp, and the history is written after the tokens.
const settles = 2 * time.Second

// Read looks at the file. The event is nil where nothing changed since the last look.
func (l Reading) Read() *Event {
	modified := l.store.Modified(l.op.Profile)
	if l.seen.once && l.seen.settled && modified.Equal(l.seen.modified) {
		return nil
	}
	state, err := l.store.Read(l.op.Profile)
	if err != nil {
		state = flow.State{Damage: err.Error()}
	}
	now := seen{modified: modified, once: true, settled: time.Since(modified) > settles, commits: l.seen.commits}
	return l.op.then(func(s *Session) Follow { return s.disk.read(now, state) })
}

// read takes a token file that changed.
func (k *Disk) read(now seen, state flow.State) Follow {
	if now.commits != k.seen.commits { // read before an outcome that is known already: the next look reads again
		return Follow{}
	}
	k.seen = now
	held, found := k.s.state.Token, state.Token
	if k.s.state.Unsaved && (held.AccessToken != found.AccessToken || held.RefreshToken != found.RefreshToken) { // what is in memory only must not be forgotten
		return Follow{}
	}
	follow, line := k.take(state), k.s.line
	switch {
	case line.loading != (Op{}):
		line.again = true
	case line.loaded:
		return follow.and(line.readHistory(newRows))
	}
	return follow
}

// readAgain reads the token file whether it changed or not.
func (k *Disk) readAgain() Follow {
	k.seen.once = false
	look := k.Reading()
	return run(func(context.Context) *Event { return look.Read() })
}

// committed takes over the state of an own outcome.
func (k *Disk) committed(state flow.State) Follow {
	k.seen.commits++
	return k.take(state)
}

// take takes over a state that was read or committed just now. Drafts are built anew
// where it changes them.
func (k *Disk) take(state flow.State) Follow {
	before := k.s.state
	k.s.state = state
	if !before.Token.ObtainedAt.Equal(state.Token.ObtainedAt) {
		k.s.drift = 0 // how far the clock moved since the token was taken
	}
	if before.Unsaved && !state.Unsaved {
		k.saved()
	}
	if before.Uncertain() && !state.Uncertain() && state.Gen > before.Gen {
		k.settled()
	}
	if before.Gen == state.Gen && before.Damage == state.Damage && before.HasToken() == state.HasToken() {
		return Follow{}
	}
	return k.s.drafts.refreshDrafts()
}

// settled marks the row whose outcome was not known: a later response told.
func (k *Disk) settled() {
	if e := k.s.line.latest(func(e Entry) bool { return e.Mark == Uncertain }); e != nil {
		e.Mark, e.Fate, e.FateAt = Done, Settled, k.s.with.now()
		if last := k.s.state.Last; last != nil {
			e.FateAt, e.By, e.PID = last.At, last.By, last.PID
		}
	}
}

// sameMoment is how far the record of a change may be from its request's.
const sameMoment = 5 * time.Second

// nameOthers says which process made the newest change, and adds a row for it where the
// history has none.
func (k *Disk) nameOthers() {
	last, line := k.s.state.Last, k.s.line
	switch {
	case last == nil, last.PID == k.s.with.Runner.PID && last.Host == k.s.with.Runner.Host,
		line.older && last.At.Before(line.At(0).At):
		return
	}
	row := line.latest(func(e Entry) bool {
		return e.Verdict != "" && e.Step == last.Step && e.At.Add(e.Took).Sub(last.At).Abs() < sameMoment
	})
	switch {
	case row == nil && !k.s.state.HasToken(): // it was revoked or given back: nothing of it is left to show
	case row == nil && line.Index(changeID(last)) < 0:
		t := k.s.state.Token
		line.add(Entry{
			ID: changeID(last), Kind: KindChange, Step: last.Step, At: last.At, Mark: Done, Verdict: flow.Granted,
			Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), By: last.By, PID: last.PID,
		})
	case row != nil && !row.Own():
		row.By, row.PID = last.By, last.PID
	}
}

// changeID names the row of a change of which the history has no request.
func changeID(last *flow.Last) string { return "change-" + last.At.Format(time.RFC3339Nano) }

// KeptIn returns the file of another folder that holds a pair which could not be saved
// in its place; empty: there is none.
func (k *Disk) KeptIn() string { return k.keptIn }

// SaveAgain tries again to save what is only in memory. It sends nothing.
func (k *Disk) SaveAgain() Follow {
	if ok, why := k.s.Can(Action{Act: ActSaveAgain}); !ok {
		return say(why)
	}
	op, runner, state := k.s.nextOp(""), k.s.with.Runner, k.s.state
	k.saving = op
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		err := runner.Save(ctx, op.Profile, state)
		return op.then(func(s *Session) Follow {
			switch {
			case s.disk.saving != op || !s.state.Unsaved:
				return Follow{}
			case err != nil:
				return say("Still not saved: " + err.Error())
			}
			state := s.state
			state.Unsaved = false
			return say("Saved.").and(s.disk.committed(state))
		})
	})
}

// saved tells the timeline that what was in memory only is on disk.
func (k *Disk) saved() {
	k.keptIn = ""
	row := k.s.line.latest(func(e Entry) bool { return e.Mark == Unsaved })
	if row == nil {
		return
	}
	row.Mark = Done
	if row.detail != nil && row.detail.Outcome != nil {
		row.detail.Outcome.SaveErr, row.detail.Outcome.State.Unsaved = nil, false
	}
}

// SaveIn saves what is in memory only in another folder, mode 0600: then it is not lost
// with the program.
func (k *Disk) SaveIn(folder string) Follow {
	if ok, why := k.s.Can(Action{Act: ActSaveIn}); !ok {
		return say(why)
	}
	op, runner, store, state := k.s.nextOp(""), k.s.with.Runner, k.s.with.Store, k.s.state
	return run(func(context.Context) *Event {
		path, err := store.SaveIn(folder, op.Profile, state)
		if err == nil {
			runner.LetGo(op.Profile)
		}
		return op.then(func(s *Session) Follow {
			switch {
			case err != nil:
				return say("Not saved there: " + err.Error())
			case s.state.Unsaved && s.state.Gen == state.Gen:
				s.disk.keptIn = path
			}
			return say("Saved in " + path)
		})
	})
}
