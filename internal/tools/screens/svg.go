package main

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// palette is how a terminal draws the 16 colours and its defaults.
type palette struct {
	back, fore color.Color
	basic      [16]color.Color
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff} // bytes of a colour
}

func colours(back, fore uint32, basic [8]uint32, bright [8]uint32) palette {
	p := palette{back: rgb(back), fore: rgb(fore)}
	for i := range basic {
		p.basic[i], p.basic[i+8] = rgb(basic[i]), rgb(bright[i])
	}
	return p
}

var (
	darkColours = colours(0x16181d, 0xd5d8de,
		[8]uint32{0x16181d, 0xe5736f, 0x7fc18a, 0xd9b26a, 0x7aa2d6, 0xb78fd0, 0x6cb8c4, 0xd5d8de},
		[8]uint32{0x5b616d, 0xef8f8b, 0x99d3a2, 0xe6c688, 0x97b8e2, 0xc9a9dd, 0x8accd6, 0xf2f4f7})
	lightColours = colours(0xfbfaf7, 0x2a2c30,
		[8]uint32{0x2a2c30, 0xb3302b, 0x2f7d3c, 0x8a6200, 0x2b5fa8, 0x7b3f98, 0x12707d, 0xe9e7e1},
		[8]uint32{0x6a6d73, 0xcb4640, 0x3f9650, 0xa57905, 0x3f76c2, 0x9655b4, 0x1f8a98, 0xfbfaf7})
)

// Cells are this many units of the picture; the margin is around the screen.
const (
	cellWidth, cellHeight = 8.4, 18
	baseline              = 13.2
	margin                = 16
)

// look is what a run of cells has in common.
type look struct {
	fore, back string
	bold       bool
	faint      bool
	underline  bool
}

// draw writes the screen as SVG.
func draw(rows [][]uv.Cell, p palette) string {
	var b strings.Builder
	width, height := sizeOf(rows)
	openSVG(&b, width, height)
	drawBack(&b, p)
	drawCells(&b, rows, p)
	b.WriteString("</svg>\n")
	return b.String()
}

func sizeOf(rows [][]uv.Cell) (width, height float64) {
	return float64(len(rows[0]))*cellWidth + 2*margin, float64(len(rows))*cellHeight + 2*margin
}

func openSVG(b *strings.Builder, width, height float64) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %.1f" width="%.0f" height="%.0f" font-family="'DejaVu Sans Mono','SF Mono',Menlo,Consolas,monospace" font-size="13.95">`+"\n", width, height, width, height)
}

func drawBack(b *strings.Builder, p palette) {
	fmt.Fprintf(b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", hexOf(p.back))
}

// drawCells writes each run of equal cells as one text of a fixed length, so that a
// font of another width keeps the columns.
func drawCells(b *strings.Builder, rows [][]uv.Cell, p palette) {
	for y, row := range rows {
		for x := 0; x < len(row); {
			end := x + max(1, row[x].Width)
			style := p.look(row[x])
			text := row[x].Content
			for end < len(row) && p.look(row[end]) == style {
				text += row[end].Content
				end += max(1, row[end].Width)
			}
			drawRun(b, x, y, end-x, text, style, p)
			x = end
		}
	}
}

func drawRun(b *strings.Builder, x, y, cells int, text string, l look, p palette) {
	left, top := margin+float64(x)*cellWidth, margin+float64(y)*cellHeight
	length := float64(cells) * cellWidth
	if l.back != hexOf(p.back) {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%d" fill="%s"/>`, left, top, length, cellHeight, l.back)
	}
	if strings.TrimSpace(text) == "" && !l.underline {
		return
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" xml:space="preserve" fill="%s"`, left, top+baseline, length, l.fore)
	if l.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if l.faint {
		b.WriteString(` fill-opacity="0.6"`)
	}
	if l.underline {
		b.WriteString(` text-decoration="underline"`)
	}
	fmt.Fprintf(b, ">%s</text>\n", html.EscapeString(text))
}

func (p palette) look(c uv.Cell) look {
	l := look{
		fore: hexOf(p.resolve(c.Style.Fg, p.fore)), back: hexOf(p.resolve(c.Style.Bg, p.back)),
		bold: c.Style.Attrs&uv.AttrBold != 0, faint: c.Style.Attrs&uv.AttrFaint != 0,
		underline: c.Style.Underline != 0,
	}
	if c.Style.Attrs&uv.AttrReverse != 0 {
		l.fore, l.back = l.back, l.fore
	}
	return l
}

func (p palette) resolve(c, fallback color.Color) color.Color {
	switch c := c.(type) {
	case nil:
		return fallback
	case ansi.BasicColor:
		return p.basic[c&15]
	case ansi.IndexedColor:
		if c < 16 {
			return p.basic[c]
		}
	}
	return c
}

func hexOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
