package recognize_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// known are texts that are recognised for certain or nearly so.
var known = []string{
	`{"reason":"Invalid Token!","error":"invalid_grant"}`,
	`{'reason': 'Invalid Token!', 'error': 'invalid_grant'}`,
	"HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n{\"code\":124,\"message\":\"Invalid access token.\"}",
	"curl -X POST https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc\n{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}",
	"https://acme.example/zoom/callback?code=" + code33 + "&state=" + state1,
	"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https%3A%2F%2Facme.example%2Fcb",
	"Authorization: Bearer " + jwt,
	jwt,
	"Invalid redirect: http://127.0.0.1:8976/callback (4,700)",
	"ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_SECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n",
	"curl: (6) Could not resolve host: zoom.us",
	"ERROR token refresh failed: invalid_grant",
}

// weaken returns what copying does to a text.
func weaken(text string) map[string]string {
	lines := strings.Split(text, "\n")
	each := func(before string) string { return before + strings.Join(lines, "\n"+before) }
	all := map[string]string{
		"indented": each("    "), "quoted": each("> "), "behind a log's time": each("2026-11-23T14:02:40Z ERROR app "), "in a fence": "```\n" + text + "\n```",
		"wrapped": wrap(text, 40), "wrapped narrowly": wrap(text, 17), "in a sentence": "I got " + text + " from it", "in quotes": `"` + text + `"`,
	}
	for i := 1; i < 8; i++ {
		all["cut behind "+string(rune('0'+i))+"/8"] = text[:len(text)*i/8]
		all["cut before "+string(rune('0'+i))+"/8"] = text[len(text)*i/8:]
	}
	return all
}

func wrap(text string, width int) string {
	var b strings.Builder
	for i := 0; i < len(text); i += width {
		b.WriteString(text[i:min(len(text), i+width)] + "\n")
	}
	return b.String()
}

// Cutting, quoting, indenting, wrapping or log noise before it never makes a text
// more certain.
func TestDamageMakesNothingMoreCertain(t *testing.T) {
	for _, text := range known {
		most, sure := certainty(text)
		for how, weaker := range weaken(text) {
			got, surer := certainty(weaker)
			if got > most || surer && !sure {
				t.Errorf("%q\n  %s: certainty %d instead of %d, provider sure: %t\n  %q", text, how, got, most, surer, weaker)
			}
		}
	}
}

// certainty is the highest of a text's artefacts, and whether its provider is sure.
func certainty(text string) (most recognize.Certainty, sure bool) {
	for _, a := range recognize.Read(text) {
		most, sure = max(most, a.Certainty), sure || a.Provider.Sure
	}
	return most, sure
}

// Values that Zoom could have given out are taken, whatever words stand in them by chance.
func TestRandomValuesAreNoWords(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	random := rand.New(rand.NewPCG(22, 32))
	value := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	refused := 0
	for range 10000 {
		text := "ZOOM_CLIENT_ID=" + value(recognize.IDLength) + "\nZOOM_CLIENT_SECRET=" + value(recognize.SecretLength) + "\n"
		for _, a := range recognize.Read(text) {
			for _, v := range a.Credentials.Values {
				if v.Problem != "" {
					refused++
					t.Logf("%s: %s", v.Name, v.Problem)
				}
			}
		}
	}
	if refused > 3 {
		t.Errorf("%d of 20000 random values were refused", refused)
	}
}
