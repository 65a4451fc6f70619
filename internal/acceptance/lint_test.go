package acceptance

import (
	"bytes"
	"go/ast"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// ours is text from the packages outside that may be shown as it is, each with what
// makes it harmless.
var ours = map[string]string{
	"flow.App.Name":                      "a profile's name is of a-z, 0-9, dot, dash and underscore, or the profile is not read",
	"flow.App.ListenAddress":             "a loopback literal and a port, or the profile is not read",
	"flow.Listener.Address":              "what the system bound",
	"sandbox.Server.URL":                 "what the system bound",
	"flow.Secret.Fingerprint":            "a kind of ours and hex digits",
	"flow.Secret.String":                 "bullets, the fingerprint and a number",
	"flow.Revoked.AccessToken":           "a fingerprint",
	"flow.Revoked.RefreshToken":          "a fingerprint",
	"flow.Hit.Text":                      "our words, never data of the request",
	"flow.Request.Method":                "GET or POST, of requests that we make",
	"flow.Claim.Meaning":                 "our words for names that we know",
	"flow.Mistake.Title":                 constant,
	"flow.Mistake.Why":                   constant,
	"flow.Mistake.Source":                constant,
	"flow.Expected.Code":                 constant,
	"flow.Expected.Reason":               constant,
	"flow.Expected.Page":                 constant,
	"diagnose.Rule.Title":                constant,
	"diagnose.Rule.Why":                  constant,
	"diagnose.Rule.Fix":                  constant,
	"diagnose.Finding.Page":              "made of a rule's ID",
	"sandbox.Scenario.Name":              constant,
	"sandbox.Scenario.Title":             constant,
	"sandbox.Scenario.Why":               constant,
	"sandbox.Scenario.Shows":             constant,
	"sandbox.Scenario.Steps":             constant,
	"diagnose.Check.Topic":               "one of the words of the preflight's table",
	"diagnose.Rule.ID":                   constant,
	"diagnose.Likelihood.String":         "one of four words",
	"flow.Secret.Reveal in cli/token.go": "for what reads the token; a terminal gets it cleaned",
}

// constant is the reason that the lint proves itself.
const constant = "a constant in every literal of its type"

// T1, §4.3 nr 3: in the packages that write on the terminal, no string that is a
// field or a method's result of flow, flow/diagnose, flow/export, profiles or
// internal/terminal, and no error, gets to lipgloss, Bubble Tea, a widget or a
// writer, unless a Cleaner had it or it is one of ours.
func TestNoUncleanTextIsShownT1(t *testing.T) {
	l := load(t)
	used := map[string]bool{}
	for _, found := range trace(l).reached() {
		name := found.name
		if _, general := ours[name]; !general {
			name += " in " + l.file(found.pos)
		}
		if used[name] = true; ours[name] == "" {
			t.Errorf("%s: clean it, or say in lint_test.go what makes it harmless", found.way)
		}
	}
	for name, why := range ours {
		if !used[name] && why != constant {
			t.Errorf("%s is shown nowhere any more: take it off the list", name)
		}
	}
	for _, path := range []string{"zoauth/flow", "zoauth/flow/diagnose"} {
		constants(t, l, l.source(path))
	}
}

// The lint must be able to fail: it finds what is planted, and nothing besides.
func TestLintFindsWhatIsPlanted(t *testing.T) {
	const name = "testdata/lint/planted.go.txt"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	l := load(t)
	l.check("zoauth/tui/old/planted", []*ast.File{l.parse(name, text)})
	found := map[int]string{}
	for _, one := range trace(l).reached() {
		if p := l.fset.Position(one.pos); p.Filename == name {
			found[p.Line] = one.way
		}
	}
	for i, line := range strings.Split(string(text), "\n") {
		way, caught := found[i+1]
		if want := strings.HasSuffix(line, "// caught"); caught != want {
			t.Errorf("line %d, found %t, want %t: %s\n%s", i+1, caught, want, line, way)
		}
	}
	t.Logf("%d of %d lines", len(found), strings.Count(string(text), "// caught"))
}

// lines runs a command and returns what it prints.
func lines(t *testing.T, name string, args ...string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}
