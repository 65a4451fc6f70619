package tui

import (
	"cmp"

	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
)

func init() {
	frames["faults"] = func(m *Model) *Model {
		faulty(m).atSandbox("acme-dev", intent.RefreshStep)
		m.key("F", "F")
		return m
	}
	frames["faults-on"] = func(m *Model) *Model {
		faulty(m, "secret-changed", "rotated-elsewhere", "rate-limited", "clock-skew").atSandbox("acme-dev", intent.RefreshStep)
		m.key("F", "F")
		m.key("j", "j")
		return m
	}
	frames["faults-preview"] = func(m *Model) *Model {
		return faulty(m, "secret-changed", "rotated-elsewhere", "rate-limited", "clock-skew").atSandbox("acme-dev", intent.RefreshStep)
	}
	frames["faults-profiles"] = func(m *Model) *Model { return faulty(m, "secret-changed", "clock-skew") }
}

// atSandbox is at of a sandbox profile.
func (m *Model) atSandbox(profile string, place intent.Place) *Model {
	m.real = m.sandbox
	m.at(profile, place)
	m.real = nil
	return m
}

// faulty makes the profiles those of a sandbox, in which something goes wrong for
// acme-dev.
func faulty(m *Model, on ...string) *Model {
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample("127.0.0.1:8976")})
	apps := server.Apps()
	first := apps[0].ClientID
	ids := map[string]string{"acme-dev": first, "acme-prod": apps[1].ClientID, "bot-dev": apps[5].ClientID}
	for _, s := range m.real.sessions {
		s.App.Sandbox, s.App.ClientID = true, cmp.Or(ids[s.App.Name], apps[2].ClientID)
	}
	m.sandbox, m.real, m.space = m.real, nil, m.real
	for _, name := range on {
		if err := server.SetScenario(name, first, true); err != nil {
			panic(err)
		}
	}
	m.opts.Faults = server.ScenariosFor
	m.opts.SetFault = server.SetScenario
	m.lookAtFaults()
	return m
}
