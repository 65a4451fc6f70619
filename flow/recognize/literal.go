package recognize

import "strings"

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

// isName reports whether a value is the name of a value and not one: var.zoom_client_id,
// settings.zoom.secret, clientSecret.
func isName(value string) bool {
	if len(value) <= 64 && !strings.HasPrefix(value, "eyJ") && dottedName().MatchString(value) {
		return true
	}
	return len(value) != 22 && len(value) != 32 && !strings.ContainsAny(value, "0123456789:/") && roleOf("", value).key != ""
}

var dottedName = expression(`^[A-Za-z_$]\w*(?:\??\.[A-Za-z_]\w*)+$`)

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
		if at < 22 || len(word) < at+33 || at > 22 && isWordByte(word[at-23]) || len(word) > at+33 && isWordByte(word[at+33]) {
			continue
		}
		if id, secret = word[at-22:at], word[at+1:at+33]; shaped(ClientID, id) && shaped(ClientSecret, secret) {
			return id, secret, true
		}
	}
}

// core is a word without the quotes and brackets around it and without a name before
// it.
func core(word string) string {
	word = strings.TrimRight(word, "\"'`),;]}")
	return word[strings.LastIndexAny(word, "\"'`(=[{")+1:]
}
