package tui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/adopt"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// desk is the app as its screens see it: the [ui.Host] of every screen, and what each of
// them asks for beside that. Each concern has a type of its own, which works on the app.
type desk struct {
	*App
	*places
	*runs
	*copies
	*callbacks
	*singleSends
	*grants
	*profileEdits
	*errands
	*faults
}

func newDesk(a *App) *desk {
	return &desk{
		App: a, places: &places{a}, runs: &runs{a}, copies: &copies{a}, callbacks: &callbacks{a}, singleSends: &singleSends{a},
		grants: &grants{a}, profileEdits: &profileEdits{a}, errands: &errands{App: a}, faults: &faults{a},
	}
}

// Ask opens a dialog over the screen.
func (d *desk) Ask(dialog ui.Dialog) tea.Cmd { return d.ask(dialog) }

// Say sets the status line for some seconds.
func (d *desk) Say(text safe.Text) { d.say(text) }

// Clean makes text from outside printable.
func (d *desk) Clean() *safe.Cleaner { return d.clean }

// Palette opens the list of all actions.
func (d *desk) Palette() tea.Cmd { return d.ask(newPalette(d.App, everything)) }

// Now is the time of the message that is being answered.
func (d *desk) Now() time.Time { return d.clock.now }

// Version is that of the program.
func (d *desk) Version() string { return d.opts.Version }

// Context ends when the person leaves the program.
func (d *desk) Context() context.Context { return d.opts.Context }

// grants takes codes and tokens from elsewhere into profiles, and keeps what is secret
// off the screen.
type grants struct{ *App }

// Adopt asks for what a text gives a profile.
func (d *grants) Adopt(profile string, g recognize.Grant) tea.Cmd {
	s := d.own.shown.find(profile)
	if s == nil {
		return nil
	}
	return d.ask(adopt.New(d.desk, s, "", g))
}

// AdoptFor asks for what a step of a profile needs.
func (d *grants) AdoptFor(s *session.Session, step flow.Step) tea.Cmd {
	return d.ask(adopt.New(d.desk, s, step, recognize.Grant{}))
}

// Learn keeps secrets off every screen from now on.
func (d *grants) Learn(secrets ...flow.Secret) { d.opts.Redactor.Learn(secrets...) }

// LearnRequest keeps what a request carries off every screen from now on.
func (d *grants) LearnRequest(r flow.Request) { d.opts.Redactor.LearnRequest(r) }

// Tunnel is the ssh command for the person's own computer, where the browser is not on
// this one; nil where there is no use for it. It forwards the callback port, and the
// simulated Zoom's where that is on loopback too.
func (d *desk) Tunnel(app flow.App, width int) []safe.Text {
	line := d.opts.Env.Tunnel(app)
	if line == "" {
		return nil
	}
	return shellRows(d.clean.Line(line), width)
}

// shellRows breaks an ssh command at its options so that the shell still takes the rows
// as one.
func shellRows(command safe.Text, width int) []safe.Text {
	if command.Width() <= width {
		return []safe.Text{command}
	}
	text, rows, from := command.String(), []safe.Text(nil), 0
	for from < len(text) {
		rest := command.Slice(from, len(text))
		if rest.Width() <= width {
			return append(rows, rest)
		}
		at := strings.LastIndexByte(text[from:min(len(text), from+width-2)], ' ')
		if at <= 0 {
			return append(rows, rest)
		}
		rows = append(rows, safe.Format(`%s \`, command.Slice(from, from+at)))
		from += at + 1
	}
	return rows
}
