package profiles

import (
	"bytes"
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
	"zoauth/internal/durable"
)

// Limits of a secret command (PROMISES.md S6, S12).
const (
	commandTimeout = 10 * time.Second
	askTimeout     = time.Minute // with the terminal
	maxSecret      = 64 << 10
)

// secretKeys name the source of the client secret, one in each profile.
var secretKeys = []string{"client_secret", "client_secret_file", "client_secret_env", "client_secret_command"}

// secret finds the profile's one source of the client secret.
func (r *reader) secret(kind flow.AppType) flow.SecretSource {
	var set []string
	for _, key := range secretKeys {
		if r.has(key) {
			set = append(set, key)
		}
	}
	switch {
	case kind == flow.Public && len(set) > 0:
		r.problem(set[0], "a public app has no secret", "take it out, or set another type")
		return nil
	case kind == flow.Public:
		return nil
	case len(set) == 0 && slices.ContainsFunc(secretKeys, func(key string) bool { return r.meant[key] }):
		return nil
	case len(set) == 0:
		r.problem("client_secret_file", "there is no client secret", `write client_secret_file = "secrets/`+r.profile+`", or a command or an environment variable`)
		return nil
	case len(set) > 1:
		r.problem(set[1], "the secret has more than one source: "+strings.Join(set, ", "), "keep one")
		return nil
	}
	return r.source(set[0])
}

func (r *reader) source(key string) flow.SecretSource {
	if key == "client_secret_command" {
		argv := r.list(key)
		if len(argv) == 0 || argv[0] == "" {
			r.problem(key, "names no program", "write client_secret_command = "+example(key))
			return nil
		}
		return &commandSecret{argv: argv, dir: r.dir}
	}
	value := r.text(key)
	if value == "" {
		r.problem(key, "is empty", "write "+key+" = "+example(key))
		return nil
	}
	if key == "client_secret" && placeholder.MatchString(value) {
		r.problem(key, "is a placeholder, and zoauth replaces none", `write the secret itself, or client_secret_env = "NAME" for a variable`)
		return nil
	}
	switch key {
	case "client_secret_file":
		return &fileSecret{r.path(key)}
	case "client_secret_env":
		r.env = value
		return envSecret(value)
	default:
		return valueSecret{flow.NewSecret(flow.KindClientSecret, value)}
	}
}

// noSecret is why a secret could not be read; it is [flow.ErrSecretUntouched] too.
type noSecret struct{ reason error }

func (n noSecret) Error() string   { return n.reason.Error() }
func (n noSecret) Unwrap() []error { return []error{n.reason, flow.ErrSecretUntouched} }

func untouched(err error) error { return noSecret{err} }

// valueSecret stands in the profile file itself.
type valueSecret struct{ value flow.Secret }

func (s valueSecret) Secret(context.Context) (flow.Secret, error) { return s.value, nil }
func (s valueSecret) Describe() string                            { return "in the profile file, plain text" }

// envSecret is the name of an environment variable.
type envSecret string

func (s envSecret) Describe() string { return "environment variable " + string(s) }

func (s envSecret) Secret(context.Context) (flow.Secret, error) {
	value := os.Getenv(string(s))
	if value == "" {
		return flow.Secret{}, untouched(fmt.Errorf("the environment variable %s is empty or not set", string(s)))
	}
	return flow.NewSecret(flow.KindClientSecret, value), nil
}

// fileSecret is a file with the secret alone.
type fileSecret struct{ path string }

func (s *fileSecret) Describe() string { return "file " + s.path + ", plain text" }

func (s *fileSecret) Secret(context.Context) (flow.Secret, error) {
	content, err := durable.Read(s.path, durable.Private, true, maxSecret)
	if err == nil {
		err = durable.CheckParents(s.path)
	}
	if err != nil {
		return flow.Secret{}, untouched(refused(err))
	}
	return trimmed(content, s.path)
}

// trimmed takes one newline off the end; other blanks stay, since they may be
// what is wrong.
func trimmed(content []byte, from string) (flow.Secret, error) {
	value := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if value == "" {
		return flow.Secret{}, untouched(errors.New(from + " gave nothing"))
	}
	return flow.NewSecret(flow.KindClientSecret, value), nil
}

// commandSecret runs a program without a shell or terminal and takes what it
// prints. The value is kept for the run, until Forget.
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
	cmd := exec.CommandContext(ctx, s.argv[0], s.argv[1:]...) //nolint:gosec // the person's own command, from a file only they can write
	var stdout, stderr bytes.Buffer
	cmd.Stdout = &limited{&stdout, maxSecret}
	cmd.Dir = s.dir
	cmd.Env = s.environment(os.Environ())
	cmd.WaitDelay = time.Second
	set(cmd, &limited{&stderr, 4 << 10})
	err := cmd.Run()
	name := strings.Join(s.argv, " ")
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return flow.Secret{}, untouched(fmt.Errorf("%s gave no answer within %d seconds", name, limit/time.Second))
	case errors.As(err, &exit):
		return flow.Secret{}, untouched(fmt.Errorf("%s ended with %d: %q", name, exit.ExitCode(), firstLine(stderr.String())))
	case err != nil:
		return flow.Secret{}, untouched(fmt.Errorf("%s did not start: %w", name, err))
	}
	return trimmed(stdout.Bytes(), name)
}

// environment is ours without zoauth's own secrets and Bubble Tea's debugging.
func (s *commandSecret) environment(ours []string) []string {
	return slices.DeleteFunc(slices.Clone(ours), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return strings.HasPrefix(name, "TEA_") || slices.Contains(s.hidden, name)
	})
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line[:min(len(line), 200)]
}

// limited drops what is beyond its room.
type limited struct {
	to   io.Writer
	room int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.room)
	l.room -= n
	if _, err := l.to.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}
