package tui

import (
	"fmt"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// header is row 1: where am I, is it production, and what needs a person.
func (m *Model) header(withStep bool) string {
	left := " zoauth"
	switch {
	case m.stepping() && withStep:
		left = " " + m.theme.Strong.Render(m.current.App.Name) + "  " + m.word(m.current.App.Environment) + "  " + m.stepName()
	case m.stepping():
		left += "  " + m.theme.Strong.Render(m.current.App.Name) + "  " + string(m.current.App.Type) + " " + m.theme.Glyph.Dot + " " + m.word(m.current.App.Environment)
	case m.place == intent.FormPlace && m.screens.form.Old == "":
		left += "  new profile"
	case m.place == intent.FormPlace:
		left += "  " + m.theme.Strong.Render(m.screens.form.Old) + "  edit"
	case m.place == intent.List && m.space != nil:
		left += "  " + profileCount(len(m.space.sessions))
	}
	right := m.alerts()
	for len(right) > 1 && widget.Width(left)+widget.Width(strings.Join(right, "  "))+2 > m.width {
		right = right[1:] // what matters most stands last
	}
	return widget.Ends(left, strings.Join(right, "  "), m.width)
}

func profileCount(n int) string {
	if n == 1 {
		return "1 profile"
	}
	return fmt.Sprintf("%d profiles", n)
}

func (m *Model) word(e flow.Environment) string {
	if e == flow.Production {
		return m.theme.Production.Render("PRODUCTION")
	}
	return string(e)
}

// alerts are the right end of row 1: what runs elsewhere, counts, SANDBOX.
func (m *Model) alerts() []string {
	var parts []string
	if end, short := m.remaining(); short {
		parts = []string{end}
	} else if m.space != nil {
		parts = m.counts()
	}
	switch {
	case m.place == intent.FormPlace:
		return m.unsavedForm()
	case m.place == intent.AtZoomPlace && !m.screens.atZoom.App.Sandbox:
		return nil
	}
	if m.space != nil && m.space == m.sandbox || m.place == intent.Welcome {
		parts = append(parts, m.theme.Sandbox.Render("SANDBOX"))
	}
	return parts
}

func (m *Model) unsavedForm() []string {
	if m.screens.form.Changed() {
		return []string{m.theme.Soon.Render("not saved")}
	}
	return nil
}

// remaining is how long the shown wait goes on, where its own row is gone.
func (m *Model) remaining() (string, bool) {
	if m.width >= stepperWidth || !m.stepping() || !onAuthorize(m.place) {
		return "", false
	}
	end, waits := m.current.WaitsUntil()
	return m.theme.Busy.Render(widget.Short(end.Sub(m.now))), waits
}

func (m *Model) counts() []string {
	var parts []string
	tally := map[session.Health]int{}
	for _, s := range m.space.sessions {
		tally[s.Health(m.now)]++
		if end, waits := s.WaitsUntil(); waits && s.Phase == session.Waiting && !m.watching(s) {
			parts = append(parts, m.theme.Busy.Render(s.App.Name+" waiting "+widget.Short(end.Sub(m.now))))
		}
		if s.Phase == session.Sending && s != m.current {
			parts = append(parts, m.theme.Busy.Render(s.App.Name+" sending "+widget.Short(m.now.Sub(s.Since))))
		}
	}
	for _, k := range []struct {
		health session.Health
		word   string
	}{{session.Expired, "expired"}, {session.Soon, "soon"}, {session.Uncertain, "uncertain"}, {session.Unsaved, "not saved"}} {
		if n := tally[k.health]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k.word))
		}
	}
	return parts
}

// watching reports whether the screen itself shows what s waits for.
func (m *Model) watching(s *session.Session) bool {
	return s == m.current && onAuthorize(m.place)
}

// onAuthorize reports whether a place belongs to step 1.
func onAuthorize(p intent.Place) bool {
	return p == intent.AuthorizeStep || p == intent.NothingBack || p == intent.DevicePlace
}

// walk are the steps of row 2.
var walk = []struct {
	place intent.Place
	name  string
}{
	{intent.AuthorizeStep, "Authorize"},
	{intent.ExchangeStep, "Exchange"},
	{intent.RefreshStep, "Refresh"},
	{intent.ProbeStep, "Probe"},
	{intent.RevokeStep, "Revoke"},
}

func (m *Model) stepName() string {
	for i, w := range walk {
		if w.place == m.place || w.place == intent.AuthorizeStep && onAuthorize(m.place) {
			return m.numbered(i)
		}
	}
	return string(m.place)
}

// numbered is the digit and name of a step. An app that asks no person has nothing
// to exchange: it gets its token directly.
func (m *Model) numbered(i int) string {
	name := walk[i].name
	if walk[i].place == intent.ExchangeStep && !m.current.App.HasConsent() {
		name = "Get token"
	}
	return fmt.Sprintf("%d %s", i+1, name)
}

