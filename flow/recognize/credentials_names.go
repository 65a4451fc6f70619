package recognize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// role is what a name says of its value.
type role struct {
	key   CredentialKey
	zoom  bool   // the name or its section says Zoom
	guess bool   // its last word alone says so
	stale bool   // its value was replaced by another
	label string // what sets it apart from others of its kind
}

// Words of names. A name is read by its parts: AUTH_ZOOM_ID, oAuthDevClientId and
// "Client ID" differ in spelling only.
var (
	nameNoise = []string{"zoom", "oauth", "oauth2", "o", "auth", "app", "next", "public", "vite", "react", "nuxt", "expo", "social", "my", "api", "env", "the", "external", "for", "vars", "config", "environment", "variables", "values", "services", "mcp", "servers", "mcpservers", "source", "settings", "credentials", "plugin", "plugins", "web", "client", "spring", "security", "registration", "data", "items", "fields", "variable", "secrets", "default", "extra", "de", "del", "di", "of", "do", "da", "du", "van", "von", "c", "conn", "connection", "connections", "file", "path"}
	// sectionNoise are words of what names stand in, in programs and exported requests.
	sectionNoise = slices.Concat(nameNoise, objectWords, knownWords, otherApps, []string{"apps", "exports", "configuration", "configurations", "integrations", "cells", "sources", "environments", "generator", "literals", "containers", "spec", "template", "metadata", "definitions", "parameters", "resources", "properties", "build", "args", "options", "params", "stack", "set", "sensitive", "nodes", "header", "headers", "body", "deploy", "tasks", "steps", "jobs", "cfg", "conf", "cred", "creds", "array", "login", "item", "request", "basic", "query", "string", "class", "service", "export", "const", "struct", "type", "object", "module", "function", "static", "provider", "providers"})
	// objectWords are what programs call the objects that have values.
	objectWords = []string{"this", "self", "cls", "process", "your", "our"}
	otherApps   = []string{
		"github", "google", "salesforce", "auth0", "slack", "microsoft", "azure", "okta", "spotify", "discord", "facebook", "twitter", "linkedin", "gitlab", "bitbucket", "atlassian", "dropbox", "apple", "stripe", "paypal", "hubspot", "keycloak", "cognito", "aws", "notion", "twitch", "shopify", "webex", "teams", "asana", "jira", "box", "calendly", "supabase", "firebase", "sentry", "twilio", "xero", "zoho", "intuit", "quickbooks",
		"mailchimp", "mailgun", "sendgrid", "pipedrive", "trello", "airtable", "figma", "miro", "clickup", "todoist", "zendesk", "freshdesk", "intercom", "servicenow", "docusign", "typeform", "eventbrite", "vimeo", "youtube", "sharepoint",
		"instagram", "tiktok", "pinterest", "reddit", "yahoo", "amazon", "strava", "fitbit", "kakao", "naver", "wechat", "mattermost", "ringcentral", "gotomeeting", "jitsi", "vonage", "plaid", "klaviyo", "patreon", "datadog", "openai", "outlook", "zoominfo", "zoomdata", "zoomcar", "zoomph",
	}
	// otherIDs are what else has an ID at Zoom, or in what Postman exports.
	otherIDs  = []string{"postman", "exporter", "user", "meeting", "account", "webinar", "host", "group", "room", "channel", "tenant", "event", "recording", "plan", "template", "message", "conference"}
	otherUses = []string{"webhook", "verification", "verify", "state", "session", "cookie", "jwt", "encryption", "hash", "signing", "token", "nextauth", "request", "correlation", "trace", "tracking", "md5", "sha", "sha1", "sha256", "digest", "checksum", "fingerprint"}
	// things are what else of Zoom has an ID or a secret.
	things        = slices.Concat(otherIDs, otherUses, []string{"sdk"})
	namesOfThings = slices.Concat(things, nameNoise)
)

// KeyNamed is the key that a name stands for in a place that is Zoom's, as in a profile of
// ours: "clientSecret", "ZOOM_REDIRECT_URL"; "" where it is none of these.
func KeyNamed(name string) CredentialKey { return roleOf(Zoom, name).key }

// roleOf reads a name with the section that it stands in.
func roleOf(section, name string) role {
	if !mayName(name) || strings.Contains(name, "://") {
		return role{}
	}
	return roleBy(section, name, nameWords(name))
}

