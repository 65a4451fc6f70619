package flow_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// form is one way in which a text may hold a secret.
type form struct {
	name   string
	encode func(string) string
}

// eachByte writes every byte by a format.
func eachByte(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, format, s[i])
		}
		return b.String()
	}
}

// eachRune writes every character by a format.
func eachRune(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, c := range s {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

// pythonRune is one character as Python's ascii() writes it.
func pythonRune(s string) string {
	switch c := []rune(s)[0]; {
	case c <= 0xff:
		return fmt.Sprintf(`\x%02x`, c)
	case c <= 0xffff:
		return fmt.Sprintf(`\u%04x`, c)
	default:
		return fmt.Sprintf(`\U%08x`, c)
	}
}

func jsonText(s string) string {
	content, _ := json.Marshal(s)
	return string(content)
}

// units writes every UTF-16 unit of a text by a format, as JSON and JavaScript do.
func units(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, format, u)
		}
		return b.String()
	}
}

// special writes the characters outside of spared by escape and the others as they are.
func special(spared string, escape func(string) string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, c := range s {
			if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.ContainsRune(spared, c) {
				b.WriteRune(c)
			} else {
				b.WriteString(escape(string(c)))
			}
		}
		return b.String()
	}
}

// lines breaks a text after every n bytes.
func lines(n int, end string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for len(s) > n {
			b.WriteString(s[:n] + end)
			s = s[n:]
		}
		return b.String() + s
	}
}

func replaced(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

func inQuotes(quote string, pairs ...string) func(string) string {
	return func(s string) string { return quote + replaced(pairs...)(s) + quote }
}

func times(n int, encode func(string) string) func(string) string {
	return func(s string) string {
		for range n {
			s = encode(s)
		}
		return s
	}
}

func then(encode ...func(string) string) func(string) string {
	return func(s string) string {
		for _, e := range encode {
			s = e(s)
		}
		return s
	}
}

// mixedCase writes hex digits in either case.
func mixedCase(s string) string {
	b := []byte(s)
	for i := range b {
		if i%2 == 0 {
			b[i] = strings.ToUpper(string(b[i]))[0]
		} else {
			b[i] = strings.ToLower(string(b[i]))[0]
		}
	}
	return string(b)
}

var (
	b64     = func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	b64url  = func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }
	b64bare = func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	hexText = func(s string) string { return hex.EncodeToString([]byte(s)) }
	percent = eachByte("%%%02X")
)

