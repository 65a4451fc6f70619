package intake

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// grantOf is what an artefact gives to whoever holds it: the tokens of a response, what a
// request spends, a token or a code alone.
func grantOf(a recognize.Artefact) recognize.Grant {
	r := a.Trace.Request
	switch {
	case a.Provider.Foreign:
		return recognize.Grant{}
	case len(a.Tokens()) > 0:
		return recognize.ReadGrant(string(a.Trace.Response.Body))
	case r.Credential().Kind() == flow.KindRefreshToken:
		return recognize.Grant{Unnamed: r.Credential(), ClientID: r.Auth.ClientID}.Named(flow.KindRefreshToken)
	case r.Auth.Scheme == flow.Bearer && !r.Auth.Secret.IsZero():
		return recognize.Grant{Unnamed: r.Auth.Secret}.Named(flow.KindAccessToken)
	case a.Kind == recognize.Token && a.Token.Secret.Kind() != flow.KindUnknown && !recognize.ReadGrant(a.Text).Unnamed.IsZero():
		return recognize.Grant{Unnamed: a.Token.Secret}.Named(a.Token.Secret.Kind())
	case a.Kind == recognize.Token && (a.Token.Cut || len(a.Token.Damage) > 0), a.Kind == recognize.Credentials:
		return recognize.Grant{}
	}
	return recognize.ReadGrant(a.Text)
}

