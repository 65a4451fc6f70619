package flowview

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Keys are what works on the page now; the first one is the main action.
func (f *Screen) Keys() []ui.Key {
	switch {
	case f.edit.on:
		return f.edit.keys()
	case f.entry.find.Typing, f.timeline.filter.Typing:
		return []ui.Key{ui.NewKey(safe.Const("find"), "enter"), ui.NewKey(safe.Const("cancel"), "esc")}
	}
	offer, main := offers{f}, f.main()
	keys := []ui.Key{offer.mainKey(main)}
	if f.s.Flight() != nil && f.s.Flight().Entry() == f.timeline.under().ID {
		keys = append(keys, ui.NewKey(safe.Const("leave"), "esc").Does(f.up))
	}
	return slices.Concat(keys, offer.waitingKeys(main), offer.entryKeys(), offer.keys(main), offer.moveKeys())
}

// main is what enter does: what the entry's cursor is on, where that is a choice or a
// cause, else what the session says.
func (f *Screen) main() session.Action {
	if f.timeline.comparing() {
		return f.s.Main(f.s.Timeline().Len()-1, f.desk.Now())
	}
	if it, ok := f.entry.item(); ok && f.focus == onEntry && it.Kind != inspect.FieldItem && it.Action.Act != session.ActNone {
		return it.Action
	}
	return f.s.Main(f.timeline.rows.Cursor, f.desk.Now())
}

// entryKeys act on the entry, or on what its cursor is on.
func (o offers) entryKeys() []ui.Key {
	it, on := o.entry.item()
	inEntry, draft := on && o.focus == onEntry, o.timeline.onDraft()
	ofDraft := func(k ui.Key) ui.Key {
		return k.OffIf(!draft, safe.Const("Only a draft can be edited. Press a step's digit."))
	}
	ofField := func(k ui.Key) ui.Key {
		return ofDraft(k.OffIf(!on || it.Field == "", safe.Const("Move to a field with j first.")))
	}
	ofRow := func(k ui.Key) ui.Key {
		return k.OffIf(o.timeline.rowID() == "", safe.Const("Nothing has happened yet.")).HiddenIf(draft)
	}
	ofMatch := func(k ui.Key) ui.Key {
		return k.OffIf(o.entry.find.Text() == "" && o.timeline.filter.Text() == "", safe.Const("There is no search. / starts one.")).Hidden()
	}
	_, waits := o.s.Consent().Waiting() // then w is asked as "stuck?"
	more := safe.Const("field")
	if on && it.Kind == inspect.CauseItem {
		more = safe.Const("cause")
	} else if on && it.Kind == inspect.ChoiceItem {
		more = safe.Const("choose")
	}
	undo, nothing := safe.Const("drop the draft"), !waits && o.s.Drafts().Next() == nil
	if draft && len(o.s.Drafts().Next().Edits()) > 0 {
		undo = safe.Const("undo")
	}
	view := o.entry.nextView(o.focus == onEntry)
	noDevice := !draft || o.s.Drafts().Next().Step() != flow.StepAuthorize
	return []ui.Key{
		ui.NewKey(more, "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").In(ui.Move).HiddenIf(!inEntry && !draft).Moves(o.move),
		ofField(ui.NewKey(safe.Const("edit"), "e")).HiddenIf(!draft).Does(func() tea.Cmd { return o.edit.change(it) }),
		ui.NewKey(safe.Const("practice"), "m").HiddenIf(!draft && !o.unused()).Does(o.showing(ui.Practice)),
		o.drafts(flow.StepDevice, ui.NewKey(safe.Const("device code"), "D")).HiddenIf(noDevice),
		ui.NewKey(view, "]", "[", "h", "l", "left", "right").As(safe.Const("]")).OffIf(len(o.entry.Names) < 2, safe.Const("This entry has one view.")).HiddenIf(view == safe.Const("why")).Moves(o.turn),
		ui.NewKey(safe.Const("compare"), "c").OffIf(len(o.timeline.marked) < 2 && o.timeline.partner() == "", safe.Const("Nothing to compare it with: mark two rows with space.")).HiddenIf(draft || o.timeline.comparing()).Does(o.compare),
		ofRow(ui.NewKey(safe.Const("copy"), "y")).Does(dialogs(o).copyMenu),
		ofRow(ui.NewKey(safe.Const("find"), "/")).Does(o.seek),
		ui.NewKey(safe.Const("why"), "w").OffIf(o.entry.whyAt(o.timeline.tells()) < 0, safe.Const("Nothing failed here, so there is no why.")).HiddenIf(waits).Does(o.explain),
		ofDraft(ui.NewKey(safe.Const("add a parameter"), "+")).Hidden().Does(func() tea.Cmd { return o.edit.add(it) }),
		ofField(ui.NewKey(safe.Const("omit it"), "-")).Hidden().Does(func() tea.Cmd { return o.changedBy(o.s.Drafts().Omit(it.Part, it.Field)) }),
		ui.NewKey(undo, "x").OffIf(nothing, safe.Const("Nothing to undo or stop here.")).OffIf(nothing && o.s.Flight() != nil, o.whyNothing()).Hidden().Does(o.undo),
		ui.NewKey(safe.Const("reveal"), "v").OffIf(it.Secret.IsZero(), safe.Const("Nothing is hidden under the cursor.")).Hidden().Does(o.reveal),
		ui.NewKey(safe.Const("alone on the screen"), "u").Hidden().Does(o.alone),
		ui.NewKey(safe.Const("mark"), "space").Hidden().Does(o.space),
		ui.NewKey(safe.Const("whole screen"), "f").Hidden().Does(o.zoom),
		ofMatch(ui.NewKey(safe.Const("next match"), "n")).Does(func() tea.Cmd { return o.jump(1) }),
		ofMatch(ui.NewKey(safe.Const("previous match"), "N")).Does(func() tea.Cmd { return o.jump(-1) }),
		ui.NewKey(safe.Const("other pane"), "tab").Hidden().In(ui.Move).Does(o.otherPane),
		o.can(ui.NewKey(safe.Const("run the secret command here"), "ctrl+r"), session.ActAskSecret).Hidden().Does(func() tea.Cmd { return o.desk.AskSecret(o.s) }),
	}
}

