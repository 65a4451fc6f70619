package diagnose_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
)

// refreshing refreshes at base, through a proxy where one is named.
func refreshing(t *testing.T, base, proxy, caFile string) diagnose.Case {
	t.Helper()
	client := &flow.Client{Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }}
	if proxy != "" {
		client.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy) }
	}
	app := changed(func(a *flow.App) { a.Endpoints.OAuthURL, a.CAFile = base, caFile })
	trace := client.Send(t.Context(), flow.RefreshRequest(app, secret, refresh))
	if trace.Err == nil {
		t.Fatal("the request was answered")
	}
	return diagnose.Case{Trace: trace, App: app, Now: now}
}

// fromHistory is the same after the workbench was started again: typed errors are
// texts then.
func fromHistory(g given) given {
	return given{live: func(t *testing.T) diagnose.Case {
		c := g.make(t)
		c.Trace = kept(c.Trace.ID, time.Hour, c.Trace)
		return c
	}}
}

// secured starts a TLS server, for example.com and 127.0.0.1, and returns its port
// and a file with its authority.
func secured(t *testing.T) (port, caFile string) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(caFile, block, 0o600); err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(server.Listener.Addr().String())
	return port, caFile
}

// saying answers each connection's first request with raw bytes.
func saying(t *testing.T, raw string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, raw)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// Ways in which a request does not leave.
var (
	nobody = given{live: func(t *testing.T) diagnose.Case { return refreshing(t, "http://"+closedPort(t), "", "") }}

	unknownAuthority = given{live: func(t *testing.T) diagnose.Case {
		port, _ := secured(t)
		return refreshing(t, "https://127.0.0.1:"+port, "", "")
	}}
	otherName = given{live: func(t *testing.T) diagnose.Case {
		port, caFile := secured(t)
		return refreshing(t, "https://localhost:"+port, "", caFile)
	}}
	plainPort = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://"+saying(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "", "")
	}}
	unknownProxy = given{live: func(t *testing.T) diagnose.Case {
		port, _ := secured(t)
		return refreshing(t, "https://zoom.example", "https://127.0.0.1:"+port, "")
	}}
	otherProxy = given{live: func(t *testing.T) diagnose.Case {
		port, caFile := secured(t)
		return refreshing(t, "https://zoom.example", "https://localhost:"+port, caFile)
	}}
	noPassword = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://zoom.example", "http://"+saying(t, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"), "")
	}}
	socks = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://zoom.example", "socks4://127.0.0.1:1", "")
	}}
	deadProxy = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://zoom.example", "http://"+closedPort(t), "")
	}}
	lostProxy = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://zoom.example", "http://proxy.invalid:3128", "")
	}}
	noAddress = given{live: func(t *testing.T) diagnose.Case { return refreshing(t, "https://zoom.example", "http://%zz", "") }}

	plainProxy = given{live: func(t *testing.T) diagnose.Case {
		return refreshing(t, "https://zoom.example", "https://"+saying(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "")
	}}

	noName = failed(flow.PhaseResolve, &net.DNSError{Err: "no such host", Name: "zoom.us", IsNotFound: true})
	ended  = failed(flow.PhaseTLS, &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}})
)

// failed is a refresh that failed in a phase before it was sent.
func failed(phase flow.Phase, err error) given {
	return given{step: flow.StepRefresh, turn: func(t *flow.Trace) {
		neverSent(t)
		t.Phase, t.Err = phase, err
	}}
}

