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
	shown  Waiting
	draft  Draft // what it asks, made anew with the attempt's own values
	edits  []Edit
	hits   chan flow.Hit
	stop   context.CancelFunc
	done   <-chan struct{}
	ending flow.AttemptEnd // how it is about to end; empty: somebody stops it
}

// Bounds of what an attempt keeps for the screen.
const (
	maxHits      = 64  // that wait for the loop; further ones are not shown
	maxCallbacks = 100 // that are shown
)

// open starts an attempt that asks what a draft says, and ends the consent that is there.
func (co *Consent) open(pasteOnly bool, d *Draft) Follow {
	op := co.s.nextOp(flow.StepAuthorize)
	life, stop := context.WithCancel(context.Background())
	co.ask(opening{op, stop}, "replaced by a new attempt")
	bind := binding{
		app: co.s.app, now: co.s.with.now(), draft: *d, edits: d.Edits(), pasteOnly: pasteOnly,
		life: life, stop: stop, before: co.freed, closed: make(chan struct{}),
	}
	co.freed = bind.closed
	return run(func(ctx context.Context) *Event {
		a, err := bind.open(ctx, op)
		return &Event{Op: op, release: stop, apply: func(s *Session) Follow {
			if now, ok := s.consent.now.(opening); !ok || now.op != op {
				stop()
				return Follow{}
			}
			s.consent.now = nobody{}
			if err != nil {
				return s.consent.notOpened(op, bind.edits, err)
			}
			return s.consent.opened(a)
		}}
	})
}

// binding is how an attempt gets the callback port: after the one before it.
type binding struct {
	app       flow.App
	now       time.Time
	draft     Draft
	edits     []Edit
	pasteOnly bool
	life      context.Context // of the listener
	stop      context.CancelFunc
	before    <-chan struct{} // closed when the attempt before has given the port back
	closed    chan struct{}   // closed when this one has
}

// open makes the attempt and binds its listener before anyone sees the URL.
func (b binding) open(ctx context.Context, op Op) (*attempt, error) {
	if b.before != nil {
		<-b.before
	}
	context.AfterFunc(ctx, b.stop)
	a, err := b.attempt(op)
	if err != nil || b.app.ListenAddress() == "" || b.pasteOnly {
		close(b.closed)
		return a, err
	}
	listener, err := flow.Listen(b.life, a.Attempt, a.tell)
	if err != nil {
		b.stop()
		close(b.closed)
		return nil, err
	}
	a.shown.Address = listener.Address()
	context.AfterFunc(b.life, func() {
		defer close(b.closed)
		_ = listener.Close()
	})
	return a, nil
}

// attempt draws an attempt that asks what the draft says.
func (b binding) attempt(op Op) (*attempt, error) {
	made, err := flow.NewAttempt(b.app, b.now)
	if err != nil {
		return nil, err
	}
	b.draft.base, b.draft.values = made.Request(), flow.Material{Verifier: made.Verifier}
	if b.draft.changed() && b.draft.rewrite() {
		made.Ask(b.draft.request)
	}
	return &attempt{
		Attempt: made, draft: b.draft, edits: b.edits, hits: make(chan flow.Hit, maxHits), stop: b.stop, done: b.life.Done(),
		shown: Waiting{op: op, Step: flow.StepAuthorize, Entry: made.ID, URL: made.URL(), Request: made.Request(), Ends: b.now.Add(flow.AttemptLife)},
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
	op, hits, done := a.shown.op, a.hits, a.done
	return func(ctx context.Context) *Event {
		select {
		case h := <-hits:
			return op.then(func(s *Session) Follow { return s.consent.hit(op, h) })
		case <-done:
		case <-ctx.Done():
		}
		return nil
	}
}

// notOpened is an attempt that could not be opened.
func (co *Consent) notOpened(op Op, edits []Edit, err error) Follow {
	s := co.s
	s.line.add(Entry{
		ID: newID(s), Op: op, Kind: KindAttempt, Step: flow.StepAuthorize, At: s.with.now(), Mark: Failed,
		Summary: err.Error(), Edited: len(edits) > 0, detail: &Detail{Err: err},
	})
	s.practice.stop()
	return say(s.app.Name + ": nothing is listening: " + err.Error())
}

// opened takes over an attempt whose callback can come now.
func (co *Consent) opened(a *attempt) Follow {
	s := co.s
	co.now = a
	if !s.app.NoPKCE && !strings.Contains(a.URL(), a.Verifier.Reveal()) { // plain PKCE gives it away, and the URL is to be opened
		s.with.Redactor.Learn(a.Verifier)
	}
	s.line.add(Entry{
		ID: a.ID, TraceID: a.ID, Op: a.shown.op, Kind: KindAttempt, Step: flow.StepAuthorize, At: a.Started, Mark: Running,
		Edited: len(a.edits) > 0, Mistake: mistakeName(a.draft.mistake),
		detail: &Detail{Trace: a.Trace(flow.AttemptOpen, a.Started), Edits: a.edits},
	})
	return run(nextHit(a))
}
