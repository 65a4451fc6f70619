package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Host is what the app offers to its screens: everything that crosses them. Its
// methods are called in Update and answer with what is to be run.
type Host interface {
	// Show puts another place on top; a screen never sees another.
	Show(Place) tea.Cmd
	// Back leaves the screen, up one level.
	Back() tea.Cmd
	// Ask opens a dialog over the screen.
	Ask(Dialog) tea.Cmd
	// Say sets the status line for some seconds.
	Say(safe.Text)
	// Copy sends raw text to the clipboard, and says what it was.
	Copy(raw string, what safe.Text) tea.Cmd
	// Alone shows raw text outside of the alternate screen, as one soft-wrapped
	// line for each of its own, until a key is pressed.
	Alone(text safe.Text) tea.Cmd
	// Clean makes text from outside printable.
	Clean() *safe.Cleaner
	// Palette opens the list of all actions.
	Palette() tea.Cmd
	// Now is the time of the message that is being answered.
	Now() time.Time
}

// Place is where [Host.Show] leads.
type Place struct {
	Kind    PlaceKind
	Profile string // of Flow and Profile; of Paste: whose last request a pasted one is compared with
	Step    string // of Flow: the step whose draft is opened; empty: none
	Entry   string // of Flow: the entry that is selected; empty: the newest
	Key     string // of Flow: a key that is pressed there at once; empty: none
	Text    string // of Paste: raw
}

// ChangedMsg tells every screen that a profile's session took something over: a
// response, a callback, what another process did.
type ChangedMsg struct {
	Profile string
	Sandbox bool
}

// PlaceKind names a place.
type PlaceKind uint8

// The places.
const (
	Home PlaceKind = iota
	Flow
	Paste
	Profile
	Practice
)
