package tui

import (
	"time"

	"zoauth/tui/old/widget"
)

// jump is how far the clock may move against the running time before it counts as
// having been set (PROMISES.md C1).
const jump = 2 * time.Second

// moveClock takes over the time. A clock that was set, or stood still with the
// machine while the tokens aged, is said; countdowns show the earlier end.
func (m *Model) moveClock() {
	wall, running := m.opts.Now().Round(0), m.opts.Running()
	off := wall.Sub(m.now) - (running - m.running)
	m.now, m.running = wall, running
	if off.Abs() <= jump {
		return
	}
	for _, s := range m.all() {
		s.Drift += off
	}
	m.say("The clock moved " + direction(off) + ": it was set, or this machine slept. Countdowns show the earlier end.")
}

func direction(off time.Duration) string {
	if off < 0 {
		return widget.Ago(-off) + " back"
	}
	return widget.Ago(off) + " ahead"
}
