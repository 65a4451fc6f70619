// Package adopt asks for what a step needs and the profile does not have: a code with
// what it was asked for with, an access token, a refresh token. What is given is judged
// before it is saved or sent, and takes the place of a pair only after a question.
package adopt

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Desk is what the app offers to the dialog.
type Desk interface {
	ui.Host
	// Run runs the tasks of a session and says its news.
	Run(session.Follow) tea.Cmd
	// Learn keeps secrets off every screen from now on.
	Learn(...flow.Secret)
	// ShowPage shows the page of a profile, where it is not shown already.
	ShowPage(*session.Session) tea.Cmd
}

// Dialog asks for a grant from elsewhere. Make it with [New].
type Dialog struct {
	desk   Desk
	s      *session.Session
	step   flow.Step // that is drafted with it; empty: what the grant tells
	fields []field
	at     int
	keep   bool            // no server is to get it back
	given  recognize.Grant // as it was pasted: with where a code came to, and whose it is
}

// New asks for what a step needs, with what was given already filled in.
func New(desk Desk, s *session.Session, step flow.Step, g recognize.Grant) *Dialog {
	d := &Dialog{desk: desk, s: s, step: step}
	d.take(g)
	return d
}

// Keep makes the dialog adopt tokens for good: no server holds them.
func (d *Dialog) Keep() *Dialog {
	d.keep = true
	return d
}

// take fills the dialog with a grant: its fields are those of a code or of tokens.
func (d *Dialog) take(g recognize.Grant) {
	d.desk.Learn(g.Code.Code, g.Verifier, g.Token.AccessToken, g.Token.RefreshToken)
	d.given = g
	if !g.Code.Code.IsZero() || !g.Token.HasToken() && d.step == flow.StepExchange {
		d.step = flow.StepExchange
		redirect := g.RedirectURI
		if redirect == "" {
			redirect = d.s.App().RedirectURI
		}
		d.fields = []field{
			d.field(codeField, g.Code.Code.Reveal()),
			d.field(redirectField, redirect),
			d.field(verifierField, g.Verifier.Reveal()),
		}
	} else {
		if d.step == flow.StepExchange {
			d.step = ""
		}
		d.fields = nil
		refresh := d.step == flow.StepRefresh || d.step == "" && g.Token.AccessToken.IsZero() && !g.Token.RefreshToken.IsZero()
		if !g.Token.AccessToken.IsZero() || !refresh {
			d.fields = append(d.fields, d.field(accessField, g.Token.AccessToken.Reveal()))
		}
		if !g.Token.RefreshToken.IsZero() || refresh {
			d.fields = append(d.fields, d.field(refreshField, g.Token.RefreshToken.Reveal()))
		}
	}
	d.at = 0
	_ = d.fields[0].input.Focus()
}

// grant is what the fields hold.
func (d *Dialog) grant() recognize.Grant {
	if d.step == flow.StepExchange {
		g := recognize.Grant{Code: d.given.Code, ClientID: d.given.ClientID, Verifier: flow.NewSecret(flow.KindVerifier, d.value(verifierField))}
		if code := d.value(codeField); code != d.given.Code.Code.Reveal() {
			g.ClientID, g.Code = "", flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code), Bare: true}
		}
		return g
	}
	var g recognize.Grant
	for name, kind := range map[fieldName]flow.SecretKind{accessField: flow.KindAccessToken, refreshField: flow.KindRefreshToken} {
		value := d.value(name)
		if value == "" || g.Why != "" {
			continue
		}
		g.Unnamed = flow.NewSecret(flow.KindUnknown, value)
		g = g.Named(kind)
	}
	if g.Token.AccessToken.Digest() == d.given.Token.AccessToken.Digest() && g.Token.RefreshToken.Digest() == d.given.Token.RefreshToken.Digest() {
		g.ClientID, g.LeftOut = d.given.ClientID, d.given.LeftOut
	}
	return g
}

// whole reports whether there is something to save or to send.
func (d *Dialog) whole(g recognize.Grant) bool {
	return g.Why != "" || g.Token.HasToken() || !g.Code.Code.IsZero()
}

// remarks judge what the fields hold; nil while they are empty.
func (d *Dialog) remarks() []diagnose.Remark {
	g := d.grant()
	if !d.whole(g) {
		return nil
	}
	return d.s.JudgeGrant(g, d.value(redirectField))
}

// Keys are enter with what it does, the fields, and esc.
func (d *Dialog) Keys() []ui.Key {
	act := safe.Format("save and open the %s", d.opens())
	if d.step == flow.StepExchange {
		act = safe.Const("open the exchange")
	}
	keys := []ui.Key{ui.NewKey(act, "enter")}
	if len(d.fields) > 1 {
		keys = append(keys, ui.NewKey(safe.Const("field"), "up", "down", "tab", "shift+tab").As(safe.Const("↑ ↓")))
	}
	return append(keys, ui.NewKey(safe.Const("clear"), "ctrl+u"), ui.NewKey(safe.Const("cancel"), "esc"))
}

