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
	case f.edit != nil:
		return []ui.Key{
			ui.NewKey(safe.Const("done"), "enter"), ui.NewKey(safe.Const("undo this edit"), "esc"),
			ui.NewKey(safe.Const("clear"), "ctrl+u"), ui.NewKey(safe.Const("trim"), "ctrl+x"),
		}
	case f.find.typing, f.filter.typing:
		return []ui.Key{ui.NewKey(safe.Const("find"), "enter"), ui.NewKey(safe.Const("cancel"), "esc")}
	}
	keys := []ui.Key{f.mainKey()}
	if f.s.Flight() != nil && f.s.Flight().Entry() == f.under().ID {
		keys = append(keys, ui.NewKey(safe.Const("leave"), "esc"))
	}
	keys = append(keys, f.waitingKeys()...)
	keys = append(keys, f.entryKeys()...)
	keys = append(keys, f.stepKeys()...)
	return append(keys, f.moveKeys()...)
}

// mainKey is enter, named as its act.
func (f *Screen) mainKey() ui.Key {
	if f.onTour() && f.comparing() {
		return ui.NewKey(safe.Const("back to the tour"), "enter")
	}
	m := f.main()
	name, off := f.actName(m), safe.Text{}
	if m.Act == session.ActNone {
		off = f.whyNothing()
	}
	return ui.NewKey(name, "enter").Unless(off)
}

// main is what enter does: what the entry's cursor is on, where that is a choice or a
// cause, else what the session says.
func (f *Screen) main() session.Action {
	if f.comparing() {
		return f.s.Main(f.s.Timeline().Len()-1, f.desk.Now()).Action
	}
	if it, ok := f.entry.item(); ok && f.focus == onEntry && it.Kind != inspect.FieldItem && it.Action.Act != session.ActNone {
		return it.Action
	}
	return f.s.Main(f.rows.Cursor, f.desk.Now()).Action
}

// whyNothing says why enter does nothing.
func (f *Screen) whyNothing() safe.Text {
	_, why := f.s.Can(session.Action{Act: session.ActSend})
	return f.desk.Clean().Line(why).Or(safe.Const("Nothing to do here. Press a step's digit."))
}

// actName writes an action as the footer does.
func (f *Screen) actName(a session.Action) safe.Text {
	step := f.desk.Clean().Line(rowName(f.s, session.Entry{Step: a.Step}))
	switch a.Act {
	case session.ActSend:
		return f.sendName()
	case session.ActDraft:
		return step
	case session.ActFix:
		if a.Fix != nil && a.Fix.Field != "" {
			return safe.Format("fix %s", f.desk.Clean().Line(a.Fix.Field))
		}
		return step
	case session.ActCopyURL:
		if w, open := f.s.Consent().Waiting(); open && w.Step == flow.StepDevice {
			return safe.Const("copy link")
		}
		return safe.Const("copy URL")
	case session.ActPlay:
		return safe.Const("play the browser")
	case session.ActUseToken:
		return safe.Const("use token")
	case session.ActCopyPair:
		return safe.Const("copy the pair")
	case session.ActKeep:
		return safe.Const("keep it here")
	case session.ActServerSends:
		return safe.Const("paste the request")
	case session.ActSaveAgain:
		return safe.Const("try again")
	case session.ActZoom:
		if f.whole {
			return safe.Const("back to the page")
		}
		return safe.Const("whole entry")
	case session.ActNext:
		return safe.Const("next exercise")
	case session.ActEndTour:
		return safe.Const("end the tour")
	case session.ActAtZoom:
		return safe.Const("values for Zoom")
	case session.ActReport:
		return safe.Const("copy a report")
	case session.ActNone:
		return safe.Const("wait")
	}
	return f.desk.Clean().Line(string(a.Act))
}

// sendName is what sending the draft does.
func (f *Screen) sendName() safe.Text {
	d := f.s.Drafts().Next()
	asks := safe.Text{}
	if f.s.Asks(session.Action{Act: session.ActSend}).Why != session.AsksNothing {
		asks = safe.Const(", asks first")
	}
	switch {
	case d.Step() == flow.StepAuthorize:
		return safe.Format("get the URL%s", asks)
	case d.Step() == flow.StepExchange && !f.s.App().HasConsent():
		return safe.Format("get token%s", asks)
	case d.Step() == flow.StepDevice:
		return safe.Format("get a code%s", asks)
	}
	return safe.Format("send%s", asks)
}

