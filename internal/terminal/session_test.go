package terminal_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/term"
)

// A verb leaves no control sequence on the terminal and its state alone.
func TestVerbPrintsNothingOfItsOwn(t *testing.T) {
	s := play(t, "verb")
	s.ends(0)
	s.restored()
	if got := s.transcript(); got != "access-token\r\n" {
		t.Errorf("the terminal was sent %q", got)
	}
}

// F1, F5: every signal that ends the workbench restores the terminal and gives
// 128+N.
func TestSignalsRestoreAndEnd(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(sig.String(), func(t *testing.T) {
			s := play(t, "workbench")
			s.hears("ready")
			if s.termios() == s.before {
				t.Fatal("the terminal is not raw: the test shows nothing")
			}
			s.signal(sig)
			s.ends(128 + int(sig))
			s.restored()
			s.leftScreenOnce()
		})
	}
}

// leftScreenOnce wants the screen, cursor, paste mode and colours put back. A
// second ?1049l would put the cursor where it was before the program.
func (s *stage) leftScreenOnce() {
	s.t.Helper()
	shown := s.transcript()
	_, after, _ := strings.Cut(shown, "frame")
	for _, sequence := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[0m"} {
		if n := strings.Count(after, sequence); n != 1 {
			s.t.Errorf("%q was sent %d times: %q", sequence, n, shown)
		}
	}
}

// A program that left the screen by itself has printed since: not again.
func TestScreenThatWasLeftIsLeftAlone(t *testing.T) {
	s := play(t, "polite")
	s.ends(0)
	s.restored()
	s.leftScreenOnce()
}

func TestSignalBeforeAnythingRunsEnds(t *testing.T) {
	s := play(t, "early")
	s.hears("ready")
	s.signal(syscall.SIGTERM)
	s.ends(143)
}

// F1: the SSH link drops.
func TestClosedTerminalEndsF1(t *testing.T) {
	s := open(t)
	s.start("workbench", func(*exec.Cmd) {})
	s.hears("ready")
	s.hangUp()
	s.ends(129)
}

// nohup starts the act with SIGHUP ignored.
func nohup(cmd *exec.Cmd) {
	self := cmd.Path
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `trap "" HUP; exec "$0"`, self}
}

// F3: SIGHUP that was ignored at start stays so, and a workbench leaves when its
// terminal is gone all the same, although it draws nothing.
func TestNohupF3(t *testing.T) {
	s := open(t)
	s.start("workbench", nohup)
	s.hears("ready")
	s.signal(syscall.SIGHUP)
	s.signal(syscall.SIGTSTP) // answered behind the HUP
	s.hears("suspend")
	s.hangUp()
	s.ends(129)
}

// F3: a verb that does not draw goes on without its terminal under nohup.
func TestNohupVerbGoesOn(t *testing.T) {
	s := open(t)
	s.start("background", nohup)
	s.hears("ready")
	s.hangUp()
	s.order("end")
	s.hears("still here")
	s.ends(0)
}

// F5, S4: a panic restores the terminal, says where and not what, and ends with 2.
func TestPanicF5(t *testing.T) {
	for act, kind := range map[string]string{"panic": "string", "worker panics": "*errors.errorString"} {
		t.Run(act, func(t *testing.T) {
			s := play(t, act)
			s.ends(2)
			s.restored()
			shown := s.transcript()
			if strings.Contains(shown, panicValue) {
				t.Errorf("the panic's value is shown: %q", shown)
			}
			_, message, _ := strings.Cut(shown, "\x1b[?1049l")
			if !strings.HasPrefix(message, "error: zoauth has a bug: a panic ("+kind+") at acts_test.go:") {
				t.Errorf("behind the screen stands %q", message)
			}
		})
	}
}

// R3: a panic elsewhere does not lose the answer of a request under way.
func TestPanicWaitsForTheRequestR3(t *testing.T) {
	s := play(t, "panic in flight")
	s.hears("in flight")
	s.order("answer")
	s.hears("saved")
	s.ends(2)
}

// F6: two signals do not abandon a sent request.
func TestTwoSignalsWaitF6(t *testing.T) {
	t.Parallel()
	s := play(t, "in flight")
	s.hears("ready")
	for range 2 {
		s.signal(syscall.SIGTERM)
		s.hears("asked")
	}
	s.order("answer")
	s.hears("saved")
	s.ends(143)
}

// F6: a third does, and says what is uncertain. On a machine so slow that three
// take over two seconds it is a later one.
func TestThirdSignalEndsF6(t *testing.T) {
	s := play(t, "in flight")
	s.hears("ready")
	sent := 0
	for asked := true; asked; sent++ {
		s.signal(syscall.SIGTERM)
		_, asked = <-s.told
	}
	s.ends(143)
	if sent < 3 {
		t.Errorf("ended by signal %d", sent)
	}
	if shown := s.transcript(); !strings.Contains(shown, "uncertain") {
		t.Errorf("it does not say what is uncertain: %q", shown)
	}
}

