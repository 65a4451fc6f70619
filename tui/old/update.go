package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
)

// Update routes: keys to whoever has the focus, outcomes to their session.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	return m, m.guard(m.update(msg))
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.pressed(stroke{msg.String(), msg.Text})
	case heldMsg:
		return m.held(msg)
	case tea.PasteMsg:
		m.burst.pasted(m.opts.Running())
		return m.paste(msg.Content)
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.theme = theme.New(msg.IsDark(), m.opts.Env.ASCII)
	case tickMsg:
		return m.tick(msg)
	case sandboxStartedMsg:
		return m.sandboxStarted(msg)
	case statesReadMsg:
		return m.statesRead(msg)
	case secretReadMsg:
		m.secretRead(msg)
	case factsGatheredMsg:
		m.factsGathered(msg)
	case attemptOpenedMsg:
		return m.attemptOpened(msg)
	case listenerHitMsg:
		return m.listenerHit(msg)
	case browserPlayedMsg:
		m.browserPlayed(msg)
	case polledMsg:
		return m.polled(msg)
	case requestEndedMsg:
		return m.requestEnded(msg)
	case stateSavedMsg:
		m.stateSaved(msg)
	case keptMsg:
		m.kept(msg)
	case importedMsg:
		return m.imported(msg)
	case diagnosedMsg:
		return m.diagnosed(msg)
	case formOpenedMsg:
		return m.formOpened(msg)
	case formReopenedMsg:
		m.formReopened(msg)
	case profileSavedMsg:
		return m.profileSaved(msg)
	case fileSeenMsg:
		return m.fileSeen(msg)
	case reloadedMsg:
		return m.reloaded(msg)
	case historyReadMsg:
		m.historyRead(msg)
	case copyKeptMsg:
		m.copyKept(msg)
	case clippedMsg:
		return m.clipped(msg)
	case plainShownMsg:
		if msg.err != nil {
			m.say("The plain screen ended: " + msg.err.Error())
		}
	case warnedMsg:
		m.say(msg.text)
	case suspendMsg:
		return m.suspend()
	}
	return nil
}

// tick moves the clock, ends what ran out, and looks at the disk once a second.
func (m *Model) tick(msg tickMsg) tea.Cmd {
	if msg.chain != m.chain {
		return nil
	}
	before := m.now
	m.moveClock()
	m.spin++
	m.expireAttempts()
	m.follow()
	m.lookAtFaults()
	m.notice(before)
	next := tick(m.beat(), m.chain)
	if m.now.Truncate(pollInterval).Equal(before.Truncate(pollInterval)) {
		return next
	}
	return tea.Batch(next, m.look(m.real), m.look(m.sandbox), m.watch())
}

// follow takes over how far the requests in flight are.
func (m *Model) follow() {
	for _, s := range m.all() {
		if s.Phase == session.Sending {
			s.Stage = m.spaceOf(s).stages.of(s.App.Name)
		}
	}
}

// beat is how long the clock's next beat takes: to the next whole second, or a
// spinner's frame while something moves.
func (m *Model) beat() time.Duration {
	if m.busy() {
		return busyInterval
	}
	return pollInterval - m.now.Sub(m.now.Truncate(pollInterval))
}

// hurry starts a new chain of beats, for something that began to move.
func (m *Model) hurry() tea.Cmd {
	m.chain++
	return tick(busyInterval, m.chain)
}

// key routes one key press: ctrl+c, dialog, focused input, then the key table.
func (m *Model) key(key, text string) tea.Cmd {
	if !m.copiesRevealed(key) {
		m.conceal()
	}
	switch {
	case key == "ctrl+c":
		return m.quit()
	case m.tooSmall():
		if key == "q" {
			return m.quit()
		}
		return nil
	case m.palette != nil:
		return m.paletteKey(key, text)
	case m.dialog != nil:
		return m.dialogKey(key, text)
	case key == "ctrl+p":
		m.palette, m.help = newPalette(), false
		return nil
	case m.copying:
		return m.copyKey(key)
	case m.help:
		m.helpKey(key)
		return nil
	case m.typist() != nil && m.typist().Typing():
		wish := m.typist().Type(m.context(), key, text)
		m.learnForm()
		return m.carry(wish)
	}
	if key == "enter" && m.now.Before(m.quiet) {
		return nil
	}
	action := intent.Resolve(key, m.facts())
	if action == intent.Back && key == "esc" {
		return m.escape()
	}
	return m.act(action)
}