// withFault refreshes at a server with a fault.
func withFault(f sandbox.Fault) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, "acme-dev")
		r := flow.RefreshRequest(z.app, z.secret, z.token(z.allowed()).RefreshToken)
		z.Inject(f)
		return z.refused(r)
	}}
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// serverSituations are about T13, T14 and the clock (docs/zoom.md §5.1, §8).
var serverSituations = []situation{
	{
		rule: "captive-portal", when: "the hotel's page with status 200", rank: 1,
		hit: withFault(sandbox.Fault{Status: 200, Body: []byte(hotel), Header: header("Content-Type", "text/html")}),
		misses: map[string]given{
			"Zoom's JSON with status 200":   {step: flow.StepProbe, status: 200, body: noMeeting},
			"a page with status 403":        {step: flow.StepRefresh, status: 403, body: hotel},
			"JSON that quotes a page's tag": {step: flow.StepProbe, status: 200, body: `{"id":"u1","bio":"I write <html> by hand"}`},
		},
	},
	{
		rule: "captive-portal", when: "a redirect to its login", rank: 1,
		hit: withFault(sandbox.Fault{Status: 302, Body: []byte("{}"), Header: header("Location", "http://login.hotel.example/")}),
	},
	{
		rule: "html-answer", when: "a path that does not exist", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			z.app.Endpoints.OAuthURL += "/oauth"
			return z.refused(flow.RefreshRequest(z.app, z.secret, refresh))
		}},
		misses: map[string]given{
			"Zoom's JSON":            {step: flow.StepRefresh, body: deadToken},
			"JSON with status 404":   {step: flow.StepProbe, status: 404, body: noMeeting},
			"a page with status 200": {step: flow.StepRefresh, status: 200, body: hotel},
			"JSON that quotes a tag": {step: flow.StepRefresh, body: `{"reason":"<html> is no token","error":"invalid_grant"}`},
		},
	},
	{
		rule: "html-answer", when: "Cloudflare's firewall", rank: 1,
		hit: withFault(sandbox.Fault{Status: 403, Body: []byte(hotel), Header: header("Cf-Ray", "8f1c")}),
	},
	{
		rule: "html-answer", when: "XML", rank: 1,
		hit: given{step: flow.StepRefresh, body: `<?xml version="1.0"?><error>Bad Request</error>`},
	},
	{
		rule: "zoom-down", when: "a gateway's page", rank: 1,
		hit: withFault(sandbox.Fault{Status: 502, Body: []byte(hotel)}),
		misses: map[string]given{
			"503 that asks to wait": {step: flow.StepRefresh, status: 503, header: header("Retry-After", "30")},
			"a refusal":             {step: flow.StepRefresh, body: deadToken},
			"500 in a refusal":      {step: flow.StepRefresh, body: `{"reason":"Bad Request 500","error":"invalid_request"}`},
		},
	},
	{
		rule: "zoom-down", when: "500 with JSON", rank: 1,
		hit: given{step: flow.StepRefresh, status: 500, body: `{"status":false,"errorCode":500,"errorMessage":"Internal error"}`},
	},
	{
		rule: "answer-cut", when: "the connection ended before the header", rank: 1,
		hit: withFault(sandbox.Fault{Cut: sandbox.BeforeHeader}),
		misses: map[string]given{
			"it never left":          nobody,
			"it came whole":          {step: flow.StepRefresh, body: deadToken},
			"it came, and is a page": {step: flow.StepRefresh, status: 200, body: hotel},
		},
	},
	{
		rule: "answer-cut", when: "the connection ended within the body", rank: 1,
		hit: withFault(sandbox.Fault{Cut: sandbox.AfterHeader}),
	},
	{
		rule: "clock-skew", when: "a fresh token is called expired", rank: 2,
		hit: probing("acme-dev", func(z *zoom, r flow.Request) flow.Request {
			z.SetRules(func(rules *sandbox.Rules) { rules.ClockSkew = 2 * time.Hour })
			return r
		}),
		misses: map[string]given{
			"the clocks agree":   probing("acme-dev", anHourLater),
			"half a minute":      {step: flow.StepProbe, status: 401, body: apiExpired, header: header("Date", now.Add(30*time.Second).Format(http.TimeFormat))},
			"no Date to compare": {step: flow.StepProbe, status: 401, body: apiExpired, header: http.Header{"Date": nil}},
		},
	},
	{
		rule: "clock-skew", when: "doctor measured it", rank: 2,
		hit: given{text: apiExpired, facts: flow.Facts{Skew: -10 * time.Minute}},
	},
}

