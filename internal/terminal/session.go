package terminal

import (
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"zoauth/flow"
)

// Session owns the process's signals and the terminal's state. There is one; it
// is made first and finished last.
type Session struct {
	exit    func(int)
	errOut  io.Writer
	before  *saved
	out     *Output
	signals chan os.Signal

	quit  atomic.Pointer[func(os.Signal)]
	await atomic.Pointer[func()]
	clean atomic.Pointer[func()]
	pause atomic.Pointer[func()]
	ended atomic.Int32 // number of the first signal that asked to end

	watch, restore, finish sync.Once
}

// Options are what a Session is made of.
type Options struct {
	In   *os.File // the terminal that is read; nil: os.Stdin
	Out  *os.File // the terminal that is drawn on, or whatever stdout is
	Err  io.Writer
	Exit func(int) // os.Exit
}

// NewSession takes over the signals: HUP, TERM, INT and QUIT ask to quit, TSTP
// stops the process with the terminal in order, PIPE is caught and discarded,
// never ignored, since children inherit that (V1). What was ignored
// at start stays so, as HUP under nohup (F3).
func NewSession(o Options) *Session {
	if o.In == nil {
		o.In = os.Stdin
	}
	s := &Session{exit: o.Exit, errOut: o.Err, signals: make(chan os.Signal, 8)}
	if s.before = save(o.Out); s.before == nil {
		s.before = save(o.In)
	}
	s.out = newOutput(o.Out, s.Go, func() { s.ask(syscall.SIGHUP) })
	for _, sig := range []os.Signal{syscall.SIGHUP, syscall.SIGTERM, os.Interrupt, syscall.SIGQUIT, syscall.SIGTSTP} {
		if !signal.Ignored(sig) {
			signal.Notify(s.signals, sig)
		}
	}
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	s.Go(s.listen)
	return s
}

// Notify sets what is done when a signal asks to quit, or the terminal is gone.
// Before the first Notify a signal ends the process at once. quit is called in a
// goroutine of its own, again for every signal.
func (s *Session) Notify(quit func(os.Signal)) { s.quit.Store(&quit) }

// Await sets what has to end before the process may: wait returns when no request
// that was sent is without its saved answer (R3). With it the session
// can end a program that does not end by itself; it waits no longer than a
// request may take. wait may be called several times and at once.
func (s *Session) Await(wait func()) { s.await.Store(&wait) }

// AtEnd sets what is cleaned up before the process ends, however it ends short of
// SIGKILL. clean is called once and has the watchdog's time.
func (s *Session) AtEnd(clean func()) { s.clean.Store(&clean) }

// OnSuspend sets what SIGTSTP does while the workbench has the screen: suspend has
// to release the terminal, now or when no request is in flight, and to send
// SIGTSTP again (F4). Without it SIGTSTP does nothing there.
func (s *Session) OnSuspend(suspend func()) { s.pause.Store(&suspend) }

// Output is the terminal to draw on; it notices when that is gone.
func (s *Session) Output() *Output { return s.out }

// ExitCode returns 128+N when signal N ended the program, else code.
func (s *Session) ExitCode(code int) int {
	if n := s.ended.Load(); n != 0 {
		return 128 + int(n)
	}
	return code
}

// Restore puts the terminal back as it was at the start, and nothing draws on it
// afterwards. Only the first call counts. It returns in a second at most,
// whatever the terminal does.
func (s *Session) Restore() {
	s.restore.Do(func() {
		s.out.shut()
		s.before.restore()
		if s.out.onAlternate() {
			s.within(func() { _, _ = io.WriteString(s.out.file, resetSequence) })
		}
	})
}

// watchdog is how long the program has to end by itself once nothing is left to
// wait for (F2).
const watchdog = 2 * time.Second

// Finish restores the terminal, cleans up and ends the process with code, within
// the watchdog's time. Only the first call counts; it does not return where Exit
// does not.
func (s *Session) Finish(code int) {
	s.finish.Do(func() {
		hard := time.AfterFunc(watchdog, func() { s.exit(code) })
		s.Restore()
		if clean := s.clean.Load(); clean != nil {
			(*clean)()
		}
		if hard.Stop() {
			s.exit(code)
		}
	})
}

// longest is more than any request takes: its budget, and the saving.
const longest = flow.DefaultBudget + watchdog

// settle waits for what [Session.Await] set, for as long as a request may take.
// Time in which the process is stopped does not count (R12).
func (s *Session) settle() {
	wait := s.await.Load()
	if wait == nil {
		return
	}
	done := make(chan struct{})
	s.Go(func() {
		defer close(done)
		(*wait)()
	})
	const tick = 250 * time.Millisecond
	for spent := time.Duration(0); spent < longest; spent += tick {
		select {
		case <-done:
			return
		case <-time.After(tick):
		}
	}
}

// within runs f, which may block on the terminal, and waits for it only so long.
func (s *Session) within(f func()) {
	done := make(chan struct{})
	s.Go(func() {
		defer close(done)
		f()
	})
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// patience bounds a write to a terminal that nobody reads.
const patience = 500 * time.Millisecond
