package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"
)

// Run opens the workbench and returns when the person leaves it, or when the terminal
// session asks it to quit. It does not wait for the runners' workers: the caller does.
func Run(ctx context.Context, opts Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	opts.Context = ctx
	opts = opts.filled()
	options := []tea.ProgramOption{}
	if term.IsTerminal(int(os.Stdin.Fd())) { // else Bubble Tea opens the terminal
		in := &reading{File: os.Stdin, running: opts.Running}
		opts.LastRead = in.at
		options = append(options, tea.WithInput(in))
	}
	if opts.NoColour { // Bubble Tea takes NO_COLOR for no more than a truth value
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	if opts.Terminal != nil {
		// Bubble Tea would print the value of a panic; the session does not.
		options = append(options, tea.WithoutSignalHandler(), tea.WithoutCatchPanics(), tea.WithOutput(opts.Terminal.Output()))
	}
	program := tea.NewProgram(New(opts), options...)
	if opts.Terminal != nil {
		opts.Terminal.Notify(func(os.Signal) { stop(); program.Quit() })
		opts.Terminal.OnSuspend(func() { program.Send(suspendAskedMsg{}) })
	}
	if _, err := program.Run(); err != nil {
		return fmt.Errorf("running the workbench: %w", err)
	}
	return nil
}

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
