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

// send sends the draft as how says, after the question that it may have to ask.
func (f *Screen) send(how session.Answer) tea.Cmd {
	q := f.s.Asks(session.Action{Act: session.ActSend})
	switch q.Why {
	case session.AsksNothing:
		return f.begin(how)
	case session.AsksRevoke:
		return f.desk.Ask(f.revoke(q))
	}
	return f.desk.Ask(f.question(q, how))
}

func (f *Screen) begin(answer session.Answer) tea.Cmd { return f.follow(f.s.Begin(answer)) }

// question asks before a request that can end tokens which a server holds. The cursor
// stands on Cancel.
func (f *Screen) question(q session.Question, how session.Answer) *ui.Choices {
	clean := f.desk.Clean()
	step := clean.Line(rowName(f.s, session.Entry{Step: q.Step}))
	c := &ui.Choices{Title: safe.Format("Send this %s?", step), Rows: []ui.Choice{ui.Cancel()}}
	confirmed := func(a session.Answer) func() tea.Cmd {
		a.Confirmed, a.Name = true, q.Name
		return func() tea.Cmd { return f.begin(a) }
	}
	say := func(text safe.Text) { c.Text = append(c.Text, ui.Ts(text.Wrap(58), ui.Plain, ui.Keep)...) }
	switch {
	case q.Why == session.AsksForeign && f.s.App().Loose:
		say(safe.Format("If this works, your server's %s stops working: give it the new pair. That is saved first, in a file of its own.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Send it once"), Note: safe.Const("one request"), Do: confirmed(session.Answer{})})
	case q.Why == session.AsksForeign:
		say(safe.Format("%s comes from elsewhere. If this works, whoever holds it now has to take the new pair: the old one stops working.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows,
			ui.Choice{Name: safe.Format("Send, and keep the pair in %s", clean.Line(f.s.App().Name)), Do: confirmed(how)},
			ui.Choice{Name: safe.Const("Send, and keep the pair in a file of its own"), Do: confirmed(session.Answer{Apart: true})})
	case q.Why == session.AsksMistake:
		say(safe.Const("This is a deliberate mistake on a real profile. Zoom may count it, and it may end a token that a server holds."))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Send the mistake"), Do: confirmed(how)})
	case q.Step == flow.StepRefresh:
		say(safe.Format("On production, every server that holds %s must take the new pair.", clean.Line(q.Spends)))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Refresh %s", clean.Line(f.s.App().Name)), Do: confirmed(how)})
	default:
		say(safe.Const("On production, Allow replaces every token that this app holds for that user, on servers too."))
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Const("Authorize"), Do: confirmed(how)})
	}
	return c
}

// revoke asks for the profile's name, and which proofs are drafted after it. In the
// sandbox a list is enough.
func (f *Screen) revoke(q session.Question) ui.Dialog {
	clean := f.desk.Clean()
	user := safe.Text{}
	if who := f.s.State().Who; who != nil {
		user = safe.Format(" for %s", clean.Line(cmp.Or(who.Email, who.UserID)))
	}
	name := clean.Line(f.s.App().Name)
	text := ui.Ts(safe.Const("Zoom removes the app for this user. Both tokens stop working on every server, and your app gets app_deauthorized.").Wrap(58), ui.Plain, ui.Keep)
	proofs := proofsOf(q.Proofs)
	if q.Name == "" {
		c := &ui.Choices{Title: safe.Format("Revoke %s%s", name, user), Text: text, Rows: []ui.Choice{ui.Cancel()}}
		for _, p := range proofs {
			c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Revoke, then %s", p.name), Note: p.note, Do: func() tea.Cmd {
				return f.begin(session.Answer{Confirmed: true, Then: p.steps})
			}})
		}
		return c
	}
	d := &ui.Typed{
		Title: safe.Format("Revoke %s%s", name, user), Text: text, Word: q.Name, Host: f.desk, Act: safe.Const("send (when the name is complete)"),
		Ask: safe.Format("Type %s to confirm", name), Field: ui.NewInput(clean, "", false), Options: &ui.List{},
	}
	for _, p := range proofs {
		d.Names = append(d.Names, ui.Choice{Name: p.name, Note: p.note})
	}
	d.Then = func(typed string) tea.Cmd {
		return f.begin(session.Answer{Confirmed: true, Name: typed, Then: proofs[d.Options.Cursor].steps})
	}
	_ = d.Field.Focus()
	return d
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

// browser plays the sandbox's browser, with Allow under the cursor.
func (f *Screen) browser() *ui.Choices {
	play := func(allow bool) func() tea.Cmd {
		return func() tea.Cmd { return f.changedBy(f.s.Consent().Play(allow)) }
	}
	return &ui.Choices{
		Title: safe.Const("The sandbox's browser"), Text: ui.Ts(safe.Const("Zoom asks whether this app may use the account.").Wrap(58), ui.Plain, ui.Keep),
		Rows: []ui.Choice{{Name: safe.Const("Allow"), Do: play(true)}, {Name: safe.Const("Decline"), Do: play(false)}},
	}
}

