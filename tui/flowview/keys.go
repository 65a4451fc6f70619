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
		return k.OffIf(o.timeline.rowID() == "", safe.Const("Nothing happened yet.")).HiddenIf(draft)
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
		ui.NewKey(view, "]", "[", "h", "l", "left", "right").As(safe.Const("]")).OffIf(len(o.entry.names) < 2, safe.Const("This entry has one view.")).HiddenIf(view == safe.Const("why")).Moves(o.turn),
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
