package main

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

// term is the program in a PTY, seen through an emulator that answers queries.
type term struct {
	cmd  *exec.Cmd
	tty  *os.File
	mu   sync.Mutex
	emu  *vt.Emulator
	news time.Time // when the program last wrote
}

func open(s scene, binary, home string) (*term, error) {
	t := &term{emu: vt.NewEmulator(s.width, s.height)}
	t.emu.SetDefaultBackgroundColor(s.colours.back)
	t.emu.SetDefaultForegroundColor(s.colours.fore)
	t.cmd = exec.Command(binary, s.args...) //nolint:gosec,noctx // our own binary, killed by close
	t.cmd.Env = append([]string{
		"HOME=" + home, "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"),
		"SSH_CONNECTION=198.51.100.7 50022 192.0.2.10 22", "TMPDIR=" + home,
	}, s.env...)
	tty, err := pty.StartWithSize(t.cmd, &pty.Winsize{Cols: uint16(s.width), Rows: uint16(s.height)}) //nolint:gosec // sizes of terminals
	if err != nil {
		return nil, err
	}
	t.tty = tty
	go t.read()
	go func() { _, _ = io.Copy(tty, t.emu) }()
	return t, nil
}

func (t *term) read() {
	buf := make([]byte, 32<<10)
	for {
		n, err := t.tty.Read(buf)
		t.mu.Lock()
		_, _ = t.emu.Write(buf[:n])
		t.news = time.Now()
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (t *term) close() {
	_ = t.cmd.Process.Kill()
	_ = t.cmd.Wait()
	_ = t.tty.Close()
}

func (t *term) sees(want string) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(t.text(), want) {
			return nil
		}
	}
	return fmt.Errorf("never saw %q:\n%s", want, t.text())
}

// types sends keys after a pause in which a screen that came by itself begins to
// take them.
func (t *term) types(keys string) error {
	time.Sleep(500 * time.Millisecond)
	_, err := io.WriteString(t.tty, keys)
	return err
}

// settle waits until nothing was written for a moment.
func (t *term) settle() {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		t.mu.Lock()
		quiet := time.Since(t.news) > 200*time.Millisecond
		t.mu.Unlock()
		if quiet {
			return
		}
	}
}

func (t *term) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emu.String()
}

// cells copies the screen, row by row.
func (t *term) cells() [][]uv.Cell {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := make([][]uv.Cell, t.emu.Height())
	for y := range rows {
		for x := 0; x < t.emu.Width(); x++ {
			cell := uv.Cell{Content: " ", Width: 1}
			if c := t.emu.CellAt(x, y); c != nil {
				cell = *c
			}
			rows[y] = append(rows[y], cell)
		}
	}
	return rows
}
