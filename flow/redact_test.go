package flow_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"zoauth/flow"
)

// echoes lists the forms in which a server, a log or a URL may repeat value.
func echoes(value string) map[string]string {
	var plainJSON strings.Builder
	enc := json.NewEncoder(&plainJSON)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(value)
	escaped, _ := json.Marshal(value)
	spare := strings.TrimSpace(plainJSON.String())
	forms := map[string]string{
		"raw":               value,
		"form":              url.QueryEscape(value),
		"query":             strings.ReplaceAll(url.QueryEscape(value), "+", "%20"),
		"path":              url.PathEscape(value),
		"JSON":              string(escaped[1 : len(escaped)-1]),
		"JSON without HTML": spare[1 : len(spare)-1],
		"JSON with \\/":     strings.ReplaceAll(spare[1:len(spare)-1], "/", `\/`),
		"Go":                strings.TrimSuffix(strconv.Quote(value)[1:], `"`),
		"hex":               hex.EncodeToString([]byte(value)),
		"HEX":               strings.ToUpper(hex.EncodeToString([]byte(value))),
	}
	for i, before := range []string{"", "x", "xy", "id:"} {
		forms["base64 "+strconv.Itoa(i)] = base64.StdEncoding.EncodeToString([]byte(before + value))
		forms["base64 and more "+strconv.Itoa(i)] = base64.StdEncoding.EncodeToString([]byte(before + value + "&tail=1"))
		forms["base64url "+strconv.Itoa(i)] = base64.RawURLEncoding.EncodeToString([]byte(before + value + "?"))
	}
	return forms
}

// middle is the part of an encoded form that depends on the value alone: what
// must not survive.
func middle(name, form string) string {
	if strings.HasPrefix(name, "base64") && len(form) > 8 {
		return form[4 : len(form)-4]
	}
	return form
}

// No form of a learned secret survives (S4).
func TestRedactsEveryForm(t *testing.T) {
	for _, value := range []string{
		clientSecret.Reveal(), "canary", `quote"at the end"`, `back\slash & <html> / ünïcode`, "tab\tand\nline", "%41percent%2f+plus",
	} {
		var r flow.Redactor
		secret := flow.NewSecret(flow.KindClientSecret, value)
		r.Learn(secret)
		for name, form := range echoes(value) {
			got := r.Redact("before " + form + " after")
			if strings.Contains(got, middle(name, form)) {
				t.Errorf("%q as %s survives: %q", value, name, got)
			}
			if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
				t.Errorf("%q as %s: the text around it changed: %q", value, name, got)
			}
			if !strings.Contains(got, secret.Fingerprint()) {
				t.Errorf("%q as %s: no fingerprint in %q", value, name, got)
			}
		}
	}
	var r flow.Redactor
	r.Learn(flow.NewSecret(flow.KindCode, "a/b=c+d e"))
	if got := r.Redact("?code=a%2fb%3dc%2bd%20e&x=1"); strings.Contains(got, "a%2f") {
		t.Errorf("lower-case percent encoding survives: %q", got)
	}
}

// All that a request and an answer hold is learned, the joined Basic value too.
func TestRedactsRequestAndAnswer(t *testing.T) {
	var r flow.Redactor
	app := testApp("https://zoom.example")
	request := flow.ExchangeRequest(app, clientSecret, codeSecret, verifier)
	r.LearnRequest(request)
	wire, err := request.Wire()
	if err != nil {
		t.Fatal(err)
	}
	got := r.Redact(string(wire))
	for _, secret := range []string{clientSecret.Reveal(), codeSecret.Reveal(), verifier.Reveal(), basic} {
		if strings.Contains(got, secret) {
			t.Errorf("%q survives in\n%s", secret, got)
		}
	}
	if !strings.Contains(got, "grant_type=authorization_code") || !strings.Contains(got, "Authorization: Basic •") {
		t.Errorf("the rest changed:\n%s", got)
	}
	r.LearnToken(flow.Token{AccessToken: oldAccess, RefreshToken: oldRefresh})
	if got := r.Redact(oldAccess.Reveal() + oldRefresh.Reveal()); strings.Contains(got, "canary") {
		t.Errorf("tokens survive: %q", got)
	}
}

