package profiles

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"zoauth/flow"
	"zoauth/flow/find"
	"zoauth/flow/recognize"
)

// wordsOfKeys are the words in names that other programs give to our keys, besides those
// that [recognize.KeyNamed] knows: the more particular first. They are lower-case, with
// lines between them.
var wordsOfKeys = []spelling{
	{expression(`secret_.*(?:file|path)|^secret_?file$`), "client_secret_file"},
	{expression(`secret_.*(?:command|cmd|exec)|^(?:command|cmd)$`), "client_secret_command"},
	{expression(`secret_.*(?:env|var)`), "client_secret_env"},
	{expression(`(?:^|_)(?:api|app)_?(?:key|id)$`), "client_id"},
	{expression(`^(?:zoom_)?account$`), "account_id"},
	{expression(`(?:^|_)ca_|cacert|^ca$`), "ca_file"},
	{expression(`(?:token|revoke|issuer)_?.*(?:url|uri|endpoint|host)|^(?:issuer|oauth_?(?:base|host|server|domain).*)$`), "oauth_url"},
	{expression(`^(?:zoom_)?(?:auth|authorize|authorization|consent)_?(?:url|uri|endpoint|page)$`), "authorize_url"},
	{expression(`(?:^|_)api_.*(?:url|uri|endpoint|host|base)|^(?:base|server)_?(?:url|uri)$|^api$`), "api_url"},
	{expression(`(?:^|_)pkce(?:_|$)|^code_challenge_method$`), "pkce"},
	{expression(`^ssh(?:_|$)|^jump_?host$`), "ssh_host"},
	{expression(`(?:^|_)(?:gov|government|cloud|region)(?:_|$)`), "cloud"},
	{expression(`(?:^|_)(?:env|mode|stage|production|development|prod|dev)(?:_|$)`), "environment"},
	{expression(`^app_?(?:name|group|label)$|^(?:application|group)$`), "app"},
	{expression(`(?:^|_)(?:type|kind|flow)$`), "type"},
	{expression(`(?:^|_)(?:port|listen|bind)(?:_|$)|^host$`), "listen"},
	{expression(`^callback$|^(?:return|success)_?(?:to|url|uri)$`), "redirect_uri"},
}

// keyMeant is the key of ours that a name means, or "".
func keyMeant(name string) string {
	words := wordsOf(name)
	for _, s := range wordsOfKeys {
		if s.words().MatchString(words) {
			return s.value
		}
	}
	return cmp.Or(string(recognize.KeyNamed(name)), nearest(name, keys))
}

// wordsOf is a name in small letters, with an underscore between its words: "clientId" is
// client_id, and so is "Client-ID"; "APIHost" is api_host, and OAuth is one word.
func wordsOf(name string) string {
	var words strings.Builder
	name = strings.ReplaceAll(name, "OAuth", "Oauth")
	last, run := byte('_'), 0 // run: capitals in a row
	for i := range len(name) {
		c := name[i]
		small, capital := c >= 'a' && c <= 'z' || c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
		if begins := capital && (run == 0 || isSmall(name, i+1)) || small && last == '_'; begins && words.Len() > 0 {
			words.WriteByte('_')
		}
		switch {
		case capital:
			words.WriteByte(c + 'a' - 'A')
			last, run = c, run+1
		case small:
			words.WriteByte(c)
			last, run = c, 0
		default:
			last, run = '_', 0
		}
	}
	return words.String()
}

// isSmall reports whether a text has a small letter at an offset.
func isSmall(text string, at int) bool { return at < len(text) && text[at] >= 'a' && text[at] <= 'z' }

// strangeKey is a key of other programs that has no counterpart, with what to do instead.
type strangeKey struct {
	names  func() *find.Pattern
	repair string
	holds  []string // keys of ours whose values are in it
}

var strangeKeys = []strangeKey{
	{expression(`(?i)^(?:access|refresh|id|bearer|oauth)?_?token$`), "remove it: tokens have files of their own, and zoauth adopt reads them", nil},
	{expression(`(?i)^(?:auth(?:orization)?_?)?code$|^(?:code_?)?(?:verifier|challenge)$|^state$|^nonce$`), "remove it: zoauth makes a new one for each authorization", nil},
	{expression(`(?i)^(?:basic_?)?auth(?:orization)?(?:_?header)?$|^basic$`), "write client_id and client_secret instead: zoauth makes it from them", []string{"client_id", "client_secret_file"}},
	{expression(`(?i)prox(?:y|ies)`), "remove it: zoauth uses the proxy that HTTPS_PROXY names", nil},
	{expression(`(?i)webhook|verification|event`), "remove it: zoauth doesn't receive webhooks", nil},
	{expression(`(?i)^(?:description|notes?|comment|title|owner|e?mail|contact)$`), "write it as a comment, after #", nil},
	{expression(`(?i)timeout|retr(?:y|ies)`), "remove it: zoauth waits at most a minute, and never repeats a request", nil},
	{expression(`(?i)verify|insecure|^(?:ssl|tls)`), "remove it: certificates are always checked; ca_file adds an authority", nil},
	{expression(`(?i)^(?:default|profiles?)$`), "keys of the whole file go above its first [table]", nil},
	{expression(`(?i)^(?:profile_?)?name$`), "remove it: a profile's name is in its header", nil},
}

