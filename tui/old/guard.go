package tui

import tea "charm.land/bubbletea/v2"

// guard lets a command's panic be reported by the terminal session, which prints
// its place and never its value: that may hold a secret (PROMISES.md F5).
func (m *Model) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil || m.opts.Terminal == nil {
		return cmd
	}
	return func() (msg tea.Msg) {
		m.opts.Terminal.Guard(func() { msg = cmd() })
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = m.guard(batch[i])
			}
		}
		return msg
	}
}
