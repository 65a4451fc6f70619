package tui

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/profiles"
)

// copyWrittenMsg tells where a copy was written.
type copyWrittenMsg struct {
	path string
	err  error
}

// Write keeps text in a file of mode 0600 in a directory of its own.
func (c *copies) Write(name safe.Text, raw string) tea.Cmd {
	file := fileName(name.String())
	return func() tea.Msg {
		dir, err := os.MkdirTemp(profiles.TempRoot(), "zoauth-copy-")
		if err != nil {
			return copyWrittenMsg{err: err}
		}
		path := filepath.Join(dir, file)
		return copyWrittenMsg{path, os.WriteFile(path, []byte(raw+"\n"), 0o600)}
	}
}

// fileName is a name for a copy: what it is called, as far as a file can be.
func fileName(what string) string {
	return strings.TrimLeft(strings.Map(func(r rune) rune {
		if r == '.' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, what), ".-")
}

func (c *copies) copyWritten(msg copyWrittenMsg) tea.Cmd {
	if msg.err != nil {
		c.say(safe.Format("No file was written: %s", c.clean.Error(msg.err)))
		return nil
	}
	c.say(safe.Format("Written to %s, mode 0600.", c.clean.Line(msg.path)))
	return nil
}
