package intake

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// mostRelated is how many profiles are offered.
const mostRelated = 2

// previews is what enter does where a preview follows.
var previews = safe.Const("look at it first")

// offers are what can be done with a row of Found.
type offers struct {
	desk    Desk
	row     row
	read    reading
	waiting []waiter
	again   func() tea.Cmd // asks for another text
}

// all are the choices, the likeliest first.
func (o offers) all() []ui.Choice {
	list, adopting := o.waitingChoices(), o.adoptChoices()
	refused := o.refusal()
	if refused == nil && o.fills() {
		if o.row.pasted.Kind == recognize.Callback {
			list = append(list, adopting...)
		} else {
			list = append(adopting, list...)
		}
		adopting = nil
	}
	for i, r := range o.row.pasted.Meaning.Here {
		if i < mostRelated {
			list = append(list, o.profileChoices(r)...)
		}
	}
	if refused != nil { // once more it is refused again
		list = append(list, o.redirectChoices()...)
		list = append(list, o.saveChoices()...)
		list = append(list, o.onceChoices(safe.Format("Zoom has refused it: %s", o.desk.Clean().Line(refused.Code)))...)
		list = append(list, adopting...)
	} else {
		list = append(list, o.onceChoices(safe.Const("saved first; then keep, copy or discard"))...)
		list = append(list, adopting...)
		list = append(list, o.redirectChoices()...)
		list = append(list, o.saveChoices()...)
	}
	return append(list, ui.Choice{Name: safe.Const("Paste something else"), Note: safe.Const("or type it"), Do: o.again})
}

// refusal is the error of the row's response; nil where it has none. Tokens whose status the text omits are no
// refusal.
func (o offers) refusal() *flow.Error {
	trace := o.row.pasted.Trace
	if trace.Response != nil && trace.Response.Status == 0 && len(o.row.pasted.Tokens()) > 0 {
		return nil
	}
	return flow.Classify(trace).Err
}

// fills reports whether the profile that the text has to do with has no tokens yet.
func (o offers) fills() bool {
	here := o.row.pasted.Meaning.Here
	if len(here) == 0 {
		return false
	}
	s := o.session(here[0].Profile)
	return s != nil && !s.State().HasToken()
}

// onceChoices send a pasted refresh that belongs to no profile.
func (o offers) onceChoices(note safe.Text) []ui.Choice {
	r := o.row.pasted.Trace.Request
	if !o.desk.CanSendOnce(r) || o.row.pasted.Provider.Foreign {
		return nil
	}
	return []ui.Choice{{Name: safe.Const("Send this refresh once"), Act: previews, Note: note, Do: func() tea.Cmd { return o.desk.SendOnce(r) }}}
}

// profileChoices open the profile that has to do with the text.
func (o offers) profileChoices(r diagnose.Relation) []ui.Choice {
	name := o.desk.Clean().Line(r.Profile)
	note := safe.Const("it has the same client ID")
	switch r.Bond {
	case diagnose.HoldsNewer:
		note = safe.Const("its pair is newer than the pasted one")
	case diagnose.HoldsRefreshToken:
		note = safe.Const("it holds this refresh token")
	case diagnose.HoldsAccessToken:
		note = safe.Const("it holds this access token")
	}
	open := func(key string) func() tea.Cmd {
		return func() tea.Cmd { return o.desk.Show(ui.Place{Kind: ui.Flow, Profile: r.Profile, Key: key}) }
	}
	var list []ui.Choice
	if !slices.ContainsFunc(o.waiting, func(w waiter) bool { return w.profile == r.Profile }) { // else it is opened for its attempt
		list = append(list, ui.Choice{Name: safe.Format("Open %s", name), Note: note, Do: open("")})
	}
	if s := o.session(r.Profile); s != nil && !s.State().Token.AccessToken.IsZero() {
		list = append(list, ui.Choice{
			Name: safe.Format("Probe %s", name), Act: safe.Format("open the probe of %s", name),
			Note: safe.Format("does %s work?", o.desk.Clean().Line(s.State().Token.AccessToken.Fingerprint())), Do: open("3"),
		})
	}
	return list
}

func (o offers) session(profile string) *session.Session {
	for _, s := range o.desk.Sessions() {
		if s.App().Name == profile {
			return s
		}
	}
	return nil
}

// saveChoices save the apps of the text as new profiles. Apps that have a profile are
// left out.
func (o offers) saveChoices() []ui.Choice {
	var list []ui.Choice
	var whole []profiles.Draft
	drafts := o.news()
	for _, one := range drafts {
		if one.Doubts == nil {
			whole = append(whole, one.Draft)
		}
	}
	if len(whole) > 1 {
		list = append(list, ui.Choice{
			Name: safe.Format("Save %s as new profiles", all(len(whole))), Act: safe.Const("save them, asks first"), Note: o.listed(whole),
			Do: func() tea.Cmd { return o.desk.Ask(o.saving(whole)) },
		})
	}
	for _, one := range drafts {
		name := safe.Const("Save as a new profile")
		if len(drafts) > 1 {
			name = safe.Format("Save as %s", o.desk.Clean().Line(one.Draft.Name))
		}
		note := o.desk.Clean().Line(one.Draft.Text["client_id"])
		if len(one.Doubts) > 0 {
			note = o.desk.Clean().Line(one.Doubts[0].Why)
		}
		list = append(list, ui.Choice{Name: name, Act: safe.Const("review the profile"), Note: note, Do: func() tea.Cmd { return o.desk.Review(one.Draft) }})
	}
	return list
}

// news are the drafts of apps that no profile has.
func (o offers) news() []profiles.Imported {
	var list []profiles.Imported
	for _, one := range o.read.imported.Drafts {
		known := false
		for _, s := range o.desk.Sessions() {
			known = known || one.Draft.Text["client_id"] != "" && s.App().ClientID == one.Draft.Text["client_id"]
		}
		if !known {
			list = append(list, one)
		}
	}
	return list
}

// listed lists the names of drafts.
func (o offers) listed(drafts []profiles.Draft) safe.Text {
	var names []string
	for _, d := range drafts {
		names = append(names, d.Name)
	}
	return o.desk.Clean().Line(strings.Join(names, ", "))
}

// all names all of so many.
func all(n int) safe.Text {
	if n == 2 {
		return safe.Const("both")
	}
	return safe.Format("all %s", safe.Int(n))
}

// saving lists what is written before it is.
func (o offers) saving(drafts []profiles.Draft) *ui.Choices {
	var list []ui.Line
	for _, d := range drafts {
		line := ui.Columns(
			ui.Cell{Width: 22, Text: o.desk.Clean().Line(d.Name), Style: ui.Strong}, ui.Cell{Width: 13, Text: o.desk.Clean().Line(d.Get("environment"))},
			ui.Cell{Text: o.desk.Clean().Line(d.Get("type")), Style: ui.Faint},
		)
		line.Drop = ui.DropList
		list = append(list, line)
	}
	c := ui.Asking(safe.Const("Save as new profiles"), safe.Text{}, ui.Cancel(), ui.Choice{
		Name: safe.Format("Save %s", all(len(drafts))), Note: safe.Const("secrets go into 0600 files"),
		Do: func() tea.Cmd { return o.desk.Import(drafts) },
	})
	c.Text = func(int) []ui.Line { return list }
	return c
}
