package diagnose

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// Beside is what a text has beside an artefact, which speaks for or against a cause.
type Beside struct {
	// Redirect is the redirect URI that the text has beside it, in an authorize URL or among an app's values.
	Redirect string
	// Loopback is a redirect on loopback, over plain http, that the text names in a sentence.
	Loopback string
	// RedirectLine is the line of the text that has it.
	RedirectLine int
	// Answered says that the text has a whole response beside it, which says more than words about it.
	Answered bool
	// Failed says that the text has a request beside it that a server refused.
	Failed bool
	// Refused says that the text has a response of Zoom's beside it, whose words refuse a request.
	Refused bool
	// Revoked is the line of the text on which Zoom did a revoke; 0 where it has none.
	Revoked int
	// Government is the line of the text that speaks of Zoom for Government, 0 where none does;
	// BothClouds says that the text has an address of the other cloud too.
	Government int
	BothClouds bool
	// InBrowser says that the text has a program that runs in a page.
	InBrowser bool
	// ServerApp says that the text speaks of a Server-to-Server app.
	ServerApp bool
	// Grants are the grant types of the requests for tokens that the text has.
	Grants []string
	// Others are the hosts that the text asks for what Zoom has not.
	Others []string
	// UserApp says that the text speaks of an app that users authorize.
	UserApp bool
}

// besideOf is what the artefacts of a text say of one another.
func besideOf(found []recognize.Artefact) Beside {
	var b Beside
	var named []string
	read := 0 // the artefacts before reach so far: those of one line are the whole line, each of them
	for i := range found {
		r := &found[i].Trace.Request
		if redirect, line := redirectIn(&found[i]); redirect != "" {
			b.Redirect, b.RedirectLine = redirect, line
		}
		q := asked{Request: *r, artefact: &found[i]}
		q.host, q.path = splitAddress(r.URL)
		if grant := q.value("grant_type"); grant != "" {
			b.Grants = append(b.Grants, grant)
		}
		if found[i].HasRequest() && q.isOfOther() {
			b.Others = append(b.Others, q.host)
		}
		b.Answered = b.Answered || found[i].HasResponseBody() && !found[i].IsExcerpt()
		b.Failed = b.Failed || found[i].Kind == recognize.Exchange && found[i].Trace.Response.Status >= http.StatusBadRequest
		b.Refused = b.Refused || isRefusal(&found[i])
		if b.Revoked == 0 && found[i].Revoked() {
			b.Revoked = found[i].Span.Line
		}
		before, text := unread(&found[i], read)
		if at := ofGovernment().FindStringIndex(text); at != nil && b.Government == 0 {
			b.Government = found[i].Span.Line + strings.Count(before+text[:at[0]], "\n")
		}
		named = append(named, redirectsNamed(text)...)
		b.BothClouds = b.BothClouds || strings.Contains(text, "zoom.us")
		b.InBrowser = b.InBrowser || builtForBrowser().MatchString(text)
		b.ServerApp = b.ServerApp || serverApp().MatchString(text)
		b.UserApp = b.UserApp || userApp().MatchString(text)
		read = max(read, found[i].Span.End)
	}
	b.BothClouds = b.BothClouds && b.Government > 0
	if len(named) > 0 && !slices.ContainsFunc(named, func(address string) bool { return strings.HasPrefix(address, "https") }) {
		b.Loopback = named[0]
	}
	return b
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
func (b Beside) isOfOther(a *recognize.Artefact) bool {
	host, _ := splitAddress(a.Trace.Request.URL)
	return a.Kind == recognize.Exchange && slices.Contains(b.Others, host)
}

// ofApp reports whether the text gets its tokens for the app itself and for nobody else.
func (b Beside) ofApp() bool {
	return len(b.Grants) > 0 && !slices.ContainsFunc(b.Grants, func(grant string) bool { return grant != "client_credentials" })
}

// ofDevice reports whether the text gets its tokens by the device flow.
func (b Beside) ofDevice() bool {
	return len(b.Grants) > 0 && !slices.ContainsFunc(b.Grants, func(grant string) bool { return !strings.HasSuffix(grant, "device_code") })
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
