package flowview

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// dialogs ask before what cannot be taken back, and hand the answer on.
type dialogs struct {
	*frame
	begin func(session.Answer) tea.Cmd // sends the draft
	run   func(session.Follow) tea.Cmd // what an answer changed
}

// send sends the draft as how says, after the question that it may have to ask.
func (d dialogs) send(how session.Answer) tea.Cmd {
	q := d.s.Asks(session.Action{Act: session.ActSend})
	switch q.Why {
	case session.AsksNothing:
		return d.begin(how)
	case session.AsksRevoke:
		return d.revoke(q)
	}
	return d.desk.Ask(d.question(q, how))
}

// question asks before a request that can end tokens which a server holds. The cursor
// stands on Cancel.
func (d dialogs) question(q session.Question, how session.Answer) *ui.Choices {
	clean := d.desk.Clean()
	step := clean.Line(rowName(d.s, session.Entry{Step: q.Step}))
	c := &ui.Choices{Title: safe.Format("Send this %s?", step), Rows: []ui.Choice{ui.Cancel()}}
	confirmed := func(a session.Answer) func() tea.Cmd {
		a.Confirmed, a.Name = true, q.Name
		return func() tea.Cmd { return d.begin(a) }
	}
	say := func(text safe.Text) { c.Text = append(c.Text, ui.Prose(text)...) }
	switch {
	case q.Why == session.AsksForeign && d.s.App().Loose:
		say(safe.Format("If this works, your server's %s stops working: give it the new pair. That is saved first, in a file of its own.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Send it once"), Note: safe.Const("one request"), Do: confirmed(session.Answer{})})
	case q.Why == session.AsksForeign:
		say(safe.Format("%s comes from elsewhere. If this works, whoever holds it now has to take the new pair: the old one stops working.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows,
			ui.Choice{Name: safe.Format("Send, and keep the pair in %s", clean.Line(d.s.App().Name)), Do: confirmed(how)},
			ui.Choice{Name: safe.Const("Send, and keep the pair in a file of its own"), Do: confirmed(session.Answer{Apart: true})})
	case q.Why == session.AsksMistake:
		say(safe.Const("This is a deliberate mistake on a real profile. Zoom may count it, and it may end a token that a server holds."))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Send the mistake"), Do: confirmed(how)})
	case d.s.Drafts().AsksResult():
		say(safe.Format("If this works, your server's %s stops working: it has to get the new pair. That is saved first.", clean.Line(q.Spends)))
		if d.s.Drafts().Result() != flow.GiveBack {
			c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Send, and keep the pair in %s", clean.Line(d.s.App().Name)), Do: confirmed(session.Answer{Keep: true})})
		}
		if d.s.Drafts().Result() != flow.Kept {
			c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Send, and give the pair back"), Do: confirmed(session.Answer{})})
		}
	case q.Step == flow.StepRefresh:
		c.Title = safe.Format("Refresh %s?", clean.Line(d.s.App().Name))
		say(safe.Format("On production, every server that holds %s must take the new pair.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Refresh %s", clean.Line(d.s.App().Name)), Do: confirmed(how)})
	default:
		c.Title = safe.Format("Authorize %s?", clean.Line(d.s.App().Name))
		say(safe.Const("On production, Allow replaces every token that this app holds for that user, on servers too."))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Authorize"), Do: confirmed(how)})
	}
	return c
}

// revoke asks for the profile's name, and which proofs are drafted after it. In the
// sandbox a list is enough.
func (d dialogs) revoke(q session.Question) tea.Cmd {
	clean := d.desk.Clean()
	user := safe.Text{}
	if who := d.s.State().Who; who != nil {
		user = safe.Format(" for %s", clean.Line(cmp.Or(who.Email, who.UserID)))
	}
	name := clean.Line(d.s.App().Name)
	text := ui.Prose(safe.Const("Zoom removes the app for this user. Both tokens stop working on every server, and your app gets app_deauthorized."))
	proofs := proofsOf(q.Proofs)
	if q.Name == "" {
		c := &ui.Choices{Title: safe.Format("Revoke %s%s", name, user), Text: text, Rows: []ui.Choice{ui.Cancel()}}
		for _, p := range proofs {
			c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Revoke, then %s", p.name), Note: p.note, Do: func() tea.Cmd {
				return d.begin(session.Answer{Confirmed: true, Then: p.steps})
			}})
		}
		return d.desk.Ask(c)
	}
	ask := &ui.Typed{
		Title: safe.Format("Revoke %s%s", name, user), Text: text, Word: q.Name, Act: safe.Const("send (when the name is complete)"),
		Ask: safe.Format("Type %s to confirm", name), Options: &ui.List{},
	}
	for _, p := range proofs {
		ask.Names = append(ask.Names, ui.Choice{Name: p.name, Note: p.note})
	}
	ask.Then = func(typed string) tea.Cmd {
		return d.begin(session.Answer{Confirmed: true, Name: typed, Then: proofs[ask.Options.Cursor].steps})
	}
	return ask.Over(d.desk)
}

