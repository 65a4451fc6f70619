package diagnose_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zoauth/flow/diagnose"
)

// pastedCase is a text that somebody had, with what a person needs to be told.
type pastedCase struct {
	ID, Source, Kind, Input string
	Right                   string // in words
	Verdict                 diagnose.Verdict
	First                   []string // causes, one of which has to be the first
	Most                    string   // how likely its causes are at most, if it is said
	Note                    string   // a part of what has to be noted
	Shown                   string   // a part of the evidence of the first cause
	Never                   []string // causes that it must not have
	Unchecked               []string // what must not be said to be checked
	Provider                *string  // whose the text is said to be, if it is said
}

// pastedFiles hold the cases.
var pastedFiles, _ = filepath.Glob("testdata/*.json")

func readCases(t testing.TB, path string) []pastedCase {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []pastedCase
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// What people pasted, from public reports, forum threads and practice.
func TestPastedCases(t *testing.T) {
	if len(pastedFiles) == 0 {
		t.Fatal("there are no cases")
	}
	for _, path := range pastedFiles {
		right := map[string][2]int{}
		for _, c := range readCases(t, path) {
			t.Run(c.ID, func(t *testing.T) {
				count := right[c.Kind]
				count[1]++
				if c.holds(t) {
					count[0]++
				}
				right[c.Kind] = count
			})
		}
		for kind, count := range right {
			t.Logf("%s: %s: %d of %d", path, kind, count[0], count[1])
		}
	}
}

func (c pastedCase) holds(t *testing.T) bool {
	t.Helper()
	e := explain(c.Input)
	causes := ids(e.Findings)
	switch {
	case e.Verdict != c.Verdict:
		t.Errorf("%q\n  %s (%s), want %s: %s\n  causes %v", c.Input, e.Verdict, e.Provider.Name, c.Verdict, c.Right, causes)
	case len(c.First) > 0 && (len(causes) == 0 || !slices.Contains(c.First, causes[0])):
		t.Errorf("%q\n  causes %v, want one of %v first: %s", c.Input, causes, c.First, c.Right)
	case c.Most != "" && len(causes) > 0 && e.Findings[0].Likelihood.String() != c.Most:
		t.Errorf("%q\n  %s is %s, want %s at most: %s", c.Input, causes[0], e.Findings[0].Likelihood, c.Most, c.Right)
	case c.Provider != nil && e.Provider.Name != "" && e.Provider.Name != *c.Provider:
		t.Errorf("%q\n  it is said to be of %q, want %q", c.Input, e.Provider.Name, *c.Provider)
	case c.Shown != "" && (len(causes) == 0 || !strings.Contains(strings.Join(e.Findings[0].Evidence, "\n"), c.Shown)):
		t.Errorf("%q\n  no %q shows the first of %v", c.Input, c.Shown, causes)
	case slices.ContainsFunc(c.Never, func(id string) bool { return slices.Contains(causes, id) }):
		t.Errorf("%q\n  causes %v, want none of %v: %s", c.Input, causes, c.Never, c.Right)
	case slices.ContainsFunc(c.Unchecked, func(name string) bool { return slices.Contains(e.Checked, name) }):
		t.Errorf("%q\n  it says that %v are checked, some of %v: %s", c.Input, e.Checked, c.Unchecked, c.Right)
	case !strings.Contains(strings.Join(e.Notes, "\n"), c.Note):
		t.Errorf("%q\n  no %q in the notes %q", c.Input, c.Note, e.Notes)
	default:
		return true
	}
	return false
}

// A cause that is certain rests on a text that is Zoom's by its host, its shape or
// words that only Zoom uses; and every cause names the line that shows it.
func TestEveryCauseNamesItsEvidence(t *testing.T) {
	for _, path := range pastedFiles {
		for _, c := range readCases(t, path) {
			e := explain(c.Input)
			for _, f := range e.Findings {
				if f.Likelihood == diagnose.Certain && !e.Provider.IsZoom() {
					t.Errorf("%s: %s is certain of a text of %q", c.ID, f.ID, e.Provider.Name)
				}
				if len(f.Evidence) == 0 || !strings.HasPrefix(f.Evidence[0], "line ") {
					t.Errorf("%s: %s names no line: %q", c.ID, f.ID, f.Evidence)
				}
			}
		}
	}
}
