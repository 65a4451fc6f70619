package tui

import (
	"context"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/session"
)

// askedSecret is a secret command that has the terminal for a minute.
type askedSecret struct {
	source   flow.SecretAsker
	title    string
	in       io.Reader
	out, err io.Writer
	value    flow.Secret
}

func (a *askedSecret) SetStdin(r io.Reader)  { a.in = r }
func (a *askedSecret) SetStdout(w io.Writer) { a.out = w }
func (a *askedSecret) SetStderr(w io.Writer) { a.err = w }

// Run says what runs and lets it ask.
func (a *askedSecret) Run() error {
	if _, err := fmt.Fprintf(a.out, "\r\n%s\r\nIt has this terminal for a minute; ctrl+c ends it.\r\n\r\n", a.title); err != nil {
		return err
	}
	value, err := a.source.Ask(context.Background(), a.in, a.err)
	a.value = value
	return err
}

// askForSecret leaves the full screen to the command; title is clean.
func askForSecret(op session.Op, source flow.SecretAsker, title string) tea.Cmd {
	asked := &askedSecret{source: source, title: title}
	return tea.Exec(asked, func(err error) tea.Msg { return secretReadMsg{op, asked.value, err} })
}
