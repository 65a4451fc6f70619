package profiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"zoauth/flow"
)

// Limits of a secret command (S6, S12).
const (
	commandTimeout  = 10 * time.Second
	askTimeout      = time.Minute // with the terminal
	outputDelay     = time.Second // for output after the command's end, from what it started
	maxSaid         = 4 << 10     // of standard error, in bytes
	shortestPrinted = 4           // a line of output that is taken out of a complaint, in bytes
)

// commandSecret runs a program without a shell or terminal and takes what it
// prints on its first line, as pass does. The value is kept for the run, until Forget.
type commandSecret struct {
	argv   []string
	dir    string
	hidden []string // variables that the child must not see

	mu    sync.Mutex
	value flow.Secret
}

func (s *commandSecret) Describe() string { return "command: " + strings.Join(s.argv, " ") }

// Same reports whether another source would run the same command, so that its value
// may be kept.
func (s *commandSecret) Same(other flow.SecretSource) bool {
	o, ok := other.(*commandSecret)
	return ok && s.dir == o.dir && slices.Equal(s.argv, o.argv) && slices.Equal(s.hidden, o.hidden)
}

// Forget makes the next Secret run the command again.
func (s *commandSecret) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.value = flow.Secret{}
}

func (s *commandSecret) Secret(ctx context.Context) (flow.Secret, error) {
	return s.once(ctx, commandTimeout, func(cmd *exec.Cmd, stderr io.Writer) {
		cmd.Stderr = stderr
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal to draw a prompt on
		cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	})
}

// Ask runs the command with the terminal, so that it can ask for what it needs.
func (s *commandSecret) Ask(ctx context.Context, in io.Reader, out io.Writer) (flow.Secret, error) {
	return s.once(ctx, askTimeout, func(cmd *exec.Cmd, _ io.Writer) { cmd.Stdin, cmd.Stderr = in, out })
}

// once runs the command unless its value is known.
func (s *commandSecret) once(ctx context.Context, limit time.Duration, set func(cmd *exec.Cmd, stderr io.Writer)) (flow.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.value.IsZero() {
		return s.value, nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := s.run(ctx, limit, set)
	s.value = value
	return value, err
}

func (s *commandSecret) run(ctx context.Context, limit time.Duration, set func(cmd *exec.Cmd, stderr io.Writer)) (flow.Secret, error) {
	cmd := exec.CommandContext(ctx, s.argv[0], s.argv[1:]...) // the person's own command, from a file only they can write
	stdout, stderr := &limited{room: maxSecret, refuse: true}, &limited{room: maxSaid}
	cmd.Stdout = stdout
	cmd.Dir = s.dir
	cmd.Env = s.environment(os.Environ())
	cmd.WaitDelay = outputDelay
	set(cmd, stderr)
	err := cmd.Run()
	name := strings.Join(s.argv, " ")
	var exit *exec.ExitError
	switch {
	case stdout.full:
		return flow.Secret{}, untouched(fmt.Errorf("%s printed more than %d KiB", name, maxSecret>>10))
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return flow.Secret{}, untouched(fmt.Errorf("%s printed nothing within %d seconds", name, limit/time.Second))
	case ctx.Err() != nil:
		return flow.Secret{}, untouched(fmt.Errorf("%s was stopped: %w", name, ctx.Err()))
	case errors.As(err, &exit):
		return flow.Secret{}, untouched(fmt.Errorf("%s exited with code %d: %q", name, exit.ExitCode(), s.complaint(stdout.String(), stderr)))
	case err != nil && !errors.Is(err, exec.ErrWaitDelay): // it ended well, and a process that it started has its output
		return flow.Secret{}, untouched(fmt.Errorf("%s could not be started: %w", name, err))
	}
	line, _, _ := strings.Cut(stdout.String(), "\n")
	return oneLine(strings.TrimSuffix(line, "\r"), name)
}

// environment is ours without zoauth's own secrets and Bubble Tea's debugging.
func (s *commandSecret) environment(ours []string) []string {
	return slices.DeleteFunc(slices.Clone(ours), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return strings.HasPrefix(name, "TEA_") || slices.Contains(s.hidden, name)
	})
}

// complaint is the first line that a failed command wrote on standard error, without
// what it printed: a shell that traces repeats the secret there. It is whole, so that
// whoever shows it finds other secrets in it before it is cut (S4).
func (s *commandSecret) complaint(stdout string, stderr *limited) string {
	line, _, ended := strings.Cut(strings.TrimLeft(stderr.String(), " \t\r\n"), "\n")
	if stderr.full && !ended { // its last word may be the start of a secret
		line = line[:max(0, strings.LastIndexByte(line, ' '))] + " …"
	}
	printed := strings.Split(stdout, "\n")
	slices.SortFunc(printed, func(a, b string) int { return len(b) - len(a) }) // one may begin like another
	for _, part := range printed {
		if part = strings.TrimSpace(part); len(part) >= shortestPrinted {
			line = strings.ReplaceAll(line, part, "…")
		}
	}
	return strings.TrimSpace(line)
}

// limited keeps what it has room for. What is beyond is dropped, or refused: then the
// command cannot write on.
type limited struct {
	strings.Builder
	room   int
	refuse bool
	full   bool
}

var errFull = errors.New("it printed too much")

// Write keeps p as far as there is room.
func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.room-l.Len())
	_, _ = l.Builder.Write(p[:n]) // documented never to fail
	l.full = l.full || n < len(p)
	if l.full && l.refuse {
		return n, errFull
	}
	return len(p), nil
}
