package flowview

import (
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
	offer := offers{f.frame}
	keys := []ui.Key{offer.mainKey(f.main(), f.whole)}
	if f.onTour() && f.timeline.comparing() {
		keys[0] = ui.NewKey(safe.Const("back to the tour"), "enter")
	}
	if f.s.Flight() != nil && f.s.Flight().Entry() == f.timeline.under().ID {
		keys = append(keys, ui.NewKey(safe.Const("leave"), "esc"))
	}
	keys = append(keys, offer.waitingKeys(f.main())...)
	keys = append(keys, f.entryKeys()...)
	keys = append(keys, offer.keys(f.timeline.offersRefresh() && f.main().Step != flow.StepRefresh)...)
	return append(keys, moveKeys(f.region)...)
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
func (f *Screen) entryKeys() []ui.Key {
	it, on := f.entry.item()
	inEntry := on && f.focus == onEntry
	draft, offer := f.timeline.onDraft(), offers{f.frame}
	noDraft := safe.Const("Only a draft can be edited. Press a step's digit.")
	if draft {
		noDraft = safe.Text{}
	}
	noField := noDraft
	if draft && (!on || it.Field == "") {
		noField = safe.Const("Move to a field with j first.")
	}
	_, waits := f.s.Consent().Waiting() // then w is asked as "stuck?"
	noMatch := nothingSought(f.entry.find, f.timeline.filter)
	more := safe.Const("field")
	if on && it.Kind == inspect.CauseItem {
		more = safe.Const("cause")
	} else if on && it.Kind == inspect.ChoiceItem {
		more = safe.Const("choose")
	}
	keys := []ui.Key{
		ui.NewKey(more, "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").In(ui.Move).HiddenIf(!inEntry && !draft),
		ui.NewKey(safe.Const("edit"), "e").Unless(noField).HiddenIf(!draft),
		ui.NewKey(safe.Const("practice"), "m").HiddenIf(!draft),
		ui.NewKey(safe.Const("device code"), "D").Unless(offer.cannotDraft(flow.StepDevice)).In(ui.Steps).HiddenIf(!draft || f.s.Drafts().Next().Step() != flow.StepAuthorize),
		ui.NewKey(f.entry.nextView(f.focus == onEntry), "]", "[", "h", "l", "left", "right").As(safe.Const("]")).Unless(f.entry.oneView()).HiddenIf(f.entry.nextView(f.focus == onEntry) == safe.Const("why")),
		ui.NewKey(safe.Const("compare"), "c").Unless(f.timeline.notComparable()).HiddenIf(draft || f.timeline.comparing()),
		ui.NewKey(safe.Const("copy"), "y").Unless(f.timeline.nothingHere()).HiddenIf(draft),
		ui.NewKey(safe.Const("find"), "/").Unless(f.timeline.nothingHere()).HiddenIf(draft),
		ui.NewKey(safe.Const("why"), "w").Unless(f.entry.nothingToExplain(f.timeline.tells())).HiddenIf(waits),
		ui.NewKey(safe.Const("add a parameter"), "+").Unless(noDraft).Hidden(),
		ui.NewKey(safe.Const("omit it"), "-").Unless(noField).Hidden(),
		ui.NewKey(offer.undoes(draft), "x").Unless(offer.nothingToUndo()).Hidden(),
		ui.NewKey(safe.Const("reveal"), "v").Unless(nothingHidden(it)).Hidden(),
		ui.NewKey(safe.Const("alone on the screen"), "u").Hidden(),
		ui.NewKey(safe.Const("mark"), "space").Hidden(),
		ui.NewKey(safe.Const("whole screen"), "f").Hidden(),
		ui.NewKey(safe.Const("next match"), "n").Unless(noMatch).Hidden(),
		ui.NewKey(safe.Const("previous match"), "N").Unless(noMatch).Hidden(),
		ui.NewKey(safe.Const("other pane"), "tab").Hidden().In(ui.Move),
		ui.NewKey(safe.Const("run the secret command here"), "ctrl+r").Unless(offer.noSecretToAsk()).Hidden(),
	}
	return keys
}

// moveKeys move on the page, and to the profiles beside it.
func moveKeys(r ui.Region) []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("timeline"), "J", "K", "shift+down", "shift+up").As(safe.Const("J K")).In(ui.Move).HiddenIf(!r.Beside()),
		ui.NewKey(safe.Const("next profile"), ")").Hidden().In(ui.Go),
		ui.NewKey(safe.Const("previous profile"), "(").Hidden().In(ui.Go),
		ui.NewKey(safe.Const("up"), "esc", "q").Hidden().In(ui.Go),
	}
}
