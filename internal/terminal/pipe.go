package terminal

import (
	"errors"
	"io"
	"sync/atomic"
	"syscall"
)

// Pipe is standard output or standard error of a verb. When its reader has gone, as
// head does, what is written goes nowhere and is no error: the verb ends with the code
// of what it achieved (V1).
type Pipe struct {
	to   io.Writer
	gone atomic.Bool
}

// NewPipe returns the Pipe that writes to to.
func NewPipe(to io.Writer) *Pipe { return &Pipe{to: to} }

// Write writes, or drops the bytes once the reader is gone.
func (p *Pipe) Write(b []byte) (int, error) {
	if p.gone.Load() {
		return len(b), nil
	}
	n, err := p.to.Write(b)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
		p.gone.Store(true)
		return len(b), nil
	}
	return n, err
}

// Broken reports whether a write has found the reader gone.
func (p *Pipe) Broken() bool { return p.gone.Load() }
