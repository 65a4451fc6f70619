// Package ui is what the screens of the workbench are made of: the contract between a
// screen and the app, lines of safe text with meanings instead of colours, panes,
// keys, inputs, lists and dialogs. It alone touches lipgloss and the strings of
// bubbles, and it knows no screen.
//
// A screen returns panes: rectangles with a title and lines. A line is a list of
// spans, each a [safe.Text] with a [Style] that says what it means ([Good], [Faint],
// [Print]); the [Theme] alone knows how that looks on this terminal.
package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Screen is one place of the workbench. It owns its keys, its effects and the answers
// to them; the app routes and draws what is around it.
type Screen interface {
	// Open is called when the screen comes to the top, for the first time or again.
	Open() tea.Cmd
	// Close is called when the screen is left for good. What runs goes on in the session.
	Close()
	Title() Title
	// Keys are what the screen does now, in the order of the footer; the first one
	// is the main action. Those that are off are in help and palette with their reason.
	Keys() []Key
	// Editing reports whether a text field has the focus: printable keys are text.
	Editing() bool
	// Update takes keys that are on, pastes, and the screen's own messages.
	Update(tea.Msg) tea.Cmd
	// Resize gives the room between header and status line, and the theme.
	Resize(Region)
	// View reads the screen as it is at now; it changes nothing.
	View(now time.Time) []Pane
	// Status is the line above the footer: at most twelve words.
	Status() safe.Text
}

// Settling is a screen that can change by itself, as when a callback arrives. Enter is
// ignored for a moment after such a change, and because says what happened.
type Settling interface {
	Changed() (at time.Time, because safe.Text)
}

// Concealing is a screen that may show a secret: it is told of each key that is pressed
// there, before anything is done.
type Concealing interface{ Conceal(pressed string) }

// Ticking is a screen that moves by itself while something runs: it is told of each tick
// of the clock.
type Ticking interface{ Tick() }

// Region is the room of a screen in cells, and how it looks.
type Region struct {
	Width, Height int
	Theme         *Theme
}

// The widths from which there is more on a screen.
const (
	MinWidth    = 60  // with MinHeight: the smallest terminal that is used
	MinHeight   = 15  //
	BesideWidth = 110 // the entry stands beside the timeline
	PairWidth   = 150 // request and response side by side
	ColumnWidth = 170 // the profiles as a left column
)

// Narrow reports whether words are shortened, as at 60 columns.
func (r Region) Narrow() bool { return r.Width < 80 }

// Beside reports whether panes are side by side, in boxes.
func (r Region) Beside() bool { return r.Width >= BesideWidth }

// Frame sets panes off: in boxes where they are side by side, else with a title row.
func (r Region) Frame() Frame {
	if r.Beside() {
		return Boxed
	}
	return Ruled
}

// Edges is how many rows a frame takes.
func (f Frame) Edges() int { return int(f) }

// Middle is the room of a page that needs width by height cells at most, and its upper
// left corner: in the middle of a wide terminal, all of any other.
func (r Region) Middle(width, height int) (Region, Point) {
	if !r.Beside() {
		return r, Point{}
	}
	corner := Point{X: (r.Width - width) / 2, Y: max(0, (r.Height-height)/2)}
	r.Width, r.Height = width, min(r.Height, height)
	return r, corner
}

// Title is a screen's part of the header.
type Title struct {
	Path  []safe.Text // behind "zoauth ▸", the last one strong
	About []safe.Text // as in "jane@acme.example · general": as many of the parts as there is room for
	Alert safe.Text   // what must not be missed, as in "! 1 NOT SAVED"
	Where Span        // at the right end: the environment, or what else the screen is about
}

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
