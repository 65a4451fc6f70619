package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// desk is the app as its screens see it. It is the [ui.Host] of every screen, and what
// each of them asks for beside that.
type desk struct{ *App }

// Show puts another place on top, a profile's page with the draft of the step that is
// named.
func (d *desk) Show(p ui.Place) tea.Cmd {
	s := d.screen(p)
	if s == nil {
		return nil
	}
	step := flow.Step(p.Step)
	if p.Kind != ui.Flow || step == "" {
		return d.push(s)
	}
	if d.current.Wants(step) {
		return tea.Batch(d.push(s), d.AdoptFor(d.current, step))
	}
	return tea.Batch(d.Run(d.current.Drafts().Open(step)), d.push(s))
}

// push puts a screen on top.
func (d *desk) push(s ui.Screen) tea.Cmd {
	d.stack = append(d.stack, s)
	d.resize()
	return s.Open()
}

// Back leaves the screen, up one level.
func (d *desk) Back() tea.Cmd { return d.up() }

// Ask opens a dialog over the screen.
func (d *desk) Ask(dialog ui.Dialog) tea.Cmd { return d.ask(dialog) }

// Say sets the status line for some seconds.
func (d *desk) Say(text safe.Text) { d.say(text) }

// Copy sends raw text to the clipboard.
func (d *desk) Copy(raw string, what safe.Text) tea.Cmd {
	return clip(d.opts.Context, d.opts.Env.Clipboard(), raw, what)
}

// Alone shows text outside of the alternate screen.
func (d *desk) Alone(text safe.Text) tea.Cmd { return showAlone(d.opts.Context, text) }

// Clean makes text from outside printable.
func (d *desk) Clean() *safe.Cleaner { return d.clean }

// Palette opens the list of all actions.
func (d *desk) Palette() tea.Cmd { return d.ask(newPalette(d.App, everything)) }

// Now is the time of the message that is being answered.
func (d *desk) Now() time.Time { return d.clock.now }

// taskEndedMsg brings what a session's task found.
type taskEndedMsg struct{ event session.Event }

// Run runs the tasks of a session off the loop and says its news.
func (d *desk) Run(f session.Follow) tea.Cmd {
	if f.News != "" {
		d.say(d.clean.Line(f.News))
	}
	if len(f.Tasks) == 0 {
		return nil
	}
	cmds := []tea.Cmd{d.clock.hurry()}
	ctx := d.opts.Context
	for _, task := range f.Tasks {
		cmds = append(cmds, func() tea.Msg { return taskEndedMsg{task(ctx)} })
	}
	return tea.Batch(cmds...)
}

func (d *desk) taskEnded(msg taskEndedMsg) tea.Cmd { return d.apply(msg.event) }

// apply gives an event to its session, whatever is on top.
func (d *desk) apply(e session.Event) tea.Cmd {
	if e == nil {
		return nil
	}
	s := d.own.of(e.Of())
	if s == nil {
		session.Release(e)
		return nil
	}
	of := e.Of()
	if s.App().Sandbox {
		defer d.lookAtFaults(s)
	}
	defer d.settled()
	return tea.Batch(d.Run(s.Apply(e)), d.own.settleLoose(d), d.deliver(ui.ChangedMsg{Profile: of.Profile, Sandbox: of.Sandbox}))
}

// Sessions are those of the profiles that Home shows, in the file's order.
func (d *desk) Sessions() []*session.Session {
	if d.own.shown == nil {
		return nil
	}
	return d.own.shown.sessions
}

// Version is that of the program.
func (d *desk) Version() string { return d.opts.Version }
