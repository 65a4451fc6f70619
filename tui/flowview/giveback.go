package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// copyPair copies the pair for the server, unless the copy would stay on this machine,
// and asks whether it arrived.
func (d dialogs) copyPair() tea.Cmd {
	if d.desk.KeepsCopies() {
		return d.desk.Ask(d.handOver())
	}
	return tea.Batch(d.clipPair(), d.desk.Ask(d.handOver()))
}

func (d dialogs) clipPair() tea.Cmd {
	return d.desk.Copy(d.s.Disk().PairText(), safe.Const("the pair"))
}

// handOver asks whether a server has the pair, before zoauth deletes its copy. Nobody
// confirms a copy but the person.
func (d dialogs) handOver() *ui.Choices {
	clean, t := d.desk.Clean(), d.s.State().Token
	note := safe.Const("as a token response, JSON")
	if d.desk.KeepsCopies() {
		note = safe.Const("it stays in tmux's buffer")
	}
	text := safe.Format("%s belongs to your server. Delete zoauth's copy once the server has stored the pair: it is the only other one.", clean.Line(t.Fingerprints()))
	c := &ui.Choices{Title: safe.Const("Does the server have the pair?"), Text: ui.Prose(text)}
	c.Rows = []ui.Choice{
		{Name: safe.Const("Not yet")},
		{Name: safe.Const("Copy the pair"), Note: note, Do: func() tea.Cmd { return tea.Batch(d.clipPair(), d.desk.Ask(d.handOver())) }},
		{Name: safe.Const("Show it alone on the screen"), Note: safe.Const("in full"), Do: d.inFull},
		{Name: safe.Const("Yes: delete zoauth's copy"), Note: safe.Const("Zoom isn't told"), Do: func() tea.Cmd {
			return d.run(d.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}},
	}
	return c
}

// discardPair asks before the only copy of a pair is deleted.
func (d dialogs) discardPair() *ui.Choices {
	text := safe.Const("This is the only copy of the pair. The token that it replaced stopped working: after this, the user has to authorize again.")
	return &ui.Choices{
		Title: safe.Const("Discard the pair?"), Text: ui.Prose(text),
		Rows: []ui.Choice{ui.Cancel(), {Name: safe.Const("Discard it"), Do: func() tea.Cmd {
			return d.run(d.s.Disk().GiveBack(session.Answer{Confirmed: true}))
		}}},
	}
}
