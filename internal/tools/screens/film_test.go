package main

import (
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

// A film shows each frame in its time and none beside it, and the last one where
// nothing moves.
func TestAFilmShowsOneFrameAtATime(t *testing.T) {
	screen := [][]uv.Cell{make([]uv.Cell, 80)}
	var frames []frame
	for _, step := range []string{"1 one", "2.5 two", "1.5 three"} {
		f, err := newFrame(step, screen)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, f)
	}
	picture := project(frames, darkColours)
	for _, want := range []string{
		".f{visibility:hidden}#f2{visibility:visible}",
		"@media (prefers-reduced-motion:no-preference){\n.f{animation:5.0s step-end infinite}",
		"@keyframes k0{0.00%{visibility:visible}20.00%{visibility:hidden}}",
		"@keyframes k1{0%{visibility:hidden}20.00%{visibility:visible}70.00%{visibility:hidden}}",
		"@keyframes k2{0%{visibility:hidden}70.00%{visibility:visible}}",
		">1/3</tspan>  one</text>",
	} {
		if !strings.Contains(picture, want) {
			t.Errorf("the film lacks %q", want)
		}
	}
}

func TestAFrameIsWellFormed(t *testing.T) {
	screen := [][]uv.Cell{make([]uv.Cell, 80)}
	for _, step := range []string{"", "soon a caption", "0 nothing", "-1 backwards", "2 " + strings.Repeat("x", 80)} {
		if _, err := newFrame(step, screen); err == nil {
			t.Errorf("%q was taken for a frame", step)
		}
	}
}