// saveElsewhere asks for a folder for a pair that could not be saved in its place.
func (f *Screen) saveElsewhere() *ui.Typed {
	d := &ui.Typed{
		Title: safe.Const("Save the new pair in another folder"), Host: f.desk, Act: safe.Const("save"),
		Text: ui.Ts(safe.Const("A file of mode 0600, in a folder that nobody else can change.").Wrap(58), ui.Plain, ui.Keep),
		Ask:  safe.Const("Folder"), Field: ui.NewInput(f.desk.Clean(), "", false),
		Then: func(folder string) tea.Cmd { return f.changedBy(f.s.Disk().SaveIn(folder)) },
	}
	_ = d.Field.Focus()
	return d
}

// showPair asks before a pair that is only in memory is shown to be copied by hand.
func (f *Screen) showPair() *ui.Choices {
	t, clean := f.s.State().Token, f.desk.Clean()
	return &ui.Choices{
		Title: safe.Const("Show the new pair"), Text: ui.Ts(safe.Const("Both tokens appear on the screen in full, outside of zoauth's own.").Wrap(58), ui.Plain, ui.Keep),
		Rows: []ui.Choice{ui.Cancel(), {Name: safe.Const("Show it"), Do: func() tea.Cmd {
			return f.desk.Alone(safe.Format("access token\n%s\n\nrefresh token\n%s", clean.Reveal(t.AccessToken), clean.Reveal(t.RefreshToken)))
		}}},
	}
}

// decide asks before a kept response becomes the current pair, or is dropped.
func (f *Screen) decide(a session.Action) *ui.Choices {
	c := &ui.Choices{Title: safe.Const("Adopt the kept tokens"), Rows: []ui.Choice{ui.Cancel()}}
	text, name := safe.Const("The tokens in the response become the current pair. The pair that is saved now is forgotten. Nothing is sent."), safe.Const("Adopt them")
	do := f.s.Disk().Adopt
	if a.Act == session.ActDiscard {
		c.Title, do = safe.Const("Discard the kept response"), f.s.Disk().Discard
		text, name = safe.Const("If a newer pair is in it, this is its only copy."), safe.Const("Discard it")
	}
	c.Text = ui.Ts(text.Wrap(58), ui.Plain, ui.Keep)
	c.Rows = append(c.Rows, ui.Choice{Name: name, Do: func() tea.Cmd { return f.changedBy(do(session.Answer{Confirmed: true})) }})
	return c
}

// copyMenu lists what can be copied of the entry.
func (f *Screen) copyMenu(it inspect.Item) *ui.Choices {
	clean := f.desk.Clean()
	c := &ui.Choices{
		Title: safe.Const("Copy"), Wide: 52,
		After: []ui.Line{ui.L(ui.S(safe.Const("OSC 52 to your terminal, and tmux's buffer"), ui.Faint))},
	}
	add := func(key ui.Choice) { c.Rows = append(c.Rows, key) }
	if it.Value != "" || !it.Secret.IsZero() && f.entry.bare != "" {
		raw, what := it.Value, it.Name
		if !it.Secret.IsZero() {
			raw, what = it.Secret.Reveal(), clean.Line(it.Print)
		}
		add(ui.Choice{Key: "y", Name: safe.Format("%s, the value under the cursor", what), Do: func() tea.Cmd { return f.copy(raw, what, !it.Secret.IsZero()) }})
	}
	if w, open := f.s.Consent().Waiting(); open && w.Entry == f.under().ID {
		add(ui.Choice{Key: "u", Name: safe.Const("the URL"), Do: func() tea.Cmd { return f.desk.Copy(w.URL, safe.Const("the URL")) }})
	}
	copies := f.copies()
	for _, one := range copies {
		add(ui.Choice{Key: ui.KeyName(one.Key), Name: one.Name, Note: one.Note, Do: func() tea.Cmd { return f.copy(one.Text(), one.Name, one.Secret) }})
	}
	if len(copies) > 0 {
		add(ui.Choice{Key: "w", Name: safe.Const("to a file: write one of these"), Do: func() tea.Cmd { return f.desk.Ask(f.fileMenu()) }})
	}
	if len(c.Rows) == 0 {
		c.Rows = []ui.Choice{{Name: safe.Const("Nothing to copy here")}}
	}
	return c
}

// copy copies text; a secret that stays readable in tmux is asked about.
func (f *Screen) copy(raw string, what safe.Text, secret bool) tea.Cmd {
	if !secret || !f.desk.KeepsCopies() {
		return f.desk.Copy(raw, what)
	}
	return f.desk.Ask(&ui.Choices{
		Title: safe.Const("A secret into tmux"),
		Text:  ui.Ts(safe.Const("tmux keeps what is copied in a buffer: whoever can use this tmux reads it, until tmux delete-buffer removes it. u shows the value alone instead.").Wrap(58), ui.Plain, ui.Keep),
		Rows:  []ui.Choice{ui.Cancel(), {Name: safe.Const("Copy it"), Do: func() tea.Cmd { return f.desk.Copy(raw, what) }}},
	})
}

// fileMenu writes one of the copies into a file.
func (f *Screen) fileMenu() *ui.Choices {
	c := &ui.Choices{Title: safe.Const("Write to a file"), Wide: 52, After: []ui.Line{ui.L(ui.S(safe.Const("mode 0600, in a folder of its own"), ui.Faint))}}
	for _, one := range f.copies() {
		c.Rows = append(c.Rows, ui.Choice{Key: ui.KeyName(one.Key), Name: one.Name, Note: one.Note, Do: func() tea.Cmd { return f.desk.Write(one.Name, one.Text()) }})
	}
	return c
}
