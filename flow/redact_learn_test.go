package flow_test

import (
	"strings"
	"testing"

	"zoauth/flow"
)

// ordinary are texts in which nothing is secret and nothing may change.
var ordinary = []string{
	`{"reason":"Invalid Token!","error":"invalid_grant"}`,
	`{"error":"unsupported_grant_type","error_description":"The authorization grant type is not supported by the authorization server."}`,
	`grant_type=authorization_code&redirect_uri=https%3A%2F%2Facme.example%2Fcallback`,
	`{"profile":"acme-dev","step":"refresh","status":400,"access_token":"at:9f3c1a"}`,
	"v=2.0;clid=us02;rid=WEB_5f2c9a1e0b7d4c3a8e6f1029384756ab",
	"550e8400-e29b-41d4-a716-446655440000",
	"The authorization code expired; request a new one at https://marketplace.zoom.us/docs/guides/auth/oauth/.",
	"Cache-Control: no-cache, no-store, must-revalidate\r\nDate: Tue, 24 Nov 2026 12:00:00 GMT\r\n",
	"eyJhbGciOiJIUzUxMiJ9", "eyJzdiI6IjAwMDAwMSIsImFsZyI6IkhTNTEyIn0.", "a header eyJhbGciOiJIUzUxMiJ9. And more.",
	"aHR0cHM6Ly96b29tLnVzL29hdXRoL3Rva2Vu", "68747470733a2f2f7a6f6f6d2e7573", "01:23:45:67:89:ab:cd:ef",
	"&lt;b&gt;Fish &amp; chips&lt;/b&gt;", `C:\new\table\u0041`, "100%25 of 50%", `it's '' and "" and '\''`,
	"user:read:user meeting:write:meeting", "Zk3mQ8vTS2aXw1LrPbN0Ug", "•••• at:9f3c1a (596)", "•••• part of a secret",
	strings.Repeat("ab", 500), "",
}

