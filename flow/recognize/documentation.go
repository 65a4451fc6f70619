package recognize

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Guides, tables and messages of programs say what may come, not what came.

// tells is a sentence about what a server does, not what one did.
var tells = expression(`^(?:The|If|When|Once|An?) .*\b(?:returns|responds|will return|is returned|you will (?:receive|get|see))\b`)

// isDocumentation reports whether a line speaks about a code and not of one that came:
// a table, a heading, a list, a query, a sentence with a condition, several codes in sentences.
func isDocumentation(line string) bool {
	if !strings.Contains(line, "{") && severalCodes(line) || severalNumbers(line) {
		return true
	}
	line = strings.TrimSpace(line)
	lower := strings.ToLower(line)
	if holdsPrefix(lower, []string{"grep ", "insert ", "select ", "update ", "look for ", "watch for ", "check for ", "search for "}) || isQuotedFromDocs(line) {
		return true
	}
	if (valueOfCode().MatchString(line) || supposedCode().MatchString(line)) && reasonIn(line) == "" || tells().MatchString(line) && !strings.Contains(lower, "zoom") {
		return true
	}
	if reasonIn(line) != "" || strings.Contains(lower, "zoom") || rpcError().MatchString(line) {
		return false
	}
	describes := holdsPrefix(lower, []string{"|", "#", "- ", "* "}) || holdsAny(lower, []string{" returns ", " when the ", " if the ", " is returned", "e.g."})
	return describes && !whose(line).IsZoom()
}

// docsSay is a sentence that tells what documentation says.
var docsSay = expression(`(?i)\b(?:docs?|documentation|specification|manual|guide|reference)\b[^."“\n]{0,24}(?:["“]([^"”]*)|\b(?:says?|states?|mentions?|lists?|describes?|explains?|claims?|shows?)\b([^\n]*))`)

// docsNamed are the words for documentation.
var docsNamed = wordsOf("docs", "documentation", "specification", "manual", "guide", "reference", "doc ")

// isQuotedFromDocs reports whether a line tells what the documentation says that a server answers, and nothing of
// somebody who got it.
func isQuotedFromDocs(line string) bool {
	if !docsNamed().In(line) {
		return false
	}
	m := docsSay().FindStringSubmatch(line)
	if m == nil {
		return false
	}
	said := strings.ToLower(m[1] + m[2])
	return !speaksForItself().MatchString(m[2]) && !strings.Contains(said, "but ") && (reasonIn(said) != "" || codeWords().In(said) || pageWords().In(said) || messages().In(said))
}

// valueOfCode is a code with the sentence that a program or a translation has for it.
var valueOfCode = expression("^[\"'`]?[a-z]+_[a-z_]+[\"'`]?\\s*(?:=>|[:=])\\s*[\"'`][A-Z]")

// supposedCode is what a sentence begins with that says what is done about a code.
var supposedCode = expression("(?i)(?:^|[.;:] )\\W*(?:on|upon|if|when|for|handle|handling|treat|treating)\\s+(?:an? |the )?[\"'`]?invalid_(?:grant|client|request|token)\\b")

// severalCodes reports whether a line has more than one code of OAuth's.
func severalCodes(line string) bool {
	found := -1
	several := false
	codeWords().Each(line, func(word, _ int) bool {
		several = found >= 0 && found != word
		found = word
		return !several
	})
	return several
}

// listsErrors reports whether line n is a row of a table or of a list of messages that has another error above
// or below it: it says what servers and pages may answer. The same error again is what somebody got each time.
func (r *reader) listsErrors(n int) bool {
	said := errorOfRow(r.trimmedLine(n))
	differs := func(other string) bool { return other != "" && other != said }
	return said != "" && (differs(errorOfRow(r.trimmedLine(n-1))) || differs(errorOfRow(r.trimmedLine(n+1)))) || r.advises(n)
}

