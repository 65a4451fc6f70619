package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/intent"
	"zoauth/tui/screen"
)

// copies lists what the current screen can copy; nothing when it can not.
func (m *Model) copies() []screen.Copy {
	if c, ok := m.screen().(screen.Copier); ok && (m.current != nil || !needsProfile(m.place)) {
		return c.Copies(m.context())
	}
	return nil
}

// startCopy waits for the letter that says what is copied.
func (m *Model) startCopy() tea.Cmd {
	m.copying = len(m.copies()) > 0 || m.lastCopy.Text != ""
	return nil
}

// copyKey copies what the letter names; any other key ends the wait.
func (m *Model) copyKey(key string) tea.Cmd {
	m.copying = false
	if key == "f" && m.lastCopy.Text != "" {
		return keepCopy(m.lastCopy)
	}
	for _, c := range m.copies() {
		if c.Key == key {
			m.lastCopy = intent.Clip{Text: c.Text(), What: c.What}
			return m.clip(m.lastCopy)
		}
	}
	return nil
}

// copyHints is row 24 while the letter is awaited.
func (m *Model) copyHints() []intent.Hint {
	hints := []intent.Hint{}
	for _, c := range m.copies() {
		hints = append(hints, intent.Hint{Key: c.Key, Word: c.Word})
	}
	if m.lastCopy.Text != "" {
		hints = append(hints, intent.Hint{Key: "f", Word: "last copy to a file"})
	}
	return append(hints, intent.Hint{Key: "esc", Word: "nothing"})
}

// copyKeptMsg tells where a copy was written.
type copyKeptMsg struct {
	path string
	err  error
}

// keepCopy writes a copy into a file of mode 0600 in a directory of its own.
func keepCopy(c intent.Clip) tea.Cmd {
	return func() tea.Msg {
		dir, err := os.MkdirTemp(os.Getenv("XDG_RUNTIME_DIR"), "zoauth-copy-")
		if err != nil {
			return copyKeptMsg{err: err}
		}
		path := filepath.Join(dir, strings.ReplaceAll(strings.TrimPrefix(c.What, "the "), " ", "-"))
		return copyKeptMsg{path, os.WriteFile(path, []byte(c.Text+"\n"), 0o600)}
	}
}

func (m *Model) copyKept(msg copyKeptMsg) {
	if msg.err != nil {
		m.say("No file was written: " + msg.err.Error())
		return
	}
	m.say(fmt.Sprintf("Written to %s, mode 0600.", msg.path))
}
