package recognize

import (
	"slices"
	"strings"
	"sync"

	"zoauth/flow/find"
)

// zoomHosts are Zoom's domains (docs/zoom.md §1).
var zoomHosts = []string{"zoom.us", "zoomgov.com", "zoom.com", "zoom.com.cn"}

// IsZoomHost reports whether a host is one of Zoom's.
func IsZoomHost(host string) bool { return belongs(host, zoomHosts) }

// belongs reports whether a host is one of the domains or below one.
func belongs(host string, domains []string) bool {
	return slices.ContainsFunc(domains, func(d string) bool { return host == d || strings.HasSuffix(host, "."+d) })
}

// zoomWords are words that only Zoom uses, in lower case.
var zoomWords = []string{
	"invalid token!", "x-zm-trackingid", "invalid access token, does not contain scopes", "access to the zoom rest api",
	"account does not enabled rest api", "does not support client credentials for authorization", "invalid api key or secret", "zm:cid:", "urn:zoom:connect",
	"clid=us0", "not supported as query parameter string", "the app has been disabled by the developer", "the app has been disabled by developer",
	"the token scopes do not match with the client scopes", "out of the token tolerance range", "can not find the authentication for the access token", "creating authorization code error", "grant type is not supported from token endpoint",
}

// wordsOfMany are words of Zoom's that other servers send as well, in lower case.
var wordsOfMany = []string{"invalid client_id or client_secret"}

// zoomNames are its name as a word, and those of libraries and programs for its API, in lower case.
var zoomNames = []string{Zoom, "zoomus", "pyzoom", "zoomvideo", "zoomapi", "zoomapp", "zoomapps", "zoombot", "zoomcli", "zoomclient", "zoommeeting", "zoomoauth", "zoomsync", "zoomwebinar"}

// tokenMarks are what the tokens of other providers begin with.
var tokenMarks = []struct{ begin, of string }{
	{"shpat_", "Shopify"},
	{"shpua_", "Shopify"},
	{"shpca_", "Shopify"},
	{"xoxb-", "Slack"},
	{"xoxp-", "Slack"},
	{"xoxe", "Slack"},
	{"ghp_", "GitHub"},
	{"gho_", "GitHub"},
	{"ghu_", "GitHub"},
	{"ghs_", "GitHub"},
	{"github_pat_", "GitHub"},
	{"ya29.", "Google"},
	{"1//", "Google"},
	{"glpat-", "GitLab"},
	{"sk_live_", "Stripe"},
	{"sk_test_", "Stripe"},
	{"sk-", "OpenAI"},
	{"npm_", "npm"},
	{"dop_v1_", "DigitalOcean"},
	{"pat-na1-", "HubSpot"},
	{"sl.", "Dropbox"},
	{"ATATT", "Atlassian"},
}

// tokenOf is the other provider that a token is of by its beginning, or "".
func tokenOf(token string) string {
	for _, mark := range tokenMarks {
		if strings.HasPrefix(token, mark.begin) {
			return mark.of
		}
	}
	return ""
}

// markKind is how much a mark says.
type markKind int

const (
	hostMark     markKind = iota // a host, or one below it
	wordMark                     // words that only this provider uses
	nameMark                     // its name: a text may mention it
	brokerMark                   // its name, where it says whose a text is if the text does not speak of Zoom
	callerMark                   // what a library writes before the name of a provider
	sharedMark                   // words of Zoom's that others use too
	standardMark                 // words of the standards that other servers send and Zoom does not
	headingMark                  // what the heading of another provider's page puts before the code
)

// yields reports whether a mark says nothing where the text speaks of Zoom.
func (k markKind) yields() bool { return k == nameMark || k == brokerMark || k == headingMark }

// mark is a word by which one provider is told from the others.
type mark struct {
	word string
	of   string
	kind markKind
}

// marks are those of all providers, what says most of each first, and their words.
var marks = sync.OnceValues(func() ([]mark, *find.Words) {
	var marks []mark
	add := func(of string, kind markKind, words ...string) {
		for _, w := range words {
			marks = append(marks, mark{w, of, kind})
		}
	}
	add(Zoom, hostMark, zoomHosts...)
	add(Zoom, wordMark, zoomWords...)
	add(Zoom, nameMark, zoomNames...)
	add(Zoom, sharedMark, wordsOfMany...)
	for _, f := range foreigners { // a host says more than words that several of them may use
		add(f.name, hostMark, f.hosts...)
	}
	for _, f := range foreigners {
		add(f.name, wordMark, f.words...)
		add(f.name, nameMark, f.names...)
		if slices.Contains(brokers, f.name) {
			add(f.name, brokerMark, strings.ToLower(f.name))
		}
	}
	add("", callerMark, "omniauth: (", "providerid: '", "\"providerid\":\"", "providerid=", "provider: '", "\"provider\":\"", "\"provider\": \"", "provider\\\":\\\"", " provider=", "token request for ", "custom_components.", "custom_components/", "homeassistant.components.", "passport-", "omniauth-", "socialaccount.providers.", "social_core.backends.")
	add("", standardMark, "client authentication failed", "the request is missing a required parameter", "the resource owner or authorization server denied", "the provided authorization grant", "the provided access grant is invalid", "authorization server encountered an unexpected", "&session_state=", "?session_state=", "interaction_required", "consent_required", "the requested scope is invalid", "the requested scopes", "redirect_uri_mismatch", "error=\"invalid_token\"", "invalid_code\"")
	add("Google", headingMark, "error 400: ", "error 401: ", "error 403: ")
	words := make([]string, len(marks))
	for i, m := range marks {
		words[i] = m.word
	}
	return marks, wordsOf(words...)()
})

