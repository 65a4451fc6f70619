package recognize

import (
	"slices"
	"strings"
	"sync"

	"zoauth/flow"
)

// Programs that know no OAuth call a client ID a login and its secret a password: Airflow,
// .netrc, password managers.
var (
	loginWords    = []string{"login", "username", "user", "identifier"}
	passwordWords = []string{"password", "passwd", "credential"}
	// sharedWords are what an ID, its secret and the account are called without saying whose they are.
	sharedWords = slices.Concat(loginWords, passwordWords, []string{"client", "id", "secret", "account", "redirect", "callback", "uri", "url", "zoom", "the"})
)

// loginKey is what a name whose last word is one of those may stand for; "" for any other name.
func loginKey(words []string) CredentialKey {
	if n := len(words); n > 1 && words[n-2] == "user" && words[n-1] == "name" { // UserName
		words = words[:n-1]
	}
	switch last := words[max(0, len(words)-1):]; {
	case hasAny(last, loginWords):
		return ClientID
	case hasAny(last, passwordWords):
		return ClientSecret
	}
	return ""
}

// pairUp makes an app of an ID and the values that follow it where their names leave open whose
// they are: "App ID", "secret", "login" and "password", a "client_secret" below a Zoom client ID.
// They have the shape of Zoom's values and stand together in a text that speaks of Zoom. Where it
// does so in the names of other values alone, they are named and not taken.
func pairUp(list []assignment, text string, known roles) {
	if !speaksOfZoom(text) {
		return
	}
	named := map[string]bool{}
	about := sync.OnceValue(func() bool { return isAboutApps(text) })
	for _, a := range list {
		if mayBeShaped(a.value) && known.of(a).key == ClientID {
			named[a.value] = true
		}
	}
	loginsFirst(list)
	id, secret, last := -1, -1, 0 // last is where the values of the app end
	for i, a := range list {
		if !mayBeShaped(a.value) { // names are costly to read
			continue
		}
		own := known.of(a)
		key := own.key
		if key == "" {
			key = mayKey(a.name)
		}
		if strings.EqualFold(a.name, "name") || strings.EqualFold(a.name, "client") || isZoomApp(a.name) { // of the app, as a pair of a key has it
			key = ClientID
		}
		switch {
		case a.off != "" || own.key == "" && (ofOtherUse(a.section) || isBelowOtherUse(text, a.at)) || !shaped(key, a.value) && (own.key == "" || !isKept(a.value)):
			continue
		case ofOther(nameWords(a.section + "." + a.name)):
			id = -1
			continue
		case key == ClientID && own.key == "" && named[a.value]:
			continue
		case key == ClientID && i > 0 && list[i-1].at == a.at && list[i-1].name == a.name && list[i-1].section != a.section: // what follows a condition is of both cases
			id = -1
		case key == ClientID:
			id, secret = i, -1
		case id < 0 || !isNear(text, list[last], a) || !isNamedLike(list[id], a):
			continue
		case own.zoom && own.key == ClientSecret && roleOf(list[id].section, list[id].name).key != "":
			secret = i
		case key == ClientSecret && (secret < 0 || correction().MatchString(text[min(a.at, len(text)):])):
			why := whyOpen(list[id], a, about)
			list[id].name, list[id].off, secret = plainName(list[id], ClientID), why, i
			list[i] = asOneOf(list[id], a, key)
			list[i].off = why
			accountBefore(list, id)
		case own.key != "" && (key == RedirectURI || !own.zoom), key == AccountID && secret >= 0:
			list[i] = asOneOf(list[id], a, key)
		}
		last = i
	}
}

// isBelowOtherUse reports whether the line above a value is a heading of something else of Zoom's:
// "Webhook".
func isBelowOtherUse(text string, at int) bool {
	above := strings.TrimRight(text[:strings.LastIndexByte(text[:min(at, len(text))], '\n')+1], " \t\n")
	line := strings.TrimSpace(above[strings.LastIndexByte(above, '\n')+1:])
	return len(strings.Fields(line)) < mostWords && !strings.ContainsAny(line, "=:|,") && !mayBeGiven(line) && hasAny(nameWords(line), otherUses)
}

// accountBefore takes the account ID directly before an ID for one of the same app.
func accountBefore(list []assignment, id int) {
	if i := id - 1; i >= 0 && list[i].off == "" && list[i].section == list[id].section && mayKey(list[i].name) == AccountID && shaped(AccountID, list[i].value) {
		list[i] = asOneOf(list[id], list[i], AccountID)
	}
}

// isZoomApp reports whether a name says Zoom and that it is an app's, and no more: "zoom_client".
func isZoomApp(name string) bool {
	words := nameWords(name)
	return len(words) > 1 && slices.Contains(words, Zoom) && slices.Contains([]string{"client", "app"}, words[len(words)-1])
}

// whyOpen says why an ID and a secret are named and not taken, where one of their names says of
// neither an app nor Zoom that it is theirs; empty: they are taken.
func whyOpen(id, secret assignment, aboutApps func() bool) string {
	for _, a := range []assignment{id, secret} {
		switch words := nameWords(a.name); {
		case roleOf(a.section, a.name).key != "", isZoomApp(a.name):
		case loginKey(words) != "" && slices.Contains(words, Zoom):
			return a.name + " names a login, not an app"
		case !aboutApps():
			return "the text does not say that " + a.name + " is Zoom's"
		}
	}
	return ""
}

