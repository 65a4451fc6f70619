package terminal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Session owns the process's signals and the terminal's state. There is one; it
// is made first and finished last.
type Session struct {
	exit   func(int)
	errOut io.Writer
	before *saved
	out    *Output

	signals chan os.Signal
	quit    atomic.Pointer[func(os.Signal)]
	ended   atomic.Int32 // number of the first signal that asked to end
	once    sync.Once
}

// Options are what a Session is made of. All fields are needed.
type Options struct {
	Out  *os.File // the terminal that is drawn on, or whatever stdout is
	Err  io.Writer
	Exit func(int) // os.Exit
}

// NewSession takes over the signals: HUP, TERM, INT and QUIT ask to quit, PIPE
// is caught and discarded, never ignored, since children inherit that
// (PROMISES.md §2.7). A HUP that was ignored at start stays so (nohup).
func NewSession(o Options) *Session {
	s := &Session{exit: o.Exit, errOut: o.Err, before: save(o.Out), signals: make(chan os.Signal, 8)}
	s.out = &Output{File: o.Out, dead: func() { s.ask(syscall.SIGHUP) }}
	caught := []os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) {
		caught = append(caught, syscall.SIGHUP)
	}
	signal.Notify(s.signals, caught...)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	s.Go(s.listen)
	return s
}

// Notify sets what is done when a signal asks to quit, or the terminal is gone.
// Before the first Notify a signal ends the process at once.
func (s *Session) Notify(quit func(os.Signal)) { s.quit.Store(&quit) }

// Output is the terminal to draw on; it notices when that is gone.
func (s *Session) Output() *Output { return s.out }

// thirdWithin is the time in which a third signal ends the process although a
// request is under way (PROMISES.md F6).
const thirdWithin = 2 * time.Second

func (s *Session) listen() {
	var recent []time.Time
	for sig := range s.signals {
		now := time.Now()
		recent = append(recent, now)
		if n := len(recent); n >= 3 && now.Sub(recent[n-3]) < thirdWithin {
			_, _ = fmt.Fprintln(s.errOut, "zoauth: ended by the third signal; a request that was under way is uncertain")
			s.Finish(s.ExitCode(0))
			return
		}
		s.ask(sig)
	}
}

// ask asks the program to quit, or ends the process where nothing runs yet.
func (s *Session) ask(sig os.Signal) {
	if number, ok := sig.(syscall.Signal); ok {
		s.ended.CompareAndSwap(0, int32(number))
	}
	if quit := s.quit.Load(); quit != nil {
		(*quit)(sig)
		return
	}
	s.Finish(s.ExitCode(0))
}

// ExitCode returns 128+N when signal N ended the program, else code.
func (s *Session) ExitCode(code int) int {
	if n := s.ended.Load(); n != 0 {
		return 128 + int(n)
	}
	return code
}

// Finish restores the terminal and ends the process with code. Only the first
// call counts; it does not return where Exit does not.
func (s *Session) Finish(code int) {
	s.once.Do(func() {
		s.before.restore()
		s.exit(code)
	})
}

// Go starts f in a goroutine whose panic is reported like any other.
func (s *Session) Go(f func()) { go s.Guard(f) }

// Guard runs f. A panic restores the terminal, says where it happened without
// its value, which may hold a secret, and ends the process with 2 (PROMISES.md F5).
func (s *Session) Guard(f func()) {
	defer func() {
		if v := recover(); v != nil {
			s.before.restore()
			_, _ = fmt.Fprintf(s.errOut, "error: zoauth has a bug: a panic (%T) at %s\nhint: saved tokens are intact; please report this line\n", v, origin(string(debug.Stack())))
			s.Finish(2)
		}
	}()
	f()
}

// origin returns the first line of the stack that is zoauth's own after the panic.
func origin(stack string) string {
	_, after, found := strings.Cut(stack, "panic(")
	if !found {
		after = stack
	}
	for line := range strings.SplitSeq(after, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "/") && !strings.Contains(line, "/runtime/") && !strings.Contains(line, "/internal/terminal/session.go") {
			place, _, _ := strings.Cut(line, " ")
			return place[strings.LastIndex(place, "/")+1:]
		}
	}
	return "an unknown place"
}

// Output is the terminal with an eye on its end: a write that fails because the
// terminal is gone asks the program to quit (PROMISES.md F3).
type Output struct {
	*os.File
	dead func()
	told atomic.Bool
}

// Write writes to the terminal.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.File.Write(p)
	if err != nil && (errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EPIPE)) && !o.told.Swap(true) {
		go o.dead()
	}
	return n, err
}
