// Package intent says what a person can wish: actions that keys stand for, and
// the wishes with a value that screens answer them with. One table names every
// key; footer, help and routing are read from it.
package intent

// Action is what a key means outside a text input.
type Action string

// The actions.
const (
	None        Action = ""
	Main        Action = "main" // the one main act of the screen
	Back        Action = "back"
	Quit        Action = "quit"
	Help        Action = "help"
	Up          Action = "up"
	Down        Action = "down"
	Top         Action = "top"
	Bottom      Action = "bottom"
	PageUp      Action = "page up"
	PageDown    Action = "page down"
	NextPane    Action = "next pane"
	Left        Action = "left"
	Right       Action = "right"
	PrevView    Action = "previous view"
	NextView    Action = "next view"
	Place1      Action = "1"
	Place2      Action = "2"
	Place3      Action = "3"
	Place4      Action = "4"
	Place5      Action = "5"
	Place6      Action = "6"
	Profiles    Action = "profiles"
	NextOne     Action = "next profile"
	PrevOne     Action = "previous profile"
	Authorize   Action = "authorize"
	Refresh     Action = "refresh"
	Token       Action = "token"
	Reveal      Action = "reveal"
	Plain       Action = "plain"
	Copy        Action = "copy"
	Command     Action = "command"
	Redraw      Action = "redraw"
	Suspend     Action = "suspend"
	New         Action = "new"
	Sandbox     Action = "sandbox"
	Sort        Action = "sort"
	Filter      Action = "filter"
	PasteBox    Action = "paste"
	Nothing     Action = "nothing came back"
	Stop        Action = "stop"
	More        Action = "more time"
	Browser     Action = "play the browser"
	Device      Action = "device"
	Why         Action = "why"
	Folder      Action = "another folder"
	AskSecret   Action = "run the secret command here"
	ToPaste     Action = "change to paste"
	Edit        Action = "edit the profile"
	EditRow     Action = "edit the row"
	Save        Action = "save"
	CutBlanks   Action = "cut blanks"
	Fold        Action = "fold"
	Delete      Action = "delete the profile"
	AtZoom      Action = "at Zoom"
	Diagnose    Action = "diagnose"
	EditRequest Action = "edit the request"
	Mistakes    Action = "deliberate mistakes"
	Use         Action = "use the token"
	Due         Action = "refresh what is due"
	Faults      Action = "faults of the sandbox"
	Explain     Action = "explain a text"
	Find        Action = "find"
	NextMatch   Action = "next match"
	PrevMatch   Action = "previous match"
	Compare     Action = "compare"
	Older       Action = "older"
	Newer       Action = "newer"
)

// Moves reports whether an action changes nothing but what is seen of the screen, or
// begins to type into it.
func (a Action) Moves() bool {
	switch a {
	case Up, Down, Top, Bottom, PageUp, PageDown, NextPane, Left, Right, PrevView, NextView, PrevMatch, NextMatch, Find, Filter:
		return true
	default:
		return false
	}
}

// Place is where the person is.
type Place string

// The places. The five steps are places too.
const (
	Welcome       Place = "welcome"
	List          Place = "profiles"
	AuthorizeStep Place = "authorize"
	ExchangeStep  Place = "exchange"
	RefreshStep   Place = "refresh"
	ProbeStep     Place = "probe"
	RevokeStep    Place = "revoke"
	HistoryPlace  Place = "history"
	TokenView     Place = "token"
	FormPlace     Place = "form"
	AtZoomPlace   Place = "at Zoom"
	ExplainPlace  Place = "explain"
	MistakesPlace Place = "mistakes"
	ImportPlace   Place = "import"
	UsePlace      Place = "use the token"
	DuePlace      Place = "due"
	FaultsPlace   Place = "faults"
	BreakPlace    Place = "break it"

	DiagnosisPlace Place = "diagnosis"
	LookAtToken    Place = "look at a token"
	NothingBack    Place = "nothing came back"
	DevicePlace    Place = "device" // the name of its step: a request, then its polls
)
