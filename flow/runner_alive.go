package flow

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"syscall"
	"time"
)

// A killed process lets go of its locks a moment before it is gone: so often, and so long
// between, is it looked for.
const (
	looks   = 20
	between = 10 * time.Millisecond
)

// ended reports whether a process of this host is gone, or ends just now.
func (r *Runner) ended(pid int) bool {
	for range looks {
		if !r.alive(pid) {
			return true
		}
		time.Sleep(between)
	}
	return false
}

// alive reports whether a process of this host lives; one that may not be signalled does.
func (r *Runner) alive(pid int) bool {
	if r.Alive != nil {
		return r.Alive(pid)
	}
	err := syscall.Kill(pid, 0)
	return (err == nil || errors.Is(err, syscall.EPERM)) && !zombie(pid)
}

// zombie reports whether a process has ended and its parent has not asked how, which one
// in a container may never do. Where there is no /proc nothing tells.
func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	_, state, named := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
	return named && len(state) > 0 && (state[0] == 'Z' || state[0] == 'X')
}
