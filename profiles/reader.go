package profiles

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"

	"zoauth/flow"
)

// keys are all keys of a profile.
var keys = []string{
	"app", "environment", "type", "client_id", "client_secret", "client_secret_file", "client_secret_env",
	"client_secret_command", "redirect_uri", "listen", "scopes", "pkce", "account_id", "ssh_host", "cloud",
	"oauth_url", "authorize_url", "api_url", "probe_path", "ca_file", "listen_cert_file", "listen_key_file",
}

// reader reads one profile key by key, so that every fault is found at once.
type reader struct {
	meta     toml.MetaData
	fields   map[string]toml.Primitive
	profile  string
	names    []string // of all profiles
	index    lineIndex
	problems *Problems
	dir      string
	env      string          // the variable that holds the client secret, when one does
	told     map[string]bool // keys of which a problem was told, or that stand there under a wrong name
	bad      bool
}

// problem notes what is wrong with a key, once: what follows from it is repaired with it.
// It stands in many places: inlined it would take 20 kB.
//
//go:noinline
func (r *reader) problem(key, text, repair string) {
	r.bad = true
	if r.told[key] {
		return
	}
	r.told[key] = true
	r.problems.add(Problem{Line: r.index.of(r.profile, key), Profile: r.profile, Key: key, Text: text, Repair: repair})
}

// app reads the profile; false when it has a problem.
func (r *reader) app() (flow.App, bool) {
	if !IsName(r.profile) {
		r.problem("", "the name has characters that don't belong in a file name", r.betterName()+"use a-z, 0-9, dot, dash and underscore, at most 64")
	}
	r.unknownKeys()
	app := flow.App{
		Name:        r.profile,
		Group:       r.text("app"),
		Environment: flow.Environment(r.choice("environment", "development", "production")),
		Type:        flow.AppType(r.choice("type", appTypes...)),
		ClientID:    r.text("client_id"),
		RedirectURI: r.text("redirect_uri"),
		Listen:      r.text("listen"),
		Scopes:      r.list("scopes"),
		NoPKCE:      !r.flag("pkce", true),
		AccountID:   r.text("account_id"),
		ProbePath:   r.text("probe_path"),
		OwnAPIURL:   r.has("api_url"),
		SSHHost:     r.text("ssh_host"),
		CAFile:      r.path("ca_file"),
		ListenCert:  r.path("listen_cert_file"),
		ListenKey:   r.path("listen_key_file"),
	}
	if app.Group == "" {
		app.Group = strings.TrimSuffix(strings.TrimSuffix(r.profile, "-dev"), "-prod")
	}
	app.Endpoints = r.endpoints()
	app.Secret = r.secret(app.Type)
	r.checkIdentity(app)
	r.checkRedirect(app)
	r.checkProbe(app)
	return app, !r.bad
}

func (r *reader) has(key string) bool {
	_, there := r.fields[key]
	return there
}

// decode reads one key into value; false when it is absent or of another type.
func (r *reader) decode(key string, value any, want string) bool {
	raw, there := r.fields[key]
	if !there {
		return false
	}
	if err := r.meta.PrimitiveDecode(raw, value); err != nil {
		r.problem(key, "is not "+want, "write "+key+" = "+example(key))
		return false
	}
	return true
}

func (r *reader) text(key string) string {
	var s string
	r.decode(key, &s, "a string")
	return s
}

// flag reads a key that is true or false.
func (r *reader) flag(key string, otherwise bool) bool {
	value := otherwise
	if !r.decode(key, &value, "true or false") {
		return otherwise
	}
	return value
}

// path reads a key that names a file.
func (r *reader) path(key string) string {
	path, err := expand(r.dir, r.text(key))
	if err != nil {
		r.problem(key, err.Error(), "write the whole path")
	}
	return path
}

func (r *reader) list(key string) []string {
	raw, there := r.fields[key]
	var l []string
	if there && r.meta.PrimitiveDecode(raw, &l) != nil {
		r.problem(key, "is not a list of strings", "write "+key+" = "+r.asList(key))
	}
	return l
}

// asList writes the scopes, or the words of a command, that are in one string as a list;
// else an example. A command may be, or print, a secret.
func (r *reader) asList(key string) string {
	var text string
	err := r.meta.PrimitiveDecode(r.fields[key], &text)
	words := strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || c == ',' && key == "scopes" })
	switch {
	case err != nil, key != "scopes" && (len(words) < 2 || tellsSecret(words)):
		return example(key)
	case key != "scopes" && strings.ContainsAny(text, "\"'`$|&;<>*"):
		words = []string{"sh", "-c", text}
	}
	return render(words)
}

// examples are values of keys, as TOML.
var examples = map[string]string{
	"type": `"general"`, "environment": `"development"`, "cloud": `"commercial"`,
	"client_id": `"Zk3mQ8vTS2aXw1LrPbN0Ug"`, "account_id": `"hV2oKpW9SxaT6yGd0RfCbQ"`,
	"redirect_uri": `"http://127.0.0.1:8976/callback"`, "listen": `"127.0.0.1:8976"`, "scopes": "[]",
	"oauth_url": `"https://zoom.us"`, "authorize_url": `"https://zoom.us/oauth/authorize"`, "api_url": `"https://api.zoom.us"`,
	"probe_path":            `"/v2/users/me"`,
	"pkce":                  "true",
	"client_secret_command": `["pass", "show", "zoom/acme-dev"]`,
}

func example(key string) string { return cmp.Or(examples[key], `"…"`) }

// nearest returns the known word within two edits of name, or "".
func nearest(name string, words []string) string {
	if len(name) > 64 {
		return ""
	}
	best, distance := "", 3
	for _, w := range words {
		if len(w) >= len(name)+distance || len(name) >= len(w)+distance {
			continue // each letter more is an edit
		}
		if d := edits(strings.ToLower(name), w); d < distance {
			best, distance = w, d
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
