package tui

import (
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// besideHelp is the width from which the keys stand in two columns.
const besideHelp = 78

// helpKeys is the column of the keys.
const helpKeys = 8

// helpPane lists every key: what it does now, and why the others do nothing.
func (m *Model) helpPane() widget.Pane {
	facts := m.facts()
	var can, cannot []string
	for _, b := range intent.Table() {
		keys := widget.Fit(shown(b.Keys), helpKeys)
		if b.Works(facts) {
			can = append(can, " "+m.theme.Key.Render(keys)+b.Title)
		} else if b.Why != "" {
			cannot = append(cannot, " "+m.theme.Muted.Render(keys+b.Title+": "+b.Why))
		}
	}
	can = append(can, " "+m.theme.Key.Render(widget.Fit("ctrl+c", helpKeys))+"quit from anywhere")
	return widget.Pane{
		Title: "Keys", Note: m.theme.Muted.Render("what works here, then why the rest does not"), Min: 3,
		Grow: func(w, h int) []string { return m.helpRows(can, cannot, w, h) },
	}
}

// shown names a binding's keys as far as they are short.
func shown(keys []string) string {
	if len(keys) > 1 && len(keys[0])+len(keys[1]) < helpKeys-1 {
		return keys[0] + " " + keys[1]
	}
	return keys[0]
}

// helpRows lays the keys that work in two columns where the width allows, those
// that do not below them, and shows the window that was scrolled to.
func (m *Model) helpRows(can, cannot []string, w, h int) []string {
	var rows []string
	half := (len(can) + 1) / 2
	if w < besideHelp {
		half = len(can)
	}
	for i := range half {
		row := can[i]
		if j := i + half; j < len(can) {
			row = widget.Fit(row, w/2) + can[j]
		}
		rows = append(rows, row)
	}
	rows = append(append(rows, ""), cannot...)
	m.helpTop = min(max(0, m.helpTop), max(0, len(rows)-h))
	return rows[m.helpTop:min(len(rows), m.helpTop+h)]
}

// helpKey scrolls the help or closes it.
func (m *Model) helpKey(key string) {
	switch intent.Resolve(key, intent.Facts{Place: intent.List}) {
	case intent.Down:
		m.helpTop++
	case intent.Up:
		m.helpTop--
	case intent.PageDown:
		m.helpTop += 10
	case intent.PageUp:
		m.helpTop -= 10
	default:
		m.help, m.helpTop = false, 0
	}
}

// helpNote says how to leave.
const helpNote = "j and k scroll; any other key closes this."
