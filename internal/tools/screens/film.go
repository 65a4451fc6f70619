package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// frame is one picture of a film: the screen, how long it stays, and what is said below it.
type frame struct {
	screen  [][]uv.Cell
	seconds float64
	caption string
}

// newFrame reads "SECONDS CAPTION", the rest of a step "frame".
func newFrame(rest string, screen [][]uv.Cell) (frame, error) {
	seconds, caption, _ := strings.Cut(rest, " ")
	s, err := strconv.ParseFloat(seconds, 64)
	if err != nil || s <= 0 {
		return frame{}, fmt.Errorf("the step %q is not: frame SECONDS CAPTION", "frame "+rest)
	}
	if len(caption) > len(screen[0])-len("10/10  ") {
		return frame{}, fmt.Errorf("the caption %q is wider than the screen", caption)
	}
	return frame{screen: screen, seconds: s, caption: caption}, nil
}

// captionHeight is the strip below the screen of a film.
const captionHeight = 34

// project writes frames as one SVG that CSS plays in a loop, also inside an <img>.
// Whoever asked for less motion, and a viewer without animations, sees the last frame.
func project(frames []frame, p palette) string {
	width, height := sizeOf(frames[0].screen)
	var b strings.Builder
	openSVG(&b, width, height+captionHeight)
	b.WriteString(timetable(frames))
	for i, f := range frames {
		fmt.Fprintf(&b, `<g class="f" id="f%d">`+"\n", i)
		drawBack(&b, p)
		drawCells(&b, f.screen, p)
		fmt.Fprintf(&b, `<rect y="%.1f" width="100%%" height="1" fill="%s"/>`, height-margin/2, hexOf(p.basic[8]))
		fmt.Fprintf(&b, `<text x="%d" y="%.1f" fill="%s"><tspan fill="%s">%d/%d</tspan>  %s</text>`+"\n</g>\n",
			margin, height+captionHeight/2, hexOf(p.basic[15]), hexOf(p.basic[8]), i+1, len(frames), html.EscapeString(f.caption))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// timetable is the style sheet that shows one frame at a time.
func timetable(frames []frame) string {
	total := 0.0
	for _, f := range frames {
		total += f.seconds
	}
	last := len(frames) - 1
	var b strings.Builder
	fmt.Fprintf(&b, "<style>\n.f{visibility:hidden}#f%d{visibility:visible}\n@media (prefers-reduced-motion:no-preference){\n.f{animation:%.1fs step-end infinite}\n", last, total)
	from := 0.0
	for i, f := range frames {
		to := from + f.seconds
		fmt.Fprintf(&b, "#f%d{animation-name:k%d}@keyframes k%d{", i, i, i)
		if i > 0 {
			b.WriteString("0%{visibility:hidden}")
		}
		fmt.Fprintf(&b, "%.2f%%{visibility:visible}", 100*from/total)
		if i < last {
			fmt.Fprintf(&b, "%.2f%%{visibility:hidden}", 100*to/total)
		}
		b.WriteString("}\n")
		from = to
	}
	b.WriteString("}\n</style>\n")
	return b.String()
}
