package inspect

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

// barCells is the width of the timing bars.
const barCells = 40

// clock tells when the parts of a send happened, as bars over its whole time, and
// who was at the other end.
func (p *page) clock(c Context, t flow.Trace) {
	p.kind = named
	add := func(name, value string) {
		if value != "" {
			p.lines = append(p.lines, line{text: widget.Fit(name+":", 12) + " " + value})
		}
	}
	if r := t.Response; r != nil {
		add("status", fmt.Sprintf("%s %d %s", r.Proto, r.Status, r.Reason))
		add("tracking", r.TrackingID())
	}
	add("delivery", string(t.Delivery))
	if t.Err != nil {
		add("ended", string(t.Phase)+": "+t.Err.Error())
	}
	add("started", t.Started.Local().Format("15:04:05.000 Mon 2 Jan 2006")+"   "+t.Started.UTC().Format("15:04:05Z"))
	p.lines = append(p.lines, line{})
	for _, part := range parts(t.Times) {
		add(part.name, fmt.Sprintf("%9s  ", exact(part.took))+bar(c, part, t.Times.Total))
	}
	add("total", fmt.Sprintf("%9s", exact(t.Times.Total)))
	p.lines = append(p.lines, line{})
	add("bytes", fmt.Sprintf("%d written, %d read", len(t.Sent), len(t.Received)))
	add("peer", t.Peer.Address)
	add("proxy", orNone(t.Peer.Proxy))
	add("TLS", strings.TrimSpace(orNone(t.Peer.TLSVersion)+"  "+t.Peer.Cipher))
	add("certificate", t.Peer.Subject)
	add("issued by", t.Peer.Issuer)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// part is one phase of a send: when it began after the start, and how long it took.
type part struct {
	name        string
	began, took time.Duration
}

// parts lists the phases that happened, in order. What is left of the total is the
// writing, and the reading of the rest.
func parts(t flow.Times) []part {
	var list []part
	at := time.Duration(0)
	for _, p := range []part{{name: "DNS", took: t.DNS}, {name: "connect", took: t.Connect}, {name: "TLS", took: t.TLS}} {
		if p.took > 0 {
			p.began = at
			list = append(list, p)
			at += p.took
		}
	}
	if t.FirstByte > 0 {
		list = append(list, part{"first byte", at, t.FirstByte})
		at += t.FirstByte
	}
	if rest := t.Total - at; rest > 0 && t.FirstByte > 0 {
		list = append(list, part{"the rest", at, rest})
	}
	return list
}

// bar draws a phase where it lies in the whole.
func bar(c Context, p part, total time.Duration) string {
	if total <= 0 {
		return ""
	}
	from := int(p.began * barCells / total)
	cells := max(1, int((p.took*barCells+total-1)/total))
	from = min(from, barCells-1)
	cells = min(cells, barCells-from)
	return strings.Repeat(" ", from) + strings.Repeat(c.Theme.Glyph.Full, cells)
}

func exact(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}
