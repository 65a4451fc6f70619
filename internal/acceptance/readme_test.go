package acceptance

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zoauth/internal/testkit"
)

var (
	verbInHelp    = regexp.MustCompile(`(?m)^  ([a-z]+) {2,}\S`)
	flagInHelp    = regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[a-z-]+)`)
	flagInText    = regexp.MustCompile(`--[a-z]+(?:-[a-z]+)*`)
	commandInCode = regexp.MustCompile(`(?m)(?:^|\|\s*|\$\(| {2,}|[=/])zoauth ((?:--[a-z-]+ )*)([a-z]+)\b([^|\n#>)]*)`)
	codeInHelp    = regexp.MustCompile(`(?m)^  (\d+)(?:\+N)? {2,}`)
)

// README has every verb, each flag in the row of a verb that has it, and every exit code.
func TestReadmeNamesVerbsFlagsAndExitCodes(t *testing.T) {
	t.Parallel()
	readme := readPage(t, "README.md")
	_, section, found := strings.Cut(readme, "\n## Verbs\n")
	section, codes, _ := strings.Cut(section, "\n## Exit codes\n")
	codes, _, ended := strings.Cut(codes, "\n## ")
	if !found || !ended {
		t.Fatal("README has no Verbs or no Exit codes")
	}
	known := flagsOfVerbs(t)
	for verb, flags := range known {
		rows := rowsOf(section, verb)
		if len(rows) == 0 {
			t.Errorf("README leaves out %s", verb)
		}
		for _, f := range flags {
			if f != "--help" && !strings.Contains(section, f) {
				t.Errorf("README leaves out %s of %s", f, verb)
			}
		}
	}
	for row := range strings.Lines(section) {
		checkFlags(t, row, known)
	}
	for _, m := range codeInHelp.FindAllStringSubmatch(helpOf(t, "exit-codes"), -1) {
		if !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(codes) {
			t.Errorf("README leaves out the exit code %s", m[1])
		}
	}
}

// commentBehind is a command with a comment behind it.
var commentBehind = regexp.MustCompile(`(?m)^[^#\n]*\S +# .*$`)

// A command of a page is pasted as it is: an interactive zsh takes a comment behind it for
// arguments.
func TestCommandsOfPagesHaveNoComments(t *testing.T) {
	t.Parallel()
	for path, text := range markdownPages(t) {
		for i, block := range strings.Split(text, "```sh\n") {
			code, _, _ := strings.Cut(block, "```")
			if line := commentBehind.FindString(code); i > 0 && line != "" {
				t.Errorf("%s: %s", path, line)
			}
		}
	}
}

// Every zoauth command on a page has a verb that exists and flags of that verb.
func TestCommandsOfPagesExist(t *testing.T) {
	t.Parallel()
	known, commands := flagsOfVerbs(t), 0
	for path, text := range markdownPages(t) {
		for _, code := range codeOnPage(text) {
			for _, m := range commandInCode.FindAllStringSubmatch(code, -1) {
				flags, exists := known[m[2]]
				commands++
				if !exists {
					t.Errorf("%s: there is no verb in %q", path, m[0])
				}
				arguments, _, _ := strings.Cut(m[1]+m[3], " -- ")
				for _, f := range flagInText.FindAllString(arguments, -1) {
					if exists && !slices.Contains(flags, f) {
						t.Errorf("%s: %q has no %s", path, m[0], f)
					}
				}
			}
		}
	}
	if commands < 100 {
		t.Errorf("only %d commands were found", commands)
	}
}

// codeOnPage are the blocks and spans of code on a page.
func codeOnPage(text string) []string {
	code := fencedBlock.FindAllString(text, -1)
	for _, span := range codeSpan.FindAllString(fencedBlock.ReplaceAllString(text, ""), -1) {
		code = append(code, strings.Trim(span, "`"))
	}
	return code
}

// flagsOfVerbs are the flags of each verb, with those that all have.
func flagsOfVerbs(t *testing.T) map[string][]string {
	t.Helper()
	known := map[string][]string{}
	for _, verb := range verbInHelp.FindAllStringSubmatch(helpOf(t), -1) {
		known[verb[1]] = nil
		for _, f := range flagInHelp.FindAllStringSubmatch(helpOf(t, verb[1]), -1) {
			known[verb[1]] = append(known[verb[1]], f[1])
		}
	}
	return known
}

// rowsOf are the rows of README's table whose first cell has the verb.
func rowsOf(section, verb string) []string {
	var rows []string
	begins := regexp.MustCompile("`(?:zoauth )?" + verb + "[` ]")
	for row := range strings.Lines(section) {
		if cell, _, any := strings.Cut(strings.TrimPrefix(row, "| "), " | "); any && begins.MatchString(cell) {
			rows = append(rows, row)
		}
	}
	return rows
}

// checkFlags looks each flag of a row up in the help of the row's verbs.
func checkFlags(t *testing.T, row string, known map[string][]string) {
	t.Helper()
	var flags []string
	for verb, has := range known {
		if len(rowsOf(row, verb)) > 0 || !strings.HasPrefix(row, "|") {
			flags = append(flags, has...)
		}
	}
	for _, f := range flagInText.FindAllString(row, -1) {
		if !slices.Contains(flags, f) {
			t.Errorf("no verb of this row has %s: %s", f, row)
		}
	}
}

// README is read in a minute, and its film loads at once.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	if lines := strings.Count(readPage(t, "README.md"), "\n"); lines >= 150 {
		t.Errorf("README has %d lines", lines)
	}
	film, err := os.Stat(filepath.Join(root, "docs/screens/invalid-grant.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if film.Size() >= 400_000 {
		t.Errorf("the film has %d bytes", film.Size())
	}
}

// docs/environment.md has each variable of zoauth help environment, and no other.
func TestEnvironmentPageHasEveryVariable(t *testing.T) {
	t.Parallel()
	page, _, _ := strings.Cut(readPage(t, "docs/environment.md"), "\nA profile can name")
	help, _, _ := strings.Cut(helpOf(t, "environment"), "\nA profile can name")
	name := regexp.MustCompile(`\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:HOME|TERM|LANG|CLICOLOR)\b`)
	inPage, inHelp := name.FindAllString(page, -1), name.FindAllString(help, -1)
	for _, n := range inHelp {
		if !slices.Contains(inPage, n) {
			t.Errorf("docs/environment.md leaves out %s", n)
		}
	}
	for _, n := range inPage {
		if !slices.Contains(inHelp, n) {
			t.Errorf("zoauth help environment leaves out %s", n)
		}
	}
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// helpOf is what zoauth help prints about a verb or topic.
func helpOf(t *testing.T, topic ...string) string {
	t.Helper()
	out, err := testkit.Command(t.TempDir(), binary, append([]string{"help"}, topic...)...).Output()
	if err != nil {
		t.Fatalf("zoauth help %q: %v", topic, err)
	}
	return string(out)
}
