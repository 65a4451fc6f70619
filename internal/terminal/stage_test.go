package terminal_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// patience bounds every wait; it is no measure of speed.
const patience = time.Minute

// stage is a real terminal with an actor on it.
type stage struct {
	t             *testing.T
	master, slave *os.File
	cmd           *exec.Cmd
	before        unix.Termios
	told          chan string // lines of the actor; closed at its end
	orders        *os.File
	read          sync.WaitGroup
	shown         bytes.Buffer // what the terminal was sent; read it after end
	err           error
}

// play starts the act on a terminal that is its controlling one.
func play(t *testing.T, act string, env ...string) *stage {
	t.Helper()
	s := open(t)
	s.start(act, func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, env...) })
	s.watch()
	return s
}

func open(t *testing.T) *stage {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, master: master, slave: slave, told: make(chan string, 64)}
	s.before = s.termios()
	t.Cleanup(func() { _, _ = master.Close(), slave.Close() })
	return s
}

func (s *stage) start(act string, change func(*exec.Cmd)) {
	s.t.Helper()
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	said, tell, err1 := os.Pipe()
	orders, order, err2 := os.Pipe()
	if err := errors.Join(err1, err2); err != nil {
		s.t.Fatal(err)
	}
	s.orders = order
	s.cmd = exec.Command(self)
	s.cmd.Env = append(os.Environ(), "TERMINAL_TEST_ACT="+act, "GORACE=atexit_sleep_ms=0")
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.slave, s.slave, s.slave
	s.cmd.ExtraFiles = []*os.File{tell, orders}
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	change(s.cmd)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	_, _ = tell.Close(), orders.Close()
	go func() {
		defer close(s.told)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			s.told <- lines.Text()
		}
	}()
	late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	s.t.Cleanup(func() {
		late.Stop()
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		_ = order.Close()
	})
}

// watch reads what the terminal shows; a stage without it is stalled.
func (s *stage) watch() {
	s.read.Go(func() { _, _ = io.Copy(&s.shown, s.master) })
}

// hangUp closes the terminal's other side. Nobody may be reading it: Close waits
// for a read to end.
func (s *stage) hangUp() {
	s.t.Helper()
	if err := s.master.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) termios() unix.Termios {
	s.t.Helper()
	state, err := unix.IoctlGetTermios(int(s.slave.Fd()), getTermios)
	if err != nil {
		s.t.Fatal(err)
	}
	return *state
}

// hears waits for the actor's next words, which have to be want and more.
func (s *stage) hears(want string) (more string) {
	s.t.Helper()
	got, open := <-s.told
	more, found := strings.CutPrefix(got, want)
	if !open || !found {
		s.t.Fatalf("the actor said %q, want %q", got, want)
	}
	return strings.TrimSpace(more)
}

func (s *stage) order(word string) {
	s.t.Helper()
	if _, err := s.orders.WriteString(word + "\n"); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// ends waits for the actor's end and wants this exit code.
func (s *stage) ends(code int) {
	s.t.Helper()
	s.err = s.cmd.Wait()
	var exit *exec.ExitError
	got := 0
	if errors.As(s.err, &exit) {
		got = exit.ExitCode()
	}
	if got != code {
		s.t.Fatalf("ended with %d (%v), want %d", got, s.err, code)
	}
}

// restored wants the terminal's state as it was.
func (s *stage) restored() {
	s.t.Helper()
	if s.termios() != s.before {
		s.t.Error("the terminal is not in the state it was in")
	}
}

// transcript is all that the terminal was sent, after the actor's end.
func (s *stage) transcript() string {
	s.t.Helper()
	_ = s.slave.Close() // the master reads to the end, then fails
	s.read.Wait()
	return s.shown.String()
}

// until waits for a state that comes without words.
func (s *stage) until(what string, holds func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("never came: %s", what)
		}
	}
}
