// Command screens makes the pictures of docs/screens: it runs the real binary in
// a terminal, types keys, and draws what a terminal emulator then shows.
//
//	go -C internal/tools run ./screens            all scenes, into docs/screens
//	go -C internal/tools run ./screens -size 60x15 -dir /tmp/look start probe
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zoauth/internal/testkit"
)

func main() {
	dir := flag.String("dir", "", "where the pictures go, instead of docs/screens")
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
	if err := testkit.Build(binary); err != nil {
		return err
	}
	if dir == "" {
		root, err := testkit.Root()
		if err != nil {
			return err
		}
		dir = filepath.Join(root, "docs/screens")
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
	b.WriteString("# Screens\n\nReal frames of the real program on its sandbox, drawn by `go -C internal/tools run ./screens`, which writes this page too.\n")
	for _, s := range scenes() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n![%s](%s.svg)\n", strings.ReplaceAll(s.name, "-", " "), s.caption, s.caption, s.name)
	}
	return b.String()
}
