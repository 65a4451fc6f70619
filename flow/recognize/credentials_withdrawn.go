package recognize

import (
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// stale are words beside the name of a value that another has replaced.
	stale = []string{"old", "prev", "previous", "previously", "former", "formerly", "expired", "revoked", "deprecated", "obsolete", "superseded", "retired", "outdated"}
	// former are words before the name of a value that does not count, or before the value.
	former = slices.Concat(stale, []string{"wrong", "not", "invalid", "unknown"})
	// withdrawn are words above or behind values that are no longer used.
	withdrawn = slices.Concat(stale, []string{"deleted", "disabled", "inactive", "compromised", "leaked", "fake", "dummy"})
	// present are words with which a line that has one of those speaks of other values than
	// those below it.
	present = []string{"new", "current", "use", "replaces", "replacing", "instead"}
	// beforeAge may stand before the first of them.
	beforeAge = slices.Concat(articles, headingWords, environments, nameNoise, []string{"these", "this", "those", "of", "for", "from", "now", "since", "was", "were", "has", "have", "been", "already", "one", "id", "secret"})
)

// otherThan are words behind the first of them with which it is about something else: "expired tokens".
var otherThan = []string{"token", "tokens", "jwt", "api", "sdk", "webhook", "webhooks", "password", "if", "when", "unless", "until"}

var (
	// notInUse are the sentences that say so.
	notInUse = expression(`(?i)\b(?:do not|don'?t|never) use(?: it| this| these| them)?(?: any ?more| again)?\s*(?:$|[^\w\s])|\bno longer (?:used|valid|active|in use|works?)\b|\b(?:to|will) be (?:replaced|deleted|removed|revoked|retired)\b|^\W*(?:before|from|was)\W*$|\brotated out\b`)

	// formerHeads and laterHeads are headings above what was there and what is in its place, or begin
	// lines with them.
	formerHeads = []string{"before", "from", "was", "old", "previous"}
	laterHeads  = []string{"after", "to", "now", "new", "current"}

	withdrawnWords = wordsOf(withdrawn...)
)

// headOf is the word, in lower case, that a line consists of or has before its first colon or "=".
func headOf(line string) string {
	isWord := func(c rune) bool { return c == '_' || c >= '0' && c <= '9' || c < utf8.RuneSelf && isLetter(byte(c)) }
	line = strings.TrimLeftFunc(line, func(c rune) bool { return !isWord(c) })
	behind := strings.TrimLeftFunc(line, isWord)
	sign := strings.TrimLeftFunc(behind, func(c rune) bool { return !isWord(c) })
	if sign != "" && !strings.ContainsAny(behind[:len(behind)-len(sign)], ":=") {
		return ""
	}
	return strings.ToLower(line[:len(line)-len(behind)])
}

// withdraw takes a line that says of the values below it that they are no longer used: "Revoked
// credentials (do not use):". It holds until another line of its kind comes behind values.
func (l *lineReader) withdraw(line string, given bool) {
	switch {
	case given:
		if l.withdrawn && l.struck && !isComment(line) { // what is not in use is commented out
			l.withdrawn = false
		}
		l.counted, l.struck = true, isComment(line)
	case len(line) > 2*maxHeading || !isCaption(line):
	case isWithdrawn(line):
		l.withdrawn, l.counted, l.struck = true, false, false
	case l.withdrawn:
		l.withdrawn = !l.counted && !slices.Contains(laterHeads, headOf(line)) && !hasAny(nameWords(line), present)
	}
}

// isCaption reports whether a line may say what those below it are: a comment, a heading, one that
// ends with a colon.
func isCaption(line string) bool {
	bare := strings.TrimRight(line, "* ")
	if strings.HasSuffix(bare, ":") || strings.HasPrefix(line, "#") || comment().MatchString(line) {
		return true
	}
	head := headOf(bare)
	return slices.Contains(formerHeads, head) || slices.Contains(laterHeads, head)
}

// replaced takes the value of a line "to: …" for that of the line "from: …" directly above it, which
// may have the name of both.
func (l *lineReader) replaced(line string, list []assignment) []assignment {
	if len(list) != 1 || !slices.Contains(laterHeads, headOf(line)) || !slices.Contains(formerHeads, headOf(l.above.line)) {
		return list
	}
	last := len(l.list) - 1
	for _, w := range l.names.wordsIn(l.above.line) {
		before, now := list[0], list[0]
		before.value = l.above.line[w.from:w.to]
		known := last >= 0 && l.list[last].value == before.value
		if known {
			if before.at = l.list[last].at; l.named(l.list[last:]) {
				now.section, now.name = l.list[last].section, l.list[last].name
			}
		}
		if key := l.roles.of(now).key; w.value && key != "" && w.key == kindOf(key) && shaped(key, now.value) {
			if known {
				l.list = l.list[:last]
			}
			before.name, before.section = now.name, strings.Trim(now.section+"."+stale[0], ".")
			return []assignment{before, now}
		}
	}
	return list
}

// isWithdrawn reports whether a line begins by saying that something is no longer used.
func isWithdrawn(line string) bool {
	if notInUse().MatchString(line) {
		return true
	}
	if !withdrawnWords().In(line) {
		return false
	}
	words := nameWords(line)
	first := slices.IndexFunc(words, func(w string) bool { return !slices.Contains(beforeAge, w) })
	if first < 0 || !slices.Contains(withdrawn, words[first]) || hasAny(words, present) {
		return false
	}
	after := words[first+1:]
	return !slices.Contains(after, "now") && !hasAny(after[:min(1, len(after))], otherThan) && !slices.Contains(after, "default")
}

// isWithdrawnBehind reports whether what stands behind a value says that it is no longer used:
// "(revoked)", "# old".
func isWithdrawnBehind(text string) bool {
	text = strings.TrimLeft(text, "\"'`,; ")
	if inner, bracket := strings.CutPrefix(text, "("); bracket {
		text, _, _ = strings.Cut(inner, ")")
	}
	if !isWithdrawn(text) || mayBeGiven(text) {
		return false
	}
	words := nameWords(text)
	return len(words) > 0 && words[0] != "the" // "the old one expired" is another
}

// correction begins a line that corrects what stands above it.
var correction = expression(`(?i)^\W*(?:\w+: )?(?:edit|correction|corrected|sorry|oops|typo|actually)\b`)

// corrections are the last ID and the last secret on lines that correct others.
func corrections(list []assignment, s *source) map[CredentialKey]assignment {
	last := map[CredentialKey]assignment{}
	for _, a := range list {
		if hasUsualLength(a.value) && a.at < len(s.text) && correction().MatchString(s.lineText(a.at)) {
			last[mayKey(a.name)] = a
		}
	}
	return last
}

// isFormer reports whether the word directly before a value says that it does not count.
func isFormer(gap string) bool {
	gap = strings.TrimRight(gap, " \"'`")
	return slices.Contains(former, strings.ToLower(gap[strings.LastIndexAny(gap, " (,:;")+1:]))
}

// isTurned reports whether what stands between two values says that the second one takes the
// place of the first.
func isTurned(gap string) bool {
	return slices.Contains([]string{"->", "-->", "=>", "→", "to", "with", "now", "now is", "is now", "became"}, strings.Trim(gap, " ,;\"'`"))
}
