package inspect_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// probed lets the probe's response be another, and returns what all views of its row show
// at a width, in one text.
func (d *desk) probed(width int, response sandbox.Fault) string {
	d.t.Helper()
	response.Path = "/v2/users/me"
	d.server.Inject(response)
	d.draft(flow.StepProbe)
	d.send()
	var shown strings.Builder
	for _, more := range []bool{false, true} {
		c := d.context(width)
		c.More = more
		for _, v := range d.views(c) {
			shown.WriteString(text(v.Make(c)) + "\n")
		}
	}
	return shown.String()
}

// S4: no form of a secret is on any view, whatever the server makes of it.
func TestViewsHideSecretsS4(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.grant()
	secret := d.State().Token.RefreshToken.Reveal()
	quoted, _ := json.Marshal(secret)
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	for name, body := range map[string]string{
		"JSON": fmt.Sprintf(`{"a":%s,"list":[%s],%s:1}`, quoted, quoted, quoted), "form": "a=" + url.QueryEscape(secret) + "&b=1",
		"text": strings.Join(forms, "\n"), "one line": strings.Join(forms, " "), "a page": "<p>" + secret + "</p>",
	} {
		for _, kind := range []string{"application/json", "application/x-www-form-urlencoded", "text/plain", "text/html"} {
			shown := d.probed(80, sandbox.Fault{Body: []byte(body), Header: http.Header{
				"Content-Type": {kind}, "Location": {"https://acme.example/?token=" + url.QueryEscape(secret)}, "X-Echo": {secret},
			}})
			flat := strings.NewReplacer("\n", "", "│ ", "").Replace(shown)
			for _, form := range forms {
				for _, part := range []string{form[:24], form[len(form)/2:][:24], form[len(form)-24:]} {
					if !sharedStart(part) && (strings.Contains(shown, part) || strings.Contains(flat, part)) {
						t.Fatalf("%s as %s shows %.60q", name, kind, part)
					}
				}
			}
			if !strings.Contains(shown, kind) {
				t.Fatalf("%s as %s: this is not the response:\n%s", name, kind, shown)
			}
		}
	}
}

// sharedStart reports the head of a JWT, which all tokens of a server share and which
// tells nothing.
func sharedStart(part string) bool {
	raw, err := base64.StdEncoding.DecodeString(part)
	return strings.HasPrefix(part, "eyJ") || err == nil && strings.HasPrefix(string(raw), "eyJ") || strings.HasPrefix(strings.ToLower(part), hex.EncodeToString([]byte("eyJ")))
}

// S4: a server may put the border of two chunks into a token, at any place.
func TestResponseWithASplitTokenS4(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.grant()
	token := d.State().Token.RefreshToken.Reveal()
	body := `{"echo":"` + token + `"}`
	for split := 1; split < len(body); split += 17 {
		chunked := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", split, body[:split], len(body)-split, body[split:])
		shown := d.probed(80, sandbox.Fault{Raw: []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked)})
		flat := strings.NewReplacer("\n", "", "│ ", "").Replace(shown)
		for at := strings.IndexByte(token, '.'); at+24 <= len(token); at += 12 {
			if part := token[at : at+24]; strings.Contains(flat, part) {
				t.Fatalf("split at %d: a part of the token is shown:\n%s", split, shown)
			}
		}
		if !strings.Contains(shown, "echo") {
			t.Fatalf("split at %d: this is not the response:\n%s", split, shown)
		}
	}
}

// T3: a body cannot write where our own words stand: outside the gutter.
func TestBodyStaysBehindGutterT3(t *testing.T) {
	const words = "IMITATED"
	body := words + " The body is empty.\n\r\n\x1b[1G " + words + " text/html\n\u2028 " + words + " answer.\v\f\x85 " + words +
		"\n── " + words + " ──\n› " + words + "\n\u3164\u200b" + words + "\r" + words + "\n" + strings.Repeat(words, 40)
	for _, status := range []int{200, 400, 500} {
		for _, kind := range []string{"text/plain", "text/html", "application/json"} {
			d := newDesk(t, "acme-dev", nil)
			d.grant()
			shown := d.probed(80, sandbox.Fault{Status: status, Body: []byte(body), Header: http.Header{"Content-Type": {kind}}})
			if !strings.Contains(shown, words) {
				t.Fatalf("%d %s: the body is not shown", status, kind)
			}
			for row := range strings.SplitSeq(shown, "\n") {
				if before, _, found := strings.Cut(row, words); found && !strings.HasPrefix(strings.TrimLeft(before, " "), "│") {
					t.Errorf("%d %s: a row has no gutter: %q", status, kind, row)
				}
			}
		}
	}
}
