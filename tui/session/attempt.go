package session

import (
	"context"
	"errors"
	"strings"
	"time"

	"zoauth/flow"
)

// attempt is an open authorization attempt with what it owns.
type attempt struct {
	*flow.Attempt
	op       Op
	entry    string
	ends     time.Time
	address  string // of the listener; empty where the callback can only be pasted
	asked    asked
	hits     chan flow.Hit
	stop     context.CancelFunc
	done     <-chan struct{}
	callback []flow.Hit // what reached the listener, newest last
	ignored  int
	tunnel   time.Time
	paste    PasteNote
	play     playing
}

// asked is how an attempt's URL differs from the one that zoauth makes.
type asked struct {
	edits   []Edit
	mistake *flow.Mistake
	changes []flow.Change
}

func (a asked) changed() bool { return a.mistake != nil || len(a.changes) > 0 }

// of returns r as it will be asked.
func (a asked) of(r flow.Request, verifier flow.Secret) flow.Request {
	if a.mistake != nil {
		if wrong, ok := a.mistake.Apply(r, flow.Material{Verifier: verifier}); ok {
			r = wrong
		}
	}
	for _, c := range a.changes {
		r = r.Changed(c)
	}
	return r
}

// Bounds of what an attempt keeps for the screen.
const (
	maxHits      = 64  // that wait for the loop; further ones are not shown
	maxCallbacks = 100 // that are shown
)

// open starts an attempt and ends the consent that is there.
func (s *Session) open(pasteOnly bool, how asked) Follow {
	op := s.nextOp(flow.StepAuthorize)
	life, stop := context.WithCancel(context.Background())
	s.ask(opening{op, stop}, "replaced by a new attempt")
	bind := binding{life: life, stop: stop, before: s.freed, closed: make(chan struct{}), pasteOnly: pasteOnly}
	s.freed = bind.closed
	return run(bind.open(op, s.app, s.with.now(), how))
}

// binding is how an attempt gets the callback port: after the one before it.
type binding struct {
	life      context.Context // of the listener
	stop      context.CancelFunc
	before    <-chan struct{} // closed when the attempt before has given the port back
	closed    chan struct{}   // closed when this one has
	pasteOnly bool
}

// open makes the attempt and binds its listener before anyone sees the URL.
func (b binding) open(op Op, app flow.App, now time.Time, how asked) Task {
	return func(ctx context.Context) Event {
		if b.before != nil {
			<-b.before
		}
		context.AfterFunc(ctx, b.stop)
		a, err := newAttempt(op, app, now, how)
		if err != nil {
			close(b.closed)
			return attemptOpened{Op: op, err: err, how: how}
		}
		a.stop, a.done = b.stop, b.life.Done()
		if app.ListenAddress() == "" || b.pasteOnly {
			close(b.closed)
			return attemptOpened{Op: op, attempt: a}
		}
		listener, err := flow.Listen(b.life, a.Attempt, a.tell)
		if err != nil {
			b.stop()
			close(b.closed)
			return attemptOpened{Op: op, err: err, how: how}
		}
		a.address = listener.Address()
		context.AfterFunc(b.life, func() {
			defer close(b.closed)
			_ = listener.Close()
		})
		return attemptOpened{Op: op, attempt: a}
	}
}

// newAttempt draws an attempt that asks what how changes.
func newAttempt(op Op, app flow.App, now time.Time, how asked) (*attempt, error) {
	made, err := flow.NewAttempt(app, now)
	if err != nil {
		return nil, err
	}
	if how.changed() {
		made.Ask(how.of(made.Request(), made.Verifier))
	}
	return &attempt{
		Attempt: made, op: op, entry: made.ID, ends: now.Add(flow.AttemptLife), asked: how, hits: make(chan flow.Hit, maxHits),
	}, nil
}

// tell hands a hit to the loop. One that ends the attempt waits for its place: none
// before it may keep it out (L7).
func (a *attempt) tell(h flow.Hit) {
	if h.Kind.Ends() {
		select {
		case a.hits <- h:
		case <-a.done:
		}
		return
	}
	select {
	case a.hits <- h:
	default:
	}
}

// nextHit waits for the next request at the listener.
func nextHit(a *attempt) Task {
	op, hits, done := a.op, a.hits, a.done
	return func(ctx context.Context) Event {
		select {
		case h := <-hits:
			return listenerHit{Op: op, hit: h}
		case <-done:
		case <-ctx.Done():
		}
		return nil
	}
}

// attemptOpened brings an attempt that listens, or why there is none.
type attemptOpened struct {
	Op
	attempt *attempt
	err     error
	how     asked
}

func (e attemptOpened) release() {
	if e.attempt != nil {
		e.attempt.stop()
	}
}

func (e attemptOpened) apply(s *Session) Follow {
	if now, ok := s.consent.(opening); !ok || now.op != e.Op {
		e.release()
		return Follow{}
	}
	s.consent = nobody{}
	if e.err != nil {
		s.line.add(Entry{
			ID: newID(s), Op: e.Op, Kind: KindAttempt, Step: flow.StepAuthorize, At: s.with.now(), Mark: Failed,
			Summary: e.err.Error(), Edited: len(e.how.edits) > 0, detail: &detail{err: e.err},
		})
		s.exercise.stop()
		return say(s.app.Name + ": nothing is listening: " + e.err.Error())
	}
	a := e.attempt
	s.consent = a
	if !s.app.NoPKCE && !strings.Contains(a.URL(), a.Verifier.Reveal()) { // plain PKCE gives it away, and the URL is to be opened
		s.with.Redactor.Learn(a.Verifier)
	}
	s.line.add(Entry{
		ID: a.entry, Op: e.Op, Kind: KindAttempt, Step: flow.StepAuthorize, At: a.Started, Mark: Running,
		Edited: len(a.asked.edits) > 0, Mistake: mistakeName(a.asked.mistake),
		detail: &detail{trace: attemptTrace(a.Attempt), edits: a.asked.edits},
	})
	return run(nextHit(a))
}

