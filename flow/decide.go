package flow

import "fmt"

// current returns the credential that step would spend of s.
func current(s State, step Step) Secret {
	if step == StepRevoke {
		return s.Token.AccessToken
	}
	return s.Token.RefreshToken
}

// decide computes the state after a send (PROMISES.md §2.5 step 10). It never
// drops a token because of an error (R10). earlier is what was unsettled before
// this send: it stays so unless this answer settles it.
func decide(before State, earlier *Pending, pending Pending, out Outcome, last *Last) State {
	after := before
	after.Pending = earlier
	step := out.Job.Request.Step
	switch out.Answer.Verdict {
	case Granted:
		after = granted(before, out, last)
	case Done:
		after = revoked(before, last)
	case Refused:
		if earlier != nil && earlier.Step == step && earlier.Digest == pending.Digest && out.Answer.Err.Code == "invalid_grant" {
			after.Pending = nil
		}
		if !out.Job.Foreign {
			after.Note = &Note{At: last.At, Step: step, What: out.Answer.Err.Code, Text: out.Answer.Err.Reason}
		}
	case Uncertain:
		pending.Raw = out.Answer.Keep
		after.Pending = &pending
	}
	return after
}

func granted(before State, out Outcome, last *Last) State {
	token := out.Answer.Token
	if token.RefreshToken.IsZero() && out.Job.Request.Step == StepRefresh {
		// RFC 6749 §6: the server may keep the old refresh token in force.
		token.RefreshToken, token.RefreshedAt = before.Token.RefreshToken, before.Token.RefreshedAt
	}
	after := State{Gen: before.Gen + 1, Token: token, Last: last, Binding: out.Job.App.Binding()}
	if out.Job.Request.Step == StepRefresh {
		after.Who = before.Who
	}
	return after
}

func revoked(before State, last *Last) State {
	return State{
		Gen:  before.Gen + 1,
		Last: last,
		Who:  before.Who,
		Revoked: &Revoked{
			At:           last.At,
			AccessToken:  before.Token.AccessToken.Fingerprint(),
			RefreshToken: before.Token.RefreshToken.Fingerprint(),
		},
		Binding: before.Binding,
	}
}

// summary says in one line what came of a send, for the history.
func summary(out Outcome) string {
	token := out.State.Token
	switch out.Answer.Verdict {
	case Granted:
		if token.RefreshToken.IsZero() {
			return "new token " + token.AccessToken.Fingerprint()
		}
		return "new pair " + token.AccessToken.Fingerprint() + " " + token.RefreshToken.Fingerprint()
	case Done:
		if out.Answer.Who != nil {
			return out.Answer.Who.Email
		}
		return "revoked"
	case Refused:
		return out.Answer.Err.Error()
	case Uncertain:
		return "uncertain: no usable answer"
	default:
		return fmt.Sprintf("%s: %s", out.Answer.Verdict, out.Trace.Phase)
	}
}
