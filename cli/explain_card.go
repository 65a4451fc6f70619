package cli

import (
	"cmp"
	"fmt"
	"strings"

	"zoauth/flow/diagnose"
)

// meaning is the JSON of an explanation.
type meaning struct {
	Kind     string        `json:"kind"`
	Provider string        `json:"provider"`
	Verdict  string        `json:"verdict"`
	Notes    []string      `json:"notes"`
	Causes   []likelyCause `json:"causes"`
}

// likelyCause is one cause in it.
type likelyCause struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Likelihood string   `json:"likelihood"`
	Evidence   []string `json:"evidence"`
	Fix        string   `json:"fix"`
	Next       string   `json:"next"`
	Strength   string   `json:"known"`
	Page       string   `json:"page"`
}

func meaningOf(e diagnose.Explanation) meaning {
	m := meaning{
		Kind: e.Kind, Provider: cmp.Or(e.Provider.Name, "unknown"), Verdict: string(e.Verdict),
		Notes: notesOf(e), Causes: []likelyCause{},
	}
	if e.Verdict == diagnose.NoMistake && len(e.Checked) > 0 {
		m.Notes = append(m.Notes, checkedText(e))
	}
	for _, f := range e.Findings {
		m.Causes = append(m.Causes, likelyCause{
			f.ID, f.Title, f.Likelihood.String(), append([]string{}, f.Evidence...), f.Fix, string(f.Do), f.Source(), f.Page(),
		})
	}
	return m
}

// notesOf is what was read in a text, and what the profiles have to do with it.
func notesOf(e diagnose.Explanation) []string {
	notes := append([]string{}, e.Notes...)
	for _, r := range e.Here {
		notes = append(notes, "here: "+r.String())
	}
	return notes
}

func checkedText(e diagnose.Explanation) string {
	return "checked: " + strings.Join(e.Checked, ", ")
}

// shownCauses is how many causes the card tells in full.
const shownCauses = 3

func cardText(e diagnose.Explanation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "This is %s.\n", e.Kind)
	for _, note := range notesOf(e) {
		fmt.Fprintf(&b, "  · %s\n", note)
	}
	if e.Verdict == diagnose.NoMistake {
		b.WriteString(noMistake(e))
		return b.String()
	}
	for i, f := range e.Findings {
		if i == shownCauses {
			break
		}
		fmt.Fprintf(&b, "\n%d %s  (%s)\n", i+1, f.Title, f.Likelihood)
		for _, line := range f.Evidence {
			fmt.Fprintf(&b, "  · %s\n", line)
		}
		if i == 0 {
			fmt.Fprintf(&b, "  Why  %s\n", f.Why)
		}
		fmt.Fprintf(&b, "  Fix  %s\n  %s\n", f.Fix, sourceOf(f))
	}
	if more := len(e.Findings) - shownCauses; more > 0 {
		fmt.Fprintf(&b, "\nless likely: %d more; --json lists them.\n", more)
	}
	return b.String()
}

// sourceOf says how a cause is known, and which command tells all of it.
func sourceOf(f diagnose.Finding) string {
	page := "zoauth explain " + f.ID
	if source := f.Source(); source != "" {
		return source + ": " + page
	}
	return page
}

// noMistake says that nothing is wrong, and what was looked at.
func noMistake(e diagnose.Explanation) string {
	if len(e.Checked) == 0 {
		return "\n" + e.NoError() + "\n"
	}
	return "\nNo mistake found in this request.\n  " + checkedText(e) + "\n"
}