// browser plays the sandbox's browser, with Allow under the cursor.
func (d dialogs) browser() *ui.Choices {
	play := func(allow bool) func() tea.Cmd {
		return func() tea.Cmd { return d.run(d.s.Consent().Play(allow)) }
	}
	return &ui.Choices{
		Title: safe.Const("The sandbox's browser"), Text: ui.Prose(safe.Const("Zoom asks whether this app may use the account.")),
		Rows: []ui.Choice{{Name: safe.Const("Allow"), Do: play(true)}, {Name: safe.Const("Decline"), Do: play(false)}},
	}
}

// saveElsewhere asks for a folder for a pair that could not be saved in its place.
func (d dialogs) saveElsewhere() tea.Cmd {
	ask := &ui.Typed{
		Title: safe.Const("Save the new pair in another folder"), Act: safe.Const("save"),
		Text: ui.Prose(safe.Const("A file of mode 0600, in a folder that nobody else can change.")),
		Ask:  safe.Const("Folder"),
		Then: func(folder string) tea.Cmd { return d.run(d.s.Disk().SaveIn(folder)) },
	}
	return ask.Over(d.desk)
}

// showPair asks before a pair that is only in memory is shown to be copied by hand.
func (d dialogs) showPair() *ui.Choices {
	return &ui.Choices{
		Title: safe.Const("Show the new pair"), Text: ui.Prose(safe.Const("Both tokens appear on the screen in full, outside of zoauth's own.")),
		Rows: []ui.Choice{ui.Cancel(), {Name: safe.Const("Show it"), Do: d.inFull}},
	}
}

// inFull shows both tokens alone on the screen.
func (d dialogs) inFull() tea.Cmd {
	t, clean := d.s.State().Token, d.desk.Clean()
	return d.desk.Alone(safe.Format("access token\n%s\n\nrefresh token\n%s", clean.Reveal(t.AccessToken), clean.Reveal(t.RefreshToken)))
}

// decide asks before a kept response becomes the current pair, or is dropped.
func (d dialogs) decide(a session.Action) *ui.Choices {
	c := &ui.Choices{Title: safe.Const("Adopt the kept tokens"), Rows: []ui.Choice{ui.Cancel()}}
	text, name := safe.Const("The tokens in the response become the current pair. The pair that is saved now is forgotten. Nothing is sent."), safe.Const("Adopt them")
	do := d.s.Disk().Adopt
	if a.Act == session.ActDiscard {
		c.Title, do = safe.Const("Discard the kept response"), d.s.Disk().Discard
		text, name = safe.Const("If a newer pair is in it, this is its only copy."), safe.Const("Discard it")
	}
	c.Text = ui.Prose(text)
	c.Rows = append(c.Rows, ui.Choice{Name: name, Do: func() tea.Cmd { return d.run(do(session.Answer{Confirmed: true})) }})
	return c
}

// proof is what may follow a revoke.
type proof struct {
	name, note safe.Text
	steps      []flow.Step
}

func proofsOf(steps []flow.Step) []proof {
	list := []proof{{name: safe.Const("nothing more")}}
	for _, step := range steps {
		switch step {
		case flow.StepProbe:
			list = append(list, proof{safe.Const("probe with the revoked token"), safe.Const("expect 401"), []flow.Step{step}})
		case flow.StepRefresh:
			list = append(list, proof{safe.Const("refresh with the revoked token"), safe.Const("expect 400"), []flow.Step{step}})
		}
	}
	if len(steps) > 1 {
		list = append(list, proof{safe.Const("both"), safe.Text{}, steps})
	}
	return list
}

