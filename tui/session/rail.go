package session

import (
	"slices"

	"zoauth/flow"
)

// RailStep is one step of the rail.
type RailStep struct {
	Digit int
	Step  flow.Step // device stands in place of authorize while it brought, or brings, the pair
	Mark  Mark
	Done  bool // the line to the next step is drawn as done
}

// Rail returns the steps that the app has, as they are for the pair that it holds now.
// Digits keep their meaning: steps that the app does not have are left out.
func (s *Session) Rail() []RailStep {
	var steps []RailStep
	add := func(digit int, step flow.Step) {
		mark := rail{s}.mark(step)
		steps = append(steps, RailStep{Digit: digit, Step: step, Mark: mark, Done: mark == Done})
	}
	switch {
	case s.app.Loose:
	case rail{s}.byDevice():
		add(1, flow.StepDevice)
	case s.app.HasConsent():
		add(1, flow.StepAuthorize)
	}
	if !s.app.Loose {
		add(2, flow.StepExchange)
	}
	add(3, flow.StepProbe)
	if s.app.HasConsent() {
		add(4, flow.StepRefresh)
	}
	add(5, flow.StepRevoke)
	return steps
}

// rail finds the marks of the steps.
type rail struct{ s *Session }

// byDevice reports whether the pair held now, or the next one, comes by the device flow.
func (r rail) byDevice() bool {
	switch {
	case r.s.app.DeviceOnly(), r.s.consent.device() != nil, r.s.drafts.next == flow.StepDevice,
		r.s.flight != nil && r.s.flight.request.Step == flow.StepDevice:
		return true
	case r.s.consent.Code() != nil || r.s.consent.attempt() != nil || r.s.drafts.next == flow.StepAuthorize:
		return false
	}
	root := r.root()
	return root == flow.StepDevice || root == flow.StepPoll
}

// root is the step that brought the first of the pairs that led to the one held now by
// refreshing; empty where the rows do not tell.
func (r rail) root() flow.Step {
	row := r.held()
	for row != nil && row.Step == flow.StepRefresh {
		row = r.broughtBefore(row)
	}
	if row == nil {
		return ""
	}
	return row.Step
}

// fromElsewhere reports whether the pair held now began with one that was adopted.
func (r rail) fromElsewhere() bool {
	origin := r.s.state.Origin
	return r.s.state.HasToken() && (r.root() == flow.StepAdopt || r.root() == "" && origin != nil && origin.Kind == flow.Adopted)
}

// codeFromElsewhere reports whether the code that is held, or the one that the pair held
// now came for, was pasted without an attempt.
func (r rail) codeFromElsewhere() bool {
	code := ""
	if c := r.s.consent.Code(); c != nil {
		code = c.Code.Fingerprint()
	} else if row := r.held(); row != nil && row.Step == flow.StepExchange {
		code = row.Spent
	}
	return code != "" && r.s.line.latest(func(e Entry) bool { return e.Kind == KindPasted && e.Code == code }) != nil
}

// held returns the row that brought the pair held now, or nil.
func (r rail) held() *Entry { return r.s.line.grant(r.s.state.Token) }

// broughtBefore returns the row that brought the pair before that of row.
func (r rail) broughtBefore(row *Entry) *Entry {
	at := row.At
	return r.s.line.latest(func(e Entry) bool { return (e.Access != "" || e.Refresh != "") && e.At.Before(at) })
}

// mark is the mark of one step.
func (r rail) mark(step flow.Step) Mark {
	if r.active(step) {
		return Ready
	}
	switch step {
	case flow.StepAuthorize, flow.StepDevice:
		return r.authorizeMark()
	case flow.StepExchange:
		return r.exchangeMark()
	case flow.StepRefresh:
		return r.refreshMark()
	case flow.StepProbe:
		return r.probeMark()
	default:
		return r.revokeMark()
	}
}

// active reports whether a step is drafted, sent or waited for.
func (r rail) active(step flow.Step) bool {
	_, opens := r.s.consent.now.(opening)
	switch {
	case r.s.drafts.next == step, r.s.flight != nil && r.s.flight.request.Step == step:
		return true
	case step == flow.StepAuthorize:
		return r.s.consent.attempt() != nil || opens
	case step == flow.StepDevice:
		return r.s.consent.device() != nil
	default:
		return false
	}
}

func (r rail) authorizeMark() Mark {
	switch last := r.s.line.newest(flow.StepAuthorize, flow.StepDevice); {
	case r.codeFromElsewhere(), r.s.consent.Code() == nil && r.fromElsewhere():
		return Elsewhere
	case r.s.consent.Code() != nil || r.s.state.HasToken():
		return Done
	case r.s.state.Revoked != nil:
		return NotYet
	case last != nil && last.Mark == Failed && !last.Stopped:
		return Failed
	default:
		return NotYet
	}
}

func (r rail) exchangeMark() Mark {
	last := r.s.line.newest(flow.StepExchange)
	after := last != nil && (r.s.state.Revoked == nil || last.At.After(r.s.state.Revoked.At)) && !last.At.Before(r.s.state.Token.ObtainedAt)
	switch {
	case r.s.state.Unsaved && r.brought(flow.StepExchange):
		return Unsaved
	case r.s.consent.Code() != nil:
		if after && last.Mark != Done && !r.s.consent.Code().At.After(last.At) {
			return last.Mark
		}
		return NotYet
	case r.byDevice(), r.fromElsewhere():
		return Elsewhere
	case after && last.Mark != Done && last.Mark != Running:
		return last.Mark
	case r.s.state.HasToken():
		return Done
	default:
		return NotYet
	}
}

func (r rail) probeMark() Mark {
	t := r.s.state.Token
	if t.AccessToken.IsZero() {
		return NotYet
	}
	if e := r.s.line.since(t.ObtainedAt, flow.StepProbe, t.AccessToken.Fingerprint()); e != nil {
		return e.Mark
	}
	if who := r.s.state.Who; who != nil && !who.At.Before(t.ObtainedAt) {
		return Done
	}
	return NotYet
}

func (r rail) refreshMark() Mark {
	t := r.s.state.Token
	switch {
	case r.s.state.Unsaved && r.brought(flow.StepRefresh):
		return Unsaved
	case r.s.uncertain() && r.s.state.Pending != nil && r.s.state.Pending.Step == flow.StepRefresh:
		return Uncertain
	case t.RefreshToken.IsZero():
		return NotYet
	}
	if e := r.s.line.since(t.ObtainedAt, flow.StepRefresh, t.RefreshToken.Fingerprint()); e != nil && e.Mark != Done {
		return e.Mark
	}
	if r.brought(flow.StepRefresh) {
		return Done
	}
	return NotYet
}

// brought reports whether a step brought the pair held now.
func (r rail) brought(step flow.Step) bool {
	if row := r.held(); row != nil {
		return row.Step == step
	}
	return r.s.state.Last != nil && r.s.state.Last.Step == step
}

func (r rail) revokeMark() Mark {
	switch last := r.s.line.newest(flow.StepRevoke); {
	case r.s.state.Revoked != nil && !r.s.state.HasToken():
		return Done
	case last == nil || last.Mistake != "" || last.At.Before(r.s.state.Token.ObtainedAt) || last.Mark == Done:
		return NotYet
	default:
		return last.Mark
	}
}

// newest returns the newest row of one of some steps, or nil.
func (t *Timeline) newest(steps ...flow.Step) *Entry {
	return t.latest(func(e Entry) bool { return slices.Contains(steps, e.Step) })
}
