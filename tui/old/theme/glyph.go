package theme

// Glyphs are the signs of the screen. Each is one cell wide.
type Glyphs struct {
	Valid, Soon, Expired, Uncertain, Unsaved, Refused, None, Revoked string

	Done, Here, Blocked string // of the stepper
	Cursor              string
	Rule, Side          string // horizontal and vertical lines
	TopLeft, TopRight   string
	LowLeft, LowRight   string
	Full, Empty         string // of a countdown bar
	Caret               string // the cursor of a paste box that is drawn, not real
	Mask                string // stands for a hidden secret
	Dot, Ellipsis       string
	Left, Right         string // around a choice
}

// Unicode and ASCII are the two sets (SCREENS.md §1).
var (
	Unicode = Glyphs{
		Valid: "●", Soon: "▲", Expired: "○", Uncertain: "?", Unsaved: "!", Refused: "×", None: "·", Revoked: "–",
		Done: "✓", Here: "●", Blocked: "–", Cursor: "›",
		Rule: "─", Side: "│", TopLeft: "╭", TopRight: "╮", LowLeft: "╰", LowRight: "╯",
		Full: "▓", Empty: "░", Caret: "▏", Mask: "••••", Dot: "·", Ellipsis: "…", Left: "‹", Right: "›",
	}
	ASCII = Glyphs{
		Valid: "*", Soon: "^", Expired: "o", Uncertain: "?", Unsaved: "!", Refused: "x", None: ".", Revoked: "-",
		Done: "+", Here: "*", Blocked: "-", Cursor: ">",
		Rule: "-", Side: "|", TopLeft: "+", TopRight: "+", LowLeft: "+", LowRight: "+",
		Full: "#", Empty: ".", Caret: "_", Mask: "****", Dot: "-", Ellipsis: "...", Left: "<", Right: ">",
	}
)

// SpinnerFrames are drawn four a second at most.
var SpinnerFrames = [...]string{"-", `\`, "|", "/"}
