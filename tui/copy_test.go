package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/tui"
)

// A revealed secret is hidden at the next key, whoever's that is: the palette's, one that is
// off, one that does nothing.
func TestARevealedSecretIsHiddenAtTheNextKey(t *testing.T) {
	t.Parallel()
	for _, key := range []string{":", "?", "e", "$"} {
		d := driveReal(t)
		d.exchanged()
		d.keys("v")
		d.sees("access    eyJ")
		d.keys(key)
		if d.shows("access    eyJ") {
			t.Errorf("%s: it is still shown:\n%s", key, d.frame())
		}
	}
}

// S9: y then y copies the value of a secret only while it is shown, else there is only
// its name to copy. Into tmux, which keeps it, only after a question.
func TestCopyOfARevealedSecretS9(t *testing.T) {
	bin := t.TempDir()
	buffer := filepath.Join(bin, "buffer")
	script := "#!/bin/sh\ncat >" + buffer + ".new && mv " + buffer + ".new " + buffer + "\n"
	if err := os.WriteFile(filepath.Join(bin, "tmux"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	d := driveReal(t, func(o *tui.Options) { o.Env.Tmux = true })
	d.coded()
	journal := d.server.Journal()
	code := journal[len(journal)-1].IssuedCode
	copied := func() string {
		text, _ := os.ReadFile(buffer)
		return string(text)
	}
	d.comesTo("code ")
	d.keys("y")
	d.sees("Copy")
	if d.shows("under the cursor") {
		t.Errorf("a hidden code can be copied:\n%s", d.frame())
	}
	d.keys("esc", "v")
	d.sees(code)
	d.keys("y")
	d.sees(", under the cursor")
	d.keys("y")
	d.sees("Copy a secret into tmux?")
	if got := copied(); got != "" {
		t.Errorf("tmux got %d characters before the answer", len(got))
	}
	d.keys("enter") // on Cancel
	if got := copied(); got != "" {
		t.Errorf("tmux got %d characters, and the answer was Cancel", len(got))
	}
	d.keys("j")
	if strings.Contains(d.frame(), code) {
		t.Error("the code is still shown after the next key")
	}
	d.keys("k", "v", "y", "y")
	d.sees("Copy a secret into tmux?")
	d.keys("j", "enter")
	d.until("the copy", func() bool { return copied() == code })
}
