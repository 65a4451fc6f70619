package session

import "zoauth/flow"

// StartTour leads through the five steps, in the sandbox only, and drafts the first.
func (p *Practice) StartTour() Follow {
	if !p.s.app.Sandbox || !hasStep(p.s.app, flow.StepAuthorize) {
		return say("The tour is in the sandbox, with a general app.")
	}
	p.tour = true
	return p.s.drafts.Open(flow.StepAuthorize)
}

// EndTour ends it.
func (p *Practice) EndTour() { p.tour = false }

// Tour returns which step of the tour is next, from 1; step is greater than of when
// all are done. on is false where no tour is taken.
func (p *Practice) Tour() (step, of int, on bool) {
	if !p.tour {
		return 0, 0, false
	}
	return p.tourStep() + 1, len(digits), true
}

// tourStep is the first step of the tour that is not done, or how many there are.
func (p *Practice) tourStep() int {
	if p.s.state.Revoked != nil && !p.s.state.HasToken() {
		return len(digits)
	}
	for i, step := range digits[:len(digits)-1] {
		if !p.tourDone(step) {
			return i
		}
	}
	return len(digits) - 1
}

// tourDone reports whether a step of the tour was taken. A probe stays done after the
// refresh that follows it; a pair that Zoom refused to refresh begins the tour anew.
func (p *Practice) tourDone(step flow.Step) bool {
	_, refused := refreshRefused(p.s.state)
	works := p.s.state.HasToken() && !refused
	switch step {
	case flow.StepAuthorize:
		return p.s.consent.Code() != nil || works
	case flow.StepExchange:
		return works
	default:
		e := p.s.line.newest(step)
		return e != nil && e.Mark == Done && e.Own()
	}
}

// tourGoesOn is what enter does on the tour, after a step that went well.
func (p *Practice) tourGoesOn() (a Action, on bool) {
	last := p.s.line.Last()
	if !p.tour || last.Mark != Done && last.ID != "" {
		return Action{}, false
	}
	i := p.tourStep()
	if i == len(digits) {
		return Action{Act: ActEndTour}, true
	}
	return draftOf(digits[i]), true
}
