package flow

import (
	"fmt"
	"time"
)

// patience is how long a file system may take for a small file; a mount whose server
// is dead answers never.
const patience = time.Second

// Promptly runs f, which only reads, and gives up on it after a second: where a FIFO or a
// dead mount gives no answer. what names the place in the error.
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
	select {
	case r := <-done:
		return r.value, r.err
	case <-time.After(patience):
		var none T
		return none, fmt.Errorf("%s cannot be read: no response from its disk within %s", what, patience)
	}
}
