package flow

import (
	"fmt"
	"syscall"
	"time"
)

// patience is how long a file system may take for a small file; a mount whose server
// is dead answers never.
const patience = time.Second

// At most busy times patience is waited where the machine is so busy that a second was not
// enough to read and understand a file.
const busy = 10

// Promptly runs f, which only reads, and gives up on it after a second in which next to
// nothing was computed: where a FIFO or a dead mount gives no answer. what names the place
// in the error.
func Promptly[T any](what string, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := f()
		done <- result{value, err}
	}()
	for range busy {
		before := computed()
		select {
		case r := <-done:
			return r.value, r.err
		case <-time.After(patience):
		}
		if computed()-before < patience/200 {
			break
		}
	}
	var none T
	return none, fmt.Errorf("%s cannot be read: no response from its disk within %s", what, patience)
}

// computed is how long the processors have worked for this process.
func computed() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
