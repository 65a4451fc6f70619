package profiles

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// checkIdentity looks at the IDs, and at what goes together.
func (r *reader) checkIdentity(app flow.App) {
	if app.ClientID == "" {
		r.problem("client_id", "is missing", "write client_id = "+example("client_id")+", copied from App Credentials at Zoom")
	}
	r.checkText("client_id", app.ClientID)
	r.checkText("account_id", app.AccountID)
	switch isServer := app.Type == flow.ServerToServer; {
	case r.told["type"]: // it may be another one
	case isServer && app.AccountID == "":
		r.problem("account_id", "is missing: a server-to-server app needs it", "write account_id = "+example("account_id")+", from the app's page at Zoom")
	case !isServer && app.AccountID != "":
		r.problem("account_id", "only server-to-server apps have one", "remove it, or set type = \"server-to-server\"")
	}
	if app.Type == flow.Public && app.NoPKCE {
		r.problem("pkce", "a public app has no secret: without PKCE, anyone could exchange its codes", "remove it, or set type = \"general\"")
	}
	if (app.ListenCert == "") != (app.ListenKey == "") {
		r.problem("listen_cert_file", "the certificate and the key go together", "set both listen_cert_file and listen_key_file, or neither")
	}
}

// isPlaceholder is said of a value that a person or a program was to replace.
const isPlaceholder = "is a placeholder, which zoauth does not replace"

// inBrackets is such a value by its signs.
var inBrackets = expression(`^(?:\$\{.+\}|\$\w+|\$\(.+\)|\{\{.+\}\}|\{\w+\}|<.+>|%\w+%|\[.+\])$`)

// standsFor says what stands in the place of a value that Zoom gives out; empty: it may
// be the value. A server of one's own may give out words.
func (r *reader) standsFor(value string) string {
	_, isReference := readReference(value)
	lacks, _, _ := strings.Cut(recognize.Lack(value), ":")
	switch {
	case isReference, inBrackets().MatchString(value), flow.IsPlaceholder(value) && !r.has("oauth_url"):
		return isPlaceholder
	case lacks != "":
		return strings.TrimPrefix(lacks, "it ")
	}
	return ""
}

// checkText looks for what an ID cannot hold; Zoom would say invalid_client.
func (r *reader) checkText(key, value string) {
	switch wrong := r.standsFor(value); {
	case hiddenIn(value) != "":
		r.problem(key, "contains an invisible character, "+hiddenIn(value)+"; Zoom would return invalid_client", "type it in, or copy it again from App Credentials")
	case wrong == isPlaceholder:
		r.problem(key, fmt.Sprintf("%q %s", value, wrong), "write the value itself; only a secret can come from a variable: client_secret_env")
	case wrong != "":
		r.problem(key, wrong, "copy it again from App Credentials")
	case strings.Contains(value, " ") && idIn(value) != "":
		r.problem(key, "contains more than the ID; Zoom would return invalid_client", "write "+key+" = "+quote(idIn(value)))
	case strings.Contains(value, " "):
		r.problem(key, "contains a space; Zoom would return invalid_client", "remove the space")
	case strings.ContainsAny(value, "\"'`“”‘’"):
		r.problem(key, "contains a quote; Zoom would return invalid_client", "remove the quotes inside the quotes")
	}
}

// hiddenIn is the number of the first character of a value that cannot be seen; "" where
// all can.
func hiddenIn(value string) string {
	i := strings.IndexFunc(value, func(c rune) bool { return !unicode.IsPrint(c) })
	if i < 0 {
		return ""
	}
	char, _ := utf8.DecodeRuneInString(value[i:])
	return fmt.Sprintf("%U", char)
}

// idIn is the word of a text that has the shape of Zoom's IDs; "" where none or several have.
func idIn(text string) string {
	ids := slices.DeleteFunc(strings.FieldsFunc(text, func(c rune) bool { return !strings.ContainsRune(flow.GivenOut, c) }), func(word string) bool {
		return !recognize.UsualLength(recognize.ClientID, len(word))
	})
	if len(ids) != 1 {
		return ""
	}
	return ids[0]
}

