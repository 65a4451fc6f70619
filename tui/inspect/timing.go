package inspect

import (
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// barCells is the width of a timing bar.
const barCells = 30

// timing draws when the parts of a send happened, and with whom.
type timing struct{ *drawing }

// draw says when the parts of a send happened, as bars over its whole time, and
// who was at the other end.
func (d timing) draw(t flow.Trace) {
	if t.Response != nil {
		d.fact(safe.Const("status"), plain(safe.Format("%s ", d.Clean.Line(t.Response.Proto))), ui.S(safe.Format("%s %s", safe.Int(t.Response.Status), d.Clean.Line(t.Response.Reason)), statusStyle(t.Response.Status)))
		d.optional(safe.Const("tracking"), t.Response.TrackingID())
	}
	d.optional(safe.Const("delivery"), string(t.Delivery))
	if t.Err != nil {
		d.optional(safe.Const("ended"), string(t.Phase)+": "+t.Err.Error())
	}
	if !t.Started.IsZero() {
		d.words(safe.Const("started"), safe.Format("%s   %s", safe.Time(t.Started.Local(), "15:04:05.000 Mon 2 Jan 2006"), safe.Time(t.Started.UTC(), "15:04:05Z")))
	}
	d.blank()
	for _, p := range parts(t.Times) {
		d.fact(p.name, plain(exact(p.took).PadLeft(9)), plain(safe.Const("  ")), d.bar(p, t.Times.Total))
	}
	if t.Times.Total > 0 {
		d.words(safe.Const("total"), exact(t.Times.Total).PadLeft(9))
	}
	d.blank()
	if len(t.Sent)+len(t.Received) > 0 {
		d.words(safe.Const("bytes"), safe.Format("%s written, %s read", safe.Int(len(t.Sent)), safe.Int(len(t.Received))))
	}
	d.peer(t.Peer)
	if off, known := t.Skew(); known {
		d.words(safe.Const("clock"), d.skew(off))
	}
}

func (d timing) peer(p flow.Peer) {
	if p == (flow.Peer{}) {
		return
	}
	d.optional(safe.Const("server"), p.Address)
	d.words(safe.Const("proxy"), d.Clean.Line(p.Proxy).Or(safe.Const("none")))
	d.words(safe.Const("TLS"), d.Clean.Line(strings.TrimSpace(p.TLSVersion+"  "+p.Cipher)).Or(safe.Const("none")))
	d.optional(safe.Const("certificate"), p.Subject)
	d.optional(safe.Const("issued by"), p.Issuer)
}

// part is one phase of a send: when it began after the start, and how long it took.
type part struct {
	name        safe.Text
	began, took time.Duration
}

// parts lists the phases that happened, in order. What is left of the total is the
// writing, and the reading of the rest.
func parts(t flow.Times) []part {
	var list []part
	at := time.Duration(0)
	for _, p := range []part{{name: safe.Const("DNS"), took: t.DNS}, {name: safe.Const("connect"), took: t.Connect}, {name: safe.Const("TLS"), took: t.TLS}} {
		if p.took > 0 {
			p.began = at
			list = append(list, p)
			at += p.took
		}
	}
	if t.FirstByte > 0 {
		list = append(list, part{safe.Const("first byte"), at, t.FirstByte})
		at += t.FirstByte
	}
	if rest := t.Total - at; rest > 0 && t.FirstByte > 0 {
		list = append(list, part{safe.Const("the rest"), at, rest})
	}
	return list
}

// bar draws a phase where it lies in the whole.
func (d timing) bar(p part, total time.Duration) ui.Span {
	cells := min(barCells, d.Width-3-d.label()-12)
	if total <= 0 || cells < 8 {
		return plain(safe.Text{})
	}
	from := min(int(int64(p.began)*int64(cells)/int64(total)), cells-1)
	length := min(max(1, int((int64(p.took)*int64(cells)+int64(total)-1)/int64(total))), cells-from)
	return ui.S(safe.Concat(safe.Const(" ").Repeat(from), d.Theme.Glyph.Full.Repeat(length)), ui.Good)
}

func exact(d time.Duration) safe.Text {
	tenths := int64(d / (100 * time.Microsecond))
	return safe.Format("%s.%s ms", safe.Int(tenths/10), safe.Int(tenths%10))
}

// flight draws how far a request in flight is.
type flight struct {
	*drawing
	s *session.Session
}

// draw sets it below the request's fields.
func (d flight) draw() {
	d.blank()
	switch stage, holder := d.s.Stage(), d.s.State().Pending; {
	case stage == 0:
		d.sending(d.Now.Sub(d.s.Flight().Since()))
	case stage <= flow.StageLocking && holder != nil:
		d.runs(safe.Const("lock"), safe.Format("waiting for %s, process %s; nothing was sent yet", d.Clean.Line(holder.By), safe.Int(holder.PID)))
	case stage <= flow.StageLocking:
		d.runs(safe.Const("lock"), safe.Const("waiting for the profile's lock; nothing was sent yet"))
	case stage < flow.StageSending:
		d.runs(safe.Const("prepare"), safe.Const("records that this request is about to be sent"))
	case stage >= flow.StageAnswered:
		d.done(safe.Const("response"), safe.Const("read"))
		d.runs(safe.Const("save"), safe.Const("saves the new state"))
	default:
		d.sending(d.Now.Sub(d.s.Flight().Since()))
	}
}

// done is a fact of what is over, runs one of what goes on.
func (d flight) done(name, text safe.Text) {
	d.fact(name, ui.S(safe.Format("%s ", d.Theme.Glyph.Good), ui.Good), plain(text))
}

func (d flight) runs(name, text safe.Text) {
	d.fact(name, plain(safe.Format("%s %s", ui.Spinner(d.Theme, d.Now), text)))
}

// sending says how far the send is: what is over with the time that it took, then what
// runs.
func (d flight) sending(since time.Duration) {
	p := d.s.Progress()
	if p.Times.DNS > 0 {
		d.done(safe.Const("look up"), exact(p.Times.DNS))
	}
	if p.Times.Connect > 0 {
		d.done(safe.Const("connect"), safe.Format("%s   %s", exact(p.Times.Connect), d.Clean.Line(p.Peer.Address)))
	}
	if p.Times.TLS > 0 {
		d.done(safe.Const("TLS"), safe.Format("%s   %s", exact(p.Times.TLS), d.Clean.Line(p.Peer.TLSVersion)))
	}
	if p.Written > 0 {
		d.done(safe.Const("request"), safe.Format("all %s written", ui.Count(p.Written, safe.Const("byte"))))
	}
	waits := safe.Format("%s   gives up at %s s", ui.Took(since.Truncate(100*time.Millisecond)), safe.Int(int(flow.DefaultBudget.Seconds())))
	switch p.Phase {
	case flow.PhaseResolve:
		d.runs(safe.Const("look up"), waits)
	case flow.PhaseTLS:
		d.runs(safe.Const("TLS"), waits)
	case flow.PhaseProxy, flow.PhaseProxyTLS:
		d.runs(safe.Const("proxy"), waits)
	case flow.PhaseHeader:
		d.runs(safe.Const("response"), safe.Format("waiting %s", waits))
	case flow.PhaseBody:
		d.done(safe.Const("first byte"), exact(p.Times.FirstByte))
		d.runs(safe.Const("body"), waits)
	default:
		d.runs(safe.Const("connect"), waits)
	}
}
