package terminal

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// exitBug is the exit code after a panic.
const exitBug = 2

// Go starts f in a goroutine whose panic is reported like any other. It is the
// only go statement that code of ours needs.
func (s *Session) Go(f func()) { go s.Guard(f) }

// Guard runs f. A panic restores the terminal, says where it happened without
// its value, which may hold a secret, lets requests that were sent end, and ends
// the process with 2 (F5, R3).
func (s *Session) Guard(f func()) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		place := origin()
		s.Restore()
		s.within(func() {
			_, _ = fmt.Fprintf(s.errOut, "error: zoauth has a bug: a panic (%T) at %s\nhint: saved tokens are intact; please report this line\n", v, place)
		})
		s.settle()
		s.Finish(exitBug)
	}()
	f()
}

// origin returns file and line of the innermost frame of ours below the panic.
// Only a deferred function that recovered may call it.
func origin() string {
	pcs := make([]uintptr, 128)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicked := false
	for {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" {
			panicked = true
		} else if panicked && ours(frame.Function) {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

func ours(function string) bool {
	return strings.HasPrefix(function, "zoauth/") || strings.HasPrefix(function, "main.")
}
