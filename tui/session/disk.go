package session

import (
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
	looked   bool
	commits  int // outcomes of our own that reached State: a look from before one is stale
}

// Look is one look at a profile's token file, ready to be done off the loop.
type Look struct {
	op      Op
	store   Store
	seen    seen
	profile string
}

// Look prepares a look at the token file. Whoever watches many profiles runs many
// looks in one task.
func (s *Session) Look() Look {
	return Look{op: Op{Profile: s.app.Name, Sandbox: s.app.Sandbox, Seq: s.seq}, store: s.with.Store, seen: s.disk.seen, profile: s.app.Name}
}

// Read looks at the file. The event is nil where nothing changed since the last look.
func (l Look) Read() Event {
	modified := l.store.Modified(l.profile)
	if l.seen.looked && modified.Equal(l.seen.modified) {
		return nil
	}
	state, err := l.store.Read(l.profile)
	if err != nil {
		state = flow.State{Damage: err.Error()}
	}
	return fileRead{Op: l.op, seen: seen{modified: modified, looked: true, commits: l.seen.commits}, state: state}
}

// fileRead brings a token file that changed.
type fileRead struct {
	Op
	holdsNothing
	seen  seen
	state flow.State
}

func (e fileRead) apply(s *Session) Follow {
	if e.seen.commits != s.disk.seen.commits { // read before an outcome that is known already: the next look reads again
		return Follow{}
	}
	s.disk.seen = e.seen
	if s.state.Unsaved && !samePair(s.state.Token, e.state.Token) { // what is in memory only must not be forgotten
		return Follow{}
	}
	follow := s.disk.take(e.state)
	switch {
	case s.line.loading != (Op{}):
		s.line.again = true
	case s.line.loaded:
		return follow.and(s.line.readHistory(newRows))
	}
	return follow
}

func samePair(a, b flow.Token) bool {
	return a.AccessToken == b.AccessToken && a.RefreshToken == b.RefreshToken
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
	k.s.state, k.s.drift = state, 0
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
	last := k.s.state.Last
	if last == nil || k.s.flight != nil {
		return
	}
	own := k.s.with.Runner != nil && last.PID == k.s.with.Runner.PID && last.Host == k.s.with.Runner.Host
	row := k.s.line.latest(func(e Entry) bool {
		return e.Verdict != "" && e.Step == last.Step && e.At.Add(e.Took).Sub(last.At).Abs() < sameMoment
	})
	switch {
	case last.Step == flow.StepRevoke && row == nil: // the history has it, or nothing to show
	case row == nil && !k.ranStep(last):
		t := k.s.state.Token
		k.s.line.add(Entry{
			ID: "change-" + last.At.Format(time.RFC3339Nano), Kind: KindChange, Step: last.Step, At: last.At, Mark: Done, Verdict: flow.Granted,
			Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), By: last.By, PID: last.PID,
		})
	case row != nil && !own && !row.Own():
		row.By, row.PID = last.By, last.PID
	}
}

// ranStep reports whether the rows already tell of a change: one row for each.
func (k *Disk) ranStep(last *flow.Last) bool {
	return k.s.line.Index("change-"+last.At.Format(time.RFC3339Nano)) >= 0
}