// moveKeys move on the page, and to the profiles beside it.
func (o offers) moveKeys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("timeline"), "J", "K", "shift+down", "shift+up").As(safe.Const("J K")).In(ui.Move).HiddenIf(!o.region.Beside()).Moves(o.walk),
		ui.NewKey(safe.Const("next profile"), ")").Hidden().In(ui.Go).Does(func() tea.Cmd { return o.neighbour(1) }),
		ui.NewKey(safe.Const("previous profile"), "(").Hidden().In(ui.Go).Does(func() tea.Cmd { return o.neighbour(-1) }),
		ui.NewKey(safe.Const("up"), "esc", "q").Hidden().In(ui.Go).Does(o.up),
	}
}

// offers are the keys of the page: what they do, whether they can, and their names for the
// footer.
type offers struct{ *Screen }

// mainKey is enter, named as its act.
func (o offers) mainKey(a session.Action) ui.Key {
	if o.onTour() && o.timeline.comparing() {
		return ui.NewKey(safe.Const("back to the tour"), "enter").Does(o.enter)
	}
	return ui.NewKey(o.actName(a), "enter").OffIf(a.Act == session.ActNone, o.whyNothing()).Does(o.enter)
}

// actName writes an action as the footer does.
func (o offers) actName(a session.Action) safe.Text {
	step := inspect.StepName(o.s.App(), a.Step)
	switch a.Act {
	case session.ActSend:
		return o.sendName()
	case session.ActDraft:
		return step
	case session.ActFix:
		if a.Field != "" {
			return safe.Format("fix %s", o.desk.Clean().Line(a.Field))
		}
		return step
	case session.ActCopyURL:
		if w, open := o.s.Consent().Waiting(); open && w.Step == flow.StepDevice {
			return safe.Const("copy link")
		}
		return safe.Const("copy URL")
	case session.ActZoom:
		if o.whole {
			return safe.Const("back to the page")
		}
		return safe.Const("whole entry")
	}
	return o.desk.Clean().Line(string(a.Act)).Or(safe.Const("wait"))
}

