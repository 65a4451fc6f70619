package acceptance

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "zoauth"

// mayImport is what each package may import of ours (docs/architecture.md). A
// package that is missing here fails the test, so that its place gets decided; a
// screen has a row only where it may import more than screenMayImport.
var mayImport = map[string][]string{
	"zoauth":                   {"zoauth/cli", "zoauth/internal/terminal"},
	"zoauth/cli/console":       {"zoauth/flow/report", "zoauth/internal/safe", "zoauth/internal/terminal"},
	"zoauth/cli":               {"zoauth/cli/console", "zoauth/flow/report", "zoauth/tui", "zoauth/tui/session", "zoauth/profiles", "zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/export", "zoauth/flow/recognize", "zoauth/flow/sandbox", "zoauth/internal/safe", "zoauth/internal/terminal", "zoauth/internal/durable", "zoauth/internal/socks"},
	"zoauth/tui":               {"zoauth/profiles", "zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/recognize", "zoauth/flow/sandbox", "zoauth/internal/safe", "zoauth/internal/terminal", "zoauth/tui/session", "zoauth/tui/ui"},
	"zoauth/tui/form":          {"zoauth/profiles", "zoauth/flow", "zoauth/flow/recognize", "zoauth/flow/diagnose", "zoauth/internal/safe", "zoauth/tui/ui"},
	"zoauth/tui/intake":        {"zoauth/profiles", "zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/recognize", "zoauth/internal/durable", "zoauth/internal/safe", "zoauth/tui/inspect", "zoauth/tui/session", "zoauth/tui/ui"},
	"zoauth/tui/inspect":       {"zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/export", "zoauth/flow/recognize", "zoauth/flow/report", "zoauth/internal/safe", "zoauth/tui/session", "zoauth/tui/ui"},
	"zoauth/tui/ui":            {"zoauth/internal/safe"},
	"zoauth/tui/session":       {"zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/recognize"},
	"zoauth/profiles":          {"zoauth/flow", "zoauth/flow/find", "zoauth/flow/recognize", "zoauth/internal/durable", "zoauth/internal/socks"},
	"zoauth/flow":              {"zoauth/flow/find"},
	"zoauth/flow/find":         {},
	"zoauth/flow/recognize":    {"zoauth/flow", "zoauth/flow/find"},
	"zoauth/flow/diagnose":     {"zoauth/flow", "zoauth/flow/find", "zoauth/flow/recognize"},
	"zoauth/flow/export":       {"zoauth/flow", "zoauth/flow/find"},
	"zoauth/flow/report":       {"zoauth/flow", "zoauth/flow/diagnose", "zoauth/internal/safe"},
	"zoauth/flow/sandbox":      {"zoauth/flow", "zoauth/flow/find"},
	"zoauth/internal/terminal": {"zoauth/flow"},
	"zoauth/internal/socks":    {"zoauth/flow"},
	"zoauth/internal/safe":     {},
	"zoauth/internal/durable":  {},
	// Tests, and what they share with the module of internal/tools: they drive the binary
	// from outside, and no part of it imports them.
	"zoauth/internal/acceptance":       {},
	"zoauth/internal/testkit":          {"zoauth/flow", "zoauth/flow/sandbox"},
	"zoauth/internal/testkit/sessions": {"zoauth/internal/testkit", "zoauth/profiles", "zoauth/flow", "zoauth/flow/sandbox", "zoauth/tui/session"},
	"zoauth/internal/measure":          {"zoauth/profiles", "zoauth/flow", "zoauth/flow/sandbox", "zoauth/internal/testkit"},
}

// screenMayImport is what every screen and dialog of the workbench may import: no other one.
var screenMayImport = []string{"zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/recognize", "zoauth/flow/sandbox", "zoauth/internal/safe", "zoauth/tui/inspect", "zoauth/tui/session", "zoauth/tui/ui"}

// isScreen reports whether a package is a screen or a dialog of the workbench.
func isScreen(name string) bool {
	inner, within := strings.CutPrefix(name, module+"/tui/")
	return within && !slices.Contains([]string{"inspect", "session", "ui"}, inner)
}

// mayBeImported reports whether one package of ours may import another, and whether the
// place of the first is decided.
func mayBeImported(imported, by string) (may, decided bool) {
	allowed, decided := mayImport[by]
	if !decided && isScreen(by) {
		allowed, decided = screenMayImport, true
	}
	return slices.Contains(allowed, imported) || by == module+"/tui" && isScreen(imported), decided
}

// Dependencies point one way (docs/architecture.md). Test files are free.
func TestDependencyDirection(t *testing.T) {
	t.Parallel()
	for _, line := range list(t, "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...") {
		name, rest, _ := strings.Cut(line, " ")
		if _, decided := mayBeImported("", name); !decided {
			t.Errorf("%s has no row in mayImport: decide what it may import", name)
		}
		for imported := range strings.FieldsSeq(rest) {
			if may, _ := mayBeImported(imported, name); inModule(imported) && !may {
				t.Errorf("%s imports %s", name, imported)
			}
		}
	}
}

// The engine and its neighbours stand on the standard library alone: no tea, no
// TOML, nothing of ours above them.
func TestEngineStandsAlone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path    string
		allowed []string
	}{
		{"./flow", []string{"zoauth/flow", "zoauth/flow/find"}},
		{"./flow/recognize", []string{"zoauth/flow", "zoauth/flow/find", "zoauth/flow/recognize", "mvdan.cc/sh/v3/syntax", "mvdan.cc/sh/v3/fileutil"}},
		{"./flow/diagnose", []string{"zoauth/flow", "zoauth/flow/find", "zoauth/flow/diagnose", "zoauth/flow/recognize", "mvdan.cc/sh/v3/syntax", "mvdan.cc/sh/v3/fileutil"}},
		{"./flow/sandbox", []string{"zoauth/flow", "zoauth/flow/find", "zoauth/flow/sandbox"}},
	} {
		for _, line := range list(t, "-deps", "-f", `{{if not .Standard}}{{.ImportPath}}{{end}}`, test.path) {
			if !slices.Contains(test.allowed, line) {
				t.Errorf("%s depends on %s", test.path, line)
			}
		}
	}
}

func inModule(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// list runs go list and returns its lines.
func list(t *testing.T, args ...string) []string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
	command.Dir, command.Stderr = root, &strings.Builder{}
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, command.Stderr)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
}
