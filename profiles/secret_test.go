package profiles_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// source parses a profile with one line for its secret and returns the source.
func source(t *testing.T, dir, line string) flow.SecretSource {
	t.Helper()
	text := strings.Replace(good, `client_secret_env = "S"`, line, 1)
	f, err := profiles.Parse(filepath.Join(dir, "p.toml"), text)
	if err != nil {
		t.Fatal(err)
	}
	return f.Apps[0].Secret
}

func TestSecretSources(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s"), []byte("from file \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ACME_SECRET", "from env")
	for line, want := range map[string]string{
		`client_secret = "itself"`:                                   "itself",
		`client_secret_file = "s"`:                                   "from file ", // blanks may be what is wrong
		`client_secret_env = "ACME_SECRET"`:                          "from env",
		`client_secret_command = ["printf", "from\ncommand\n"]`:      "from\ncommand",
		`client_secret_command = ["sh", "-c", "echo $ACME_SECRET1"]`: "",
	} {
		src := source(t, dir, line)
		got, err := src.Secret(t.Context())
		if want == "" {
			if !errors.Is(err, flow.ErrSecretUntouched) || !strings.Contains(err.Error(), "gave nothing") {
				t.Errorf("%s: %v", line, err)
			}
			continue
		}
		if err != nil || got.Reveal() != want {
			t.Errorf("%s: %q %v", line, got.Reveal(), err)
		}
		if !strings.Contains(line, "command") && strings.Contains(src.Describe(), want) {
			t.Errorf("S4: %s: Describe shows the value", line)
		}
	}
}

func TestSecretsThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "open"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		`client_secret_env = "NOT_SET_ANYWHERE"`:                                            "NOT_SET_ANYWHERE is empty or not set",
		`client_secret_file = "missing"`:                                                    "missing",
		`client_secret_file = "open"`:                                                       "chmod 600 " + filepath.Join(dir, "open"),
		`client_secret_command = ["/nowhere/pass"]`:                                         "/nowhere/pass did not start",
		`client_secret_command = ["sh", "-c", "echo gpg: no pinentry >&2; echo x; exit 1"]`: `ended with 1: "gpg: no pinentry"`,
	} {
		_, err := source(t, dir, line).Secret(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

// S6: the command has no terminal, an empty stdin, its own session, and none of
// zoauth's secrets in its environment. It runs once.
func TestCommandsEnvironment(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("OTHER_SECRET", "canary")
	t.Setenv("TEA_DEBUG", "canary")
	count := filepath.Join(dir, "runs")
	script := fmt.Sprintf(`echo run >> %s; env > %s/env; cat > %s/stdin; ps -o sid= -p $$ | tr -d ' ' > %s/sid; echo $$ > %s/pid; (exec 3</dev/tty) 2>/dev/null && echo tty > %s/tty; echo value`, count, dir, dir, dir, dir, dir)
	text := fmt.Sprintf("[profiles.a]\nclient_id = \"i\"\nclient_secret_command = [\"sh\", \"-c\", %q]\nredirect_uri = \"http://127.0.0.1/c\"\n", script) +
		strings.Replace(good, `"S"`, `"OTHER_SECRET"`, 1)
	f, err := profiles.Parse(filepath.Join(dir, "p.toml"), text)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := f.Apps[0].Secret.Secret(t.Context())
		if err != nil || got.Reveal() != "value" {
			t.Fatalf("%q %v", got.Reveal(), err)
		}
	}
	read := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(dir, name))
		return string(text)
	}
	if strings.Contains(read("env"), "canary") {
		t.Error("the child sees a secret or TEA_ variable")
	}
	if !strings.Contains(read("env"), "HOME=") {
		t.Error("the child does not see the ordinary environment")
	}
	if read("stdin") != "" || read("tty") != "" || read("sid") != read("pid") {
		t.Errorf("stdin %q, tty %q, session %q of process %q", read("stdin"), read("tty"), read("sid"), read("pid"))
	}
	if n := strings.Count(read("runs"), "run"); n != 1 {
		t.Errorf("the command ran %d times", n)
	}
	f.Apps[0].Secret.(interface{ Forget() }).Forget()
	if _, err := f.Apps[0].Secret.Secret(t.Context()); err != nil || strings.Count(read("runs"), "run") != 2 {
		t.Error("after Forget it is not run again")
	}
}

func TestCommandsOutputIsCapped(t *testing.T) {
	got, err := source(t, t.TempDir(), `client_secret_command = ["sh", "-c", "head -c 200000 /dev/zero | tr '\\0' x"]`).Secret(t.Context())
	if err != nil || got.Len() > 64<<10 {
		t.Errorf("%d bytes, %v", got.Len(), err)
	}
}