// What is no secret stays as it is, to the byte (S4).
func TestOrdinaryTextStaysS4(t *testing.T) {
	var r flow.Redactor
	r.Learn(secretsOfAllKinds...)
	r.LearnBasic(flow.Auth{Scheme: flow.Basic, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", Secret: clientSecret})
	for _, text := range ordinary {
		if got := r.Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// An error's code is its name and no authorization code; words are no secrets, in
// whatever answer they stand (S4).
func TestNoWordIsLearnedS4(t *testing.T) {
	words := []string{
		"invalid_grant", "invalid_client", "authorization_code", "refresh_token", "client_credentials", "profile", "status",
		"Bad Request", "not-found", "INVALID_TOKEN", "expired", "[FILTERED]", "********", "124", "4711", "4711.12", "is invalid", "Bearer",
		"access token expired", "user:read:user", "null", "redacted",
	}
	for _, word := range words {
		for _, answer := range []flow.Trace{
			answered(flow.StepRefresh, 400, `{"code":"`+word+`","message":"no"}`),
			answered(flow.StepProbe, 200, `{"code":"`+word+`","data":{"code" : "`+word+`"}}`),
			answered(flow.StepRefresh, 200, `{"access_token":"`+word+`","refresh_token":"`+word+`","device_code":"`+word+`"}`),
			answered(flow.StepExchange, 502, `<a href="/x?code=`+word+`&access_token=`+word+`">`),
		} {
			var r flow.Redactor
			r.LearnAnswer(answer)
			if text := "{" + word + "}"; r.Redact(text) != text {
				t.Errorf("%q was learned from %s", word, answer.Response.Body)
			}
		}
	}
	for _, name := range []string{"InvalidGrantV2", "E1042_TOKEN_GONE"} {
		var r flow.Redactor
		r.LearnAnswer(answered(flow.StepRefresh, 400, `{"code":"`+name+`"}`))
		r.LearnAnswer(answered(flow.StepRefresh, 200, `{"error":"x","code":"`+name+`"}`))
		if r.Redact(name) != name {
			t.Errorf("the code %q of an error was learned", name)
		}
	}
}

// A code is learned from the address of a redirect, whatever its status, and from an
// answer that grants one (S4).
func TestCodesAreLearnedFromRedirectsS4(t *testing.T) {
	const code = "KBXa8G0Qm1_canaryCode"
	for _, answer := range []flow.Trace{
		{Received: []byte("HTTP/1.1 302 Found\r\nlocation: https://acme.example/cb?state=1&code=" + code + "\r\n\r\n"), Response: &flow.Response{Status: 302}},
		{Received: []byte("HTTP/1.1 400 Bad\r\nLocation: https://acme.example/cb#code=" + code + "\r\n\r\n"), Response: &flow.Response{Status: 400}},
		answered(flow.StepExchange, 200, `{"code":"`+code+`"}`),
		answered(flow.StepExchange, 200, `{"body":"{\"code\":\"`+code+`\"}"}`),
		answered(flow.StepExchange, 200, `<a href="https://acme.example/cb?a=1&amp;code=`+code+`">`),
	} {
		var r flow.Redactor
		r.LearnAnswer(answer)
		if got := r.Redact("the code " + code); strings.Contains(got, "canary") {
			t.Errorf("survives: %q of %s", got, answer.Received)
		}
	}
}

// Each part of 12 bytes at an end is masked, and as a part: which secret it is of
// cannot be told. The header that all tokens share is none (S4).
func TestPartsAreMaskedAsPartsS4(t *testing.T) {
	for _, secret := range secretsOfAllKinds {
		value, own := secret.Reveal(), 0
		if header, _, found := strings.Cut(value, "."); found && strings.HasPrefix(value, "eyJ") {
			own = len(header) + 1
		}
		if len(value) < own+13 {
			continue
		}
		var r flow.Redactor
		r.Learn(secret)
		for n := own + 12; n < len(value); n++ {
			part(t, &r, secret, value[:n])
		}
		for n := 12; n < len(value)-own; n++ {
			part(t, &r, secret, value[len(value)-n:])
		}
		few := 11
		if own > 0 {
			few = 7 // with more it looks like a token
		}
		if text := "say " + value[:own+few] + "/"; r.Redact(text) != text {
			t.Errorf("%d bytes of %s are masked: %q", few, secret, r.Redact(text))
		}
	}
}

func part(t *testing.T, r *flow.Redactor, secret flow.Secret, cut string) {
	t.Helper()
	got := r.Redact("(" + cut + ")")
	if got != "(•••• part of a secret)" {
		t.Errorf("%q of %s: %q", cut, secret, got)
	}
}

// A token that begins as a known one does is not called by its name, and is masked
// to its end.
func TestSharedStartsS4(t *testing.T) {
	const start = "eyJzdiI6IjAwMDAwMSIsImFsZyI6IkhTNTEyIn0.eyJ2ZXIiOjksImF1aWQiOiJjYW5hcnki"
	known := flow.NewSecret(flow.KindAccessToken, start+"LCJ0eXBlIjowfQ.c2lnbmF0dXJlLW9uZQ")
	sister := flow.NewSecret(flow.KindRefreshToken, start+"LCJ0eXBlIjoxfQ.c2lnbmF0dXJlLXR3bw")
	var r flow.Redactor
	r.Learn(known, sister)
	foreign := start + "LCJ0eXBlIjozfQ.c2lnbmF0dXJlLXRocmVl"
	got := r.Redact("a " + foreign + " b " + known.Reveal() + " c " + sister.Reveal() + " d " + start + "... e")
	want := "a " + flow.NewSecret(flow.KindUnknown, foreign).String() + " b " + known.String() + " c " + sister.String() + " d •••• part of a secret... e"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Each limit of an answer is behind the redaction: no error, name or scope holds the
// start of a secret that the limit cut (S4).
func TestLimitsCutNoSecretS4(t *testing.T) {
	token := "eyJhbGciOiJIUzUxMiJ9." + strings.Repeat("canaryPayload0123", 64) + ".c2lnbmF0dXJl"
	for _, limit := range []int{64, 128, 256, 1 << 10, 8 << 10} {
		for _, before := range []int{1, 11, 30, 60, 500} {
			if before > limit {
				continue
			}
			text := strings.Repeat("x", limit-before) + token
			body := `{"error":"` + text + `","reason":"` + text + `","` + text + `":1,"` + text + `":2}`
			b := newBench(t, answering("HTTP/1.1 400 "+text+"\r\nX-Zm-Trackingid: "+text+"\r\nConnection: close\r\n\r\n"+body))
			b.Redactor.Learn(flow.NewSecret(flow.KindAccessToken, token))
			out := b.Do(t.Context(), b.refresh())
			e := out.Answer.Err
			if e == nil {
				t.Fatalf("%+v", out)
			}
			note := ""
			if out.State.Note != nil {
				note = out.State.Note.What + out.State.Note.Text
			}
			for _, shown := range append(out.Answer.Flags, e.Code, e.Reason, e.TrackingID, e.Error(), out.Trace.Summary, note) {
				if strings.Contains(shown, "eyJ") || strings.Contains(shown, "canary") {
					t.Errorf("limit %d, %d before it: %q", limit, before, shown)
				}
			}
		}
	}
}
