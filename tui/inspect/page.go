package inspect

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Context is what a view is drawn with.
type Context struct {
	Clean  *safe.Cleaner
	Theme  *ui.Theme
	Width  int // cells of a line
	Now    time.Time
	More   bool   // w was pressed: the source and the reasons too
	Shown  string // fingerprint of the one secret that the person asked to see; empty: none
	Folds  map[string]bool
	Tunnel []safe.Text // the ssh line for the person's own computer, in its rows; nil: there is no use for one
}

// View is one view of an entry, as Why or Response. Make draws it whole; whoever shows
// it keeps the page, windows its lines, and runs the cursor over its items.
type View struct {
	Name safe.Text
	Make func(Context) Page
}

// Page is a view that was drawn.
type Page struct {
	Note  ui.Line // for the right end of the title row
	Lines []ui.Line
	Items []Item        // what the cursor runs over, in drawn order
	Text  func() string // what / searches and u shows alone, raw; nil: nothing
}

// Item is a field, a cause, or a choice that the cursor can stand on.
type Item struct {
	Kind   ItemKind
	Row    int // its first line in the page
	Rows   int // how many lines it takes
	Name   safe.Text
	Print  string         // fingerprint, which lights up wherever else it stands
	Value  string         // raw; what y copies and u shows alone
	Secret flow.Secret    // what v reveals; zero: nothing is hidden
	Part   flow.Part      // of a field of a request
	Field  string         // its name
	Action session.Action // of a choice, or of a cause's fix
	Cause  string         // ID of a cause
	Fold   string         // name of what space folds here; empty: nothing
}

// ItemKind says what an item is, for the footer.
type ItemKind uint8

// The kinds.
const (
	FieldItem ItemKind = iota
	CauseItem
	ChoiceItem
	TextItem // a place in a text that can be folded
)
