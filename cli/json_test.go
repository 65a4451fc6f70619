package cli

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// described are the sections of docs/json.md and what the verbs print.
var described = map[string]any{
	"authorize, refresh, probe, revoke": summary{},
	"version":                           build{},
	"token":                             tokenObject{},
	"adopt":                             adoption{},
	"status":                            statusRow{},
	"profiles":                          profileRow{},
	"paths":                             filePaths{},
	"import":                            importResult{},
	"explain":                           meaning{},
	"explain --list":                    causeRow{},
	"explain ID":                        causePage{},
	"history":                           pastRequest{},
	"doctor":                            finding{},
}

// docs/json.md names every key of every object, and no other.
func TestJSONPageIsWhatTheVerbsPrint(t *testing.T) {
	page, err := os.ReadFile("../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, section := range strings.Split(string(page), "\n## ")[1:] {
		title, text, _ := strings.Cut(section, "\n")
		sections[title] = text
	}
	if got, want := slices.Sorted(maps.Keys(sections)), slices.Sorted(maps.Keys(described)); !slices.Equal(got, want) {
		t.Fatalf("the page has the sections %q, the verbs print %q", got, want)
	}
	for title, object := range described {
		compareKeys(t, title, sections[title], reflect.TypeOf(object))
	}
}

// Every verb that prints JSON has a section.
func TestEveryVerbWithJSONIsDescribed(t *testing.T) {
	var sections []string
	for title := range described {
		for _, name := range strings.Split(title, ", ") {
			verb, _, _ := strings.Cut(name, " ")
			sections = append(sections, verb)
		}
	}
	for _, verb := range Manual().Commands() {
		if verb.Flags().Lookup("json") != nil && !slices.Contains(sections, verb.Name()) {
			t.Errorf("docs/json.md does not have the objects of %s", verb.Name())
		}
	}
}

var documentedKey = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([^|]+) \\|")

func compareKeys(t *testing.T, title, text string, object reflect.Type) {
	t.Helper()
	optional := map[string]bool{}
	for _, found := range documentedKey.FindAllStringSubmatch(text, -1) {
		optional[found[1]] = strings.Contains(found[2], "optional")
	}
	for i := range object.NumField() {
		key, option, _ := strings.Cut(object.Field(i).Tag.Get("json"), ",")
		said, known := optional[key]
		if !known {
			t.Errorf("%s: docs/json.md does not name %s", title, key)
		} else if said != (option == "omitempty") {
			t.Errorf("%s: docs/json.md is wrong about whether %s is optional", title, key)
		}
		delete(optional, key)
	}
	for key := range optional {
		t.Errorf("%s: docs/json.md names %s, which is not printed", title, key)
	}
}
