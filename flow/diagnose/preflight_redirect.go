package diagnose

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

func aboutRedirect(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() || app.DeviceOnly() {
		return nil
	}
	t := topic{name: "redirect", do: EditProfile}
	if strings.ContainsAny(app.RedirectURI, " \t\r\n") {
		t.add(Bad, "the redirect URI contains a space", "URLs have none, and Zoom compares every byte.", "copy it again without the space")
		return t.checks
	}
	u, err := url.Parse(app.RedirectURI)
	if err != nil || u.Host == "" {
		t.add(Bad, "the redirect URI is not a URL", "It needs a scheme, host and path, such as http://127.0.0.1:8976/callback.", "write it exactly as registered at Zoom")
		return t.checks
	}
	if strings.Count(strings.Split(app.RedirectURI, "?")[0], "://") > 1 {
		t.add(Bad, "the redirect is a list of addresses", "Zoom sends the browser to exactly one.", "keep one of them")
		return t.checks
	}
	t.scheme(app, u)
	t.loopback(app, u)
	t.host(u)
	t.spelling(app.RedirectURI, u)
	t.environment(app, facts, u)
	t.fine("the redirect URI looks right; Zoom accepts it if it is registered")
	return t.checks
}

// PlainHTTP is what is said of a plain http redirect on loopback where Zoom does not
// document it.
const PlainHTTP = "plain http: for confidential client IDs users report 4700"

// scheme is about http against https.
func (t *topic) scheme(app flow.App, u *url.URL) {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		t.add(Warn, "the redirect is neither http nor https", "Zoom allows custom schemes for Meeting SDK apps only, and zoauth can't listen on one.", "register an https URL, or http://127.0.0.1")
	case isUnspecified(u):
		t.add(Bad, "the browser cannot go to "+u.Hostname(), "A server listens on it; a browser goes to 127.0.0.1.", "use 127.0.0.1, here and at Zoom")
	case u.Scheme == "http" && !onLoopback(u):
		t.add(Bad, "plain http exposes the code to everyone on the network", "Only loopback traffic stays on the browser's computer.", "use https")
	case u.Scheme == "http" && app.Type == flow.Public && u.Hostname() == "127.0.0.1" && !app.Sandbox:
		t.add(Note, "plain http: Zoom documents it for public client IDs", "Any port works, and we found no report of 4700 for one. If the browser shows 4700, the URI is probably not registered.", "")
	case u.Scheme == "http" && !app.Sandbox:
		t.add(Warn, PlainHTTP,
			"For it: Zoom documents http://127.0.0.1 with any port for public client IDs. Against it: since mid-2026, users of confidential IDs report 4700 even for exactly registered loopback redirects, mostly localhost.",
			"try it; if the browser shows 4700, register an https address and paste the callback, or enable Use Public Client OAuth and use the public client ID with http://127.0.0.1")
	}
}

// loopback is about the names of this machine.
func (t *topic) loopback(app flow.App, u *url.URL) {
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "localhost":
		t.add(Warn, "localhost may reach a different socket than 127.0.0.1", "It may resolve to ::1, Zoom treats the two as different, and its docs use 127.0.0.1.", "use 127.0.0.1, here and at Zoom")
	case host == "::1":
		t.add(Note, "Zoom's docs name 127.0.0.1, not [::1]", "Both are loopback, but no report says that Zoom accepts this one.", "use 127.0.0.1, here and at Zoom")
	}
	if onLoopback(u) && app.Environment == flow.Production && !app.Sandbox {
		t.add(Note, "a production redirect on loopback", "Zoom's review is reported to reject it for published apps.", "register an https URL for production")
	}
}

// onLoopback also knows the loopback literals that zoauth does not listen on by itself.
func onLoopback(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return flow.IsLoopback(strings.ToLower(u.Hostname())) || err == nil && ip.IsLoopback()
}

// isUnspecified reports whether the host is all addresses of a machine: 0.0.0.0.
func isUnspecified(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsUnspecified()
}

// host is about what stands where a redirect has its host.
func (t *topic) host(u *url.URL) {
	host := u.Hostname()
	if u.User != nil {
		t.add(Bad, "the redirect contains a user name", "Browsers leave it out or ask about it, and Zoom compares every byte.", "remove it, here and at Zoom")
	}
	switch query := u.Query(); {
	case recognize.IsZoomHost(host) && query.Has("client_id"):
		t.add(Bad, "the redirect is an authorize URL", "It begins the flow; a redirect is where Zoom sends the browser at its end.", "write the address that is registered at Zoom")
	case recognize.IsZoomHost(host):
		t.add(Warn, "the redirect goes to Zoom itself", "The code then arrives at a page of Zoom's.", "write the address that is registered at Zoom")
	case query.Has("code") || query.Has("state"):
		t.add(Bad, "the redirect is a callback: it has a code or a state", "Zoom adds them to the address that is registered.", "remove the ? and what follows it")
	}
	if strings.ContainsFunc(host, func(c rune) bool { return c >= utf8.RuneSelf }) {
		t.add(Warn, "the host has letters beyond ASCII", "Browsers send its xn-- form, and Zoom compares every byte.", "write the xn-- form, here and at Zoom")
	}
	if exampleHost().MatchString(host) {
		t.add(Warn, "the host looks like a placeholder: "+host, "Whoever owns it would get the code.", "write the host that is registered at Zoom")
	}
}