var (
	// remedies head the column of a table that says what to do about an error, remedy the line that says it below
	// a heading.
	remedies = wordsOf("solution", " fix", "resolution", "remedy", "mitigation", "what to do")
	remedy   = expression(`(?i)^[-*>\s]*(?:solutions?|fix|resolution|remedy|mitigation)(?:\*\*)?:`)
	// release heads what changed in a version of a program.
	release = expression(`(?i)^#+ \[?(?:v?\d+\.\d+\.\d+|unreleased)\b`)
	// mayCome are words of a line above a list of errors that may come.
	mayCome = expression(`(?i)\b(?:might|may|could|can) (?:see|get|receive|encounter)\b|\b(?:expected|possible|common|typical) (?:oauth |zoom |api )?(?:errors?|error messages|issues|messages)\b`)
)

// advises reports whether line n is a row of such a table, such a heading, or in a list of errors that may come or
// of what changed.
func (r *reader) advises(n int) bool {
	const most, few = 40, 4
	if line := r.trimmedLine(n); strings.HasPrefix(line, "#") {
		for below := n + 1; below <= n+few; below++ {
			if remedy().MatchString(r.trimmedLine(below)) {
				return true
			}
		}
		return false
	} else if isItem(line) {
		above := n
		for n-above < few*2 && above >= 0 && (isItem(r.trimmedLine(above)) || r.trimmedLine(above) == "") {
			above--
		}
		return mayCome().MatchString(r.trimmedLine(above)) || release().MatchString(r.trimmedLine(above))
	}
	head := n
	for n-head < most && strings.HasPrefix(r.trimmedLine(head), "|") {
		head--
	}
	return n-head > 1 && remedies().In(r.trimmedLine(head+1))
}

var (
	// quotedRow is a row that begins with a message in quotes or as code.
	quotedRow = expression(`^\| *[\x60"]([^\x60"]* [^\x60"]*)[\x60"]`)
	// numberedRow is a row with the number of an error before its message.
	numberedRow = expression(`^\|?[ \x60"]*(\d{3,4})[ \x60"]*\| *[A-Z\x60"]`)
	// messageOfProgram is the message that a program has for something, behind its name.
	messageOfProgram = expression(`^["']?([\w.-]+)["']?\s*(?:=>|[:=])\s*["'\x60][A-Z][^"'\x60]* [^"'\x60]* [^"'\x60]*["'\x60][,;]?$`)
	// carriesMessage are parts of the names under which an error that came has its message.
	carriesMessage = wordsOf("error", "reason", "message", "msg", "desc", "detail", "title", "text", "body", "status", "data", "note", "name", "subject", "log", "output", "result", "response")
)

// isItem reports whether a line is one of a list.
func isItem(line string) bool { return holdsPrefix(line, []string{"- ", "* ", "• "}) }

// listedNumber is a number of the REST API with its meaning behind it, in a row of them.
var listedNumber = expression(`(?:[,;:(]|^) ?(124|300|1001|1005|1010|3001|3161):? [a-z]+ [a-z]`)

// severalNumbers reports whether a line has more numbers of Zoom's than one answer has.
func severalNumbers(line string) bool {
	const most = 2
	var numbers []int
	if strings.Contains(line, "47") {
		numbers = PageNumbers(line)
	}
	if strings.Contains(line, "01") {
		for _, m := range listedNumber().FindAllStringSubmatch(line, 8) {
			n, _ := strconv.Atoi(m[1])
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return len(slices.Compact(numbers)) > most
}

// errorOfRow is the error that a row has of a table or of a program's messages, in the words by which it is
// known; "" where it has none.
func errorOfRow(row string) string {
	if len(row) > maxAddress {
		return ""
	}
	if m := messageOfProgram().FindStringSubmatch(row); m != nil && !carriesMessage().In(m[1][strings.LastIndexByte(m[1], '.')+1:]) {
		return m[1]
	}
	if number := numberedRow().Group(row); number != "" || !strings.HasPrefix(row, "|") {
		return number
	}
	word, _ := rowErrors().First(row)
	if said := cmp.Or(quotedRow().Group(row), word); said != "" || !isPageLine(row) {
		return said
	}
	return "a number of the page"
}