// base64 is encoded once more where it is echoed in a URL or in JSON that escapes
// slashes; no long piece of it survives (S4).
func TestRedactsCarriedBase64(t *testing.T) {
	value := strings.Repeat("\xfb\xef\xbe", 8) + "?>~ÿþ" // plus and slash in every alignment
	for _, id := range []string{"x", "xy", "xyz"} {
		auth := flow.Auth{Scheme: flow.Basic, ClientID: id, Secret: flow.NewSecret(flow.KindClientSecret, value)}
		var r flow.Redactor
		r.LearnBasic(auth)
		encoded := base64.StdEncoding.EncodeToString([]byte(id + ":" + value))
		for name, form := range map[string]string{
			"percent": url.QueryEscape(encoded), "JSON": strings.ReplaceAll(encoded, "/", `\/`),
			"more percent": url.QueryEscape(base64.StdEncoding.EncodeToString([]byte("q" + id + ":" + value + "&more"))),
		} {
			if got := r.Redact(form); strings.Contains(got, form[len(form)/3:2*len(form)/3]) {
				t.Errorf("%s of %s survives: %q", name, id, got)
			}
		}
	}
}

// A token in an answer that no one could classify is learned by its place, a cut
// one too (S4).
func TestRedactsUnclassifiedAnswer(t *testing.T) {
	for _, body := range []string{
		`{"access_token":"canaryOpaque","refresh_token":"canaryHalf`,
		`{"refresh_token" : "canary\u004fpaque\"x"}`,
		`<pre>"device_code":"canaryDevice"</pre>`,
		`{"access=5Ftoken":"canary7=5FOpaque9","refresh=5Ftoken":"canary7=5FHalf9"}`,
		`access_token=canaryOpaque&token_type=bearer&refresh_token=canary%2FHalf`,
		`<a href="https://acme.example/callback?x=1&amp;code=canaryCode#frag">back</a>`,
	} {
		var r flow.Redactor
		r.LearnAnswer(answered(flow.StepRefresh, 200, body))
		if got := r.Redact(body); strings.Contains(got, "canary") {
			t.Errorf("survives: %q", got)
		}
		var headless flow.Redactor
		headless.LearnAnswer(flow.Trace{Received: []byte(body)})
		if got := headless.Redact(body); strings.Contains(got, "canary") {
			t.Errorf("survives without a header: %q", got)
		}
	}
}

// A code in the address of a redirect is learned too.
func TestRedactsRedirect(t *testing.T) {
	var r flow.Redactor
	head := "HTTP/1.1 302 Found\r\nLocation: https://acme.example/cb?code=canaryCode\r\n\r\n"
	r.LearnAnswer(flow.Trace{Received: []byte(head), Response: &flow.Response{Status: 302}})
	if got := r.Redact(head); strings.Contains(got, "canary") {
		t.Errorf("survives: %q", got)
	}
}

// Tokens that nobody taught are known by their shape, cut ones too.
func TestRedactsUnknownJWT(t *testing.T) {
	token := "eyJhbGciOiJIUzUxMiJ9.eyJjYW5hcnkiOiJ4In0.c2lnbmF0dXJl_-canary"
	for _, text := range []string{token, "x" + token + "\"", strings.TrimSuffix(token, ".c2lnbmF0dXJl_-canary"), "a=" + token + "&b"} {
		var r flow.Redactor
		if got := r.Redact(text); strings.Contains(got, "eyJ") || strings.Contains(got, "canary") || !strings.Contains(got, "??:") {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := (*flow.Redactor)(nil).Redact(token); strings.Contains(got, "eyJ") {
		t.Errorf("a nil Redactor: %q", got)
	}
}

// A secret that contains another one is masked whole, and a short value is left
// alone: it would blot out words.
func TestRedactsLongestFirst(t *testing.T) {
	var r flow.Redactor
	inner := flow.NewSecret(flow.KindCode, "inner-value")
	outer := flow.NewSecret(flow.KindRefreshToken, "outer-inner-value-outer")
	r.Learn(inner, outer, flow.NewSecret(flow.KindCode, "short"), flow.Secret{})
	got := r.Redact("a outer-inner-value-outer b inner-value c short")
	if want := "a " + outer.String() + " b " + inner.String() + " c short"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A nil Redactor may be asked and taught; nothing happens.
func TestNilRedactor(t *testing.T) {
	var r *flow.Redactor
	r.Learn(oldAccess)
	r.LearnRequest(flow.ProbeRequest(testApp("https://zoom.example"), oldAccess))
	r.LearnBasic(flow.Auth{Scheme: flow.Basic, ClientID: "id", Secret: clientSecret})
	r.LearnAnswer(answered(flow.StepRefresh, 200, `{"access_token":"canaryOpaque"}`))
	if got := r.Redact("plain"); got != "plain" {
		t.Errorf("%q", got)
	}
}

// Teaching and asking from many goroutines: what one has taught it never sees.
func TestRedactorConcurrently(t *testing.T) {
	var r flow.Redactor
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				value := fmt.Sprintf("canary-%d-%d-value", i, j)
				r.Learn(flow.NewSecret(flow.KindCode, value))
				if got := r.Redact("x" + value); strings.Contains(got, "canary") {
					t.Errorf("%q survives", value)
				}
			}
		})
	}
	all.Wait()
}

