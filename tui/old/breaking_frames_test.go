package tui

import (
	"zoauth/flow"
	"zoauth/tui/old/intent"
)

func init() {
	frames["break"] = breaking
	frames["break-not-yet"] = func(m *Model) *Model {
		breaking(m)
		m.keysOf("jjjjjjjjj")
		return m
	}
	frames["break-made"] = func(m *Model) *Model {
		breaking(m)
		for i, mistake := range flow.Mistakes()[:3] {
			m.current.Broke(&mistake, i != 1)
		}
		m.arrive(false)
		return m
	}
}

// breaking is the walk at its beginning: no code, no tokens.
func breaking(m *Model) *Model {
	m = faulty(m).atSandbox("acme-dev", intent.BreakPlace)
	m.current.State = flow.State{}
	m.arrive(false)
	return m
}

func (m *Model) keysOf(keys string) {
	for _, r := range keys {
		m.key(string(r), string(r))
	}
}
