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

// playing is the sandbox's browser at work on what is open.
type playing struct {
	on    bool
	ended Visit
	err   error
}

// playTimeout bounds the sandbox's browser.
const playTimeout = 20 * time.Second

// Play lets the sandbox's browser press Allow or Decline on what is open.
func (co *Consent) Play(allow bool) Follow {
	if ok, why := co.s.Can(Action{Act: ActPlay}); !ok {
		return say(why)
	}
	op, link, play := Op{}, "", (*playing)(nil)
	if a := co.attempt(); a != nil {
		op, link, play = a.op, a.URL(), &a.play
	}
	if d := co.device(); d != nil {
		op, link, play = d.op, d.link(), &d.play
	}
	*play = playing{on: true}
	browser := co.s.with.Browser
	return run(func(ctx context.Context) Event {
		ctx, cancel := context.WithTimeout(ctx, playTimeout)
		defer cancel()
		visit, err := browser(ctx, link, allow)
		return browserPlayed{Op: op, visit: visit, err: err}
	})
}

// link is the address to open: with the user code in it where the server names one.
func (d *device) link() string {
	if d.Complete != "" {
		return d.Complete
	}
	return d.URI
}

// browserPlayed tells where the sandbox's browser ended; with a listener the callback
// has arrived by itself.
type browserPlayed struct {
	Op
	visit Visit
	err   error
}

func (e browserPlayed) apply(s *Session) Follow {
	ended := playing{ended: e.visit, err: e.err}
	if d := s.consent.device(); d != nil && d.op == e.Op {
		d.play = ended
	}
	a := s.consent.attempt()
	if a == nil || a.op != e.Op {
		return Follow{}
	}
	a.play = ended
	m := a.asked.mistake
	if m == nil || e.err != nil || m.Expect.Status != 0 {
		return Follow{}
	}
	expected := strings.Contains(e.visit.Page, m.Expect.Page)
	s.consent.madeInURL(a, expected)
	return s.consent.endOnPage(a, e.visit.Page, expected)
}

// endOnPage ends an attempt whose deliberate mistake has its result: no callback that
// is taken will come.
func (co *Consent) endOnPage(a *attempt, page string, expected bool) Follow {
	a.ending = flow.AttemptRefused
	co.failed(a.entry, page)
	if expected {
		co.s.line.finish(a.entry, func(e *Entry) { e.Mark = Done })
	}
	return Follow{}
}

// Waiting is what the person waits for, as the screen shows it.
type Waiting struct {
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
	switch c := co.now.(type) {
	case *attempt:
		return Waiting{
			Step: flow.StepAuthorize, Entry: c.entry, URL: c.URL(), Request: c.Request(), Ends: c.ends,
			Playing: c.play.on, Visit: c.play.ended, VisitErr: c.play.err, Address: c.address, Callbacks: c.callback,
			Ignored: c.ignored, TunnelSeen: c.tunnel, Paste: c.paste,
		}, true
	case *device:
		return Waiting{
			Step: flow.StepDevice, Entry: c.entry, URL: c.link(), Ends: c.Ends(), Playing: c.play.on, Visit: c.play.ended, VisitErr: c.play.err,
			UserCode: c.UserCode, Polls: c.told, NextPoll: c.next, Interval: c.interval, Slowed: c.slowed, Complete: c.Complete != "",
		}, true
	default:
		return Waiting{}, false
	}
}
