package flow_test

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"zoauth/flow"
)

// rareForms are ways in which mail, programs and pages write a text: what they escape,
// what they put between its parts, and its bytes as numbers.
var rareForms = []form{
	{"quoted-printable", quotedPrintable},
	{"quoted-printable, all", eachByte("=%02X")},
	{"quoted-printable, lower case", eachByte("=%02x")},
	{"quoted-printable, soft line ends", then(quotedPrintable, lines(12, "=\r\n"))},
	{"quoted-printable, soft LF", then(quotedPrintable, lines(12, "=\n"))},
	{"word in a header", func(s string) string { return "=?utf-8?Q?" + eachByte("=%02X")(s) + "?=" }},
	{"base64 in quoted-printable", then(b64, quotedPrintable, lines(24, "=\r\n"))},
	{"UTF-7", utf7Text},
	{"UTF-16", wideBytes(binary.LittleEndian)},
	{"UTF-16, big", wideBytes(binary.BigEndian)},
	{"base64 of UTF-16", then(wideBytes(binary.LittleEndian), b64)},
	{"hex of UTF-16", then(wideBytes(binary.LittleEndian), hexText)},
	{"bytes of Go", then(eachByte("%d "), func(s string) string { return "[" + strings.TrimSpace(s) + "]" })},
	{"buffer of Node", then(eachByte("%d,"), func(s string) string { return `{"data":[` + strings.TrimSuffix(s, ",") + "]}" })},
	{"bytes of Java", then(eachByte("%d, "), func(s string) string { return "[" + strings.TrimSuffix(s, ", ") + "]" })},
	{"hex with 0X", eachByte("0X%02X, ")},
	{"hex with points", then(hexText, lines(2, "."))},
	{"hex with semicolons", then(hexText, lines(2, ";"))},
	{"hex with underscores", then(hexText, lines(2, "_"))},
	{"hex in groups", then(hexText, lines(4, " "))},
	{"lines of a shell", lines(9, "\\\n")},
	{"lines of a shell, CRLF", lines(9, "\\\r\n")},
	{"lines of a shell, indented", lines(9, "\\\n    ")},
	{"lines of cmd", lines(9, "^\r\n")},
	{"lines of PowerShell", lines(9, "`\n")},
	{"parts of JavaScript", lines(9, "' + '")},
	{"parts of PHP", lines(9, "' . '")},
	{"parts of C", lines(9, "\"\n    \"")},
	{"parts of Java", lines(9, "\" +\n    \"")},
	{"zero width", lines(5, "\u200b")},
	{"joiners", lines(5, "\u2060")},
	{"soft hyphens", lines(5, "\u00ad")},
	{"NUL", lines(5, "\x00")},
	{"colours", lines(5, "\x1b[0m")},
	{"wbr", lines(5, "<wbr>")},
	{"br", lines(9, "<br/>\n")},
	{"spans", lines(9, `</span><span class="x">`)},
	{"JSON of spans", then(lines(9, "</span><span>"), jsonText)},
	{"zero width in a URL", then(lines(5, "\u200b"), url.QueryEscape)},
}

// quotedPrintable escapes what mail has to (RFC 2045 §6.7).
func quotedPrintable(s string) string {
	return special(" !\"#$%&'()*+,-./:;<>?@[\\]^_`{|}~", eachByte("=%02X"))(s)
}

// utf7Text writes what is not plain in base64 of UTF-16 (RFC 2152).
func utf7Text(s string) string {
	return special("'(),-./:? ", func(c string) string {
		if c == "+" {
			return "+-"
		}
		return "+" + base64.RawStdEncoding.EncodeToString([]byte(wideBytes(binary.BigEndian)(c))) + "-"
	})(s)
}

func wideBytes(order binary.AppendByteOrder) func(string) string {
	return func(s string) string {
		var b []byte
		for _, unit := range utf16.Encode([]rune(s)) {
			b = order.AppendUint16(b, unit)
		}
		return string(b)
	}
}

// plainSecrets are of every kind, in ASCII and without what programs escape.
var plainSecrets = []flow.Secret{
	flow.NewSecret(flow.KindRefreshToken, "eyJzdiI6IjAwMDAwMSJ9.eyJ1aWQiOiJSRUZSRVNIIn0.q7Kz_Lm-93xT0aPwRtYuIo"),
	flow.NewSecret(flow.KindClientSecret, "cs9#Qx/+w=z7E,k;Lp:0Zr~uT@2v!m"),
	flow.NewSecret(flow.KindCode, "obBEe8ewaL_KdYKjnimT4KPd8KKdQt9FQ"),
	flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
	flow.NewSecret(flow.KindDeviceCode, "device-7Qx9KpL2mN4vB6"),
	flow.NewSecret(flow.KindUnknown, "state_bYAHKUlWMY54BoPlsqHzlGwL7pOH"),
}

// A server's text shows no secret in any of the rarer forms, wherever it stands (S4).
func TestRareFormsAreMaskedS4(t *testing.T) {
	for _, secret := range plainSecrets {
		var r flow.Redactor
		r.Learn(secret)
		for _, f := range rareForms {
			encoded := f.encode(secret.Reveal())
			for _, place := range []string{"before %s after", "X-Debug: %s\r\n", "Location: https://acme.example/cb?x=%s&y=1\r\n", "Set-Cookie: t=%s; Path=/\r\n", "<title>%s</title>"} {
				got := r.Redact(fmt.Sprintf(place, encoded))
				// Where "=de" stands for a byte in mail, the place begins one digit later.
				part := strings.Contains(f.name, "quoted-printable") || f.name == "UTF-7"
				if !strings.Contains(got, secret.String()) && !(part && strings.Contains(got, "part of a secret")) {
					t.Errorf("%s as %s is not masked: %q", secret.Kind(), f.name, got)
				}
				if kept := leftOf(got, secret.String()); len(kept) >= 12 && strings.Contains(encoded, kept) {
					t.Errorf("%s as %s: %q is left", secret.Kind(), f.name, kept)
				}
			}
		}
	}
}
