package recognize

import (
	"encoding/base64"
	"strings"
)

// literalIn is the one literal in an expression of a program that has the shape of the
// key's values: SecretStr("…"), Field(default="…"), env('NAME', '…'), process.env.NAME
// || "…"; "" where there is none, or more than one.
func literalIn(value string, key CredentialKey) string {
	found := ""
	for rest := value; ; {
		i := strings.IndexAny(rest, "\"'`")
		if i < 0 {
			return found
		}
		literal, after, closed := strings.Cut(rest[i+1:], rest[i:i+1])
		if !closed {
			return found
		}
		if rest = after; !shaped(key, literal) || isContinued(`"`+after) || key == RedirectURI && strings.Trim(after, ")]}; ") != "" {
			continue
		}
		if found != "" && found != literal {
			return ""
		}
		found = literal
	}
}

// fallbackForm is a variable of a shell or of Spring with the value for the case that it is not set.
var fallbackForm = expression(`^\$\{[\w.-]+?(?::-?|-)([^{}]+)\}$`)

// isName reports whether a value is the name of a value and not one: var.zoom_client_id,
// settings.zoom.secret, clientSecret.
func isName(value string) bool {
	if len(value) <= 64 && !strings.HasPrefix(value, "eyJ") && dottedName().MatchString(value) {
		return true
	}
	return !hasUsualLength(value) && !strings.ContainsAny(value, "0123456789:/") && roleOf("", value).key != ""
}

var dottedName = expression(`^[A-Za-z_$]\w*(?:\??\.[A-Za-z_]\w*)+$`)

// memberName is the name of a variable, or of the member that an expression ends with.
func memberName(expression string) string {
	expression = strings.TrimRight(expression, ",;)]} ")
	return expression[strings.LastIndexAny(expression, ".[")+1:]
}

// pairIn finds an ID and a secret with a colon between them in a word, as Basic
// authentication has them before they are encoded.
func pairIn(word string) (id, secret string, ok bool) {
	for from := 0; ; {
		i := strings.IndexByte(word[from:], ':')
		if i < 0 {
			return "", "", false
		}
		at := from + i
		from = at + 1
		start, end := at, at+1
		for start > 0 && isWordByte(word[start-1]) {
			start--
		}
		for end < len(word) && isWordByte(word[end]) {
			end++
		}
		if id, secret = word[start:at], word[at+1:end]; shaped(ClientID, id) && shaped(ClientSecret, secret) {
			return id, secret, true
		}
	}
}

// encodedForm is a word of the length that an ID, a colon and a secret have in Base64.
var encodedForm = expression(`(?:^|[^\w+/=-]|\w=)([A-Za-z0-9]{70,78}={0,2})(?:$|[^\w+/=-])`)

// encodedPair finds an ID and a secret as Basic authentication encodes them (RFC 7617 §2), and
// what stands before them.
func encodedPair(line string) (id, secret, before string) {
	m := encodedForm().FindStringSubmatchIndex(line)
	if m == nil {
		return "", "", ""
	}
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(line[m[2]:m[3]], "="))
	if pair := plainPair().FindSubmatch(decoded); err == nil && pair != nil && isGiven(string(pair[1])) && isGiven(string(pair[2])) {
		return string(pair[1]), string(pair[2]), line[:m[2]]
	}
	return "", "", ""
}

// nameBefore is the name of a value that begins behind a text.
func nameBefore(text string) string {
	text = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(text, "\"'` "), "Basic"), " =:>\"'`(,")
	return text[strings.LastIndexAny(text, " \t\"'`{(,;")+1:]
}

var plainPair = expression(`^([\w-]{20,24}):([\w-]{32})\n?$`)

// core is a word without the quotes and brackets around it and without a name before
// it.
func core(word string) string {
	word = strings.TrimRight(word, "\"'`),;]}")
	return word[strings.LastIndexAny(word, "\"'`(=[{")+1:]
}
