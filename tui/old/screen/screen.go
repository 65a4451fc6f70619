// Package screen holds the workbench's screens. A screen renders the session it
// is handed and answers actions with intents; it sends nothing, reads no file
// and knows no other screen.
package screen

import (
	"time"

	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// Context is what a screen needs to draw: styles, the clock, the profiles.
type Context struct {
	Theme   *theme.Theme
	Clean   *safe.Cleaner
	Env     terminal.Environment
	Now     time.Time
	Width   int // cells that a pane's rows may take
	Height  int // rows of the terminal
	Boxed   bool
	Current *session.Session // nil where no profile is chosen
	All     []*session.Session
	Config  string // path of the profile file
	State   string // directory of the token files
	Real    bool   // the list shows real profiles
	Hidden  int    // how many profiles the other name space holds
	Trouble []profiles.Problem
	Demo    bool // the sandbox was asked for
	Version string
	Spinner string
	Checks  []diagnose.Check // of the preflight, on Authorize
}

// Row is a line of panes that stand side by side.
type Row = []widget.Pane

// Screen is one place of the workbench.
type Screen interface {
	// Rows returns the screen's panes from top to bottom.
	Rows(c Context) []Row
	// Do answers an action of the key table; nil is no wish.
	Do(c Context, a intent.Action) intent.Intent
	// Note is the text of row 23 while nothing more urgent is to be said.
	Note(c Context) string
}

// Typist is a screen with a text input.
type Typist interface {
	// Typing reports whether the input has the focus.
	Typing() bool
	// Type hands a key to the focused input, by the name tea.Key.String gives and
	// the text it types.
	Type(c Context, key, text string) intent.Intent
	// Insert adds pasted text to the input and focuses it.
	Insert(c Context, text string) intent.Intent
}

func one(p widget.Pane) Row { return Row{p} }

// line cleans one row of text from outside.
func (c Context) line(outside string) string { return c.Clean.Line(outside).String() }

func (c Context) inspect() inspect.Context {
	return inspect.Context{Theme: c.Theme, Clean: c.Clean, Now: c.Now, Boxed: c.Boxed}
}

// prose wraps our own text behind a blank.
func (c Context) prose(text string) []string {
	return widget.Indent(widget.Wrap(text, c.Width-2), " ")
}
