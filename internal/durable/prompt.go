package durable

import (
	"fmt"
	"time"
)

// patience is how long a file system may take for a small file; a mount whose server
// is dead answers never.
const patience = time.Second

// Prompt runs f, which only reads at path, and gives up on it after a second.
func Prompt[T any](path string, f func() (T, error)) (T, error) {
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
		return none, fmt.Errorf("%s cannot be read: no response from its disk within %s", path, patience)
	}
}
