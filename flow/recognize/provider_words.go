package recognize

import (
	"cmp"
	"strings"
)

// namedByCaller says that a library wrote a provider's name into its error.
const namedByCaller = "the provider that the text names"

// whose judges a text by its hosts and words.
func whose(text string) Provider {
	text = text[:min(len(text), maxMentions)]
	marks, words := marks()
	var zoom, named, shared bool
	standard := mark{}
	called := "" // by the library that wrote the text
	sure, weak := len(marks), len(marks)
	words.Each(text, func(i, at int) bool {
		switch m := marks[i]; {
		case named && m.of == Zoom && m.kind == nameMark: // one is enough
		case !m.standsAt(text, at):
		case m.kind == callerMark:
			called = cmp.Or(calledAt(text, at+len(m.word)), called)
		case m.kind == standardMark:
			standard = cmp.Or(standard, m)
		case m.of == Zoom && m.kind == nameMark:
			named = true
		case m.kind == sharedMark:
			shared = true
		case m.of == Zoom:
			zoom = true
		case m.kind.yields():
			weak = min(weak, i)
		default:
			sure = min(sure, i)
		}
		return true
	})
	foreign := sure < len(marks)
	switch {
	case zoom && foreign:
		return Provider{}
	case zoom:
		return Provider{Name: Zoom, Sure: true, Because: "a host or words that only Zoom uses"}
	case foreign:
		return marks[sure].provider()
	case strings.Contains(called, Zoom):
		return Provider{Name: Zoom, Because: namedByCaller}
	case named:
		return Provider{Name: Zoom, Because: "the word Zoom"}
	case NamesScope(text):
		return Provider{Name: Zoom, Because: "scopes as Zoom names them"}
	case called != "":
		return Provider{Name: spelled(called), Sure: true, Foreign: true, Because: namedByCaller, shown: mark{called, called, callerMark}}
	case weak < len(marks) && marks[weak].kind != nameMark:
		return marks[weak].provider()
	case standard != (mark{}):
		return Provider{Sure: true, Foreign: true, Because: "words that Zoom does not send: " + standard.word, shown: standard}
	case weak < len(marks):
		return marks[weak].provider()
	case shared && saidAlone(text):
		return Provider{Name: Zoom, Because: becauseShared}
	}
	return Provider{}
}

// zoomScope is such a scope.
var zoomScope = expression(`\b(?:meeting|webinar|cloud_recording|report|team_chat|zoom_\w+|phone):(?:read|write|update|delete):[a-z_]+\b|\buser:(?:read|write|update|delete):[a-z_]+:admin\b`)

// NamesScope reports whether a text, in lower case, has a scope of what Zoom alone has.
func NamesScope(text string) bool {
	return holdsAny(text, []string{":read:", ":write:", ":update:", ":delete:"}) && zoomScope().MatchString(text)
}

// whoseWhole is [whose] for a whole text: words that others use too show something where it is them alone.
func whoseWhole(text string) Provider {
	p := whose(text)
	if p.Because == becauseShared && strings.Contains(strings.TrimSpace(text), "\n") {
		return Provider{}
	}
	return p
}

// becauseShared is what words show that others use too.
const becauseShared = "words that Zoom uses, and others too"

// spelled is a provider's name as the provider spells it, of what a program calls it.
func spelled(called string) string {
	for _, f := range foreigners {
		if f.isNamedIn(called) {
			return f.name
		}
	}
	return called
}

// description is an error_description with its value, in a sentence.
var description = expression(`error_description["']?\s*[=:>]\s*["']?[A-Za-z]`)

// byDescription is whose a text is that nothing but its error_description shows: not Zoom's.
func byDescription(text string) Provider {
	if strings.Contains(text, "error_description") && description().MatchString(text) {
		return Provider{Sure: true, Foreign: true, Because: "it has error_description; Zoom sends reason"}
	}
	return Provider{}
}

// speaksOfZoom reports whether a text has Zoom's name.
func speaksOfZoom(text string) bool {
	is := false
	zoomName().Each(text, func(word, at int) bool {
		is = mark{zoomNames[word], Zoom, nameMark}.standsAt(text, at)
		return !is
	})
	return is
}

var zoomName = wordsOf(zoomNames...)

// standsAlone reports whether the word at an offset is not a part of a longer one; it may be
// one of those that a name in mixed case is made of, as in getZoomUsers.
func standsAlone(text string, at, length int) bool {
	end := at + length
	return (at == 0 || !isLetter(text[at-1]) || isCapital(text[at]) && !isCapital(text[at-1])) &&
		(end == len(text) || !isLetter(text[end]) || isCapital(text[end]) && !isCapital(text[end-1]))
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || isCapital(c) }