// standsAt reports whether the mark at an offset is one: a host as an address and not as a
// part of a longer name, a name as a word by itself, and other words not within a longer one.
func (m mark) standsAt(text string, at int) bool {
	end := at + len(m.word)
	switch m.kind {
	case hostMark:
		before := at == 0 || text[at-1] == '.' || !isWordByte(text[at-1])
		return before && (end == len(text) || !isWordByte(text[end]) && (text[end] != '.' || end+1 == len(text) || !isWordByte(text[end+1])))
	case nameMark, brokerMark:
		if m.of == Zoom {
			return standsAlone(text, at, len(m.word)) && !isLens(text, at)
		}
		isProgram := m.word == "github" && strings.HasPrefix(text[end:], ".com/") // anybody's
		return !isProgram && (standsAlone(text, at, len(m.word)) || isBinding(text, at, len(m.word)))
	case wordMark:
		return isWhole(text, at, len(m.word)) || strings.EqualFold(m.word, m.of) && standsAlone(text, at, len(m.word))
	case headingMark:
		line, _, _ := strings.Cut(text[end:], "\n")
		return strings.Trim(text[strings.LastIndexByte(text[:at], '\n')+1:at], " \t*#>") == "" && isErrorCode(strings.TrimSpace(line))
	}
	return true
}

// bindings are what libraries put before or behind the name of the provider that they are for, in lower
// case.
var bindings = []string{"py", "lib", "go", "node", "php", "sdk", "api", "client", "oauth", "auth", "js"}

// isBinding reports whether the name at an offset is that of a library for it, as in pyxero or xeroclient.
func isBinding(text string, at, length int) bool {
	const longest = len("client")
	before, after := at, at+length
	for before > 0 && isLetter(text[before-1]) && at-before <= longest {
		before--
	}
	for after < len(text) && isLetter(text[after]) && after-at-length <= longest {
		after++
	}
	known := func(affix string) bool { return affix == "" || slices.Contains(bindings, strings.ToLower(affix)) }
	return known(text[before:at]) && known(text[at+length:after])
}

// isWhole reports whether no letters go on before or behind the words at an offset, where they begin
// or end with one.
func isWhole(text string, at, length int) bool {
	end := at + length
	return (at == 0 || !isLetter(text[at]) || !isLetter(text[at-1]) && text[at-1] != '_' || afterEscape(text, at)) &&
		(end == len(text) || !isLetter(text[end-1]) || !isLetter(text[end]) && text[end] != '_')
}

// afterEscape reports whether a letter that belongs to an escape stands before an offset, as in \n and %3A.
func afterEscape(text string, at int) bool {
	return at > 1 && text[at-2] == '\\' || at > 2 && text[at-3] == '%'
}

// genericNames are what programs call a provider without saying which.
var genericNames = []string{"oauth", "oauth2", "oidc", "openid", "credentials", "custom", "default", "generic", "auth", "email", "identity", "external", "none", "null", "undefined"}

// longestName is the most that a provider's name may have, in bytes: what is longer may be a secret.
const longestName = 20

// calledAt is the name of a provider that stands at an offset, in lower case; "" where it says
// nothing.
func calledAt(text string, at int) string {
	end := at
	for end < len(text) && isWordByte(text[end]) {
		end++
	}
	name := strings.ToLower(text[at:end])
	if m := entryID().FindStringIndex(name); m != nil {
		name = name[:m[0]]
	}
	if len(name) > 1 && len(name) <= longestName && !slices.Contains(genericNames, name) {
		return name
	}
	return ""
}

// entryID is what a program puts behind a provider's name for one of several connections.
var entryID = expression(`_[0-9a-f]{6,}`)

// provider is the other provider that the mark shows.
func (m mark) provider() Provider {
	p := Provider{Name: m.of, Sure: m.kind != nameMark, Foreign: true, shown: m}
	switch {
	case m.kind == headingMark:
		p.Because = "the heading of its page"
	case m.kind == hostMark:
		p.Because = "the host " + m.word
	case m.kind == wordMark:
		p.Because = "words that " + m.of + " uses: " + m.word
	case strings.EqualFold(m.word, m.of):
		p.Because = "the name " + m.of
	default:
		p.Because = "the name " + m.word
	}
	return p
}
