package diagnose

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// serverRules are about responses that are not OAuth's: of Zoom's own servers (zoom.md
// §5.1 T13, T14), and of whatever stands in between, which is no fact about Zoom.
var serverRules = []Rule{
	{
		ID: "captive-portal", Title: "Something between you and Zoom responded with its own page.", Reads: everywhere,
		Why:     "A hotel network, company proxy or firewall sent a login page or a warning instead of Zoom's response. With TLS, it needs its own trusted authority for that.",
		Confirm: "On the same machine, curl -sI http://neverssl.com is redirected to a login page.",
		Fix:     "Open any http page in a browser on that network, or use another network.", Do: FixMachine,
		Unlike: "Zoom did not see the request.",
		When:   When{Statuses: []int{200, 300}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.html && (l.status/100 != 3 || l.code != "" && l.reason != "") { // it has an answer and no page
				return No, nil
			}
			evidence := []string{fmt.Sprintf("status %d, %s", l.status, l.Trace.Response.Header.Get("Content-Type"))}
			if to, _, _ := strings.Cut(l.Trace.Response.Header.Get("Location"), "?"); to != "" { // its query may hold a code
				evidence = append(evidence, "it redirects to "+to+", which zoauth did not follow")
			}
			return Likely, evidence
		},
	},
	{
		ID: "html-answer", Title: "The response is a page, not Zoom's JSON: a wrong URL or method, a firewall, or maintenance.", Rows: []string{"T13"}, Reads: everywhere,
		Why:     "A GET to the token endpoint, a path that does not exist, and Cloudflare in front of Zoom all get HTML or XML.",
		Confirm: "Check the method and URL; the raw view shows the page.",
		Fix:     "Compare the method and URL with the preview, and read the raw response.", Do: SendAgain, Strength: Seen,
		Unlike: "It says nothing about credentials.",
		When:   When{Statuses: []int{400, 403, 404, 405, 406, 415, 429, 500}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.html {
				return No, nil
			}
			var evidence []string
			if m := l.Trace.Request.Method; m != "" && m != "POST" && l.step != flow.StepProbe {
				evidence = append(evidence, "the method was "+m+"; Zoom needs POST")
			}
			level := Likely
			if l.status/100 == 5 { // zoom-down comes first
				level = Possible
			}
			if ray := l.Trace.Response.Header.Get("Cf-Ray"); ray != "" {
				evidence = append(evidence, "cf-ray "+ray)
			}
			return level, evidence
		},
	},
	{
		ID: "zoom-down", Title: "Zoom's server failed.", Rows: []string{"T14"}, Reads: everywhere,
		Why:     "A 5xx is not about credentials. It does not show whether the request had an effect.",
		Confirm: "Check status.zoom.us, and try the same request later.",
		Fix:     "Wait, then send the same request again to find out. Ask Zoom support with the tracking ID.", Do: SendAgain, Strength: Documented,
		Unlike: "It says nothing about credentials.",
		When:   When{Statuses: []int{500}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if e := flow.Classify(l.Trace).Err; e != nil && e.RateLimited || l.stateRefused() || l.ofOwnServer() || !l.firsthand() && l.Refused { // the status is of another server
				return No, nil
			}
			return Likely, []string{fmt.Sprintf("status %d", l.status)}
		},
	},
	{
		ID: "server-text", Title: "The server failed, or a page was sent instead of its response.", Rows: []string{"T13", "T14"}, Reads: givenTexts,
		Why:     "A 5xx, or HTML or XML instead of JSON, comes from a gateway, a firewall or maintenance in front of Zoom. It says nothing about credentials or tokens.",
		Confirm: "The same request a minute later gets JSON.",
		Fix:     "Check the request's method and URL, then send it again later.", Do: SendAgain, Strength: Seen,
		Unlike: "It says nothing about credentials or tokens.",
		When:   When{Text: slices.Concat(faultTexts, pageTexts, parseTexts)},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case l.Refused || l.step != "" || l.code != "" && l.reason != "" || holds(l.all, []string{"external provider", "exchange external code"}) || l.stateRefused(): // the program says more
				return No, nil
			case l.OfZoom && holds(l.all, parseTexts):
				return Likely, []string{"the program expected JSON and got something else"}
			case holds(l.all, faultTexts):
				return Likely, []string{"it does not show whether the request had an effect"}
			case l.html:
				return Possible, []string{"the text is a page; the token endpoint responds in JSON"}
			}
			return No, nil
		},
	},
	{
		ID: "body-left-out", LeftOut: true, Title: "The text omits the response's body, which names the cause.", Reads: givenTexts,
		Why:     "Zoom's token endpoint returns error and reason, its API code and message. The text has none of them.",
		Confirm: "Run the same request with curl -i, or let the client print the body.",
		Fix:     "Make the client print the response body, then explain that.", Do: Nothing,
		Weigh: func(l *reading) (Likelihood, []string) {
			_, path := splitAddress(l.Trace.Request.URL)
			switch {
			case l.OfZoom && l.code == "" && !l.Answered && tokenMissed().MatchString(l.all):
				return Possible, []string{"the program got no access token"}
			case !slices.Contains([]int{400, 401, 403, 404}, l.status), path == "" && !l.OfZoom, l.body != "":
				return No, nil
			}
			return Likely, append([]string{fmt.Sprintf("status %d, and no body", l.status)}, l.withoutBody(path)...)
		},
	},
	{
		ID: "answer-cut", Title: "The request was sent, but the response did not arrive completely.", Reads: firsthand,
		Why:     "The network, a proxy or the server cut the connection. Zoom may already have replaced the token.",
		Confirm: "zoauth status PROFILE says uncertain; the timeline shows when the request was sent.",
		Fix:     "Send the same token once more: it works, or it is refused and you must authorize again.", Do: SendAgain,
		Unlike: "Zoom did not refuse it.",
		Weigh: func(l *reading) (Likelihood, []string) {
			t := l.Trace
			switch {
			case t.Delivery == flow.Sent:
				return Certain, []string{"sent at " + clock(t.Started) + ", no response was read"}
			case t.Response != nil && t.Response.Cut:
				return Certain, []string{"the body was cut off after " + flow.Count(len(t.Response.Body), "byte")}
			}
			return No, nil
		},
	},
	{
		ID: "clock-skew", Title: "This machine's clock is wrong.", Reads: everywhere,
		Why:     "Tokens seem to expire too early or too late, and a new one can look expired.",
		Confirm: "Compare date -u here with the Date header of any response.",
		Fix:     "Set the clock (timedatectl, chronyc).", Do: FixMachine,
		Weigh: func(l *reading) (Likelihood, []string) {
			skew := l.Facts.Skew
			if seen, ok := l.Trace.Skew(); ok && l.firsthand() {
				skew = seen
			}
			if skew.Abs() <= maxSkew {
				return No, nil
			}
			return Likely, []string{"it is " + flow.ClockDifference(skew)}
		},
	},
}

