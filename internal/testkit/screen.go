// Package testkit runs a program in a PTY and shows what a terminal makes of its
// output. It is for the tests and tools of this repository; zoauth itself never imports it.
package testkit

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience bounds a wait for the screen.
const patience = 20 * time.Second

// Screen is a program in a PTY, seen through an emulator that answers queries.
type Screen struct {
	cmd     *exec.Cmd
	tty     *os.File
	changed chan struct{} // one is waiting: something was written since the last look

	mu      sync.Mutex
	emu     *vt.Emulator
	written int
	news    time.Time // when the program last wrote
}

// Command is a program with a home of its own and an environment that says nothing
// of the one who started it.
func Command(home, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"HOME=" + home, "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + home}
	return cmd
}

// Start runs a command in a terminal of the emulator's size.
func Start(cmd *exec.Cmd, emu *vt.Emulator) (*Screen, error) {
	size := &pty.Winsize{Cols: uint16(emu.Width()), Rows: uint16(emu.Height())} // sizes of terminals
	tty, err := pty.StartWithSize(cmd, size)
	if err != nil {
		return nil, fmt.Errorf("starting %s in a terminal: %w", cmd.Path, err)
	}
	s := &Screen{cmd: cmd, tty: tty, emu: emu, changed: make(chan struct{}, 1)}
	go s.read()
	go func() { _, _ = io.Copy(tty, emu) }()
	return s, nil
}

func (s *Screen) read() {
	buf := make([]byte, 32<<10)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		_, _ = s.emu.Write(buf[:n])
		s.written += n
		s.news = time.Now()
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// Stop ends the program.
func (s *Screen) Stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	_ = s.tty.Close()
}

// Pid is the program's process id.
func (s *Screen) Pid() int { return s.cmd.Process.Pid }

// Sees waits until want is on the screen.
func (s *Screen) Sees(want string) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(s.Text(), want) {
			return nil
		}
	}
	return fmt.Errorf("never saw %q:\n%s", want, s.Text())
}

// Watch waits until the screen shows what it should, and looks as soon as something
// was written: for who measures, one at a time.
func (s *Screen) Watch(shows func(text string) bool) error {
	late := time.After(patience)
	for !shows(s.Text()) {
		select {
		case <-s.changed:
		case <-late:
			return fmt.Errorf("never saw it:\n%s", s.Text())
		}
	}
	return nil
}

// Types sends keys.
func (s *Screen) Types(keys string) error {
	_, err := io.WriteString(s.tty, keys)
	return err
}

// Settle waits until nothing was written for a moment.
func (s *Screen) Settle() {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		s.mu.Lock()
		quiet := time.Since(s.news) > 200*time.Millisecond
		s.mu.Unlock()
		if quiet {
			return
		}
	}
}

// Written is how many bytes the program has sent to its terminal.
func (s *Screen) Written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written
}

// Text is what stands on the screen, row by row.
func (s *Screen) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
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
