package tui

import (
	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
)

func withForm(m *Model, draft profiles.Draft) *Model {
	m.screens.form = screen.NewForm(&profiles.Document{Path: m.opts.ConfigPath}, "", draft)
	m.open(intent.FormPlace, false)
	return m
}

// filledForm has a secret with a blank at its end, the cursor on it.
func filledForm(m *Model) *Model {
	draft := profiles.NewDraft()
	draft.Name = "acme-dev"
	draft.Text["app"], draft.Text["client_id"], draft.Text["redirect_uri"] = "acme", "Zk3mQ8vTS2aXw1LrPbN0Ug", "https://acme.example/zoom/callback"
	draft.Secret = flow.NewSecret(flow.KindClientSecret, "not-a-real-client-secret-000001 ")
	withForm(m, draft)
	m.key("esc", "")
	for range 6 {
		m.key("j", "j")
	}
	return m
}

// serverForm lacks what only its type needs, and says so after s.
func serverForm(m *Model) *Model {
	draft := profiles.NewDraft()
	draft.Name, draft.Text["type"] = "batch dev", "server-to-server"
	withForm(m, draft)
	m.key("esc", "")
	m.key("space", " ")
	m.key("s", "s")
	return m
}
