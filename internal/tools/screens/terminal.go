package main

import (
	"time"

	"github.com/charmbracelet/x/vt"

	"zoauth/internal/testkit"
)

// open runs the program in a terminal of the scene's size and colours, as over SSH.
func open(s scene, binary, home string) (*testkit.Screen, error) {
	emu := vt.NewEmulator(s.width, s.height)
	emu.SetDefaultBackgroundColor(s.colours.back)
	emu.SetDefaultForegroundColor(s.colours.fore)
	cmd := testkit.Command(home, binary, s.args...)
	cmd.Env = append(append(cmd.Env, "SSH_CONNECTION=198.51.100.7 50022 192.0.2.10 22"), s.env...)
	return testkit.Start(cmd, emu)
}

// types sends keys after a pause in which a screen that came by itself begins to
// take them.
func types(t *testkit.Screen, keys string) error {
	time.Sleep(500 * time.Millisecond)
	return t.Types(keys)
}
