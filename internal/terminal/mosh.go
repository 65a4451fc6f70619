package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxAncestors bounds the walk up the process tree.
const maxAncestors = 32

// UnderMosh reports whether mosh-server is among the ancestors of process pid, as
// the process tree below proc (/proc) tells. mosh sets no variable of its own.
// Inside tmux and screen the server's ancestors are walked, not the client's; and
// where there is no such tree, as on darwin, it is not known: false.
func UnderMosh(proc string, pid int) bool {
	for range maxAncestors {
		stat, err := os.ReadFile(filepath.Join(proc, strconv.Itoa(pid), "stat"))
		if err != nil {
			return false
		}
		// "PID (name) state ppid …": the name may hold blanks and brackets.
		open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
		if open < 0 || end < open {
			return false
		}
		if string(stat[open+1:end]) == "mosh-server" {
			return true
		}
		rest := strings.Fields(string(stat[end+1:]))
		if len(rest) < 2 {
			return false
		}
		if pid, err = strconv.Atoi(rest[1]); err != nil || pid <= 0 {
			return false
		}
	}
	return false
}
