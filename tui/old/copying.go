package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
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

// copiesRevealed reports whether key belongs to the chord that copies what is
// revealed: y, then the letter. It keeps the value shown until the letter came.
func (m *Model) copiesRevealed(key string) bool {
	return m.revealed && (m.copying || intent.Resolve(key, m.facts()) == intent.Copy)
}

// copyKey copies what the letter names; any other key ends the wait.
func (m *Model) copyKey(key string) tea.Cmd {
	m.copying = false
	defer m.conceal()
	if key == "f" {
		if kept, ok := m.toKeep(); ok {
			return keepCopy(kept)
		}
		return nil
	}
	for _, c := range m.copies() {
		if c.Key == key && c.Ask != nil {
			return m.carry(c.Ask)
		}
		if c.Key == key {
			m.lastCopy = intent.Clip{Text: c.Text(), What: c.What}
			if c.Secret && m.opts.Env.Clipboard().Keeps() {
				return m.carry(intent.Ask{Question: keepsQuestion(m.lastCopy)})
			}
			return m.clip(m.lastCopy)
		}
	}
	return nil
}

// toKeep is what f writes into a file: the last copy. Before the first one, and where an
// address to open is shown and the last copy is of another screen, it is what yy copies
// here: the row below an address names yf beside yy.
func (m *Model) toKeep() (intent.Clip, bool) {
	list, last := m.copies(), m.lastCopy
	if len(list) == 0 || list[0].Ask != nil || list[0].Secret {
		return last, last.Text != ""
	}
	here := slices.ContainsFunc(list, func(c screen.Copy) bool { return c.Ask == nil && c.What == last.What && c.Text() == last.Text })
	if last.Text == "" || m.linkShown() && !here {
		return intent.Clip{Text: list[0].Text(), What: list[0].What}, true
	}
	return last, true
}

// linkShown reports whether the screen shows an address to open.
func (m *Model) linkShown() bool {
	f := m.facts()
	return f.Place == intent.AuthorizeStep && f.Waiting || f.Place == intent.DevicePlace && f.Polling
}

// keepsQuestion asks before a secret goes where it stays readable (SCREENS.md §6).
func keepsQuestion(secret intent.Clip) intent.Question {
	return intent.Question{
		Title: "A secret into tmux",
		Text: []string{
			"tmux keeps what is copied in a paste buffer: whoever can use this tmux reads it, until tmux ends or tmux delete-buffer removes it.",
			"u shows the value alone on the screen instead.",
		},
		Keys: []intent.Choice{{Key: "y", Word: "copy it", Then: secret}},
	}
}

// copyHints is row 24 while the letter is awaited.
func (m *Model) copyHints() []intent.Hint {
	hints := []intent.Hint{}
	for _, c := range m.copies() {
		hints = append(hints, intent.Hint{Key: c.Key, Word: c.Word})
	}
	if kept, ok := m.toKeep(); ok {
		hints = append(hints, intent.Hint{Key: "f", Word: strings.TrimPrefix(kept.What, "the ") + " to a file"})
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
		dir, err := os.MkdirTemp(profiles.TempRoot(), "zoauth-copy-")
		if err != nil {
			return copyKeptMsg{err: err}
		}
		path := filepath.Join(dir, fileName(strings.TrimPrefix(c.What, "the ")))
		return copyKeptMsg{path, os.WriteFile(path, []byte(c.Text+"\n"), 0o600)}
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

func (m *Model) copyKept(msg copyKeptMsg) {
	if msg.err != nil {
		m.say("No file was written: " + msg.err.Error())
		return
	}
	m.say(fmt.Sprintf("Written to %s, mode 0600.", msg.path))
}
