package console

import (
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// label is the word that begins a line on standard error.
type label struct {
	name   safe.Text
	colour terminal.Hue
}

var (
	failure = label{safe.Const("error:"), terminal.Red}
	warning = label{safe.Const("warning:"), terminal.Yellow}
	hint    = label{safe.Const("hint:"), terminal.Cyan}
	cause   = label{safe.Const("cause:"), terminal.Cyan}
)

// NoColour reports whether nothing may be coloured: with --no-color and with NO_COLOR,
// whatever it is (no-color.org).
func (c *Console) NoColour() bool { return c.Plain || c.getenv("NO_COLOR") != "" }

// colours reports whether labels on standard error are coloured: not with --no-color
// and NO_COLOR, always with CLICOLOR_FORCE, else on a terminal unless
// CLICOLOR is 0 (bixense.com/clicolors).
func (c *Console) colours() bool {
	force := c.getenv("CLICOLOR_FORCE")
	switch {
	case c.NoColour():
		return false
	case force != "" && force != "0":
		return true
	case c.getenv("CLICOLOR") == "0" || terminal.Detect(c.getenv, "").Dumb:
		return false
	default:
		return c.Screen() != nil
	}
}
