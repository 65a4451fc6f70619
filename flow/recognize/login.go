package recognize

import (
	"slices"
	"strings"
)

// Programs that know no OAuth call a client ID a login and its secret a password: Airflow,
// .netrc, password managers.
var (
	loginWords    = []string{"login", "username", "user"}
	passwordWords = []string{"password", "passwd", "credential"}
)

// loginKey is what a name that ends in one of those words may stand for; "" for any other
// name.
func loginKey(name string) CredentialKey {
	words := nameWords(name)
	switch last := words[max(0, len(words)-1):]; {
	case hasAny(last, loginWords):
		return ClientID
	case hasAny(last, passwordWords):
		return ClientSecret
	}
	return ""
}

// keyNamed is what a name says of its value, or as a login may say of it.
func keyNamed(section, name string) CredentialKey {
	if key := roleOf(section, name).key; key != "" {
		return key
	}
	return loginKey(name)
}

// asLogins renames a login and the password that follows it in the same section, where
// both have the shape of Zoom's, no name says what they are, and the text speaks of Zoom.
func asLogins(list []assignment, text string) {
	if lower := strings.ToLower(text); !speaksOfZoom(text) || !holdsAny(lower, passwordWords) || !holdsAny(lower, loginWords) {
		return
	}
	named := map[string]bool{}
	for _, a := range list {
		if roleOf(a.section, a.name).key == ClientID {
			named[a.value] = true
		}
	}
	login := -1
	for i, a := range list {
		switch key := loginKey(a.name); {
		case key == ClientID && shaped(key, a.value) && !named[a.value]:
			login = i
		case key == ClientSecret && shaped(key, a.value) && login >= 0 && list[login].section == a.section:
			if ofOther(nameWords(a.section)) {
				continue
			}
			list[login].name, list[i].name, login = "client_id", "client_secret", -1
		}
	}
}

// netrcWords begin the lines of a .netrc file.
var netrcWords = []string{"machine ", "login ", "password ", "account "}

// machine reads a line of a .netrc file: words in turn with their values. It returns the
// host, where the line names one, as what the lines below it stand in.
func machine(line, section string, at int) (host string, list []assignment) {
	if !holdsPrefix(line, netrcWords) {
		return "", nil
	}
	words := strings.Fields(line)
	if len(words)%2 > 0 {
		return "", nil
	}
	for i := 0; i < len(words); i += 2 {
		switch words[i] {
		case "machine":
			host = words[i+1]
			section = host
		case "login", "password", "account":
			list = append(list, assignment{section: section, name: words[i], value: words[i+1], at: at})
		default:
			return "", nil
		}
	}
	return host, list
}

// withAccounts adds the account IDs that addresses among the values hold, as those of
// Zoom's token endpoint do.
func withAccounts(list []assignment, text string) []assignment {
	if !strings.Contains(text, "account_id=") || slices.ContainsFunc(list, func(a assignment) bool { return roleOf(a.section, a.name).key == AccountID }) {
		return list
	}
	for _, a := range slices.Clone(list) {
		if id := accountIn(a.value); id != "" {
			list = append(list, assignment{section: a.section, name: "account_id", value: id, at: a.at})
		}
	}
	return list
}

// accountIn is the account ID in the query of an address, or "".
func accountIn(address string) string {
	_, after, found := strings.Cut(address, "account_id=")
	id, _, _ := strings.Cut(after, "&")
	if id = core(id); found && shaped(AccountID, id) {
		return id
	}
	return ""
}
