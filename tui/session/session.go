package session

import (
	"reflect"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Session is one profile in the workbench. Make it with [New]; only the loop's
// goroutine may use it.
type Session struct {
	with      Services
	app       flow.App
	state     flow.State
	disk      *Disk
	drift     time.Duration
	seq       int
	consent   *Consent
	flight    *Flight
	drafts    *Drafts
	secret    Secret
	gathered  gathered
	line      *Timeline
	spent     spent
	once      flow.Token // what was pasted, of an app that is no profile; in memory only
	practice  *Practice
	changedAt time.Time
	leftAt    time.Duration // of the access token, at the last tick
	closed    bool
}

// Grace is how long a screen that changed by itself ignores enter.
const Grace = 700 * time.Millisecond

// New returns the session of a profile that knows nothing but its app.
func New(app flow.App, with Services) *Session {
	s := &Session{with: with, app: app}
	s.consent = &Consent{s: s, now: nobody{}}
	s.drafts = &Drafts{s: s, kept: map[flow.Step]*Draft{}}
	s.line = &Timeline{s: s, known: map[string]bool{}}
	s.practice = &Practice{s: s}
	s.disk = &Disk{s: s}
	return s
}

// App returns the profile as the file has it now.
func (s *Session) App() flow.App { return s.app }

// State returns what the store knows of the profile, as it was read last. While an own
// request is in flight its pending record is no sign of uncertainty.
func (s *Session) State() flow.State { return s.state }

// Timeline returns what happened. The newest row is last.
func (s *Session) Timeline() *Timeline { return s.line }

// Flight returns the request that was handed to the runner, or nil.
func (s *Session) Flight() *Flight { return s.flight }

// Secret returns the client secret as far as it was read.
func (s *Session) Secret() Secret { return s.secret }

// ChangedAt returns when something changed by itself last (a callback, a response): a
// screen ignores enter until [Grace] after it.
func (s *Session) ChangedAt() time.Time { return s.changedAt }

// Consent returns what a person is asked for. It is never nil, like the other parts.
func (s *Session) Consent() *Consent { return s.consent }

// Drafts returns the requests that were not sent.
func (s *Session) Drafts() *Drafts { return s.drafts }

// Practice returns what is done on purpose to learn.
func (s *Session) Practice() *Practice { return s.practice }

// Disk returns what is known of the token file.
func (s *Session) Disk() *Disk { return s.disk }

// Facts returns what is known around the profile, for preflight and diagnosis.
func (s *Session) Facts() flow.Facts { return s.gathered.facts(s) }

// Preflight returns the checks of the profile. They are those of what was gathered;
// [Drafts.Open] of an authorization gathers anew.
func (s *Session) Preflight() []diagnose.Check { return diagnose.Preflight(s.app, s.Facts()) }

// MoveClock tells that the wall clock moved by off against the running time: it was
// set, or the machine slept. Countdowns show the earlier end.
func (s *Session) MoveClock(off time.Duration) {
	s.drift += off
	if off < 0 {
		s.changedAt = s.changedAt.Add(off)
		s.consent.setBack(-off)
	}
}

// Apply takes an event of this session's tasks. A nil event is nothing.
func (s *Session) Apply(e *Event) Follow {
	switch {
	case e == nil:
		return Follow{}
	case s.closed, e.Profile != s.app.Name, e.Sandbox != s.app.Sandbox:
		e.Release()
		return Follow{}
	}
	return e.apply(s).and(s.practice.goOn())
}

// Tick ends what has run out at now, and says once that a token ends soon. Call it once a second.
func (s *Session) Tick(now time.Time) Follow {
	follow := Follow{}
	if a := s.consent.attempt(); a != nil && now.After(a.shown.Ends) {
		a.ending = flow.AttemptExpired
		follow = s.consent.endConsent("it ran out at " + a.shown.Ends.Local().Format(time.TimeOnly))
	}
	before := s.leftAt
	s.leftAt = s.left(now)
	if !s.state.Token.ExpiresAt.IsZero() && before > soonBefore && s.leftAt <= soonBefore && s.leftAt > 0 {
		follow = follow.and(say(s.app.Name + ": the access token ends in five minutes."))
	}
	return follow
}

// Close frees everything: the listener, the polling, and whatever the tasks that still
// run will bring. A request that was sent is finished and saved by the runner.
func (s *Session) Close() {
	s.consent.endConsent("the profile was closed")
	s.closed = true
}

// nextOp mints the identity of a new operation.
func (s *Session) nextOp(step flow.Step) Op {
	s.seq++
	return Op{Profile: s.app.Name, Sandbox: s.app.Sandbox, Step: step, Seq: s.seq}
}

// Phase is what is going on for a profile, as Home tells it in one word.
type Phase int

// The phases, the most important last.
const (
	Idle     Phase = iota
	Drafting       // a draft is next
	Holding        // a code was received and not exchanged
	Awaiting       // an attempt is open, or being opened
	Polling        // a device authorization is polled for
	Sending        // a request is in flight
)

// String names the phase.
func (p Phase) String() string {
	return [...]string{"idle", "drafting", "holding a code", "awaiting a callback", "polling", "sending"}[p]
}

// Phase returns the most important thing in progress.
func (s *Session) Phase() Phase {
	if s.flight != nil {
		return Sending
	}
	if p := s.consent.now.phase(); p > Holding {
		return p
	}
	if s.drafts.Next() != nil {
		return Drafting
	}
	return s.consent.now.phase()
}

// Busy reports whether something moves on the screen by itself.
func (s *Session) Busy() bool {
	w, _ := s.consent.Waiting()
	_, opening := s.consent.now.(opening)
	return s.flight != nil || opening || w.Playing || s.secret.Reading()
}

// Stage returns how far the request in flight is; zero while there is none.
func (s *Session) Stage() flow.Stage {
	if s.flight == nil {
		return 0
	}
	return s.with.Stages.of(s.app.Name).stage
}

// Progress returns how far the send of the request in flight is.
func (s *Session) Progress() flow.Progress {
	if s.flight == nil {
		return flow.Progress{}
	}
	return s.with.Stages.of(s.app.Name).send
}

// Reload gives the session the app that the profile file has now. Another client or
// server ends what waits for a person, and a code that was not exchanged. Drafts are
// built anew and keep their edits. A request in flight is not touched.
func (s *Session) Reload(app flow.App) Follow {
	if sameApp(s.app, app) {
		return Follow{} // its secret's command would run again (S6)
	}
	follow := Follow{}
	if otherClient(s.app, app) {
		if s.consent.now.phase() != Idle {
			s.practice.stop()
			s.consent.ask(nobody{}, "the client changed in the profile file")
			follow = say(app.Name + ": its client changed; the open authorization ended.")
		}
		delete(s.drafts.kept, flow.StepExchange)
		s.spent = spent{}
	}
	s.app, s.secret, s.gathered = app, Secret{}, gathered{op: s.gathered.op}
	return follow.and(s.drafts.refreshDrafts())
}

// sameApp reports whether two apps differ in nothing, their secret's source included.
func sameApp(a, b flow.App) bool {
	if a.Secret != nil || b.Secret != nil {
		command, ok := a.Secret.(interface{ Same(flow.SecretSource) bool })
		if !ok || !command.Same(b.Secret) {
			return false
		}
	}
	a.Secret, b.Secret = nil, nil
	return reflect.DeepEqual(a, b)
}

// otherClient reports whether a callback to one app is none that the other may
// exchange: its client ID and secret belong together, at one server.
func otherClient(a, b flow.App) bool {
	return a.ClientID != b.ClientID || a.Type != b.Type ||
		a.Endpoints.OAuthURL != b.Endpoints.OAuthURL || a.Endpoints.AuthorizeURL != b.Endpoints.AuthorizeURL
}
