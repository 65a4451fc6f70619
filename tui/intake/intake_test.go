package intake_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
)

const (
	clientID = "Zk3mQ8vTS2aXw1LrPbN0Ug"
	secret   = "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2"
)

// jwt is a token of the app, issued two days before noon.
func jwt(kind string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	issued := noon.Add(-48 * time.Hour)
	claims := fmt.Sprintf(`{"ver":10,"auid":"a","code":"c0de","iss":"zm:cid:%s","gno":0,"tokenType":%q,"nbf":%d,"exp":%d,"iat":%d}`,
		clientID, kind, issued.Unix(), issued.Add(90*24*time.Hour).Unix(), issued.Unix())
	return part(`{"alg":"HS512","v":"2.0"}`) + "." + part(claims) + "." + part(strings.Repeat("signature", 8))
}

// exchange is a request of a server with its response.
func exchange() string {
	return "POST /oauth/token HTTP/1.1\nHost: zoom.us\nAuthorization: Basic " + base64.StdEncoding.EncodeToString([]byte(clientID+":"+secret)) +
		"\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=" + jwt("refresh_token") +
		"\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}\n"
}

func newer() flow.Token {
	return flow.Token{
		AccessToken: flow.NewSecret(flow.KindAccessToken, "access-of-acme-prod"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "refresh-of-acme-prod"),
		ObtainedAt: noon.Add(-58 * time.Minute), RefreshedAt: noon.Add(-58 * time.Minute), ExpiresAt: noon.Add(2 * time.Minute), ExpiresIn: time.Hour,
	}
}

// situations are texts as people have them, with what the screen says of each.
var situations = []struct {
	name, text string
	sees       []string
}{
	{"exchange", exchange(), []string{"request   POST zoom.us/oauth/token", "response  400   Invalid Token!", "acme-prod has a newer pair", "issued 58 minutes ago", "Open acme-prod", "Probe acme-prod", "its pair is newer"}},
	{"token", jwt("access_token"), []string{"token", "access token", "Open acme-prod", "has a newer pair"}},
	{"profiles", "ZOOM_DEV_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_DEV_CLIENT_SECRET=" + secret + "\nZOOM_PROD_CLIENT_ID=Pq3wE7rT1yU5iO9aS2dF4g\nZOOM_PROD_CLIENT_SECRET=PRODprodPRODprodPRODprodPRODpr00\n", []string{"Save both as new profiles", "Save as zoom-dev", "Save as zoom-prod"}},
	{"apps", "ACME_ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nACME_ZOOM_CLIENT_SECRET=" + secret + "\nACME_ZOOM_REDIRECT_URI=https://acme.example/oauth/zoom\nS2S_ZOOM_ACCOUNT_ID=hV2oKpW9SxaT6yGd0RfCbQ\nS2S_ZOOM_CLIENT_ID=Ty7uIo9pAs1dFg3hJk5lZx\nS2S_ZOOM_CLIENT_SECRET=PRODprodPRODprodPRODprodPRODpr00\n", []string{"Save both as new profiles", "Save as zoom-acme", "Save as zoom-s2s"}},
	{"page", "Invalid redirect: https://acme.example/cb (4,700)\n", []string{"page", "Invalid redirect", "Fix"}},
	{"transport", "curl: (6) Could not resolve host: zoom.us\n", []string{"no reply", "Could not resolve host", "Fix"}},
	{"callback", "https://acme.example/cb?code=abcdefghijklmnopqrstuvwxyz0123456&state=xyz\n", []string{"callback", "No error in it"}},
	{"foreign", `{"error":"invalid_grant","error_description":"AADSTS70008: The provided authorization code or refresh token has expired","trace_id":"0"}`, []string{"This is not Zoom's response.", "Microsoft", "Ask that provider"}},
	{"unknown", "the cat sat on the mat\n", []string{"doesn't recognise", "Paste something else"}},
	{"hostile", "\x1b]0;owned\x07\x1b[2J HTTP/1.1 400 Bad Request\n\n{\"reason\":\"Invalid Token!\u202e\",\"error\":\"invalid_grant\"}\n", nil},
}

// What a text is made of, why, and what can be done: as drawn, with the rows that work.
func TestPastedTexts(t *testing.T) {
	for _, test := range situations {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, 80, 24)
			d.holds("acme-prod", clientID, newer())
			d.paste(test.text)
			d.sees(test.sees...)
			if test.name != "hostile" {
				d.golden(test.name)
			}
		})
	}
}

