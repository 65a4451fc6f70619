package flow

import (
	"strings"
	"sync"
	"time"
)

// AttemptEnd says how an attempt ended.
type AttemptEnd string

// The ends. The zero value: it is open.
const (
	AttemptOpen     AttemptEnd = ""
	AttemptAnswered AttemptEnd = "answered" // a code came
	AttemptDeclined AttemptEnd = "declined" // the server sent an error back
	AttemptMixedUp  AttemptEnd = "mix-up"   // the callback named another issuer
	AttemptRefused  AttemptEnd = "refused"  // the server showed an error page and sent nothing back
	AttemptExpired  AttemptEnd = "expired"
	AttemptStopped  AttemptEnd = "stopped"
	AttemptReplaced AttemptEnd = "replaced" // by another attempt, or by a changed profile
)

// AttemptRecord is what a trace says of an attempt beside its URL.
type AttemptRecord struct {
	End      AttemptEnd
	Hits     []Hit     // what reached the listener and what was pasted, with the verdicts; the oldest first
	Unkept   int       // further hits, from before the ones in Hits
	Callback *Callback // the valid answer; its code is a [Seal] in a trace of the history
}

// maxKeptHits is how many hits an attempt remembers.
const maxKeptHits = 100

// heard is what came while an attempt was open.
type heard struct {
	mu     sync.Mutex
	hits   []Hit
	unkept int
}

func (h *heard) add(hit Hit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hits = append(h.hits, hit)
	if over := len(h.hits) - maxKeptHits; over > 0 {
		h.hits, h.unkept = h.hits[over:], h.unkept+over
	}
}

func (h *heard) all() (hits []Hit, unkept int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Hit(nil), h.hits...), h.unkept
}

// Trace returns the attempt as a trace: the browser's request, and as far as now what
// came back. zoauth itself sends nothing of it, so its Delivery is [NotSent].
func (a *Attempt) Trace(end AttemptEnd, now time.Time) Trace {
	record := AttemptRecord{End: end, Callback: a.Taken()}
	record.Hits, record.Unkept = a.heard.all()
	t := Trace{
		Origin: OriginWire, Profile: a.App.Name, ID: a.ID, Step: StepAuthorize, Request: a.Request(),
		Delivery: NotSent, Started: a.Started, Attempt: &record, Summary: record.summary(),
	}
	t.Times.Total = now.Sub(a.Started)
	return t
}

// summary is what came of the attempt, in one line.
func (r AttemptRecord) summary() string {
	c := r.Callback
	switch {
	case c == nil:
		return string(r.End)
	case !c.Code.IsZero() && c.Pasted:
		return "code " + c.Code.Fingerprint() + ", pasted"
	case !c.Code.IsZero():
		return "code " + c.Code.Fingerprint()
	default:
		return strings.TrimSpace(string(r.End) + ": " + c.Error + " " + c.Description)
	}
}
