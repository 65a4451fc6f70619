package session

import (
	"slices"

	"zoauth/flow"
)

// merge adds the rows of the history that are not known yet, but for polls that only said
// to wait, and for rows that would be the first to go. The order is that of the file,
// whatever the clock said (C1); first says that the history was not read before.
func (t *Timeline) merge(file []Entry, first bool) {
	fresh := t.fresh(file, first)
	change := t.latest(func(e Entry) bool { return e.Kind == KindChange })
	var rows, added []Entry
	for i := range len(t.rows) + 1 {
		rows, added = append(rows, fresh[i]...), append(added, fresh[i]...)
		if i < len(t.rows) {
			rows = append(rows, t.rows[i])
		}
	}
	if len(added) == 0 {
		return
	}
	t.rows = rows
	for _, e := range added {
		t.added(e)
	}
	if change != nil && slices.ContainsFunc(added, func(e Entry) bool { return change.Step == e.Step && change.Access == e.Access }) {
		t.drop(change.ID) // it was told before its request
	}
	t.joinDevices()
	t.trim()
	t.settle(t.Index(added[0].ID))
}

// joinDevices makes one row of a device authorization and of the poll that ended it,
// which are two records of the history.
func (t *Timeline) joinDevices() {
	began := -1
	for i := 0; i < len(t.rows); i++ {
		switch e := t.rows[i]; {
		case e.Step == flow.StepDevice && e.Kind == KindRequest && e.Mark == Done && e.Access == "":
			began = i
		case e.Step == flow.StepPoll && began >= 0:
			e.At, e.Took = t.rows[began].At, e.At.Add(e.Took).Sub(t.rows[began].At)
			t.rows[began] = e
			t.rows = slices.Delete(t.rows, i, i+1)
			i, began = i-1, -1
		}
	}
}

// fresh are the rows to add, by the index of the row that they go before. A new one goes
// behind the row that the file has before it, and behind what began earlier and is not in
// the file yet, as a request under way.
func (t *Timeline) fresh(file []Entry, first bool) map[int][]Entry {
	inFile, places := map[string]bool{}, map[string]int{}
	for _, e := range file {
		inFile[e.TraceID] = true
	}
	at, met := 0, false
	for i, row := range t.rows {
		if row.TraceID != "" {
			places[row.TraceID] = i
			met = met || inFile[row.TraceID]
		}
	}
	if !first && !met {
		at = t.recorded()
	}
	full, fresh := len(t.rows) == maxRows && met, map[int][]Entry{}
	for _, e := range file {
		i, there := places[e.TraceID]
		switch {
		case there:
			at, full = max(at, i+1), false
		case t.known[e.TraceID]:
		case waits(e):
			t.hide(e.TraceID)
		case full:
			t.older = true
		default:
			for at < len(t.rows) && !inFile[t.rows[at].TraceID] && !t.rows[at].At.After(e.At) && !(first && t.rows[at].Own()) {
				at++
			}
			fresh[at] = append(fresh[at], e)
		}
	}
	return fresh
}

// recorded is the index behind the last row that the history has.
func (t *Timeline) recorded() int {
	for i := len(t.rows) - 1; i >= 0; i-- {
		if t.rows[i].TraceID != "" && t.rows[i].Mark != Running {
			return i + 1
		}
	}
	return 0
}

// waits reports whether a row is a poll that only said to wait.
func waits(e Entry) bool { return e.Step == flow.StepPoll && e.Verdict == flow.Refused && !e.ends }
