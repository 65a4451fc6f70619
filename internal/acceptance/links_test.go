package acceptance

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	fencedBlock = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```")
	codeSpan    = regexp.MustCompile("`[^`\n]*`")
	inlineLink  = regexp.MustCompile(`\]\(<?([^)\s>]+)>?[^)]*\)`)
	linkTarget  = regexp.MustCompile(`(?m)^\[[^\]]+\]: (\S+)`)
	heading     = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
	htmlLink    = regexp.MustCompile(`<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"\s]+)"`)
	elsewhere   = regexp.MustCompile(`^[a-z][a-z+.-]*:`)
)

// Every relative link of every page leads to a file of the repository, and every
// anchor to a heading of that file.
func TestLinksOfPages(t *testing.T) {
	t.Parallel()
	pages := markdownPages(t)
	for path, text := range pages {
		for _, target := range linksOf(text) {
			if elsewhere.MatchString(target) {
				continue
			}
			file, anchor, hasAnchor := strings.Cut(target, "#")
			to := path
			if file != "" {
				to = filepath.Join(filepath.Dir(path), file)
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s links to %s, which is not there", path, target)
				continue
			}
			if hasAnchor && !slices.Contains(anchorsOf(pages[to]), anchor) {
				t.Errorf("%s links to %s: %s has no such heading", path, target, to)
			}
		}
	}
}

// Every page of docs is found from docs/README.md, and every picture is on a page.
func TestEveryPageIsLinkedTo(t *testing.T) {
	t.Parallel()
	pages := markdownPages(t)
	reached := map[string]bool{}
	var follow func(path string)
	follow = func(path string) {
		if reached[path] {
			return
		}
		reached[path] = true
		for _, target := range linksOf(pages[path]) {
			if file, _, _ := strings.Cut(target, "#"); file != "" && !elsewhere.MatchString(target) {
				follow(filepath.Join(filepath.Dir(path), file))
			}
		}
	}
	follow("docs/README.md")
	follow("README.md")
	pictures, err := filepath.Glob(filepath.Join(root, "docs/screens/*.svg"))
	if err != nil || len(pictures) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, picture := range pictures {
		if name := filepath.Join("docs/screens", filepath.Base(picture)); !reached[name] {
			t.Errorf("no page shows %s", name)
		}
	}
	for path := range pages {
		if strings.HasPrefix(path, "docs/") && !reached[path] {
			t.Errorf("no page leads to %s", path)
		}
	}
}

// markdownPages are the repository's pages by their path from its root.
func markdownPages(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case filepath.Ext(path) != ".md":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		pages[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 20 {
		t.Fatalf("only %d pages were found", len(pages))
	}
	return pages
}

// linksOf are the targets of a page's links; what stands in code is none.
func linksOf(text string) []string {
	text = codeSpan.ReplaceAllString(fencedBlock.ReplaceAllString(text, ""), "")
	var targets []string
	for _, pattern := range []*regexp.Regexp{inlineLink, linkTarget, htmlLink} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			targets = append(targets, m[1])
		}
	}
	return targets
}

// anchorsOf are the anchors of a page's headings, as GitHub makes them: a heading that
// comes again has a number.
func anchorsOf(text string) []string {
	var anchors []string
	seen := map[string]int{}
	for _, m := range heading.FindAllStringSubmatch(fencedBlock.ReplaceAllString(text, ""), -1) {
		var b strings.Builder
		for _, r := range strings.ToLower(m[1]) {
			switch {
			case r == ' ':
				b.WriteByte('-')
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				b.WriteRune(r)
			}
		}
		anchor := b.String()
		if n := seen[anchor]; n > 0 {
			anchor = fmt.Sprintf("%s-%d", anchor, n)
		}
		seen[b.String()]++
		anchors = append(anchors, anchor)
	}
	return anchors
}

func TestLinksAndAnchorsAreRead(t *testing.T) {
	t.Parallel()
	const page = "# The `first` one\n\n[a](b.md#c) ![d](e.svg \"f\") `[not](this)` <img alt=\"i\" src=\"j.svg\">\n\n```\n# not this\n[nor](that)\n```\n\n[g]: h.md\n## Again\n## Again\n"
	if got, want := linksOf(page), []string{"b.md#c", "e.svg", "h.md", "j.svg"}; !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
	if got, want := anchorsOf(page), []string{"the-first-one", "again", "again-1"}; !slices.Equal(got, want) {
		t.Errorf("anchors %q, want %q", got, want)
	}
}
