package terminal

import (
	"bytes"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Output is the terminal that the workbench draws on, and notices its end: a terminal
// that is gone asks the program to quit (F1, F3), and a stalled one does not hold up a
// program that was asked to (F2). It has what Bubble Tea takes for a terminal: Read,
// Write, Close and Fd.
type Output struct {
	file *os.File
	run  func(func()) // starts a goroutine
	dead func()       // called once, when the terminal is gone

	gone, watched sync.Once
	freed         sync.Once
	free          chan struct{} // closed: a write waits no longer than patience
	closed        atomic.Bool   // nothing is written any more
	alternate     atomic.Bool
}

// errStalled is what a write to a terminal returns that nobody reads.
var errStalled = errors.New("the terminal does not take the output")

func newOutput(file *os.File, run func(func()), dead func()) *Output {
	return &Output{file: file, run: run, dead: dead, free: make(chan struct{})}
}

// Fd returns the terminal's file descriptor.
func (o *Output) Fd() uintptr { return o.file.Fd() }

// Read reads from the terminal.
func (o *Output) Read(p []byte) (int, error) { return o.file.Read(p) }

// Close closes the terminal.
func (o *Output) Close() error { return o.file.Close() }

// Write writes to the terminal. It blocks while the terminal is stalled, but not
// for good once the program was asked to quit.
func (o *Output) Write(p []byte) (int, error) {
	o.watched.Do(func() { o.run(o.watch) })
	if o.closed.Load() {
		return 0, errStalled
	}
	if entered, left := screens(p); entered > left {
		o.alternate.Store(true)
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	own := bytes.Clone(p) // the caller may have p back before the write ends
	o.run(func() {
		n, err := o.file.Write(own)
		done <- result{n, err}
	})
	var r result
	select {
	case r = <-done:
	case <-o.free:
		select {
		case r = <-done:
		case <-time.After(patience):
			o.shut()
			return 0, errStalled
		}
	}
	if entered, left := screens(p[:r.n]); left > entered {
		o.alternate.Store(false)
	}
	if errors.Is(r.err, syscall.EIO) || errors.Is(r.err, syscall.ENXIO) || errors.Is(r.err, syscall.EPIPE) {
		o.lost()
	}
	return r.n, r.err
}

// screens finds where p last enters and leaves the alternate screen; -1: nowhere.
func screens(p []byte) (entered, left int) {
	return bytes.LastIndex(p, []byte("\x1b[?1049h")), bytes.LastIndex(p, []byte("\x1b[?1049l"))
}

// onAlternate reports whether the alternate screen was entered and not left.
func (o *Output) onAlternate() bool { return o.alternate.Load() }

// release makes writes that hang end, now and from now on.
func (o *Output) release() { o.freed.Do(func() { close(o.free) }) }

// shut ends the drawing.
func (o *Output) shut() {
	o.closed.Store(true)
	o.release()
}

func (o *Output) lost() { o.gone.Do(func() { o.run(o.dead) }) }

// watch waits for the end of a terminal that nothing is written to.
func (o *Output) watch() {
	if hangup(o.file) {
		o.lost()
	}
}