// unknownKeys names the keys that zoauth does not know, with those that they may mean.
func (r *reader) unknownKeys() {
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		if slices.Contains(keys, name) {
			continue
		}
		text, repair := "zoauth doesn't know this key", "profiles.example.toml shows every key"
		near, within := keyMeant(name), r.keysWithin(name)
		strange := slices.IndexFunc(strangeKeys, func(k strangeKey) bool { return k.names().MatchString(name) })
		switch {
		case len(within) > 0: // which then are missing where they belong
			r.spare(within...)
			text, repair = "is a table inside the profile's", fmt.Sprintf("write [%s] for a profile of that name, or its keys below [%s]", tableName(r.profile+"."+name), tableName(r.profile))
		case name == "grant_type":
			repair = r.byGrant()
		case strange >= 0:
			repair = strangeKeys[strange].repair
			r.spare(strangeKeys[strange].holds...)
		case near != "":
			repair = "did you mean " + near + "?"
			r.spare(near)
			if near == "type" {
				r.spareTyped()
			}
			if strings.HasPrefix(name, "public") { // an app of that type has no secret
				r.spare("client_secret_file")
			}
		}
		r.problem(name, text, repair)
	}
}

// spare keeps a profile from being told that it lacks keys; those that it has are checked all the same.
func (r *reader) spare(lacking ...string) {
	for _, key := range lacking {
		r.told[key] = r.told[key] || !r.has(key)
	}
}

// spareTyped keeps a profile whose type stands under another key from being told what a profile of the usual type
// lacks, or has too much.
func (r *reader) spareTyped() {
	r.told["account_id"] = true // of an app of that type, it is no mistake
	r.spare("redirect_uri")
}

// keysWithin are a profile's keys in the table that stands under a key of it; none where no table does.
func (r *reader) keysWithin(name string) []string {
	var fields map[string]toml.Primitive
	if r.meta.Type("profiles", r.profile, name) != "Hash" || r.meta.PrimitiveDecode(r.fields[name], &fields) != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Collect(maps.Keys(fields)), func(key string) bool { return !slices.Contains(keys, key) })
}

// byGrant says which type has the grant that grant_type names. The profile is not told
// what it lacks as one of another type.
func (r *reader) byGrant() string {
	var grant string
	_ = r.meta.PrimitiveDecode(r.fields["grant_type"], &grant) // another type of value names none
	r.spareTyped()
	if kind := meaning("type", grant); kind != "" {
		return fmt.Sprintf("the type determines it: write type = %q", kind)
	}
	return "remove it: the type determines it"
}

// betterName proposes a name near the one that the profile has, where it is free.
func (r *reader) betterName() string {
	name := strings.Trim(unnamed().ReplaceAllString(strings.ToLower(r.profile), "-"), "-._")
	if slices.Contains(r.names, name) {
		return fmt.Sprintf("there is a profile %q already: ", name)
	}
	if !IsName(name) || strings.ContainsFunc(r.profile, func(c rune) bool { return c >= utf8.RuneSelf }) {
		return ""
	}
	return "write [" + tableName(name) + "]: "
}

// unnamed is what a name cannot have.
var unnamed = expression(`[^a-z0-9._-]+`)

// appTypes are the values of type; the first is the default.
var appTypes = []string{"general", "public", "server-to-server", "chatbot"}

// spelling is how people, Zoom's pages and other programs call a value.
type spelling struct {
	words func() *find.Pattern
	value string
}

// spellings are those of the keys that have one of several words, the more particular first.
var spellings = map[string][]spelling{
	"type": {
		{expression(`(?i)s2s|server.?(?:to|2).?server|account.?credentials|\bjwt\b`), string(flow.ServerToServer)},
		{expression(`(?i)bot\b|client.?credentials`), string(flow.Chatbot)},
		{expression(`(?i)public|pkce|native|\bspa\b`), string(flow.Public)},
		{expression(`(?i)oauth|(?:user|admin|account).?(?:managed|level)|authorization.?code|confidential|\bweb`), string(flow.General)},
	},
	"environment": {
		{expression(`(?i)^(?:prod|prd|live|publi|release|main$)`), string(flow.Production)},
		{expression(`(?i)^(?:dev|local|test|sandbox|beta)`), string(flow.Development)},
	},
	"cloud": {
		{expression(`(?i)gov|fedramp`), "gov"},
		{expression(`(?i)^(?:zoom(?:\.us)?|public|global|standard|default)$`), "commercial"},
	},
}

// meaning is the value that a word means, or "".
func meaning(key, word string) string {
	for _, s := range spellings[key] {
		if s.words().MatchString(word) {
			return s.value
		}
	}
	return ""
}

// choice reads one of several words; the first is the default. One that is not known is
// taken for what it may mean, so that its profile is not told to change what is right.
func (r *reader) choice(key string, values ...string) string {
	var word string
	if !r.decode(key, &word, "a string") || slices.Contains(values, word) || word == "" && key == "type" {
		return cmp.Or(word, values[0])
	}
	meant := cmp.Or(meaning(key, word), nearest(word, values))
	repair := "write one of " + strings.Join(values, ", ")
	if meant != "" {
		repair += fmt.Sprintf("; here %q", meant)
	}
	r.problem(key, fmt.Sprintf("%q is not one of its values", word), repair)
	return cmp.Or(meant, values[0])
}
