package recognize

import (
	"slices"
	"strings"
)

// The word zoom is that of a picture, a map or a lens more often than Zoom's name.

// beforeLens and afterLens stand beside the word zoom where it is about a picture.
var (
	beforeLens = []string{"lens", "optical", "digital", "camera", "image", "map", "pinch", "page", "browser", "set", "max", "min"}
	afterLens  = []string{"out", "level", "lens", "motor", "factor", "ring", "ratio", "range", "scale", "speed", "control", "recorder"}
)

var (
	// nearLens are words of a text about pictures, anywhere near.
	nearLens = wordsOf("autofocus", "shutter", "telephoto", "viewport", "leaflet", "maplibre", "mapbox", "setzoom(", "getzoom(", "ptz", "zooming", "zoom level")
	// setsLens is what stands behind the word where a style or a map has it: an amount.
	setsLens = expression(`^["']?(?: ?: ?\d+(?:\.\d{1,2}\b|%|;)| ?: ?\d{1,2}\b(?:[^ \d.,]|,\D)|=["']?\d{1,3}\b)|^ in\b|^-(?:in|out)\b`)
	// modelOfLens is what stands behind it where it is the maker of a device.
	modelOfLens = expression(`^ [A-Z]{1,3}-?\d{1,3}[a-z]*\b`)
)

// isLens reports whether the word zoom at an offset is that of a picture, a map or a lens.
func isLens(text string, at int) bool {
	const reach, near = 12, 96
	end := at + len(Zoom)
	before := strings.TrimRight(text[max(0, at-reach):at], " \t-_")
	before = before[strings.LastIndexFunc(before, notLetter)+1:]
	behind := text[end:min(len(text), end+reach)]
	after := strings.TrimLeft(behind, " \t-_")
	if i := strings.IndexFunc(after, notLetter); i >= 0 {
		after = after[:i]
	}
	return slices.Contains(beforeLens, strings.ToLower(before)) || slices.Contains(afterLens, strings.ToLower(after)) ||
		!isCapital(text[at]) && setsLens().MatchString(behind) || modelOfLens().MatchString(behind) ||
		nearLens().In(text[max(0, at-near):min(len(text), at+near)])
}

func notLetter(c rune) bool { return c > 0x7f || !isLetter(byte(c)) }
