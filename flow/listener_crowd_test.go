package flow_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// crowd keeps n connections to the listener open until the test ends. Each sends what
// talk gives for it; with again set it comes back whenever it is sent away.
func (d *desk) crowd(n int, again bool, talk func(net.Conn)) {
	d.t.Helper()
	ended := make(chan struct{})
	var gone, came sync.WaitGroup
	for range n {
		came.Add(1)
		gone.Go(func() {
			sign := sync.OnceFunc(came.Done)
			defer sign()
			for {
				conn, err := net.Dial("tcp", d.l.Address())
				if err != nil {
					return
				}
				sign()
				left := make(chan struct{})
				go func() { // ends the read below
					select {
					case <-ended:
						_ = conn.Close()
					case <-left:
					}
				}()
				talk(conn)
				_, _ = io.Copy(io.Discard, conn)
				close(left)
				_ = conn.Close()
				select {
				case <-ended:
					return
				default:
				}
				if !again {
					return
				}
			}
		})
	}
	came.Wait()
	d.t.Cleanup(func() { close(ended); gone.Wait() })
}

func silent(net.Conn) {}

func saying(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}

// dripping sends a header byte by byte for as long as it is let.
func dripping(c net.Conn) {
	for _, err := io.WriteString(c, "GET / HTTP/1.1\r\nX: "); err == nil; time.Sleep(20 * time.Millisecond) {
		_, err = io.WriteString(c, "a")
	}
}

// L7: whatever crowds the listener, the first try of the browser gets its page, and
// closing does not wait for those who said nothing.
func TestCrowdsDoNotKeepTheAnswerOutL7(t *testing.T) {
	t.Parallel()
	tests := map[string]func(d *desk){
		"400 silent and 48 that reconnect": func(d *desk) { d.crowd(400, false, silent); d.crowd(48, true, silent) },
		"1000 silent":                      func(d *desk) { d.crowd(1000, false, silent) },
		"500 that reconnect":               func(d *desk) { d.crowd(500, true, silent) },
		"300 half request lines":           func(d *desk) { d.crowd(300, true, saying("GET /call")) },
		"300 headers without an end":       func(d *desk) { d.crowd(300, true, saying("GET / HTTP/1.1\r\nHost: x\r\n")) },
		"400 slow headers":                 func(d *desk) { d.crowd(400, true, dripping) },
		"300 bodies that never come": func(d *desk) {
			d.crowd(300, true, saying("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"))
		},
		"400 that wait for 100-continue": func(d *desk) {
			d.crowd(400, true, saying("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"))
		},
		"400 that ask on one connection": func(d *desk) {
			d.crowd(400, true, saying(strings.Repeat("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", 50)))
		},
		"100 huge headers": func(d *desk) {
			d.crowd(100, true, saying("GET / HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("a", 64<<10)+"\r\n\r\n"))
		},
		"400 that speak no HTTP": func(d *desk) { d.crowd(400, true, saying("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03")) },
	}
	for name, gather := range tests {
		t.Run(name, func(t *testing.T) {
			d := listen(t)
			gather(d)
			began := time.Now()
			res, _ := d.get("/callback?code=" + code33 + "&state=" + d.attempt.State)
			if res == nil || res.StatusCode != 200 || d.attempt.Taken() == nil {
				t.Fatalf("the answer was kept out: %v", res)
			}
			t.Logf("through after %s", time.Since(began).Round(time.Millisecond))
			isClosed(t, d)
		})
	}
}

// L3: what a browser loads ahead of a visit takes nothing; the visit does.
func TestPrefetchTakesNothingL3(t *testing.T) {
	for _, header := range []string{
		"Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender", "sec-purpose: prefetch;anonymous-client-ip",
		"Purpose: prefetch", "PURPOSE: Prefetch", "X-Purpose: preview", "X-Purpose: instant, preview", "X-Moz: prefetch",
		"Sec-Purpose: other\r\nSec-Purpose: prerender",
	} {
		t.Run(header, func(t *testing.T) {
			d := listen(t)
			target := "/callback?code=" + code33 + "&state=" + d.attempt.State
			res, _ := d.raw(fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n", target, d.l.Address(), header))
			if res == nil || res.StatusCode != 503 || d.attempt.Taken() != nil {
				t.Fatalf("the prefetch: %v, taken %t", res, d.attempt.Taken() != nil)
			}
			wantKinds(t, d, flow.HitStray)
			if !strings.Contains(d.hits[0].Text, "prefetch") {
				t.Errorf("told as %q", d.hits[0].Text)
			}
			if res, _ := d.get(target); res == nil || res.StatusCode != 200 || d.attempt.Taken() == nil {
				t.Errorf("the visit after it: %v", res)
			}
		})
	}
}

// L2: whatever listen says, a redirect to localhost needs both families.
func TestLocalhostRedirectBindsBothFamiliesL2(t *testing.T) {
	squatter, err := net.Listen("tcp", "[::1]:0")
	testkit.Need(t, err == nil, "an IPv6 loopback")
	defer func() { _ = squatter.Close() }()
	_, port, _ := net.SplitHostPort(squatter.Addr().String())
	for _, listenAt := range []string{"", "localhost:" + port, "127.0.0.1:" + port} {
		a := newAttempt(t)
		a.App.RedirectURI, a.App.Listen = "http://localhost:"+port+"/callback", listenAt
		l, err := flow.Listen(t.Context(), a, func(flow.Hit) {})
		if l != nil {
			_ = l.Close()
		}
		for _, says := range []string{"[::1]:" + port, "localhost is", "in use by", "process "} {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("listen %q: %v, want %q in it", listenAt, err, says)
			}
		}
	}
}

// L2: both families answer, and the first answer counts.
func TestBothFamiliesAnswerL2(t *testing.T) {
	for _, dial := range []string{"127.0.0.1", "::1"} {
		a := newAttempt(t)
		_, port, _ := net.SplitHostPort(testkit.AddressFor(t))
		a.App.RedirectURI = "http://localhost:" + port + "/callback"
		l, err := flow.Listen(t.Context(), a, func(flow.Hit) {})
		if err != nil {
			t.Fatal(err)
		}
		conn, err := net.Dial("tcp", net.JoinHostPort(dial, port))
		testkit.Need(t, err == nil, "the loopback "+dial)
		_, _ = fmt.Fprintf(conn, "GET /callback?code=%s&state=%s HTTP/1.1\r\nHost: localhost:%s\r\n\r\n", code33, a.State, port)
		answer, _ := io.ReadAll(conn)
		_ = conn.Close()
		_ = l.Close()
		if !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") || a.Taken() == nil {
			t.Errorf("at %s: %.60q", dial, answer)
		}
	}
}
