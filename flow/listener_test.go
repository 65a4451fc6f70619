package flow_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// desk is a listener on a free port with what it reported.
type desk struct {
	t       *testing.T
	attempt *flow.Attempt
	l       *flow.Listener
	mu      sync.Mutex
	hits    []flow.Hit
}

func listen(t *testing.T) *desk {
	t.Helper()
	a := newAttempt(t)
	address := testkit.AddressFor(t)
	a.App.RedirectURI = "http://" + address + "/callback"
	d := &desk{t: t, attempt: a}
	l, err := flow.Listen(t.Context(), a, func(h flow.Hit) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.hits = append(d.hits, h)
	})
	if err != nil {
		t.Fatal(err)
	}
	d.l = l
	t.Cleanup(func() { _ = l.Close() })
	return d
}

func (d *desk) kinds() []flow.HitKind {
	d.mu.Lock()
	defer d.mu.Unlock()
	var kinds []flow.HitKind
	for _, h := range d.hits {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}

// raw sends bytes on a connection of its own and reads the whole answer.
func (d *desk) raw(request string) (*http.Response, string) {
	d.t.Helper()
	conn, err := net.Dial("tcp", d.l.Address())
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		d.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return nil, ""
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	return res, string(body)
}

func (d *desk) get(target string) (*http.Response, string) {
	d.t.Helper()
	return d.raw("GET " + target + " HTTP/1.1\r\nHost: " + d.l.Address() + "\r\n\r\n")
}

// Row by row in the order of the checks (L3, L4, L6, L10): only the last two have an effect.
func TestListenerChecksInOrder(t *testing.T) {
	long := strings.Repeat("a", 9<<10)
	tests := []struct {
		name, request string
		status        int
		kind          flow.HitKind
	}{
		{"foreign host", "GET /callback?code=c&state=STATE HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421, flow.HitStray},
		{"foreign host with our port", "GET / HTTP/1.1\r\nHost: evil.test:PORT\r\n\r\n", 421, flow.HitStray},
		{"localhost in front", "GET / HTTP/1.1\r\nHost: localhost.evil:PORT\r\n\r\n", 421, flow.HitStray},
		{"POST", "POST /callback HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n", 405, flow.HitStray},
		{"HEAD", "HEAD /callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 405, flow.HitStray},
		{"OPTIONS", "OPTIONS /callback HTTP/1.1\r\nHost: HOST\r\nAccess-Control-Request-Private-Network: true\r\n\r\n", 405, flow.HitStray},
		{"favicon", "GET /favicon.ico HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"a plain visit", "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitTunnel},
		{"another port in Host", "GET /callback?code=c&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 421, flow.HitStray},
		{"dot after the host", "GET /callback?code=c&state=STATE HTTP/1.1\r\nHost: localhost.:PORT\r\n\r\n", 421, flow.HitStray},
		{"HTTP/1.0 without Host", "GET /callback?code=c&state=STATE HTTP/1.0\r\n\r\n", 421, flow.HitStray},
		{"absolute target, foreign host", "GET http://evil.test/callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 421, flow.HitStray},
		{"absolute target, userinfo", "GET http://user@HOST/callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 421, flow.HitStray},
		{"CONNECT", "CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n", 405, flow.HitStray},
		{"OPTIONS with the answer", "OPTIONS /callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 405, flow.HitStray},
		{"two slashes", "GET //callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"escaped slash", "GET /%2Fcallback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"dots in the path", "GET /x/../callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"upper case", "GET /Callback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"parameter in the path", "GET /callback;x=1?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"slash at the end", "GET /callback/?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"escaped path", "GET /%63allback?code=c&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, flow.HitStray},
		{"long query", "GET /callback?code=" + long + "&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"broken query", "GET /callback?code=%zz&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"no state", "GET /callback?code=c HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitNoState},
		{"two states", "GET /callback?code=c&state=STATE&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"two codes", "GET /callback?code=c&code=d&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"code and error", "GET /callback?code=c&error=e&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"two codes, one empty", "GET /callback?code=&code=d&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"the right state and another", "GET /callback?code=c&state=STATE&state=forged HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"two issuers", "GET /callback?code=c&state=STATE&iss=a&iss=b HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"an error without a name", "GET /callback?error=&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"semicolons", "GET /callback?code=c;state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"neither", "GET /callback?state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"wrong state", "GET /callback?code=c&state=forged HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"empty state", "GET /callback?code=c&state= HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"error with a wrong state", "GET /callback?error=access_denied&state=forged HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
		{"a code with a newline", "GET /callback?code=a%0Ab&state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, flow.HitStray},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := listen(t)
			_, port, _ := net.SplitHostPort(d.l.Address())
			fill := strings.NewReplacer("STATE", d.attempt.State, "HOST", d.l.Address(), "PORT", port)
			res, body := d.raw(fill.Replace(test.request))
			if res == nil || res.StatusCode != test.status {
				t.Fatalf("answered %v, want %d", res, test.status)
			}
			if strings.Contains(body, "evil") || strings.Contains(body, "forged") {
				t.Error("L8: the page repeats the request")
			}
			wantKinds(t, d, test.kind)
			if d.attempt.Taken() != nil {
				t.Fatal("the attempt was answered")
			}
			if res, _ := d.get("/callback?code=" + code33 + "&state=" + d.attempt.State); res == nil || res.StatusCode != 200 {
				t.Errorf("the right answer after it: %v", res)
			}
		})
	}
}

// What is told of a request is its line, without a value of its query.
func TestAHitTellsTheRequestAndNoValue(t *testing.T) {
	long := "/" + strings.Repeat("a", 200)
	for request, want := range map[string]string{
		"GET /favicon.ico":                       "GET /favicon.ico",
		"GET /":                                  "GET /",
		"POST /callback":                         "POST /callback",
		"GET /callback?code=Secret1&state=S2":    "GET /callback?code=…&state=…",
		"GET /callback?code=c;state=Secret1":     "GET /callback?code=…",
		"GET /callback?Secret1":                  "GET /callback?…",
		"GET /callback?%0a=1&state":              "GET /callback?…&state=…",
		"GET " + long:                            "GET " + long,
		"GET /x?" + strings.Repeat("a=1&", 2000): "GET /x?" + strings.Repeat("a=…&", 8) + "…",
	} {
		d := listen(t)
		_, _ = d.raw(request + " HTTP/1.1\r\nHost: " + d.l.Address() + "\r\n\r\n")
		kind := flow.HitStray
		if want == "GET /" {
			kind = flow.HitTunnel
		}
		wantKinds(t, d, kind)
		d.mu.Lock()
		got := d.hits[0].Request
		d.mu.Unlock()
		if got != want {
			t.Errorf("%.40s: %q, want %q", request, got, want)
		}
	}
}

// L4: what is no request that can be read changes nothing.
func TestUnreadableRequestsChangeNothing(t *testing.T) {
	d := listen(t)
	target := "/callback?code=" + code33 + "&state=" + d.attempt.State
	for _, request := range []string{
		"GET TARGET HTTP/1.1\r\nHost: user@HOST\r\n\r\n", "GET TARGET HTTP/1.1\r\n\r\n", "GET TARGET HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
		"GET TARGET\r\n\r\n", "GET TARGET HTTP/2.0\r\nHost: HOST\r\n\r\n", "GET %2FTARGET HTTP/1.1\r\nHost: HOST\r\n\r\n", "get\tTARGET HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"GET TARGET HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n", "GET TARGET HTTP/1.1\r\nHost: HOST\r\nX: " + strings.Repeat("a", 32<<10) + "\r\n\r\n",
	} {
		res, _ := d.raw(strings.NewReplacer("TARGET", target, "HOST", d.l.Address()).Replace(request))
		if res != nil && res.StatusCode < 400 || d.attempt.Taken() != nil {
			t.Errorf("%.60q: %v", request, res)
		}
	}
	if res, _ := d.get(target); res == nil || res.StatusCode != 200 {
		t.Errorf("the right answer after them: %v", res)
	}
}

func wantKinds(t *testing.T, d *desk, want ...flow.HitKind) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if fmt.Sprint(d.kinds()) == fmt.Sprint(want) {
			return
		}
	}
	t.Errorf("reported %v, want %v", d.kinds(), want)
}

func TestRightAnswer(t *testing.T) {
	d := listen(t)
	res, body := d.get("/callback?code=" + code33 + "&state=" + d.attempt.State)
	if res == nil || res.StatusCode != 200 || strings.Contains(strings.ToLower(body), "success") {
		t.Fatalf("%v %s", res, body)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if res.Header.Get(name) != want {
			t.Errorf("%s: %q", name, res.Header.Get(name))
		}
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") {
		t.Errorf("policy %q", csp)
	}
	wantKinds(t, d, flow.HitAnswer)
	if c := d.attempt.Taken(); c == nil || c.Code.Reveal() != code33 || !c.StateChecked || c.Pasted {
		t.Errorf("taken %+v", c)
	}
	isClosed(t, d) // L1: closed after the answer
}

func isClosed(t *testing.T, d *desk) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("tcp", d.l.Address())
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	t.Error("the listener is still open")
}

func TestDeclinedAndMixUpEndTheAttempt(t *testing.T) {
	d := listen(t)
	d.get("/callback?error=access_denied&error_description=no+thanks&state=" + d.attempt.State)
	wantKinds(t, d, flow.HitDeclined)
	if c := d.attempt.Taken(); c == nil || c.Error != "access_denied" || c.Description != "no thanks" {
		t.Errorf("taken %+v", c)
	}
	isClosed(t, d)

	d = listen(t)
	if res, _ := d.get("/callback?code=" + code33 + "&iss=https://evil.example&state=" + d.attempt.State); res == nil || res.StatusCode != 400 {
		t.Errorf("mix-up: %v", res)
	}
	wantKinds(t, d, flow.HitMixUp)
	if d.attempt.Taken() != nil {
		t.Error("L6: a foreign issuer's code was taken")
	}
	isClosed(t, d)
}

// L3: a thousand bad hits do not end the attempt.
func TestManyBadHitsThenTheRightOne(t *testing.T) {
	d := listen(t)
	for i := range 1000 {
		d.get([]string{"/callback?code=x&state=forged", "/callback?error=x", "/callback?code=x", "/callback?code=x&state=a&state=b"}[i%4])
	}
	if res, _ := d.get("/callback?code=" + code33 + "&state=" + d.attempt.State); res == nil || res.StatusCode != 200 {
		t.Fatalf("the right one: %v", res)
	}
	if d.attempt.Taken() == nil {
		t.Error("it was not taken")
	}
}

// R14: the callback comes twice at once: one is taken.
func TestParallelAnswersAreTakenOnce(t *testing.T) {
	d := listen(t)
	var answered sync.WaitGroup
	statuses := make(chan int, 2)
	var conns []net.Conn
	for range 2 { // both are connected before either is answered: the listener closes after it
		conn, err := net.Dial("tcp", d.l.Address())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		conns = append(conns, conn)
	}
	for _, conn := range conns {
		answered.Go(func() {
			_, _ = io.WriteString(conn, "GET /callback?code="+code33+"&state="+d.attempt.State+" HTTP/1.1\r\nHost: "+d.l.Address()+"\r\n\r\n")
			if res, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
				_ = res.Body.Close()
				statuses <- res.StatusCode
			}
		})
	}
	answered.Wait()
	close(statuses)
	ok := 0
	for s := range statuses {
		switch s {
		case 200:
			ok++
		case 410:
		default:
			t.Errorf("status %d", s)
		}
	}
	if ok != 1 {
		t.Errorf("%d answers were taken", ok)
	}
}

func TestBindingIsLoopbackOnlyAndNamesTheBusyPort(t *testing.T) {
	bind := func(listenAt string) error {
		a := newAttempt(t)
		a.App.Listen = listenAt
		l, err := flow.Listen(context.Background(), a, func(flow.Hit) {})
		if err == nil {
			_ = l.Close()
		}
		return err
	}
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.com:80", "nonsense"} {
		if err := bind(address); !errors.Is(err, flow.ErrNotLoopback) {
			t.Errorf("%s: %v", address, err)
		}
	}
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	if err := bind(held.Addr().String()); !errors.Is(err, flow.ErrPortInUse) || !strings.Contains(err.Error(), held.Addr().String()) {
		t.Errorf("busy port: %v", err)
	}
}

// L2: a redirect to localhost needs both families; somebody on [::1] is a refusal.
func TestLocalhostBindsBothFamilies(t *testing.T) {
	squatter, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Logf("this machine has no IPv6 loopback (%v): EADDRNOTAVAIL is fine, so binding 127.0.0.1 alone has to work", err)
		a := newAttempt(t)
		a.App.Listen = "localhost:0"
		l, err := flow.Listen(t.Context(), a, func(flow.Hit) {})
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Close()
		return
	}
	defer func() { _ = squatter.Close() }()
	_, port, _ := net.SplitHostPort(squatter.Addr().String())
	a := newAttempt(t)
	a.App.Listen = "localhost:" + port
	if l, err := flow.Listen(t.Context(), a, func(flow.Hit) {}); !errors.Is(err, flow.ErrPortInUse) || !strings.Contains(err.Error(), "[::1]") {
		if l != nil {
			_ = l.Close()
		}
		t.Errorf("with a squatter on [::1]: %v", err)
	}
}

func FuzzCallbackQuery(f *testing.F) {
	f.Add("code=x&state=y")
	f.Add("state=%zz;error=\x00")
	a, err := flow.NewAttempt(loopbackApp(), time.Now())
	if err != nil {
		f.Fatal(err)
	}
	a.App.RedirectURI = "http://127.0.0.1:0/callback"
	a.App.Listen = "127.0.0.1:0"
	l, err := flow.Listen(f.Context(), a, func(flow.Hit) {})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	f.Fuzz(func(t *testing.T, query string) {
		if strings.ContainsAny(query, " \r\n\x00") || strings.Contains(query, a.State) {
			return
		}
		conn, err := net.Dial("tcp", l.Address())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_, _ = fmt.Fprintf(conn, "GET /callback?%s HTTP/1.1\r\nHost: %s\r\n\r\n", query, l.Address())
		_, _ = io.ReadAll(conn)
		if a.Taken() != nil {
			t.Fatalf("L3: %q was taken as an answer", query)
		}
	})
}

// L7: a hit whose report panics neither ends the attempt nor the program.
func TestPanicInTheHandlerGoesOn(t *testing.T) {
	a := newAttempt(t)
	address := testkit.AddressFor(t)
	a.App.RedirectURI = "http://" + address + "/callback"
	var broke atomic.Bool // two connections may report at once
	l, err := flow.Listen(t.Context(), a, func(flow.Hit) {
		if !broke.Swap(true) {
			panic("a report that breaks")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, path := range []string{"/callback?code=x&state=forged", "/callback?code=abc&state=" + a.State} {
		res, err := http.Get("http://" + address + path)
		if err == nil {
			_ = res.Body.Close()
		}
	}
	if c := a.Taken(); c == nil || c.Code.Reveal() != "abc" {
		t.Errorf("taken %+v", c)
	}
}

// S4: what a callback says of a failure comes whole to whoever redacts it: of a secret
// that was cut before, the start would be shown.
func TestCallbackTextsAreWholeS4(t *testing.T) {
	text := strings.Repeat("x", 505) + clientSecret.Reveal()
	query := "?" + url.Values{"error": {text}, "error_description": {text}}.Encode()
	d := listen(t)
	d.get("/callback" + query + "&state=" + d.attempt.State)
	pasted := newAttempt(t)
	p := flow.CallbackParameters{Error: text, Description: text, State: pasted.State, HasState: true}
	if c, err := pasted.AcceptCallback(p, flow.NotAsked, time.Now()); err != nil || c.Error != text || c.Description != text {
		t.Errorf("of a paste: %+v, %v", c, err)
	}
	if c := d.attempt.Taken(); c == nil || c.Error != text || c.Description != text {
		t.Errorf("the listener took %+v", c)
	}
}