// Editing is true: the fields take what is typed.
func (d *Dialog) Editing() bool { return true }

// Update types, reads a paste, moves between the fields, and goes on with enter.
func (d *Dialog) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		d.paste(msg.Content)
		return nil, false
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter":
			return d.enter()
		case "down", "tab":
			return d.move(1), false
		case "up", "shift+tab":
			return d.move(len(d.fields) - 1), false
		}
		return d.fields[d.at].input.Update(msg), false
	}
	return nil, false
}

func (d *Dialog) move(n int) tea.Cmd {
	d.fields[d.at].input.Blur()
	d.at = (d.at + n) % len(d.fields)
	return d.fields[d.at].input.Focus()
}

// paste reads a text: what names itself goes into its own fields, a single word into the
// one with the focus.
func (d *Dialog) paste(text string) {
	g := recognize.ReadGrantFor(text, recognize.Read(text), d.s.App().ClientID)
	if g.Why == "" && (g.Token.HasToken() || !g.Code.Code.IsZero()) {
		d.take(d.with(g))
		return
	}
	word := strings.TrimSpace(text)
	switch {
	case g.Why != "":
		d.desk.Say(safe.Format("Not taken: %s.", d.desk.Clean().Line(g.Why)))
		return
	case len(strings.Fields(word)) != 1:
		d.desk.Say(safe.Const("zoauth finds no code or token in that text."))
		return
	}
	d.desk.Learn(flow.NewSecret(flow.KindUnknown, word))
	d.fields[d.at].input.Set(word)
}

// with is g with what the fields hold and g does not say.
func (d *Dialog) with(g recognize.Grant) recognize.Grant {
	if g.Verifier.IsZero() {
		g.Verifier = flow.NewSecret(flow.KindVerifier, d.value(verifierField))
	}
	if g.RedirectURI == "" {
		g.RedirectURI = d.value(redirectField)
	}
	if g.Code.Code.IsZero() && g.Token.AccessToken.IsZero() {
		g.Token.AccessToken = flow.NewSecret(flow.KindAccessToken, d.value(accessField))
	}
	return g
}

// enter saves or drafts what was given, unless it cannot work.
func (d *Dialog) enter() (tea.Cmd, bool) {
	g := d.grant()
	if !d.whole(g) {
		d.desk.Say(safe.Format("Paste the %s first.", d.fields[0].label))
		return nil, false
	}
	for _, r := range d.remarks() {
		if r.Refuses {
			d.desk.Say(safe.Format("Not taken: %s.", d.desk.Clean().Line(r.Text)))
			return nil, false
		}
	}
	d.desk.Learn(g.Code.Code, g.Verifier, g.Token.AccessToken, g.Token.RefreshToken)
	if d.step == flow.StepExchange {
		return tea.Batch(d.desk.ShowPage(d.s), d.desk.Run(d.s.Consent().AdoptCode(g, d.value(redirectField))), d.changed()), true
	}
	if d.s.Asks(session.Action{Act: session.ActAdoptToken}).Why == session.AsksReplace {
		return d.desk.Ask(d.replacing(g)), true
	}
	return d.save(g, session.Answer{Keep: d.keep}), true
}

// changed tells the pages that the session has a draft now.
func (d *Dialog) changed() tea.Cmd {
	app := d.s.App()
	return func() tea.Msg { return ui.ChangedMsg{Profile: app.Name, Sandbox: app.Sandbox} }
}

func (d *Dialog) save(g recognize.Grant, answer session.Answer) tea.Cmd {
	return tea.Batch(d.desk.ShowPage(d.s), d.desk.Run(d.s.Disk().AdoptToken(g.Token, d.step, answer)))
}

// replacing asks before tokens take the place of a pair.
func (d *Dialog) replacing(g recognize.Grant) *ui.Choices {
	name, held := d.desk.Clean().Line(d.s.App().Name), d.prints(d.s.State().Token)
	text := safe.Format("%s has %s. They are deleted here when %s take their place. Zoom isn't told.", name, held, d.prints(g.Token))
	return ui.Asking(safe.Format("Replace the tokens of %s?", name), text, ui.Cancel(), ui.Choice{
		Name: safe.Format("Replace %s", held), Do: func() tea.Cmd { return d.save(g, session.Answer{Confirmed: true, Keep: d.keep}) },
	})
}

func (d *Dialog) prints(t flow.Token) safe.Text {
	return d.desk.Clean().Line(t.Fingerprints())
}

// View draws the fields and what their values tell.
func (d *Dialog) View(r ui.Region, _ time.Time) ui.Pane { return d.box(r) }
