package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zoauth/profiles"
	"zoauth/tui/old/intent"
)

// S4: a token that comes as keys is hidden as soon as it is recognised, also where
// the box shows only its end.
func TestExplainHidesATypedToken(t *testing.T) {
	d := drive(t)
	d.do(d.m.carry(intent.Go{Place: intent.ExplainPlace}))
	token := "eyJhbGciOiJIUzUxMiJ9." + strings.Repeat("abcdefgh", 80) + ".CANARYcanaryCANARY"
	d.keys("the log said " + token)
	if frame := d.frame(); strings.Contains(frame, "CANARY") {
		t.Errorf("its end is shown:\n%s", frame)
	}
	d.keys(" and more")
	if frame := d.frame(); strings.Contains(frame, "CANARY") || !strings.Contains(frame, "and more") {
		t.Errorf("its end is shown:\n%s", frame)
	}
}

// A path may be typed in part and pasted in part.
func TestImportPathInTwoParts(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "app.env"), []byte("ZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, _ := atFile(t, "")
	d.do(d.m.carry(intent.Go{Place: intent.ImportPlace}))
	d.keys(dir + "/")
	d.do(d.m.paste("app.env"))
	d.sees("/app.env")
	d.keys("enter")
	d.sees("new profile")
}

// What was read after the person left the import opens no form over another screen.
func TestImportThatComesLate(t *testing.T) {
	d, _ := atFile(t, "")
	d.do(d.m.carry(intent.Go{Place: intent.ImportPlace}))
	late := d.m.importApp(intent.Import{Text: "ZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug"})()
	d.keys("esc", "n")
	d.sees("new profile")
	d.keys("my-own")
	d.take(late)
	if got := d.m.screens.form.Draft.Name; got != "my-own" {
		t.Errorf("the form that was being filled in is gone: %q", got)
	}
}

// A copy stays in its own directory, however the field is called.
func TestKeptCopyStaysInItsDirectory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	msg := keepCopy(intent.Clip{What: "../../escaped", Text: "x"})().(copyKeptMsg)
	if rel, err := filepath.Rel(dir, msg.path); msg.err != nil || err != nil || strings.Count(rel, "/") != 1 || strings.HasPrefix(rel, "..") {
		t.Errorf("written to %s: %v", msg.path, msg.err)
	}
}

// What is typed while the file is written is not lost: the form waits.
func TestFormWaitsWhileItIsWritten(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.keys("j", "enter", "ctrl+u", "one", "esc")
	save := d.m.carry(d.m.screens.form.Do(d.m.context(), intent.Save))
	d.keys("enter", "ctrl+u", "two", "esc")
	if got := d.m.screens.form.Draft.Text["app"]; got != "one" {
		t.Errorf("while it is written the form takes %q", got)
	}
	d.do(save)
	d.sees("Saved in ")
	file, err := profiles.Load(path)
	if err != nil || file.Apps[0].Group != "one" {
		t.Errorf("%v %v", file.Apps, err)
	}
}

// A terminal without bracketed paste types a paste: on a choice it turns nothing.
func TestPasteAsKeysOnAChoice(t *testing.T) {
	d, _ := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.keys("j", "j", "enter")
	d.rush(time.Millisecond, "hhlljjkklh https://acme.example/hello?x=1")
	d.until("the run is over", func() bool { return len(d.m.burst.held) == 0 })
	if f := &d.m.screens.form; f.Changed() {
		t.Errorf("the paste chose %q", f.Draft.Get("environment"))
	}
}

// A card about a text from elsewhere names no key: it is of no profile here.
func TestExplainNamesNoDeadKey(t *testing.T) {
	d := drive(t)
	d.do(d.m.carry(intent.Go{Place: intent.ExplainPlace}))
	d.do(d.m.paste(`{"reason":"Invalid Token!","error":"invalid_grant"}`))
	d.sees("Authorize again")
	if strings.Contains(d.frame(), "Do  a  ") {
		t.Errorf("a does nothing here:\n%s", d.frame())
	}
}

// S4: what follows the name of a secret's field is hidden while it is typed.
func TestTypedFieldHidesItsSecret(t *testing.T) {
	for _, text := range []string{"refresh_token=", "Authorization=Bearer ", "authorization: Basic ", "client_secret ="} {
		for _, where := range []string{"a", "u"} {
			d := drive(t)
			d.exchanged()
			d.keys("r")
			d.sees("Request, not sent")
			d.keys("e", where)
			d.sees("name=value")
			d.keys(text + "CANARY")
			d.do(d.m.paste("CANARYcanary"))
			if frame := d.frame(); strings.Contains(frame, "CANARY") || !strings.Contains(frame, strings.TrimRight(text[:13], "=: ")) {
				t.Errorf("%s %q is shown:\n%s", where, text, frame)
			}
		}
	}
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("e", "scope=user:read:user")
	d.sees("scope=user:read:user")
	d.keys("esc", "e", "client_secret=CANARY")
	d.sees("client_secret=******")
}
