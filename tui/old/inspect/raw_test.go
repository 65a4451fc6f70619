package inspect_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/theme"
)

// S4: a server may put the border of two chunks into a token, in any place. The raw
// view then shows the body in one piece, so that no part of the token passes.
func TestRawViewOfASplitTokenS4(t *testing.T) {
	const token = "CANARYabcdefghijklmnopqrstuvwxyz0123456789"
	body := `{"access_token":"` + token + `","token_type":"bearer","expires_in":60}`
	for split := 1; split < len(body); split++ {
		chunked := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", split, body[:split], len(body)-split, body[split:])
		trace := answered(t, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"+chunked)
		redactor := &flow.Redactor{}
		redactor.Learn(flow.NewSecret(flow.KindAccessToken, token))
		c := inspect.Context{Theme: theme.New(true, false), Clean: &safe.Cleaner{Redactor: redactor}}
		var v inspect.Viewer
		v.Show(trace)
		v.NextView()
		shown := strings.Join(v.Lines(c, 200, 40), "\n")
		for part := 8; part <= len(token); part++ {
			if strings.Contains(shown, token[:part]) || strings.Contains(shown, token[len(token)-part:]) {
				t.Fatalf("split at %d: a part of the token is shown:\n%s", split, shown)
			}
		}
		if !strings.Contains(shown, "application/json") {
			t.Fatalf("split at %d: this is not the answer:\n%s", split, shown)
		}
	}
}

// answered sends a request to a server that answers with raw.
func answered(t *testing.T, raw string) flow.Trace {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer func() { _ = l.Close() }()
		conn, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Read(make([]byte, 4096))
		_, _ = io.WriteString(conn, raw)
		_ = conn.Close()
	}()
	return (&flow.Client{}).Send(t.Context(), flow.Request{Method: "GET", URL: "http://" + l.Addr().String() + "/"})
}
