package tui

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/profiles"
)

// copies takes text out of the workbench: to the clipboard, into a file, or alone onto
// the terminal.
type copies struct{ *App }

// newsMsg is what is said once a command has done its work, and what follows.
type newsMsg struct {
	text safe.Text
	then tea.Cmd // nil: nothing
}

// Copy sends raw text to the clipboard: inside tmux through tmux, elsewhere by OSC 52,
// which the terminal is asked to take. Nobody confirms either.
func (c *copies) Copy(raw string, what safe.Text) tea.Cmd {
	ctx, board := c.opts.Context, c.opts.Env.Clipboard()
	return func() tea.Msg {
		done, err := board.Load(ctx, raw)
		if err != nil {
			return newsMsg{text: safe.Format("Not copied: %s", c.clean.Error(err))}
		}
		news := newsMsg{text: c.clean.Line(board.Notice(what.String(), utf8.RuneCountInString(raw)))}
		if !done {
			news.then = tea.SetClipboard(raw)
		}
		return news
	}
}

// KeepsCopies reports whether a copy stays readable on this machine, in tmux.
func (c *copies) KeepsCopies() bool { return c.opts.Env.Clipboard().Keeps() }

// Alone shows text outside of the alternate screen.
func (c *copies) Alone(text safe.Text) tea.Cmd {
	return tea.Exec(&alone{ctx: c.opts.Context, text: text}, func(err error) tea.Msg {
		if err != nil {
			return newsMsg{text: safe.Format("Could not show it alone: %s", c.clean.Error(err))}
		}
		return nil
	})
}

// Write keeps text in a file of mode 0600 in a directory of its own.
func (c *copies) Write(name safe.Text, raw string) tea.Cmd {
	return func() tea.Msg {
		path, err := writeCopy(fileName(name.String()), raw)
		if err != nil {
			return newsMsg{text: safe.Format("No file was written: %s", c.clean.Error(err))}
		}
		return newsMsg{text: safe.Format("Written to %s, mode 0600.", c.clean.Line(path))}
	}
}

func writeCopy(file, raw string) (path string, err error) {
	dir, err := os.MkdirTemp(profiles.TempRoot(), "zoauth-copy-")
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, file)
	return path, os.WriteFile(path, []byte(raw+"\n"), 0o600)
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