// forms are the ways in which servers, proxies, logs and shells repeat a value.
var forms = []form{
	{"raw", func(s string) string { return s }},
	{"form", url.QueryEscape},
	{"query", func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }},
	{"path", url.PathEscape},
	{"encodeURIComponent", special("-_.!~*'()", percent)},
	{"encodeURI", special("-_.!~*'();/?:@&=+$,#", percent)},
	{"percent, all", percent},
	{"percent, all, lower case", eachByte("%%%02x")},
	{"percent, all, mixed case", func(s string) string { return mixedCase(percent(s)) }},
	{"percent twice", times(2, url.QueryEscape)},
	{"percent, all, twice", times(2, percent)},
	{"percent three times", times(3, url.PathEscape)},
	{"escape of JavaScript", units("%%u%04X")},
	{"HTML", html.EscapeString},
	{"HTML twice", times(2, html.EscapeString)},
	{"HTML, named", replaced("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "/", "&sol;", "=", "&equals;", "+", "&plus;")},
	{"HTML, decimal", eachRune("&#%d;")},
	{"HTML, hex", eachRune("&#x%x;")},
	{"HTML, HEX", eachRune("&#X%X;")},
	{"HTML, decimal with zeros", eachRune("&#%07d;")},
	{"HTML, hex with zeros", eachRune("&#x%08x;")},
	{"JSON", jsonText},
	{"JSON in JSON", times(2, jsonText)},
	{"JSON in JSON in JSON", times(3, jsonText)},
	{"JSON, four levels", times(4, jsonText)},
	{`JSON with \/`, func(s string) string { return strings.ReplaceAll(jsonText(s), "/", `\/`) }},
	{`JSON with \/, twice`, times(2, func(s string) string { return strings.ReplaceAll(jsonText(s), "/", `\/`) })},
	{`\u00xx`, units(`\u%04x`)},
	{`\u00XX`, units(`\u%04X`)},
	{`\u00xx in JSON`, then(units(`\u%04x`), jsonText)},
	{`\u{xx}`, eachRune(`\u{%x}`)},
	{`\xXX`, eachByte(`\x%02x`)},
	{`\XXX in octal`, eachByte(`\%03o`)},
	{"Go", strconv.Quote},
	{"Go, ASCII", strconv.QuoteToASCII},
	{"Go, twice", times(2, strconv.Quote)},
	{"Python with '", inQuotes("'", `\`, `\\`, "'", `\'`, "\n", `\n`, "\t", `\t`, "\r", `\r`)},
	{`Python with "`, inQuotes(`"`, `\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)},
	{"Python bytes", then(special(" !#$%&()*+,-./:;<=>?@[]^_`{|}~\"", eachByte(`\x%02x`)), inQuotes("b'"))},
	{"Python ASCII", special(" !#$%&()*+,-./:;<=>?@[]^_`{|}~\"", pythonRune)},
	{"shell with '", inQuotes("'", "'", `'\''`)},
	{"shell of Python", inQuotes("'", "'", `'"'"'`)},
	{`shell with "`, inQuotes(`"`, `\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`")},
	{"shell with $'", inQuotes("'", `\`, `\\`, "'", `\'`, "\n", `\n`, "\t", `\t`)},
	{"shell with backslashes", special("-_./\n", func(s string) string { return `\` + s })},
	{"shell in JSON", then(inQuotes("'", "'", `'\''`), jsonText)},
	{"SQL", inQuotes("'", "'", "''")},
	{"CSV", inQuotes(`"`, `"`, `""`)},
	{"hex", hexText},
	{"HEX", func(s string) string { return strings.ToUpper(hexText(s)) }},
	{"hex with colons", then(hexText, lines(2, ":"))},
	{"hex with blanks", then(hexText, lines(2, " "))},
	{"hex, wrapped", then(hexText, lines(32, "\n"))},
	{"base64", b64},
	{"base64url", b64url},
	{"base64url without padding", b64bare},
	{"base64 in a text", func(s string) string { return b64("user=jane&secret=" + s + "&more=1") }},
	{"Basic", func(s string) string { return "Basic " + b64("a:"+s) }},
	{"base64, 64 LF", then(b64, lines(64, "\n"))},
	{"base64, 64 CRLF", then(b64, lines(64, "\r\n"))},
	{"base64, 76 LF", then(b64, lines(76, "\n"))},
	{"base64, 76 CRLF", then(b64, lines(76, "\r\n"))},
	{"base64, short lines, indented", then(b64, lines(20, "\r\n\t"))},
	{"base64, wrapped, in JSON", then(b64, lines(64, "\r\n"), jsonText)},
	{"base64 of base64", times(2, b64)},
	{"base64 of base64url in a text", func(s string) string { return b64("x" + b64url("yz"+s)) }},
	{"base64 of base64, wrapped", then(b64, lines(76, "\r\n"), b64, lines(76, "\r\n"))},
	{"base64 three times", times(3, b64)},
	{"base64 of JSON", func(s string) string { return b64(`{"token":` + jsonText(s) + "}") }},
	{"base64 of percent", then(percent, b64)},
	{"base64 in a URL", then(b64, url.QueryEscape)},
	{"base64, percent, twice", then(b64, percent, percent)},
	{`base64 in JSON with \/`, func(s string) string { return strings.ReplaceAll(jsonText(b64(s)), "/", `\/`) }},
	{"base64 of hex", then(hexText, b64)},
	{"hex of base64", then(b64, hexText)},
	{"hex with 0x", then(hexText, lines(2, ", 0x"))},
	{"Go, %#x", func(s string) string { return fmt.Sprintf("%#x", s) }},
	{"percent in JSON in HTML", then(url.QueryEscape, jsonText, html.EscapeString)},
	{"JSON in a URL", then(jsonText, url.QueryEscape)},
	{"HTML in JSON in a URL", then(html.EscapeString, jsonText, url.QueryEscape)},
}

// secretsOfAllKinds are one or two of each kind that zoauth handles.
var secretsOfAllKinds = []flow.Secret{
	flow.NewSecret(flow.KindAccessToken, "eyJzdiI6IjAwMDAwMSIsImFsZyI6IkhTNTEyIn0.eyJ2ZXIiOjksImF1aWQiOiJjYW5hcnkiLCJjb2RlIjoicTdLeiJ9.Zm9yIHRlc3Rz_canary-Signature"),
	flow.NewSecret(flow.KindRefreshToken, "RTopaque_q7Kz-9fLmP2xWd.Yc81~canary"),
	flow.NewSecret(flow.KindClientSecret, `p/a+ss w="q'1"\n&<b>%41;$HOME!`+"`id`"),
	flow.NewSecret(flow.KindClientSecret, "pässwörd/with=ünïcode&more"),
	flow.NewSecret(flow.KindClientSecret, "line one\nline\ttwo'''\"\"\" end"),
	flow.NewSecret(flow.KindClientSecret, "canary"),
	flow.NewSecret(flow.KindCode, "KBXa8G0Qm1_canaryCode/+="),
	flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
	flow.NewSecret(flow.KindDeviceCode, "canary-device-code:0123456789"),
}

// No form of a secret of any kind survives, and the text around it does (S4).
func TestEveryFormOfEverySecretIsMaskedS4(t *testing.T) {
	for _, secret := range secretsOfAllKinds {
		var r flow.Redactor
		r.Learn(secret)
		for _, f := range forms {
			encoded := f.encode(secret.Reveal())
			got := r.Redact("before " + encoded + " after")
			if !strings.Contains(got, secret.String()) {
				t.Errorf("%s %q as %s is not masked: %q", secret.Kind(), secret.Reveal(), f.name, got)
			}
			if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
				t.Errorf("%s as %s: the text around it changed: %q", secret.Kind(), f.name, got)
			}
			if kept := leftOf(got, secret.String()); strings.Contains(encoded, kept) && len(kept) > 24 && !strings.Contains(f.name, "in a text") {
				t.Errorf("%s as %s: %q is left", secret.Kind(), f.name, kept)
			}
		}
	}
	if n := len(forms); n < 60 {
		t.Errorf("only %d forms", n)
	}
}

// leftOf is the longest passage without blanks beside mask in text.
func leftOf(text, mask string) string {
	longest := ""
	for part := range strings.FieldsSeq(strings.ReplaceAll(text, mask, " ")) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

// Several secrets in one text are masked where each stands, whatever was escaped
// before it (S4).
func TestEachSecretIsMaskedWhereItStandsS4(t *testing.T) {
	var r flow.Redactor
	code, verifier := flow.NewSecret(flow.KindCode, "KBXa8G0Qm1_canary/Code"), flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
	r.Learn(code, verifier)
	got := r.Redact("redirect_uri=https%3A%2F%2Facme.example%2Fcb&code=KBXa8G0Qm1_canary%2FCode&code_verifier=" + verifier.Reveal() + "&x=%2F")
	want := "redirect_uri=https%3A%2F%2Facme.example%2Fcb&code=" + code.String() + "&code_verifier=" + verifier.String() + "&x=%2F"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Nor does any form of a form (S4). With the race detector, which has nothing to find here,
// each form of a form is tried with one secret.
func TestEveryFormOfAFormIsMaskedS4(t *testing.T) {
	t.Parallel()
	for i, secret := range secretsOfAllKinds {
		var r flow.Redactor
		r.Learn(secret)
		for j, first := range forms {
			for k, second := range forms {
				if testkit.Race && (j+k)%len(secretsOfAllKinds) != i {
					continue
				}
				encoded := second.encode(first.encode(secret.Reveal()))
				if got := r.Redact("before " + encoded + " after"); !strings.Contains(got, secret.String()) {
					t.Errorf("%q as %s, then as %s, is not masked: %.300q", secret.Reveal(), first.name, second.name, got)
				}
			}
		}
	}
}

// A secret that a terminal, a mail or a header wraps is masked over its lines (S4).
func TestWrappedSecretsAreMaskedS4(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r\n\t", "\n    ", "\n> ", "\\\n"} {
		for _, encode := range []func(string) string{strings.Clone, b64, b64bare, hexText, url.QueryEscape} {
			for _, secret := range secretsOfAllKinds {
				if secret.Kind() == flow.KindClientSecret { // a wrap takes its blanks, or parts an escape sequence
					continue
				}
				var r flow.Redactor
				r.Learn(secret)
				got := r.Redact("before\n" + lines(20, end)(encode(secret.Reveal())) + "\n  after")
				if !strings.HasPrefix(got, "before\n"+secret.String()) || !strings.HasSuffix(got, "\n  after") {
					t.Errorf("%s, lines ended by %q: %q", secret, end, got)
				}
			}
		}
	}
}

// S4: a secret that begins as an escape sequence goes on leaves the sign before it alone:
// a form without its "=" could not be sent again.
func TestTheSignBeforeASecretIsKeptS4(t *testing.T) {
	for _, begins := range []string{"30", "31", "39", "5C3F", "3D", "41"} {
		secret := flow.NewSecret(flow.KindVerifier, begins+"Fb8csa0snULjqq22h7i6bhBqJ8sVfj34zmwv9bY8")
		var r flow.Redactor
		r.Learn(secret)
		for _, before := range []string{"code=a&code_verifier=", `{"state":"ok","code_verifier":"`, "verifier: ", "v="} {
			if got := r.Redact(before + secret.Reveal() + "&b=c"); got != before+secret.String()+"&b=c" {
				t.Errorf("%s… behind %q: %q", begins, before, got)
			}
		}
	}
}
