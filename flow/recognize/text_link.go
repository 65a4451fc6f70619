package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

var (
	escapedSigns = strings.NewReplacer("&amp;amp;", "&", "&amp;", "&", "&#38;", "&", "&#x26;", "&", "^&", "&", "=\n", "", "\n", "")
	mailSigns    = strings.NewReplacer("=3D", "=", "=3d", "=", "=26", "&", "=3F", "?", "=3f", "?", "=5F", "_", "=5f", "_")
	proofpoint   = strings.NewReplacer("_", "/", "-", "%")
)

// emphasis are the stars of Markdown around a word, a part of it at its beginning, or a parameter's value
// that is too long to be what a mask leaves of one.
var emphasis = expression(`(^|[\s("'<\[])\*{1,3}([^\s*]+)\*{1,3}|(=)\*{1,3}([\w.~-]{20,})\*{1,3}`)

// writtenByte is a sign that JSON, a program or a server's log writes by its number.
var writtenByte = expression(`(?i)\\+(?:u00|x)([2-7][0-9a-f])`)

// tidyAddress undoes what a shell, HTML, JSON, a mail or a terminal did to an address.
func tidyAddress(raw string) string {
	raw = emphasis().ReplaceAllString(escapedSigns.Replace(raw), "$1$2$3$4")
	raw = writtenByte().ReplaceAllStringFunc(raw, func(written string) string { return unpercent("%"+written[len(written)-2:], false) })
	if strings.IndexByte(raw, '\\') >= 0 {
		raw = unescapeWord(raw, false)
	}
	if isQuotedPrintable(raw) {
		raw = mailSigns.Replace(raw)
	}
	for range 3 {
		if strings.ContainsAny(raw, "=?") {
			break
		}
		raw = unpercent(raw, false)
	}
	return raw
}

// isQuotedPrintable reports whether every "=" of an address is written "=3D", as a
// mail's source has it. A code may begin with the same signs.
func isQuotedPrintable(raw string) bool {
	signs := strings.Count(raw, "=")
	if _, value, _ := strings.Cut(raw, "="); signs == 1 && (flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, value)}).IsWhole() {
		return false
	}
	return signs > 0 && signs == strings.Count(raw, "=3D")+strings.Count(raw, "=3d")+strings.Count(raw, "=26")+strings.Count(raw, "=3F")
}

// underlined is an address between underscores in the path of a mail gateway's: Proofpoint's, Check Point's.
var underlined = expression(`/_{2,3}(https?:.+?)_{2,3}(?:[;.]|$)`)

// unwrapLink returns the address inside a link that a mail gateway, a chat or a search
// engine put around it; others come back as they are.
func unwrapLink(raw string) string {
	if m := underlined().FindStringSubmatch(raw); m != nil {
		return m[1]
	}
	_, query, _ := strings.Cut(raw, "?")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name == "u" && (strings.HasPrefix(value, "http-3A") || strings.HasPrefix(value, "https-3A")) {
			value = proofpoint.Replace(value)
		}
		inner := unpercent(value, false)
		if (strings.HasPrefix(inner, "http") && strings.Contains(inner, "://") || strings.HasPrefix(inner, "/")) && (hasParameter(inner, "code") || hasParameter(inner, "error")) {
			return inner
		}
	}
	return raw
}

// hasParameter reports whether an address has a parameter of a name in its query or
// fragment.
func hasParameter(address, name string) bool {
	i := strings.IndexAny(address, "?#")
	if i < 0 {
		return false
	}
	parameters := strings.FieldsFunc(address[i+1:], func(r rune) bool { return strings.ContainsRune("&#?", r) })
	return slices.ContainsFunc(parameters, func(pair string) bool { return strings.HasPrefix(pair, name+"=") })
}
