package terminal

// Hue is one of the terminal's own colours, as the person has set them.
type Hue string

// The hues.
const (
	Red    Hue = "31"
	Yellow Hue = "33"
	Cyan   Hue = "36"
)

// Colour writes a word in a hue, bold.
func Colour(hue Hue, word string) string { return "\x1b[1;" + string(hue) + "m" + word + "\x1b[0m" }
