// Command screens makes the pictures of docs/screens: it runs the real binary in
// a terminal, types keys, and draws what a terminal emulator then shows.
//
//	go run ./internal/tools/screens            all scenes, into docs/screens
//	go run ./internal/tools/screens -size 60x15 -dir /tmp/look welcome result
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	dir := flag.String("dir", "docs/screens", "where the pictures go")
	size := flag.String("size", "", "WIDTHxHEIGHT instead of each scene's own")
	light := flag.Bool("light", false, "a light terminal")
	flag.Parse()
	if err := run(*dir, *size, *light, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(1)
	}
}

func run(dir, size string, light bool, wanted []string) error {
	build, err := os.MkdirTemp("", "zoauth-screens-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(build) }()
	binary := filepath.Join(build, "zoauth")
	compile := exec.Command("go", "build", "-o", binary, ".")
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return fmt.Errorf("building zoauth: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // pictures are for everybody
		return err
	}
	for _, s := range scenes() {
		if len(wanted) > 0 && !slices.Contains(wanted, s.name) {
			continue
		}
		if size != "" {
			if _, err := fmt.Sscanf(size, "%dx%d", &s.width, &s.height); err != nil {
				return fmt.Errorf("the size %q is not WIDTHxHEIGHT", size)
			}
		}
		if light {
			s.colours = lightColours
		}
		if err := s.shoot(binary, dir); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if len(wanted) > 0 || size != "" || light {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, "README.md"), []byte(page()), 0o644) // a page is for everybody
}

// page shows every picture with its caption.
func page() string {
	var b strings.Builder
	b.WriteString("# Screens\n\nReal frames of the real program on its sandbox, drawn by `go run ./internal/tools/screens`, which writes this page too.\n")
	for _, s := range scenes() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n![%s](%s.svg)\n", strings.ReplaceAll(s.name, "-", " "), s.caption, s.caption, s.name)
	}
	b.WriteString("\n## What looking at them changed\n\n")
	for _, change := range changed {
		b.WriteString("- " + change + "\n")
	}
	return b.String()
}

// changed is what was found in the pictures and is otherwise now.
var changed = []string{
	"The step's name in row 1 was cut at 60 columns by the counts beside it: the counts that matter less go first.",
	"The tracking id was cut at 100 columns; where its label does not fit, it stands alone. Rows of a result have shorter words there.",
	"Help was cut in its second column: a key's title has 30 characters at most, and a test holds it.",
	"Row 23 keeps whole sentences, and a path in it is cut in its middle, since its end tells the profile.",
	"On wide screens a lost answer had no card, and the request beside a result could be another one: both are the result's own.",
	"Lists with a pane below them jumped at every key: the pane keeps its height.",
	"At 120 columns the Authorization row was cut: it breaks after the scheme, and the secret's fingerprint stands whole.",
	"The palette began with commands that cannot run: those that can stand first.",
}
