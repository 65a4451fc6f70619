package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"zoauth/internal/safe"
)

// Appearance is what is known of the terminal's looks. The zero value is a dark
// terminal of full colour.
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
	styles := palette(a.Light)
	for row := range rows {
		for meaning, style := range styles {
			if row == RowChosen {
				style = chosen(style, a)
			}
			for bits := range t.begin[row][meaning] {
				t.begin[row][meaning][bits] = sequence(attributed(style, Style(bits)<<8))
			}
		}
	}
	return t
}

// palette is how each meaning looks. Yellow and cyan text is too pale on most light
// palettes.
func palette(light bool) [meanings]lipgloss.Style {
	plain := lipgloss.NewStyle()
	colour := func(code string) lipgloss.Style { return plain.Foreground(lipgloss.Color(code)) }
	accent, cyan, soon := "12", "6", "3"
	dots := plain.Foreground(lipgloss.Color("15")).Background(lipgloss.Color("0"))
	if light {
		accent, cyan = "4", "6"
		dots = plain.Foreground(lipgloss.Color("0")).Background(lipgloss.Color("15"))
	}
	return [meanings]lipgloss.Style{
		Plain:      plain,
		Faint:      plain.Faint(true),
		Strong:     plain.Bold(true),
		Accent:     colour(accent).Bold(true),
		Good:       colour("2"),
		Soon:       colour(soon),
		Bad:        colour("1"),
		Unclear:    colour("5"),
		Name:       colour(cyan),
		Print:      colour(cyan),
		Main:       plain.Bold(true).Foreground(lipgloss.Color("0")).Background(lipgloss.Color(accent)),
		View:       plain.Bold(true).Foreground(lipgloss.Color("0")).Background(lipgloss.Color(accent)),
		Production: colour("1").Bold(true).Reverse(true),
		Badge:      plain.Bold(true).Reverse(true),
		Match:      plain.Reverse(true),
		Dots:       dots,
	}
}

// chosen gives a style the background of the row under the cursor: near the
// terminal's own where many colours are shown, else reversed.
func chosen(style lipgloss.Style, a Appearance) lipgloss.Style {
	if a.Profile != 0 && a.Profile < colorprofile.ANSI256 {
		return style.Reverse(true).Bold(true)
	}
	shade := lipgloss.Color("236")
	if a.Light {
		shade = lipgloss.Color("254")
	}
	if a.Background != nil {
		shade = nearby(a.Background, a.Light)
	}
	return style.Background(shade).Bold(true).Faint(false)
}

// nearby is a colour that stands out a little from a background.
func nearby(background color.Color, light bool) color.Color {
	if light {
		return lipgloss.Darken(background, 0.10)
	}
	return lipgloss.Lighten(background, 0.12)
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
	Dot, Arrow, Caret safe.Text
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
		Full: safe.Const("▓"), Empty: safe.Const("░"), Mask: safe.Const("••••"), Dot: safe.Const("·"), Arrow: safe.Const("▸"), Caret: safe.Const("▏"),
		Left: safe.Const("‹"), Right: safe.Const("›"),
		Spinner: []safe.Text{safe.Const("⠿"), safe.Const("⠷"), safe.Const("⠯"), safe.Const("⠟")},
	}
	inASCII = Glyphs{
		Good: safe.Const("+"), Soon: safe.Const("^"), Bad: safe.Const("x"), Uncertain: safe.Const("~"), Unsaved: safe.Const("!"),
		None: safe.Const("o"), Draft: safe.Const("*"), Elsewhere: safe.Const("-"),
		Done: safe.Const("="), Before: safe.Const("-"), Cursor: safe.Const(">"), Mark: safe.Const("+"),
		Rule: safe.Const("-"), Side: safe.Const("|"), TopLeft: safe.Const("+"), TopRight: safe.Const("+"), LowLeft: safe.Const("+"), LowRight: safe.Const("+"),
		Full: safe.Const("#"), Empty: safe.Const("."), Mask: safe.Const("****"), Dot: safe.Const("-"), Arrow: safe.Const(">"), Caret: safe.Const("_"),
		Left: safe.Const("<"), Right: safe.Const(">"),
		Spinner: []safe.Text{safe.Const("|"), safe.Const("/"), safe.Const("-"), safe.Const(`\`)},
	}
)