// exampleHost is a host that documentation asks to be replaced.
var exampleHost = expression(`(?i)^(?:www\.|api\.)?(?:your|my)[-_]?(?:own[-_]?)?(?:domain|app|site|website|server|host|company|org|project|url|backend)\b`)

// spelling is about what Zoom compares byte for byte.
func (t *topic) spelling(address string, u *url.URL) {
	const compare = "compare with the registered address, byte by byte"
	if strings.Contains(address, "#") {
		t.add(Bad, "the redirect has a fragment (#)", "Browsers don't send what follows the #, and OAuth forbids it (RFC 6749 §3.1.2).", "remove it, here and at Zoom")
	}
	if strings.Contains(address, "*") {
		t.add(Bad, "the redirect has a wildcard (*)", "Zoom sends the browser to exactly this URL.", "write one complete URL")
	}
	if u.Path != strings.ToLower(u.Path) {
		t.add(Note, "the path has capital letters, which Zoom compares", "A mixed-case path got 4700 until it was lowercased.", compare)
	}
	if origin, _, _ := strings.Cut(address[strings.Index(address, "://")+3:], "/"); origin != strings.ToLower(origin) || !strings.HasPrefix(address, u.Scheme) {
		t.add(Note, "the scheme or host has capital letters", "Browsers lowercase them; the registered URI may not be.", "use lower case, here and at Zoom")
	}
	switch {
	case u.Path == "":
		t.add(Note, "the redirect has no path", "Some programs add a slash, and Strict Mode treats that as a different URI.", "add a path, such as /callback")
	case strings.HasSuffix(u.Path, "/") && u.Path != "/":
		t.add(Note, "the path ends in a slash", "Strict Mode treats it as different from the URI without the slash.", compare)
	}
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		t.add(Note, "the port "+port+" is the default for "+u.Scheme, "Strict Mode treats the URI with and without it as different, and browsers omit it.", "omit it, here and at Zoom")
	}
	if u.RawQuery != "" {
		t.add(Note, "the redirect has its own query string", "Strict Mode compares it; Zoom appends code and state to it.", compare)
	}
}

// passing are hosts of tunnels that change at each start.
var passing = []string{"trycloudflare.com", "ngrok.io", "ngrok.app", "ngrok-free.app", "ngrok-free.dev", "loca.lt", "localhost.run", "lhr.life", "serveo.net"}

// environmentWords are parts of an address that speak for one environment.
var environmentWords = map[string]flow.Environment{
	"dev": flow.Development, "development": flow.Development, "staging": flow.Development,
	"prod": flow.Production, "production": flow.Production,
}

// environment is about an address that belongs elsewhere: to the other half of the
// pair, or to a tunnel of yesterday.
func (t *topic) environment(app flow.App, facts flow.Facts, u *url.URL) {
	for _, o := range facts.Others {
		switch {
		case pair(app, o) && o.RedirectURI == app.RedirectURI && !app.Sandbox: // which registered it in both
			t.add(Note, "the same redirect as "+other(o), "Each environment has its own list at Zoom: registering it in one doesn't add it to the other.", "register it in both, or use a different one for each")
		case o.ClientID == app.ClientID && o.Environment == app.Environment && app.ClientID != "" && nearly(o.RedirectURI, app.RedirectURI):
			t.add(Note, "almost the redirect of "+o.Name+", which has the same ID", "Zoom keeps one list per client ID, and localhost, 127.0.0.1, port, case and a trailing slash all make a difference.", "write both exactly as registered")
		}
	}
	for _, host := range passing {
		if name := strings.ToLower(u.Hostname()); name == host || strings.HasSuffix(name, "."+host) {
			t.add(Warn, "a tunnel host: "+host+" may change on every start", "After a change, Zoom shows 4700 until you register the new one.", "use a host name that stays the same")
		}
	}
	if onLoopback(u) {
		return
	}
	for _, word := range addressWords(u) {
		if of := environmentWords[word]; of != "" && of != app.Environment {
			t.add(Warn, "the redirect says "+word+", the profile "+string(app.Environment), "Development and production have separate lists at Zoom.", "use the redirect from the same tab as the client ID")
			return
		}
	}
}

// addressWords are the parts of host and path; a top-level domain like .dev says nothing.
func addressWords(u *url.URL) []string {
	host := u.Hostname()
	if last := strings.LastIndexByte(host, '.'); last >= 0 {
		host = host[:last]
	}
	return strings.FieldsFunc(strings.ToLower(host+u.Path), func(r rune) bool { return strings.ContainsRune("./-_", r) })
}

// nearly reports whether two addresses differ only in what is easily mistaken: the
// name of loopback, the port, case, or a last slash.
func nearly(a, b string) bool {
	return a != "" && a != b && coarse(a) == coarse(b)
}

func coarse(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return address
	}
	host := u.Hostname()
	if onLoopback(u) {
		host = "loopback"
	}
	return host + strings.TrimSuffix(u.Path, "/")
}
