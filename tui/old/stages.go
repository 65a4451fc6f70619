package tui

import (
	"sync"

	"zoauth/flow"
)

// stages is where the runner's worker is with each profile. The worker writes
// and never waits for the screen; the clock's beat reads.
type stages struct {
	mu sync.Mutex
	at map[string]flow.Stage
}

func (s *stages) observe(profile string, stage flow.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil {
		s.at = map[string]flow.Stage{}
	}
	s.at[profile] = stage
}

func (s *stages) of(profile string) flow.Stage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[profile]
}
