package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"zoauth/flow/recognize"
)

func itoa(n int) string { return strconv.Itoa(n) }

// said names the line and the words by which a rule matched an artefact. Only words
// that the rule itself knows are quoted: what else the line holds may be a secret.
func (l *reading) said(r *Rule, a *recognize.Artefact) []string {
	lower := strings.ToLower(a.Text)
	words := slices.Concat(r.When.Reasons, r.When.Text, r.When.Errors)
	for _, n := range r.When.Numbers {
		if slices.Contains(l.numbers, n) {
			words = append(words, itoa(n), itoa(n)[:1]+","+itoa(n)[1:], itoa(n)[:1]+"."+itoa(n)[1:])
		}
	}
	best, at := "", -1
	for _, w := range words {
		if i := strings.Index(lower, w); i >= 0 && len(w) > len(best) {
			best, at = w, i
		}
	}
	if i := l.messageIn(lower); i >= 0 && !strings.Contains(best, " ") { // a word of it says less than its number
		return []string{"line " + itoa(a.Span.Line+strings.Count(lower[:i], "\n")) + ": code " + l.code}
	}
	if at < 0 {
		return []string{"line " + itoa(a.Span.Line)}
	}
	if len(lower) == len(a.Text) {
		best = a.Text[at : at+len(best)]
	}
	line := a.Span.Line + strings.Count(a.Text[:min(at, len(a.Text))], "\n")
	return []string{"line " + itoa(line) + ": " + strings.TrimSpace(best)}
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

// lineOf returns "line N: " for the place in an artefact where a word stands.
func lineOf(a *recognize.Artefact, word string) string {
	line := a.Span.Line
	if i := strings.Index(a.Text, word); i >= 0 && word != "" {
		line += strings.Count(a.Text[:i], "\n")
	}
	return "line " + itoa(line) + ": "
}
