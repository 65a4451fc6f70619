package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// View draws the screen: a pure reading of the model.
func (m *Model) View() tea.View {
	v := tea.NewView(m.frame())
	v.AltScreen = true
	v.WindowTitle = "zoauth"
	if m.current != nil {
		v.WindowTitle = "zoauth " + m.current.App.Name
	}
	if m.opts.Env.Progress && m.sending() {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	return v
}

func (m *Model) tooSmall() bool {
	return m.width > 0 && (m.width < minWidth || m.height < minHeight)
}

func (m *Model) frame() string {
	if m.opts.Env.ASCII {
		return plainGlyphs.Replace(m.drawn())
	}
	return m.drawn()
}

// plainGlyphs are the signs in our own words that a terminal without UTF-8, or
// one that draws them two cells wide, cannot show.
var plainGlyphs = strings.NewReplacer("…", ".", "–", "-", "−", "-", "•", "*", "·", "-", "‹", "<", "›", ">", "×", "x", "✓", "+")

func (m *Model) drawn() string {
	switch {
	case m.width == 0 || m.height == 0:
		return ""
	case m.tooSmall():
		return m.smallText()
	}
	rows := m.layers()
	if m.dialog != nil {
		return m.over(rows, m.dialog.Rows(m.theme, m.width, m.height))
	}
	return strings.Join(rows, "\n")
}

// layers draws header, stepper, panes, status and footer: exactly m.height rows.
func (m *Model) layers() []string {
	boxed := m.boxed()
	f := frame{width: m.width, height: m.height - 2, boxed: boxed, stepper: m.stepping() && m.width >= stepperWidth, status: true}
	if boxed {
		f.width -= sidebarWidth
	}
	panes := m.screen().Rows(m.context())
	switch {
	case m.palette != nil:
		panes = []screen.Row{{m.palettePane()}}
	case m.help:
		panes = []screen.Row{{m.helpPane()}}
	}
	rows := make([]row, len(panes))
	for i, p := range panes {
		rows[i] = p
	}
	a := arrange(rows, f)
	body := a.render(m.theme, f)
	if boxed {
		body = m.beside(body, f.height-count(a.stepper)-count(a.status))
	}
	out := []string{m.header(!a.stepper && m.stepping())}
	if a.stepper {
		out = append(out, m.stepper())
	}
	out = append(out, body...)
	for len(out) < m.height-1-count(a.status) {
		out = append(out, "")
	}
	out = out[:m.height-1-count(a.status)]
	if a.status {
		out = append(out, m.status())
	}
	return append(out, m.footer(!a.status))
}

// stepperWidth is the narrowest terminal that takes the stepper row whole.
const stepperWidth = 78

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// boxed reports whether panes are boxes beside the profile list. The URL keeps
// the first column for itself (SCREENS.md §1 rule 4).
func (m *Model) boxed() bool {
	if m.width < wideWidth || m.help || m.palette != nil {
		return false
	}
	switch m.place {
	case intent.Welcome, intent.List, intent.FormPlace, intent.AtZoomPlace, intent.ExplainPlace, intent.DuePlace, intent.ImportPlace, intent.LookAtToken:
		return false
	case intent.AuthorizeStep:
		return !m.current.Attempt.Open()
	case intent.DevicePlace:
		return !m.current.Device.Open()
	default:
		return true
	}
}

// stepping reports whether the place belongs to the walk of a profile.
func (m *Model) stepping() bool { return needsProfile(m.place) && m.current != nil }

func (m *Model) context() screen.Context {
	c := screen.Context{
		Theme: m.theme, Clean: m.clean, Env: m.opts.Env, Now: m.now,
		Width: m.width, Height: m.height, Boxed: m.boxed(), Current: m.current,
		Config: m.opts.ConfigPath, Version: m.opts.Version, Demo: m.opts.Demo, Trouble: m.opts.Problems,
		Spinner: theme.SpinnerFrames[m.spin%len(theme.SpinnerFrames)],
	}
	if c.Boxed {
		c.Width = m.width - sidebarWidth - 2
	}
	if m.space != nil {
		c.All, c.State, c.Real = m.space.sessions, m.space.StateDir, m.space == m.real
	}
	if m.place == intent.AuthorizeStep && m.current != nil {
		c.Checks = diagnose.Preflight(m.current.App, m.factsOf(m.current))
	}
	if other := m.other(); other != nil {
		c.Hidden = len(other.sessions)
	}
	return c
}

// other is the name space that is not shown; the sandbox counts before it runs.
func (m *Model) other() *space {
	if m.space == m.sandbox {
		return m.real
	}
	return m.sandbox
}

// over lays the dialog on the middle of the screen.
func (m *Model) over(rows, box []string) string {
	x := max(0, (m.width-widget.Width(box[0]))/2)
	y := max(0, (m.height-len(box))/2)
	layers := lipgloss.NewCompositor(
		lipgloss.NewLayer(strings.Join(rows, "\n")),
		lipgloss.NewLayer(strings.Join(box, "\n")).X(x).Y(y).Z(1))
	return lipgloss.NewCanvas(m.width, m.height).Compose(layers).Render()
}

func (m *Model) smallText() string {
	if m.width < 45 {
		return widget.Cut(fmt.Sprintf("%dx%d needed", minWidth, minHeight), m.width)
	}
	text := fmt.Sprintf("zoauth needs %d×%d; this is %d×%d.", minWidth, minHeight, m.width, m.height)
	if s := m.underWay(); s != nil {
		text += " Nothing stopped: " + s.App.Name + " " + s.Phase.String() + "."
	}
	return strings.Join(widget.Wrap(text, m.width), "\n")
}

// underWay is a profile with something under way, a request before an attempt.
func (m *Model) underWay() *session.Session {
	var found *session.Session
	for _, s := range m.all() {
		if s.Phase > session.Idle && (found == nil || s.Phase > found.Phase) {
			found = s
		}
	}
	return found
}

// typing reports whether the screen itself takes text.
func (m *Model) typing() bool {
	if m.place == intent.AuthorizeStep && (m.current == nil || !m.current.Attempt.Open()) {
		return false
	}
	return m.typist() != nil && m.typist().Typing()
}

func (m *Model) facts() intent.Facts {
	f := intent.Facts{
		Blanks: m.place == intent.FormPlace && m.screens.form.Blanks(),
		Typing: m.typing(), Gathers: m.place == intent.ImportPlace && m.screens.importing.Gathers(),
		Copies:   len(m.copies()) > 0 || m.lastCopy.Text != "",
		Place:    m.place,
		BothSets: m.real != nil && m.opts.Sandbox != nil,
	}
	s := m.current
	if m.place == intent.List {
		s = m.screens.list.Under(m.context())
	}
	if m.place == intent.LookAtToken {
		f.Secret = m.screens.loose.OnSecret()
	}
	if s == nil {
		return f
	}
	f.Faults = s.App.Sandbox && m.opts.Faults != nil
	f.Sandbox, f.Token, f.Direct = s.App.Sandbox, s.State.HasToken(), !s.App.HasConsent()
	f.Waiting, f.Sending = s.Attempt.Open(), s.Phase == session.Sending
	f.Polling, f.Devices = s.Device.Open(), s.App.Type == flow.General
	if m.place == intent.AuthorizeStep {
		f.Draft = s.App.HasConsent()
		f.Mistakes = len(flow.MistakesFor(mistakable(s, flow.StepAuthorize), s.Spent)) > 0
	}
	if m.place == intent.BreakPlace {
		at := m.screens.breaking.Under()
		f.Draft, f.Next = at.Missing == "", at.Needs
	}
	if st := s.Steps[flow.Step(m.place)]; st != nil {
		f.Draft = st.Draft.Method != ""
		f.Result = st.Showing == session.Result && st.Outcome != nil && !(f.Polling && m.place == intent.DevicePlace)
		f.Next, f.Unsaved = screen.Next(s, flow.Step(m.place)), s.State.Unsaved
		f.Mistakes = len(flow.MistakesFor(mistakable(s, flow.Step(m.place)), s.Spent)) > 0
		f.Asks, f.Card = s.Secret.Asks, f.Result && m.screens.steps[m.place].HasCard()
		f.Secret = m.screens.steps[m.place].OnSecret(s)
		f.Compared = f.Result && m.screens.steps[m.place].Compared()
		f.Views = f.Result && st.Received()
		f.Body = f.Views && m.screens.steps[m.place].BodyShown()
		f.Found, f.Before = f.Body && m.screens.steps[m.place].Viewer().Searching(), f.Result && m.screens.steps[m.place].Comparable()
	}
	if m.place == intent.HistoryPlace {
		h := &m.screens.history
		f.Body, f.Before, f.Compared = h.Opened(), h.Comparable(), h.Compared()
		f.Found = f.Body && h.Viewer().Searching()
	}
	f.Panes = f.Result
	if m.place == intent.TokenView {
		f.Secret, f.Panes = m.screens.token.OnSecret(), true
	}
	return f
}
