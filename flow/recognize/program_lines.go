package recognize

import (
	"slices"
	"strings"
)

// What a line of a program quotes did not happen: the readers of words and pairs leave it out.

var (
	// sourcePlace is a line of a program as a search prints it: "./src/zoom.ts:124: …".
	sourcePlace = expression(`^\.{0,2}/?[\w./-]+\.(?:ts|tsx|js|jsx|mjs|py|go|rb|php|java|kt|cs|rs|swift|c|h|cpp|sh|yml|yaml|json|md)[:-]\d+[:-]`)
	// commitLine is the first line of a commit: "4711abc fix: …", or an entry of a list of changes.
	commitLine = expression(`^(?:[0-9a-f]{7,40} )?(?:fix|feat|chore|docs|refactor|test|build|ci|perf|style)(?:\([\w-]+\))?!?: |^(?i:changelog|release notes)\b[^:]{0,24}: `)
)

// isSource reports whether a line is one of a program: what it quotes did not happen.
func isSource(line string) bool {
	if strings.HasPrefix(line, " * ") { // of a comment over several lines
		return true
	}
	line = strings.TrimSpace(line)
	first, _, _ := strings.Cut(line, " ")
	if strings.IndexByte(first, '.') >= 0 && sourcePlace().MatchString(line) || strings.Contains(line, ": ") && commitLine().MatchString(line) {
		return true
	}
	if i := strings.Index(line, "->"); i > 0 && (isLetter(line[i-1]) || strings.IndexByte(")]", line[i-1]) >= 0) { // with a blank before it, it points at a value
		return true
	}
	if isPassed(line) || hasOperator(line) || isCondition(line) || sourceMarks().In(line) || mockMarks().In(line) {
		return true
	}
	for _, start := range []string{"if ", "if(", "else", "export ", "const ", "var ", "let ", "return ", "case ", "throw ", "func ", "def ", "import ", "from ", "class ", "public ", "private ", "static ", "elif ", "echo ", "printf ", "switch", "when ", "//", "/*", "* @", `"""`, "@", "Expected:", "Received:", "E  ", "✓", "✔", "√", "TODO", "FIXME", "msgid ", "msgstr ", "<trans-unit", "<string "} {
		if strings.HasPrefix(line, start) {
			return !isSentence(line)
		}
	}
	return strings.HasSuffix(line, ") {") || strings.HasSuffix(line, "*)") || strings.HasSuffix(line, ";") && strings.Contains(line, "(") && !strings.Contains(line, "{\"")
}

// passed is a text that a program passes: by its name and with a comma behind it, or as all that a line
// calls a function with. Names in capitals are those of errors, as programs print them.
var passed = expression("^(?:\\w+ ?= ?[bfru]?(?:\"[^\"]*\"|'[^']*'|`[^`]*`),|(?:\\w+: )?(?:await |yield )?(?:\\w+(?:\\.|->|::))*[a-z_]\\w*\\([bfru]?(?:\"[^\"]*\"|'[^']*'|`[^`]*`)(?:, .*)?\\)?[;,]?)$")

func isPassed(line string) bool {
	return strings.ContainsAny(line, "=(") && passed().MatchString(line)
}

// conditional is what stands before an answer that nobody got: a condition, a comment on what is
// returned.
var conditional = expression(`(?i)^\W*if (?:zoom|the|an?|it)\b|^\s*(?://|#|\*|--)\s.*\b(?:returns|responds with|answers with)\s*$`)

// isCondition reports whether a line has an answer that nobody got.
func isCondition(line string) bool {
	line = strings.TrimLeft(line[:min(len(line), maxAddress)], " \t")
	if line == "" || strings.IndexByte("iI/#*-\"'>(", line[0]) < 0 { // most lines begin with something else
		return false
	}
	before, _, found := strings.Cut(line, "{")
	return found && conditional().MatchString(before)
}

// sourceMarks stand in lines of programs.
var sourceMarks = wordsOf("() {", "catch (", "while (", "function(", "assert", "grant_type\"] =", "grant_type'] =", "raises(", ".tothrow", ".tohavebeen", "expect.", "raise ", "throw new", "#define", "expect(", " as const", "errors.new(", "println!(", "system.out.", "console.log(", "console.error(", "new urlsearchparams(", "log/error ", "log.print", "fmt.print", "write-host ", "write-output ", "write-error ", "write-warning ")

// mockMarks stand in lines of tests that say what a server would answer.
var mockMarks = wordsOf(".reply(", "to_return(", "nock(", "stub_request(", "mockresponse", "responses.add(", "mockresolved", "mockrejected", "mockreturn", "thenreturn(", "willreturn(", "httpretty", "respx.", "requests_mock", ".intercept(", "\"jsonbody\"", "fmt.fprint(w", "w.write([]byte(")

// hasOperator reports whether a line has a sign of programs: a comparison, an assignment of
// Go's, a logical one.
func hasOperator(line string) bool {
	for i := 1; i < len(line); i++ {
		switch before := line[i-1]; {
		case line[i] == '=' && (before == '=' || before == '!' || before == ':'), line[i] == '&' && before == '&', line[i] == '|' && before == '|':
			return true
		}
	}
	return false
}

// isSentence reports whether a line begins with words as a sentence does and a line of a
// program does not.
func isSentence(line string) bool {
	const enough = 6
	words := strings.Fields(line)
	return len(words) >= enough && !strings.ContainsAny(line, "{};=") && !strings.HasSuffix(line, ":") && !slices.ContainsFunc(words[:enough], func(word string) bool {
		return strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',") != ""
	})
}