// faultTexts are what a server that fails says, pageTexts what the pages of those
// before it are headed, parseTexts what programs say of a response that they read as JSON and that is none.
var (
	faultTexts = []string{"500 internal server error", "502 bad gateway", "503 service", "504 gateway", "upstream connect error", "error=server_error", "error=temporarily_unavailable"}
	parseTexts = []string{"unexpected token '<'", "unexpected token <", "invalid character '<'", "unexpected character ('<'", "'<' is an invalid start", "unexpected token at '<", "unexpected token at ''", "expecting value: line 1 column 1", "unexpected end of json input", "end of input at line 1 column 1", "no content to map"}
	pageTexts  = []string{"400 bad request", "403 forbidden", "404 not found", "405 method not allowed", "cloudflare", "maintenance"}
)

// tokenMissed is what programs say of a response without a token, in lower case.
var tokenMissed = expression(`missing access token parameter|missing access_token|keyerror: 'access_token'|undefined (?:array key "|index: |property: )access_token` +
	`|\bno access[ _]token (?:was )?(?:returned|received|found|in (?:the )?response)|\baccess[ _]token (?:was )?(?:not (?:returned|received|found)|missing) (?:in|from) (?:the )?response` +
	`|\b(?:failed|unable|could not|couldn't|cannot|error) (?:to )?(?:get|getting|obtain|obtaining|retrieve|retrieving|fetch|fetching|acquire|generate|generating) (?:an? |the |new |zoom's |zoom |oauth )*access[ _]token`)

func holds(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(s string) bool { return strings.Contains(text, s) })
}

// maxSkew is how far two clocks may differ before it matters.
const maxSkew = time.Minute

// ofOwnServer reports whether a text has the JSON of an app's own server, which speaks of Zoom: Zoom does not.
func (l *reading) ofOwnServer() bool {
	return !l.firsthand() && json.Valid([]byte(l.body)) && strings.Contains(strings.ToLower(l.body), recognize.Zoom)
}

