package session

import (
	"context"
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
	ending   flow.AttemptEnd // how it is about to end; empty: somebody stops it
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
func (co *Consent) open(pasteOnly bool, how asked) Follow {
	op := co.s.nextOp(flow.StepAuthorize)
	life, stop := context.WithCancel(context.Background())
	co.ask(opening{op, stop}, "replaced by a new attempt")
	bind := binding{life: life, stop: stop, before: co.freed, closed: make(chan struct{}), pasteOnly: pasteOnly}
	co.freed = bind.closed
	return run(bind.open(op, co.s.app, co.s.with.now(), how))
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
	if now, ok := s.consent.now.(opening); !ok || now.op != e.Op {
		e.release()
		return Follow{}
	}
	s.consent.now = nobody{}
	if e.err != nil {
		s.line.add(Entry{
			ID: newID(s), Op: e.Op, Kind: KindAttempt, Step: flow.StepAuthorize, At: s.with.now(), Mark: Failed,
			Summary: e.err.Error(), Edited: len(e.how.edits) > 0, detail: &Detail{Err: e.err},
		})
		s.practice.stop()
		return say(s.app.Name + ": nothing is listening: " + e.err.Error())
	}
	a := e.attempt
	s.consent.now = a
	if !s.app.NoPKCE && !strings.Contains(a.URL(), a.Verifier.Reveal()) { // plain PKCE gives it away, and the URL is to be opened
		s.with.Redactor.Learn(a.Verifier)
	}
	s.line.add(Entry{
		ID: a.entry, TraceID: a.ID, Op: e.Op, Kind: KindAttempt, Step: flow.StepAuthorize, At: a.Started, Mark: Running,
		Edited: len(a.asked.edits) > 0, Mistake: mistakeName(a.asked.mistake),
		detail: &Detail{Trace: a.Trace(flow.AttemptOpen, a.Started), Edits: a.asked.edits},
	})
	return run(nextHit(a))
}