// act carries out an action that is about the profile's tokens.
func (d dialogs) act(a session.Action) tea.Cmd {
	switch a.Act {
	case session.ActUseToken:
		return d.desk.Ask(newUse(d.frame))
	case session.ActSaveAgain:
		return d.run(d.s.Disk().SaveAgain())
	case session.ActSaveIn:
		return d.saveElsewhere()
	case session.ActCopyPair:
		return d.copyPair()
	case session.ActShowPair:
		return d.desk.Ask(d.showPair())
	case session.ActDropPair:
		return d.desk.Ask(d.discardPair())
	case session.ActAdoptInto:
		return d.desk.AdoptInto(d.s)
	case session.ActAdopt, session.ActDiscard:
		return d.desk.Ask(d.decide(a))
	case session.ActKeep:
		return d.run(d.s.Disk().Keep())
	case session.ActGiveBack:
		return d.desk.Ask(d.handOver())
	default:
		return d.leaveFor(a)
	}
}

// leaveFor carries out an action that is done elsewhere: on another screen, or at Zoom.
func (f *frame) leaveFor(a session.Action) tea.Cmd {
	profile := f.s.App().Name
	switch a.Act {
	case session.ActServerSends:
		return f.desk.Show(ui.Place{Kind: ui.Paste, Profile: profile})
	case session.ActEditProfile:
		return f.desk.Show(ui.Place{Kind: ui.Profile, Profile: profile})
	case session.ActNext, session.ActExercise:
		return f.desk.Show(ui.Place{Kind: ui.Practice, Profile: profile})
	case session.ActAskSecret:
		return f.desk.AskSecret(f.s)
	case session.ActAtZoom:
		return f.desk.Ask(newAtZoom(f))
	}
	return nil
}

// copyPair copies the pair for the server, unless the copy would stay on this machine,
// and asks whether it arrived.
func (d dialogs) copyPair() tea.Cmd {
	if d.desk.KeepsCopies() {
		return d.desk.Ask(d.handOver())
	}
	return tea.Batch(d.clipPair(), d.desk.Ask(d.handOver()))
}

func (d dialogs) clipPair() tea.Cmd {
	return d.desk.Copy(d.s.Disk().PairText(), safe.Const("the pair"))
}

// handOver asks whether a server has the pair, before zoauth deletes its copy. Nobody
// confirms a copy but the person.
func (d dialogs) handOver() *ui.Choices {
	clean, t := d.desk.Clean(), d.s.State().Token
	note := safe.Const("as a token response, JSON")
	if d.desk.KeepsCopies() {
		note = safe.Const("it stays in tmux's buffer")
	}
	text := safe.Format("%s belongs to your server. Delete zoauth's copy once the server has stored the pair: it is the only other one.", clean.Line(t.Fingerprints()))
	c := &ui.Choices{Title: safe.Const("Does the server have the pair?"), Text: ui.Prose(text)}
	c.Rows = []ui.Choice{
		{Name: safe.Const("Not yet")},
		{Name: safe.Const("Copy the pair"), Note: note, Do: func() tea.Cmd { return tea.Batch(d.clipPair(), d.desk.Ask(d.handOver())) }},
		{Name: safe.Const("Show it alone on the screen"), Note: safe.Const("in full"), Do: d.inFull},
		{Name: safe.Const("Yes: delete zoauth's copy"), Note: safe.Const("Zoom isn't told"), Do: func() tea.Cmd {
			return d.run(d.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}},
	}
	return c
}

// discardPair asks before the only copy of a pair is deleted.
func (d dialogs) discardPair() *ui.Choices {
	text := safe.Const("This is the only copy of the pair. The token that it replaced stopped working: after this, the user has to authorize again.")
	return &ui.Choices{
		Title: safe.Const("Discard the pair?"), Text: ui.Prose(text),
		Rows: []ui.Choice{ui.Cancel(), {Name: safe.Const("Discard it"), Do: func() tea.Cmd {
			return d.run(d.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}}},
	}
}