// networkRules are about requests that never left: they cite no row, since they say
// nothing about Zoom.
var networkRules = []Rule{
	{
		ID: "host-unknown", Title: "The host name could not be resolved.", Reads: firsthand,
		Why:     "There is no network, no DNS, or a typo in one of the profile's endpoints. It is not an OAuth error, and nothing was sent.",
		Confirm: "getent hosts zoom.us",
		Fix:     "Look at the name and the network.", Do: FixMachine,
		When: When{Phases: []flow.Phase{flow.PhaseResolve}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.Trace.Peer.Proxy != "" {
				return No, nil
			}
			return Certain, nil
		},
	},
	{
		ID: "host-unreachable", Title: "No connection to the server: it was refused, or nothing responded.", Reads: firsthand,
		Why:     "Refused: nothing is listening there. Timed out: a firewall drops the packets, or a proxy is needed and not set.",
		Confirm: "curl -sv --max-time 5 to the same host and port.",
		Fix:     "Check HTTPS_PROXY and the firewall; curl -v to the same URL shows more.", Do: FixMachine,
		When: When{Phases: []flow.Phase{flow.PhaseConnect}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.Trace.Peer.Proxy != "" {
				return No, nil
			}
			return Certain, l.unreached()
		},
	},
	{
		ID: "tls-authority", Title: "This machine does not trust the authority that signed the certificate.", Reads: firsthand,
		Why:     "A company proxy that inspects TLS signs with its own authority, or the system's list of authorities is missing.",
		Confirm: "openssl s_client -connect zoom.us:443 -showcerts names the issuer: is it your company's proxy?",
		Fix:     "Set ca_file, or SSL_CERT_FILE, to the authority's certificate. The check cannot be turned off.", Do: EditProfile,
		When: When{Phases: []flow.Phase{flow.PhaseTLS, flow.PhaseProxyTLS}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.failure == flow.ErrorAuthority {
				return Certain, nil
			}
			return No, nil
		},
	},
	{
		ID: "tls-certificate", Title: "The certificate is for another name, has expired, or is not yet valid.", Reads: firsthand,
		Why:     "The host is wrong, the clock is wrong, or something in between is pretending to be the server.",
		Confirm: "openssl s_client -connect HOST:443 shows names and dates of the certificate.",
		Fix:     "Check the endpoint's name and this machine's clock.", Do: FixMachine,
		When: When{Phases: []flow.Phase{flow.PhaseTLS, flow.PhaseProxyTLS}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch l.failure {
			case flow.ErrorOtherName:
				return Certain, []string{"the certificate is for another name"}
			case flow.ErrorNotValid:
				return Certain, []string{"the certificate is not valid now: is the clock right?"}
			}
			return No, nil
		},
	},
	{
		ID: "tls-broken", Title: "The TLS handshake failed; the server may not speak TLS.", Reads: firsthand,
		Why:     "The port doesn't speak TLS, the server only supports versions before 1.2, or a firewall breaks the handshake.",
		Confirm: "curl -sv to the same URL fails in the same way.",
		Fix:     "Check the endpoint's scheme and port.", Do: FixMachine,
		When: When{Phases: []flow.Phase{flow.PhaseTLS, flow.PhaseProxyTLS}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch l.failure {
			case flow.ErrorAuthority, flow.ErrorOtherName, flow.ErrorNotValid:
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "proxy-unreachable", Title: "The proxy could not be reached.", Reads: firsthand,
		Why:     "HTTPS_PROXY sends requests through a proxy that is not running, cannot be reached from here, or has a name that does not resolve. Nothing was sent to Zoom.",
		Confirm: "env | grep -i proxy, then curl -sv --proxy with that address.",
		Fix:     "Start the proxy (ssh -D starts a SOCKS proxy), correct HTTPS_PROXY, or add the host to NO_PROXY.", Do: FixMachine,
		Unlike: "Nothing was sent to Zoom.",
		When:   When{Phases: []flow.Phase{flow.PhaseResolve, flow.PhaseConnect}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.Trace.Peer.Proxy == "" {
				return No, nil
			}
			return Certain, append([]string{"the proxy is " + l.Trace.Peer.Proxy}, l.unreached()...)
		},
	},
	{
		ID: "proxy-refused", Title: "The proxy did not let the request through.", Reads: firsthand,
		Why:     "407 means that it needs a password; 403 and 502, that it may not or cannot connect to the server. ssh -D closes the connection when the host behind it cannot reach the server.",
		Confirm: "curl -sv --proxy with the same address shows the same status.",
		Fix:     "Correct HTTPS_PROXY, or add the host to NO_PROXY.", Do: FixMachine,
		Unlike: "Nothing was sent to Zoom.",
		When:   When{Phases: []flow.Phase{flow.PhaseProxy}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.Trace.Peer.Proxy == "" {
				return No, nil
			}
			return Certain, []string{"the proxy is " + l.Trace.Peer.Proxy}
		},
	},
	{
		ID: "proxy-kind", Title: "The proxy variable is not a URL, or names a kind of proxy that zoauth does not support.", Reads: firsthand,
		Why:     "http, https, socks5 and socks5h proxies are supported; SOCKS 4 is not.",
		Confirm: "env | grep -i proxy",
		Fix:     "Set HTTPS_PROXY to http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT.", Do: FixMachine,
		When: When{Phases: []flow.Phase{flow.PhaseProxy}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.Trace.Peer.Proxy == "" { // it was not asked
				return Certain, nil
			}
			return No, nil
		},
	},
	{
		ID: "network-text", Title: "The network failed, not Zoom: this is the client's own error.", Reads: givenTexts,
		YieldsTo: []string{"request-from-browser"}, // which a browser's console calls a failed network
		Why:      "Could not resolve host, connection refused, timeouts and untrusted certificates come from the sending machine or a proxy, before any response. After a reset or a timeout, the request may still have arrived.",
		Confirm:  "Run curl -sv to the same URL on the machine that wrote the error.",
		Fix:      "Check that machine's network; the error says nothing about credentials.", Do: FixMachine,
		Unlike: "It says nothing about credentials.",
		When:   When{Text: recognize.TransportWords},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.step != "" || strings.TrimSpace(l.Text) == "" {
				return No, nil
			}
			for _, unsure := range []string{"operation timed out", "etimedout", "i/o timeout", "connection reset", "econnreset", "socket hang up", "empty reply"} {
				if strings.Contains(l.all, unsure) {
					return Likely, []string{"the request may still have arrived: a code or a refresh token in it may be used up"}
				}
			}
			for _, f := range networkFaults {
				if holds(l.all, f.words) {
					return Likely, []string{f.means}
				}
			}
			return Likely, nil
		},
	},
	{
		ID: "address-incomplete", Title: "The program's address is not a whole URL, so nothing was sent.", Reads: givenTexts,
		Why:     "The base URL is empty or was never read from the settings, and what is left has no scheme or host. The client refuses that before it connects.",
		Confirm: "Print the URL right before the request: it starts with https:// and a host.",
		Fix:     "Set the base URL: https://zoom.us/oauth/token for tokens, https://api.zoom.us/v2 for the API.", Do: Nothing,
		Unlike: "It says nothing about credentials, and Zoom refused nothing.",
		When:   When{Text: recognize.AddressWords},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case l.step != "" || l.Answered:
				return No, nil
			case !l.OfZoom:
				return Possible, nil
			}
			return Likely, nil
		},
	},
}

