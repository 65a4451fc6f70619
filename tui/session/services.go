package session

import (
	"context"
	"sync"
	"time"

	"zoauth/flow"
)

// Services are what a session works with. Runner and Store have to be set; what else
// is nil is not there.
type Services struct {
	Runner       *flow.Runner
	Store        Store
	History      History
	Redactor     *flow.Redactor
	Surroundings func(ctx context.Context, app flow.App, port bool) flow.Facts // what the preflight reads; port: try the callback port
	Browser      func(ctx context.Context, url string, allow bool) (Visit, error)
	Stages       *Stages
	SSH          bool             // the browser is probably on another computer
	Now          func() time.Time // nil: time.Now
}

// Store is what a session reads of the token store, and the way to save elsewhere.
type Store interface {
	Read(profile string) (flow.State, error)
	Modified(profile string) time.Time
	SaveIn(folder, profile string, state flow.State) (path string, err error)
}

// History gives a profile's newest n traces, oldest first.
type History interface {
	Tail(profile string, n int) ([]flow.Trace, error)
}

func (v Services) now() time.Time {
	if v.Now == nil {
		return time.Now().Round(0)
	}
	return v.Now().Round(0)
}

// Stages is where the runner's workers are with each profile. A worker writes and
// never waits for the loop, which reads.
type Stages struct {
	mu sync.Mutex
	at map[string]flow.Stage
}

// Observe is for [flow.Runner.Observe].
func (s *Stages) Observe(profile string, stage flow.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil {
		s.at = map[string]flow.Stage{}
	}
	s.at[profile] = stage
}

// Of returns the stage that the profile's newest request has reached. A nil Stages
// knows none.
func (s *Stages) Of(profile string) flow.Stage {
	if s == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[profile]
}
