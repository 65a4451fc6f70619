package session

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// Draft is a request that was not sent: what zoauth would send, and how it was changed
// by hand or on purpose. It is for one send; the profile stays as it is. Change it
// through the session.
type Draft struct {
	step    flow.Step
	base    flow.Request // as zoauth makes it; its Method is empty while it cannot be made
	start   flow.Request // base with the deliberate mistake
	request flow.Request // start with the changes by hand
	gen     int          // State.Gen that base was made from
	mistake *flow.Mistake
	values  flow.Material // that the mistake may need
	changes []flow.Change // at most one for each field
	blocked string
	proof   bool             // it proves a revoke: a refusal is what is expected
	result  flow.Disposition // chosen for the pair that a token from elsewhere brings; "": nothing is
}

// EditKind is how a field of a draft differs from what zoauth would send.
type EditKind int

// The kinds.
const (
	Changed EditKind = iota + 1
	Omitted
	Added
)

// Edit is one field that differs from what zoauth would send.
type Edit struct {
	Part   flow.Part
	Name   string
	Kind   EditKind
	Before flow.Field // zero for what was added
	After  flow.Field // zero for what was omitted
	Behind string     // of what was omitted: the field that it followed; empty: it was the first
}

// Step returns the step that the draft belongs to.
func (d *Draft) Step() flow.Step { return d.step }

// Request returns what would be sent. Of an authorization, state and code_challenge
// are empty: they are made when it begins.
func (d *Draft) Request() flow.Request { return d.request }

// Ready reports whether the draft can be sent.
func (d *Draft) Ready() bool { return d.request.Method != "" }

// Blocked says why the draft cannot be sent; empty when it can, and while the client
// secret is being read.
func (d *Draft) Blocked() string { return d.blocked }

// Mistake returns the deliberate mistake in the draft, or nil.
func (d *Draft) Mistake() *flow.Mistake { return d.mistake }

// Expected returns the response that is expected; false where none is foretold: an
// edit by hand takes the expectation away.
func (d *Draft) Expected() (flow.Expected, bool) {
	switch {
	case len(d.changes) > 0:
		return flow.Expected{}, false
	case d.mistake != nil:
		return d.mistake.Expect, true
	case d.proof && d.step == flow.StepProbe:
		return flow.Expected{Status: 401, Code: "124"}, true
	case d.proof:
		return flow.Expected{Status: 400, Code: "invalid_grant", Reason: "Invalid Token!"}, true
	default:
		return flow.Expected{}, false
	}
}

// Edits returns how the draft differs from what zoauth would send, in the order in
// which the fields are drawn.
func (d *Draft) Edits() []Edit { return differences(d.base, d.request) }

// differences lists the fields in which two requests of a step differ.
func differences(base, request flow.Request) []Edit {
	var edits []Edit
	for _, part := range []flow.Part{flow.InQuery, flow.InHeader, flow.InForm} {
		before, after := base.Fields(part), request.Fields(part)
		behind := ""
		for _, b := range before {
			a, there := fieldNamed(after, part, b.Name)
			switch {
			case !there:
				edits = append(edits, Edit{Part: part, Name: b.Name, Kind: Omitted, Before: b, Behind: behind})
			case a.Value() != b.Value():
				edits = append(edits, Edit{Part: part, Name: b.Name, Kind: Changed, Before: b, After: a})
			}
			behind = b.Name
		}
		for _, a := range after {
			if _, there := fieldNamed(before, part, a.Name); !there {
				edits = append(edits, Edit{Part: part, Name: a.Name, Kind: Added, After: a})
			}
		}
	}
	return edits
}

func fieldNamed(fields []flow.Field, part flow.Part, name string) (flow.Field, bool) {
	for _, f := range fields {
		if f.Name == name || part == flow.InHeader && strings.EqualFold(f.Name, name) {
			return f, true
		}
	}
	return flow.Field{}, false
}

// Field returns a field as it would be sent, the Authorization header included: an
// edit starts from its value.
func (d *Draft) Field(part flow.Part, name string) (flow.Field, bool) {
	return fieldNamed(d.request.Fields(part), part, name)
}

// set makes one change by hand. It reports whether anything differs now.
func (d *Draft) set(c flow.Change) bool {
	before, there := d.Field(c.Part, c.Name)
	if c.Remove && !there || !c.Remove && there && before.Value() == c.Value {
		return false
	}
	d.changes = slices.DeleteFunc(d.changes, func(old flow.Change) bool { return sameField(old, c) })
	if was, had := fieldNamed(d.start.Fields(c.Part), c.Part, c.Name); c.Remove && had || !c.Remove && (!had || was.Value() != c.Value) {
		d.changes = append(d.changes, c)
	}
	d.rewrite()
	return true
}

// undo takes back what was changed in a field; a mistake that changed it goes whole. The
// request has to be made anew then.
func (d *Draft) undo(part flow.Part, name string) bool {
	before := len(d.changes)
	d.changes = slices.DeleteFunc(d.changes, func(c flow.Change) bool { return sameField(c, flow.Change{Part: part, Name: name}) })
	undone := len(d.changes) < before
	if !undone && slices.ContainsFunc(d.Edits(), func(e Edit) bool { return e.Part == part && strings.EqualFold(e.Name, name) }) {
		d.mistake, undone = nil, true
	}
	return undone
}

// changed reports whether something else would be sent than zoauth would send.
func (d *Draft) changed() bool { return d.mistake != nil || len(d.changes) > 0 }

func sameField(a, b flow.Change) bool {
	return a.Part == b.Part && (a.Name == b.Name || a.Part == flow.InHeader && strings.EqualFold(a.Name, b.Name))
}

// rewrite makes the request anew from the base, the mistake and the changes. It reports
// false where the mistake cannot be made in the base.
func (d *Draft) rewrite() bool {
	d.start, d.request = d.base, d.base
	if d.base.Method == "" {
		return true
	}
	if d.mistake != nil {
		wrong, ok := d.mistake.Apply(d.base, d.values)
		if !ok {
			return false
		}
		d.start = wrong
	}
	d.request = d.start
	for _, c := range d.changes {
		d.request = d.request.Changed(c)
	}
	return true
}
