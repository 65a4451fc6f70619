package ui_test

import (
	"image/color"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

var meanings = []ui.Style{ui.Faint, ui.Accent, ui.Good, ui.Soon, ui.Bad, ui.Unclear, ui.Name, ui.Print, ui.Main, ui.View, ui.Production}

// On a light ground every colour can be read: its contrast is 4.5 or more (WCAG 2.2,
// 1.4.3), on white, on paper, and on the row under the cursor.
func TestColoursCanBeReadOnALightGround(t *testing.T) {
	for name, ground := range map[string]string{"white": "#ffffff", "off-white": "#fafafa", "paper": "#fdf6e3"} {
		back := lipgloss.Color(ground)
		theme := ui.NewTheme(ui.Appearance{Light: true, Background: back, Profile: colorprofile.ANSI256})
		for _, meaning := range meanings {
			if got := contrast(foreground(t, theme, ui.L(ui.S(safe.Const("x"), meaning))), back); got < 4.5 {
				t.Errorf("style %d on %s: contrast %.2f", meaning, name, got)
			}
			row := ui.L(ui.S(safe.Const("x"), meaning)).Chosen(true)
			if meaning == ui.Faint || meaning == ui.Main || meaning == ui.View || meaning == ui.Production {
				continue // drawn as plain text there, or on a ground of its own
			}
			if got := contrast(foreground(t, theme, row), lipgloss.Darken(back, 0.06)); got < 4.5 {
				t.Errorf("style %d in the chosen row on %s: contrast %.2f", meaning, name, got)
			}
		}
	}
}

// What has a ground of its own has the terminal's ground as its text, whatever that is.
func TestTheMainActionIsTheGroundOnTheAccent(t *testing.T) {
	for _, look := range []ui.Appearance{{}, {Light: true}, {Background: color.Black}, {Light: true, Background: color.White}, {Light: true, Profile: colorprofile.ANSI}} {
		for _, meaning := range []ui.Style{ui.Main, ui.View, ui.Production} {
			drawn := ui.Render(ui.NewTheme(look), []ui.Line{ui.L(ui.S(safe.Const("x"), meaning))})
			if begin, _, _ := strings.Cut(drawn, "x"); !regexp.MustCompile(`\[(?:[0-9;]*;)?7[;m]`).MatchString(begin) || strings.Contains(begin, "48;") {
				t.Errorf("%+v, style %d: %q", look, meaning, drawn)
			}
		}
	}
}

// Where nobody knows the ground, the chosen row is one piece in the two colours that the
// terminal is read in.
func TestTheChosenRowIsReadOnAnUnknownGround(t *testing.T) {
	line := ui.L(ui.S(safe.Const("a"), ui.Plain), ui.S(safe.Const("b"), ui.Good), ui.S(safe.Const("c"), ui.Faint)).Chosen(true)
	drawn := ui.Render(ui.NewTheme(ui.Appearance{}), []ui.Line{line})
	if drawn != "\x1b[1;7mabc\x1b[m" {
		t.Errorf("%q", drawn)
	}
}

// Where Unicode is missing no sign of ours is drawn, wherever in the source it stands.
func TestNoSignOfOursIsDrawnInASCII(t *testing.T) {
	theme := ui.NewTheme(ui.Appearance{ASCII: true})
	line := ui.L(ui.S(safe.Const(" ── 60×15 · code=…  •••• "), ui.Plain), ui.S(theme.Glyph.Good, ui.Good)).Cut(20)
	drawn := ansi.Strip(ui.Render(theme, []ui.Line{line}))
	if strings.Trim(drawn, " -x0156code=>*+") != "" || len(drawn) != line.Width() {
		t.Errorf("%q in %d cells", drawn, line.Width())
	}
}

// foreground is the colour of a line's text as the theme writes it.
func foreground(t *testing.T, theme *ui.Theme, l ui.Line) color.Color {
	t.Helper()
	found := regexp.MustCompile(`38;5;(\d+)`).FindStringSubmatch(ui.Render(theme, []ui.Line{l}))
	if found == nil {
		t.Fatalf("no fixed colour: %q", ui.Render(theme, []ui.Line{l}))
	}
	n, _ := strconv.Atoi(found[1])
	if n >= 232 {
		grey := uint8(8 + 10*(n-232))
		return color.RGBA{grey, grey, grey, 255}
	}
	levels := []uint8{0, 95, 135, 175, 215, 255}
	return color.RGBA{levels[(n-16)/36], levels[(n-16)/6%6], levels[(n-16)%6], 255}
}

func contrast(a, b color.Color) float64 {
	high, low := luminance(a), luminance(b)
	return (max(high, low) + 0.05) / (min(high, low) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
