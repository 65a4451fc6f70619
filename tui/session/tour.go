package session

import "zoauth/flow"

// tourSteps are the steps of the sandbox tour, in order.
var tourSteps = []flow.Step{flow.StepAuthorize, flow.StepExchange, flow.StepProbe, flow.StepRefresh, flow.StepRevoke}

// StartTour leads through the five steps, in the sandbox only, and drafts the first.
func (s *Session) StartTour() Follow {
	if !s.app.Sandbox || !s.has(flow.StepAuthorize) {
		return say("The tour is in the sandbox, with a general app.")
	}
	s.tour = true
	return s.Draft(flow.StepAuthorize)
}

// EndTour ends it.
func (s *Session) EndTour() { s.tour = false }

// Tour returns which step of the tour is next, from 1; step is greater than of when
// all are done. on is false where no tour is taken.
func (s *Session) Tour() (step, of int, on bool) {
	if !s.tour {
		return 0, 0, false
	}
	return s.tourStep() + 1, len(tourSteps), true
}

// tourStep is the first step of the tour that is not done, or how many there are.
func (s *Session) tourStep() int {
	if s.state.Revoked != nil && !s.state.HasToken() {
		return len(tourSteps)
	}
	for i, step := range tourSteps[:len(tourSteps)-1] {
		if !s.tourDone(step) {
			return i
		}
	}
	return len(tourSteps) - 1
}

// tourDone reports whether a step of the tour was taken. A probe stays done after the
// refresh that follows it.
func (s *Session) tourDone(step flow.Step) bool {
	switch step {
	case flow.StepAuthorize:
		return s.Code() != nil || s.state.HasToken()
	case flow.StepExchange:
		return s.state.HasToken()
	default:
		e := s.newest(step)
		return e != nil && e.Mark == Done && e.Own()
	}
}

// tourGoesOn is what enter does on the tour, after a step that went well.
func (s *Session) tourGoesOn() (a Action, on bool) {
	last := s.line.Last()
	if !s.tour || last.Mark != Done && last.ID != "" {
		return Action{}, false
	}
	i := s.tourStep()
	if i == len(tourSteps) {
		return Action{Act: ActEndTour}, true
	}
	return draftOf(tourSteps[i]), true
}