// In Received a chunk's border can split a token and gzip can hide it; Readable
// is the same answer as it can be redacted.
func TestReadable(t *testing.T) {
	raw := "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
		"18\r\n{\"refresh_token\":\"canary\r\n8\r\nOpaque\"}\r\n0\r\n\r\n"
	p := newPeer(t, nil, answering(raw))
	trace := send(t, direct(), refreshTo(p))
	want := "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + `{"refresh_token":"canaryOpaque"}`
	if got := string(trace.Readable()); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	if string(trace.Received) != raw {
		t.Errorf("received %q", trace.Received)
	}
	headless := flow.Trace{Received: []byte("junk")}
	if got := string(headless.Readable()); got != "junk" {
		t.Errorf("%q", got)
	}
	past := flow.Trace{Received: []byte("HTTP/1.1 200 OK"), Response: &flow.Response{Body: []byte("b")}}
	if got := string(past.Readable()); got != "b" {
		t.Errorf("%q", got)
	}
}

// No piece of twelve bytes of a learned value survives, in any composition of two
// encodings, wherever it stands (S4).
func FuzzRedact(f *testing.F) {
	f.Add("canary-canary", "before", "after", uint8(0), uint8(1))
	f.Add(`a"b\c/d`, "%", "eyJ", uint8(20), uint8(21))
	f.Add("+/=+/=+/=+/=+/=", "+/=", "==", uint8(51), uint8(52))
	f.Add("aaaaaaaaaaaaaaaa", "aaa", "aaa", uint8(10), uint8(60))
	f.Add("•••• at •••• at", "•", "at:", uint8(30), uint8(40))
	f.Add(`p/a+ss w="q'1"\n&<b>%41;$HOME!`, `\`, "&amp", uint8(40), uint8(8))
	f.Fuzz(func(t *testing.T, value, before, after string, first, second uint8) {
		if len(value) < 12 || len(value) > 200 || !utf8.ValidString(value) || strings.ContainsAny(value, `%\&'"`) && len(value) < 60 {
			return // of a short value made of escape sequences nothing is left once it is decoded
		}
		var r flow.Redactor
		secret := flow.NewSecret(flow.KindRefreshToken, value)
		r.Learn(secret)
		one, two := forms[int(first)%len(forms)], forms[int(second)%len(forms)]
		encoded := two.encode(one.encode(value))
		got := r.Redact(before + " " + encoded + " " + after)
		if !strings.Contains(got, secret.String()) && !strings.Contains(got, "•••• part of a secret") {
			t.Errorf("%q as %s, then %s, is not masked: %q", value, one.name, two.name, got)
		}
		for part := range strings.SplitSeq(strings.ReplaceAll(got, "•••• part of a secret", secret.String()), secret.String()) {
			for i := range len(value) - 11 {
				if piece := value[i : i+12]; strings.Contains(part, piece) && !strings.Contains(before+" "+after+" "+secret.String(), piece) {
					t.Errorf("%q of %q as %s, then %s, survives in %q", piece, value, one.name, two.name, got)
				}
			}
		}
	})
}

// The mask of a Base64 value takes its padding along: nothing of the value is left, at
// every length of the client ID, as a header has it and as a query has it (S4).
func TestPaddingIsMaskedWithItsValueS4(t *testing.T) {
	for _, id := range []string{"Zk3mQ8vTS2aXw1LrPbN0Ug", "Zk3mQ8vTS2aXw1LrPbN0Ugh", "Zk3mQ8vTS2aXw1LrPbN0Ughi"} {
		auth := flow.Auth{Scheme: flow.Basic, ClientID: id, Secret: clientSecret}
		var r flow.Redactor
		r.LearnBasic(auth)
		encoded := base64.StdEncoding.EncodeToString([]byte(id + ":" + clientSecret.Reveal()))
		whole := clientSecret.String()
		for text, want := range map[string]string{
			"Authorization: Basic " + encoded + "\r\n":                "\r\n",
			"authorization=Basic+" + url.QueryEscape(encoded) + "&a=": "&a=",
			`{"authorization":"Basic ` + encoded + `"}`:               `"}`,
			encoded: "",
		} {
			got := r.Redact(text)
			if !strings.HasSuffix(got, whole+want) {
				t.Errorf("%q is redacted to %q, want it to end with %q", text, got, whole+want)
			}
		}
	}
	var r flow.Redactor
	r.Learn(clientSecret)
	if got := r.Redact("a=1&b=" + clientSecret.Reveal() + "==&c"); !strings.HasSuffix(got, "==&c") {
		t.Errorf("what follows a secret that is not Base64 is gone: %q", got)
	}
}
