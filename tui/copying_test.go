package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
