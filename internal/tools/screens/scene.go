package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// scene is one picture: what is run, and what is typed and awaited before it is
// taken. A step that begins with "see " waits for the rest on the screen, "keys "
// types the rest (\r and \x1b are as in Go), "paste " pastes the rest as a terminal
// does, "rest" waits a moment. "frame SECONDS CAPTION" keeps the screen as a frame: a
// scene with frames is a film, and what is on the screen at its end is no part of it.
type scene struct {
	name, caption string
	width, height int
	colours       palette
	files         map[string]string // below the home directory, mode 0600
	args          []string
	env           []string
	steps         []string
}

func (s scene) shoot(binary, dir string) error {
	home, err := os.MkdirTemp("", "zoauth-home-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	for name, content := range s.files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	t, err := open(s, binary, home)
	if err != nil {
		return err
	}
	defer t.Stop()
	var frames []frame
	for _, step := range s.steps {
		verb, rest, _ := strings.Cut(step, " ")
		switch verb {
		case "see":
			err = t.Sees(rest)
		case "keys":
			err = types(t, rest)
		case "paste":
			err = types(t, "\x1b[200~"+rest+"\x1b[201~")
		case "rest":
			time.Sleep(600 * time.Millisecond) // a screen that came by itself takes no enter at first
		case "frame":
			t.Settle()
			var f frame
			f, err = newFrame(rest, t.Cells())
			frames = append(frames, f)
		default:
			err = fmt.Errorf("the step %q is none of see, keys, paste, rest and frame", step)
		}
		if err != nil {
			return err
		}
	}
	t.Settle()
	picture := draw(t.Cells(), s.colours)
	if len(frames) > 0 {
		picture = project(frames, s.colours)
	}
	return os.WriteFile(filepath.Join(dir, s.name+".svg"), []byte(picture), 0o644) // a picture is for everybody
}