// sendName is what sending the draft does.
func (o offers) sendName() safe.Text {
	d := o.s.Drafts().Next()
	asks := safe.Text{}
	if o.s.Asks(session.Action{Act: session.ActSend}).Why != session.AsksNothing {
		asks = safe.Const(", asks first")
	}
	switch {
	case d.Step() == flow.StepAuthorize:
		return safe.Format("get the URL%s", asks)
	case d.Step() == flow.StepExchange && !o.s.App().HasConsent():
		return safe.Format("get token%s", asks)
	case d.Step() == flow.StepDevice:
		return safe.Format("get a code%s", asks)
	}
	return safe.Format("send%s", asks)
}

// waitingKeys work while a callback or a device's consent is awaited.
func (o offers) waitingKeys(main session.Action) []ui.Key {
	w, open := o.s.Consent().Waiting()
	play := o.can(ui.NewKey(safe.Const("play the browser"), "b"), session.ActPlay).HiddenIf(!open || main.Act == session.ActPlay).Does(dialogs(o).browser)
	if !open {
		return []ui.Key{play}
	}
	alone := safe.Const("URL alone")
	if w.Step == flow.StepDevice {
		alone = safe.Const("link alone")
	}
	return []ui.Key{
		ui.NewKey(alone, "u").Does(o.alone), play,
		o.drafts(flow.StepDevice, ui.NewKey(safe.Const("device code"), "D")).HiddenIf(w.Step == flow.StepDevice),
		ui.NewKey(safe.Const("stuck?"), "w").Does(o.explain),
		o.can(ui.NewKey(safe.Const("stop"), "x"), session.ActStop).Does(o.undo),
	}
}

// can turns a key off where its act does nothing, and says why.
func (o offers) can(k ui.Key, act session.Act) ui.Key {
	_, why := o.s.Can(session.Action{Act: act})
	return k.Unless(o.desk.Clean().Line(why))
}

// drafts is a key that opens the draft of a step.
func (o offers) drafts(step flow.Step, k ui.Key) ui.Key {
	return k.Unless(o.desk.Clean().Line(o.s.Drafts().Cannot(step))).In(ui.Steps).Does(func() tea.Cmd { return o.draft(step) })
}

// keys open drafts and what belongs to the profile.
func (o offers) keys(main session.Action) []ui.Key {
	e := o.timeline.under() // after a good probe the footer names the refresh
	refresh := e.Step == flow.StepProbe && e.Mark == session.Done && o.s.State().HasToken() && main.Step != flow.StepRefresh
	edit := ui.NewKey(safe.Const("edit the profile"), "E").
		OffIf(o.s.App().Sandbox, safe.Const("The sandbox made this profile up. A adds one of your own.")).
		OffIf(o.s.App().Loose, safe.Const("This is not a profile, but a pair from a single send."))
	return []ui.Key{
		o.drafts(o.s.Drafts().Renewal(), ui.NewKey(inspect.StepName(o.s.App(), o.s.Drafts().Renewal()), "r")).HiddenIf(!refresh),
		o.drafts(flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "1", "a")).As(safe.Const("1 a")).Hidden(),
		o.drafts(flow.StepExchange, ui.NewKey(inspect.StepName(o.s.App(), flow.StepExchange), "2")).Hidden(),
		o.drafts(flow.StepProbe, ui.NewKey(safe.Const("probe"), "3")).Hidden(),
		o.drafts(flow.StepRefresh, ui.NewKey(safe.Const("refresh"), "4")).Hidden(),
		o.drafts(flow.StepRevoke, ui.NewKey(safe.Const("revoke"), "5")).Hidden(),
		o.can(ui.NewKey(safe.Const("use the token"), "t"), session.ActUseToken).Hidden().In(ui.Steps).Does(dialogs(o).use),
		ui.NewKey(safe.Const("values for Zoom"), "z").HiddenIf(!o.unused()).In(ui.Go).Does(dialogs(o).atZoom),
		edit.HiddenIf(!o.unused()).In(ui.Go).Does(o.showing(ui.Profile)),
	}
}

// unused reports whether the profile did nothing yet, and nothing is prepared.
func (o offers) unused() bool { return o.s.Timeline().Len() == 0 && o.s.Drafts().Next() == nil }

// whyNothing says why enter does nothing.
func (o offers) whyNothing() safe.Text {
	_, why := o.s.Can(session.Action{Act: session.ActSend})
	return o.desk.Clean().Line(why).Or(safe.Const("Nothing to do here. Press a step's digit."))
}
