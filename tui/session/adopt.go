package session

import (
	"context"
	"strings"

	"zoauth/flow"
)

// Candidate returns the newest response that is kept since it may hold a newer pair,
// or nil. While there is one no refresh token is sent.
func (k *Disk) Candidate() *flow.Candidate { return k.s.state.Candidate() }

// Adopt makes the pair of the candidate the current one. It sends nothing. The answer
// is that to [Session.Asks].
func (k *Disk) Adopt(answer Answer) Follow { return k.decide(ActAdopt, answer, k.s.with.Runner.Adopt) }

// Discard drops the candidates and keeps the current pair.
func (k *Disk) Discard(answer Answer) Follow {
	return k.decide(ActDiscard, answer, k.s.with.Runner.Discard)
}

func (k *Disk) decide(act Act, answer Answer, decide func(context.Context, flow.App) (flow.State, error)) Follow {
	action := Action{Act: act}
	if ok, why := k.s.Can(action); !ok {
		return say(why)
	}
	if q := k.s.Asks(action); !q.answeredBy(answer) {
		return say(q.reminder())
	}
	op, app := k.s.nextOp(flow.StepAdopt), k.s.app
	return run(func(ctx context.Context) Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		state, err := decide(ctx, app)
		return decided{Op: op, act: act, state: state, err: err}
	})
}

// decided tells what became of the candidates: the state is on disk.
type decided struct {
	Op
	holdsNothing
	act   Act
	state flow.State
	err   error
}

func (e decided) apply(s *Session) Follow {
	if e.err != nil {
		return say("Nothing was changed: " + e.err.Error())
	}
	follow := s.disk.committed(e.state)
	if e.act == ActDiscard {
		return follow.and(say("Discarded. The current pair stays."))
	}
	t := e.state.Token
	s.line.add(Entry{
		ID: newID(s), TraceID: flow.AdoptionID(e.state), Op: e.Op, Kind: KindAdopted, Step: flow.StepAdopt, At: s.with.now(), Mark: Done, Verdict: flow.Granted,
		Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), detail: &detail{},
	})
	return follow.and(say("Adopted: " + strings.TrimSpace(t.AccessToken.Fingerprint()+" "+t.RefreshToken.Fingerprint()) + " is the current pair."))
}
