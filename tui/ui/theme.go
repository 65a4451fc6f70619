package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"zoauth/internal/safe"
)

// Appearance is what is known of the terminal's looks. The zero value is a terminal of
// full colour, drawn as a dark one, that told nothing.
type Appearance struct {
	Light      bool
	Background color.Color          // as the terminal told; nil: it did not
	Profile    colorprofile.Profile // of which colours it shows; 0: not known yet, all
	ASCII      bool                 // other glyphs would be missing or two cells wide
}

// Theme is how meanings look on one terminal. Colours are the terminal's own sixteen,
// so that they follow the person's palette; a state is never told by colour alone.
// Make it with [NewTheme]; it is not changed later.
type Theme struct {
	Glyph Glyphs
	ASCII bool
	// lightDots says that a QR code's light dots are the drawn ones, so that it is
	// right without colours too.
	lightDots bool
	begin     [rows][meanings][attributes>>8 + 1]string // the sequence before a span's text
}

const reset = "\x1b[m"

// NewTheme returns the theme for a terminal.
func NewTheme(a Appearance) *Theme {
	t := &Theme{Glyph: inUnicode, ASCII: a.ASCII, lightDots: !a.Light}
	if a.ASCII {
		t.Glyph = inASCII
	}
	styles := palette(a)
	for row := range rows {
		for meaning, style := range styles {
			style = inRowOf(row, Style(meaning), style, a)
			for bits := range t.begin[row][meaning] {
				t.begin[row][meaning][bits] = sequence(attributed(style, Style(bits)<<8))
			}
		}
	}
	return t
}

// many reports whether a terminal shows more colours than its palette's sixteen.
func (a Appearance) many() bool { return a.Profile == 0 || a.Profile >= colorprofile.ANSI256 }

// inks are the colours of the meanings that have one; an empty one is the terminal's own.
type inks struct{ faint, accent, good, soon, bad, unclear, name string }

// Most palettes are made for a dark ground: their green, yellow and cyan can't be read on
// a light one. There the ink is fixed, with a contrast of 4.5 or more on white, on paper
// and on the row under the cursor; with sixteen colours those are used that are dark in
// every palette.
var (
	onDark         = inks{accent: "12", good: "2", soon: "3", bad: "1", unclear: "5", name: "6"}
	onLight        = inks{faint: "241", accent: "26", good: "22", soon: "94", bad: "124", unclear: "90", name: "23"}
	onLightSixteen = inks{accent: "4", good: "2", bad: "1", unclear: "5", name: "4"}
)

func (a Appearance) inks() inks {
	switch {
	case !a.Light:
		return onDark
	case a.many():
		return onLight
	default:
		return onLightSixteen
	}
}

// palette is how each meaning looks.
func palette(a Appearance) [meanings]lipgloss.Style {
	plain, ink := lipgloss.NewStyle(), a.inks()
	colour := func(code string) lipgloss.Style {
		if code == "" {
			return plain
		}
		return plain.Foreground(lipgloss.Color(code))
	}
	faint := plain.Faint(true)
	if ink.faint != "" {
		faint = colour(ink.faint)
	}
	black, white := "0", "15"
	if a.many() {
		black, white = "16", "231"
	}
	if !a.Light { // the dots that are drawn are the light ones
		black, white = white, black
	}
	return [meanings]lipgloss.Style{
		Plain:      plain,
		Faint:      faint,
		Strong:     plain.Bold(true),
		Accent:     colour(ink.accent).Bold(true),
		Good:       colour(ink.good),
		Soon:       colour(ink.soon).Bold(ink.soon == ""),
		Bad:        colour(ink.bad),
		Unclear:    colour(ink.unclear),
		Name:       colour(ink.name),
		Print:      colour(ink.name),
		Main:       colour(ink.accent).Bold(true).Reverse(true),
		View:       colour(ink.accent).Bold(true).Reverse(true),
		Production: colour(ink.bad).Bold(true).Reverse(true),
		Match:      plain.Reverse(true),
		Dots:       colour(black).Background(lipgloss.Color(white)),
	}
}