// At every size each row is as wide as the screen, no secret of the text is on it, and
// no control byte: in every view, of every row.
func TestFramesOfPastedTexts(t *testing.T) {
	for _, size := range [][2]int{{60, 15}, {80, 23}, {80, 24}, {120, 40}, {170, 50}} {
		for _, test := range situations {
			d := newDesk(t, size[0], size[1])
			d.holds("acme-prod", clientID, newer())
			d.paste(test.text)
			for range 5 {
				for range 3 {
					d.harmless(fmt.Sprintf("%s at %dx%d", test.name, size[0], size[1]))
					d.run(d.screen.Update(tea.KeyPressMsg{Text: "J", Code: 'J'}))
				}
				d.run(d.screen.Update(tea.KeyPressMsg{Text: "w", Code: 'w'}))
				d.run(d.screen.Update(tea.KeyPressMsg{Text: "]", Code: ']'}))
			}
		}
	}
}

// harmless checks one frame.
func (d *desk) harmless(where string) {
	d.t.Helper()
	frame := d.frame()
	for _, value := range []string{secret, jwt("refresh_token"), jwt("access_token"), "abcdefghijklmnopqrstuvwxyz0123456", "PRODprodPRODprodPRODprodPRODpr00"} {
		if strings.Contains(strings.ReplaceAll(frame, "\n", ""), value) || strings.Contains(frame, value[len(value)-24:]) {
			d.t.Errorf("S4: %s shows a secret:\n%s", where, frame)
		}
	}
	if i := strings.IndexFunc(frame, func(c rune) bool { return c < ' ' && c != '\n' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == '\u202e' }); i >= 0 {
		d.t.Errorf("T1: %s holds %q", where, frame[i:i+1])
	}
	for _, row := range strings.Split(frame, "\n") {
		if n := len([]rune(row)); n > d.size.Width {
			d.t.Errorf("%s: %d cells: %s", where, n, row)
		}
	}
}

// Tokens are first offered to the profile of their app that has none.
func TestTokensAreOfferedToTheProfileWithoutAny(t *testing.T) {
	token := jwt("refresh_token")
	for _, test := range []struct {
		held        flow.Token
		text, first string
	}{
		{flow.Token{}, token, "› Adopt rt:"},
		{flow.Token{}, `{"access_token":"` + jwt("access_token") + `","refresh_token":"` + token + `","expires_in":3599}`, "› Adopt at:"},
		{newer(), token, "› Open acme-prod"},
	} {
		d := newDesk(t, 80, 24)
		d.holds("acme-prod", clientID, test.held)
		d.paste(test.text)
		d.sees(test.first)
	}
}

// The rows lead where they say: a profile, the review of a new one, a dialog that lists
// what is written.
func TestChoices(t *testing.T) {
	d := newDesk(t, 80, 24)
	d.holds("acme-prod", clientID, newer())
	d.paste(exchange())
	d.press("enter", "j", "enter")
	if len(d.shown) != 2 || d.shown[0].Profile != "acme-prod" || d.shown[1].Key != "3" {
		t.Errorf("the rows lead to %v", d.shown)
	}
	d = newDesk(t, 80, 24)
	d.paste(situations[2].text)
	d.press("j", "enter")
	if len(d.reviewed) != 1 || d.reviewed[0].Text["client_id"] != "Qr8sTv2xRZk5WmLb9HcNdw" || d.reviewed[0].Name != "zoom-dev" {
		t.Errorf("reviewed: %v", d.reviewed)
	}
	d.press("k", "enter", "enter")
	if d.imported != nil {
		t.Error("one enter too many saved the profiles")
	}
	d.press("enter", "j", "enter")
	if len(d.imported) != 2 || d.imported[1].Get("environment") != "production" {
		t.Errorf("imported: %v", d.imported)
	}
}

// Text that is typed is hidden where it may be a secret, and read with ctrl+d or by
// enter on an empty line.
func TestTypedText(t *testing.T) {
	for _, end := range []string{"ctrl+d", "enter"} {
		d := newDesk(t, 80, 24)
		d.paste("")
		for _, c := range "ZOOM_CLIENT_ID=" + clientID {
			d.press(string(c))
		}
		d.press("enter")
		for _, c := range "ZOOM_CLIENT_SECRET=" + secret {
			d.press(string(c))
			if strings.Contains(d.frame(), secret[:6]) {
				t.Fatal("S4: the secret is shown while it is typed")
			}
		}
		d.sees("ZOOM_CLIENT_SECRET=•••")
		if d.press("enter"); end == "ctrl+d" {
			d.press("ctrl+d")
		} else {
			d.press("enter")
		}
		d.sees("Save as a new profile", clientID)
		d.harmless("after " + end)
	}
}

