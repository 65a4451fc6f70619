package tui

import (
	"context"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
)

// askedSecret is a secret command that has the terminal, so that it can ask for a
// passphrase.
type askedSecret struct {
	ctx      context.Context
	source   flow.SecretAsker
	title    safe.Text
	in       io.Reader
	out, err io.Writer
	value    flow.Secret
}

func (a *askedSecret) SetStdin(r io.Reader)  { a.in = itself(r) }
func (a *askedSecret) SetStdout(w io.Writer) { a.out = w }
func (a *askedSecret) SetStderr(w io.Writer) { a.err = w }

// Run says what runs and lets it ask.
func (a *askedSecret) Run() error {
	if _, err := fmt.Fprintf(a.out, "\r\n%s\r\nIt has this terminal for a minute; ctrl+c ends it.\r\n\r\n", a.title); err != nil {
		return err
	}
	value, err := a.source.Ask(a.ctx, a.in, a.err)
	a.value = value
	return err
}

// AskSecret runs the command of a profile's client secret with the terminal, after it
// failed without one.
func (r *runs) AskSecret(s *session.Session) tea.Cmd {
	source, done, ok := s.AskSecret()
	if !ok {
		r.say(safe.Const("The client secret needs no terminal."))
		return nil
	}
	asked := &askedSecret{ctx: r.opts.Context, source: source, title: r.clean.Line(source.Describe())}
	return tea.Exec(asked, func(err error) tea.Msg { return taskEndedMsg{done(asked.value, err)} })
}
