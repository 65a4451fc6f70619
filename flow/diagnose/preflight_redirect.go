package diagnose

import (
	"net/netip"
	"net/url"
	"strings"

	"zoauth/flow"
)

func aboutRedirect(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() || app.DeviceOnly() {
		return nil
	}
	t := topic{name: "redirect", do: EditProfile}
	if strings.ContainsAny(app.RedirectURI, " \t\r\n") {
		t.add(Bad, "the redirect URI holds a blank", "An address has none; Zoom compares every byte.", "copy it again without")
		return t.checks
	}
	u, err := url.Parse(app.RedirectURI)
	if err != nil || u.Host == "" {
		t.add(Bad, "the redirect URI is no address", "It needs scheme, host and path, as in http://127.0.0.1:8976/callback.", "write it as it is registered at Zoom")
		return t.checks
	}
	t.scheme(app, u)
	t.loopback(app, u)
	t.spelling(app.RedirectURI, u)
	t.environment(app, facts, u)
	t.fine("the redirect is an address that Zoom takes if it is registered")
	return t.checks
}

// PlainHTTP is what is said of a plain http redirect on loopback where Zoom does not
// document it.
const PlainHTTP = "plain http: for confidential client IDs users report 4700"

// scheme is about http against https.
func (t *topic) scheme(app flow.App, u *url.URL) {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		t.add(Warn, "the redirect is neither http nor https", "Zoom keeps schemes of one's own for Meeting SDK apps, and nothing listens to one here.", "register an https address, or http://127.0.0.1")
	case u.Scheme == "http" && !onLoopback(u):
		t.add(Bad, "plain http shows the code to everybody on the way", "Only loopback stays on the computer with the browser.", "use https")
	case u.Scheme == "http" && app.Type == flow.Public && u.Hostname() == "127.0.0.1" && !app.Sandbox:
		t.add(Note, "plain http: Zoom documents it for public client IDs", "Any port works, and no report of 4700 for one was found. If the browser shows 4700, the address is probably not registered.", "")
	case u.Scheme == "http" && !app.Sandbox:
		t.add(Warn, PlainHTTP,
			"For it: Zoom documents http://127.0.0.1 with any port for public client IDs. Against it: since mid-2026 users of confidential IDs report 4700 for loopback redirects that are registered byte for byte, mostly for localhost.",
			"try it; if the browser shows 4700, register an https address and paste the callback, or enable Use Public Client OAuth and use the public client ID with http://127.0.0.1")
	}
}

// loopback is about the names of this machine.
func (t *topic) loopback(app flow.App, u *url.URL) {
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "localhost":
		t.add(Warn, "localhost may lead to another socket than 127.0.0.1", "The name may stand for ::1, Zoom takes the two for different addresses, and its documents name the literal.", "register and write 127.0.0.1")
	case host == "::1":
		t.add(Note, "Zoom's documents name 127.0.0.1, not [::1]", "Both are loopback, but nobody has reported that Zoom takes this one.", "register and write 127.0.0.1")
	}
	if onLoopback(u) && app.Environment == flow.Production && !app.Sandbox {
		t.add(Note, "a production redirect on loopback", "Zoom's review is said to refuse it for apps that are published.", "register an https address for production")
	}
}

// onLoopback also knows the loopback literals that zoauth does not listen on by itself.
func onLoopback(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return flow.IsLoopback(strings.ToLower(u.Hostname())) || err == nil && ip.IsLoopback()
}

// spelling is about what Zoom compares byte for byte.
func (t *topic) spelling(address string, u *url.URL) {
	const compare = "compare with the registered address, byte by byte"
	if strings.Contains(address, "#") {
		t.add(Bad, "the redirect has a fragment (#)", "The browser keeps what follows the # to itself, and OAuth forbids it (RFC 6749 §3.1.2).", "cut it off, here and at Zoom")
	}
	if strings.Contains(address, "*") {
		t.add(Bad, "the redirect has a wildcard (*)", "Zoom sends the browser to this very address.", "write one address whole")
	}
	if u.Path != strings.ToLower(u.Path) {
		t.add(Note, "the path has capital letters, which Zoom compares", "A path in mixed case gave 4700 until it was lowered.", compare)
	}
	if origin, _, _ := strings.Cut(address[strings.Index(address, "://")+3:], "/"); origin != strings.ToLower(origin) || !strings.HasPrefix(address, u.Scheme) {
		t.add(Note, "scheme or host has capital letters", "A browser lowers them; what is registered may not be lowered.", "write them small, here and at Zoom")
	}
	switch {
	case u.Path == "":
		t.add(Note, "the redirect has no path", "Some programs add a slash, which is another address in Strict Mode.", "give it a path, as in /callback")
	case strings.HasSuffix(u.Path, "/") && u.Path != "/":
		t.add(Note, "the path ends in a slash", "In Strict Mode that is another address than without.", compare)
	}
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		t.add(Note, "the port "+port+" is "+u.Scheme+"'s own", "With it and without it are two addresses in Strict Mode, and browsers leave it out.", "leave it out, here and at Zoom")
	}
	if u.RawQuery != "" {
		t.add(Note, "the redirect has a query of its own", "Strict Mode compares it; code and state come behind it.", compare)
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
			t.add(Note, "the same redirect as "+other(o), "Each environment has a list of its own at Zoom: what stands in one is not in the other.", "register it in both, or give each its own")
		case o.ClientID == app.ClientID && o.Environment == app.Environment && app.ClientID != "" && nearly(o.RedirectURI, app.RedirectURI):
			t.add(Note, "almost the redirect of "+o.Name+", which has the same ID", "One client ID has one list at Zoom, and localhost, 127.0.0.1, port, case and a last slash are different there.", "write both as registered")
		}
	}
	for _, host := range passing {
		if name := strings.ToLower(u.Hostname()); name == host || strings.HasSuffix(name, "."+host) {
			t.add(Warn, "a tunnel's host: "+host+" may change at each start", "After a change Zoom shows 4700 until the new one is registered.", "take a host that stays")
		}
	}
	if onLoopback(u) {
		return
	}
	for _, word := range addressWords(u) {
		if of := environmentWords[word]; of != "" && of != app.Environment {
			t.add(Warn, "the redirect says "+word+", the profile "+string(app.Environment), "Development and production have lists of their own at Zoom.", "take the redirect of the same tab as the client ID")
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
