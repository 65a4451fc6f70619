package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

func itoa(n int) string { return strconv.Itoa(n) }

// shown names the line and the words by which a rule matched an artefact. Only words
// that the rule itself knows are quoted, and the message beside a number of the API: what else
// the line holds may be a secret.
func (l *reading) shown(r *Rule, a *recognize.Artefact) []string {
	lower := strings.ToLower(a.Text)
	words := append(r.When.phrases(), r.When.Errors...)
	for _, n := range r.When.Numbers {
		if slices.Contains(l.numbers, n) {
			words = append(words, itoa(n))
			for _, separator := range recognize.Thousands {
				words = append(words, itoa(n)[:1]+separator+itoa(n)[1:])
			}
		}
	}
	best := longestIn(lower, words)
	const telling = 16
	if i := l.messageIn(lower); i >= 0 && len(best) < telling { // a word of it says less than the whole
		return []string{"line " + itoa(a.Span.Line+strings.Count(lower[:i], "\n")) + ": code " + l.code + l.message(a.Text, i)}
	}
	if at := strings.Index(lower, best); best != "" && at >= 0 {
		if len(lower) == len(a.Text) {
			best = a.Text[at : at+len(best)]
		}
		return []string{"line " + itoa(a.Span.Line+strings.Count(lower[:at], "\n")) + ": " + strings.TrimSpace(best)}
	}
	line := "line " + itoa(a.Span.Line)
	if best = longestIn(l.all, words); best == "" {
		best = longestIn(l.reason, words)
	}
	switch at := strings.Index(lower, l.said.Words); {
	case best == "":
	case l.said.Words != "" && strings.Contains(l.said.Reason, best): // of which the rest may be a secret
		line = "line " + itoa(a.Span.Line+strings.Count(lower[:max(at, 0)], "\n")) + ": other words for " + strings.TrimSpace(best)
	case l.translated:
		line += ": in Zoom's words, " + strings.TrimSpace(best)
	case !strings.ContainsAny(a.Text, `%+&\=`): // as its sentence with another word within
		line += ": other words for " + strings.TrimSpace(best)
	default: // encoded
		line += ": decoded, " + strings.TrimSpace(best)
	}
	return []string{line}
}

// withShown is evidence behind what shows it; a line without words goes with the first of it.
func withShown(shown, evidence []string) []string {
	if last := len(shown) - 1; len(evidence) > 0 && last >= 0 && !strings.Contains(shown[last], ": ") && !strings.HasPrefix(evidence[0], "line ") {
		evidence = append([]string{shown[last] + ": " + evidence[0]}, evidence[1:]...)
		shown = shown[:last]
	}
	return append(shown, evidence...)
}

// longestIn is the longest of the words that stands in a text, "" where none does.
func longestIn(text string, words []string) string {
	best := ""
	for _, w := range words {
		if len(w) > len(best) && strings.Contains(text, w) {
			best = w
		}
	}
	return best
}

// messageIn is where the message beside a number of the API begins in a text in lower case; -1
// where there is none.
func (l *reading) messageIn(lower string) int {
	const enough = 24
	if _, err := strconv.Atoi(l.code); err != nil || l.reason == "" {
		return -1
	}
	return strings.Index(lower, l.reason[:min(len(l.reason), enough)])
}

// mostQuoted is how much of a message evidence quotes, in bytes.
const mostQuoted = 120

// message is ": " and the message that begins at an offset of a text, without what may be a secret in it.
func (l *reading) message(text string, at int) string {
	if len(text) < at+len(l.reason) || !strings.EqualFold(text[at:at+len(l.reason)], l.reason) {
		return ""
	}
	said := text[at : at+len(l.reason)]
	for _, secret := range flow.QuotedSecrets(said) {
		said = strings.ReplaceAll(said, secret.Reveal(), secret.Fingerprint())
	}
	if len(said) > mostQuoted {
		said = strings.TrimRightFunc(said[:mostQuoted], func(c rune) bool { return c != ' ' }) + "…"
	}
	return ": " + said
}

// lineAsked is [lineIn] for the request of an artefact, whose response may stand above it.
func lineAsked(a *recognize.Artefact, word string) string {
	return lineIn(a, cmp.Or(a.Asked, a.Text), word)
}

// lineIn returns "line N: " for the place in a part of an artefact where a word stands, by itself rather than in
// a longer one.
func lineIn(a *recognize.Artefact, text, word string) string {
	before, _, _ := strings.Cut(a.Text, text)
	if lower := strings.ToLower(text); !strings.Contains(text, word) && len(lower) == len(text) {
		text, word = lower, strings.ToLower(word)
	}
	at, found := 0, strings.Index(text, word)
	for i := found; i >= 0 && word != ""; i = strings.Index(text[at:], word) {
		at += i
		if (at == 0 || !isNamePart(text[at-1])) && (at+len(word) == len(text) || !isNamePart(text[at+len(word)])) {
			found = at
			break
		}
		at++
	}
	line := a.Span.Line + strings.Count(before, "\n")
	if found >= 0 && word != "" {
		line += strings.Count(text[:found], "\n")
	}
	return "line " + itoa(line) + ": "
}

// leading is what stands before an artefact on its line.
func leading(a *recognize.Artefact) string {
	before, _, _ := strings.Cut(a.Lines, a.Text)
	return before
}

// isNamePart reports whether a name may have the character.
func isNamePart(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// findingOf is the likely finding of a rule that a text itself shows; false where the rule does not read such texts.
func findingOf(id string, a *recognize.Artefact, evidence string) (Finding, bool) {
	rule, ok := Find(id)
	if !ok || !rule.reads(a.Trace.Origin) {
		return Finding{}, false
	}
	return Finding{Rule: &rule, Likelihood: Likely, Evidence: []string{evidence}, proof: byRequest, ofURL: a.Trace.Step == flow.StepAuthorize}, true
}

// longWord finds words that are longer than any ID of Zoom's.
var longWord = expression(`[A-Za-z0-9_~+-]{26,}`)

// withoutDrawn is a text in which long words that were drawn by chance are left out: nothing names them, and
// where they stand does not tell that they are secrets (S4).
func withoutDrawn(text string) string {
	return longWord().ReplaceAllStringFunc(text, func(word string) string {
		if !isDrawn(word) {
			return word
		}
		return "…(" + itoa(len(word)) + " characters)"
	})
}

// isDrawn reports whether a word has capitals, small letters and digits as chance mixes them, or is a long number
// in hexadecimal. Names in capitals and small letters have no digits among them.
func isDrawn(word string) bool {
	const few, hexadecimal = 4, 32
	if len(word) >= hexadecimal && strings.Trim(word, "0123456789abcdef") == "" {
		return true
	}
	capitals, small, digits := 0, 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case c >= 'A' && c <= 'Z':
			capitals++
		case c >= 'a' && c <= 'z':
			small++
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return capitals >= few && small >= few && digits > 0
}
