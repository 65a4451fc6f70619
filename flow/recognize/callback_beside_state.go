package recognize

import (
	"html"
	"slices"
	"strings"

	"zoauth/flow"
)

// codeBeside is the code that a text has with the state of an attempt, whatever is written around
// both and wherever rows break them: a state is a secret of its attempt, so that the only whole code
// beside it is that attempt's. It is "" where there is none, more than one, or a request with the state.
func codeBeside(text, state string) string {
	if strings.Contains(text, "response_type") || covered().MatchString(text) || hasOtherState(text, state) {
		return ""
	}
	whole, broken := wordsOfLength(text, len(state), flow.CodeLength)
	if !whole[state] && !broken[state] {
		return ""
	}
	if code, ok := onlyCode(whole, state); ok {
		return code
	}
	code, _ := onlyCode(broken, state)
	return code
}

// labelledState is the value behind the name of a state.
var labelledState = expression(`(?i)\bstate\b["'\]]*\s*(?:=>|[=:|])\s*["'\[]*([A-Za-z0-9_-]{16,})`)

// hasOtherState reports whether a text names a state that is no part of an attempt's.
func hasOtherState(text, state string) bool {
	return slices.ContainsFunc(labelledState().FindAllStringSubmatch(text, -1), func(m []string) bool { return !strings.Contains(state, m[1]) && !strings.HasPrefix(m[1], state) })
}

// hasWholeCode reports whether a text has a single word that may be a code.
func hasWholeCode(text string) bool {
	whole, _ := wordsOfLength(text, flow.CodeLength)
	code, _ := onlyCode(whole, "")
	return code != ""
}

// wordsOfLength are the words of some lengths in a text: those within a row, and those that the ends of rows
// break.
func wordsOfLength(text string, lengths ...int) (whole, broken map[string]bool) {
	whole, broken = map[string]bool{}, map[string]bool{}
	longest := slices.Max(lengths)
	for _, run := range letterRuns(text) {
		for i, start := range run.ends {
			for j, end := range run.ends[i+1:] {
				if end-start > longest {
					break
				}
				words := whole
				if j > 0 {
					words = broken
				}
				if slices.Contains(lengths, end-start) {
					words[string(run.letters[start:end])] = true
				}
			}
		}
	}
	return whole, broken
}

// covered is a code or a state that a text has by its name and does not show.
var covered = expression(`(?i)\b(code|state)["'\]]*\s*(?:=>|[=:,|])\s*["'\[]*(?:\*{2,}(?:[^A-Za-z0-9*]|$)|<[^<>"'=]*>|\[[a-z][a-z_ ]+\]|%5b[a-z_]+%5d|\{\{|x{4,}|•|…|(?:redacted|filtered|masked|hidden)\b)`)

// onlyCode is the only one of the words that is a whole code and no part of the state; ok is false
// where there are more.
func onlyCode(words map[string]bool, state string) (code string, ok bool) {
	for word := range words {
		c := flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, word)}
		if !c.IsWhole() || !isDrawn(word) || state != "" && strings.Contains(state, word) {
			continue
		}
		if code != "" {
			return "", true
		}
		code = word
	}
	return code, code != ""
}

// letterRun is a stretch of letters of codes that only ends of rows interrupt, with the offsets at
// which its words may begin and end.
type letterRun struct {
	letters []byte
	ends    []int
}

// letterRuns are the stretches of a text whose rows are without what frames them.
func letterRuns(text string) (runs []letterRun) {
	var current letterRun
	end := func() {
		if n := len(current.letters); n > 0 {
			if current.ends[len(current.ends)-1] < n {
				current.ends = append(current.ends, n)
			}
			runs = append(runs, current)
		}
		current = letterRun{ends: []int{0}}
	}
	end()
	for row := range strings.SplitSeq(text, "\n") {
		for rest := strings.Trim(row, frame); rest != ""; {
			n := len(rest) - len(strings.TrimLeft(rest, flow.CodeLetters))
			current.letters = append(current.letters, rest[:n]...)
			if rest = rest[n:]; rest != "" {
				end()
				rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !strings.ContainsRune(flow.CodeLetters, r) })
			}
		}
		if n := len(current.letters); n > current.ends[len(current.ends)-1] {
			current.ends = append(current.ends, n)
		}
	}
	end()
	return runs
}

// unwritten undoes what pages, programs, addresses and mails write letters as.
func unwritten(text string) string {
	text = unescape(unescape(html.UnescapeString(text)))
	if isQuotedPrintable(text) || strings.Contains(text, "=3D") {
		text = fromQuotedPrintable(text)
	}
	return unpercent(unpercent(text, false), false)
}
