package tui

import (
	"slices"

	"zoauth/flow"
	"zoauth/tui/old/intent"
)

// forgetRevoked drops revoked pairs once their screens are left: those of Revoke
// and of the two steps that can prove it (PROMISES.md R15).
func (m *Model) forgetRevoked() {
	proving := slices.Contains([]intent.Place{intent.RevokeStep, intent.ProbeStep, intent.RefreshStep}, m.place)
	for _, s := range m.all() {
		if s.Gone == (flow.Token{}) || s == m.current && proving {
			continue
		}
		s.Gone = flow.Token{}
		for _, step := range []flow.Step{flow.StepProbe, flow.StepRefresh, flow.StepRevoke} {
			s.Steps[step].Draft = flow.Request{}
			s.Steps[step].Before.Token = flow.Token{}
		}
	}
}
