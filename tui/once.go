package tui

import (
	"context"
	"net/url"
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/adopt"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// pastedSecret is a client secret that stands in a pasted request. It stays in memory.
type pastedSecret struct{ value flow.Secret }

func (p pastedSecret) Secret(context.Context) (flow.Secret, error) { return p.value, nil }
func (pastedSecret) Describe() string                              { return "pasted, in memory only" }

// singleSends are pasted refreshes that are sent once, for tokens of no profile.
type singleSends struct{ *App }

// CanSendOnce reports whether a pasted request is a whole refresh, to a server that a
// profile or Zoom has.
func (o *singleSends) CanSendOnce(r flow.Request) bool {
	_, ok := o.onceApp(r)
	return ok
}

// onceApp is the app of a pasted refresh, without a profile.
func (o *singleSends) onceApp(r flow.Request) (flow.App, bool) {
	u, err := url.Parse(r.URL)
	if err != nil || r.Credential().Kind() != flow.KindRefreshToken || flow.IsPlaceholder(r.Credential().Reveal()) {
		return flow.App{}, false
	}
	app := flow.App{Name: session.OnceName(r.Credential()), Environment: flow.Production, Type: flow.General, Loose: true, Sandbox: o.desk.Simulated()}
	app.ClientID, app.Secret = r.Auth.ClientID, pastedSecret{r.Auth.Secret}
	if r.Auth.Scheme != flow.Basic {
		app.Type, app.ClientID = flow.Public, r.Find("client_id").Plain
		if secret := r.Find("client_secret").Secret; !secret.IsZero() {
			app.Type, app.Secret = flow.General, pastedSecret{secret}
		}
	}
	known := []flow.Endpoints{flow.Commercial(), flow.Government()}
	for _, s := range o.desk.Sessions() {
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

// SendOnce drafts a pasted refresh on a page of its own, for tokens that belong to no
// profile.
func (o *singleSends) SendOnce(r flow.Request) tea.Cmd {
	app, ok := o.onceApp(r)
	if !ok || o.own.shown == nil {
		return nil
	}
	s := o.own.shown.find(app.Name)
	if s == nil {
		s = o.own.shown.session(o.opts, app)
		o.own.shown.sessions = append(o.own.shown.sessions, s)
	} else {
		_ = s.Reload(app)
	}
	page := o.desk.Show(ui.Place{Kind: ui.Flow, Profile: app.Name})
	return tea.Batch(page, o.desk.Run(s.Drafts().SendOnce(flow.Token{RefreshToken: r.Credential()})), o.deliver(ui.ChangedMsg{Profile: app.Name, Sandbox: app.Sandbox}))
}

// AdoptInto asks into which profile the pair of a single send goes. Its own copy goes once
// the profile has it.
func (o *singleSends) AdoptInto(s *session.Session) tea.Cmd {
	pair := s.State().Token
	c := ui.Asking(safe.Const("Adopt the pair into which profile?"), safe.Text{}, ui.Cancel())
	for _, other := range o.desk.Sessions() {
		app := other.App()
		if app.Loose || !app.HasConsent() || !s.State().Binding.Matches(app) {
			continue
		}
		c.Rows = append(c.Rows, ui.Choice{Name: o.clean.Line(app.Name), Note: o.clean.Line(string(app.Environment)), Do: func() tea.Cmd {
			return o.ask(adopt.New(o.desk, other, "", recognize.Grant{Token: pair}).Keep())
		}})
	}
	if len(c.Rows) == 1 {
		o.say(safe.Const("No profile has this client ID. Add it with A first."))
		return nil
	}
	return o.ask(c)
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
// adopted or discarded, or nothing was sent. Their files go with them.
func (o *spaces) dropSent(ctx context.Context) tea.Cmd {
	var forgets []tea.Cmd
	for _, sp := range []*space{o.real, o.sandbox} {
		if sp == nil {
			continue
		}
		sp.sessions = slices.DeleteFunc(sp.sessions, func(s *session.Session) bool {
			over := s.App().Loose && s.State().IsOver() && s.Phase() == session.Idle
			if over {
				s.Close()
				forgets = append(forgets, forget(ctx, sp.Workspace, s.App().Name))
			}
			return over
		})
	}
	return tea.Batch(forgets...)
}

// forget removes the files of a single send. What cannot be removed now goes at the next
// start.
func forget(ctx context.Context, w *profiles.Workspace, name string) tea.Cmd {
	return func() tea.Msg {
		_ = w.Forget(ctx, name)
		return nil
	}
}
