package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"zoauth/flow"
)

// pair is the usual body; its refresh token must reach the store.
const pair = `{"access_token":"A2","token_type":"bearer","refresh_token":"R2","expires_in":3599,"scope":"user:read"}`

// with returns pair with one part replaced.
func with(old, replacement string) string { return strings.Replace(pair, old, replacement, 1) }

// oddAnswers are successes that are slightly wrong: first the eleven of
// PROMISES.md §0 row 4, of which the usual library loses ten.
var oddAnswers = map[string]string{
	"01 sent as text/plain":       "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + pair,
	"02 expires_in with fraction": okJSON(with("3599", "3599.5")),
	"03 expires_in in words":      okJSON(with("3599", `"soon"`)),
	"04 byte order mark":          okJSON("\xef\xbb\xbf" + pair),
	"05 trailing bytes":           okJSON(pair + "</html>"),
	"06 last chunk missing":       fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(pair), pair),
	"07 length 7 too long":        fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(pair)+7, pair),
	"08 no access token":          okJSON(`{"refresh_token":"R2"}`),
	"09 object for a text":        okJSON(with(`"scope":"user:read"`, `"error_description":{"a":1}`)),
	"10 status 500":               jsonAnswer("500 Oops", pair),
	"11 status 503":               jsonAnswer("503 Service Unavailable", pair),

	"12 no content type":             "HTTP/1.1 200 OK\r\n\r\n" + pair,
	"13 text/html":                   "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + pair,
	"14 status 201":                  jsonAnswer("201 Created", pair),
	"15 status 302":                  "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example\r\n\r\n" + pair,
	"16 status 400 without an error": jsonAnswer("400 Bad Request", pair),
	"17 null error with status 500":  jsonAnswer("500 Oops", with(`"scope":"user:read"`, `"error":null`)),
	"18 error with status 200":       okJSON(with(`"scope":"user:read"`, `"error":"odd"`)),
	"19 cut after the token":         fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(pair), pair[:strings.Index(pair, `,"expires_in"`)]),
	"20 closing brace missing":       okJSON(strings.TrimSuffix(pair, "}")),
	"21 trailing comma":              okJSON(strings.TrimSuffix(pair, "}") + ",}"),
	"22 expires_in is NaN":           okJSON(`{"access_token":"A2","expires_in":NaN,"refresh_token":"R2"}`),
	"23 unescaped quotes before it":  okJSON(`{"reason":"a "quoted" word","access_token":"A2","refresh_token":"R2"}`),
	"24 expires_in null":             okJSON(with("3599", "null")),
	"25 expires_in of 10^12":         okJSON(with("3599", "1000000000000")),
	"26 expires_in negative":         okJSON(with("3599", "-1")),
	"27 escaped in the token":        okJSON(with(`"R2"`, `"\u0052\u0032"`)),
	"28 spaces and line feeds":       okJSON("\r\n  " + strings.ReplaceAll(pair, ",", " ,\r\n\t") + "\r\n\r\n"),
	"29 access token is a number":    okJSON(with(`"A2"`, "12")),
	"30 invalid UTF-8 in the scope":  okJSON(with("user:read", "user\xff")),
	"31 invalid UTF-8 in the other":  okJSON(with(`"A2"`, "\"A\xff\"")),
	"32 the token twice, the same":   okJSON(with(`"expires_in":3599`, `"refresh_token":"R2"`)),
	"33 nested echo behind it":       okJSON(with(`"scope":"user:read"`, `"request":{"refresh_token":"R0"}`)),
	"34 HTTP/1.0":                    "HTTP/1.0 200 OK\r\n\r\n" + pair,
	"35 bare line feeds":             "HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + pair,
	"36 after 100 Continue":          "HTTP/1.1 100 Continue\r\n\r\n" + okJSON(pair),
	"37 scope of 1 MiB behind it":    okJSON(with("user:read", strings.Repeat("s", 1<<20))),
	"38 gzip named, not applied":     "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + pair,
	"39 two answers at once":         okJSON(pair + pair),
	"40 scope is a list":             okJSON(with(`"user:read"`, `["user:read"]`)),
}

// Whatever else is wrong, a refresh token that came is in the store afterwards
// (R11), after one request.
func TestOddAnswersKeepTheRefreshToken(t *testing.T) {
	for name, raw := range oddAnswers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answering(raw))
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, flow.Granted)
			now := b.store.now()
			if got := now.Token.RefreshToken.Reveal(); got != "R2" {
				t.Errorf("stored %q", got)
			}
			if now.Gen != 8 || now.Pending != nil || out.SaveErr != nil {
				t.Errorf("generation %d, pending %v, save error %v", now.Gen, now.Pending, out.SaveErr)
			}
			if n := len(b.bodies()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