// F1, F8: hang-ups come in crowds, from kernel, shell and service manager. They
// do not insist.
func TestManyHangupsWait(t *testing.T) {
	t.Parallel()
	s := play(t, "in flight")
	s.hears("ready")
	for range 5 {
		s.signal(syscall.SIGHUP)
		s.hears("asked")
	}
	s.order("answer")
	s.hears("saved")
	s.ends(129)
}

// F2: nobody reads the terminal. The write ends, the program goes on to its end.
func TestStalledTerminalEndsF2(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.start("stalled", func(*exec.Cmd) {})
	s.hears("ready")
	s.signal(syscall.SIGTERM)
	s.hears("write ended: the terminal does not take the output")
	s.ends(143)
	s.restored()
}

// F2: what does not end by itself is ended by the watchdog, cleaned up.
func TestWatchdogEndsF2(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.start("hung", func(*exec.Cmd) {})
	s.hears("ready")
	s.signal(syscall.SIGTERM)
	s.hears("cleaned")
	s.ends(143)
	s.restored()
}

// F7: a closed stdout does not kill, and children do not inherit that.
func TestSIGPIPEDoesNotKillF7(t *testing.T) {
	s := open(t)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	s.start("pipe", func(cmd *exec.Cmd) { cmd.Stdout = write })
	_ = write.Close()
	s.hears("EPIPE true")
	s.hears("a child dies of SIGPIPE true")
	s.ends(0)
}

// F4: SIGTSTP stops a verb with the terminal in order, and continued it takes its
// state back.
func TestSuspendF4(t *testing.T) {
	s := play(t, "shell", "TERMINAL_TEST_JOB=waiting", "TERMINAL_TEST_FRONT=1")
	job := s.job()
	quiet := s.termios()
	if quiet == s.before {
		t.Fatal("the terminal echoes: the test shows nothing")
	}
	s.tell(job, syscall.SIGTSTP)
	s.hears("stopped by")
	s.restored()
	s.order("continue")
	s.until("the job's own state of the terminal", func() bool { return s.termios() == quiet })
	s.tell(job, syscall.SIGTERM)
	s.hears("ended 143")
	s.restored()
	s.order("exit")
	s.ends(0)
}

func (s *stage) job() (pid int) {
	s.t.Helper()
	pid, err := strconv.Atoi(s.hears("ready"))
	if err != nil {
		s.t.Fatal(err)
	}
	return pid
}

func (s *stage) tell(pid int, sig syscall.Signal) {
	s.t.Helper()
	if err := syscall.Kill(pid, sig); err != nil {
		s.t.Fatal(err)
	}
}

// F4: a workbench is asked to release the screen first.
func TestSuspendAsksTheWorkbench(t *testing.T) {
	s := play(t, "workbench")
	s.hears("ready")
	s.signal(syscall.SIGTSTP)
	s.hears("suspend")
	s.signal(syscall.SIGTERM)
	s.ends(143)
}

// F4: without a shell that could continue it, as under `ssh -t HOST zoauth`, the
// program does not stop.
func TestSuspendWithoutShellGoesOn(t *testing.T) {
	s := play(t, "continued")
	s.hears("ready")
	s.signal(syscall.SIGTSTP)
	s.hears("goes on")
	s.ends(0)
}

// A job in the background must not touch the terminal at its end: the shell has
// it in a state of its own then, and the kernel would stop the job.
func TestBackgroundJobLeavesTheTerminalAlone(t *testing.T) {
	s := play(t, "shell", "TERMINAL_TEST_JOB=background")
	job := s.job()
	if _, err := term.MakeRaw(int(s.slave.Fd())); err != nil {
		t.Fatal(err)
	}
	raw := s.termios()
	s.tell(job, syscall.SIGTERM)
	s.hears("ended 143")
	if s.termios() != raw {
		t.Error("the job changed the terminal's state")
	}
	s.order("exit")
	s.ends(0)
}

// A pasted line is not echoed, and the terminal echoes again afterwards.
func TestPastedLineIsNotEchoed(t *testing.T) {
	s := play(t, "waiting")
	s.hears("ready")
	if _, err := s.master.WriteString("CANARY-code\n"); err != nil {
		t.Fatal(err)
	}
	s.hears("read CANARY-code")
	s.ends(0)
	s.restored()
	if shown := s.transcript(); strings.Contains(shown, "CANARY") {
		t.Errorf("the terminal showed %q", shown)
	}
}

// S4: a signal while the line is awaited brings the echo back, also when stdout is
// no terminal.
func TestEchoComesBackAfterASignal(t *testing.T) {
	for name, out := range map[string]bool{"terminal": true, "stdout elsewhere": false} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.start("waiting", func(cmd *exec.Cmd) {
				if !out {
					cmd.Stdout = nil
				}
			})
			s.watch()
			s.hears("ready")
			s.signal(syscall.SIGINT)
			s.ends(130)
			s.restored()
		})
	}
}

// S7, best effort: no core file, no look into the memory.
func TestHardenS7(t *testing.T) {
	s := play(t, "hardened")
	s.hears("core 0 <nil>")
	s.hears("dumpable false")
	s.ends(0)
}
