package session

import (
	"cmp"
	"strconv"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Kind says what a row of the timeline is.
type Kind string

// The kinds.
const (
	KindAttempt   Kind = "attempt"    // an authorization that a person was asked for
	KindRequest   Kind = "request"    // one request and its response
	KindAdopted   Kind = "adopted"    // a pair that no request of that moment brought
	KindPasted    Kind = "pasted"     // tokens or a code from elsewhere that a person gave
	KindGivenBack Kind = "given back" // a server has the pair, and zoauth's copy was deleted
	KindChange    Kind = "change"     // another process changed the tokens; the history has no request of it
)

// Mark is a state that a row of the timeline, a step of the rail or a row of Home is
// in. Each has its glyph.
type Mark int

// The marks.
const (
	NotYet    Mark = iota // ○ not yet, or none
	Done                  // ✓ good or done, also where the refusal was expected
	Soon                  // ▲ ends soon
	Failed                // ✗ failed, refused, expired
	Uncertain             // ~ sent, and the outcome is not known
	Unsaved               // ! received and in memory only
	Ready                 // ● a draft, or what is going on in the rail
	Running               // ⠿ in flight, waiting
	Elsewhere             // – not obtained here
)

// String names the mark.
func (m Mark) String() string {
	return [...]string{"not yet", "done", "soon", "failed", "uncertain", "not saved", "ready", "running", "elsewhere"}[m]
}

// Expectation says whether a response was the one that was expected.
type Expectation int

// The expectations. The zero value: none was foretold.
const (
	NoneExpected Expectation = iota
	AsExpected
	NotAsExpected
)

func expectedness(as bool) Expectation {
	if as {
		return AsExpected
	}
	return NotAsExpected
}

// Fate is what became of the pair or code that a row brought.
type Fate string

// The fates. The zero value: nothing yet.
const (
	Replaced  Fate = "replaced"
	Revoked   Fate = "revoked"
	Refused   Fate = "refused"
	GivenBack Fate = "given back"
	Settled   Fate = "settled" // of an uncertain row: a later response told
)

// Entry is one row of the timeline. It is small: the whole trace is in [Timeline.Result].
type Entry struct {
	ID       string // unique in the timeline, and the same as long as the row is there
	TraceID  string // of its trace, in the history too; empty: it has none yet
	Op       Op     // zero: not of this session's run
	Kind     Kind
	Step     flow.Step
	At       time.Time
	Took     time.Duration
	Mark     Mark
	Status   int // HTTP status; 0: none was read
	Verdict  flow.Verdict
	Spent    string // fingerprint of the credential that was sent
	Code     string // fingerprints of what it brought
	Access   string
	Refresh  string
	Summary  string // one line; unsafe
	Edited   bool   // changed by hand for this send
	Mistake  string // name of the deliberate mistake
	Expected Expectation
	Proof    bool // it was sent to prove a revoke
	Stopped  bool // ended by the person, by time or by another attempt: no failure of the server
	Fate     Fate
	FateAt   time.Time
	By       string // program and verb of another process; empty: not known, or this one
	PID      int

	ends      bool // the server does not know the credential any more
	opens     bool // its trace is being read
	explained bool // its causes are being looked for, or known
	detail    *Detail
}

// Own reports whether this session did it in this run.
func (e Entry) Own() bool { return e.Op != Op{} }

// Result is a row in full.
type Result struct {
	Entry
	Detail
}

// Answer returns how the row's response was classified.
func (r *Result) Answer() flow.Answer {
	if r.Outcome != nil {
		return r.Outcome.Answer
	}
	return flow.Classify(r.Trace)
}

// Detail is what a row has beyond itself, as long as that is in memory.
type Detail struct {
	Trace    flow.Trace
	Outcome  *flow.Outcome // nil for rows of the history and attempts
	Before   flow.State    // the state before an own request
	Edits    []Edit        // of an own request or attempt
	Callback *flow.Callback
	Err      error              // why an attempt could not be opened
	Findings []diagnose.Finding // what can explain a failure, the most likely first
	Known    bool               // Findings are in; false: [Timeline.Explain] was not asked, or is at work
}

func mistakeName(m *flow.Mistake) string {
	if m == nil {
		return ""
	}
	return m.Name
}

// spentBy is the fingerprint of what a request sends as its credential.
func spentBy(r flow.Request) string {
	if c := r.Credential(); !c.IsZero() {
		return c.Fingerprint()
	}
	if r.Auth.Scheme == flow.Bearer {
		return r.Auth.Secret.Fingerprint()
	}
	return ""
}

// newID names a row that no trace names yet.
func newID(s *Session) string { return "own-" + strconv.Itoa(s.seq) }

// requestEntry is the row of an outcome that had none while it was under way.
func requestEntry(op Op, out flow.Outcome) Entry {
	e := Entry{
		ID: cmp.Or(out.Trace.ID, "own-"+strconv.Itoa(op.Seq)), Op: op, Kind: KindRequest, Step: op.Step, At: out.Trace.Started,
		Spent: spentBy(out.Job.Request), detail: &Detail{},
	}
	e.outcome(out)
	return e
}

// ended takes an outcome over into the row of a flight.
func (e *Entry) ended(f *Flight, out flow.Outcome) {
	e.Proof = f.proof
	e.outcome(out)
	e.detail.Before = f.before
	if f.expected == nil {
		return
	}
	as := f.expected.AsExpected(out.Answer)
	if f.proof && f.mistake == nil {
		as = out.Answer.Err != nil && out.Answer.Err.EndsToken()
	}
	e.Expected = expectedness(as)
	if as && e.Mark == Failed {
		e.Mark = Done
	}
}

// outcome takes over what came of a send.
func (e *Entry) outcome(out flow.Outcome) {
	e.Verdict, e.TraceID = out.Answer.Verdict, out.Trace.ID
	e.Took = out.Trace.Times.Total
	if out.Trace.Response != nil {
		e.Status = out.Trace.Response.Status
	}
	if !out.Trace.Started.IsZero() && e.Step != flow.StepDevice {
		e.At = out.Trace.Started
	}
	e.Mark = markOf(out)
	switch {
	case out.Adopted:
		e.Summary = "another process had a newer pair: taken over, nothing sent"
	case out.Answer.Verdict == flow.Granted:
		e.Access, e.Refresh = out.State.Token.AccessToken.Fingerprint(), out.State.Token.RefreshToken.Fingerprint()
		e.Summary = out.Trace.Summary
	case out.Trace.Summary != "":
		e.Summary = out.Trace.Summary
	case out.Err != nil:
		e.Summary = out.Err.Error()
	}
	if refusal := out.Answer.Err; refusal != nil {
		e.ends = out.Answer.Verdict == flow.Refused && refusal.EndsToken()
		e.Summary = cmp.Or(refusal.Reason, e.Summary)
	}
	e.detail.Trace, e.detail.Outcome = out.Trace, &out
	e.detail.Findings, e.detail.Known, e.explained = nil, false, false
}

// markOf is the mark of an outcome.
func markOf(out flow.Outcome) Mark {
	switch {
	case out.State.Unsaved && out.Answer.Verdict == flow.Granted:
		return Unsaved
	case out.Adopted:
		return Done
	}
	switch out.Answer.Verdict {
	case flow.Granted, flow.Done:
		return Done
	case flow.Uncertain:
		return Uncertain
	case flow.Refused:
		if out.Answer.Err.AcceptsToken() {
			return Done // the server took the token: it is good
		}
	}
	return Failed
}
