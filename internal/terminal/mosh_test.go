package terminal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"zoauth/internal/terminal"
)

func TestUnderMosh(t *testing.T) {
	proc := t.TempDir()
	add := func(pid int, name string, parent int) {
		dir := filepath.Join(proc, strconv.Itoa(pid))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "stat"), fmt.Appendf(nil, "%d (%s) S %d 1 1 0", pid, name, parent), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	add(1, "init", 0)
	add(10, "mosh-server", 1)
	add(11, "odd) name (", 10)
	add(20, "sshd", 1)
	add(21, "bash", 20)
	add(30, "loop", 30)
	add(31, "mosh-server2", 99)
	for pid, want := range map[int]bool{10: true, 11: true, 21: false, 1: false, 30: false, 31: false, 404: false} {
		if got := terminal.UnderMosh(proc, pid); got != want {
			t.Errorf("process %d: %t", pid, got)
		}
	}
	if terminal.UnderMosh("/nowhere", os.Getpid()) {
		t.Error("without a process tree")
	}
}
