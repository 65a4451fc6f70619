package acceptance

import (
	"context"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zoauth/cli"
	"zoauth/flow"
	"zoauth/internal/terminal"
	"zoauth/internal/testkit"
	"zoauth/profiles"
	"zoauth/tui"
	"zoauth/tui/session"
)

// panicVariable makes the test binary the program itself, wired as main does it,
// with a panic put into one place.
const panicVariable = "ZOAUTH_TEST_PANIC"

// canary is the value of the panic; a person must not see it.
const canary = "canaryInAPanicsValue"

// panicking runs the workbench; where says what breaks.
func panicking(where string) {
	session := terminal.NewSession(terminal.Options{Out: os.Stdout, Err: os.Stderr, Exit: os.Exit})
	session.Guard(func() {
		session.Finish(cli.Run(context.Background(), cli.Deps{
			Host: cli.Host{
				Workbench: func(ctx context.Context, o tui.Options) error {
					breakAt(where, &o)
					return tui.Run(ctx, o)
				},
				In: os.Stdin, Getenv: os.Getenv, Session: session,
			},
			Out: os.Stdout, Err: os.Stderr, OutFile: os.Stdout,
		}, nil))
	})
}

func breakAt(where string, o *tui.Options) {
	var armed atomic.Bool
	play, start := o.Play, o.Sandbox
	o.Play = func(ctx context.Context, url string, allow bool) (session.Visit, error) {
		switch where {
		case "command":
			panic(canary)
		case "update":
			armed.Store(true)
		}
		return play(ctx, url, allow)
	}
	o.Now = func() time.Time {
		if armed.Load() {
			panic(canary)
		}
		return time.Now()
	}
	o.Sandbox = func() (*profiles.Workspace, error) {
		set, err := start()
		if err != nil {
			return nil, err
		}
		for i := range set.Apps {
			set.Apps[i].Secret = brokenSource{set.Apps[i].Secret, where}
		}
		return set, nil
	}
}

// brokenSource panics when it is described, which the view does, or read, which
// a worker does.
type brokenSource struct {
	flow.SecretSource
	where string
}

func (b brokenSource) Describe() string {
	if b.where == "view" {
		panic(canary)
	}
	return b.SecretSource.Describe()
}

func (b brokenSource) Secret(ctx context.Context) (flow.Secret, error) {
	if b.where == "worker" {
		panic(canary)
	}
	return b.SecretSource.Secret(ctx)
}

// F5: a panic anywhere restores the terminal, says where it was and not what,
// and ends the program with 2.
func TestPanicAnywhereRestoresTheTerminalF5(t *testing.T) {
	t.Parallel()
	walk := func(s *screen) {
		s.toWaiting()
		s.plays("Allow")
	}
	for where, keys := range map[string]func(*screen){
		"command": walk,
		"update":  walk,
		"worker":  func(s *screen) { s.types("\r") }, // the draft reads the secret for its checks
		"view":    func(s *screen) { s.types("S") },
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := testkit.Command(t.TempDir(), self)
			cmd.Env = append(cmd.Env, panicVariable+"="+where)
			s := show(t, cmd, 80, 24)
			s.sees("Take the tour")
			keys(s)
			if code := s.ends(); code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			shown := s.Transcript()
			if !strings.Contains(shown, "please report this line") {
				t.Error("nobody is asked to report it")
			}
			if strings.Contains(shown, canary) {
				t.Error("the panic's value is shown")
			}
			_, after, left := strings.Cut(shown, "\x1b[?1049l")
			if !left || !strings.Contains(shown, "\x1b[?25h") {
				t.Errorf("the screen was not left: %q", shown[max(0, len(shown)-300):])
			}
			if !strings.Contains(after, "zoauth has a bug: a panic (string) at ") {
				t.Errorf("behind the screen stands %q", after)
			}
		})
	}
}
