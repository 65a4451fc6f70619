package profiles

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"zoauth/flow"
)

// keys are all keys of a profile.
var keys = []string{
	"app", "environment", "type", "client_id", "client_secret", "client_secret_file", "client_secret_env",
	"client_secret_command", "redirect_uri", "listen", "scopes", "account_id", "ssh_host", "cloud",
	"oauth_url", "authorize_url", "api_url", "probe_path", "ca_file", "listen_cert_file", "listen_key_file",
}

// reader reads one profile key by key, so that every fault is found at once.
type reader struct {
	meta     toml.MetaData
	fields   map[string]toml.Primitive
	profile  string
	index    lineIndex
	problems *Problems
	dir      string
	env      string // the variable that holds the client secret, when one does
	bad      bool
}

func (r *reader) problem(key, text, repair string) {
	r.bad = true
	r.problems.add(Problem{Line: r.index.of(r.profile, key), Profile: r.profile, Key: key, Text: text, Repair: repair})
}

// app reads the profile; false when it has a problem.
func (r *reader) app() (flow.App, bool) {
	if !nameShape.MatchString(r.profile) {
		r.problem("", "the name has characters that a file name should not have", "use a-z, 0-9, dot, dash and underscore, at most 64")
	}
	r.unknownKeys()
	app := flow.App{
		Name:        r.profile,
		Group:       r.text("app"),
		Environment: flow.Environment(r.choice("environment", "development", "production")),
		Type:        flow.AppType(r.choice("type", "general", "public", "server-to-server", "chatbot")),
		ClientID:    r.text("client_id"),
		RedirectURI: r.text("redirect_uri"),
		Listen:      r.text("listen"),
		Scopes:      r.list("scopes"),
		AccountID:   r.text("account_id"),
		SSHHost:     r.text("ssh_host"),
		ProbePath:   r.text("probe_path"),
		OwnAPIURL:   r.has("api_url"),
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

func (r *reader) unknownKeys() {
	for name := range r.fields {
		if slices.Contains(keys, name) {
			continue
		}
		repair := "profiles.example.toml shows every key"
		if near := nearest(name, keys); near != "" {
			repair = "did you mean " + near + "?"
		}
		r.problem(name, "zoauth knows no such key", repair)
	}
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

// path reads a key that names a file.
func (r *reader) path(key string) string {
	path, err := expand(r.dir, r.text(key))
	if err != nil {
		r.problem(key, err.Error(), "write the whole path")
	}
	return path
}

func (r *reader) list(key string) []string {
	var l []string
	r.decode(key, &l, "a list of strings")
	return l
}

// choice reads one of several words; the first is the default.
func (r *reader) choice(key string, words ...string) string {
	var s string
	if !r.decode(key, &s, "a string") {
		return words[0]
	}
	if !slices.Contains(words, s) {
		r.problem(key, fmt.Sprintf("%q is none of its values", s), "write one of "+strings.Join(words, ", "))
		return words[0]
	}
	return s
}

func (r *reader) endpoints() flow.Endpoints {
	e := flow.Commercial()
	if r.choice("cloud", "commercial", "gov") == "gov" {
		e = flow.Government()
	}
	for _, override := range []struct {
		key string
		url *string
	}{{"oauth_url", &e.OAuthURL}, {"authorize_url", &e.AuthorizeURL}, {"api_url", &e.APIURL}} {
		value := r.text(override.key)
		if value == "" {
			continue
		}
		if override.key == "oauth_url" && r.text("authorize_url") == "" {
			e.AuthorizeURL = strings.TrimSuffix(value, "/") + "/oauth/authorize"
		}
		*override.url = value
		u, err := url.Parse(value)
		switch {
		case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
			r.problem(override.key, "is no URL", "write "+override.key+" = "+example(override.key))
		case u.Scheme == "http" && !flow.IsLoopback(u.Hostname()):
			r.problem(override.key, "plain http would show tokens to the network", "write https; http is for 127.0.0.1 only")
		case u.Scheme != "https" && u.Scheme != "http":
			r.problem(override.key, "is neither https nor http", "write "+override.key+" = "+example(override.key))
		}
	}
	return e
}

func (r *reader) checkIdentity(app flow.App) {
	switch {
	case app.ClientID == "":
		r.problem("client_id", "is missing", "write client_id = "+example("client_id")+", from App Credentials at Zoom")
	case strings.TrimSpace(app.ClientID) != app.ClientID || strings.ContainsAny(app.ClientID, " \t\n"):
		r.problem("client_id", "holds a blank; Zoom would say invalid_client", "take the blank out")
	}
	isServer := app.Type == flow.ServerToServer
	if isServer && app.AccountID == "" {
		r.problem("account_id", "is missing: a server-to-server app needs it", "write account_id = "+example("account_id")+", from the app's page at Zoom")
	}
	if !isServer && app.AccountID != "" {
		r.problem("account_id", "only server-to-server apps have one", "take it out, or set type = \"server-to-server\"")
	}
	if (app.ListenCert == "") != (app.ListenKey == "") {
		r.problem("listen_cert_file", "certificate and key go together", "set both listen_cert_file and listen_key_file, or none")
	}
}

func (r *reader) checkProbe(app flow.App) {
	if app.ProbePath != "" && flow.CheckProbePath(app.ProbePath) != nil {
		r.problem("probe_path", "is no path of Zoom's API", "write probe_path = "+example("probe_path")+", without host, blanks or a token")
	}
}

func (r *reader) checkRedirect(app flow.App) {
	if app.HasConsent() {
		u, err := url.Parse(app.RedirectURI)
		switch {
		case app.DeviceOnly() && r.has("redirect_uri"): // written on purpose: a missing key is a mistake
		case app.RedirectURI == "":
			repair := "write redirect_uri = " + example("redirect_uri") + ", as it is registered at Zoom"
			if app.Type == flow.General {
				repair += `, or redirect_uri = "" for the device flow alone`
			}
			r.problem("redirect_uri", "is missing", repair)
		case err != nil || u.Scheme == "" || u.Host == "":
			r.problem("redirect_uri", "is no absolute URL", "write redirect_uri = "+example("redirect_uri"))
		case u.Fragment != "" || strings.HasSuffix(app.RedirectURI, "#"):
			r.problem("redirect_uri", "has a fragment, which OAuth forbids (RFC 6749 §3.1.2)", "take away what follows the #")
		}
	}
	if app.Listen == "" {
		return
	}
	host, port, err := net.SplitHostPort(app.Listen)
	number, numberErr := strconv.Atoi(port)
	switch {
	case err != nil || numberErr != nil || number < 1 || number > 65535:
		r.problem("listen", "is not HOST:PORT", "write listen = "+example("listen"))
	case !flow.IsLoopback(host):
		r.problem("listen", "is not on loopback: anybody on the network could answer", "write listen = "+example("listen"))
	}
}

func example(key string) string {
	examples := map[string]string{
		"type": `"general"`, "environment": `"development"`, "cloud": `"commercial"`,
		"client_id": `"Zk3mQ8vTS2aXw1LrPbN0Ug"`, "account_id": `"hV2oKpW9SxaT6yGd0RfCbQ"`,
		"redirect_uri": `"http://127.0.0.1:8976/callback"`, "listen": `"127.0.0.1:8976"`, "scopes": "[]",
		"oauth_url": `"https://zoom.us"`, "authorize_url": `"https://zoom.us/oauth/authorize"`, "api_url": `"https://api.zoom.us"`,
		"probe_path":            `"/v2/users/me"`,
		"client_secret_command": `["pass", "show", "zoom/acme-dev"]`,
	}
	if e, ok := examples[key]; ok {
		return e
	}
	return `"…"`
}

// nearest returns the known word within two edits of name, or "".
func nearest(name string, words []string) string {
	if len(name) > 64 {
		return ""
	}
	best, distance := "", 3
	for _, w := range words {
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
