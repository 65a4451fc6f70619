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
	return k.decide(decided{act: ActAdopt}, answer, k.s.with.Runner.Adopt)
}

// Discard drops the candidates and keeps the current pair.
func (k *Disk) Discard(answer Answer) Follow {
	return k.decide(decided{act: ActDiscard}, answer, k.s.with.Runner.Discard)
}

// decide changes the token file without a request, where the act of e can be done and its
// question was answered.
func (k *Disk) decide(e decided, answer Answer, change func(context.Context, flow.App) (flow.State, error)) Follow {
	if why := k.s.refuses(Action{Act: e.act}, answer); why != "" {
		return say(why)
	}
	app := k.s.app
	e.Op = k.s.nextOp(flow.StepAdopt)
	return run(func(ctx context.Context) Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		e.state, e.err = change(ctx, app)
		return e
	})
}

// decided tells what became of the token file: the state is on disk.
type decided struct {
	Op
	act   Act
	then  flow.Step // that adopted tokens are for; empty: they tell
	state flow.State
	err   error
}

func (e decided) apply(s *Session) Follow {
	if e.err != nil {
		return say("Nothing was changed: " + e.err.Error())
	}
	before, prints := s.state.Token, e.state.Token.Fingerprints()
	follow := s.disk.committed(e.state)
	switch e.act {
	case ActDiscard:
		return follow.and(say("Discarded. The current pair stays."))
	case ActKeep:
		return follow.and(say("Kept. zoauth refreshes it from now on."))
	case ActGiveBack:
		return follow.and(s.disk.gaveBack(e.Op, before))
	case ActAdoptToken:
		e.add(s, KindPasted)
		return follow.and(s.drafts.Open(e.next(s))).and(say("Saved " + prints + " to " + s.app.Name + ". Nothing was sent."))
	}
	e.add(s, KindAdopted)
	return follow.and(say("Adopted: " + prints + " is the current pair."))
}

// add adds the row of the pair that is held now.
func (e decided) add(s *Session, kind Kind) {
	t := e.state.Token
	s.line.add(Entry{
		ID: newID(s), TraceID: flow.AdoptionID(e.state), Op: e.Op, Kind: kind, Step: flow.StepAdopt, At: s.with.now(), Mark: Done, Verdict: flow.Granted,
		Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), detail: &Detail{},
	})
}

// next is the step that is drafted with adopted tokens.
func (e decided) next(s *Session) flow.Step {
	t := e.state.Token
	switch {
	case e.then != "" && s.drafts.blocked(e.then) == "":
		return e.then
	case t.AccessToken.IsZero(), !t.RefreshToken.IsZero() && t.Expired(s.with.now()):
		return flow.StepRefresh
	}
	return flow.StepProbe
}
