package diagnose

import (
	"slices"

	"zoauth/flow"
)

// Where the traces come from that a rule reads; every rule states one of these. About
// others it says nothing, since what it rests on is not known there. The zero origin is
// "not known", and counts like the text of somebody else.
var (
	// everywhere is for rules about the server's own words.
	everywhere = slices.Concat(firsthand, givenTexts)
	// firsthand is what zoauth itself wrote and read: how far it got, and its clock.
	firsthand = append(slices.Clone(ownSends), flow.OriginTap)
	// ownSends are requests of a profile, so that its secret and its tokens are those sent.
	ownSends = []flow.Origin{flow.OriginWire, flow.OriginHistory}
	// givenTexts were sent and read by others.
	givenTexts = []flow.Origin{flow.OriginUnknown, flow.OriginPasted, flow.OriginHAR}
)

// originOf is where a case comes from: a text without a trace was given by a person.
func originOf(c Case) flow.Origin {
	if c.Trace.Origin == flow.OriginUnknown && c.Trace.Step == "" {
		return flow.OriginPasted
	}
	return c.Trace.Origin
}

// reads reports whether the rule speaks of traces of an origin.
func (r *Rule) reads(origin flow.Origin) bool { return slices.Contains(r.Reads, origin) }

// own reports whether zoauth sent the request for a profile.
func (l *reading) own() bool { return slices.Contains(ownSends, l.origin) }

// firsthand reports whether zoauth itself read the response from the server.
func (l *reading) firsthand() bool { return slices.Contains(firsthand, l.origin) }
