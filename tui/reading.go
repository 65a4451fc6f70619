package tui

import (
	"io"
	"os"
	"sync/atomic"
	"time"
)

// reading is the terminal that is read, with the time of its last read. Keys that were
// read together came together, however late a busy machine lets the workbench answer
// them (F9).
type reading struct {
	*os.File
	running func() time.Duration
	last    atomic.Int64
}

// Read reads the terminal.
func (r *reading) Read(p []byte) (int, error) {
	n, err := r.File.Read(p)
	r.last.Store(int64(r.running()))
	return n, err
}

// at is when the terminal was read last.
func (r *reading) at() time.Duration { return time.Duration(r.last.Load()) }

// itself is the terminal for another program, which has to see that it is one.
func itself(in io.Reader) io.Reader {
	if r, ok := in.(*reading); ok {
		return r.File
	}
	return in
}
