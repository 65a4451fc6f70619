package terminal

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// thirdWithin is the time in which a third signal ends the process although a
// request is under way (F6).
const thirdWithin = 2 * time.Second

// listen acts on the signals until the process ends.
func (s *Session) listen() {
	var earlier [2]time.Time
	for sig := range s.signals {
		switch sig {
		case syscall.SIGTSTP:
			s.stop()
			continue
		case syscall.SIGHUP: // kernel, shell and service manager each send one: nobody insists
			s.ask(sig)
			continue
		}
		now := time.Now()
		if now.Sub(earlier[0]) < thirdWithin {
			s.within(func() {
				_, _ = fmt.Fprintln(s.errOut, "zoauth: ended by the third signal; a request that was under way is uncertain")
			})
			s.Finish(s.ExitCode(0))
			return
		}
		earlier[0], earlier[1] = earlier[1], now
		s.ask(sig)
	}
}

// ask asks the program to quit, or ends the process where nothing runs yet.
func (s *Session) ask(sig os.Signal) {
	if number, ok := sig.(syscall.Signal); ok {
		s.ended.CompareAndSwap(0, int32(number))
	}
	quit := s.quit.Load()
	if quit == nil {
		s.Finish(s.ExitCode(0))
		return
	}
	s.Go(func() { (*quit)(sig) })
	s.watch.Do(func() { s.Go(s.overdue) })
}

// overdue ends what does not end by itself after it was asked to. First it frees
// a program that hangs in a write to a stalled terminal, which can then go on to
// its end (F2). Where it is known what runs, the process is ended
// once that is done.
func (s *Session) overdue() {
	time.Sleep(watchdog / 2)
	s.out.release()
	s.settle()
	time.Sleep(watchdog / 2)
	if s.await.Load() == nil {
		return
	}
	s.settle()
	s.Finish(s.ExitCode(0))
}

// stop acts on SIGTSTP: it stops the process with the terminal in order and takes
// the terminal's state back when that goes on. A workbench that has the alternate
// screen is asked to release it first; Bubble Tea then sends SIGTSTP again.
func (s *Session) stop() {
	if s.out.onAlternate() {
		if pause := s.pause.Load(); pause != nil {
			s.Go(*pause)
		}
		return
	}
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGCONT)
	defer signal.Stop(again)
	ours := s.before.now()
	changed := s.before.restore()
	way := unix.SIGSTOP
	if orphaned() {
		way = unix.SIGCONT
	}
	_ = unix.Kill(unix.Getpid(), way)
	<-again
	if changed {
		ours.restore()
	}
}

// orphaned reports that no shell watches over this process, as under `ssh -t
// HOST zoauth`: nobody would continue it, so it must not stop. The kernel drops
// SIGTSTP there too (POSIX, orphaned process group).
func orphaned() bool {
	ours, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	parents, err := unix.Getsid(os.Getppid())
	return err == nil && parents != ours
}
