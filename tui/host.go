package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
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
