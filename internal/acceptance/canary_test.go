package acceptance

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// canaries are every secret that passed the simulated Zoom, by its journal, in every
// form that it may take on its way to a screen or file.
func (d *desk) canaries() map[string]string {
	d.t.Helper()
	secrets := map[string]string{}
	for _, app := range d.Server.Apps() {
		secrets["client secret "+app.ClientSecret] = app.ClientSecret
	}
	for _, e := range d.Server.Journal() {
		for what, value := range map[string]string{"code": e.IssuedCode, "access token": e.IssuedAccess, "refresh token": e.IssuedRefresh} {
			secrets[what+" "+value] = value
		}
		for _, name := range []string{"code", "code_verifier", "refresh_token", "token", "client_secret", "device_code"} {
			secrets[name+" "+e.Form.Get(name)] = e.Form.Get(name)
		}
	}
	forms := map[string]string{}
	for what, value := range secrets {
		if len(value) < 8 {
			continue
		}
		what, _, _ = strings.Cut(what, value)
		quoted, err := json.Marshal(value)
		if err != nil {
			d.t.Fatal(err)
		}
		for form, text := range map[string]string{
			"": value, "percent-encoded": url.QueryEscape(value), "JSON": strings.Trim(string(quoted), `"`),
			"base64": base64.StdEncoding.EncodeToString([]byte(value)), "base64 URL": base64.RawURLEncoding.EncodeToString([]byte(value)),
			"Basic": base64.StdEncoding.EncodeToString([]byte(d.App.ClientID + ":" + value)),
		} {
			forms[text] = what + form
		}
		if parts := strings.Split(value, "."); len(parts) == 3 { // a part of a token is as good as hidden nowhere
			forms[parts[1]] = what + "claims"
			forms[parts[2]] = what + "signature"
		}
	}
	return forms
}

// silent fails where text holds a canary.
func (d *desk) silent(where, text string) {
	d.t.Helper()
	flat := strings.NewReplacer("\n", "", "\r", "").Replace(text)
	for form, what := range d.canaries() {
		if strings.Contains(text, form) || strings.Contains(flat, form) {
			d.t.Errorf("S4: %s holds a %s", where, what)
		}
	}
}

// S4, S8, S10: no secret in what any verb prints, in any history or export, and on
// no screen, whichever views are opened; only token prints one, and exec hands one
// on. Both are asked for by name.
func TestCanariesAreNowhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.otherTypes()
	d.authorize()
	d.device()
	verbs := [][]string{
		{"authorize", "batch-dev"},
		{"token", "batch-dev", "--min-ttl", "99h"},
		{"probe", "batch-dev"},
		{"history", "batch-dev", "--json"},
		{"authorize", "bot-dev", "--json"},
		{"probe", "bot-dev"},
		{"export", "bot-dev", "--as", "report"},
		{"probe", "acme-dev"},
		{"refresh", "acme-dev"},
		{"refresh", "acme-dev", "--json"},
		{"status"},
		{"status", "--json"},
		{"profiles", "--json"},
		{"doctor"},
		{"history", "acme-dev"},
		{"history", "acme-dev", "--json"},
		{"export", "acme-dev", "--as", "curl"},
		{"export", "acme-dev", "--as", "har"},
		{"export", "acme-dev", "--as", "report"},
		{"authorize", "acme-dev", "--nonsense"},
		{"token", "nobody"},
	}
	for _, args := range verbs {
		said := d.run(args...)
		d.silent(strings.Join(args, " "), said.out+said.err)
	}
	d.workbench()
	revoke := d.run("revoke", "acme-dev", "--yes")
	d.silent("revoke", revoke.out+revoke.err)
	if revoke.code != 0 {
		t.Errorf("the walk did not come to its end: revoke ended with %d: %s", revoke.code, revoke.err)
	}
	d.silentFiles()
	if n := len(d.canaries()); n < 40 {
		t.Errorf("only %d canaries: the walk was too short to show anything", n)
	}
}