// aside are the words of a line that speaks of Zoom but not of its apps.
var aside = []string{"webhook", "webhooks", "verification", "meeting", "call", "calls", "webinar", "webinars", "recording", "room", "rooms", "phone", "chat", "sdk", "link"}

// isAboutApps reports whether a text has Zoom's name elsewhere than in those of its other
// values and in lines about what people do with Zoom.
func isAboutApps(text string) bool {
	is := false
	zoomName().Each(text, func(word, at int) bool {
		if !(mark{zoomNames[word], Zoom, nameMark}).standsAt(text, at) {
			return true
		}
		from := strings.LastIndexByte(text[:at], '\n') + 1
		end := wordEnd(text, at)
		start := at
		for start > from && isWordByte(text[start-1]) {
			start--
		}
		line, _, _ := strings.Cut(text[from:], "\n")
		_, behind, _ := strings.Cut(line, text[start:end])
		sign := strings.TrimLeft(behind, "\"'`] ")
		ofValue := end-start > len(Zoom) && (strings.HasPrefix(sign, "=") || strings.HasPrefix(sign, ":")) && strings.Trim(sign, "=:>{[( ") != ""
		is = !ofValue && !hasAny(nameWords(line[:min(len(line), maxAddress)]), aside)
		return !is
	})
	return is
}

// loginsFirst puts a password that stands before its login behind it.
func loginsFirst(list []assignment) {
	is := func(i int, key CredentialKey) bool {
		return shaped(key, list[i].value) && loginKey(nameWords(list[i].name)) == key
	}
	for i := 1; i < len(list); i++ {
		before := i > 1 && list[i-2].section == list[i].section && is(i-2, ClientID)
		if !before && list[i-1].section == list[i].section && is(i-1, ClientSecret) && is(i, ClientID) {
			list[i-1], list[i] = list[i], list[i-1]
		}
	}
}

// mayBeShaped reports whether a value has the length of Zoom's IDs or secrets, or is an address.
func mayBeShaped(value string) bool {
	return hasUsualLength(value) || strings.HasPrefix(value, "http")
}

// isKept reports whether a value stands for one: a mask, a placeholder, a reference.
func isKept(value string) bool {
	return flow.IsMasked(value) || flow.IsPlaceholder(value) || isReference(value)
}

// asOneOf is a value as one of the app that an ID is of.
func asOneOf(id, value assignment, key CredentialKey) assignment {
	value.name, value.section = plainName(value, key), id.section
	if roleOf(id.section, id.name).zoom && !roleOf(value.section, value.name).zoom {
		value.section += "." + Zoom
	}
	return value
}

// plainName is the name of a value, or where it leaves the key open, the key.
func plainName(a assignment, key CredentialKey) string {
	switch {
	case roleOf(a.section, a.name).key == key:
		return a.name
	case isZoomApp(a.name):
		return a.name + "_id"
	}
	return string(key)
}

// isNear reports whether two values stand together: in one section, or a few lines apart in a
// text without sections.
func isNear(text string, before, value assignment) bool {
	within := strings.HasPrefix(before.section, value.section) || strings.HasPrefix(value.section, before.section)
	return before.section == value.section || within && before.at <= value.at && strings.Count(text[before.at:value.at], "\n") <= mostLines
}

// isNamedLike reports whether a value has no word in its name that sets it apart from the ID.
func isNamedLike(id, value assignment) bool {
	return !hasOther(nameWords(value.name), slices.Concat(nameWords(id.name), sharedWords))
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

// namesBefore are the names among words before a value, and the word "client" where it stands alone
// directly before an ID: "account …, client …".
func (known names) namesBefore(line string, words []word, value word) []word {
	list := known.namesOf(line, words)
	if len(words) == 0 || value.key != ClientID {
		return list
	}
	last := words[len(words)-1]
	gap := line[last.to:value.from]
	if strings.EqualFold(line[last.from:last.to], "client") && gap != "" && strings.Trim(gap, " :`*") == "" && (len(list) == 0 || list[len(list)-1].to <= last.from) {
		last.key = ClientID
		list = append(list, last)
	}
	return list
}

// namesOfLogins are the words that the names of a login and its password consist of.
var namesOfLogins = slices.Concat(loginWords, passwordWords, nameNoise, []string{"name"})

// mayKey is what a name says of its value where that has the shape of Zoom's and its text speaks
// of Zoom: "secret" alone may do; "mailgun secret" is another's.
func mayKey(name string) CredentialKey { return sayingOf(name).key }

// keyBy is that of a name by its words, and by what it says of its own.
func keyBy(name string, words []string, own CredentialKey) CredentialKey {
	if own != "" {
		return own
	}
	if mayName(name) {
		if r := roleBy(Zoom, name, words); r.key != "" && !hasOther(strings.Fields(r.label), labels) && r.label != "sdk" {
			return r.key
		}
	}
	switch {
	case len(words) == 1 && words[0] == "account":
		return AccountID
	case hasOther(words, namesOfLogins):
		return ""
	}
	return loginKey(words)
}
