package session

import "zoauth/flow"

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
		mark := s.railMark(step)
		steps = append(steps, RailStep{Digit: digit, Step: step, Mark: mark, Done: mark == Done})
	}
	switch {
	case s.byDevice():
		add(1, flow.StepDevice)
	case s.app.HasConsent():
		add(1, flow.StepAuthorize)
	}
	add(2, flow.StepExchange)
	add(3, flow.StepProbe)
	if s.app.HasConsent() {
		add(4, flow.StepRefresh)
	}
	add(5, flow.StepRevoke)
	return steps
}

// byDevice reports whether the pair held now, or the next one, comes by the device flow.
func (s *Session) byDevice() bool {
	row := s.held()
	switch {
	case s.app.DeviceOnly(), s.device() != nil, s.drafts.next == flow.StepDevice,
		s.flight != nil && s.flight.request.Step == flow.StepDevice:
		return true
	case s.Code() != nil || s.attempt() != nil || s.drafts.next == flow.StepAuthorize:
		return false
	}
	for row != nil && row.Step == flow.StepRefresh { // what a refresh replaced came some other way
		row = s.broughtBefore(row)
	}
	return row != nil && (row.Step == flow.StepDevice || row.Step == flow.StepPoll)
}

// held returns the row that brought the pair held now, or nil.
func (s *Session) held() *Entry { return s.line.grant(s.state.Token) }

// broughtBefore returns the row that brought the pair before that of row.
func (s *Session) broughtBefore(row *Entry) *Entry {
	at := row.At
	return s.line.latest(func(e Entry) bool { return e.Access != "" && e.At.Before(at) })
}

// railMark is the mark of one step.
func (s *Session) railMark(step flow.Step) Mark {
	if s.active(step) {
		return Ready
	}
	switch step {
	case flow.StepAuthorize, flow.StepDevice:
		return s.authorizeMark()
	case flow.StepExchange:
		return s.exchangeMark()
	case flow.StepRefresh:
		return s.refreshMark()
	case flow.StepProbe:
		return s.probeMark()
	default:
		return s.revokeMark()
	}
}

// active reports whether a step is drafted, sent or waited for.
func (s *Session) active(step flow.Step) bool {
	_, opens := s.consent.(opening)
	switch {
	case s.drafts.next == step, s.flight != nil && s.flight.request.Step == step:
		return true
	case step == flow.StepAuthorize:
		return s.attempt() != nil || opens
	case step == flow.StepDevice:
		return s.device() != nil
	default:
		return false
	}
}

func (s *Session) authorizeMark() Mark {
	switch last := s.newest(flow.StepAuthorize, flow.StepDevice); {
	case s.Code() != nil || s.state.HasToken():
		return Done
	case s.state.Revoked != nil:
		return NotYet
	case last != nil && last.Mark == Failed && !last.Stopped:
		return Failed
	default:
		return NotYet
	}
}

func (s *Session) exchangeMark() Mark {
	last := s.newest(flow.StepExchange)
	after := last != nil && (s.state.Revoked == nil || last.At.After(s.state.Revoked.At)) && !last.At.Before(s.state.Token.ObtainedAt)
	switch {
	case s.Code() != nil:
		if after && last.Mark != Done && !s.codeNewer(last) {
			return last.Mark
		}
		return NotYet
	case s.byDevice():
		return Elsewhere
	case after && last.Mark != Done && last.Mark != Running:
		return last.Mark
	case s.state.HasToken():
		return Done
	default:
		return NotYet
	}
}

// codeNewer reports whether the code that is held came after a row.
func (s *Session) codeNewer(e *Entry) bool { return s.Code().At.After(e.At) }

func (s *Session) probeMark() Mark {
	t := s.state.Token
	if t.AccessToken.IsZero() {
		return NotYet
	}
	if e := s.line.since(t.ObtainedAt, flow.StepProbe, t.AccessToken.Fingerprint()); e != nil {
		return e.Mark
	}
	if who := s.state.Who; who != nil && !who.At.Before(t.ObtainedAt) {
		return Done
	}
	return NotYet
}

func (s *Session) refreshMark() Mark {
	t := s.state.Token
	switch {
	case s.state.Unsaved && s.brought(flow.StepRefresh):
		return Unsaved
	case s.uncertain() && s.state.Pending != nil && s.state.Pending.Step == flow.StepRefresh:
		return Uncertain
	case t.RefreshToken.IsZero():
		return NotYet
	}
	if e := s.line.since(t.ObtainedAt, flow.StepRefresh, t.RefreshToken.Fingerprint()); e != nil && e.Mark != Done {
		return e.Mark
	}
	if s.brought(flow.StepRefresh) {
		return Done
	}
	return NotYet
}

// brought reports whether a step brought the pair held now.
func (s *Session) brought(step flow.Step) bool {
	if row := s.held(); row != nil {
		return row.Step == step
	}
	return s.state.Last != nil && s.state.Last.Step == step
}

func (s *Session) revokeMark() Mark {
	switch last := s.newest(flow.StepRevoke); {
	case s.state.Revoked != nil && !s.state.HasToken():
		return Done
	case last == nil || last.Mistake != "" || last.At.Before(s.state.Token.ObtainedAt) || last.Mark == Done:
		return NotYet
	default:
		return last.Mark
	}
}

// newest returns the newest row of one of some steps, or nil.
func (s *Session) newest(steps ...flow.Step) *Entry {
	return s.line.latest(func(e Entry) bool {
		for _, step := range steps {
			if e.Step == step {
				return true
			}
		}
		return false
	})
}