// stepper is row 2: which step is here, done, failed or not possible yet.
func (m *Model) stepper() string {
	g := m.theme.Glyph
	var parts []string
	for i, w := range walk {
		name := m.numbered(i)
		mark := m.mark(w.place)
		here := w.place == m.place || w.place == intent.AuthorizeStep && onAuthorize(m.place)
		switch {
		case here && (mark == g.Blocked || mark == " "):
			name, mark = m.theme.Strong.Render(name), m.theme.Strong.Render(g.Here)
		case here:
			name = m.theme.Strong.Render(name)
		}
		switch mark {
		case g.Done:
			mark = m.theme.Good.Render(mark)
		case g.Refused:
			mark = m.theme.Bad.Render(mark)
		case g.Uncertain:
			mark = m.theme.Unclear.Render(mark)
		case g.Blocked:
			mark = m.theme.Muted.Render(mark)
		}
		parts = append(parts, widget.Fit(name+" "+mark, widget.Width(m.numbered(i))+2))
	}
	history := "6 History"
	if m.place == intent.HistoryPlace {
		history = m.theme.Strong.Render(history)
	}
	line := " " + strings.Join(parts, "  ") + "   " + history
	if m.width >= wideWidth {
		line = strings.Repeat(" ", max(0, min(sidebarWidth, m.width-widget.Width(line)))) + line
	}
	return widget.Cut(line, m.width)
}

// mark is the glyph of a step: done, failed, blocked, or a blank when it is ready.
func (m *Model) mark(place intent.Place) string {
	g, s := m.theme.Glyph, m.current
	if place == intent.AuthorizeStep {
		switch {
		case !s.App.HasConsent():
			return g.Blocked
		case s.Code() != nil, s.State.HasToken() && s.Phase != session.Waiting:
			return g.Done
		}
		return " "
	}
	st := s.Steps[flow.Step(place)]
	if out := st.Outcome; out != nil && (out.State.Gen == s.State.Gen || place == intent.ProbeStep) {
		switch out.Answer.Verdict {
		case flow.Granted, flow.Done:
			return g.Done
		case flow.Refused:
			return g.Refused
		case flow.Uncertain:
			return g.Uncertain
		}
	}
	if blockedBecause(s, flow.Step(place)) != "" {
		if place == intent.ExchangeStep && s.State.HasToken() {
			return g.Done
		}
		return g.Blocked
	}
	return " "
}

// status is row 23: what just happened, or what to know before enter.
func (m *Model) status() string { return widget.Cut(" "+m.statusText(), m.width) }

func (m *Model) statusText() string {
	if m.said != "" && m.now.Before(m.saidTill) {
		return widget.Shorten(m.said, m.width-1)
	}
	if m.palette != nil {
		return paletteNote
	}
	if m.help {
		return helpNote
	}
	if note := m.faultNote(); note != "" {
		return note
	}
	return widget.Sentences(m.screen().Note(m.context()), m.width-1)
}

// footer is row 24: the keys possible now; without a row 23 news stand here first.
func (m *Model) footer(withNews bool) string {
	if withNews && m.said != "" && m.now.Before(m.saidTill) {
		return widget.Cut(" "+widget.Shorten(m.said, m.width-1), m.width)
	}
	gap := "   "
	if m.width < 80 {
		gap = "  "
	}
	hints := m.hints()
	for len(hints) > 2 && footerWidth(hints, gap) > m.width-1 {
		hints = append(hints[:len(hints)-2], hints[len(hints)-1])
	}
	var parts []string
	for _, h := range hints {
		parts = append(parts, m.theme.Key.Render(h.Key)+" "+h.Word)
	}
	return widget.Cut(" "+strings.Join(parts, gap), m.width)
}

// hints are the keys of what has them now: a question, the palette or the help leave
// the screen's own dead.
func (m *Model) hints() []intent.Hint {
	switch {
	case m.dialog != nil:
		return m.dialog.Hints()
	case m.palette != nil:
		return []intent.Hint{{Key: "enter", Word: "run it"}, {Key: "down", Word: "next"}, {Key: "up", Word: "previous"}, {Key: "esc", Word: "leave"}}
	case m.help:
		return []intent.Hint{{Key: "j", Word: "down"}, {Key: "k", Word: "up"}, {Key: "esc", Word: "close"}}
	case m.copying:
		return m.copyHints()
	default:
		return intent.Footer(m.facts())
	}
}

func footerWidth(hints []intent.Hint, gap string) int {
	n := 0
	for _, h := range hints {
		n += widget.Width(h.Key) + 1 + widget.Width(h.Word) + len(gap)
	}
	return n - len(gap)
}

// beside sets the profile list as a sidebar before the panes.
func (m *Model) beside(body []string, h int) []string {
	side := widget.Box(m.theme, "Profiles", "", screen.Sidebar(m.context(), sidebarWidth-2, h-2), sidebarWidth, h)
	out := make([]string, h)
	for i := range h {
		right := ""
		if i < len(body) {
			right = body[i]
		}
		out[i] = side[i] + right
	}
	return out
}
