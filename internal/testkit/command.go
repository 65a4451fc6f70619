package testkit

import (
	"os"
	"os/exec"
)

// Environment is that of every program that a test or tool starts: a home of its own,
// and nothing of the one who started it. A program with the race detector in it ends
// at once, not a second later.
func Environment(home string) []string {
	return []string{
		"HOME=" + home, "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + home,
		"GORACE=atexit_sleep_ms=0",
	}
}

// Command is a program in the [Environment] of a home.
func Command(home, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = Environment(home)
	return cmd
}
