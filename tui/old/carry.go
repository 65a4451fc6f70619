package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// carry carries out a wish.
func (m *Model) carry(wish intent.Intent) tea.Cmd {
	switch w := wish.(type) {
	case intent.Go:
		return m.open(w.Place, w.Fresh)
	case intent.GoBack:
		return m.goBack()
	case intent.Select:
		return m.choose(w.Profile, w.Place)
	case intent.Send:
		return m.send(w)
	case intent.EditField:
		return m.editField(w)
	case intent.StartAttempt:
		return m.startFor(w)
	case intent.StopAttempt:
		m.stopWaiting()
	case intent.ExtendAttempt:
		m.current.Attempt.Ends = m.current.Attempt.Ends.Add(flow.AttemptLife)
	case intent.Paste:
		return m.takePaste(w)
	case intent.OpenPasteBox:
		m.screens.authorize.Focus()
		return m.leaveNothing()
	case intent.PlayBrowser:
		return m.play(w.Allow)
	case intent.Clip:
		return m.clip(w)
	case intent.Keep:
		return keepCopy(intent.Clip{What: w.What, Text: w.Text()})
	case intent.ShowPlain:
		return m.showPlain(w.Text)
	case intent.SaveAgain:
		return m.saveAgain()
	case intent.SaveIn:
		return m.saveIn(w.Folder)
	case intent.Ask:
		m.dialog = &widget.Dialog{Question: w.Question}
	case intent.ShowTrace:
		m.screens.history.Want(w)
		return m.open(intent.HistoryPlace, false)
	case intent.Say:
		m.say(w.Text)
	case intent.ToggleSandbox:
		return m.toggleSandbox()
	case intent.Inspect:
		m.opts.Redactor.Learn(w.Token)
	case intent.RevealHere:
		m.reveal()
	case intent.MakeMistake:
		return m.makeMistake(w.Name)
	case intent.Break:
		return m.breakWith(w.Name)
	case intent.SetFault:
		return m.setFault(w)
	case intent.RefreshDue:
		return m.refreshDue()
	case intent.Import:
		return m.importApp(w)
	case intent.OpenForm:
		return m.openForm(w)
	case intent.SaveProfile:
		return m.saveProfile()
	case intent.DeleteProfile:
		return m.deleteProfile(w.Profile)
	case intent.Leave:
		return m.quit()
	}
	return nil
}

// open shows a place of the current profile. fresh asks for a preview where a
// result is shown.
func (m *Model) open(place intent.Place, fresh bool) tea.Cmd {
	if m.current == nil && needsProfile(place) {
		s := m.screens.list.Under(m.context())
		if s == nil {
			return nil
		}
		m.current = s
	}
	if place == intent.AuthorizeStep && (m.current.Device.Open() || m.current.App.DeviceOnly()) {
		place = intent.DevicePlace
	}
	if place != m.place {
		m.back = append(m.back, m.place)
		m.place, m.said = place, ""
	}
	return m.arrive(fresh)
}

func needsProfile(place intent.Place) bool {
	switch place {
	case intent.Welcome, intent.List, intent.FormPlace, intent.AtZoomPlace, intent.ExplainPlace, intent.DuePlace, intent.ImportPlace, intent.LookAtToken:
		return false
	default:
		return true
	}
}

// openFor opens a preview for the profile under the cursor or the current one.
func (m *Model) openFor(place intent.Place) tea.Cmd {
	m.takeUnder()
	return m.open(place, true)
}

// takeUnder makes the profile under the cursor of the list the current one: on the list
// every key means that one, the digits that its rows name as well.
func (m *Model) takeUnder() {
	if m.place != intent.List {
		return
	}
	if s := m.screens.list.Under(m.context()); s != nil {
		m.current = s
	}
}

// choose makes a profile the current one.
func (m *Model) choose(profile string, place intent.Place) tea.Cmd {
	if s := m.space.find(profile); s != nil {
		m.current = s
		m.screens.list.Choose(profile)
	}
	return m.open(place, false)
}

// goBack returns to the place before; at the end of the way that is the list.
func (m *Model) goBack() tea.Cmd {
	if len(m.back) == 0 {
		m.place = intent.List
	} else {
		m.place, m.back = m.back[len(m.back)-1], m.back[:len(m.back)-1]
	}
	return m.arrive(false)
}

// toProfiles opens the list; on the list it goes back. A form is left as by esc.
func (m *Model) toProfiles() tea.Cmd {
	if m.place == intent.FormPlace && m.screens.form.Changed() {
		return m.carry(m.screen().Do(m.context(), intent.Back))
	}
	if m.place == intent.List {
		return m.goBack()
	}
	return m.open(intent.List, false)
}

// neighbour shows the next or previous profile on the same step.
func (m *Model) neighbour(by int) tea.Cmd {
	if m.place == intent.MistakesPlace {
		m.leaveMistakes()
	}
	m.takeUnder()
	sorted := m.screens.list.Sorted(m.space.sessions, m.now)
	for i, s := range sorted {
		if s == m.current {
			m.current = sorted[(i+by+len(sorted))%len(sorted)]
			m.screens.list.Choose(m.current.App.Name)
			break
		}
	}
	return m.arrive(false)
}

// toggleSandbox shows the other name space.
func (m *Model) toggleSandbox() tea.Cmd {
	if m.space == m.sandbox && m.real != nil {
		m.show(m.real)
		return nil
	}
	if m.sandbox == nil {
		m.say("Starting the sandbox.")
		return startSandbox(m.opts.Sandbox)
	}
	m.show(m.sandbox)
	return nil
}

func (m *Model) show(sp *space) {
	m.space, m.current, m.back = sp, nil, nil
	m.forgetRevoked()
	m.screens.list = screen.List{}
	m.screens.list.Choose(sp.Default)
	if m.place != intent.Welcome {
		m.place = intent.List
	}
}

// arrive prepares the place that is now shown.
func (m *Model) arrive(fresh bool) tea.Cmd {
	m.forgetRevoked()
	m.breaking = ""
	switch m.place {
	case intent.AuthorizeStep:
		if fresh {
			m.current.Asking = session.Asking{}
		}
		return m.lookAround(m.current)
	case intent.ExchangeStep, intent.RefreshStep, intent.ProbeStep, intent.RevokeStep, intent.DevicePlace:
		st := m.current.Steps[flow.Step(m.place)]
		if fresh || st.Outcome == nil {
			st.Showing = session.Preview
		}
		return m.draft(m.current, flow.Step(m.place))
	case intent.BreakPlace:
		m.screens.breaking.Show(breakable(m.current))
	case intent.FaultsPlace:
		m.openFaults()
	case intent.ImportPlace:
		m.screens.importing, m.importing = screen.NewImporting(), 0
	case intent.ExplainPlace:
		m.screens.explain = screen.NewExplain()
	case intent.TokenView:
		m.screens.token.Show(m.current.State, m.current.App.Scopes)
	case intent.DiagnosisPlace:
		return m.diagnoseLast(m.current)
	case intent.HistoryPlace:
		m.screens.history.Stay()
		m.screens.history.Of(m.current.App)
		return readHistory(m.spaceOf(m.current).Workspace, m.current.App)
	case intent.List:
		if m.current != nil {
			m.screens.list.Choose(m.current.App.Name)
		}
	}
	return nil
}
