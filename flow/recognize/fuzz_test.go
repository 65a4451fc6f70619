package recognize_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"zoauth/flow/recognize"
)

// seeds are one text for each reader and those that broke one.
var seeds = []string{
	"curl -X POST https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d 'x", "curl ^\n-d \"a^\n\"", "curl -d @- <<EOF\nx\nEOF", "$(curl `curl $(curl",
	"http POST https://zoom.us/oauth/token a=b c:d e:=1", "Invoke-RestMethod -Uri @{ a = 'b' ; } -Body \"", `fetch("https://zoom.us", {body: JSON.stringify({a: "b"})`, "requests.post(f'https://zoom.us/{x}', data={'a': b})",
	"POST /oauth/token HTTP/1.1\nHost: zoom.us\n\na=b", "< HTTP/2 400\n< a: b\n{\"error\":\"x_y\"}", `{"log":{"entries":[{"request":{"url":"https://zoom.us/"}}`,
	`{"reason":"Invalid Token!","error":"invalid_grant"}`, `{'a': [1, {'b': None}], "c"=>nil}`, `{\"error\":\"invalid_grant\",\\\"x`, `{"code":104,"message":"a:["b"]"}`, "[reason] => x\n[error] => invalid_grant",
	"https://a.example/cb?code=aaaaaaaaaaaaaaaa&state=b", "https://zoom.us/oauth/authorize?client_id=%", "code=3Dx&state=3D", "code=\x000=3D0%00", "https://x/?url=https%3A%2F%2Fa%3Fcode%3Db", "a\\?code\\=b",
	"Authorization: Bearer ('eyJhbGciOiJIUzUxMiJ9.eyJh.c2ln',)", "eyJhbGciOi\nJIUzUxMiJ9.\n  eyJh.c2ln", "Bearer Bearer Bearer", "(4,700) error 4.711 4\u202f702",
	"ZOOM_CLIENT_ID=a\nZOOM_CLIENT_SECRET='b", "[auth.external.zoom]\nsecret = \"env(X)\"", `{"values":[{"key":"client_id","value":"x","enabled":false}]}`, "Client ID\nabc\nClient Secret\ndef",
	"{=22a=22:=\n=22", "%7B%22error%22%3A%22invalid_grant%22%7D", "{\n&quot;error&quot;:&quot;", "{\n\n%22", "&#x7b;\n \n\n&#x22;a&#x22;", "curl: (22) error: 401\nhttps://api.zoom.us/v2", "GET https://zoom.us/oauth/token -> 403\n<html>",
	"hV4nB2sLQ8eXtR0pWmC7yA:Wq7ZpL2mXc9VbN4kJ8rT1yHd6FgS3aQe https://acme.example/cb the password", "curl: (6) Could not resolve host", "error 400 Zoom", "invalid_grant", "\x1b[31m\x00\u200b\u202e\xff\r\n", strings.Repeat("{\"a\":", 40), strings.Repeat("[", 100),
}

// No text makes a reader panic; spans lie in the text and are in order; what is made of
// the body of a response is JSON, and no control character but line ends and tabs is in what a
// reader cleaned.
func FuzzRead(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		before := 0
		for _, a := range recognize.Read(text) {
			if a.Span.Start < 0 || a.Span.End < a.Span.Start || a.Span.End > len(text) || a.Span.Line < 1 || a.Certainty == recognize.Unlikely || a.Kind == "" || a.Form == "" {
				t.Fatalf("%+v in %d bytes", a.Span, len(text))
			}
			if a.Span.Start < before {
				t.Errorf("out of order: %d after %d", a.Span.Start, before)
			}
			before = a.Span.Start
			if strings.ContainsFunc(a.Text, func(r rune) bool {
				return r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r >= 0x7f && r < 0xa0
			}) {
				t.Errorf("unclean: %q", a.Text)
			}
			if a.Kind == recognize.Response && strings.HasSuffix(a.Form, " response") && a.Form != "HTTP response" && a.HasResponseBody() && !json.Valid(a.Trace.Response.Body) {
				t.Errorf("%s: %q", a.Form, a.Trace.Response.Body)
			}
		}
	})
}

// A paste gives callbacks whose codes are one word.
func FuzzReadPaste(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range recognize.ReadPaste(text).Callbacks() {
			if code := c.Code.Reveal(); strings.ContainsAny(code, "\t\n\x00") {
				t.Errorf("%q: code %q", text, code)
			}
		}
	})
}

// What a header holds is named or taken, and never both whole and damaged to nothing.
func FuzzReadBearer(f *testing.F) {
	for _, seed := range []string{"Bearer x", "Bearer ('" + jwt + "',)", "bearer: \"\"", "Bearer [object Object]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		found := recognize.ReadBearer(value)
		if strings.ContainsAny(found.Secret.Reveal(), " \t\n\"'()[]{}") {
			t.Errorf("%q: %q", value, found.Secret.Reveal())
		}
	})
}
