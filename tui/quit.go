package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// quit asks before it ends something: tokens that are only in memory, a request in
// flight, an open attempt.
func (a *App) quit() tea.Cmd {
	if asked, ok := a.dialog.(*quitting); ok {
		return asked.leave()
	}
	what := a.own.atStake(a.clean)
	if what.IsEmpty() {
		return tea.Quit
	}
	return a.ask(newQuitting(what))
}

// quitting asks before the program ends. A second ctrl+c answers.
type quitting struct{ ui.Choices }

func newQuitting(what safe.Text) *quitting {
	q := &quitting{}
	q.Choices = ui.Choices{
		Title: safe.Const("Quit zoauth?"),
		Text:  ui.Prose(what),
		Rows:  []ui.Choice{{Name: safe.Const("Stay")}, {Name: safe.Const("Quit"), Note: safe.Const("ctrl+c"), Do: q.leave}},
	}
	return q
}

func (q *quitting) leave() tea.Cmd { return tea.Quit }

// atStake says what quitting would end; empty: nothing.
func (o *spaces) atStake(clean *safe.Cleaner) safe.Text {
	var found safe.Text
	worst := session.Idle
	for _, s := range o.all() {
		name, state := clean.Line(s.App().Name), s.State()
		switch {
		case state.Unsaved && s.Disk().KeptIn() != "":
			return safe.Format("%s: the new pair is in %s and not in its place.", name, clean.Line(s.Disk().KeptIn()))
		case state.Unsaved && replaced(s):
			return safe.Format("%s: the new pair is only in this program. Quitting loses it, and the pair on disk no longer works.", name)
		case state.Unsaved:
			return safe.Format("%s: the tokens are only in this program. Quitting loses them; there are none on disk.", name)
		}
		p := s.Phase()
		if s.Disk().ToGiveBack() && found.IsEmpty() {
			found = safe.Format("%s: the new pair is saved, and your server doesn't have it yet.", name)
		}
		if p < session.Awaiting || p <= worst {
			continue
		}
		worst = p
		w, _ := s.Consent().Waiting()
		switch {
		case p == session.Sending:
			found = safe.Format("%s: a request is in flight. zoauth waits for the response and saves it before it ends.", name)
		case w.UserCode != "":
			found = safe.Format("%s: a device code is open. zoauth won't be there to get its tokens.", name)
		default:
			found = safe.Format("%s: an authorization is open. zoauth won't be there for its callback.", name)
		}
	}
	return found
}

// replaced reports whether the pair that is in memory only took the place of another one.
func replaced(s *session.Session) bool {
	r, known := s.Timeline().Result(s.Timeline().Len() - 1)
	return known && r.Before.HasToken()
}

// settled closes the question once quitting would end nothing any more (the response
// came, or the attempt ended).
func (a *App) settled() {
	if _, asking := a.dialog.(*quitting); asking && a.own.atStake(a.clean).IsEmpty() {
		a.dialog = nil
	}
}

// suspendAskedMsg is a SIGTSTP.
type suspendAskedMsg struct{}

// suspend stops the program at ctrl+z, but not while a request is in flight: a stopped
// process cannot save the response.
func (a *App) suspend() tea.Cmd {
	a.own.pausing = a.own.sending()
	if a.own.pausing {
		a.say(safe.Const("Suspends when the request is done."))
		return nil
	}
	return tea.Suspend
}
