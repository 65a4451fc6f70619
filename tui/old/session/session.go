// Package session holds what the workbench knows of one profile: its app, the
// state read from the store, what is under way, and the last trace of each step.
// Only the root model changes a Session; screens render it.
package session

import (
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Session is one profile in the workbench.
type Session struct {
	App       flow.App
	State     flow.State
	Drift     time.Duration // how far the clock has jumped against the running time since State was taken; negative: back
	Phase     Phase
	Op        Op              // the newest operation; results of older ones do not change screens
	Since     time.Time       // when the current Phase began
	Stage     flow.Stage      // how far the request in flight is
	Attempt   *Attempt        // the open or last attempt; nil before the first
	Past      []*flow.Attempt // earlier ones, newest last
	Asking    Asking          // how the next attempt is changed on purpose
	Opening   bool            // an attempt is being opened
	PollOp    Op              // of the newest device authorization's polls
	Device    *Device         // the open or last device authorization; nil before the first
	Secret    Secret          // the client secret as far as it was read
	Facts     flow.Facts      // what was gathered around the profile for the preflight
	FactsOp   Op              // the newest gathering
	Steps     map[flow.Step]*Step
	Traces    []flow.Trace  // newest last, this run only
	KeptIn    string        // file that holds State while State.Unsaved; empty: no file does
	Spent     flow.Material // values of this run that were spent, for deliberate mistakes
	Exchanged flow.Request  // the last exchange that brought tokens

	Faults []string        // what goes wrong on purpose at the sandbox
	Broken map[string]bool // deliberate mistakes that were made: whether the answer was the expected one

	Gone flow.Token // the pair that a revoke ended, in memory until the screen is left (PROMISES.md R15)
}

// Spendable is the pair that a refresh or probe sends: the saved one, or a revoked
// one until its screens are left, since only a send proves that it is dead.
func (s *Session) Spendable() flow.Token {
	if !s.State.HasToken() && s.State.Revoked != nil {
		return s.Gone
	}
	return s.State.Token
}

// ProvesRevoke reports whether a send would prove a revoke: it spends nothing of
// the profile's.
func (s *Session) ProvesRevoke() bool { return s.Spendable() != s.State.Token }

// Op names one operation. Every outcome carries the Op it belongs to.
type Op struct {
	Profile string
	Sandbox bool // which name space the profile is of
	Step    flow.Step
	Seq     int
}

// Phase is what is under way for a profile.
type Phase int

// The phases.
const (
	Idle    Phase = iota
	Waiting       // an attempt or a device authorization is open: an answer is awaited
	Sending       // a request was handed to the runner
)

// String names the phase as the screen does.
func (p Phase) String() string {
	return [...]string{"idle", "waiting", "sending"}[p]
}

// Step is what a step's screen shows.
type Step struct {
	Draft   flow.Request  // the previewed request; its Method is empty while there is none
	Blocked string        // why there is no request, in our words; empty when there is one
	Gen     int           // State.Gen that Draft was built from
	Outcome *flow.Outcome // the last result; nil before the first
	Showing View
	Before  flow.State // the state before Outcome, for before-and-after

	Edited  bool          // Draft was changed by hand, for one send
	Mistake *flow.Mistake // deliberately made in Draft; nil: none
	Tried   bool          // Outcome answers a request that was changed on purpose
	Made    *flow.Mistake // deliberately made in what Outcome answers

	Findings  []diagnose.Finding // what can explain Outcome, the most likely first
	Explained bool               // Findings are those of Outcome
}

// Received reports whether anything came back, be it no HTTP.
func (s *Step) Received() bool {
	return s.Outcome != nil && (s.Outcome.Trace.Response != nil || len(s.Outcome.Trace.Received) > 0)
}

// View is a step's preview or its result.
type View int

// The views of a step.
const (
	Preview View = iota
	Result
)

// Attempt is an authorization under way, with what the listener told.
type Attempt struct {
	*flow.Attempt
	Ends       time.Time
	Address    string // of the listener; empty when the answer can only be pasted
	Stray      int
	LastHit    flow.Hit
	TunnelSeen time.Time
	Pasted     string // what the last paste was understood as, or what is wrong with it
	PasteBad   bool
	Playing    bool   // the sandbox's browser is at work
	Page       string // what that browser showed last; unsafe
	Over       string // why the attempt ended without an answer; empty while open or answered
	Answer     *flow.Callback
	Made       *flow.Mistake // deliberately made in what the URL asks; nil: none
	Changed    bool          // the URL asks something else than zoauth would
}

// Open reports whether the attempt still waits for an answer.
func (a *Attempt) Open() bool { return a != nil && a.Over == "" && a.Answer == nil }

// Secret is the client secret as far as it was read.
type Secret struct {
	Value   flow.Secret
	Ready   bool // Value was read; it is zero for public apps
	Reading bool
	Op      Op // of the newest reading
	Err     error
	Asks    bool // the last reading failed, and the source can ask the person at the terminal
}

// New returns a session that knows nothing but its app.
func New(app flow.App) *Session {
	s := &Session{App: app, Steps: map[flow.Step]*Step{}}
	for _, step := range []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepProbe, flow.StepRevoke, flow.StepDevice} {
		s.Steps[step] = &Step{}
	}
	return s
}

// Code returns the answer whose code has not been exchanged yet, or nil.
func (s *Session) Code() *flow.Callback {
	if s.Attempt == nil || s.Attempt.Answer == nil || s.Attempt.Answer.Code.IsZero() {
		return nil
	}
	return s.Attempt.Answer
}

// Begin notes what is about to be sent: the state before, and what was changed in
// the request on purpose.
func (st *Step) Begin(before flow.State, made *flow.Mistake, tried bool) {
	st.Before, st.Made, st.Tried = before, made, tried
}

// End shows an outcome, not explained yet, in the place of the one before.
func (st *Step) End(out flow.Outcome) {
	st.Outcome, st.Showing = &out, Result
	st.Findings, st.Explained = nil, false
}

// ForgetDrafts drops the previews: what they were built from changed. That of a
// request in flight stays, since it is shown.
func (s *Session) ForgetDrafts() {
	for step, st := range s.Steps {
		if s.Phase != Sending || s.Op.Step != step {
			st.Draft = flow.Request{}
		}
	}
}

// Broke remembers a deliberate mistake that was made.
func (s *Session) Broke(mistake *flow.Mistake, expected bool) {
	if mistake == nil {
		return
	}
	if s.Broken == nil {
		s.Broken = map[string]bool{}
	}
	s.Broken[mistake.Name] = expected
}

// Settle sets the phase after something ended: what is open still waits.
func (s *Session) Settle(now time.Time) {
	s.Phase, s.Since = Idle, now
	if _, waits := s.WaitsUntil(); waits {
		s.Phase = Waiting
	}
}
