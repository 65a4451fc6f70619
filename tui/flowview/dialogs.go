package flowview

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// dialogs ask before what cannot be taken back, and hand the answer on.
type dialogs struct{ *Screen }

// ask opens a dialog with rows to choose from.
func (d dialogs) ask(title, text safe.Text, rows ...ui.Choice) tea.Cmd {
	return d.desk.Ask(ui.Asking(title, text, rows...))
}

// use lists lines that use the token, atZoom what to enter at Zoom.
func (d dialogs) use() tea.Cmd    { return d.desk.Ask(newUse(d.frame)) }
func (d dialogs) atZoom() tea.Cmd { return d.desk.Ask(newAtZoom(d.frame)) }

// begin sends the draft.
func (d dialogs) begin(a session.Answer) tea.Cmd { return d.follow(d.s.Begin(a)) }

// chosen takes over what is to become of the pair that the draft brings; enter sends it then.
func (d dialogs) chosen(result flow.Disposition) tea.Cmd {
	d.entry.items.Set(0)
	return d.changedBy(d.s.Drafts().ChooseResult(result))
}

// pasteOnly opens an attempt without a listener.
func (d dialogs) pasteOnly() tea.Cmd {
	return tea.Batch(d.follow(d.s.Drafts().Open(flow.StepAuthorize)), d.send(session.Answer{PasteOnly: true}))
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
	return d.question(q, how)
}

// question asks before a request that can end tokens which a server holds. The cursor
// stands on Cancel.
func (d dialogs) question(q session.Question, how session.Answer) tea.Cmd {
	clean, loose := d.desk.Clean(), d.s.App().Loose
	profile, spends := clean.Line(d.s.App().Name), clean.Line(q.Spends)
	title := safe.Format("Send this %s?", inspect.StepName(d.s.App(), q.Step))
	text, rows := safe.Text{}, []ui.Choice{ui.Cancel()}
	row := func(name safe.Text, a session.Answer) {
		a.Confirmed, a.Name = true, q.Name
		rows = append(rows, ui.Choice{Name: name, Do: func() tea.Cmd { return d.begin(a) }})
	}
	switch {
	case q.Why == session.AsksForeign && loose:
		text = safe.Format("If this works, your server's %s stops working: give it the new pair. That is saved first, in a file of its own.", spends)
		row(safe.Const("Send it once"), session.Answer{})
		rows[1].Note = safe.Const("one request")
	case q.Why == session.AsksForeign:
		text = safe.Format("%s comes from elsewhere. If this works, whoever holds it now has to take the new pair: the old one stops working.", spends)
		row(safe.Format("Send, and keep the pair in %s", profile), how)
		row(safe.Const("Send, and keep the pair in a file of its own"), session.Answer{OwnFile: true})
	case q.Why == session.AsksMistake:
		text = safe.Const("This is a deliberate mistake on a real profile. Zoom may count it, and it may end a token that a server holds.")
		row(safe.Const("Send the mistake"), how)
	case d.s.Drafts().AsksResult():
		text = safe.Format("If this works, your server's %s stops working: it has to get the new pair. That is saved first.", spends)
		if d.s.Drafts().Result() != flow.GiveBack {
			row(safe.Format("Send, and keep the pair in %s", profile), session.Answer{Keep: true})
		}
		if d.s.Drafts().Result() != flow.Kept {
			row(safe.Const("Send, and give the pair back"), session.Answer{})
		}
	case q.Step == flow.StepRefresh:
		title = safe.Format("Refresh %s?", profile)
		text = safe.Format("On production, every server that holds %s must take the new pair.", spends)
		row(safe.Format("Refresh %s", profile), how)
	default:
		title = safe.Format("Authorize %s?", profile)
		text = safe.Const("On production, Allow replaces every token that this app holds for that user, on servers too.")
		row(safe.Const("Authorize"), how)
	}
	return d.ask(title, text, rows...)
}

// revoke asks for the profile's name, and which proofs are drafted after it. In the
// sandbox a list is enough.
func (d dialogs) revoke(q session.Question) tea.Cmd {
	clean := d.desk.Clean()
	title := safe.Format("Revoke %s", clean.Line(d.s.App().Name))
	if who := d.s.State().Who; who != nil {
		title = safe.Format("%s for %s", title, clean.Line(cmp.Or(who.Email, who.UserID)))
	}
	text := safe.Const("Zoom removes the app for this user. Both tokens stop working on every server, and your app gets app_deauthorized.")
	if !d.s.App().HasConsent() {
		text = safe.Const("The access token stops working on every server that uses it.")
	}
	names, then := proofsOf(q.Proofs)
	if q.Name == "" {
		rows := []ui.Choice{ui.Cancel()}
		for i, p := range names {
			rows = append(rows, ui.Choice{Name: safe.Format("Revoke, then %s", p.Name), Note: p.Note, Do: func() tea.Cmd {
				return d.begin(session.Answer{Confirmed: true, Then: then[i]})
			}})
		}
		return d.ask(title, text, rows...)
	}
	ask := &ui.Typed{
		Title: title, Text: ui.Prose(text), Word: q.Name, Act: safe.Const("send (when the name is complete)"),
		Ask: safe.Format("Type %s to confirm", clean.Line(q.Name)), Options: &ui.List{}, Names: names,
	}
	ask.Then = func(typed string) tea.Cmd {
		return d.begin(session.Answer{Confirmed: true, Name: typed, Then: then[ask.Options.Cursor]})
	}
	return ask.Over(d.desk)
}

