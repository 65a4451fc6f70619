package tui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/tui/old/intent"
)

// S9: y then y copies the value of a secret only while it is shown, else its
// fingerprint. Into tmux, which keeps it, only after a question.
func TestCopyOfARevealedSecret(t *testing.T) {
	bin := t.TempDir()
	buffer := filepath.Join(bin, "buffer")
	if err := os.WriteFile(filepath.Join(bin, "tmux"), []byte("#!/bin/sh\ncat >"+buffer+".new && mv "+buffer+".new "+buffer+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	d := drive(t)
	d.m.opts.Env.Tmux = true
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	code := d.m.current.Code().Code.Reveal()

	d.keys("y", "y")
	d.sees("Sent the fingerprint of code")
	if got := read(t, buffer); !strings.HasPrefix(got, "co:") {
		t.Errorf("a hidden code was copied as %q", got)
	}
	d.keys("v")
	d.sees(code)
	d.keys("y")
	d.sees(code)
	d.keys("y")
	d.sees("A secret into tmux")
	if strings.Contains(d.frame(), code) {
		t.Error("the code is still shown after the chord")
	}
	if got := read(t, buffer); !strings.HasPrefix(got, "co:") {
		t.Errorf("tmux got %q before the answer", got)
	}
	d.keys("esc")
	d.keys("v", "y", "y", "y")
	d.sees("Sent the value of code")
	if got := read(t, buffer); got != code {
		t.Errorf("tmux got %d characters, the code has %d", len(got), len(code))
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// S10: with secrets only after the profile's name was typed, into a 0600 file that
// says so inside.
func TestExportWithSecrets(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	d := drive(t)
	d.exchanged()
	access := d.m.current.State.Token.AccessToken.Reveal()
	d.keys("y", "S")
	d.sees("Type acme-dev to write it.")
	d.keys("acme-dev", "enter")
	d.sees("Written to ")
	found, _ := filepath.Glob(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "zoauth-copy-*", "HAR-with-secrets.har"))
	if len(found) != 1 {
		t.Fatalf("files: %v", found)
	}
	info, err := os.Stat(found[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	text := read(t, found[0])
	if !strings.Contains(text, access) || !strings.Contains(strings.ToLower(text), "secrets") {
		t.Error("the file lacks the token, or does not say what it holds")
	}
	if strings.Contains(d.frame(), access[:20]) {
		t.Error("S4: the token is shown")
	}
}

// The token view copies the fingerprint, and the claims with the hidden ones hidden.
func TestCopyClaims(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("i")
	d.sees("Access token")
	d.sees("requested: none")
	list := d.m.copies()
	if len(list) != 2 || list[0].Text() != d.m.current.State.Token.AccessToken.Fingerprint() {
		t.Fatalf("%v", list)
	}
	var claims struct{ Header, Payload map[string]any }
	if err := json.Unmarshal([]byte(list[1].Text()), &claims); err != nil {
		t.Fatalf("%v in %s", err, list[1].Text())
	}
	if claims.Header["alg"] != "HS512" || claims.Payload["code"] != "hidden" || claims.Payload["aud"] == "" {
		t.Errorf("%+v", claims)
	}
}

// S8: the curl text of a JSON body, where secrets are no fields, holds none.
func TestCurlOfAJSONBodyHasNoSecrets(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	code := d.m.current.Code().Code.Reveal()
	d.do(d.m.carry(intent.Go{Place: intent.ExchangeStep}))
	d.m.mistaken = intent.ExchangeStep
	d.do(d.m.carry(intent.MakeMistake{Name: "exchange-json"}))
	d.sees("Deliberate mistake: ")
	d.keys("y", "c")
	if text := d.m.lastCopy.Text; !strings.Contains(text, "curl ") || strings.Contains(text, code) {
		t.Errorf("the copy is\n%s", text)
	}
	d.keys("G", "y", "y")
	if text := d.m.lastCopy.Text; !strings.Contains(text, "grant_type") || strings.Contains(text, code) {
		t.Errorf("the copy of the body is\n%s", text)
	}
	d.keys("enter")
	d.sees("as expected")
	d.keys("y", "c")
	if text := d.m.lastCopy.Text; !strings.Contains(text, "curl ") || strings.Contains(text, code) {
		t.Errorf("the copy of what was sent is\n%s", text)
	}
}

// What the history keeps of a request is whole enough for its curl text.
func TestCurlOfThePast(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("6")
	d.sees("1, newest first")
	d.keys("enter")
	d.sees("Exchange ")
	d.keys("y", "c")
	for _, want := range []string{"grant_type=authorization_code", "$ZOOM_CODE_VERIFIER", "$ZOOM_CLIENT_SECRET"} {
		if !strings.Contains(d.m.lastCopy.Text, want) {
			t.Errorf("%s is missing in\n%s", want, d.m.lastCopy.Text)
		}
	}
}

// yf stands below the URL: it writes that, also where nothing was copied yet, and
// where the last copy was of another screen.
func TestURLToAFileWithoutACopy(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	wrote := func(n int) {
		t.Helper()
		d.m.said = ""
		d.keys("y")
		d.sees("f URL to a file")
		d.keys("f")
		d.until("a file", func() bool { return strings.HasPrefix(d.m.said, "Written to ") })
		found, _ := filepath.Glob(filepath.Join(dir, "zoauth-copy-*", "URL"))
		if len(found) != n {
			t.Fatalf("files: %v, want %d", found, n)
		}
		for _, path := range found {
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 || read(t, path) != d.m.current.Attempt.URL()+"\n" {
				t.Errorf("%s: %v, %v: %q", path, info, err, read(t, path))
			}
		}
	}
	wrote(1)
	d.m.lastCopy = intent.Clip{Text: "of another screen", What: "the report"}
	wrote(2)
}

// Row 24 names no key that a question, the palette or the help leaves dead.
func TestFooterUnderWhatOwnsTheKeys(t *testing.T) {
	last := func(m *Model) string {
		rows := strings.Split(plainRows(m.frame()), "\n")
		return strings.TrimSpace(rows[len(rows)-1])
	}
	for name, want := range map[string]string{
		"revoke-dialog":   "enter send   esc back",
		"commands":        "enter run it   down next   up previous   esc leave",
		"help":            "j down   k up   esc close",
		"exchange-result": "enter probe",
		"refresh-sending": "j field", // no mistake goes into a request that is under way
	} {
		if got := last(frames[name](model(80, 24))); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
