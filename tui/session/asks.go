package session

import (
	"slices"

	"zoauth/flow"
)

// Question is what has to be asked before an action. The zero value: nothing.
type Question struct {
	Why    Reason
	Name   string // the profile's name, where it has to be typed
	Step   flow.Step
	Spends string // fingerprint of what is spent
	Proofs []flow.Step
}

// Reason is why an action asks.
type Reason string

// The reasons. The zero value: it does not ask.
const (
	AsksNothing    Reason = ""
	AsksProduction Reason = "production" // every server that has the pair has to take the new one
	AsksMistake    Reason = "mistake"    // a deliberate one, on a real profile
	AsksForeign    Reason = "foreign"    // the token is from elsewhere: its owner loses it
	AsksRevoke     Reason = "revoke"     // the user has to authorize again
	AsksAdopt      Reason = "adopt"      // the pair that is current now is forgotten
	AsksReplace    Reason = "replace"    // tokens from elsewhere take the place of a pair
	AsksGiveBack   Reason = "give back"  // zoauth's copy is deleted: the server has to have the pair
	AsksDiscard    Reason = "discard"    // the only copy of a newer pair may be in what is kept
)

// Asks returns the question that has to be answered before an action. The cursor of the
// list is on Cancel; a real profile's revoke has its name typed.
func (s *Session) Asks(a Action) Question {
	switch a.Act {
	case ActAdopt:
		return Question{Why: AsksAdopt}
	case ActDiscard:
		return Question{Why: AsksDiscard}
	case ActGiveBack:
		return Question{Why: AsksGiveBack}
	case ActAdoptToken:
		if s.state.HasToken() {
			return Question{Why: AsksReplace}
		}
		return Question{}
	}
	d := s.drafts.Next()
	if a.Act != ActSend || d == nil {
		return Question{}
	}
	q := Question{Step: d.step, Spends: spentBy(d.request)}
	ends := d.step == flow.StepAuthorize || d.step == flow.StepRefresh || d.step == flow.StepDevice
	switch {
	case d.proof:
		return Question{}
	case d.step == flow.StepRefresh && (s.app.Loose || s.drafts.foreign(d.request) && d.mistake == nil):
		q.Why = AsksForeign
	case d.step == flow.StepRevoke && d.mistake == nil:
		q.Why, q.Proofs = AsksRevoke, []flow.Step{flow.StepProbe, flow.StepRefresh}
		if !s.app.HasConsent() {
			q.Proofs = q.Proofs[:1]
		}
		if !s.app.Sandbox {
			q.Name = s.app.Name
		}
	case d.mistake != nil && !s.app.Sandbox:
		q.Why = AsksMistake
	case ends && s.app.Environment == flow.Production && !s.app.Sandbox:
		q.Why = AsksProduction
	default:
		return Question{}
	}
	return q
}

// refuses says why an action is not done: it can't be, or its question was not answered.
func (s *Session) refuses(a Action, answer Answer) string {
	if ok, why := s.Can(a); !ok {
		return why
	}
	q := s.Asks(a)
	proofs := !slices.ContainsFunc(answer.Then, func(step flow.Step) bool { return !slices.Contains(q.Proofs, step) })
	switch {
	case q.Why == AsksNothing, answer.Confirmed && answer.Name == q.Name && proofs:
		return ""
	case q.Name != "":
		return "Type " + q.Name + ", then enter."
	}
	return "Confirm first."
}
