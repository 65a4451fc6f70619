package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// clock is the time that the workbench shows, and the ticks with which it moves.
type clock struct {
	wall    func() time.Time
	elapsed func() time.Duration
	now     time.Time
	running time.Duration // elapsed time at now
	chain   int           // of the newest tick; ticks of an older chain are over
}

func newClock(o Options) clock {
	return clock{wall: o.Now, elapsed: o.Running, now: o.Now().Round(0), running: o.Running()}
}

// The ticks: a spinner's frame while something moves, else the whole second.
const (
	busyTick = 250 * time.Millisecond
	idleTick = time.Second
)

// tickMsg is a tick.
type tickMsg struct{ chain int }

func (c *clock) start() tea.Cmd { return c.tick(idleTick - c.now.Sub(c.now.Truncate(idleTick))) }

// hurry starts a new chain of ticks, for something that began to move.
func (c *clock) hurry() tea.Cmd {
	c.chain++
	return c.tick(busyTick)
}

func (c *clock) tick(in time.Duration) tea.Cmd {
	chain := c.chain
	return tea.Tick(in, func(time.Time) tea.Msg { return tickMsg{chain} })
}

// jump is how far the wall clock may move against the running time before it counts
// as having been set (C1).
const jump = 2 * time.Second

// read takes over the time for the message that is being answered.
func (c *clock) read() { c.now = c.wall().Round(0) }

// moved returns how far the wall clock was set since the last tick, or how long the
// machine slept; zero where it went on as ever.
func (c *clock) moved(before time.Time) time.Duration {
	running := c.elapsed()
	off := c.now.Sub(before) - (running - c.running)
	c.running = running
	if off.Abs() <= jump {
		return 0
	}
	return off.Round(time.Second)
}

// tick moves the clock, ends what ran out, and looks at the disk once a second.
func (a *App) tick(msg tickMsg) tea.Cmd {
	if msg.chain != a.clock.chain {
		return nil
	}
	before := a.own.ticked
	a.own.ticked = a.clock.now
	if off := a.clock.moved(before); off != 0 {
		a.own.moveClock(off)
		a.say(safe.Format("The clock moved %s: it was set, or this machine slept. Countdowns show the earlier end.", direction(off)))
	}
	cmds := []tea.Cmd{a.own.tick(a)}
	if s, ok := a.top().(ui.Ticking); ok {
		s.Tick()
	}
	if a.clock.now.Truncate(idleTick) != before.Truncate(idleTick) {
		cmds = append(cmds, a.own.watch(a))
	}
	if a.own.busy() {
		return tea.Batch(append(cmds, a.clock.tick(busyTick))...)
	}
	return tea.Batch(append(cmds, a.clock.start())...)
}

func direction(off time.Duration) safe.Text {
	if off < 0 {
		return safe.Format("%s back", ui.Age(-off))
	}
	return safe.Format("%s ahead", ui.Age(off))
}
