package recognize

import (
	"slices"
	"strings"
	"unicode"
)

// role is what a name says of its value.
type role struct {
	key   CredentialKey
	zoom  bool   // the name or its section says Zoom
	guess bool   // its last word alone says so
	label string // what sets it apart from others of its kind
}

// Words of names. A name is read by its parts: AUTH_ZOOM_ID, oAuthDevClientId and
// "Client ID" differ in spelling only.
var (
	nameNoise = []string{"zoom", "oauth", "oauth2", "o", "auth", "app", "next", "public", "vite", "react", "nuxt", "expo", "social", "my", "api", "env", "the", "external", "for", "vars", "config", "environment", "variables", "values", "services", "mcp", "servers", "mcpservers", "source", "settings", "credentials", "plugin", "plugins", "web", "client", "spring", "security", "registration", "data", "items", "fields", "variable", "secrets", "default", "extra", "de", "del", "do", "da", "du", "conn", "connection", "connections"}
	otherApps = []string{"github", "google", "salesforce", "auth0", "slack", "microsoft", "azure", "okta", "spotify", "discord", "facebook", "twitter", "linkedin", "gitlab", "bitbucket", "atlassian", "dropbox", "apple", "stripe", "paypal", "hubspot", "keycloak", "cognito", "aws", "notion", "twitch", "shopify", "webex", "teams", "asana", "jira", "box", "calendly", "supabase", "firebase", "sentry", "twilio", "xero", "zoho", "intuit", "quickbooks"}
	// otherIDs are what else has an ID at Zoom.
	otherIDs  = []string{"user", "meeting", "account", "webinar", "host", "group", "room", "channel", "tenant", "event", "recording", "plan", "template", "message", "conference"}
	otherUses = []string{"webhook", "verification", "verify", "state", "session", "cookie", "jwt", "encryption", "hash", "signing", "token", "nextauth", "bot"}
)

// roleOf reads a name with the section that it stands in.
func roleOf(section, name string) role {
	words := nameWords(name)
	above := nameWords(section)
	all := slices.Concat(above, words)
	if len(words) == 0 || hasAny(words, otherApps) || hasAny(words, otherUses) || !slices.Contains(words, "zoom") && ofOther(above) {
		return role{}
	}
	r := role{zoom: slices.Contains(all, "zoom")}
	var used []string
	r.key, used = keyOf(words, r.zoom)
	if r.key == "" && r.zoom && words[len(words)-1] == "client" && name == strings.ToUpper(name) { // a variable; in other letters a program's object
		r.key, used = ClientID, []string{"client"}
	}
	r.guess = r.key == ClientID && !slices.Contains(words, "client") || r.key == ClientSecret && !slices.Contains(words, "client")
	if r.key == "" {
		return role{}
	}
	idle := func(w string) bool { return slices.Contains(used, w) || slices.Contains(nameNoise, w) }
	own := slices.DeleteFunc(words, idle)
	rest := append(slices.DeleteFunc(above, func(w string) bool { return idle(w) || slices.Contains(knownWords, w) }), own...)
	if strings.Contains(strings.TrimSpace(name), " ") && len(own) > 0 && !hasAny(rest, labels) {
		return role{} // a sentence that names a value
	}
	r.label = strings.Join(rest, " ")
	return r
}

// ofOther reports whether what a name stands in is another provider's: the innermost that
// names one decides.
func ofOther(above []string) bool {
	for _, w := range slices.Backward(above) {
		if w == "zoom" || slices.Contains(otherApps, w) {
			return w != "zoom"
		}
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
	last := words[len(words)-1]
	switch {
	case has("client", "secret"):
		return ClientSecret, []string{"client", "secret"}
	case has("client", "id"), has("client", "key"):
		return ClientID, []string{"client", "id", "key", "public"}
	case has("account", "id"):
		return AccountID, []string{"account", "id"}
	case has("redirect") && (len(words) == 1 || has("uri") || has("url")), has("callback", "url"), has("callback", "uri"):
		return RedirectURI, []string{"redirect", "callback", "uri", "url"}
	case zoom && last == "secret":
		return ClientSecret, []string{"secret"}
	case zoom && (last == "id" || last == "key" && (has("oauth2") || isKeyAlone(words))) && !hasAny(words, otherIDs):
		return ClientID, []string{"id", "key"}
	case zoom && (last == "scopes" || last == "scope"), len(words) == 1 && last == "scopes":
		return Scopes, []string{"scopes", "scope"}
	}
	return "", nil
}

// isKeyAlone reports whether a name is "key" with nothing beside it but Zoom's: an API
// key or an SDK key is that of another kind of app.
func isKeyAlone(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return w != "zoom" && w != "key" && w != "consumer" })
}

func hasAny(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
}

// nameWords splits a name at case changes, dashes, dots, blanks and underscores, and
// words that are run together: "oauthclientsecret".
func nameWords(name string) []string {
	var words []string
	var word strings.Builder
	finish := func() {
		if word.Len() > 0 {
			words = append(words, apart(inEnglish(strings.ToLower(word.String())))...)
			word.Reset()
		}
	}
	var before rune
	for _, c := range translated(name) {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			finish()
		case unicode.IsUpper(c) && unicode.IsLower(before):
			finish()
			word.WriteRune(c)
		default:
			word.WriteRune(c)
		}
		before = c
	}
	finish()
	return words
}

// knownWords are words that names run together.
var knownWords = []string{"zoom", "oauth", "client", "secret", "account", "redirect", "callback", "uri", "url", "id", "key", "app"}

// apart splits a word that is made of known words alone.
func apart(word string) []string {
	if slices.Contains(knownWords, word) {
		return []string{word}
	}
	var words []string
	for rest := word; rest != ""; {
		i := slices.IndexFunc(knownWords, func(w string) bool { return strings.HasPrefix(rest, w) })
		if i < 0 {
			return []string{word}
		}
		words, rest = append(words, knownWords[i]), rest[len(knownWords[i]):]
	}
	return words
}
