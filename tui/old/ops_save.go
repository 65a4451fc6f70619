package tui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/session"
)

// saveState tries again to put a state on disk that lives only in memory.
func saveState(op session.Op, runner *flow.Runner, state flow.State) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), secretTimeout)
		defer cancel()
		return stateSavedMsg{op, runner.Save(ctx, op.Profile, state)}
	}
}

// keepIn saves such a state in another folder; then it is not lost with the program.
func keepIn(op session.Op, set *profiles.Workspace, folder string, state flow.State) tea.Cmd {
	return func() tea.Msg {
		if rest, ok := strings.CutPrefix(folder, "~"); ok {
			if home, err := os.UserHomeDir(); err == nil {
				folder = filepath.Join(home, rest)
			}
		}
		path, err := set.Store.SaveIn(folder, op.Profile, state)
		if err == nil {
			set.Runner.LetGo(op.Profile)
		}
		return keptMsg{op, path, err}
	}
}