// networkSituations are about requests that did not leave (zoom.md T15).
var networkSituations = []situation{
	{
		rule: "host-unknown", when: "no DNS", rank: 1, hit: noName,
		misses: map[string]given{"nobody answers": nobody, "the proxy wants a password": noPassword, "the proxy's name is unknown": lostProxy},
	},
	{rule: "host-unknown", when: "from the history", rank: 1, hit: fromHistory(noName)},
	{
		rule: "host-unreachable", when: "nobody listens", rank: 1, hit: nobody,
		misses: map[string]given{"no DNS": noName, "no TLS": plainPort, "the proxy is dead": deadProxy, "it left, and no answer came": withFault(sandbox.Fault{Cut: sandbox.BeforeHeader})},
	},
	{
		rule: "tls-authority", when: "an authority of the company", rank: 1, hit: unknownAuthority,
		misses: map[string]given{"another name": otherName, "ended": ended, "no TLS": plainPort, "the proxy wants a password": noPassword},
	},
	{rule: "tls-authority", when: "the system has no list", rank: 1, hit: failed(flow.PhaseTLS, x509.SystemRootsError{})},
	{rule: "tls-authority", when: "the proxy's own", rank: 1, hit: unknownProxy},
	{rule: "tls-authority", when: "from the history", rank: 1, hit: fromHistory(unknownAuthority)},
	{
		rule: "tls-certificate", when: "it is for another name", rank: 1, hit: otherName,
		misses: map[string]given{"an unknown authority": unknownAuthority, "the same from the history": fromHistory(unknownAuthority), "no TLS": plainPort},
	},
	{rule: "tls-certificate", when: "it has ended", rank: 1, hit: ended},
	{rule: "tls-certificate", when: "the proxy's is for another name", rank: 1, hit: otherProxy},
	{rule: "tls-certificate", when: "another name, from the history", rank: 1, hit: fromHistory(otherName)},
	{rule: "tls-certificate", when: "ended, from the history", rank: 1, hit: fromHistory(ended)},
	{
		rule: "tls-broken", when: "a port without TLS", rank: 1, hit: plainPort,
		misses: map[string]given{
			"an unknown authority": unknownAuthority, "another name": otherName, "ended": ended,
			"an unknown authority, from the history": fromHistory(unknownAuthority), "ended, from the history": fromHistory(ended),
			"the proxy wants a password": noPassword, "SOCKS": socks,
		},
	},
	{rule: "tls-broken", when: "the proxy speaks http, the variable says https", rank: 1, hit: plainProxy},
	{
		rule: "proxy-unreachable", when: "nobody listens there", rank: 1, hit: deadProxy,
		misses: map[string]given{"nobody answers, without a proxy": nobody, "no DNS, without a proxy": noName, "it wants a password": noPassword, "its kind is unknown": socks},
	},
	{rule: "proxy-unreachable", when: "its name is unknown", rank: 1, hit: lostProxy},
	{rule: "proxy-unreachable", when: "from the history", rank: 1, hit: fromHistory(deadProxy)},
	{
		rule: "proxy-refused", when: "it wants a password", rank: 1, hit: noPassword,
		misses: map[string]given{
			"its certificate is not trusted": unknownProxy, "its certificate is another's": otherProxy,
			"SOCKS, which was not asked": socks, "SOCKS, from the history": fromHistory(socks), "the variable is no URL": noAddress,
			"it speaks no TLS": plainProxy,
		},
	},
	{
		rule: "proxy-kind", when: "SOCKS", rank: 1, hit: socks,
		misses: map[string]given{"it wants a password": noPassword, "its certificate is not trusted": unknownProxy},
	},
	{rule: "proxy-kind", when: "SOCKS, from the history", rank: 1, hit: fromHistory(socks)},
	{rule: "proxy-kind", when: "the variable is no URL", rank: 1, hit: noAddress},
	{
		rule: "server-text", when: "a gateway's status in a log", rank: 1,
		hit: given{text: "zoom: HTTP/1.1 502 Bad Gateway"},
		misses: map[string]given{
			"a page of Zoom's consent":  {text: "<html><body>You cannot authorize Acme</body></html>"},
			"a status beside an answer": {text: "zoom: 400 Bad Request " + deadToken},
			"an answer of this machine": {step: flow.StepRefresh, status: 502, body: hotel},
		},
	},
	{
		rule: "network-text", when: "curl's own error", rank: 1,
		hit: given{text: "curl: (6) Could not resolve host: zoom.us"},
		misses: map[string]given{
			"zoauth's own request": nobody,
			"Zoom's answer":        {text: "zoom: " + deadToken},
			"a wait of the API's":  {text: "zoom api: " + tooMany},
		},
	},
	{
		rule: "address-incomplete", when: "Go's own error", rank: 1,
		hit: given{text: `zoom: Post "/users/me/meetings": unsupported protocol scheme ""`},
		misses: map[string]given{
			"zoauth's own request": nobody,
			"a redirect":           {text: "Zoom: Invalid redirect url (4,700)"},
		},
	},
}

func TestServerSituations(t *testing.T)  { check(t, serverSituations) }
func TestNetworkSituations(t *testing.T) { check(t, networkSituations) }
