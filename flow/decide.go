package flow

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// current returns the credential that step would spend of s.
func current(s State, step Step) Secret {
	if step == StepRevoke {
		return s.Token.AccessToken
	}
	return s.Token.RefreshToken
}

// decide computes the state after a send (R2, R11). It never
// drops a token because of an error (R10). What was unsettled before this send
// stays so unless this answer settles it.
func decide(before State, in intent, out Outcome, last *Last) State {
	after, earlier, pending := before, in.earlier, in.pending
	after.Pending = earlier
	step := out.Job.Request.Step
	switch out.Answer.Verdict {
	case Granted:
		return granted(before, out, last)
	case Done:
		if !out.Job.Foreign { // another token's end says nothing of ours
			after = revoked(before, last)
		}
	case Refused:
		refusal := out.Answer.Err
		if earlier != nil && earlier.Step == step && earlier.Digest == pending.Digest && (refusal.Code == "invalid_grant" || polling(refusal.Code)) {
			after.Pending = nil
		}
		if !out.Job.Foreign && !waits(refusal.Code) {
			what := cmp.Or(refusal.Code, strconv.Itoa(refusal.Status))
			after.Note = &Note{At: last.At, Step: step, What: what, Text: refusal.Reason}
		}
	case Uncertain:
		after = before.Intending(pending)
		after.Candidates = withCandidate(after.Candidates, out.Answer.Candidate, pending.ID, out.Job.App)
	}
	after.fill(out.Job.App)
	return after
}

// withCandidate adds what came in answer to the request of the pending record id. No
// refusal that comes later takes it away: only a person does, or a new grant (R11).
func withCandidate(kept []Candidate, came *Candidate, id string, app App) []Candidate {
	if came == nil {
		return kept
	}
	c := *came
	c.ID, c.Binding = id, app.Binding()
	same := func(old Candidate) bool {
		return bytes.Equal(old.Raw, c.Raw) && old.Step == c.Step && old.Digest == c.Digest
	}
	return append(slices.DeleteFunc(slices.Clone(kept), same), c)
}

// fill adds what a file of schema 1 did not tell, while the tokens are app's.
func (s *State) fill(app App) {
	if !s.HasToken() || !s.Binding.Matches(app) {
		return
	}
	s.Binding = s.Binding.filled(app)
	s.Kind = cmp.Or(s.Kind, app.grantKind())
	s.Disposition = cmp.Or(s.Disposition, Kept)
}

// granted is the state with the pair that came. It supersedes the candidates: what
// they may hold is older than this grant.
func granted(before State, out Outcome, last *Last) State {
	token := out.Answer.Token
	if token.RefreshToken.IsZero() && out.Job.Request.Step == StepRefresh {
		// RFC 6749 §6: the server may keep the refresh token that was sent in force.
		token.RefreshToken = out.Job.Request.Credential()
	}
	if !token.RefreshToken.IsZero() && token.RefreshToken.same(before.Token.RefreshToken) {
		token.RefreshedAt = before.Token.RefreshedAt
	}
	app := out.Job.App
	after := State{
		Kind: app.grantKind(), Gen: before.Gen + 1, Token: token, Disposition: Kept,
		Origin: &Provenance{Obtained, last.At, last.By}, Last: last, Binding: app.Binding(),
	}
	if out.Job.Request.Step == StepRefresh {
		after.User, after.Who, after.WhoWas = before.User, before.Who, before.WhoWas
		if !out.Job.Keep {
			after.Disposition = cmp.Or(before.Disposition, Kept) // the same grant: what was not decided stays open
		}
		return after
	}
	after.WhoWas = cmp.Or(before.Who, before.WhoWas)
	return after
}

// revoked is the state after a confirmed revoke. Candidates stay: the server may
// know the token that was sent no more, and end nothing (RFC 7009 §2.2).
func revoked(before State, last *Last) State {
	return State{
		User: before.User, Kind: before.Kind, Disposition: before.Disposition,
		Gen:  before.Gen + 1,
		Last: last,
		Who:  before.Who, WhoWas: before.WhoWas,
		Candidates: before.Candidates,
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
		if token.AccessToken.IsZero() || token.RefreshToken.IsZero() {
			return "new token " + token.AccessToken.Fingerprint() + token.RefreshToken.Fingerprint()
		}
		return "new pair " + token.AccessToken.Fingerprint() + " " + token.RefreshToken.Fingerprint()
	case Done:
		if who := out.Answer.Who; who != nil {
			return cmp.Or(who.Email, who.UserID)
		}
		if d := out.Answer.Device; d != nil {
			return "user code " + d.UserCode
		}
		if out.Trace.Step == StepRevoke {
			return "revoked"
		}
		return "token accepted" // by an API path that names no user, or with an error about the request alone
	case Refused:
		return out.Answer.Err.Error()
	case Uncertain:
		return "uncertain: no usable response"
	default:
		if out.Trace.Response != nil {
			return fmt.Sprintf("%s: HTTP status %d", out.Answer.Verdict, out.Trace.Response.Status)
		}
		return fmt.Sprintf("%s: %s", out.Answer.Verdict, out.Trace.Phase)
	}
}
