package diagnose

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// besideOf is what the artefacts of a text say of one another.
func besideOf(found []recognize.Artefact) Case {
	var c Case
	var named []string
	read := 0 // the artefacts before reach so far: those of one line are the whole line, each of them
	for i := range found {
		r := &found[i].Trace.Request
		if redirect, line := redirectIn(&found[i]); redirect != "" {
			c.Redirect, c.RedirectLine = redirect, line
		}
		q := asked{Request: *r, artefact: &found[i]}
		q.host, q.path = splitAddress(r.URL)
		if grant := q.value("grant_type"); grant != "" {
			c.Grants = append(c.Grants, grant)
		}
		if found[i].HasRequest() && q.isOfOther() {
			c.Others = append(c.Others, q.host)
		}
		c.Answered = c.Answered || found[i].HasResponseBody() && !found[i].IsExcerpt()
		c.Failed = c.Failed || found[i].Kind == recognize.Exchange && found[i].Trace.Response.Status >= http.StatusBadRequest
		c.Refused = c.Refused || isRefusal(&found[i])
		if c.Revoked == 0 && found[i].Revoked() {
			c.Revoked = found[i].Span.Line
		}
		before, text := unread(&found[i], read)
		if at := ofGovernment().FindStringIndex(text); at != nil && c.Government == 0 {
			c.Government = found[i].Span.Line + strings.Count(before+text[:at[0]], "\n")
		}
		named = append(named, redirectsNamed(text)...)
		c.BothClouds = c.BothClouds || strings.Contains(text, "zoom.us")
		c.InBrowser = c.InBrowser || builtForBrowser().MatchString(text)
		c.ServerApp = c.ServerApp || serverApp().MatchString(text)
		c.UserApp = c.UserApp || userApp().MatchString(text)
		read = max(read, found[i].Span.End)
	}
	c.BothClouds = c.BothClouds && c.Government > 0
	if len(named) > 0 && !slices.ContainsFunc(named, func(address string) bool { return strings.HasPrefix(address, "https") }) {
		c.Loopback = named[0]
	}
	return c
}

// isRefusal reports whether an artefact has a response of Zoom's whose words refuse a request.
func isRefusal(a *recognize.Artefact) bool {
	return a.Provider.IsZoom() && a.HasResponseBody() && flow.Classify(a.Trace).Err != nil
}

// redirectIn is the redirect URI of an authorize URL, or the only one among an app's values, and the line that it
// stands on; "" where an artefact has none.
func redirectIn(a *recognize.Artefact) (redirect string, line int) {
	count := 0
	add := func(uri string, at int) {
		if count == 0 || uri != redirect {
			redirect, line, count = uri, at, count+1
		}
	}
	for _, f := range a.Trace.Request.Query {
		if f.Name == "redirect_uri" && a.Trace.Request.Step == flow.StepAuthorize {
			add(f.Plain, a.Span.Line)
		}
	}
	for _, v := range a.Credentials.Values {
		if v.Key == recognize.RedirectURI && v.Problem == "" {
			add(v.Plain, v.Line)
		}
	}
	if count != 1 || !given(redirect) || flow.IsPlaceholder(redirect) {
		return "", 0
	}
	return redirect, line
}

// isOfOther reports whether an artefact is what a server answered that the text asks for what Zoom has not.
func (c Case) isOfOther(a *recognize.Artefact) bool {
	host, _ := splitAddress(a.Trace.Request.URL)
	return a.Kind == recognize.Exchange && slices.Contains(c.Others, host)
}

// ofApp reports whether the text gets its tokens for the app itself and for nobody else.
func (c Case) ofApp() bool {
	return len(c.Grants) > 0 && !slices.ContainsFunc(c.Grants, func(grant string) bool { return grant != "client_credentials" })
}

// ofDevice reports whether the text gets its tokens by the device flow.
func (c Case) ofDevice() bool {
	return len(c.Grants) > 0 && !slices.ContainsFunc(c.Grants, func(grant string) bool { return !strings.HasSuffix(grant, "device_code") })
}

// saysWait reports whether a code is what a device is told that polls too early (RFC 8628 §3.5).
func saysWait(code string) bool { return code == "authorization_pending" || code == "slow_down" }

// settledAt is where the last response of a text stands that is no such code: it ends the polling.
func settledAt(found []recognize.Artefact) (at int) {
	for i := range found {
		a := &found[i]
		if e := flow.Classify(a.Trace).Err; a.HasResponseBody() && (len(a.Tokens()) > 0 || e != nil && !saysWait(e.Code)) {
			at = max(at, a.Span.Start)
		}
	}
	return at
}

// unread parts the lines of an artefact shortly before an offset of the text: what stands before was read
// with other artefacts.
func unread(a *recognize.Artefact, from int) (read, rest string) {
	const again = 256
	at := max(0, len(a.Lines)-max(0, a.Span.End-from)-again)
	return a.Lines[:at], a.Lines[at:]
}

// redirectsNamed are the addresses that a text calls a redirect, and those on loopback with a callback's path.
func redirectsNamed(text string) (named []string) {
	const few = 8
	for _, m := range redirectNamed().FindAllStringSubmatch(text, few) {
		address := strings.TrimRight(m[1]+m[2], ".,;:")
		if u, err := url.Parse(address); err == nil && !recognize.IsZoomHost(u.Hostname()) && (u.Scheme == "https" || onLoopback(u)) {
			named = append(named, address)
		}
	}
	return named
}

// redirectNamed finds them.
var redirectNamed = expression(`(?i)(?:redirect|callback)[^\n]{0,60}?(https?://[^\s"'<>()\x60]+)|(http://(?:localhost|127\.0\.0\.1|\[::1\])[^\s"'<>()\x60]*/(?:callback|auth|oauth|redirect|cb)\b[^\s"'<>()\x60]*)`)

// ofGovernment is how texts speak of Zoom's other cloud.
var ofGovernment = expression(`(?i)\bzoomgov\b|\bzoom ?(?:for )?gov(?:ernment)?\b`)

// userApp is how texts speak of an app that users authorize.
var userApp = expression(`(?i)\b(?:general|user-managed|admin-managed|user managed|account-level|user-level) app\b`)

// serverApp is how texts speak of a Server-to-Server app.
var serverApp = expression(`(?i)\bserver[- ]to[- ]server\b|\bs2s\b|\baccount_credentials\b`)
