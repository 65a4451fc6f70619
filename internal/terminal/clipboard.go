package terminal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Clipboard is the way from this terminal to the person's clipboard
// (S9). tmux drops a program's OSC 52 by default, so inside it the text goes to
// tmux, which passes it on; elsewhere the caller sends OSC 52. Nothing confirms
// either. The zero value is OSC 52.
type Clipboard struct {
	tmux, screen, mosh bool
}

// Clipboard returns the way to the clipboard.
func (e Environment) Clipboard() Clipboard {
	return Clipboard{tmux: e.Tmux, screen: e.Screen && !e.Tmux, mosh: e.Mosh}
}

// Keeps reports whether the text stays readable on this machine after the copy,
// in tmux's buffer: ask before a revealed secret goes there.
func (c Clipboard) Keeps() bool { return c.tmux }

// tmuxPatience bounds the wait for a tmux that does not answer.
const tmuxPatience = 5 * time.Second

// Load gives text to tmux on standard input, never as an argument, which every
// user of the machine could read. done is false where there is no tmux around:
// send OSC 52 then. An error holds tmux's own words, unsafe like all outside
// text; the clipboard is as it was. It blocks: call it from a command.
func (c Clipboard) Load(ctx context.Context, text string) (done bool, err error) {
	if !c.tmux {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, tmuxPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	err = cmd.Run()
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() != nil:
		return false, fmt.Errorf("giving the text to tmux: %w", ctx.Err())
	case said.Len() > 0:
		return false, fmt.Errorf("giving the text to tmux: %w", errors.New(strings.TrimSpace(said.String())))
	default:
		return false, fmt.Errorf("giving the text to tmux: %w", err)
	}
}

// Notice says what was sent which way, short enough for a row of
// 80 cells. what names it, as in "the URL"; length is in characters.
func (c Clipboard) Notice(what string, length int) string {
	switch {
	case c.tmux:
		return fmt.Sprintf("Sent %s (%d) to the clipboard through tmux, unconfirmed. u shows it.", what, length)
	case c.screen:
		return fmt.Sprintf("Sent %s (%d) to the clipboard; GNU screen often drops it. u shows it.", what, length)
	case c.mosh:
		return fmt.Sprintf("Sent %s (%d) to the clipboard; mosh passes it since 1.4. u shows it.", what, length)
	default:
		return fmt.Sprintf("Sent %s (%d) to the clipboard; no terminal confirms it. u shows it.", what, length)
	}
}
