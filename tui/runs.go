package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// runs runs the tasks of sessions, and gives each what they found.
type runs struct{ *App }

// taskEndedMsg brings what a session's task found.
type taskEndedMsg struct{ event *session.Event }

// Run runs the tasks of a session off the loop and says its news.
func (r *runs) Run(f session.Follow) tea.Cmd {
	if f.News != "" {
		r.say(r.clean.Line(f.News))
	}
	if len(f.Tasks) == 0 {
		return nil
	}
	cmds := []tea.Cmd{r.clock.hurry()}
	ctx := r.opts.Context
	for _, task := range f.Tasks {
		cmds = append(cmds, func() tea.Msg { return taskEndedMsg{task(ctx)} })
	}
	return tea.Batch(cmds...)
}

// apply gives an event to its session, whatever is on top.
func (r *runs) apply(e *session.Event) tea.Cmd {
	if e == nil {
		return nil
	}
	s := r.own.of(e.Op)
	if s == nil {
		e.Release()
		return nil
	}
	of := e.Op
	if s.App().Sandbox {
		defer r.desk.readFaults(s)
	}
	defer r.settled()
	return tea.Batch(r.Run(s.Apply(e)), r.own.settleLoose(r.desk), r.deliver(ui.ChangedMsg{Profile: of.Profile, Sandbox: of.Sandbox}))
}

// guard lets the terminal session report a command's panic: it prints the place and
// never the value, which may hold a secret (F5).
func (a *App) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil || a.opts.Terminal == nil {
		return cmd
	}
	return func() (msg tea.Msg) {
		a.opts.Terminal.Guard(func() { msg = cmd() })
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = a.guard(batch[i])
			}
		}
		return msg
	}
}
