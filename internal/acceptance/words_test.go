package acceptance

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// poorPhrase is a wording that a reader has to read twice, and the better one.
type poorPhrase struct {
	pattern *regexp.Regexp
	better  string
}

func poor(pattern, better string) poorPhrase {
	return poorPhrase{regexp.MustCompile(`(?i)\b(?:` + pattern + `)`), better}
}

// poorPhrases are held out of everything that a user reads.
var poorPhrases = []poorPhrase{
	poor(`mends?\b|mended\b|mending\b`, "fix"),
	poor(`slash more\b`, "an extra trailing slash"),
	poor(`parted by\b`, "separated by"),
	poor(`(?:token|server's|Zoom's|no usable|poll's) answers?\b|the answer (?:is|was|has|came|comes)\b|no answer (?:within|in time)\b|gave no answer\b`, "response (of a server), callback (of a browser)"),
	poor(`(?:living|dead|spent) (?:tokens?|pairs?|codes?)\b|tokens? (?:is|are) dead\b`, "a token that works, no longer works, was already used"),
	poor(`takes? over tokens?\b|taken? over by\b`, "adopt"),
	poor(`nothing came\b`, "outcome unknown, no response"),
	poor(`known how\b`, "source"),
	poor(`what mends\b`, "fix"),
	poor(`recognised by\b|recognized by\b`, "matches"),
	poor(`cuts? (?:the )?blanks?\b|holds? a blank\b|blanks? (?:around|at)\b|with a blank\b`, "space, trim"),
	poor(`the person\b`, "user"),
	poor(`is told\b|before it is told\b`, "zoauth reports"),
	poor(`what the browser will be asked\b`, "authorization request"),
	poor(`nothing is asked and nothing is bound\b`, "press enter to start"),
	poor(`nothing is bound\b|cannot be bound\b|is bound until\b`, "zoauth listens on, cannot listen on"),
	poor(`the app's own apply\b|those saved on the app apply\b`, "Zoom uses the scopes saved on the app"),
	poor(`drawn at enter\b|drawing state\b`, "made on enter, generating"),
	poor(`keeps the attempt open\b`, "you can leave; zoauth keeps listening"),
	poor(`zoom knows this port\b`, "Zoom only accepts the registered port"),
	poor(`which goes at the end\b`, "deleted on exit"),
	poor(`not asked yet\b`, "unknown"),
	poor(`is not the one of the\b`, "differs from the"),
	poor(`this one dies\b`, "this one stops working"),
	poor(`is of no attempt\b`, "belongs to another attempt"),
	poor(`these are several words\b`, "that looks like page text"),
	poor(`another redirect uri than this profile's\b`, "this callback is for X; the profile uses Y"),
	poor(`nothing to say of\b`, "no problems"),
	poor(`you came by ssh\b`, "you're on SSH"),
	poor(`how verbs and screens call it\b`, "used in commands"),
	poor(`goes into a file of its own;`, "stored in its own 0600 file"),
	poor(`it stays as pasted\b`, "kept exactly as pasted"),
	poor(`nothing that zoauth knows explains\b`, "zoauth doesn't recognise this error"),
	poor(`the client secret cannot be read\b`, "could not read the client secret"),
	poor(`tls did not come about\b`, "the TLS handshake failed"),
	poor(`the certificate is of an authority\b`, "this machine doesn't trust the authority"),
	poor(`nobody answers at\b`, "connection refused: nothing is listening there"),
	poor(`how long the token has to be valid still\b`, "minimum remaining lifetime"),
	poor(`print what completes\b`, "generate a shell completion script"),
	poor(`become a command that\b`, "run a command with a valid access token"),
	poor(`from the disk alone\b`, "local state"),
	poor(`this verb takes\b`, "usage: zoauth VERB PROFILE"),
	poor(`is no (?:regular file|directory|address|https address|absolute|text|list|path of|callback)\b`, "is not a"),
	poor(`the other way round\b`, "vice versa"),
	poor(`senseless(?:ly)?\b|written oddly\b`, "invalid, too long, spelled unusually"),
	poor(`breaks off\b`, "is cut off"),
	poor(`somebody\b`, "someone, the user"),
}

// allowedPhrases are places where such words are right. Each is a part of the text, and why.
var allowedPhrases = []struct{ text, why string }{
	{"no answer within the time allowed", "what the history of schema 1 says, which is read for ever"},
}

func allowed(text string) bool {
	for _, a := range allowedPhrases {
		if strings.Contains(text, a.text) {
			return true
		}
	}
	return false
}

// phraseIn returns the first poor phrase of a text.
func phraseIn(text string) (found, better string) {
	for _, p := range poorPhrases {
		if found := p.pattern.FindString(text); found != "" && !allowed(text) {
			return found, p.better
		}
	}
	return "", ""
}

// What a user reads, in the program and in its pages, is in the words of the field and
// can be read once.
func TestUsersReadPlainEnglish(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	for _, text := range slices.Concat(literals(t, root), pages(t, root)) {
		if found, better := phraseIn(text.said); found != "" {
			t.Errorf("%s: %q: better: %s", text.place, found, better)
		}
	}
}

// The test finds each phrase in a sentence, and lets a good sentence be.
func TestPoorPhrasesAreFound(t *testing.T) {
	for _, said := range []string{
		"Fix the command, or mend the file.", "redirect_uri with a slash more", "scopes parted by a comma",
		"one token answer: 500", "The token is a dead token.", "The server gave no answer within 5 s.", "HTTPS_PROXY is no address",
	} {
		if found, _ := phraseIn(said); found == "" {
			t.Errorf("nothing is found in %q", said)
		}
	}
	for _, said := range []string{
		"Your recommended browser", "Answer y to go on.", "A bound socket", "The response has no body.", "Press enter to answer the question.",
	} {
		if found, better := phraseIn(said); found != "" {
			t.Errorf("%q is found in %q; better: %s", found, said, better)
		}
	}
}

// saying is a text that a user reads, and where it stands.
type saying struct{ place, said string }

// literals are the string literals with a space of the program's own code.
func literals(t *testing.T, root string) (all []saying) {
	t.Helper()
	for _, dir := range []string{"cli", "flow", "profiles", "tui", "internal/durable", "internal/safe", "internal/terminal", "main.go"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if said, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(strings.TrimSpace(said), " ") {
						all = append(all, saying{files.Position(lit.Pos()).String(), said})
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 1000 {
		t.Fatalf("%d literals were found, and the program says more", len(all))
	}
	return all
}

// pages are the lines of the pages for users. Pages for maintainers are not among them.
func pages(t *testing.T, root string) (all []saying) {
	t.Helper()
	names := []string{filepath.Join(root, "README.md")}
	for _, pattern := range []string{"docs/*.md", "docs/errors/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no page is found by %s: %v", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if slices.Contains(maintainersPages, filepath.Base(name)) {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(content, []byte("\n")) {
			all = append(all, saying{fmt.Sprintf("%s:%d", name, i+1), string(line)})
		}
	}
	return all
}

// maintainersPages are about the code and its sources, not about the program's use.
var maintainersPages = []string{"architecture.md", "performance.md", "reliability.md", "zoom.md"}
