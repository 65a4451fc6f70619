package ui

import (
	"strings"

	"rsc.io/qr"

	"zoauth/internal/safe"
)

// bigRows is how many rows of the screen a big letter takes: five of dots, two
// in each row of half blocks.
const bigRows = 3

// bigDots draws the letters and digits that user codes are made of, four dots
// wide and five high, a row of dots per word.
var bigDots = map[rune]string{
	'A': ".##. #..# #### #..# #..#", 'B': "###. #..# ###. #..# ###.", 'C': ".### #... #... #... .###",
	'D': "###. #..# #..# #..# ###.", 'E': "#### #... ###. #... ####", 'F': "#### #... ###. #... #...",
	'G': ".### #... #.## #..# .###", 'H': "#..# #..# #### #..# #..#", 'I': "###. .#.. .#.. .#.. ###.",
	'J': "..## ...# ...# #..# .##.", 'K': "#..# #.#. ##.. #.#. #..#", 'L': "#... #... #... #... ####",
	'M': "#..# #### #### #..# #..#", 'N': "#..# ##.# #.## #..# #..#", 'O': ".##. #..# #..# #..# .##.",
	'P': "###. #..# ###. #... #...", 'Q': ".##. #..# #..# #.## .###", 'R': "###. #..# ###. #.#. #..#",
	'S': ".### #... .##. ...# ###.", 'T': "###. .#.. .#.. .#.. .#..", 'U': "#..# #..# #..# #..# .##.",
	'V': "#..# #..# #..# .##. .##.", 'W': "#..# #..# #### #### #..#", 'X': "#..# .##. .##. .##. #..#",
	'Y': "#.#. #.#. .#.. .#.. .#..", 'Z': "#### ..#. .#.. #... ####",
	'0': ".##. #.## ##.# #..# .##.", '1': ".#.. ##.. .#.. .#.. ###.", '2': "###. ...# .##. #... ####",
	'3': "###. ...# .##. ...# ###.", '4': "#..# #..# #### ...# ...#", '5': "#### #... ###. ...# ###.",
	'6': ".##. #... ###. #..# .##.", '7': "#### ...# ..#. .#.. .#..", '8': ".##. #..# .##. #..# .##.",
	'9': ".##. #..# .### ...# .##.", '-': ".... .... ###. .... ....", ' ': ".... .... .... .... ....",
}

// Big draws text in letters of three rows, or returns nil when it holds a sign
// that has no big form or would take more than w cells.
func Big(text string, w int) []Line {
	dots := make([]strings.Builder, 2*bigRows)
	for i, letter := range strings.ToUpper(text) {
		rows, known := bigDots[letter]
		if !known {
			return nil
		}
		for y, row := range strings.Fields(rows) {
			if i > 0 {
				dots[y].WriteByte('.')
			}
			dots[y].WriteString(row)
		}
	}
	if dots[0].Len() > w || dots[0].Len() == 0 {
		return nil
	}
	dark := func(x, y int) bool { return y < dots[0].Len() && y < 5 && dots[y].String()[x] == '#' }
	return halfBlocks(dots[0].Len(), 5, dark, Strong, DropBig)
}

// halfBlocks draws w×h dots, two rows of dots in each row of text.
func halfBlocks(w, h int, dark func(x, y int) bool, style Style, drop Drop) []Line {
	rows := make([]Line, 0, (h+1)/2)
	for y := 0; y < h; y += 2 {
		cells := make([]safe.Text, w)
		for x := range w {
			cells[x] = halfBlock(dark(x, y), y+1 < h && dark(x, y+1))
		}
		rows = append(rows, Line{Spans: []Span{S(safe.Concat(cells...), style)}, Drop: drop})
	}
	return rows
}

func halfBlock(upper, lower bool) safe.Text {
	switch {
	case upper && lower:
		return safe.Const("█")
	case upper:
		return safe.Const("▀")
	case lower:
		return safe.Const("▄")
	default:
		return safe.Const(" ")
	}
}

// quiet is the empty border that a reader needs around a QR code, in dots
// (ISO/IEC 18004).
const quiet = 4

// QR draws text as a QR code, two rows of dots in each row of the screen, with its
// empty border. It is nil where half blocks cannot be shown, or text is too long.
func QR(t *Theme, text string) []Line {
	if t.ASCII {
		return nil
	}
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	side := code.Size + 2*quiet
	return halfBlocks(side, side, func(x, y int) bool {
		return code.Black(x-quiet, y-quiet) != t.lightDots
	}, Dots, DropQR)
}
