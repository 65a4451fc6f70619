package acceptance

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// echo is a refused refresh whose answer repeats text wherever a server may.
func echo(text string) sandbox.Fault {
	quoted, _ := json.Marshal(text)
	body := `{"error":` + string(quoted) + `,"reason":` + string(quoted) + `,"error_description":` + string(quoted) +
		`,"` + text + `":1,"` + text + `":2}`
	return sandbox.Fault{
		Path: "/oauth/token", NoEffect: true, Status: http.StatusBadRequest, Body: []byte(body),
		Header: http.Header{"Content-Type": {"application/json"}, "X-Zm-Trackingid": {text}, "Set-Cookie": {text}, "X-Echo": {text}},
	}
}

// told is all that is printed and written about a refused refresh.
func (d *desk) told(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, args := range [][]string{
		{"refresh", "acme-dev"},
		{"refresh", "acme-dev", "--json"},
		{"status"},
		{"status", "--json"},
		{"history", "acme-dev"},
		{"history", "acme-dev", "--json"},
		{"export", "acme-dev", "--as", "har"},
		{"export", "acme-dev", "--as", "report"},
		{"export", "acme-dev", "--as", "curl"},
		{"doctor", "--json"},
	} {
		said := d.run(args...)
		all.WriteString(said.out + said.err)
	}
	history := filepath.Join(d.stateDir(), "history", "acme-dev.jsonl")
	content, err := os.ReadFile(history)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(history); err != nil {
		t.Fatal(err)
	}
	return all.String() + string(content)
}

// holdsPiece returns twelve bytes of secret that text holds, or "".
func holdsPiece(text, secret string) string {
	for i := range len(secret) - 11 {
		if piece := secret[i : i+12]; strings.Contains(text, piece) {
			return piece
		}
	}
	return ""
}

// S4: a token that a server repeats is masked whole, also where one of our own limits
// falls in it: not twelve bytes of it are printed or written.
func TestAnEchoIsMaskedAtEveryLimitS4(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	token := d.state().Token.RefreshToken.Reveal()
	_, own, _ := strings.Cut(token, ".") // the header is that of every token
	for _, limit := range []int{64, 128, 256, 1 << 10, 4 << 10, 8 << 10, 64 << 10} {
		for _, before := range []int{len(token) - len(own) + 40, len(token) / 2} {
			if before > limit {
				before = limit / 2
			}
			fault := echo(strings.Repeat("x", limit-before) + token)
			if limit > 8<<10 { // the header of an answer is limited
				fault.Header = nil
			}
			d.Server.Inject(fault)
			d.Server.Inject(fault)
			if piece := holdsPiece(d.told(t), own); piece != "" {
				t.Errorf("limit %d, %d bytes before it: %q is told", limit, before, piece)
			}
		}
	}
}

// S4: so is one that is encoded, twice or wrapped, and a part of one.
func TestAnEncodedEchoIsMaskedS4(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	token := d.state().Token.RefreshToken.Reveal()
	_, own, _ := strings.Cut(token, ".")
	wrapped := base64.StdEncoding.EncodeToString([]byte("token=" + token))
	for i := 76; i < len(wrapped); i += 78 {
		wrapped = wrapped[:i] + "\r\n" + wrapped[i:]
	}
	inJSON, _ := json.Marshal(map[string]string{"token": token})
	inside, _ := json.Marshal(string(inJSON))
	for name, text := range map[string]string{
		"start": token[:len(token)-len(own)+60], "end": own[len(own)-40:], "claims": strings.Split(token, ".")[1],
		"percent": url.QueryEscape(url.QueryEscape("a=" + token + "&b")), "JSON": string(inside), "base64": base64.StdEncoding.EncodeToString([]byte(token)),
	} {
		d.Server.Inject(echo(text))
		d.Server.Inject(echo(text))
		if piece := holdsPiece(d.told(t), text[len(text)/3:len(text)-4]); piece != "" {
			t.Errorf("%s: %q is told", name, piece)
		}
	}
	fault := echo(wrapped)
	fault.Header = nil // a line end parts a header
	d.Server.Inject(fault)
	if piece := holdsPiece(d.told(t), wrapped[100:170]); piece != "" {
		t.Errorf("wrapped: %q is told", piece)
	}
}

// S4: what a probe tells of the user, and what a grant says beside its tokens, holds no
// token either, though it is kept and shown for long.
func TestAnEchoInAGrantOrProbeIsMaskedS4(t *testing.T) {
	t.Parallel()
	const access, refresh = "canaryAccess.q7Kz9fLmP2xWdYc81", "canaryRefresh.w4Tn6vHs0bRe3JuG5"
	for _, limit := range []int{64, 256, 1 << 10} {
		d := newDesk(t)
		d.authorize()
		filler := strings.Repeat("x", limit-len(refresh)/2)
		d.Server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: http.StatusOK, Body: []byte(
			`{"access_token":"` + access + `","refresh_token":"` + refresh + `","expires_in":3599,"scope":"` + filler + refresh + ` user:read:user",` +
				`"token_type":"` + filler + access + `","api_url":"https://zoom.example/` + refresh + `","` + filler + refresh + `":1}`)})
		told := d.told(t)
		d.Server.Inject(sandbox.Fault{Path: "/v2/users/me", NoEffect: true, Status: http.StatusOK, Body: []byte(
			`{"id":"` + filler + access + `","email":"` + access + `@zoom.example","first_name":"` + filler + access + `","account_id":"` + access + `","company":"` + refresh + `"}`)})
		probe := d.run("probe", "acme-dev", "--json")
		for _, text := range []string{told, probe.out + probe.err + d.told(t)} {
			if _, after, found := strings.Cut(text, "canary"); found {
				t.Errorf("limit %d: a token is told: canary%.40s", limit, after)
			}
		}
	}
}

// S4, S8: the code of an error is its name; no name in our own output, and none of a
// protocol, is taken for a secret.
func TestTheNameOfAnErrorStaysS4(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	for _, word := range []string{"invalid_grant", "refresh_token", "profile", "status", "summary", "application/x-www-form-urlencoded"} {
		d.Server.Inject(sandbox.Fault{
			Path: "/oauth/token", NoEffect: true, Status: http.StatusBadRequest,
			Body: []byte(`{"code":"` + word + `","error":"invalid_grant","reason":"` + word + ` is wrong"}`),
		})
		said := d.run("refresh", "acme-dev", "--json")
		var line map[string]any
		if err := json.Unmarshal([]byte(said.out), &line); err != nil || line["profile"] != "acme-dev" || line["error"] != "invalid_grant" || line["reason"] != word+" is wrong" {
			t.Errorf("%s: %v: %s", word, err, said.out)
		}
		if curl := d.run("export", "acme-dev", "--as", "curl").out; !strings.Contains(curl, `"grant_type=refresh_token"`) || !strings.Contains(curl, `"refresh_token=$ZOOM_REFRESH_TOKEN"`) {
			t.Errorf("%s: the exported request is another one:\n%s", word, curl)
		}
	}
}