// proofsOf are what may follow a revoke, and the steps of each.
func proofsOf(steps []flow.Step) (names []ui.Choice, then [][]flow.Step) {
	names, then = []ui.Choice{{Name: safe.Const("nothing more")}}, [][]flow.Step{nil}
	for _, step := range steps {
		proof := ui.Choice{Name: safe.Const("probe with the revoked token"), Note: safe.Const("expect 401")}
		if step == flow.StepRefresh {
			proof = ui.Choice{Name: safe.Const("refresh with the revoked token"), Note: safe.Const("expect 400")}
		}
		names, then = append(names, proof), append(then, []flow.Step{step})
	}
	if len(steps) > 1 {
		names, then = append(names, ui.Choice{Name: safe.Const("both")}), append(then, steps)
	}
	return names, then
}

// browser plays the sandbox's browser, with Allow under the cursor.
func (d dialogs) browser() tea.Cmd {
	play := func(name safe.Text, allow bool) ui.Choice {
		return ui.Choice{Name: name, Do: func() tea.Cmd { return d.changedBy(d.s.Consent().Play(allow)) }}
	}
	return d.ask(safe.Const("The sandbox's browser"), safe.Const("Zoom asks whether this app may use the account."),
		play(safe.Const("Allow"), true), play(safe.Const("Decline"), false))
}

// saveElsewhere asks for a folder for a pair that could not be saved in its place.
func (d dialogs) saveElsewhere() tea.Cmd {
	ask := &ui.Typed{
		Title: safe.Const("Save the new pair in another folder"), Act: safe.Const("save"),
		Text: ui.Prose(safe.Const("A file of mode 0600, in a folder that nobody else can change.")),
		Ask:  safe.Const("Folder"),
		Then: func(folder string) tea.Cmd { return d.changedBy(d.s.Disk().SaveIn(folder)) },
	}
	return ask.Over(d.desk)
}

// inFull shows both tokens alone on the screen.
func (d dialogs) inFull() tea.Cmd {
	t, clean := d.s.State().Token, d.desk.Clean()
	return d.desk.Alone(safe.Format("access token\n%s\n\nrefresh token\n%s", clean.Reveal(t.AccessToken), clean.Reveal(t.RefreshToken)))
}

// confirmed does on the token file what was confirmed.
func (d dialogs) confirmed(do func(session.Answer) session.Follow) func() tea.Cmd {
	return func() tea.Cmd { return d.changedBy(do(session.Answer{Confirmed: true})) }
}

// confirmations are what is asked before an act on the pair, and what its row says.
var confirmations = map[session.Act]struct{ title, text, does safe.Text }{
	session.ActShowPair: {safe.Const("Show the new pair"), safe.Const("zoauth leaves its screen and prints both tokens in full until you press a key."), safe.Const("Show it")},
	session.ActAdopt: {
		safe.Const("Adopt the kept tokens"),
		safe.Const("The tokens in the response become the current pair. The pair that is saved now is forgotten. Nothing is sent."), safe.Const("Adopt them"),
	},
	session.ActDiscard: {safe.Const("Discard the kept response"), safe.Const("If a newer pair is in it, this is its only copy."), safe.Const("Discard it")},
	session.ActDropPair: {
		safe.Const("Discard the pair?"),
		safe.Const("This is the only copy of the pair. The token that it replaced stopped working: after this, the user has to authorize again."), safe.Const("Discard it"),
	},
}

// confirm asks before an act; the cursor stands on Cancel.
func (d dialogs) confirm(act session.Act, do func() tea.Cmd) func() tea.Cmd {
	q := confirmations[act]
	return func() tea.Cmd { return d.ask(q.title, q.text, ui.Cancel(), ui.Choice{Name: q.does, Do: do}) }
}

// copyPair copies the pair for the server, unless the copy would stay on this machine,
// and asks whether it arrived.
func (d dialogs) copyPair() tea.Cmd {
	if d.desk.KeepsCopies() {
		return d.handOver()
	}
	return d.clipPair()
}

// clipPair copies it, and asks.
func (d dialogs) clipPair() tea.Cmd {
	return tea.Batch(d.desk.Copy(d.s.Disk().PairText(), safe.Const("the pair")), d.handOver())
}

// handOver asks whether a server has the pair, before zoauth deletes its copy. Nobody
// confirms a copy but the person.
func (d dialogs) handOver() tea.Cmd {
	note := safe.Const("as a token response, JSON")
	if d.desk.KeepsCopies() {
		note = safe.Const("it stays in tmux's buffer")
	}
	text := safe.Format("%s belongs to your server. Delete zoauth's copy once the server has stored the pair: it is the only other one.",
		d.desk.Clean().Line(d.s.State().Token.Fingerprints()))
	return d.ask(safe.Const("Does the server have the pair?"), text,
		ui.Choice{Name: safe.Const("Not yet")},
		ui.Choice{Name: safe.Const("Copy the pair"), Note: note, Do: d.clipPair},
		ui.Choice{Name: safe.Const("Show it alone on the screen"), Note: safe.Const("in full"), Do: d.inFull},
		ui.Choice{Name: safe.Const("Yes: delete zoauth's copy"), Note: safe.Const("Zoom isn't told"), Do: d.confirmed(d.s.Disk().GiveBack)})
}
