package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// offers are the keys of the page: what they do, whether they can, and their names for the
// footer.
type offers struct{ *Screen }

// mainKey is enter, named as its act.
func (o offers) mainKey(a session.Action) ui.Key {
	if o.onTour() && o.timeline.comparing() {
		return ui.NewKey(safe.Const("back to the tour"), "enter").Does(o.enter)
	}
	off := safe.Text{}
	if a.Act == session.ActNone {
		off = o.whyNothing()
	}
	return ui.NewKey(o.actName(a), "enter").Unless(off).Does(o.enter)
}

// actName writes an action as the footer does.
func (o offers) actName(a session.Action) safe.Text {
	step := inspect.StepName(o.s, session.Entry{Step: a.Step})
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
		o.drafts(o.s.Drafts().Renewal(), ui.NewKey(safe.Const("refresh"), "r")).HiddenIf(!refresh),
		o.drafts(flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "1", "a")).As(safe.Const("1 a")).Hidden(),
		o.drafts(flow.StepExchange, ui.NewKey(inspect.StepName(o.s, session.Entry{Step: flow.StepExchange}), "2")).Hidden(),
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
