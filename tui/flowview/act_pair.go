package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// act carries out an action that is about the profile's tokens.
func (d dialogs) act(a session.Action) tea.Cmd {
	switch a.Act {
	case session.ActUseToken:
		return d.desk.Ask(newUse(d.frame))
	case session.ActSaveAgain:
		return d.run(d.s.Disk().SaveAgain())
	case session.ActSaveIn:
		return d.saveElsewhere()
	case session.ActCopyPair:
		return d.copyPair()
	case session.ActShowPair:
		return d.desk.Ask(d.showPair())
	case session.ActDropPair:
		return d.desk.Ask(d.discardPair())
	case session.ActAdoptInto:
		return d.desk.AdoptInto(d.s)
	case session.ActAdopt, session.ActDiscard:
		return d.desk.Ask(d.decide(a))
	case session.ActKeep:
		return d.run(d.s.Disk().Keep())
	case session.ActGiveBack:
		return d.desk.Ask(d.handOver())
	default:
		return d.leaveFor(a)
	}
}

// leaveFor carries out an action that is done elsewhere: on another screen, or at Zoom.
func (f *frame) leaveFor(a session.Action) tea.Cmd {
	profile := f.s.App().Name
	switch a.Act {
	case session.ActServerSends:
		return f.desk.Show(ui.Place{Kind: ui.Paste, Profile: profile})
	case session.ActEditProfile:
		return f.desk.Show(ui.Place{Kind: ui.Profile, Profile: profile})
	case session.ActNext, session.ActExercise:
		return f.desk.Show(ui.Place{Kind: ui.Practice, Profile: profile})
	case session.ActAskSecret:
		return f.desk.AskSecret(f.s)
	case session.ActAtZoom:
		return f.desk.Ask(newAtZoom(f))
	}
	return nil
}
