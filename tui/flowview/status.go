package flowview

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// status is about the row under the cursor.
func (t *timeline) status() safe.Text {
	if t.onDraft() {
		if t.s.Drafts().Next().Blocked() != "" {
			return safe.Const("Nothing can be sent yet.")
		}
		if t.s.Drafts().AsksResult() {
			return safe.Const("If Zoom refuses it, nothing changes for your server.")
		}
		return safe.Const("Nothing is sent until you press enter.")
	}
	e, wait := t.under(), t.s.Wait(t.desk.Now())
	switch {
	case e.ID == "":
		return safe.Text{}
	case t.s.Disk().ToGiveBack() && t.rows.Cursor == t.s.Timeline().Len()-1:
		return safe.Const("Saved until you choose; quitting asks.")
	case wait > 0 && t.rows.Cursor == t.s.Timeline().Len()-1:
		return safe.Format("The server asks to wait %s. Nothing is sent by itself.", ui.Clock(wait))
	case e.Mark == session.Uncertain:
		return safe.Const("Nothing is sent until you choose. Home shows ~ until then.")
	case e.Mark == session.Failed && len(t.s.Practice().Faults()) > 0:
		return safe.Const("The fault stays on: m, then x, turns it off.")
	case e.Mark == session.Unsaved:
		return safe.Const("zoauth will not quit without asking while this is open.")
	case e.Proof && e.Expected == session.AsExpected:
		return safe.Const("Revoked, and proved.")
	case e.Step == "probe" && e.Mark == session.Done && e.Expected == session.NoneExpected:
		return safe.Const("The token works.")
	}
	return safe.Text{}
}

// Status is one line about where this is.
func (f *Screen) Status() safe.Text {
	if f.edit.on {
		return f.edit.status()
	}
	w, open := f.s.Consent().Waiting()
	mark := f.timeline.under().Mark
	decide := mark == session.Uncertain || mark == session.Unsaved || mark == session.Failed
	older := f.timeline.rows.Cursor < f.timeline.count()-1
	if step, of, on := f.s.Practice().Tour(); on && step <= of && f.s.Flight() == nil && !decide && !older {
		return safe.Format("Tour, step %s of %s: %s", safe.Int(step), safe.Int(of), tourWords(f.s, step))
	}
	switch {
	case f.s.Stage() == flow.StageLocking:
		return safe.Const("It is sent when the other process is done with this profile.")
	case f.s.Flight() != nil:
		return safe.Const("You can leave; zoauth saves the response when it comes.")
	case open && w.Step == "device":
		return safe.Const("You can leave; zoauth keeps polling and saves the tokens.")
	case open && w.Address != "" && w.Entry == f.timeline.under().ID:
		return safe.Const("You can leave; zoauth keeps listening.")
	case open && w.Entry == f.timeline.under().ID:
		return safe.Const("You can leave; paste the callback on any screen.")
	}
	return f.timeline.status()
}

// tourWords say what a step of the tour does; the first one by what is open.
func tourWords(s *session.Session, step int) safe.Text {
	w, open := s.Consent().Waiting()
	next := s.Drafts().Next()
	switch device := open && w.Step == flow.StepDevice; {
	case step == 1 && device:
		return safe.Const("allow the app on any device.")
	case step == 1 && open:
		return safe.Const("allow the app in the browser.")
	case step == 1 && next != nil && next.Step() == flow.StepDevice:
		return safe.Const("get a code to enter on any device.")
	}
	return []safe.Text{
		safe.Const("get a URL for the browser."), safe.Const("exchange the code for tokens."), safe.Const("ask Zoom whose token it is."),
		safe.Const("get a new pair."), safe.Const("revoke the pair, and prove it."),
	}[step-1]
}