// networkFaults are what the words of clients mean, in lower case.
var networkFaults = []struct {
	words []string
	means string
}{
	{[]string{"response 407", "code 407", "407 proxy", "proxy authentication required"}, "407: the proxy asks for a login"},
	{[]string{"pkix", "certification path", "self-signed", "self signed", "unknown authority", "local issuer", "unable to verify", "unable_to_verify", "certificate verify failed", "ssl_error_", "untrusted"}, "that machine does not trust the certificate: a proxy that inspects TLS, or an old list of authorities"},
	{[]string{"could not resolve", "enotfound", "eai_again", "getaddrinfo", "no such host", "name or service not known", "unknownhostexception", "name resolution"}, "the host's name could not be resolved"},
	{[]string{"connection refused", "econnrefused"}, "nothing accepted the connection"},
}

// unreached is how a connection did not come about.
func (l *reading) unreached() []string {
	switch l.failure {
	case flow.ErrorHostUnknown:
		return []string{"its name could not be resolved"}
	case flow.ErrorRefused:
		return []string{"the connection was refused"}
	case flow.ErrorTimeout:
		return []string{"no response in time"}
	}
	return nil
}

// aboutTokens is a text about getting a token, not about using one.
var aboutTokens = expression(`\brefresh|\bexchange\b|\boauth\b|\b(?:get|getting|obtain|obtaining|mint|minting|request(?:ing)?|fetch(?:ing)?) (?:\w+ ){0,3}token\b|\btoken (?:mint|request|refresh|error)`)

// withoutBody is what address and status tell where the body is not shown.
func (l *reading) withoutBody(path string) []string {
	switch {
	case path == "" && aboutTokens().MatchString(l.all):
	case path != "/oauth/token" && l.status == 401:
		return []string{"a 401 from the API usually has code 124: the access token has expired, or arrived incomplete"}
	case strings.HasPrefix(path+"/", "/v2/") && l.status == 404:
		return []string{"a 404 from the API says that the path, or the user or meeting in it, is not there; that does not mean that the token is wrong"}
	case path == "/oauth/token" && len(l.Trace.Request.Query) > 0:
		return []string{"the parameters are in the URL; Zoom always reads them in the form"}
	}
	return nil
}
