package testkit

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Patience bounds a wait for a program; it is no measure of speed.
const Patience = time.Minute

// Screen is a program in a PTY, seen through an emulator that answers queries.
type Screen struct {
	Process  *os.Process
	TTY      *os.File
	Answered Buffer        // what the emulator answered to queries
	Ended    chan struct{} // closed when the program has ended
	All      chan struct{} // closed when all that it wrote was read

	cmd     *exec.Cmd
	err     error         // how it ended
	changed chan struct{} // one is waiting: something was written since the last look
	stalled chan struct{} // closed: nobody reads the terminal any more

	mu    sync.Mutex
	emu   *vt.Emulator
	raw   bytes.Buffer
	news  time.Time // when the program last wrote
	blind bool      // the emulator is not fed
	whole *string   // the screen before the frame that is being drawn; nil: none is
	watch func(text string)
}

// Start runs a command in a terminal of the emulator's size.
func Start(cmd *exec.Cmd, emu *vt.Emulator) (*Screen, error) {
	tty, err := pty.StartWithSize(cmd, size(emu.Width(), emu.Height()))
	if err != nil {
		return nil, fmt.Errorf("starting %s in a terminal: %w", cmd.Path, err)
	}
	s := &Screen{
		Process: cmd.Process, TTY: tty, Ended: make(chan struct{}), All: make(chan struct{}),
		cmd: cmd, emu: emu, changed: make(chan struct{}, 1), stalled: make(chan struct{}),
	}
	s.takeWholeFrames()
	go s.read()
	go func() { _, _ = io.Copy(io.MultiWriter(&s.Answered, tty), emu) }()
	go func() { s.err = cmd.Wait(); close(s.Ended) }()
	return s, nil
}

func size(w, h int) *pty.Winsize { return &pty.Winsize{Cols: uint16(w), Rows: uint16(h)} }

// takeWholeFrames makes the emulator a terminal that shows a frame when all of it has
// come (mode 2026), so that nobody finds half of one on the screen.
func (s *Screen) takeWholeFrames() {
	s.emu.RegisterCsiHandler(ansi.Command('?', '$', 'p'), func(params ansi.Params) bool {
		mode, _, _ := params.Param(0, 0)
		if ansi.DECMode(mode) != ansi.ModeSynchronizedOutput {
			return false
		}
		_, _ = io.WriteString(s.emu.InputPipe(), ansi.ReportMode(ansi.ModeSynchronizedOutput, ansi.ModeReset))
		return true
	})
	s.emu.SetCallbacks(vt.Callbacks{
		EnableMode: func(mode ansi.Mode) {
			if mode == ansi.ModeSynchronizedOutput {
				text := s.emu.String()
				s.whole = &text
			}
		},
		DisableMode: func(mode ansi.Mode) {
			if mode == ansi.ModeSynchronizedOutput {
				s.whole = nil
			}
		},
	})
}

func (s *Screen) read() {
	defer close(s.All)
	buf := make([]byte, 32<<10)
	for {
		n, err := s.TTY.Read(buf)
		s.took(buf[:n])
		select {
		case <-s.stalled:
			return
		default:
		}
		if err != nil {
			return
		}
	}
}

func (s *Screen) took(output []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw.Write(output)
	s.news = time.Now()
	if !s.blind {
		_, _ = s.emu.Write(output)
	}
	if s.watch != nil && s.whole == nil {
		s.watch(s.emu.String())
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// Stop kills the program and closes its terminal.
func (s *Screen) Stop() {
	_ = s.Process.Kill()
	<-s.Ended
	_ = s.TTY.Close()
}

// Wait waits until the program has ended, and says how, as [exec.Cmd.Wait] does.
func (s *Screen) Wait() error {
	select {
	case <-s.Ended:
		return s.err
	case <-time.After(Patience):
		return fmt.Errorf("the program did not end; the screen was:\n%s", s.Text())
	}
}

// HasEnded reports whether the program has ended.
func (s *Screen) HasEnded() bool {
	select {
	case <-s.Ended:
		return true
	default:
		return false
	}
}

// Stall stops reading the terminal, as a stuck SSH link does.
func (s *Screen) Stall() { close(s.stalled) }

// Shut closes or opens the emulator's eyes: it does not bear sizes that change all the time.
func (s *Screen) Shut(blind bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blind, s.whole = blind, nil
}

// Frames gives each screen that the program draws from now on to watch.
func (s *Screen) Frames(watch func(text string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = watch
}

// Resize gives terminal and emulator another size.
func (s *Screen) Resize(w, h int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.blind {
		s.emu.Resize(w, h)
	}
	if err := pty.Setsize(s.TTY, size(w, h)); err != nil {
		return fmt.Errorf("resizing the terminal: %w", err)
	}
	return nil
}

// Sees waits until want is on the screen.
func (s *Screen) Sees(want string) error {
	if err := s.Watch(func(text string) bool { return strings.Contains(text, want) }); err != nil {
		return fmt.Errorf("looking for %q: %w", want, err)
	}
	return nil
}

// Watch waits until the screen shows what it should, and looks as soon as something
// was written. One at a time may watch.
func (s *Screen) Watch(shows func(text string) bool) error {
	late := time.After(Patience)
	for !shows(s.Text()) {
		select {
		case <-s.changed:
		case <-late:
			return fmt.Errorf("never saw it on the screen:\n%s", s.Text())
		}
	}
	return nil
}

// Types sends keys.
func (s *Screen) Types(keys string) error {
	_, err := io.WriteString(s.TTY, keys)
	return err
}

// quiet is more than two frames of the program's renderer.
const quiet = 40 * time.Millisecond

// Settle waits until nothing was written for a moment, from now on.
func (s *Screen) Settle() {
	began := time.Now()
	for time.Since(began) < Patience {
		time.Sleep(quiet / 10)
		s.mu.Lock()
		settled := time.Since(began) > quiet && time.Since(s.news) > quiet
		s.mu.Unlock()
		if settled {
			return
		}
	}
}

// Written is how many bytes the program has sent to its terminal.
func (s *Screen) Written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.Len()
}

// Transcript is all that the program has sent to its terminal.
func (s *Screen) Transcript() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// Text is what stands on the screen, row by row: the last whole frame.
func (s *Screen) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole != nil {
		return *s.whole
	}
	return s.emu.String()
}

// Cells copies the screen, row by row.
func (s *Screen) Cells() [][]uv.Cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := make([][]uv.Cell, s.emu.Height())
	for y := range rows {
		for x := range s.emu.Width() {
			cell := uv.Cell{Content: " ", Width: 1}
			if c := s.emu.CellAt(x, y); c != nil {
				cell = *c
			}
			rows[y] = append(rows[y], cell)
		}
	}
	return rows
}
