package session

import (
	"context"

	"zoauth/flow"
)

// Candidate returns the newest response that is kept because it may hold a newer pair, or
// nil. While there is one no refresh token is sent.
func (k *Disk) Candidate() *flow.Candidate { return k.s.state.Candidate() }

// Adopt makes the pair of the candidate the current one. It sends nothing. The answer
// is that to [Session.Asks].
func (k *Disk) Adopt(answer Answer) Follow {
	return k.decide(ActAdopt, answer, k.s.with.Runner.Adopt, func(s *Session, op Op, _ flow.Token) Follow {
		s.line.adopted(op, KindAdopted)
		return say("Adopted: " + s.state.Token.Fingerprints() + " is the current pair.")
	})
}

// Discard drops the candidates and keeps the current pair.
func (k *Disk) Discard(answer Answer) Follow {
	return k.decide(ActDiscard, answer, k.s.with.Runner.Discard, func(*Session, Op, flow.Token) Follow {
		return say("Discarded. The current pair stays.")
	})
}

// decide changes the token file without a request, where an act can be done and its
// question was answered. then says what follows once that is on disk; before is the pair
// that was held.
func (k *Disk) decide(
	act Act, answer Answer, change func(context.Context, flow.App) (flow.State, error), then func(s *Session, op Op, before flow.Token) Follow,
) Follow {
	if why := k.s.refuses(Action{Act: act}, answer); why != "" {
		return say(why)
	}
	op, app := k.s.nextOp(flow.StepAdopt), k.s.app
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		state, err := change(ctx, app)
		return op.then(func(s *Session) Follow {
			if err != nil {
				return say("Nothing was changed: " + err.Error())
			}
			before := s.state.Token
			return s.disk.committed(state).and(then(s, op, before))
		})
	})
}

// adopted adds the row of the pair that is held now, which no request brought.
func (t *Timeline) adopted(op Op, kind Kind) {
	held := t.s.state.Token
	t.add(Entry{
		ID: newID(t.s), TraceID: flow.AdoptionID(t.s.state), Op: op, Kind: kind, Step: flow.StepAdopt, At: t.s.with.now(), Mark: Done, Verdict: flow.Granted,
		Access: held.AccessToken.Fingerprint(), Refresh: held.RefreshToken.Fingerprint(), detail: &Detail{},
	})
}

// AdoptToken makes tokens from elsewhere the profile's own and drafts a step with them;
// which one, they tell where then is empty. They are saved, and nothing is sent. The
// answer is that to [Session.Asks].
func (k *Disk) AdoptToken(token flow.Token, then flow.Step, answer Answer) Follow {
	k.s.with.Redactor.LearnToken(token)
	disposition := flow.Kept
	if !token.RefreshToken.IsZero() && !answer.Keep { // a refresh would take it from the server that holds it
		disposition = flow.Undecided
	}
	runner, replace := k.s.with.Runner, k.s.state.HasToken()
	return k.decide(ActAdoptToken, answer, func(ctx context.Context, app flow.App) (flow.State, error) {
		return runner.AdoptToken(ctx, app, token, replace, disposition)
	}, func(s *Session, op Op, _ flow.Token) Follow {
		s.line.adopted(op, KindPasted)
		return s.drafts.Open(s.drafts.withAdopted(then)).and(say("Saved " + s.state.Token.Fingerprints() + " to " + s.app.Name + ". Nothing was sent."))
	})
}

// withAdopted is the step that is drafted with adopted tokens: the wanted one where it can be.
func (ds *Drafts) withAdopted(wanted flow.Step) flow.Step {
	t := ds.s.state.Token
	switch {
	case wanted != "" && ds.blocked(wanted) == "":
		return wanted
	case t.AccessToken.IsZero(), !t.RefreshToken.IsZero() && t.Expired(ds.s.with.now()):
		return flow.StepRefresh
	}
	return flow.StepProbe
}
