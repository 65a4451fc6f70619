package session

import (
	"cmp"
	"context"
	"slices"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Load reads the newest page of the history, once: call it when the profile is opened.
func (t *Timeline) Load() Follow {
	if t.loaded || t.loading != (Op{}) {
		return Follow{}
	}
	return t.readHistory(firstPage)
}

// LoadOlder reads a further page: call it when the cursor comes to the first row.
func (t *Timeline) LoadOlder() Follow {
	if !t.older || t.loading != (Op{}) || len(t.rows) >= maxRows {
		return Follow{}
	}
	return t.readHistory(len(t.rows) + nextPage)
}

// readHistory reads the newest n records. Only small rows of them come back.
func (t *Timeline) readHistory(n int) Follow {
	if t.s.with.History == nil {
		t.loaded = true
		t.s.disk.nameOthers()
		return Follow{}
	}
	op, history, profile := t.s.nextOp(""), t.s.with.History, t.s.app.Name
	t.loading = op
	return run(func(context.Context) *Event {
		traces, err := history.Tail(profile, n)
		rows := make([]Entry, 0, len(traces))
		for _, t := range traces {
			rows = append(rows, entryOf(t))
		}
		return op.then(func(s *Session) Follow { return s.line.read(op, n, rows, err) })
	})
}

// read takes the newest rows of the history, of which n were asked for.
func (t *Timeline) read(op Op, n int, rows []Entry, err error) Follow {
	if t.loading != op {
		return Follow{}
	}
	first := !t.loaded
	t.loading, t.loaded = Op{}, true
	joins := len(rows) == 0 || slices.ContainsFunc(rows, func(row Entry) bool { return t.known[row.TraceID] })
	t.merge(rows, first)
	whole := len(rows) == n
	if n >= firstPage {
		t.older = whole
	}
	switch {
	case !first && whole && !joins && n < maxRows: // more came at once than was read
		return t.readHistory(min(4*n, maxRows))
	case t.again:
		t.again = false
		return t.readHistory(newRows)
	}
	t.s.disk.nameOthers()
	if err != nil {
		return say("The history of " + t.s.app.Name + " can't be read: " + err.Error())
	}
	return Follow{}
}

// entryOf is the row of a trace of the history.
func entryOf(t flow.Trace) Entry {
	e := Entry{ID: t.ID, TraceID: t.ID, Kind: KindRequest, Step: t.Step, At: t.Started, Took: t.Times.Total, Summary: t.Summary}
	switch t.Kind() {
	case flow.TraceAttempt:
		e.ofAttempt(t)
	case flow.TraceAdoption:
		e.ofAdoption(t)
	default:
		e.ofRequest(t)
	}
	return e
}

// ofAttempt fills in the row of an attempt of an earlier run.
func (e *Entry) ofAttempt(t flow.Trace) {
	e.Kind, e.Mark = KindAttempt, Failed
	switch t.Attempt.End {
	case flow.AttemptAnswered:
		e.Mark = Done
	case flow.AttemptExpired, flow.AttemptStopped, flow.AttemptReplaced:
		e.Stopped = true
	}
	code, _ := t.Brought(flow.KindCode)
	e.Code = code.Fingerprint
}

// ofAdoption fills in the row of an adoption, by a person or from a kept response, or of a
// pair that was given back, of an earlier run or by another process.
func (e *Entry) ofAdoption(t flow.Trace) {
	e.Kind, e.Mark, e.Verdict = KindAdopted, Done, flow.Granted
	switch t.Adoption.How {
	case flow.Adopted:
		e.Kind = KindPasted
	case flow.GaveBack:
		e.Kind, e.Verdict = KindGivenBack, ""
	}
	e.brought(t)
}

// brought takes over the fingerprints of the tokens that came with a trace of the
// history; false where none came.
func (e *Entry) brought(t flow.Trace) bool {
	access, has := t.Brought(flow.KindAccessToken)
	refresh, both := t.Brought(flow.KindRefreshToken)
	e.Access, e.Refresh = access.Fingerprint, refresh.Fingerprint
	return has || both
}

// ofRequest fills in the row of a request.
func (e *Entry) ofRequest(t flow.Trace) {
	spent, _ := t.Spent()
	e.Spent = spent.Fingerprint
	if t.Response != nil {
		e.Status = t.Response.Status
	}
	answer := flow.Classify(t)
	if e.brought(t) {
		answer.Verdict = flow.Granted
		if t.Step == flow.StepRefresh {
			e.Refresh = cmp.Or(e.Refresh, e.Spent) // the server let it stand (RFC 6749 §6)
		}
	}
	e.Verdict = answer.Verdict
	e.Mark = markOf(flow.Outcome{Answer: answer})
	if refusal := answer.Err; refusal != nil {
		e.ends = answer.Verdict == flow.Refused && (refusal.EndsToken() || slices.Contains([]string{"access_denied", "expired_token"}, refusal.Code))
		e.Summary = cmp.Or(refusal.Reason, e.Summary)
	}
}

// Open reads the trace of a row that is not in memory. It may be called for the row
// under the cursor at any time: what is there or under way costs nothing.
func (t *Timeline) Open(id string) Follow {
	i := t.Index(id)
	e := t.At(i)
	if e.TraceID == "" || e.detail != nil || e.opens || t.s.with.History == nil {
		return Follow{}
	}
	t.rows[i].opens = true
	op, history, profile, near := t.s.nextOp(e.Step), t.s.with.History, t.s.app.Name, t.fromEnd(id)
	return run(func(context.Context) *Event {
		found, _ := findTrace(history, profile, e.TraceID, near)
		return op.then(func(s *Session) Follow {
			return s.line.found(id, found, func(row *Entry) { row.opens = false })
		})
	})
}

// fromEnd is how many records of the history the row is from its end, at most.
func (t *Timeline) fromEnd(id string) int { return len(t.rows) - t.Index(id) + newRows }

// findTrace finds a trace near a place from the history's end, and what came before it.
func findTrace(history History, profile, id string, near int) (flow.Trace, []flow.Trace) {
	for n := near; ; n *= 4 {
		traces, err := history.Tail(profile, n)
		if i := slices.IndexFunc(traces, func(t flow.Trace) bool { return t.ID == id }); i >= 0 {
			return traces[i], traces[:i]
		}
		if err != nil || len(traces) < n {
			return flow.Trace{}, nil
		}
	}
}

// found takes over the trace of a row that has none in memory, and what else is known of it.
func (t *Timeline) found(id string, trace flow.Trace, more func(*Entry)) Follow {
	t.finish(id, func(row *Entry) {
		if row.detail.Trace.ID == "" {
			row.detail.Trace = trace
		}
		more(row)
	})
	return Follow{}
}

// mostEarlier is how many earlier requests speak for or against a cause.
const mostEarlier = 200

// Explain looks for what can explain a row that failed; [Timeline.Result] has it then.
// Like Open it may be called at any time.
func (t *Timeline) Explain(id string) Follow {
	i := t.Index(id)
	r, _ := t.Result(i)
	if i < 0 || r.explained || !explainable(r.Entry) {
		return Follow{}
	}
	t.rows[i].explained = true
	c := diagnose.Case{Trace: r.Trace, App: t.s.app, State: t.s.state, Now: t.s.with.now(), Facts: t.s.Facts()}
	op, history, near := t.s.nextOp(r.Step), t.s.with.History, t.fromEnd(id)
	traceID, profile := r.TraceID, t.s.app.Name
	gather, known := t.s.with.Facts, t.s.gathered.known
	return run(func(ctx context.Context) *Event {
		if gather != nil && !known {
			around := gather(ctx, c.App, false)
			around.Secret, around.SSH = c.Facts.Secret, c.Facts.SSH
			c.Facts = around
		}
		if history != nil && traceID != "" {
			found, before := findTrace(history, profile, traceID, near+mostEarlier)
			if c.Trace.ID == "" {
				c.Trace = found
			}
			c.History = before
		}
		findings := diagnose.Diagnose(c)
		return op.then(func(s *Session) Follow {
			return s.line.found(id, c.Trace, func(row *Entry) { row.detail.Findings, row.detail.Known = findings, true })
		})
	})
}

// explainable reports whether a row is a failure with causes, be it one that was made on
// purpose.
func explainable(e Entry) bool {
	failed := (e.Mark == Failed || e.Mark == Uncertain) && e.Expected != AsExpected
	return e.Kind == KindRequest && (failed || e.Mistake != "" && e.Expected == AsExpected)
}
