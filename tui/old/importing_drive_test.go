package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/tui/old/intent"
)

// A terminal without bracketed paste types the text: no line of it is taken for a
// path, nothing of it is shown or quoted, and ctrl+d ends it.
func TestImportTypedText(t *testing.T) {
	for _, first := range []string{"", "# of the old host\n", "export "} {
		d, _ := atFile(t, "")
		d.do(d.m.carry(intent.Go{Place: intent.ImportPlace}))
		for _, r := range first + "ZOOM_CLIENT_SECRET=CANARYcanaryCANARYcanaryCANARY12\n\nZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug\n" {
			key := string(r)
			if r == '\n' {
				key = "enter"
			}
			d.keys(key)
			if strings.Contains(strings.ReplaceAll(d.frame(), "\n", ""), "CANARY") {
				t.Fatalf("S4: the secret is shown:\n%s", d.frame())
			}
		}
		d.sees("ctrl+d reads the text")
		d.keys("ctrl+d")
		d.sees("new profile")
		d.sees("Zk3mQ8vTS2aXw1LrPbN0Ug")
	}
}

// An import opens the form filled in: from a paste, or from a file by its path. Its
// secret is not shown, and nothing is written before s.
func TestImportIntoTheForm(t *testing.T) {
	env := "ZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug\nZOOM_CLIENT_SECRET=CANARYcanaryCANARYcanaryCANARY12\nZOOM_REDIRECT_URI=https://a.example/cb\n"
	file := filepath.Join(t.TempDir(), "app.env")
	if err := os.WriteFile(file, []byte(env), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"paste", "file"} {
		d, path := atFile(t, "")
		d.do(d.m.carry(intent.Go{Place: intent.ImportPlace}))
		d.sees("Import an app")
		d.keys("/no/such/file", "enter")
		d.sees("no such file")
		d.keys("ctrl+u")
		if how == "paste" {
			d.do(d.m.paste(env))
		} else {
			d.keys(file, "enter")
		}
		d.sees("new profile")
		d.sees("https://a.example/cb")
		if strings.Contains(d.frame(), "CANARY") {
			t.Errorf("S4: the secret is shown:\n%s", d.frame())
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("the profile file was written before s")
		}
		d.keys("mine", "esc", "s")
		d.sees("Saved; the secret is in ")
		if strings.Contains(read(t, path), "CANARY") {
			t.Error("the secret stands in the profile file")
		}
	}
}
