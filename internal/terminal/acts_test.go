package terminal_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"zoauth/internal/terminal"
)

// actor is a program of our kind in a process of its own: the test binary, run
// again on a real terminal. It tells the test what it does on descriptor 3 and
// waits for it on descriptor 4.
type actor struct {
	*terminal.Session
	told   *os.File
	orders *bufio.Scanner
}

func newActor() *actor {
	return &actor{
		Session: terminal.NewSession(terminal.Options{Out: os.Stdout, Err: os.Stderr, Exit: os.Exit}),
		told:    os.NewFile(3, "told"),
		orders:  bufio.NewScanner(os.NewFile(4, "orders")),
	}
}

func (a *actor) tell(format string, args ...any) { _, _ = fmt.Fprintf(a.told, format+"\n", args...) }

// order waits for the test's next word; "" when there will be none.
func (a *actor) order() string {
	a.orders.Scan()
	return a.orders.Text()
}

// draw makes the terminal raw and takes the alternate screen, as Bubble Tea does.
func (a *actor) draw() {
	if _, err := term.MakeRaw(int(os.Stdin.Fd())); err != nil {
		a.tell("error: %v", err)
	}
	_, _ = a.Output().Write([]byte("\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[31mframe"))
}

// untilAsked waits for the first request to quit.
func (a *actor) untilAsked() {
	asked := make(chan os.Signal, 16)
	a.Notify(func(sig os.Signal) { asked <- sig })
	a.tell("ready")
	<-asked
}

const panicValue = "CANARY-panic-value"

// acts are what an actor can do, by name.
var acts = map[string]func(*actor){
	// verb prints a line and ends.
	"verb": func(a *actor) {
		_, _ = fmt.Println("access-token")
		a.Finish(0)
	},
	// workbench draws until it is asked to quit and leaves the screen as it is.
	"workbench": func(a *actor) {
		a.OnSuspend(func() { a.tell("suspend") })
		a.draw()
		a.untilAsked()
		a.Finish(a.ExitCode(0))
	},
	// polite leaves the alternate screen by itself, then prints.
	"polite": func(a *actor) {
		a.draw()
		_, _ = a.Output().Write([]byte("\x1b[?2004l\x1b[?25h\x1b[0m\x1b[?1049l"))
		_, _ = fmt.Println("error: said afterwards")
		a.Finish(0)
	},
	// early is ended before it set what a signal asks for.
	"early": func(a *actor) {
		a.tell("ready")
		select {}
	},
	"panic": func(a *actor) {
		a.Guard(func() { a.draw(); panic(panicValue) })
	},
	"worker panics": func(a *actor) {
		a.draw()
		a.Go(func() { panic(errors.New(panicValue)) })
		select {}
	},
	// panic in flight has a request under way elsewhere.
	"panic in flight": func(a *actor) {
		a.Await(func() { a.tell("in flight"); a.order(); a.tell("saved") })
		a.Go(func() { panic(panicValue) })
		select {}
	},
	// in flight does not mind signals before its request has ended.
	"in flight": func(a *actor) {
		sent := make(chan struct{})
		a.Await(func() { <-sent })
		a.Notify(func(sig os.Signal) { a.tell("asked") })
		a.tell("ready")
		a.order()
		a.tell("saved")
		close(sent)
		select {}
	},
	// stalled hangs in a write that nobody reads, and quits when that ends.
	"stalled": func(a *actor) {
		a.draw()
		a.Notify(func(os.Signal) {})
		a.tell("ready")
		_, err := a.Output().Write(make([]byte, 1<<20))
		a.tell("write ended: %v", err)
		a.Finish(a.ExitCode(0))
	},
	// hung does not end by itself.
	"hung": func(a *actor) {
		a.draw()
		a.Notify(func(os.Signal) {})
		a.Await(func() {})
		a.AtEnd(func() { a.tell("cleaned") })
		a.tell("ready")
		_, _ = a.Output().Write(make([]byte, 1<<20))
		select {}
	},
	// background never draws; the terminal is another's.
	"background": func(a *actor) {
		a.Notify(func(os.Signal) { a.Finish(a.ExitCode(0)) })
		a.tell("ready %d", os.Getpid())
		if a.order() == "end" {
			a.tell("still here")
			a.Finish(0)
		}
		select {}
	},
	// continued ends when it goes on after a SIGTSTP.
	"continued": func(a *actor) {
		again := make(chan os.Signal, 1)
		signal.Notify(again, syscall.SIGCONT)
		a.tell("ready")
		<-again
		a.tell("goes on")
		a.Finish(0)
	},
	// waiting reads a pasted line without echo.
	"waiting": func(a *actor) {
		restore, err := terminal.RawInput(int(os.Stdin.Fd()))
		if err != nil {
			a.tell("error: %v", err)
		}
		a.Notify(func(os.Signal) { a.Finish(a.ExitCode(0)) })
		a.tell("ready %d", os.Getpid())
		line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		restore()
		a.tell("read %s", strings.TrimSpace(line))
		a.Finish(0)
	},
	// pipe writes to a stdout that nobody reads, then looks at what a child gets.
	"pipe": func(a *actor) {
		_, err := os.Stdout.WriteString("lost")
		a.tell("EPIPE %v", errors.Is(err, syscall.EPIPE))
		err = exec.Command("sh", "-c", "kill -s PIPE $$; exit 0").Run()
		var exit *exec.ExitError
		died := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGPIPE
		a.tell("a child dies of SIGPIPE %v", died)
		a.Finish(0)
	},
	"hardened": func(a *actor) {
		terminal.Harden()
		var limit unix.Rlimit
		err := unix.Getrlimit(unix.RLIMIT_CORE, &limit)
		a.tell("core %d %v", limit.Cur, err)
		a.tell("dumpable %v", dumpable())
		a.Finish(0)
	},
	"shell": shell,
}

// shell is a shell with one job, in front or in the background: it tells when the
// job stops or ends, and continues it when it is told to.
func shell(a *actor) {
	job := exec.Command(os.Args[0])
	job.Stdin, job.Stdout, job.Stderr = os.Stdin, os.Stdout, os.Stderr
	job.Env = append(os.Environ(), "TERMINAL_TEST_ACT="+os.Getenv("TERMINAL_TEST_JOB"))
	job.ExtraFiles = []*os.File{a.told}
	job.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: os.Getenv("TERMINAL_TEST_FRONT") != "", Ctty: 0}
	if err := job.Start(); err != nil {
		a.tell("error: %v", err)
		a.Finish(1)
	}
	for {
		var status syscall.WaitStatus
		_, err := syscall.Wait4(job.Process.Pid, &status, syscall.WUNTRACED, nil)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil || status.Exited():
			a.tell("ended %d", status.ExitStatus())
			a.order()
			a.Finish(0)
		case status.Stopped():
			a.tell("stopped by %d", status.StopSignal())
			a.order()
			_ = syscall.Kill(-job.Process.Pid, syscall.SIGCONT)
		}
	}
}
