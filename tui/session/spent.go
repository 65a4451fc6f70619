package session

import "zoauth/flow"

// spent are values of this run that were used up: deliberate mistakes and proofs send
// them once more. They are in memory only.
type spent struct {
	values   flow.Material
	exchange flow.Request // the last exchange that brought tokens
	revoked  flow.Token   // the pair that a revoke ended (R15)
}

// spend drops what an outcome used up: a sent code, a refused client secret.
func (f *Flight) spend(s *Session, out flow.Outcome) {
	sent := out.Trace.Delivery == flow.Sent || out.Trace.Delivery == flow.Answered
	changed := f.mistake != nil || f.byHand
	if !sent || changed && out.Answer.Verdict == flow.Refused { // what a refused experiment did not spend is still good
		return
	}
	switch out.Job.Request.Step {
	case flow.StepExchange:
		if out.Answer.Verdict == flow.Granted {
			s.spent.values.UsedCode, s.spent.exchange = out.Job.Request.Credential(), out.Job.Request
		}
		if c, ok := s.consent.now.(coded); ok {
			s.consent.retire(c.attempt)
			s.consent.now = nobody{}
		}
	case flow.StepRefresh:
		if old := out.Job.Request.Credential(); old != out.State.Token.RefreshToken && out.Answer.Verdict == flow.Granted {
			s.spent.values.PreviousRefresh = old
		}
	case flow.StepRevoke:
		if out.Answer.Verdict == flow.Done {
			s.spent.revoked = f.before.Token
		}
	}
	if out.Answer.Err != nil && out.Answer.Err.Code == "invalid_client" {
		s.forgetSecret()
	}
}
