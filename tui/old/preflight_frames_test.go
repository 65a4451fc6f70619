package tui

import (
	"time"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

func init() {
	for name, prepare := range map[string]func(*Model) *Model{
		"preflight-problems":         withProblems,
		"preflight-problems-waiting": func(m *Model) *Model { return waitingWith(withProblems(m)) },
		"preflight-problems-why":     func(m *Model) *Model { withProblems(m).key("w", "w"); return m },
		"preflight-mixed":            withMixedPair,
		"preflight-mixed-why":        mixedWhy,
		"preflight-sound":            soundPreflight,
		"preflight-one":              oneProblem,
		"preflight-one-waiting":      func(m *Model) *Model { return waitingWith(oneProblem(m)) },
	} {
		authorizeFrames[name] = prepare
	}
}

// withProblems is a profile with much against it.
func withProblems(m *Model) *Model {
	app := &m.real.find("acme-dev").App
	app.RedirectURI, app.Listen = "http://127.0.0.1:8976/Callback/#top", "127.0.0.1:9000"
	app.Scopes = []string{"user:read,meeting:read", "meeting:read:meeting"}
	m.at("acme-dev", intent.AuthorizeStep)
	m.current.Secret.Value = flow.NewSecret(flow.KindClientSecret, "not-a-real-client-secret-00000001\n")
	m.factsGathered(factsGatheredMsg{m.current.FactsOp, flow.Facts{
		PortErr: "listening on 127.0.0.1:9000: the address is in use by nc, process 4121",
		Skew:    -10 * time.Minute,
		Files:   []flow.FileFault{{Path: "/home/jane/.local/state/zoauth/tokens", What: "has mode 0755", Repair: "chmod 700 /home/jane/.local/state/zoauth/tokens"}},
	}})
	return m
}

func oneProblem(m *Model) *Model {
	m.at("acme-dev", intent.AuthorizeStep)
	m.current.Secret.Value = flow.NewSecret(flow.KindClientSecret, "not-a-real-client-secret-00000001\n")
	return m
}

// waitingWith opens an attempt of what the preflight speaks against.
func waitingWith(m *Model) *Model {
	m.current.Attempt = attempt(m.current.App)
	m.current.Attempt.Address = m.current.App.ListenAddress()
	m.current.Phase = session.Waiting
	return m
}

// withMixedPair is a development profile that has production's client ID.
func withMixedPair(m *Model) *Model {
	m.real.find("acme-dev").App.ClientID = m.real.find("acme-prod").App.ClientID
	m.real.find("acme-dev").App.RedirectURI = "https://acme.example/zoom/callback"
	return m.at("acme-dev", intent.AuthorizeStep)
}

func mixedWhy(m *Model) *Model {
	withMixedPair(m).key("w", "w")
	return m
}

// soundPreflight is a profile of which nothing is to be said.
func soundPreflight(m *Model) *Model {
	m.real.find("acme-dev").App.RedirectURI = "https://acme.example/development/callback"
	return m.at("acme-dev", intent.AuthorizeStep)
}