// checkRedirect looks at where the browser goes and what listens there.
func (r *reader) checkRedirect(app flow.App) {
	if app.HasConsent() {
		u, err := url.Parse(app.RedirectURI)
		switch {
		case app.DeviceOnly() && r.has("redirect_uri"): // written on purpose: a missing key is a mistake
		case app.RedirectURI == "" && (r.told["account_id"] || r.told["type"]): // of a type that has none
		case app.RedirectURI == "":
			repair := "write redirect_uri = " + example("redirect_uri") + ", exactly as registered at Zoom"
			if app.Type == flow.General {
				repair += `, or redirect_uri = "" for the device flow alone`
			}
			r.problem("redirect_uri", "is missing", repair)
		case recognize.IsVariable(app.RedirectURI), flow.IsPlaceholder(app.RedirectURI), err == nil && !strings.Contains(u.Host, ".") && flow.IsPlaceholder(u.Host):
			r.problem("redirect_uri", isPlaceholder, "write the address as registered at Zoom")
		case hiddenIn(app.RedirectURI) != "":
			r.problem("redirect_uri", "contains an invisible character, "+hiddenIn(app.RedirectURI)+"; Zoom compares every byte", "type it in, or copy it again from App Credentials")
		case strings.HasPrefix(app.RedirectURI, "urn:"):
			r.problem("redirect_uri", "is not an address that a browser can open", `write an https address of yours, which need not answer, or redirect_uri = "" for the device flow alone`)
		case decoded(app.RedirectURI) != "":
			r.problem("redirect_uri", "is percent-encoded", "write redirect_uri = "+quote(decoded(app.RedirectURI)))
		case !strings.Contains(app.RedirectURI, "://"):
			r.problem("redirect_uri", "is not an absolute URL: https:// or http:// is missing", "write redirect_uri = "+example("redirect_uri"))
		case err != nil:
			r.problem("redirect_uri", "is not a URL: its host or port is malformed", "write redirect_uri = "+example("redirect_uri"))
		case u.Scheme == "" || u.Host == "":
			r.problem("redirect_uri", "is not an absolute URL", "write redirect_uri = "+example("redirect_uri"))
		case !validPort(u.Port()):
			r.problem("redirect_uri", "has the port "+u.Port()+", and ports are 1 to 65535", "write the port that is registered at Zoom")
		case u.Fragment != "" || strings.HasSuffix(app.RedirectURI, "#"):
			r.problem("redirect_uri", "has a fragment, which OAuth forbids (RFC 6749 §3.1.2)", "remove the # and what follows it")
		}
	}
	if app.Listen == "" {
		return
	}
	host, port, err := net.SplitHostPort(app.Listen)
	number, numberErr := strconv.Atoi(port)
	switch {
	case err != nil || numberErr != nil || number < 1 || number > 65535:
		r.problem("listen", "is not HOST:PORT", "write listen = "+atLoopback(app.Listen))
	case !flow.IsLoopback(host):
		r.problem("listen", "is not on loopback: anyone on the network could answer", "write listen = "+atLoopback(app.Listen))
	}
}

// decoded is the address that a value is once its percent signs are decoded, where it has
// no scheme before; else "".
func decoded(value string) string {
	plain, err := url.QueryUnescape(value)
	if err != nil || strings.Contains(value, "://") || !strings.HasPrefix(plain, "https://") && !strings.HasPrefix(plain, "http://") {
		return ""
	}
	return plain
}

// lastPort is the port at the end of an address.
var lastPort = expression(`(?:^|:)(\d{1,5})/?$`)

// atLoopback writes a listen address with the port of another one.
func atLoopback(address string) string {
	if m := lastPort().FindStringSubmatch(address); m != nil && validPort(m[1]) {
		return quote("127.0.0.1:" + m[1])
	}
	return example("listen")
}

func (r *reader) checkProbe(app flow.App) {
	if app.ProbePath != "" && flow.CheckProbePath(app.ProbePath) != nil {
		r.problem("probe_path", "is not a path of Zoom's API", "write probe_path = "+example("probe_path")+", without a host, spaces or a token")
	}
}