// osc52 is a copy on its way to the terminal, encoded.
var osc52 = regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)`)

// otherTypes adds a profile of each app that asks no person.
func (d *desk) otherTypes() {
	d.t.Helper()
	var b strings.Builder
	for _, app := range d.Server.Apps() {
		if app.Type != flow.ServerToServer && app.Type != flow.Chatbot {
			continue
		}
		fmt.Fprintf(&b, "[profiles.%s]\ntype = %q\nclient_id = %q\nclient_secret = %q\noauth_url = %q\napi_url = %q\n", app.Name, app.Type, app.ClientID, app.ClientSecret, d.Server.URL(), d.Server.URL())
		if app.AccountID != "" {
			fmt.Fprintf(&b, "account_id = %q\n", app.AccountID)
		}
	}
	path := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	have, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, append(have, b.String()...), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// device authorizes by the device flow, its page's button pressed by the sandbox.
func (d *desk) device() {
	d.t.Helper()
	d.Server.SetRules(func(r *sandbox.Rules) { r.DeviceInterval = time.Second })
	cmd := d.command("authorize", "acme-dev", "--device")
	var out strings.Builder
	cmd.Stdout = &out
	stderr, err := cmd.StderrPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	var said strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "/complete/") {
			if _, err := (sandbox.Browser{}).Answer(context.Background(), lines.Text(), true); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	if got := code(cmd.Wait()); got != 0 {
		d.t.Errorf("the device flow ended with %d: %s", got, said.String())
	}
	d.silent("authorize --device", out.String()+said.String())
}

// workbench opens every view of every step, a refusal with its card, a mistake, and
// the history.
func (d *desk) workbench() {
	d.t.Helper()
	s := startIn(d.t, d.Home, 120, 40)
	s.toRefresh()
	for _, step := range []struct{ keys, see string }{
		{"\r", "4 ✓ Refresh"},
		{"]", "[Request]"},
		{"]", "[Headers]"},
		{"]", "[Token]"},
		{"]", "[Timing]"},
		{"y", "report for Zoom support"},
		{"r", "to the clipboard"},
		{"y", "HAR"},
		{"h", "to the clipboard"},
		{"3", "/v2/users/me"},
		{"\r", "3 ✓ Probe"},
		{"r", "● ready"},
		{"m", "Practice"},
		{"\r", "mistake:"},
		{"\r", "deliberate mistake on a real profile"},
		{"j", "enter send the mistake"},
		{"\r", "as expected"},
		{"c", "[Compare]"},
		{"\x1b", "not [Compare]"},
		{"t", "zoauth exec"},
		{"\x1b", "not zoauth exec"},
		{"z", "OAuth Redirect URL"},
		{"\x1b", "not OAuth Redirect URL"},
		{"E", "client ID"},
	} {
		s.types(step.keys)
		if gone, leaves := strings.CutPrefix(step.see, "not "); leaves {
			s.gone(gone)
			continue
		}
		s.sees(step.see)
	}
	d.silent("the workbench", s.Transcript())
	copies := osc52.FindAllStringSubmatch(s.Transcript(), -1)
	if len(copies) < 2 {
		d.t.Errorf("%d copies reached the terminal, want the report and the HAR", len(copies))
	}
	for _, c := range copies {
		text, err := base64.StdEncoding.DecodeString(c[1])
		if err != nil {
			d.t.Errorf("a copy is no base64: %v", err)
		}
		d.silent("a copy", string(text))
	}
	s.Stop()
}

// silentFiles looks through all that was written but the token file and the profile
// file, which hold secrets by their nature.
func (d *desk) silentFiles() {
	d.t.Helper()
	err := filepath.WalkDir(d.Home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(path, "/tokens/") || strings.HasSuffix(path, "profiles.toml") {
			return err
		}
		content, err := os.ReadFile(path)
		d.silent(path, string(content))
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}
