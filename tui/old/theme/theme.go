// Package theme holds every colour, style and glyph of the workbench. Nobody
// else calls lipgloss.Color. Colours are the terminal's own sixteen, so that
// they follow the person's palette, and a state is never told by colour alone
// (SCREENS.md §1).
package theme

import "charm.land/lipgloss/v2"

// Theme is one set of styles. Make it with [New]; it is not changed later.
type Theme struct {
	Text   lipgloss.Style
	Muted  lipgloss.Style // faint, not bright black, which some palettes hide
	Strong lipgloss.Style
	Key    lipgloss.Style // a key in help and footer
	Cursor lipgloss.Style // the row under the cursor
	Match  lipgloss.Style // a found text

	Good lipgloss.Style
	Soon lipgloss.Style
	Bad  lipgloss.Style
	Busy lipgloss.Style
	Link lipgloss.Style

	Unclear    lipgloss.Style // outcome not known
	Alarm      lipgloss.Style // not saved
	Production lipgloss.Style
	Sandbox    lipgloss.Style

	Name   lipgloss.Style // JSON member names
	String lipgloss.Style
	Number lipgloss.Style

	QR        lipgloss.Style // both colours set: a QR code needs contrast
	LightDots bool           // a QR code's light dots are the drawn ones, so that it is right without colours too
	Plain     bool           // no signs beside ASCII

	Glyph Glyphs
}

// New returns the theme for a dark or light background, with plain ASCII glyphs
// where others would be missing or two cells wide.
func New(dark, ascii bool) *Theme {
	plain := lipgloss.NewStyle()
	colour := func(code string) lipgloss.Style { return plain.Foreground(lipgloss.Color(code)) }
	t := &Theme{
		Text: plain, Muted: plain.Faint(true), Strong: plain.Bold(true),
		Key: plain.Bold(true), Cursor: plain.Bold(true), Match: plain.Reverse(true),
		Good: colour("2"), Soon: colour("3"), Bad: colour("1"), Busy: colour("6"), Link: colour("6"),
		Unclear:    colour("3").Bold(true),
		Alarm:      colour("1").Bold(true),
		Production: colour("1").Bold(true).Reverse(true),
		Sandbox:    plain.Bold(true).Reverse(true),
		Name:       colour("6"), String: plain, Number: colour("3"),
		QR:        plain.Foreground(lipgloss.Color("15")).Background(lipgloss.Color("0")),
		LightDots: true, Plain: ascii,
		Glyph: Unicode,
	}
	if !dark {
		// Yellow text is too pale on most light palettes; magenta carries.
		t.Number = colour("5")
		t.QR, t.LightDots = plain.Foreground(lipgloss.Color("0")).Background(lipgloss.Color("15")), false
	}
	if ascii {
		t.Glyph = ASCII
	}
	return t
}