// attemptTrace is an attempt as the trace of what the browser was asked.
func attemptTrace(a *flow.Attempt) flow.Trace {
	return flow.Trace{
		Origin: flow.OriginWire, Profile: a.App.Name, ID: a.ID, Step: flow.StepAuthorize, Request: a.Request(),
		Delivery: flow.NotSent, Started: a.Started,
	}
}

// listenerHit tells of one request at the listener.
type listenerHit struct {
	Op
	holdsNothing
	hit flow.Hit
}

func (e listenerHit) apply(s *Session) Follow {
	a := s.attempt()
	if a == nil || a.op != e.Op {
		return Follow{}
	}
	a.callback = append(a.callback, e.hit)
	a.callback = a.callback[max(0, len(a.callback)-maxCallbacks):]
	switch e.hit.Kind {
	case flow.HitAnswer, flow.HitDeclined:
		return s.answered(a, a.Taken())
	case flow.HitMixUp:
		return s.endConsent(e.hit.Text)
	case flow.HitTunnel:
		a.tunnel = e.hit.At
	case flow.HitNoState:
		a.ignored++
		s.madeInURL(a, a.asked.mistake != nil && a.asked.mistake.Expect.Status != 0)
	default:
		a.ignored++
	}
	return run(nextHit(a))
}

// answered takes the first valid callback over: a code makes the exchange's draft, an
// error ends the attempt.
func (s *Session) answered(a *attempt, c *flow.Callback) Follow {
	if c == nil {
		return Follow{}
	}
	s.madeInURL(a, a.asked.mistake != nil && a.asked.mistake.Expect.Status != 0)
	s.arrived = s.with.now()
	if c.Code.IsZero() {
		s.endConsent("Zoom sent back " + strings.TrimSpace(c.Error+" "+c.Description))
		return say(s.app.Name + ": the authorization was declined: " + c.Error)
	}
	s.with.Redactor.Learn(c.Code)
	a.stop()
	s.consent = coded{attempt: a.Attempt, callback: *c, entry: a.entry}
	s.line.finish(a.entry, func(e *Entry) {
		e.Mark, e.Took, e.Code = Done, c.At.Sub(e.At), c.Code.Fingerprint()
		e.detail.callback = c
	})
	return say(s.app.Name + ": the code has arrived.").and(s.Draft(flow.StepExchange))
}

// madeInURL records the mistake that was made in an attempt's URL.
func (s *Session) madeInURL(a *attempt, expected bool) {
	if m := a.asked.mistake; m != nil {
		s.RecordMistake(m.Name, expected)
		s.line.finish(a.entry, func(e *Entry) { e.Expected = expectedness(expected) })
	}
}

// Said is what the person said about a paste that leaves a question open.
type Said int

// What can be said.
const (
	SaidNothing Said = iota
	SaidAtZoom       // the flow of a callback without state began at Zoom (Add, Local Test): no verifier goes out
	SaidHere         // it began here, and the state was lost on the way
	SaidWhole        // the code is whole, whatever its length
)

// PasteNote is what a paste into an open attempt was understood as, or what is wrong
// with it.
type PasteNote struct {
	Text string
	Bad  bool
}

// AcceptCallback judges what was pasted against the open attempt and takes it when it
// is the callback. [flow.ErrStateMissing] and [flow.ErrMayBeCut] are questions: call
// again with what the person said. Other errors leave the attempt open and are told by
// [Waiting.Paste]; without an open attempt it is [flow.ErrAttemptOver].
func (s *Session) AcceptCallback(text string, said Said) (Follow, error) {
	a := s.attempt()
	if a == nil {
		return Follow{}, flow.ErrAttemptOver
	}
	c, err := a.judge(text, said, s.with.now())
	switch {
	case err == nil:
		return s.answered(a, &c), nil
	case errors.Is(err, flow.ErrStateMissing), errors.Is(err, flow.ErrMayBeCut):
		return Follow{}, err
	case s.Bears(text) == BearsEarlier:
		a.paste = PasteNote{"This callback belongs to an earlier attempt of " + s.app.Name + ". Open the URL above and try again.", true}
	default:
		a.paste = PasteNote{strings.TrimSuffix(err.Error(), ": "+flow.ErrNotAnAnswer.Error()), true}
	}
	return say(a.paste.Text), err
}

func (a *attempt) judge(text string, said Said, now time.Time) (flow.Callback, error) {
	switch said {
	case SaidHere:
		return a.TakeStateless(text, now)
	case SaidWhole:
		return a.TakeWhole(text, now)
	default:
		return a.TakePaste(text, said == SaidAtZoom, now)
	}
}

// Bearing says whose callback a pasted text is.
type Bearing int

// The bearings.
const (
	BearsNot     Bearing = iota
	BearsOpen            // it has the state of the open attempt
	BearsEarlier         // it has the state of one that has ended
)

// Bears reports whether a pasted text carries the state of one of this session's
// attempts.
func (s *Session) Bears(text string) Bearing {
	if a := s.attempt(); a != nil && a.Bears(text) {
		return BearsOpen
	}
	if c, ok := s.consent.(coded); ok && c.attempt.Bears(text) {
		return BearsEarlier
	}
	for _, old := range s.past {
		if old.Bears(text) {
			return BearsEarlier
		}
	}
	return BearsNot
}
