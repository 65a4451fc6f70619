package recognize

import "strings"

// maxFolds is how often the line ends of one text may be escaped: of a traceback in a record that is
// a string of another one.
const maxFolds = 3

// readFolded finds the responses in a text that a log has in one line, with its line ends escaped: a
// traceback in a record. Its lines are read as they were, since what one of them is, a line of a program
// or an error, says nothing of the others.
func readFolded(r *reader) {
	ends := []string{`\n`, "#012"}
	if r.folds == maxFolds || !holdsAny(r.text, ends) {
		return
	}
	left := maxProse
	for n := range r.lines {
		start, end := r.line(n)
		folded := r.text[start:end]
		if r.claimed[n] || !holdsAny(folded, ends) || len(folded) > left {
			continue
		}
		left -= len(folded)
		inner := newReader(unescape(strings.ReplaceAll(folded, "#012", "\n")))
		inner.folds = r.folds + 1
		inner.read()
		for _, a := range inner.found {
			if a.HasResponse() || a.Kind == Page || a.Kind == Transport {
				r.add(a, start, end)
			}
		}
	}
}
