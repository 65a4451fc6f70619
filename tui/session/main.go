package session

import (
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Main is what enter does.
type Main struct {
	Action
	Arrived time.Time // enter is ignored until [Grace] after it; zero: nothing changed by itself
}

// Main returns what enter does when the timeline's cursor is on row i; the draft is the
// row after the last one. It is never destructive: but for the last step of the sandbox
// tour, nothing that ends a token is offered.
func (s *Session) Main(i int, now time.Time) Main {
	m := Main{}
	if now.Sub(s.arrived) < Grace {
		m.Arrived = s.arrived
	}
	switch next, last := s.Next(), s.line.Len()-1; {
	case next != nil && i > last:
		m.Action = s.mainOfDraft(next)
	case i < last || i == last && next != nil:
		m.Action = Action{Act: ActZoom}
	default:
		m.Action = s.mainOfNewest()
	}
	return m
}

// mainOfDraft sends a draft, or gets what keeps it from being sent.
func (s *Session) mainOfDraft(d *Draft) Action {
	switch {
	case d.Ready() && d.blocked == "":
		return Action{Act: ActSend, Step: d.step}
	case s.secret.Asks():
		return Action{Act: ActAskSecret}
	case s.secret.Err() != nil:
		return Action{Act: ActEditProfile}
	default:
		return Action{Act: ActNone}
	}
}

// mainOfNewest goes on from the newest row.
func (s *Session) mainOfNewest() Action {
	w, open := s.Waiting()
	switch {
	case s.flight != nil:
		return Action{Act: ActNone} // already sent
	case s.state.Unsaved:
		return Action{Act: ActSaveAgain}
	case open && s.app.Sandbox && s.tour && !w.Playing:
		return Action{Act: ActPlay}
	case open:
		return Action{Act: ActCopyURL}
	case s.Code() != nil && s.line.Last().Step == flow.StepAuthorize:
		return draftOf(flow.StepExchange)
	}
	if step, on := s.tourGoesOn(); on {
		return step
	}
	last := s.line.Last()
	switch {
	case last.ID == "":
		return s.first()
	case last.Mistake != "" && last.Expected != NoneExpected:
		return Action{Act: ActNext}
	case last.Mark == Failed || last.Mark == Uncertain:
		return s.fix(last)
	case last.Step == flow.StepRevoke || last.Proof:
		return s.first()
	case s.broughtPair(last):
		return draftOf(flow.StepProbe)
	case s.state.HasToken():
		return Action{Act: ActUseToken}
	default:
		return s.first()
	}
}

func draftOf(step flow.Step) Action { return Action{Act: ActDraft, Step: step} }

// broughtPair reports whether a row brought the pair held now and was not probed since.
func (s *Session) broughtPair(e Entry) bool {
	grant := e.Step != flow.StepProbe && e.Access != ""
	return grant && s.app.HasUser() && s.probeMark() == NotYet
}

// first is the step that brings tokens where there are none, or what is to be done with
// those that there are.
func (s *Session) first() Action {
	now := s.with.now()
	switch {
	case s.state.Unsaved:
		return Action{Act: ActSaveAgain}
	case s.state.HasToken() && s.state.Damage == "" && s.state.Bound(s.app) == nil:
		switch expired := s.Health(now) == HealthExpired; {
		case expired && !s.state.Token.RefreshToken.IsZero() && s.Pair(now).Fate == "":
			return draftOf(flow.StepRefresh)
		case !expired:
			return Action{Act: ActUseToken}
		}
	}
	switch {
	case !s.app.HasConsent():
		return draftOf(flow.StepExchange)
	case s.app.DeviceOnly():
		return draftOf(flow.StepDevice)
	default:
		return draftOf(flow.StepAuthorize)
	}
}

// fix is what the card of a failed row does: the right value where an edit or a mistake
// is the cause, else what its first cause says.
func (s *Session) fix(e Entry) Action {
	r, _ := s.line.Result(s.line.Index(e.ID))
	if len(r.Edits) > 0 && e.Mark == Failed {
		return s.withoutEdits(e.Step, r.Edits)
	}
	if len(r.Findings) > 0 {
		if a := s.fixOf(e, r.Findings[0]); a.Act != ActNone {
			return a
		}
	}
	if e.Mark == Uncertain {
		return s.afterUncertain(e.Step)
	}
	return s.sendAgain(e.Step)
}

// withoutEdits drafts a step's right request. Where one field was edited, it is named
// with its right value.
func (s *Session) withoutEdits(step flow.Step, edits []Edit) Action {
	fix := &Fix{}
	if len(edits) == 1 {
		fix.Part, fix.Field, fix.Value = edits[0].Part, edits[0].Name, edits[0].Before.Plain
	}
	if ok, _ := s.Can(draftOf(step)); !ok {
		return s.first()
	}
	return Action{Act: ActFix, Step: step, Fix: fix}
}

// fixOf is what a cause says is to be done.
func (s *Session) fixOf(e Entry, f diagnose.Finding) Action {
	fix := func(step flow.Step) Action { return Action{Act: ActFix, Step: step, Fix: &Fix{Cause: f.ID}} }
	switch f.Do {
	case diagnose.Authorize:
		if s.pairWorks() {
			return Action{Act: ActNone}
		}
		return fix(s.brings())
	case diagnose.Refresh:
		return fix(flow.StepRefresh)
	case diagnose.Probe:
		return fix(flow.StepProbe)
	case diagnose.SendAgain, diagnose.FixMachine:
		return s.sendAgain(e.Step)
	case diagnose.EditProfile:
		return Action{Act: ActEditProfile, Fix: &Fix{Cause: f.ID}}
	case diagnose.AtZoom:
		return Action{Act: ActAtZoom, Fix: &Fix{Cause: f.ID}}
	case diagnose.Report:
		return Action{Act: ActReport, Fix: &Fix{Cause: f.ID}}
	default:
		return Action{Act: ActNone}
	}
}

// brings is the step that begins a new grant.
func (s *Session) brings() flow.Step {
	switch {
	case !s.app.HasConsent():
		return flow.StepExchange
	case s.app.DeviceOnly():
		return flow.StepDevice
	default:
		return flow.StepAuthorize
	}
}

// pairWorks reports whether the pair held now is neither known to be refused nor
// expired: then authorizing would end a good pair.
func (s *Session) pairWorks() bool {
	p := s.Pair(s.with.now())
	return s.state.HasToken() && p.Fate == "" && p.Health == HealthValid
}

// sendAgain drafts a step once more, or what it needs.
func (s *Session) sendAgain(step flow.Step) Action {
	if ok, _ := s.Can(draftOf(step)); ok && step != flow.StepRevoke && s.has(step) {
		return draftOf(step)
	}
	return s.first()
}

// afterUncertain changes nothing where that can tell: a probe while the access token
// has time left, else the same request again.
func (s *Session) afterUncertain(step flow.Step) Action {
	t := s.state.Token
	if !t.AccessToken.IsZero() && s.app.HasUser() && s.left(s.with.now()) > 0 {
		return draftOf(flow.StepProbe)
	}
	return s.sendAgain(step)
}

// Fix carries the action of a failure's card out: the draft of its step without the
// edits that were the cause.
func (s *Session) Fix(a Action) Follow {
	if a.Act != ActFix {
		return Follow{}
	}
	follow := s.Draft(a.Step)
	if d := s.Next(); d != nil && d.step == a.Step && len(d.Edits()) > 0 {
		s.UndoAll()
	}
	return follow
}
