package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// copyPair copies the pair for the server, unless the copy would stay on this machine,
// and asks whether it arrived.
func (f *Screen) copyPair() tea.Cmd {
	if f.desk.KeepsCopies() {
		return f.desk.Ask(f.handOver())
	}
	return tea.Batch(f.clipPair(), f.desk.Ask(f.handOver()))
}

func (f *Screen) clipPair() tea.Cmd { return f.desk.Copy(f.s.PairText(), safe.Const("the pair")) }

// handOver asks whether a server has the pair, before zoauth deletes its copy. Nobody
// confirms a copy but the person.
func (f *Screen) handOver() *ui.Choices {
	clean, t := f.desk.Clean(), f.s.State().Token
	note := safe.Const("as a token response, JSON")
	if f.desk.KeepsCopies() {
		note = safe.Const("it stays in tmux's buffer")
	}
	text := safe.Format("%s %s belongs to your server. Delete zoauth's copy once the server has stored the pair: it is the only other one.",
		clean.Line(t.AccessToken.Fingerprint()), clean.Line(t.RefreshToken.Fingerprint()))
	c := &ui.Choices{Title: safe.Const("Does the server have the pair?"), Text: ui.Ts(text.Wrap(58), ui.Plain, ui.Keep)}
	c.Rows = []ui.Choice{
		{Name: safe.Const("Not yet")},
		{Name: safe.Const("Copy the pair"), Note: note, Do: func() tea.Cmd { return tea.Batch(f.clipPair(), f.desk.Ask(f.handOver())) }},
		{Name: safe.Const("Show it alone on the screen"), Note: safe.Const("in full"), Do: func() tea.Cmd {
			return f.desk.Alone(safe.Format("access token\n%s\n\nrefresh token\n%s", clean.Reveal(t.AccessToken), clean.Reveal(t.RefreshToken)))
		}},
		{Name: safe.Const("Yes: delete zoauth's copy"), Note: safe.Const("Zoom isn't told"), Do: func() tea.Cmd {
			return f.changedBy(f.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}},
	}
	return c
}

// discardPair asks before the only copy of a pair is deleted.
func (f *Screen) discardPair() *ui.Choices {
	text := safe.Const("This is the only copy of the pair. The token that it replaced stopped working: after this, the user has to authorize again.")
	return &ui.Choices{
		Title: safe.Const("Discard the pair?"), Text: ui.Ts(text.Wrap(58), ui.Plain, ui.Keep),
		Rows: []ui.Choice{ui.Cancel(), {Name: safe.Const("Discard it"), Do: func() tea.Cmd {
			return f.changedBy(f.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}}},
	}
}
