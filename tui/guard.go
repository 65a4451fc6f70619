package tui

import tea "charm.land/bubbletea/v2"

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