// waitingKeys work while a callback or a device's consent is awaited.
func (f *Screen) waitingKeys() []ui.Key {
	w, open := f.s.Consent().Waiting()
	if !open {
		return []ui.Key{
			f.can(ui.NewKey(safe.Const("play the browser"), "b"), session.Action{Act: session.ActPlay}).Hidden(),
		}
	}
	alone := safe.Const("URL alone")
	if w.Step == flow.StepDevice {
		alone = safe.Const("link alone")
	}
	return []ui.Key{
		ui.NewKey(alone, "u"),
		f.can(ui.NewKey(safe.Const("play the browser"), "b"), session.Action{Act: session.ActPlay}).HiddenIf(f.main().Act == session.ActPlay),
		f.can(ui.NewKey(safe.Const("device code"), "D"), session.Action{Act: session.ActDraft, Step: flow.StepDevice}).In(ui.Steps).HiddenIf(w.Step == flow.StepDevice),
		ui.NewKey(safe.Const("stuck?"), "w"),
		f.can(ui.NewKey(safe.Const("stop"), "x"), session.Action{Act: session.ActStop}),
	}
}

// can turns a key off where its action does nothing, and says why.
func (f *Screen) can(k ui.Key, a session.Action) ui.Key {
	_, why := f.s.Can(a)
	return k.Unless(f.desk.Clean().Line(why))
}

// entryKeys act on the entry, or on what its cursor is on.
func (f *Screen) entryKeys() []ui.Key {
	it, on := f.entry.item()
	inEntry := on && f.focus == onEntry
	draft := f.onDraft()
	noDraft := safe.Const("Only a draft can be edited. Press a step's digit.")
	if draft {
		noDraft = safe.Text{}
	}
	noField := noDraft
	if draft && (!on || it.Field == "") {
		noField = safe.Const("Move to a field with j first.")
	}
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
		ui.NewKey(safe.Const("device code"), "D").Unless(f.cannotDraft(flow.StepDevice)).In(ui.Steps).HiddenIf(!draft || f.s.Drafts().Next().Step() != flow.StepAuthorize),
		ui.NewKey(f.nextView(), "]", "[", "h", "l", "left", "right").As(safe.Const("]")).Unless(f.oneView()),
		ui.NewKey(safe.Const("compare"), "c").Unless(f.notComparable()).HiddenIf(draft),
		ui.NewKey(safe.Const("copy"), "y").Unless(f.nothingHere()).HiddenIf(draft),
		ui.NewKey(safe.Const("find"), "/").Unless(f.nothingHere()).HiddenIf(draft),
		ui.NewKey(safe.Const("why"), "w").Unless(f.nothingToExplain()),
		ui.NewKey(safe.Const("add a parameter"), "+").Unless(noDraft).Hidden(),
		ui.NewKey(safe.Const("omit it"), "-").Unless(noField).Hidden(),
		ui.NewKey(f.undoes(), "x").Unless(f.nothingToUndo()).Hidden(),
		ui.NewKey(safe.Const("reveal"), "v").Unless(f.nothingHidden(it)).Hidden(),
		ui.NewKey(safe.Const("alone on the screen"), "u").Hidden(),
		ui.NewKey(safe.Const("mark"), "space").Hidden(),
		ui.NewKey(safe.Const("whole screen"), "f").Hidden(),
		ui.NewKey(safe.Const("next match"), "n").Unless(f.nothingSought()).Hidden(),
		ui.NewKey(safe.Const("previous match"), "N").Unless(f.nothingSought()).Hidden(),
		ui.NewKey(safe.Const("other pane"), "tab").Hidden().In(ui.Move),
		ui.NewKey(safe.Const("run the secret command here"), "ctrl+r").Unless(f.noSecretToAsk()).Hidden(),
	}
	return keys
}

