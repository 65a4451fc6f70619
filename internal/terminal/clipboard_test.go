package terminal_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/internal/terminal"
)

// asTmux makes the test binary stand for tmux in PATH: see tmux. It returns the
// folder in which the stand-in writes down its arguments and its input.
func asTmux(t *testing.T, behaviour string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "tmux")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("TERMINAL_TEST_TMUX", behaviour)
	t.Setenv("TERMINAL_TEST_TMUX_DIR", dir)
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	return dir
}

// tmux is the stand-in's main function.
func tmux(behaviour string) int {
	dir := os.Getenv("TERMINAL_TEST_TMUX_DIR")
	input, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "input"), input, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "arguments"), []byte(strings.Join(os.Args[1:], " ")), 0o600)
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		return 3
	}
	if behaviour == "refuse" {
		_, _ = os.Stderr.WriteString("load-buffer: unknown flag -w\n")
		return 1
	}
	return 0
}

// Inside tmux the text goes over standard input, never as an
// argument that every user of the machine can read.
func TestClipboardInsideTmux(t *testing.T) {
	dir := asTmux(t, "take")
	c := terminal.Environment{Tmux: true, Screen: true}.Clipboard()
	text := "https://zoom.us/?state=canary\n" + strings.Repeat("x", 100_000)
	done, err := c.Load(context.Background(), text)
	if !done || err != nil {
		t.Fatalf("Load = %v, %v", done, err)
	}
	input, err := os.ReadFile(filepath.Join(dir, "input"))
	if err != nil {
		t.Fatal(err)
	}
	arguments, err := os.ReadFile(filepath.Join(dir, "arguments"))
	if err != nil {
		t.Fatal(err)
	}
	if string(input) != text {
		t.Errorf("tmux read %d bytes, want the %d of the text", len(input), len(text))
	}
	if string(arguments) != "load-buffer -w -" {
		t.Errorf("tmux was given %q", arguments)
	}
	if !c.Keeps() {
		t.Error("tmux's buffer keeps the text, and Keeps says no")
	}
	if got, want := c.Notice("the URL", 273), "Sent the URL (273) to the clipboard through tmux, unconfirmed. u shows it."; got != want {
		t.Errorf("notice %q", got)
	}
}

func TestClipboardTmuxRefuses(t *testing.T) {
	asTmux(t, "refuse")
	done, err := terminal.Environment{Tmux: true}.Clipboard().Load(context.Background(), "canary")
	if done || err == nil || !strings.Contains(err.Error(), "unknown flag -w") || strings.Contains(err.Error(), "canary") {
		t.Errorf("Load = %v, %v", done, err)
	}
}

func TestClipboardTmuxIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	done, err := terminal.Environment{Tmux: true}.Clipboard().Load(context.Background(), "canary")
	if done || err == nil {
		t.Errorf("Load = %v, %v", done, err)
	}
}

func TestClipboardGivesUpWithItsContext(t *testing.T) {
	asTmux(t, "take")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	done, err := terminal.Environment{Tmux: true}.Clipboard().Load(ctx, "canary")
	if done || !errors.Is(err, context.Canceled) {
		t.Errorf("Load = %v, %v", done, err)
	}
}

// Outside tmux the caller sends OSC 52, and nothing is run.
func TestClipboardOutsideTmux(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for name, env := range map[string]terminal.Environment{"plain": {}, "SSH": {SSH: true}, "screen": {Screen: true}} {
		c := env.Clipboard()
		if done, err := c.Load(context.Background(), "x"); done || err != nil || c.Keeps() {
			t.Errorf("%s: Load = %v, %v; keeps %v", name, done, err, c.Keeps())
		}
		if notice := c.Notice("the URL", 3); strings.Contains(notice, "tmux") || !strings.Contains(notice, "Sent the URL (3) to the clipboard") {
			t.Errorf("%s: notice %q", name, notice)
		}
	}
}

// mosh passes a copy only since 1.4, and says so itself nowhere.
func TestCopyOverMosh(t *testing.T) {
	c := terminal.Environment{Mosh: true}.Clipboard()
	if got, want := c.Notice("the URL", 3), "Sent the URL (3) to the clipboard; mosh passes it since 1.4. u shows it."; got != want {
		t.Errorf("notice %q", got)
	}
}
