package flow

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Hit is one request that reached the callback listener, or one paste in its place.
type Hit struct {
	Kind    HitKind
	Text    string // what was unusual about it, in our words; never data of the request
	Request string // its method, path and the names in its query, without their values; unsafe, and up to 16 KiB long
	Status  int    // of the reply; 0: pasted, so that nothing was replied
	At      time.Time
	Pasted  bool // a person gave it
}

// HitKind says what a request at the listener was.
type HitKind string

// The kinds of hit; [HitKind.Ends] says which end the attempt.
const (
	HitStray    HitKind = "stray"    // wrong path, method, host or state: answered and counted
	HitTunnel   HitKind = "tunnel"   // a plain GET /: somebody reached us, so the tunnel stands
	HitNoState  HitKind = "no state" // the right path with a code and without a state
	HitAnswer   HitKind = "answer"   // the right state with a code
	HitDeclined HitKind = "declined" // the right state with an error
	HitMixUp    HitKind = "mix-up"   // an iss that is not this server's
)

// Ends reports whether a hit of this kind ends the attempt.
func (k HitKind) Ends() bool { return k == HitAnswer || k == HitDeclined || k == HitMixUp }

// maxCallbackQuery is the longest query that is read, in bytes.
const maxCallbackQuery = 8 << 10

// reply is what the listener answers and what it tells the screen.
type reply struct {
	status int
	page   page
	kind   HitKind
	text   string
}

// maxToldNames is how many names of a query are told.
const maxToldNames = 8

// requestLine is a request's method, path and the names in its query. The values stay
// out: they may be codes. The path is whole, so that whoever shows it finds a secret in
// it before it is cut (S4).
func requestLine(r *http.Request) string {
	line := r.Method + " " + r.URL.EscapedPath()
	if r.URL.RawQuery == "" {
		return line
	}
	fields := strings.SplitN(r.URL.RawQuery, "&", maxToldNames+1)
	for i, field := range fields {
		name, _, _ := strings.Cut(field, "=")
		switch {
		case i == maxToldNames, !isParameter(name):
			fields[i] = "…"
		default:
			fields[i] = name + "=…"
		}
	}
	return line + "?" + strings.Join(fields, "&")
}

// isParameter reports whether a text looks like the name of a parameter of OAuth.
func isParameter(name string) bool {
	lower := func(c rune) bool { return c >= 'a' && c <= 'z' || c == '_' }
	return name != "" && len(name) <= 32 && strings.TrimFunc(name, lower) == ""
}

// judge looks at one request in the order of L4, then L3, L6 and L10. Only an answer
// with the right state changes the attempt.
func (l *Listener) judge(r *http.Request) reply {
	path := r.URL.EscapedPath()
	switch {
	case !l.allowedHost(r.Host) || r.URL.User != nil:
		return reply{http.StatusMisdirectedRequest, pageNothing, HitStray, "a request for another host"}
	case r.Method != http.MethodGet:
		return reply{http.StatusMethodNotAllowed, pageNothing, HitStray, "a " + known(r.Method) + " request"}
	case speculative(r.Header):
		return reply{http.StatusServiceUnavailable, pageNothing, HitStray, "a prefetch: the browser loaded the address before anyone opened it"}
	case path == "/" && r.URL.RawQuery == "":
		return reply{http.StatusNotFound, pageNothing, HitTunnel, "a request from outside zoauth reached the listener"}
	case path != callbackPath(l.attempt.App.RedirectURI):
		return reply{http.StatusNotFound, pageNothing, HitStray, "a path other than the callback's"}
	case len(r.URL.RawQuery) > maxCallbackQuery:
		return reply{http.StatusBadRequest, pageNothing, HitStray, "a query longer than 8 KiB"}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return reply{http.StatusBadRequest, pageNothing, HitStray, "a malformed query"}
	}
	return l.judgeQuery(query)
}

func (l *Listener) judgeQuery(q url.Values) reply {
	code, failure := q["code"], q["error"]
	switch {
	case !q.Has("state") && len(code) == 1 && len(failure) == 0:
		return reply{http.StatusBadRequest, pageNothing, HitNoState, "a callback without state: was the flow started at Zoom?"}
	case len(q["state"]) != 1:
		return reply{http.StatusBadRequest, pageNothing, HitStray, "no state, or more than one"}
	case len(code)+len(failure) != 1:
		return reply{http.StatusBadRequest, pageNothing, HitStray, "neither one code nor one error"}
	case !l.attempt.sameState(q.Get("state")):
		return reply{http.StatusBadRequest, pageNothing, HitStray, "the state of another attempt"}
	case len(q["iss"]) > 1:
		return reply{http.StatusBadRequest, pageNothing, HitStray, "more than one issuer"}
	case q.Has("iss") && !l.attempt.sameIssuer(q.Get("iss")):
		return reply{http.StatusBadRequest, pageNothing, HitMixUp, "mix-up: the callback names another issuer"}
	case len(code) == 1 && !isCode(code[0]):
		return reply{http.StatusBadRequest, pageNothing, HitStray, "a code with invalid characters"}
	case len(failure) == 1 && failure[0] == "":
		return reply{http.StatusBadRequest, pageNothing, HitStray, "an error without a name"}
	}
	return l.take(q)
}

// take makes the answer the attempt's, when it is the first.
func (l *Listener) take(q url.Values) reply {
	c := Callback{
		Code:          NewSecret(KindCode, q.Get("code")),
		Error:         q.Get("error"),
		Description:   q.Get("error_description"),
		At:            l.now(),
		StateChecked:  true,
		ReceivedState: true,
	}
	switch {
	case !l.attempt.Take(c):
		return reply{http.StatusGone, pageNothing, HitStray, "a second callback"}
	case c.Code.IsZero():
		return reply{http.StatusOK, pageDeclined, HitDeclined, "the authorization was declined"}
	default:
		return reply{http.StatusOK, pageReceived, HitAnswer, "the code arrived"}
	}
}

// speculative reports whether a browser loads the address ahead of a visit that may
// never come: Sec-Purpose is the standard (Fetch §4.6), the others are what older
// browsers send. A visit that follows loads it again, since the reply is an error.
func speculative(h http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		purpose := strings.ToLower(strings.Join(h.Values(name), ";"))
		for _, word := range []string{"prefetch", "prerender", "preview"} {
			if strings.Contains(purpose, word) {
				return true
			}
		}
	}
	return false
}

// allowedHost accepts the redirect URI's authority and loopback literals with
// the listener's port: a name that was rebound to loopback is refused
// (L4).
func (l *Listener) allowedHost(host string) bool {
	if u, err := url.Parse(l.attempt.App.RedirectURI); err == nil && host != "" && strings.EqualFold(host, u.Host) {
		return true
	}
	for _, own := range []string{"127.0.0.1", "[::1]", "localhost"} {
		if host == own+":"+l.port {
			return true
		}
	}
	return false
}

// callbackPath is the path of the redirect URI as the browser sends it.
func callbackPath(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil || u.EscapedPath() == "" {
		return "/"
	}
	return u.EscapedPath()
}

// known names a method without repeating what a stranger sent.
func known(method string) string {
	switch method {
	case http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return method
	default:
		return "strange"
	}
}