// escape goes back one level, but never out of the program: that is q.
func (m *Model) escape() tea.Cmd {
	wish := m.screen().Do(m.context(), intent.Back)
	if _, leave := wish.(intent.Leave); leave {
		m.say("q quits.")
		return nil
	}
	return m.carry(wish)
}

func (m *Model) dialogKey(key, text string) tea.Cmd {
	wish, done := m.dialog.Key(key, text, m.width, m.height)
	if done {
		_, leave := wish.(intent.Leave)
		m.dialog = nil
		if !leave {
			m.asked = 0
		}
	}
	return m.carry(wish)
}

// paste goes to the text input of the screen; elsewhere it says so.
func (m *Model) paste(text string) tea.Cmd {
	m.conceal()
	if m.palette != nil {
		m.palette.input.Insert(text)
		return nil
	}
	if m.dialog != nil && m.dialog.Typing() {
		m.dialog.Insert(text)
		return nil
	}
	t := m.typist()
	if t == nil || m.dialog != nil || m.place == intent.AuthorizeStep && !m.current.Attempt.Open() {
		m.say("Nothing here takes a paste; press 1 and enter to authorize, then paste.")
		return nil
	}
	wish := t.Insert(m.context(), text)
	m.learnForm()
	return m.carry(wish)
}

// act carries out an action of the key table: the root's own, then the screen's.
func (m *Model) act(a intent.Action) tea.Cmd {
	if place, ok := placeOf[a]; ok {
		m.takeUnder()
		return m.open(place, place == m.place)
	}
	switch a {
	case intent.None:
		return nil
	case intent.Help:
		m.help = true
		return nil
	case intent.Command:
		m.palette = newPalette()
		return nil
	case intent.Copy:
		return m.startCopy()
	case intent.Redraw:
		return tea.ClearScreen
	case intent.Suspend:
		return m.suspend()
	case intent.AskSecret:
		return m.askSecret()
	case intent.Profiles:
		return m.toProfiles()
	case intent.Authorize:
		return m.openFor(intent.AuthorizeStep)
	case intent.Refresh:
		return m.openFor(intent.RefreshStep)
	case intent.Token:
		return m.openFor(intent.TokenView)
	case intent.Device:
		return m.open(intent.DevicePlace, true)
	case intent.NextOne:
		return m.neighbour(1)
	case intent.PrevOne:
		return m.neighbour(-1)
	case intent.New:
		return m.askNew()
	case intent.Mistakes:
		return m.openMistakes()
	case intent.Use:
		return m.openFor(intent.UsePlace)
	case intent.Due:
		return m.openDue()
	case intent.Faults:
		return m.openFor(intent.FaultsPlace)
	case intent.Diagnose:
		return m.askDiagnosis()
	case intent.Explain:
		return m.open(intent.ExplainPlace, false)
	case intent.Edit:
		return m.editProfile()
	case intent.Delete:
		return m.askDelete()
	case intent.AtZoom:
		return m.openAtZoom()
	case intent.Sandbox:
		return m.carry(intent.ToggleSandbox{})
	}
	return m.carry(m.screen().Do(m.context(), a))
}

// placeOf are the places that digits open.
var placeOf = map[intent.Action]intent.Place{
	intent.Place1: intent.AuthorizeStep,
	intent.Place2: intent.ExchangeStep,
	intent.Place3: intent.RefreshStep,
	intent.Place4: intent.ProbeStep,
	intent.Place5: intent.RevokeStep,
	intent.Place6: intent.HistoryPlace,
}
