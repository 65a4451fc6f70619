package session

import (
	"time"

	"zoauth/flow"
)

// disk is what was seen of the token file.
type disk struct {
	modified time.Time
	looked   bool
	commits  int // outcomes of our own that reached State: a look from before one is stale
}

// Look is one look at a profile's token file, ready to be done off the loop.
type Look struct {
	op      Op
	store   Store
	seen    disk
	profile string
}

// Look prepares a look at the token file. Whoever watches many profiles runs many
// looks in one task.
func (s *Session) Look() Look {
	return Look{op: Op{Profile: s.app.Name, Sandbox: s.app.Sandbox, Seq: s.seq}, store: s.with.Store, seen: s.disk, profile: s.app.Name}
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
	return fileRead{Op: l.op, seen: disk{modified: modified, looked: true, commits: l.seen.commits}, state: state}
}

// fileRead brings a token file that changed.
type fileRead struct {
	Op
	holdsNothing
	seen  disk
	state flow.State
}

func (e fileRead) apply(s *Session) Follow {
	if e.seen.commits != s.disk.commits { // read before an outcome that is known already: the next look reads again
		return Follow{}
	}
	s.disk = e.seen
	if s.state.Unsaved && !samePair(s.state.Token, e.state.Token) { // what is in memory only must not be forgotten
		return Follow{}
	}
	follow := s.take(e.state)
	switch {
	case s.line.loading != (Op{}):
		s.line.again = true
	case s.line.loaded:
		return follow.and(s.readHistory(newRows))
	}
	return follow
}

func samePair(a, b flow.Token) bool {
	return a.AccessToken == b.AccessToken && a.RefreshToken == b.RefreshToken
}

// committed takes over the state of an own outcome.
func (s *Session) committed(state flow.State) Follow {
	s.disk.commits++
	return s.take(state)
}

// take takes over a state that was read or committed just now. Drafts are built anew
// where it changes them.
func (s *Session) take(state flow.State) Follow {
	before := s.state
	s.state, s.drift = state, 0
	if before.Uncertain() && !state.Uncertain() && state.Gen > before.Gen {
		s.settled()
	}
	if before.Gen == state.Gen && before.Damage == state.Damage && before.HasToken() == state.HasToken() {
		return Follow{}
	}
	return s.refreshDrafts()
}

// settled marks the row whose outcome was not known: a later response told.
func (s *Session) settled() {
	if e := s.line.latest(func(e Entry) bool { return e.Mark == Uncertain }); e != nil {
		e.Mark, e.Fate, e.FateAt = Done, Settled, s.with.now()
		if last := s.state.Last; last != nil {
			e.FateAt, e.By, e.PID = last.At, last.By, last.PID
		}
	}
}

// sameMoment is how far the record of a change may be from its request's.
const sameMoment = 5 * time.Second

// nameOthers says which process made the newest change, and adds a row for it where the
// history has none.
func (s *Session) nameOthers() {
	last := s.state.Last
	if last == nil || s.flight != nil {
		return
	}
	own := s.with.Runner != nil && last.PID == s.with.Runner.PID && last.Host == s.with.Runner.Host
	row := s.line.latest(func(e Entry) bool {
		return e.Verdict != "" && e.Step == last.Step && e.At.Add(e.Took).Sub(last.At).Abs() < sameMoment
	})
	switch {
	case row == nil && !s.ranStep(last):
		t := s.state.Token
		s.line.add(Entry{
			ID: "change-" + last.At.Format(time.RFC3339Nano), Kind: KindChange, Step: last.Step, At: last.At, Mark: Done, Verdict: flow.Granted,
			Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), By: last.By, PID: last.PID,
		})
	case row != nil && !own && !row.Own():
		row.By, row.PID = last.By, last.PID
	}
}

// ranStep reports whether the rows already tell of a change: one row for each.
func (s *Session) ranStep(last *flow.Last) bool {
	return s.line.Index("change-"+last.At.Format(time.RFC3339Nano)) >= 0
}