// roleBy reads a name that may be one of a value by its words. Most are none by these alone.
func roleBy(section, name string, words []string) role {
	if key, _ := keyOf(words, true); key == "" && !isShouted(name, words) || strings.Contains(name, "://") || isZoomInfo(words) || hasAny(words, otherApps) || hasAny(words, otherUses) {
		return role{}
	}
	above := nameWords(section)
	if !slices.Contains(words, Zoom) && ofOther(above) || slices.Contains(above, "ref") { // secretKeyRef: the names of another place
		return role{}
	}
	all := slices.Concat(above, words)
	r := role{zoom: slices.Contains(all, Zoom), stale: hasAny(all, stale)}
	var used []string
	r.key, used = keyOf(words, r.zoom)
	if r.key == "" && r.zoom && isShouted(name, words) {
		r.key, used = ClientID, []string{"client"}
	}
	r.guess = (r.key == ClientID || r.key == ClientSecret) && !slices.Contains(words, "client")
	if r.key == "" || r.guess && ofOtherUse(section) {
		return role{}
	}
	without := func(words, noise []string) []string {
		return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(used, w) || slices.Contains(noise, w) })
	}
	own := without(without(words, nameNoise), asBefore)
	if i := slices.Index(words, "public"); i >= 0 && i+1 < len(words) && words[i+1] == "client" { // its ID has no secret
		own = append(own, "public")
	}
	if strings.Contains(strings.TrimSpace(name), " ") && hasOther(without(own, stale), labels) {
		return role{} // a sentence that names a value
	}
	r.label = strings.Join(append(without(above, sectionNoise), without(own, objectWords)...), " ")
	r.label = strings.Replace(r.label, "server to server", "s2s", 1)
	return r
}

// isZoomInfo reports whether words have the name of that company, in two.
func isZoomInfo(words []string) bool {
	i := slices.Index(words, Zoom)
	return i >= 0 && i+1 < len(words) && words[i+1] == "info"
}

// isShouted reports whether a name ends in "client" and is a variable's: in other letters it is
// that of a program's object.
func isShouted(name string, words []string) bool {
	return len(words) > 0 && words[len(words)-1] == "client" && name == strings.ToUpper(name)
}

// roles are those of names that were read before: a log has the same ones again and again.
type roles map[[2]string]role

// of is the role of an assignment's name.
func (known roles) of(a assignment) role {
	const most = 1 << 14
	key := [2]string{a.section, a.name}
	r, found := known[key]
	if !found {
		if len(known) == most {
			clear(known)
		}
		r = roleOf(a.section, a.name)
		known[key] = r
	}
	return r
}

// ofOtherUse reports whether what a name stands in directly is something else of Zoom's that has
// an ID or a secret: a webhook, a meeting.
func ofOtherUse(section string) bool {
	words := nameWords(section[strings.LastIndexByte(section, '.')+1:])
	return hasAny(words, things) && !hasOther(words, namesOfThings)
}

// ofOther reports whether what a name stands in is another provider's: the innermost that
// names one decides.
func ofOther(above []string) bool {
	provider := providerIn(above)
	return provider != "" && provider != Zoom
}

// providerIn is the last word that names a provider, or "".
func providerIn(words []string) string {
	for _, w := range slices.Backward(words) {
		if w == Zoom || slices.Contains(otherApps, w) {
			return w
		}
	}
	return ""
}

// nameStems are parts of the words without one of which a text names no value: those of
// keyOf in all languages, of logins, and of environments in headings.
var nameStems = wordsOf(
	"client", "secret", "account", "redirec", "callback", "scope", "key", "acct", "konto", "compte", "cuenta", "conta", "identifiant", "geheim", "segret", "segredo", "umleitung", "weiterleitung", "reindirizza", "omleiding", "omdirigering", "przekierowa", "klient", "klant", "sekret", "tajny", "asiakas", "istemci", "rahasia",
	"login", "user", "passw", "credential", "machine", "environ", "dev", "prod", "live", "staging", "s2s",
)

// mayName reports whether a text holds a word that names of values have, in whichever case.
func mayName(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return true
		}
		if text[i]|0x20 == 'd' && i > 0 && endsInID(text[:i+1]) && (i+1 == len(text) || text[i+1] < 'a' || text[i+1] > 'z') {
			return true
		}
	}
	return nameStems().In(text)
}

// endsInID reports whether a text ends in the word ID: by itself, with a capital, or behind
// a word that names run it together with; "invalid" does not.
func endsInID(text string) bool {
	before := len(text) - len("id")
	switch {
	case before < 0 || text[before]|0x20 != 'i':
		return false
	case before == 0 || text[before] == 'I' || !isLetter(text[before-1]):
		return true
	}
	return slices.ContainsFunc([]string{"zoom", "app", "auth"}, func(word string) bool { return strings.HasSuffix(text[:before], word) })
}

// mayBeGiven reports whether a line holds a word of about the length of Zoom's IDs or secrets,
// or of both in Base64.
func mayBeGiven(line string) bool {
	from := 0
	for i := range len(line) + 1 {
		if i < len(line) && isWordByte(line[i]) {
			continue
		}
		if word := line[from:i]; len(word) >= leastOdd && (hasUsualLength(word) || isOdd(word) || len(word) >= 70 && len(word) <= 78) {
			return true
		}
		from = i + 1
	}
	return false
}

