package session

import (
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Main returns what enter does when the timeline's cursor is on row i; the draft is the
// row after the last one. It is never destructive: but for the last step of the sandbox
// tour, nothing that ends a token is offered.
func (s *Session) Main(i int, now time.Time) Action {
	switch next, last := s.drafts.Next(), s.line.Len()-1; {
	case next != nil && i > last:
		return mainAction{s, now}.ofDraft(next)
	case i < last || i == last && next != nil:
		return Action{Act: ActZoom}
	default:
		return mainAction{s, now}.ofNewest()
	}
}

// mainAction finds what enter does.
type mainAction struct {
	s   *Session
	now time.Time
}

// ofDraft sends a draft, or gets what keeps it from being sent.
func (m mainAction) ofDraft(d *Draft) Action {
	switch {
	case d.Ready() && d.blocked == "":
		return Action{Act: ActSend, Step: d.step}
	case m.s.secret.Asks():
		return Action{Act: ActAskSecret}
	case m.s.secret.Err() != nil:
		return Action{Act: ActEditProfile}
	case d.blocked == "":
		return Action{Act: ActNone} // the client secret is being read
	}
	if a := m.first(); a.Step != d.step {
		return a
	}
	return Action{Act: ActNone}
}

// ofNewest goes on from the newest row.
func (m mainAction) ofNewest() Action {
	w, open := m.s.consent.Waiting()
	_, opens := m.s.consent.now.(opening)
	switch {
	case m.s.flight != nil, opens:
		return Action{Act: ActNone} // already sent, or about to be open
	case m.s.state.Unsaved:
		return Action{Act: ActSaveAgain}
	case m.s.disk.Candidate() != nil:
		return Action{Act: ActAdopt}
	case open && m.s.app.Sandbox && m.s.practice.tour && !w.Playing:
		return Action{Act: ActPlay}
	case open:
		return Action{Act: ActCopyURL}
	case m.s.disk.ToGiveBack() && m.s.line.Last().Mark == Done:
		return Action{Act: ActCopyPair}
	case m.s.consent.Code() != nil && (m.s.line.Last().Step == flow.StepAuthorize || m.s.line.Last().Kind == KindPasted):
		return draftOf(flow.StepExchange)
	}
	if step, on := m.s.practice.tourGoesOn(); on {
		return step
	}
	last := m.s.line.Last()
	switch {
	case last.ID == "":
		return m.first()
	case last.Mistake != "" && last.Expected != NoneExpected:
		return Action{Act: ActNext}
	case last.Kind == KindGivenBack:
		return Action{Act: ActLeave} // authorizing would end the pair that the server has now
	case last.Stopped:
		return m.first()
	case last.Mark == Failed || last.Mark == Uncertain:
		return m.fix(last)
	case last.Step == flow.StepRevoke || last.Proof:
		return m.first()
	case m.s.Health(m.now) == HealthExpired:
		return m.first()
	case last.Step != flow.StepProbe && last.Access != "" && m.s.app.HasUser() && rail{m.s}.probeMark() == NotYet: // it brought the pair
		return draftOf(flow.StepProbe)
	case m.s.state.HasToken():
		return Action{Act: ActUseToken}
	default:
		return m.first()
	}
}

func draftOf(step flow.Step) Action { return Action{Act: ActDraft, Step: step} }

// first is the step that brings tokens where there are none, or what is to be done with
// those that there are.
func (m mainAction) first() Action {
	switch {
	case m.s.state.Unsaved:
		return Action{Act: ActSaveAgain}
	case m.s.state.HasToken() && m.s.state.Damage == "" && m.s.state.Bound(m.s.app) == nil:
		switch expired := m.s.Health(m.now) == HealthExpired; {
		case expired && !m.s.state.Token.RefreshToken.IsZero() && m.s.Pair(m.now).Fate == "":
			return draftOf(flow.StepRefresh)
		case !expired:
			return Action{Act: ActUseToken}
		}
	}
	return draftOf(m.s.Brings())
}

// fix is what the card of a failed row does: the right value where an edit or a mistake
// is the cause, else what its first cause says.
func (m mainAction) fix(e Entry) Action {
	r, _ := m.s.line.Result(m.s.line.Index(e.ID))
	if len(r.Edits) > 0 && e.Mark == Failed {
		return m.withoutEdits(e.Step, r.Edits)
	}
	if e.Mark == Uncertain {
		return m.afterUncertain(e.Step)
	}
	if len(r.Findings) > 0 {
		if a := m.fixOf(e, r.Findings[0]); a.Act != ActNone {
			return a
		}
	}
	return m.sendAgain(e.Step)
}

// withoutEdits drafts a step's right request. Where one field was edited, it is named
// with its right value.
func (m mainAction) withoutEdits(step flow.Step, edits []Edit) Action {
	if ok, _ := m.s.Can(draftOf(step)); !ok {
		return m.first()
	}
	a := Action{Act: ActFix, Step: step}
	if len(edits) == 1 {
		a.Field = edits[0].Name
	}
	return a
}

// fixOf is what a cause says is to be done.
func (m mainAction) fixOf(e Entry, f diagnose.Finding) Action {
	fix := func(step flow.Step) Action { return Action{Act: ActFix, Step: step} }
	switch f.Do {
	case diagnose.Authorize:
		if m.pairWorks() {
			return Action{Act: ActNone}
		}
		return fix(m.s.Brings())
	case diagnose.Refresh:
		return fix(flow.StepRefresh)
	case diagnose.Probe:
		return fix(flow.StepProbe)
	case diagnose.SendAgain, diagnose.FixMachine:
		return m.sendAgain(e.Step)
	case diagnose.EditProfile:
		return Action{Act: ActEditProfile}
	case diagnose.AtZoom:
		return Action{Act: ActAtZoom}
	case diagnose.Report:
		return Action{Act: ActReport}
	default:
		return Action{Act: ActNone}
	}
}

// Remedy returns what a cause of a failed row says is to be done at now; [ActNone] where that
// is nothing that zoauth does.
func (s *Session) Remedy(e Entry, f diagnose.Finding, now time.Time) Action {
	return mainAction{s, now}.fixOf(e, f)
}

// Brings returns the step that begins a new grant.
func (s *Session) Brings() flow.Step {
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
func (m mainAction) pairWorks() bool {
	p := m.s.Pair(m.now)
	return p.Fate == "" && (p.Health == HealthValid || p.Health == HealthSoon || p.Health == HealthUnclocked)
}

// sendAgain drafts a step once more, or what it needs.
func (m mainAction) sendAgain(step flow.Step) Action {
	begins := step == flow.StepAuthorize || step == flow.StepDevice
	if ok, _ := m.s.Can(draftOf(step)); ok && step != flow.StepRevoke && (!begins || !m.pairWorks()) {
		return draftOf(step)
	}
	return m.first()
}

// afterUncertain changes nothing where that can tell: a probe while the access token
// has time left, else the same request again.
func (m mainAction) afterUncertain(step flow.Step) Action {
	t := m.s.state.Token
	if !t.AccessToken.IsZero() && m.s.app.HasUser() && m.s.left(m.now) > 0 {
		return draftOf(flow.StepProbe)
	}
	return m.sendAgain(step)
}
