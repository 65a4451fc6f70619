package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// shaped reports whether a value has the shape that Zoom gives to those of a key:
// 22 characters for an ID, 32 for a secret (docs/zoom.md §1).
func shaped(key CredentialKey, value string) bool {
	switch key {
	case ClientID, AccountID:
		return len(value) == 22 && isGiven(value)
	case ClientSecret:
		return len(value) == 32 && isGiven(value)
	case RedirectURI:
		return strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")
	}
	return false
}

// isGiven reports whether a word may be one that Zoom gave out: letters and digits, and
// no name in capitals.
func isGiven(word string) bool {
	for i := range len(word) {
		if !isWordByte(word[i]) || word[i] == '$' {
			return false
		}
	}
	return !flow.IsPlaceholder(word)
}

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
		if rest = after; !shaped(key, literal) || key == RedirectURI && strings.Trim(after, ")]}; ") != "" {
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

// inCommand reads the names with their values among the words of a command, where the
// values have the shape of Zoom's: "gh secret set NAME --body VALUE", "--client-id
// VALUE", "-ClientSecret VALUE"; and an ID with its secret behind a colon or a comma.
func inCommand(words []string) []assignment {
	var list []assignment
	for i, raw := range words {
		if id, secret, ok := pairIn(raw); ok {
			return withAccount(pairOf(id, secret), accountIn(raw))
		}
		word := core(raw)
		if i == 0 || !shaped(ClientID, word) && !shaped(ClientSecret, word) && !shaped(RedirectURI, word) {
			continue
		}
		if before := core(words[i-1]); len(word) == 32 && shaped(ClientID, before) && strings.HasSuffix(words[i-1], ",") && !strings.Contains(raw, "=") {
			list = append(list, withAccount(pairOf(before, word), accountBeside(words, i))...)
			continue
		}
		name := nameOfWord(words, i)
		if keyNamed("", name) == "" {
			name = nameOption(words)
		}
		if shaped(keyNamed("", name), word) {
			list = append(list, assignment{name: name, value: word})
		}
	}
	return list
}

// accountBeside is the account ID before or behind an ID and its secret, the word at i,
// where a call takes all three by their place; else "".
func accountBeside(words []string, i int) string {
	account := ""
	if i > 1 && strings.HasSuffix(words[i-2], ",") {
		account = core(words[i-2])
	} else if i+1 < len(words) && strings.HasSuffix(words[i], ",") && !strings.Contains(words[i+1], "=") {
		account = core(words[i+1])
	}
	if shaped(AccountID, account) {
		return account
	}
	return ""
}

// withAccount adds an account ID to what was found of an app; "" is none.
func withAccount(list []assignment, account string) []assignment {
	if account == "" {
		return list
	}
	return append(list, assignment{name: "account_id", value: account})
}

// nameOption is the name that a command has for its value in an option of its own:
// "--name=clientid --set=VALUE".
func nameOption(words []string) string {
	for _, word := range words {
		for _, option := range []string{"--name=", "--key="} {
			if name, found := strings.CutPrefix(word, option); found {
				return name
			}
		}
	}
	return ""
}

// pairOf are the assignments of an ID and a secret that stand together without a name.
func pairOf(id, secret string) []assignment {
	return []assignment{{name: "client_id", value: id}, {name: "client_secret", value: secret}}
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
		if at < 22 || len(word) < at+33 || at > 22 && isWordByte(word[at-23]) || len(word) > at+33 && isWordByte(word[at+33]) {
			continue
		}
		if id, secret = word[at-22:at], word[at+1:at+33]; shaped(ClientID, id) && shaped(ClientSecret, secret) {
			return id, secret, true
		}
	}
}

// nameOfWord is the name of a word's value: before the "=" in it, else the word before
// it where that is an option, a quoted name or one of a command that sets values, or the
// one before an option such as --value. A word of a sentence is none.
func nameOfWord(words []string, i int) string {
	if name, _, ok := strings.Cut(strings.Trim(words[i], "\"'"), "="); ok {
		if strings.ContainsAny(name, "/?&") { // an address
			return ""
		}
		return cleanName(strings.TrimLeft(name, "-"))
	}
	before := words[i-1]
	sets := strings.HasPrefix(before, "-") || strings.HasPrefix(before, "\"") || slices.ContainsFunc(words[:i-1], setsValues)
	if i > 1 && strings.HasPrefix(before, "-") && roleOf("", before).key == "" {
		before = words[i-2]
	}
	if !sets || strings.HasSuffix(before, ":") {
		return ""
	}
	return strings.Trim(before, "-\"',()[]")
}

// setsValues reports whether a word of a command says that a value follows.
func setsValues(word string) bool {
	return word == "set" || word == "add" || word == "put" || strings.HasSuffix(word, ":set")
}

// core is a word without the quotes and brackets around it and without a name before
// it.
func core(word string) string {
	word = strings.TrimRight(word, "\"'`),;]}")
	return word[strings.LastIndexAny(word, "\"'`(=[{")+1:]
}
