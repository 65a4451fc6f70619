package session

import (
	"context"
	"strings"
	"time"

	"zoauth/flow"
)

// Visit is where the sandbox's browser ended. Its texts are unsafe.
type Visit struct {
	Address string // the last one: the callback, or the page that stopped it
	Page    string // the page's text; empty where the address was not requested
}

// playTimeout bounds the sandbox's browser.
const playTimeout = 20 * time.Second

// Play lets the sandbox's browser press Allow or Decline on what is open.
func (co *Consent) Play(allow bool) Follow {
	if ok, why := co.s.Can(Action{Act: ActPlay}); !ok {
		return say(why)
	}
	w, browser := co.waits(), co.s.with.Browser
	w.Playing, w.Visit, w.VisitErr = true, Visit{}, nil
	op, link := w.op, w.URL
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, playTimeout)
		defer cancel()
		visit, err := browser(ctx, link, allow)
		return op.then(func(s *Session) Follow { return s.consent.played(op, visit, err) })
	})
}

// played takes where the sandbox's browser ended; with a listener the callback has arrived
// by itself.
func (co *Consent) played(op Op, visit Visit, err error) Follow {
	w := co.waits()
	if w == nil || w.op != op {
		return Follow{}
	}
	w.Playing, w.Visit, w.VisitErr = false, visit, err
	a := co.attempt()
	if a == nil || a.draft.mistake == nil || err != nil || a.draft.mistake.Expect.Status != 0 {
		return Follow{}
	}
	expected := strings.Contains(visit.Page, a.draft.mistake.Expect.Page)
	co.madeInURL(a, expected)
	return co.endOnPage(a, visit.Page, expected)
}

// endOnPage ends an attempt whose deliberate mistake has its result: no callback that
// is taken will come.
func (co *Consent) endOnPage(a *attempt, page string, expected bool) Follow {
	a.ending = flow.AttemptRefused
	co.failed(a.ID, page)
	if expected {
		co.s.line.finish(a.ID, func(e *Entry) { e.Mark = Done })
	}
	return Follow{}
}

// Waiting is what the person waits for, as the screen shows it.
type Waiting struct {
	op         Op
	Step       flow.Step // authorize, or device
	Entry      string    // its row in the timeline
	URL        string    // to open in a browser: the authorize URL, or the device's link
	Request    flow.Request
	Ends       time.Time
	Playing    bool
	Visit      Visit  // where the sandbox's browser ended last
	VisitErr   error  // why it could not be played
	Address    string // of the callback listener; empty: the callback has to be pasted
	Callbacks  []flow.Hit
	Ignored    int
	TunnelSeen time.Time
	Paste      PasteNote
	UserCode   string // of a device authorization
	Polls      []PollNote
	NextPoll   time.Time
	Interval   time.Duration
	Slowed     int
	Complete   bool // URL has the user code in it
}

// Waiting returns what the person waits for; false while nothing is open.
func (co *Consent) Waiting() (Waiting, bool) {
	if w := co.waits(); w != nil {
		return *w, true
	}
	return Waiting{}, false
}

// waits is what is open, or nil.
func (co *Consent) waits() *Waiting {
	switch c := co.now.(type) {
	case *attempt:
		return &c.shown
	case *device:
		return &c.shown
	default:
		return nil
	}
}
