package session

import (
	"slices"
	"time"

	"zoauth/flow"
)

// Timeline is what happened to a profile, the newest row last. It holds small rows of
// the newest part; what is older stays in the history until it is asked for. A draft
// is no row of it: a screen draws [Drafts.Next] below the last one.
type Timeline struct {
	s       *Session
	rows    []Entry
	known   map[string]bool // IDs of the traces that are rows, or are meant to be none
	loaded  bool
	older   bool
	loading Op
	kept    []string // IDs of rows whose trace is in memory, the one that was used last at the end
	again   bool     // the files changed while the history was read
}

// Bounds of what a timeline keeps.
const (
	firstPage  = 50   // rows that are read when a profile is opened
	nextPage   = 100  // further rows that are read at a time
	newRows    = 16   // records that are read when the files changed
	maxRows    = 2000 // the oldest rows go back to the history above this
	maxDetails = 32   // rows of requests that keep their trace in memory
)

// Len returns how many rows are in memory.
func (t *Timeline) Len() int { return len(t.rows) }

// At returns a row; the zero Entry where there is none.
func (t *Timeline) At(i int) Entry {
	if i < 0 || i >= len(t.rows) {
		return Entry{}
	}
	return t.rows[i]
}

// Last returns the newest row, or the zero Entry.
func (t *Timeline) Last() Entry { return t.At(len(t.rows) - 1) }

// Index returns where the row with an ID is, or -1.
func (t *Timeline) Index(id string) int {
	for i := len(t.rows) - 1; i >= 0; i-- {
		if t.rows[i].ID == id {
			return i
		}
	}
	return -1
}

// Loaded reports whether the history was read.
func (t *Timeline) Loaded() bool { return t.loaded }

// Older reports whether the history has rows from before the first one.
func (t *Timeline) Older() bool { return t.older }

// Result returns a row in full; ok is false while its trace has to be read first
// ([Timeline.Open]).
func (t *Timeline) Result(i int) (r Result, ok bool) {
	e := t.At(i)
	if e.detail == nil {
		return Result{Entry: e}, e.TraceID == "" && e.ID != ""
	}
	return Result{e, *e.detail}, true
}

// add puts a row in its place. One whose trace is a row already is none. What this
// session did stays in the order in which it was done, whatever the clock says (C1); what
// another process did goes by its time.
func (t *Timeline) add(e Entry) {
	if e.TraceID != "" && t.known[e.TraceID] {
		return
	}
	at := len(t.rows)
	for at > 0 && !e.Own() && t.rows[at-1].At.After(e.At) {
		at--
	}
	t.rows = slices.Insert(t.rows, at, e)
	t.added(e)
	t.trim()
	t.settle(t.Index(e.ID))
}

// added notes that a row is in its place.
func (t *Timeline) added(e Entry) {
	if e.TraceID != "" {
		t.known[e.TraceID] = true
	}
	t.keep(e)
}

// trim lets the oldest rows go.
func (t *Timeline) trim() {
	over := len(t.rows) - maxRows
	if over <= 0 {
		return
	}
	for _, e := range t.rows[:over] {
		delete(t.known, e.TraceID)
	}
	t.rows, t.older = slices.Delete(t.rows, 0, over), true
}

// keep remembers that a row's trace is in memory, and lets go of the one that was used
// longest ago where there are too many. Attempts and requests under way are not among
// them: no history has those.
func (t *Timeline) keep(e Entry) {
	if e.TraceID == "" || e.Kind == KindAttempt || e.detail == nil {
		return
	}
	t.kept = append(slices.DeleteFunc(t.kept, func(id string) bool { return id == e.ID }), e.ID)
	if len(t.kept) <= maxDetails {
		return
	}
	if i := t.Index(t.kept[0]); i >= 0 {
		t.rows[i].detail, t.rows[i].explained = nil, false
	}
	t.kept = slices.Delete(t.kept, 0, 1)
}

// finish changes the row with an ID.
func (t *Timeline) finish(id string, change func(*Entry)) {
	i := t.Index(id)
	if i < 0 {
		return
	}
	e := &t.rows[i]
	if e.detail == nil {
		e.detail = &Detail{}
	}
	before := e.TraceID
	change(e)
	if e.TraceID != before {
		t.hide(e.TraceID)
	}
	i = t.Index(id) // hide may have taken a row away
	t.keep(t.rows[i])
	t.settle(i)
}

// hide keeps a trace from becoming a row beside the one of its ID. The history may have
// been faster than the outcome.
func (t *Timeline) hide(trace string) {
	if trace == "" {
		return
	}
	if t.known[trace] {
		t.drop(trace)
	}
	t.known[trace] = true
}

// forgetStates drops the states before own requests, which may hold revoked tokens.
func (t *Timeline) forgetStates() {
	for i := range t.rows {
		if d := t.rows[i].detail; d != nil {
			d.Before.Token = flow.Token{}
		}
	}
}

// drop takes a row away.
func (t *Timeline) drop(id string) {
	t.rows = slices.DeleteFunc(t.rows, func(e Entry) bool { return e.ID == id })
}

// settle says what became of the pairs around the row at i: the walk goes back from
// the newest row to the second pair before it.
func (t *Timeline) settle(i int) {
	var fate Fate
	var at time.Time
	refused := map[string]time.Time{}
	for k, before := len(t.rows)-1, 0; k >= 0 && before < 2; k-- {
		e := &t.rows[k]
		switch {
		case e.Access != "" || e.Refresh != "":
			e.Fate, e.FateAt = fate, at
			if when, was := refused[e.Refresh]; was && fate == "" && e.Refresh != "" {
				e.Fate, e.FateAt = Refused, when
			}
			fate, at = Replaced, e.At
			if k < i {
				before++
			}
		case e.Step == flow.StepRevoke && e.Verdict == flow.Done:
			fate, at = Revoked, e.At
		case e.Kind == KindGivenBack:
			fate, at = GivenBack, e.At
		case e.Step == flow.StepRefresh && e.Verdict == flow.Refused && e.Mistake == "" && !e.Edited && e.ends: // the server does not know it any more
			refused[e.Spent] = e.At
		}
	}
}

// latest returns the newest row that fits, or nil.
func (t *Timeline) latest(fits func(Entry) bool) *Entry {
	for i := len(t.rows) - 1; i >= 0; i-- {
		if fits(t.rows[i]) {
			return &t.rows[i]
		}
	}
	return nil
}

// grant returns the row that brought a pair, or nil.
func (t *Timeline) grant(pair flow.Token) *Entry {
	access, refresh := pair.AccessToken.Fingerprint(), pair.RefreshToken.Fingerprint()
	if access == "" && refresh == "" {
		return nil
	}
	return t.latest(func(e Entry) bool {
		return access != "" && e.Access == access || refresh != "" && e.Refresh == refresh
	})
}

// since returns the newest row of a step after a time that was sent with a credential.
func (t *Timeline) since(after time.Time, step flow.Step, spent string) *Entry {
	e := t.latest(func(e Entry) bool {
		return e.Step == step && e.Spent == spent && e.Mistake == "" && !e.Edited
	})
	if e == nil || e.At.Before(after) {
		return nil
	}
	return e
}
