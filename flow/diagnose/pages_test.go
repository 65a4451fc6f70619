package diagnose_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zoauth/flow/diagnose"
)

var rewrite = flag.Bool("update", false, "write the pages of docs/errors anew")

const pages = "../../docs/errors"

// page is what docs/errors says of a cause.
func page(r diagnose.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", r.Title)
	fmt.Fprintf(&b, "%s\n\n", r.Why)
	section := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "**%s.** %s\n\n", name, text)
		}
	}
	section("You see", whatZoomSays(r))
	section("Check it", r.Confirm)
	section("Fix", r.Fix)
	section("Next", nextSteps[r.Do])
	section("What it is not", r.Unlike)
	if r.Strength != diagnose.NotOfZoom {
		fmt.Fprintf(&b, "**Source.** %s (%s %s of [zoom.md](../zoom.md)).\n\n", capitalised(r.Source()), plural("row", len(r.Rows)), strings.Join(r.Rows, ", "))
	}
	b.WriteString("Made from the catalogue in `flow/diagnose`; a test compares both.\n")
	return b.String()
}

// nextSteps say how an action is done.
var nextSteps = map[diagnose.Action]string{
	diagnose.Nothing:     "",
	diagnose.Authorize:   "`zoauth authorize PROFILE`, or `1` in the workbench.",
	diagnose.Refresh:     "`zoauth refresh PROFILE`, or `4` in the workbench.",
	diagnose.Probe:       "`zoauth probe PROFILE`, or `3` in the workbench.",
	diagnose.EditProfile: "Edit the profile: `E` in the workbench, or the file that `zoauth paths` names.",
	diagnose.SendAgain:   "Correct the request and send it again.",
	diagnose.Report:      "`zoauth export PROFILE --as report` writes what Zoom support needs, without secrets.",
	diagnose.FixMachine:  "Fix this machine; `zoauth doctor PROFILE` checks it.",
	diagnose.AtZoom:      "Change it at marketplace.zoom.us; `z` in the workbench shows what goes where.",
}

func plural(word string, n int) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func whatZoomSays(r diagnose.Rule) string {
	var parts []string
	for _, text := range r.Texts() {
		parts = append(parts, "`"+text+"`")
	}
	return strings.Join(parts, ", ")
}

func index() string {
	var b strings.Builder
	b.WriteString("# Causes\n\nWhy Zoom says no, as `zoauth explain` and the card in the workbench tell it. Each claim about Zoom says how it is known;\nfacts about networks and this machine have no source. What nobody knows yet is in [zoom.md](../zoom.md), section 10.\n\nBy place, then [by code and text](#by-code-and-text). `zoauth explain ID` prints a page, and `zoauth explain` reads what you paste.\n")
	places := map[string][]string{}
	for _, g := range diagnose.Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n| cause | fix | source |\n|---|---|---|\n", g.Name)
		for _, r := range g.Rules {
			fix := strings.ReplaceAll(r.Fix, "|", `\|`) // a pipe would end the cell
			fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", strings.TrimSuffix(r.Title, "."), r.ID, fix, r.Source())
			for _, text := range r.Texts() {
				places[text] = append(places[text], fmt.Sprintf("[%s](%s.md)", r.ID, r.ID))
			}
		}
	}
	b.WriteString("\n## By code and text\n\n| you see | causes |\n|---|---|\n")
	for _, text := range slices.Sorted(maps.Keys(places)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(text, "|", `\|`), strings.Join(places[text], " · "))
	}
	return b.String()
}

// docs/errors is made from the catalogue, so that both cannot differ.
func TestPagesAreTheCatalogue(t *testing.T) {
	want := map[string]string{"README.md": index()}
	for _, r := range diagnose.Rules() {
		want[r.ID+".md"] = page(r)
	}
	for name, text := range want {
		path := filepath.Join(pages, name)
		if *rewrite {
			if err := os.MkdirAll(pages, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || string(have) != text {
			t.Errorf("docs/errors/%s differs from the catalogue: go test ./flow/diagnose -update", name)
		}
	}
	entries, _ := os.ReadDir(pages)
	for _, e := range entries {
		if want[e.Name()] == "" {
			t.Errorf("docs/errors/%s is of no cause", e.Name())
		}
	}
}

// The catalogue is whole: names that are unique, every field filled.
func TestCatalogueIsWhole(t *testing.T) {
	rules := diagnose.Rules()
	if len(rules) < 45 {
		t.Errorf("%d rules", len(rules))
	}
	seen := map[string]bool{}
	for _, r := range rules {
		if seen[r.ID] || r.ID == "" {
			t.Errorf("the ID %q is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || r.Why == "" || r.Fix == "" || r.Confirm == "" || !strings.HasSuffix(r.Title, ".") {
			t.Errorf("%s is not whole", r.ID)
		}
	}
	t.Logf("%d rules", len(rules))
}