// stepKeys open drafts and what belongs to the profile.
func (f *Screen) stepKeys() []ui.Key {
	draft := func(step flow.Step, k ui.Key) ui.Key { return k.Unless(f.cannotDraft(step)).In(ui.Steps).Hidden() }
	keys := []ui.Key{
		ui.NewKey(safe.Const("refresh"), "r").Unless(f.cannotDraft(f.renewal())).In(ui.Steps).HiddenIf(!f.offersRefresh()),
		draft(flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "1", "a").As(safe.Const("1 a"))),
		draft(flow.StepExchange, ui.NewKey(exchangeName(f.s), "2")),
		draft(flow.StepProbe, ui.NewKey(safe.Const("probe"), "3")),
		draft(flow.StepRefresh, ui.NewKey(safe.Const("refresh"), "4")),
		draft(flow.StepRevoke, ui.NewKey(safe.Const("revoke"), "5")),
		f.can(ui.NewKey(safe.Const("use the token"), "t"), session.Action{Act: session.ActUseToken}).Hidden().In(ui.Steps),
		ui.NewKey(safe.Const("values for Zoom's pages"), "z").Hidden().In(ui.Go),
		ui.NewKey(safe.Const("edit the profile"), "E").Unless(f.notEditable()).Hidden().In(ui.Go),
	}
	return keys
}

// moveKeys move on the page, and to the profiles beside it.
func (f *Screen) moveKeys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("timeline"), "J", "K", "shift+down", "shift+up").As(safe.Const("J K")).In(ui.Move).HiddenIf(!f.region.Beside()),
		ui.NewKey(safe.Const("next profile"), ")").Hidden().In(ui.Go),
		ui.NewKey(safe.Const("previous profile"), "(").Hidden().In(ui.Go),
		ui.NewKey(safe.Const("up"), "esc", "q").Hidden().In(ui.Go),
	}
}

// renewal is the step that brings a new access token without a person.
func (f *Screen) renewal() flow.Step {
	if f.s.App().HasConsent() {
		return flow.StepRefresh
	}
	return flow.StepExchange
}

// offersRefresh reports whether the footer names the refresh: after a good probe.
func (f *Screen) offersRefresh() bool {
	e := f.under()
	return e.Step == flow.StepProbe && e.Mark == session.Done && f.s.State().HasToken()
}

func (f *Screen) cannotDraft(step flow.Step) safe.Text {
	if f.s.Wants(step) {
		return safe.Text{}
	}
	_, why := f.s.Can(session.Action{Act: session.ActDraft, Step: step})
	return f.desk.Clean().Line(why)
}

// nextView names the view that ] leads to.
func (f *Screen) nextView() safe.Text {
	if n := len(f.entry.names); n > 1 && f.focus == onEntry {
		return f.entry.names[(f.entry.view+1)%n].Lower()
	}
	return safe.Const("view")
}

func (f *Screen) oneView() safe.Text {
	if len(f.entry.names) < 2 {
		return safe.Const("This entry has one view.")
	}
	return safe.Text{}
}

func (f *Screen) notComparable() safe.Text {
	if len(f.marked) < 2 && f.partner() == "" {
		return safe.Const("Nothing to compare it with: mark two rows with space.")
	}
	return safe.Text{}
}

func (f *Screen) undoes() safe.Text {
	if f.onDraft() && len(f.s.Drafts().Next().Edits()) > 0 {
		return safe.Const("undo")
	}
	return safe.Const("drop the draft")
}

func (f *Screen) nothingToUndo() safe.Text {
	if _, open := f.s.Consent().Waiting(); open || f.s.Drafts().Next() != nil {
		return safe.Text{}
	}
	if f.s.Flight() != nil {
		return f.whyNothing()
	}
	return safe.Const("Nothing to undo or stop here.")
}

func (f *Screen) nothingHidden(it inspect.Item) safe.Text {
	if it.Secret.IsZero() {
		return safe.Const("Nothing is hidden under the cursor.")
	}
	return safe.Text{}
}

// nothingHere says why there is nothing to copy or to find: no row, or one that is on its
// way.
func (f *Screen) nothingHere() safe.Text {
	if !f.onDraft() && f.under().ID == "" {
		return safe.Const("Nothing happened yet.")
	}
	return safe.Text{}
}

func (f *Screen) nothingSought() safe.Text {
	if f.find.text() == "" && f.filter.text() == "" {
		return safe.Const("Nothing is searched for. / finds.")
	}
	return safe.Text{}
}

func (f *Screen) noSecretToAsk() safe.Text {
	_, why := f.s.Can(session.Action{Act: session.ActAskSecret})
	return f.desk.Clean().Line(why)
}

func (f *Screen) notEditable() safe.Text {
	if f.s.App().Loose {
		return safe.Const("This is no profile: a pair that was sent for once.")
	}
	if f.s.App().Sandbox {
		return safe.Const("The sandbox made this profile up. A adds one of your own.")
	}
	return safe.Text{}
}
