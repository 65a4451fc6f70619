package ui

import "rsc.io/qr"

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
	return HalfBlocks(side, side, func(x, y int) bool {
		return code.Black(x-quiet, y-quiet) != t.lightDots
	}, Dots, DropQR)
}