// inRowOf is a style in a row under a cursor: on a ground near the terminal's own. Where
// that is not known, or there are few colours, no such ground is sure to be read on: the
// row is the terminal's own two colours reversed, in one piece, and without the focus it
// is underlined.
func inRowOf(row Row, meaning Style, style lipgloss.Style, a Appearance) lipgloss.Style {
	plain := lipgloss.NewStyle().Bold(true)
	switch known := a.many() && a.Background != nil; {
	case row == RowPlain:
		return style
	case !known && row == RowChosen:
		return plain.Reverse(true)
	case !known:
		return style.Bold(true).Underline(true)
	case meaning == Faint:
		return plain.Background(nearby(a.Background, a.Light)).Bold(row == RowChosen)
	default:
		return style.Background(nearby(a.Background, a.Light)).Bold(row == RowChosen || style.GetBold())
	}
}

// nearby is a colour that stands out a little from a background.
func nearby(background color.Color, light bool) color.Color {
	if light {
		return lipgloss.Darken(background, 0.06)
	}
	return lipgloss.Lighten(background, 0.13)
}

func attributed(style lipgloss.Style, a Style) lipgloss.Style {
	if a&Bold != 0 {
		style = style.Bold(true)
	}
	if a&Underline != 0 {
		style = style.Underline(true)
	}
	if a&Reverse != 0 {
		style = style.Reverse(true)
	}
	return style
}

// sequence is what a style writes before a text.
func sequence(style lipgloss.Style) string {
	before, _, _ := strings.Cut(style.Render("x"), "x")
	return before
}

// Glyphs are the signs of the screen. Each is one cell wide.
type Glyphs struct {
	Good, Soon, Bad, Uncertain, Unsaved, None, Draft, Elsewhere safe.Text // states, on Home and in the rail

	Done, Before      safe.Text // between steps of the rail
	Cursor, Mark      safe.Text
	Rule, Side        safe.Text
	TopLeft, TopRight safe.Text
	LowLeft, LowRight safe.Text
	Full, Empty       safe.Text // of a bar
	Mask              safe.Text
	Dot, Arrow        safe.Text
	Left, Right       safe.Text // around a choice
	Spinner           []safe.Text
}

// One glyph of the ASCII set stands for two states nowhere.
var (
	inUnicode = Glyphs{
		Good: safe.Const("✓"), Soon: safe.Const("▲"), Bad: safe.Const("✗"), Uncertain: safe.Const("~"), Unsaved: safe.Const("!"),
		None: safe.Const("○"), Draft: safe.Const("●"), Elsewhere: safe.Const("–"),
		Done: safe.Const("━"), Before: safe.Const("─"), Cursor: safe.Const("›"), Mark: safe.Const("✓"),
		Rule: safe.Const("─"), Side: safe.Const("│"), TopLeft: safe.Const("╭"), TopRight: safe.Const("╮"), LowLeft: safe.Const("╰"), LowRight: safe.Const("╯"),
		Full: safe.Const("▓"), Empty: safe.Const("░"), Mask: safe.Const("••••"), Dot: safe.Const("·"), Arrow: safe.Const("▸"),
		Left: safe.Const("‹"), Right: safe.Const("›"),
		Spinner: []safe.Text{safe.Const("⠿"), safe.Const("⠷"), safe.Const("⠯"), safe.Const("⠟")},
	}
	inASCII = Glyphs{
		Good: safe.Const("+"), Soon: safe.Const("^"), Bad: safe.Const("x"), Uncertain: safe.Const("~"), Unsaved: safe.Const("!"),
		None: safe.Const("o"), Draft: safe.Const("*"), Elsewhere: safe.Const("-"),
		Done: safe.Const("="), Before: safe.Const("-"), Cursor: safe.Const(">"), Mark: safe.Const("+"),
		Rule: safe.Const("-"), Side: safe.Const("|"), TopLeft: safe.Const("+"), TopRight: safe.Const("+"), LowLeft: safe.Const("+"), LowRight: safe.Const("+"),
		Full: safe.Const("#"), Empty: safe.Const("."), Mask: safe.Const("****"), Dot: safe.Const("-"), Arrow: safe.Const(">"),
		Left: safe.Const("<"), Right: safe.Const(">"),
		Spinner: []safe.Text{safe.Const("|"), safe.Const("/"), safe.Const("-"), safe.Const(`\`)},
	}
)
