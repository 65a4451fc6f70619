package tui

import (
	"context"
	"net/url"
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/adopt"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// pastedSecret is a client secret that stands in a pasted request. It stays in memory.
type pastedSecret struct{ value flow.Secret }

func (p pastedSecret) Secret(context.Context) (flow.Secret, error) { return p.value, nil }
func (pastedSecret) Describe() string                              { return "pasted, in memory only" }

// CanSendOnce reports whether a pasted request is a whole refresh, to a server that a
// profile or Zoom has.
func (d *desk) CanSendOnce(r flow.Request) bool {
	_, ok := d.onceApp(r)
	return ok
}

// onceApp is the app of a pasted refresh, without a profile.
func (d *desk) onceApp(r flow.Request) (flow.App, bool) {
	u, err := url.Parse(r.URL)
	if err != nil || r.Credential().Kind() != flow.KindRefreshToken || recognize.IsPlaceholder(r.Credential().Reveal()) {
		return flow.App{}, false
	}
	app := flow.App{Name: session.OnceName(r.Credential()), Environment: flow.Production, Type: flow.General, Loose: true, Sandbox: d.Simulated()}
	app.ClientID, app.Secret = r.Auth.ClientID, pastedSecret{r.Auth.Secret}
	if r.Auth.Scheme != flow.Basic {
		app.Type, app.ClientID = flow.Public, formValue(r, "client_id")
		if secret := formSecret(r, "client_secret"); !secret.IsZero() {
			app.Type, app.Secret = flow.General, pastedSecret{secret}
		}
	}
	known := []flow.Endpoints{flow.Commercial(), flow.Government()}
	for _, s := range d.Sessions() {
		known = append(known, s.App().Endpoints)
	}
	i := slices.IndexFunc(known, func(e flow.Endpoints) bool {
		have, err := url.Parse(e.OAuthURL) // a raw request names the host alone
		return err == nil && have.Host == u.Host
	})
	if app.ClientID == "" || i < 0 || app.Type == flow.General && app.Secret.(pastedSecret).value.IsZero() {
		return flow.App{}, false
	}
	app.Endpoints = known[i]
	return app, true
}

func formValue(r flow.Request, name string) string {
	for _, f := range slices.Concat(r.Form, r.Query) {
		if f.Name == name {
			return f.Plain
		}
	}
	return ""
}

func formSecret(r flow.Request, name string) flow.Secret {
	for _, f := range slices.Concat(r.Form, r.Query) {
		if f.Name == name {
			return f.Secret
		}
	}
	return flow.Secret{}
}

// SendOnce drafts a pasted refresh on a page of its own, for tokens that belong to no
// profile.
func (d *desk) SendOnce(r flow.Request) tea.Cmd {
	app, ok := d.onceApp(r)
	if !ok || d.own.shown == nil {
		return nil
	}
	s := d.own.shown.find(app.Name)
	if s == nil {
		s = d.own.shown.session(d.opts, app)
		d.own.shown.sessions = append(d.own.shown.sessions, s)
	} else {
		_ = s.Reload(app)
	}
	page := d.Show(ui.Place{Kind: ui.Flow, Profile: app.Name})
	return tea.Batch(page, d.Run(s.SendOnce(flow.Token{RefreshToken: r.Credential()})), d.deliver(ui.ChangedMsg{Profile: app.Name, Sandbox: app.Sandbox}))
}

// AdoptInto asks into which profile the pair of a single send goes. Its own copy goes once
// the profile has it.
func (d *desk) AdoptInto(s *session.Session) tea.Cmd {
	pair := s.State().Token
	c := &ui.Choices{Title: safe.Const("Adopt the pair into which profile?"), Rows: []ui.Choice{ui.Cancel()}}
	for _, other := range d.Sessions() {
		app := other.App()
		if app.Loose || !app.HasConsent() || !s.State().Binding.Matches(app) {
			continue
		}
		c.Rows = append(c.Rows, ui.Choice{Name: d.clean.Line(app.Name), Note: d.clean.Line(string(app.Environment)), Do: func() tea.Cmd {
			return d.ask(adopt.New(d, other, "", recognize.Grant{Token: pair}).Keep())
		}})
	}
	if len(c.Rows) == 1 {
		d.say(safe.Const("No profile has this client ID. Add it with A first."))
		return nil
	}
	return d.ask(c)
}

// settleLoose deletes the copy of a single send's pair that a profile has adopted: a
// refresh token in two files would end the pair of both.
func (o *spaces) settleLoose(d *desk) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range o.all() {
		held := s.State().Token
		adopted := s.App().Loose && held.HasToken() && s.Flight() == nil && slices.ContainsFunc(o.all(), func(other *session.Session) bool {
			return !other.App().Loose && other.State().Token.AccessToken == held.AccessToken && other.State().Token.RefreshToken == held.RefreshToken
		})
		if adopted {
			cmds = append(cmds, d.Run(s.Disk().GiveBack(session.Answer{Confirmed: true})))
		}
	}
	return tea.Batch(cmds...)
}

// dropSent lets go of single sends of which nothing is left: their pair was copied,
// adopted or discarded, or nothing was sent.
func (o *spaces) dropSent() {
	for _, sp := range []*space{o.real, o.sandbox} {
		if sp == nil {
			continue
		}
		sp.sessions = slices.DeleteFunc(sp.sessions, func(s *session.Session) bool {
			state := s.State()
			over := s.App().Loose && !state.HasToken() && !state.Uncertain() && s.Phase() == session.Idle
			if over {
				s.Close()
			}
			return over
		})
	}
}
