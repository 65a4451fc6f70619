package session

import (
	"context"
	"slices"
	"time"

	"zoauth/flow"
)

// gathered is what the preflight reads of the profile and its machine.
type gathered struct {
	op    Op
	found flow.Facts
	known bool
}

// facts are those that hold now.
func (a gathered) facts(s *Session) flow.Facts {
	facts := a.found
	facts.SSH = s.with.SSH
	if s.consent.attempt() != nil {
		facts.PortErr = "" // its own listener has the port
	}
	if source := s.app.Secret; source != nil {
		facts.Secret = flow.ShapeOf(s.secret.value, source.Describe())
		if err := s.secret.Err(); err != nil {
			facts.Secret.Err, facts.Secret.Asks = err.Error(), s.secret.Asks()
		}
	}
	return facts
}

// gather reads what the preflight needs, and the client secret. It sends nothing.
func (s *Session) gather() Follow {
	if !s.app.HasConsent() || s.with.Facts == nil {
		return Follow{}
	}
	op := s.nextOp("")
	s.gathered.op = op
	_, opens := s.consent.now.(opening)
	port := s.consent.attempt() == nil && !opens
	app, gather, history, freed, now := s.app, s.with.Facts, s.with.History, s.consent.freed, s.with.now()
	follow := run(func(ctx context.Context) *Event {
		if port && freed != nil {
			<-freed
		}
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		facts := gather(ctx, app, port)
		facts.Skew = lastSkew(history, app.Name, now)
		return op.then(func(s *Session) Follow {
			if s.gathered.op == op {
				s.gathered.found, s.gathered.known = facts, true
			}
			return Follow{}
		})
	})
	if !s.secret.ready && !s.secret.reading && s.secret.err == nil {
		follow = follow.and(s.readSecret())
	}
	return follow
}

// freshSkew is how long the clock of a response says something of now.
const freshSkew = time.Hour

// lastSkew is how far this machine's clock was off at the profile's newest response.
func lastSkew(history History, profile string, now time.Time) time.Duration {
	if history == nil {
		return 0
	}
	traces, err := history.Tail(profile, newRows)
	if err != nil {
		return 0
	}
	for _, t := range slices.Backward(traces) {
		if t.Response != nil && now.Sub(t.Started).Abs() <= freshSkew {
			skew, _ := t.Skew()
			return skew.Round(time.Second)
		}
	}
	return 0
}