// A paste into the box is read at once, with what was typed before it; esc goes back.
func TestPasteIntoTheBox(t *testing.T) {
	d := newDesk(t, 80, 24)
	d.paste("")
	d.run(d.screen.Update(tea.PasteMsg{Content: exchange()}))
	d.sees("Invalid Token!")
	d.press("i")
	d.sees("Paste or type")
	d.press("esc")
	d.sees("Invalid Token!")
	d.press("esc")
	if !d.left {
		t.Error("esc does not leave")
	}
}

// What is copied of a text holds none of its secrets, unless the token itself was asked
// for.
func TestCopies(t *testing.T) {
	d := newDesk(t, 80, 24)
	d.paste(jwt("access_token"))
	for _, key := range []string{"e", "t", "v"} {
		d.press("y", key)
		if holds := strings.Contains(d.copied, jwt("access_token")); holds != (key == "v") || d.copied == "" {
			t.Errorf("%s copies %q", key, d.copied)
		}
	}
}

// What Zoom has refused is not the first thing to send again; a refresh alone is.
func TestARefusedRefreshIsNotTheMainChoice(t *testing.T) {
	request, _, _ := strings.Cut(exchange(), "\n\nHTTP/1.1")
	for text, sent := range map[string]int{request: 1, exchange(): 0} {
		d := newDesk(t, 80, 24)
		d.paste(text)
		d.press("enter")
		if len(d.sent) != sent || len(d.reviewed) != 1-sent {
			t.Errorf("enter sent %d and reviewed %d behind\n%s", len(d.sent), len(d.reviewed), text)
		}
	}
}

// A refusal that names no client is told by the token beside it whose it is.
func TestATokenBesideARefusalTellsTheProfile(t *testing.T) {
	d := newDesk(t, 80, 24)
	d.holds("acme-prod", clientID, flow.Token{})
	d.paste("worker: POST https://zoom.us/oauth/token refresh_token=" + jwt("refresh_token") + "\nworker: <- 400 {\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}\n")
	d.sees("Open acme-prod")
	d.press("enter")
	if len(d.shown) != 1 || d.shown[0].Profile != "acme-prod" {
		t.Errorf("enter showed %v", d.shown)
	}
}

// What a text gives is offered to the profile that it was issued to, what names no client
// to one of all; a whole refresh can be sent once, an address used as a redirect URI.
func TestGrantsAreOffered(t *testing.T) {
	d := newDesk(t, 80, 24)
	d.holds("acme-prod", clientID, newer())
	d.holds("other-prod", "Qr8sTv2xRZk5WmLb9HcNdw", flow.Token{})
	d.paste(exchange())
	d.choose("Send this refresh once")
	d.choose("Adopt rt:")
	if len(d.sent) != 1 || len(d.adopted) != 1 || d.adopted[0] != "acme-prod" || d.grant.Token.RefreshToken.Reveal() != jwt("refresh_token") {
		t.Errorf("sent %d, adopted into %v", len(d.sent), d.adopted)
	}
	d.paste("refresh_token=opaque-refresh-0123456789-and-more")
	d.choose("Adopt rt:")
	d.press("j", "j", "enter")
	if len(d.adopted) != 2 || d.adopted[1] != "other-prod" {
		t.Errorf("adopted into %v", d.adopted)
	}
	d.paste("opaque0refresh0123456789and1more")
	d.choose("Adopt it into a profile")
	d.press("enter", "j", "enter")
	if len(d.adopted) != 3 || d.grant.Token.RefreshToken.Reveal() != "opaque0refresh0123456789and1more" {
		t.Errorf("adopted into %v", d.adopted)
	}
	d.paste("https://acme.example/zoom/callback\n")
	d.choose("Use as redirect URI of")
	d.press("j", "enter")
	if len(d.changed) != 1 || d.changed[0] != "acme-prod redirect_uri=https://acme.example/zoom/callback" {
		t.Errorf("changed: %v", d.changed)
	}
}

// choose takes the row that begins with a name.
func (d *desk) choose(name string) {
	d.t.Helper()
	for range 8 {
		if strings.Contains(d.frame(), "› "+name) {
			d.press("enter")
			return
		}
		d.press("j")
	}
	d.t.Fatalf("no row %q:\n%s", name, d.frame())
}