// printsOf names what a grant gives.
func printsOf(g recognize.Grant) string {
	all := []string{g.Token.AccessToken.Fingerprint(), g.Token.RefreshToken.Fingerprint(), g.Code.Code.Fingerprint()}
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

// adoptChoices take what the row gives into a profile: the one that it was issued to,
// where it tells, else one of all.
func (o offers) adoptChoices() []ui.Choice {
	g := grantOf(o.row.pasted.Artefact)
	if several := o.several(); len(several) > 1 {
		return []ui.Choice{{
			Name: safe.Format("Adopt one of its %s tokens or pairs…", safe.Int(len(several))), Act: safe.Const("say which one"), Note: safe.Const("nothing is sent yet"),
			Do: func() tea.Cmd { return o.desk.Ask(o.whichOf(several)) },
		}}
	}
	switch {
	case !g.Unnamed.IsZero():
		return []ui.Choice{{
			Name: safe.Const("Adopt it into a profile…"), Act: safe.Const("say what it is"), Note: safe.Const("an access token, a refresh token, a code?"),
			Do: func() tea.Cmd { return o.desk.Ask(o.naming(g)) },
		}}
	case printsOf(g) == "":
		return nil
	}
	var list []ui.Choice
	for _, s := range o.issued(g) {
		list = append(list, o.adoptChoice(g, s))
	}
	if len(list) == 0 && len(o.takers(g)) > 1 {
		list = append(list, ui.Choice{
			Name: o.adoptName(g, safe.Const("a profile…")), Act: safe.Const("choose the profile"), Note: safe.Const("nothing is sent yet"),
			Do: func() tea.Cmd { return o.desk.Ask(o.choosing(g)) },
		})
	} else if len(list) == 0 && len(o.takers(g)) == 1 {
		list = append(list, o.adoptChoice(g, o.takers(g)[0]))
	}
	return list
}

// several are the grants of a row that has more than one token of a kind. A request and
// its response have one each, and the newer one is known.
func (o offers) several() []recognize.Grant {
	a := o.row.pasted.Artefact
	if a.Provider.Foreign || a.HasRequest() {
		return nil
	}
	return recognize.ReadSeveral(a.Text)
}

// whichOf asks which of several grants is meant.
func (o offers) whichOf(several []recognize.Grant) *ui.Choices {
	c := ui.Asking(safe.Const("Adopt which one?"), safe.Text{}, ui.Cancel())
	for _, g := range several {
		c.Rows = append(c.Rows, ui.Choice{Name: o.desk.Clean().Line(printsOf(g)), Do: func() tea.Cmd { return o.adoptSomewhere(g) }})
	}
	return c
}

// adoptSomewhere adopts into the only profile that can hold it, or asks which one.
func (o offers) adoptSomewhere(g recognize.Grant) tea.Cmd {
	if takers := o.takers(g); len(takers) == 1 {
		return o.desk.Adopt(takers[0].App().Name, g)
	}
	return o.desk.Ask(o.choosing(g))
}

// adoptName is the act of adopting into a target.
func (o offers) adoptName(g recognize.Grant, target safe.Text) safe.Text {
	if !g.Code.Code.IsZero() {
		return safe.Format("Exchange this code with %s", target)
	}
	return safe.Format("Adopt %s into %s", o.desk.Clean().Line(printsOf(g)), target)
}

func (o offers) adoptChoice(g recognize.Grant, s *session.Session) ui.Choice {
	name := o.desk.Clean().Line(s.App().Name)
	note := safe.Const("saved; nothing is sent yet")
	held := s.State().Token
	switch {
	case !g.Code.Code.IsZero():
		note = safe.Const("asks for redirect and verifier first")
	case held.HasToken():
		print := held.RefreshToken.Fingerprint()
		if print == "" {
			print = held.AccessToken.Fingerprint()
		}
		note = safe.Format("replaces %s; asks first", o.desk.Clean().Line(print))
	}
	return ui.Choice{Name: o.adoptName(g, name), Act: previews, Note: note, Do: func() tea.Cmd { return o.desk.Adopt(s.App().Name, g) }}
}

// issued are the profiles with the client ID that the row names. A profile that holds
// the very token has it already.
func (o offers) issued(g recognize.Grant) []*session.Session {
	ids := []string{recognize.ClientOf(g.Token.AccessToken), recognize.ClientOf(g.Token.RefreshToken)}
	if r := o.row.pasted.Trace.Request; r.Method != "" {
		ids = append(ids, clientOf(r))
	}
	var list []*session.Session
	for _, s := range o.takers(g) {
		held := s.State().Token
		has := !g.Token.RefreshToken.IsZero() && held.RefreshToken.Digest() == g.Token.RefreshToken.Digest() ||
			g.Token.RefreshToken.IsZero() && !g.Token.AccessToken.IsZero() && held.AccessToken.Digest() == g.Token.AccessToken.Digest()
		if slices.Contains(ids, s.App().ClientID) && !has {
			list = append(list, s)
		}
	}
	return list[:min(len(list), mostRelated)]
}

// takers are the profiles that can hold what is given.
func (o offers) takers(g recognize.Grant) []*session.Session {
	consent := !g.Code.Code.IsZero() || !g.Token.RefreshToken.IsZero()
	var list []*session.Session
	for _, s := range o.desk.Sessions() {
		if !s.App().Loose && (!consent || s.App().HasConsent()) {
			list = append(list, s)
		}
	}
	return list
}

// choosing asks for the profile.
func (o offers) choosing(g recognize.Grant) *ui.Choices {
	c := ui.Asking(o.adoptName(g, safe.Const("which profile?")), safe.Text{}, ui.Cancel())
	for _, s := range o.takers(g) {
		one := o.adoptChoice(g, s)
		one.Name, one.Act = o.desk.Clean().Line(s.App().Name), safe.Text{}
		c.Rows = append(c.Rows, one)
	}
	return c
}

// naming asks what an opaque word is.
func (o offers) naming(g recognize.Grant) *ui.Choices {
	as := func(kind flow.SecretKind) func() tea.Cmd {
		return func() tea.Cmd { return o.adoptSomewhere(g.Named(kind)) }
	}
	return ui.Asking(safe.Const("What is this value?"), safe.Const("Nothing in it says what it is."),
		ui.Choice{Name: safe.Const("A refresh token"), Do: as(flow.KindRefreshToken)},
		ui.Choice{Name: safe.Const("An access token"), Do: as(flow.KindAccessToken)},
		ui.Choice{Name: safe.Const("An authorization code"), Do: as(flow.KindCode)})
}

// waitingChoices lead back to the attempts that are open.
func (o offers) waitingChoices() []ui.Choice {
	var list []ui.Choice
	for _, w := range o.waiting {
		name := o.desk.Clean().Line(w.profile)
		list = append(list, ui.Choice{
			Name: safe.Format("Open %s", name), Note: safe.Const("still waiting for its callback"),
			Do: func() tea.Cmd { return o.desk.Show(ui.Place{Kind: ui.Flow, Profile: w.profile}) },
		})
	}
	return list
}

// redirectChoices put the address of a callback into a profile.
func (o offers) redirectChoices() []ui.Choice {
	address := o.row.pasted.Callback.Address
	if o.row.pasted.Kind != recognize.Callback {
		address = addressOnly(o.read.text)
	}
	if !strings.Contains(address, "://") {
		return nil
	}
	use := func(profile string) func() tea.Cmd {
		return func() tea.Cmd { return o.desk.Change(profile, "redirect_uri", address) }
	}
	var rows []ui.Choice
	for _, s := range o.desk.Sessions() {
		if app := s.App(); app.HasConsent() && !app.Sandbox && !app.Loose && app.RedirectURI != address {
			rows = append(rows, ui.Choice{Name: o.desk.Clean().Line(app.Name), Note: safe.Const("opens the form"), Do: use(app.Name)})
		}
	}
	switch len(rows) {
	case 0:
		return nil
	case 1:
		return []ui.Choice{{Name: safe.Format("Use as redirect URI of %s", rows[0].Name), Act: safe.Const("open the form"), Note: o.desk.Clean().Line(address), Do: rows[0].Do}}
	}
	return []ui.Choice{{Name: safe.Const("Use as redirect URI of…"), Act: safe.Const("choose the profile"), Note: o.desk.Clean().Line(address), Do: func() tea.Cmd {
		return o.desk.Ask(ui.Asking(safe.Const("Use as the redirect URI of which profile?"), safe.Text{}, append([]ui.Choice{ui.Cancel()}, rows...)...))
	}}}
}

// addressOnly is the one address that a text is; "" where it is anything else.
func addressOnly(text string) string {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, " \n\t?#") || !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
		return ""
	}
	return text
}
