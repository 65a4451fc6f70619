package flow

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// portHolder names the process that listens on address, as in "zoauth, process
// 4121"; "" when /proc does not tell, as for processes of other users.
func portHolder(address string) string {
	_, port, err := net.SplitHostPort(address)
	number, convErr := strconv.Atoi(port)
	if err != nil || convErr != nil {
		return ""
	}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		content, _ := os.ReadFile(table)
		for line := range strings.Lines(string(content)) {
			if inode := listening(line, number); inode != "" {
				if holder := socketOwner(inode); holder != "" {
					return holder
				}
			}
		}
	}
	return ""
}

// listening returns the inode of a row of /proc/net/tcp that listens on port
// (proc(5): field 2 is the local address in hex, 4 the state, 10 the inode).
func listening(row string, port int) string {
	fields := strings.Fields(row)
	if len(fields) < 10 || fields[3] != "0A" || !strings.HasSuffix(fields[1], fmt.Sprintf(":%04X", port)) {
		return ""
	}
	return fields[9]
}

func socketOwner(inode string) string {
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, fd := range fds {
		if target, err := os.Readlink(fd); err != nil || target != "socket:["+inode+"]" {
			continue
		}
		process := filepath.Dir(filepath.Dir(fd))
		name, _ := os.ReadFile(filepath.Join(process, "comm"))
		return strings.TrimSpace(string(name)) + ", process " + filepath.Base(process)
	}
	return ""
}