// labels are words that set the values of one app apart where names are written with
// blanks.
var labels = []string{"sdk", "s2s", "dev", "development", "prod", "production", "test", "staging", "server"}

// keyOf reads the words that name a value, and says which of them it used.
func keyOf(words []string, zoom bool) (CredentialKey, []string) {
	has := func(list ...string) bool {
		return !slices.ContainsFunc(list, func(w string) bool { return !slices.Contains(words, w) })
	}
	last := ""
	for _, w := range slices.Backward(words) {
		if last = w; !slices.Contains(labels, w) && !slices.Contains(asBefore, w) {
			break
		}
	}
	switch {
	case has("client", "secret"):
		return ClientSecret, []string{"client", "secret", "key"}
	case has("client", "id"), has("client", "key"):
		return ClientID, []string{"client", "id", "key"}
	case has("account", "id"):
		return AccountID, []string{"account", "id"}
	case has("redirect") && (!hasOther(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "redirect" }), asBefore) || zoom && last == "redirect") || zoom && last == "callback" || hasAny(words, addressWords) && (has("redirect") || has("callback")):
		return RedirectURI, append([]string{"redirect", "callback"}, addressWords...)
	case zoom && last == "account" && !has("client") && !has("secret"):
		return AccountID, []string{"account"}
	case zoom && last == "secret" && !has("bot"):
		return ClientSecret, []string{"secret", "consumer"}
	case zoom && (last == "id" || last == "key" && (has("oauth2") || isKeyAlone(words))) && !hasAny(words, otherIDs) && !has("secret") && !has("bot"): // the ID of a secret is that of a vault
		return ClientID, []string{"id", "key", "consumer"}
	case zoom && (last == "scopes" || last == "scope"), len(words) == 1 && last == "scopes":
		return Scopes, []string{"scopes", "scope"}
	}
	return "", nil
}

// asBefore are words behind a name that say that its value did not change.
var asBefore = []string{"unchanged", "same", "still", "stays", "remains", "is", "the", "as", "both", "all", "each"}

// addressWords are what the address of a redirect is called.
var addressWords = []string{"uri", "url", "link", "address", "endpoint"}

// isKeyAlone reports whether a name is "key" with nothing beside it but Zoom's and OAuth's: an
// API key or an SDK key is that of another kind of app.
func isKeyAlone(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains([]string{Zoom, "oauth", "key", "consumer"}, w) })
}

func hasAny(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
}

// nameWords splits a name at case changes, dashes, dots, blanks and underscores, and
// words that are run together: "oauthclientsecret".
func nameWords(name string) []string {
	name = translated(name)
	words := make([]string, 0, mostWords)
	from := 0 // where the word begins
	finish := func(to int) {
		if to > from {
			words = appendKnown(words, inEnglish(strings.ToLower(name[from:to])))
		}
	}
	var before class
	for i, c := range name {
		is := classOf(c)
		switch {
		case is == otherSign:
			finish(i)
			from = i + max(1, utf8.RuneLen(c))
		case is == capital && (before == small || before == digit && mayBeginWord(name[i+1:])):
			finish(i)
			from = i
		}
		before = is
	}
	finish(len(name))
	return words
}

// class is what kind of sign stands in a name.
type class int

const (
	otherSign class = iota
	letter          // without case
	small
	capital
	digit
)

// classOf is that of a sign: nearly all are ASCII.
func classOf(c rune) class {
	switch {
	case c >= 'a' && c <= 'z':
		return small
	case c >= 'A' && c <= 'Z':
		return capital
	case c >= '0' && c <= '9':
		return digit
	case c < utf8.RuneSelf:
		return otherSign
	case unicode.IsLetter(c):
		return letter
	}
	return otherSign
}

// mayBeginWord reports whether what follows a capital makes it the first letter of a word.
func mayBeginWord(after string) bool { return after != "" && after[0] >= 'a' && after[0] <= 'z' }

// knownWords are words that names run together.
var knownWords = []string{"zoom", "oauth", "client", "secret", "account", "redirect", "callback", "uri", "url", "id", "key", "app", "c"}

// appendKnown adds a word, or the known words that it is made of alone.
func appendKnown(words []string, word string) []string {
	before := words
	for rest := word; rest != ""; {
		known := ""
		for _, w := range knownWords {
			if w[0] == rest[0] && strings.HasPrefix(rest, w) {
				known = w
				break
			}
		}
		if known == "" {
			return append(before, word)
		}
		words, rest = append(words, known), rest[len(known):]
	}
	return words
}
