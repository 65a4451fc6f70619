package profiles_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

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
		`client_secret_command = ["printf", "from\ncommand\n"]`:      "from", // as pass prints it: the rest is a note
		`client_secret_command = ["printf", "from\r\ncommand"]`:      "from",
		`client_secret_command = ["sh", "-c", "echo $ACME_SECRET1"]`: "",
	} {
		src := source(t, dir, line)
		got, err := src.Secret(t.Context())
		if want == "" {
			if !errors.Is(err, flow.ErrSecretUntouched) || !strings.Contains(err.Error(), "printed nothing") {
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
		`client_secret_command = ["/nowhere/pass"]`:                                         "/nowhere/pass could not be started",
		`client_secret_command = ["sh", "-c", "echo gpg: no pinentry >&2; echo x; exit 1"]`: `exited with code 1: "gpg: no pinentry"`,
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

// S12: more output than a secret can have is refused, and the command is not let on.
func TestCommandsOutputIsCapped(t *testing.T) {
	for _, script := range []string{
		"head -c 200000 /dev/zero | tr '\\\\0' x",
		"echo value; head -c 200000 /dev/zero | tr '\\\\0' x",
		"yes value",
	} {
		got, err := source(t, t.TempDir(), `client_secret_command = ["sh", "-c", "`+script+`"]`).Secret(t.Context())
		if !got.IsZero() || !errors.Is(err, flow.ErrSecretUntouched) || !strings.Contains(err.Error(), "printed more than 64 KiB") {
			t.Errorf("%s: %d bytes, %v", script, got.Len(), err)
		}
	}
}

// S12: what cannot be a secret is refused where it is read, whatever it comes from,
// and is not shown.
func TestValuesThatAreNoSecretS12(t *testing.T) {
	dir := t.TempDir()
	for name, value := range map[string]string{
		"two lines":      "kT3mQ8vTS2aX\nuser: jane\n",
		"a blank line":   "\nkT3mQ8vTS2aX",
		"a carriage":     "kT3mQ8\rvTS2aX",
		"an escape":      "kT3mQ8vTS2aX\x1b[0m",
		"a NUL":          "kT3mQ8\x00vTS2aX",
		"a tab":          "kT3mQ8\tvTS2aX",
		"DEL":            "kT3mQ8\x7fvTS2aX",
		"C1":             "kT3mQ8\u0085vTS2aX",
		"a byte mark":    "\uFEFFkT3mQ8vTS2aX",
		"no width":       "kT3mQ8\u200bvTS2aX",
		"a fixed blank":  "kT3mQ8\u00a0vTS2aX",
		"a line mark":    "kT3mQ8\u2028vTS2aX",
		"not UTF-8":      "kT3mQ8\xffvTS2aX",
		"the wrong kind": "\x1f\x8b\x08kT3mQ8vTS2aX",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("ACME_SECRET", strings.ReplaceAll(value, "\x00", "\x01"))
			if err := os.WriteFile(filepath.Join(dir, "s"), []byte(value), 0o600); err != nil {
				t.Fatal(err)
			}
			lines := []string{`client_secret_file = "s"`, `client_secret_env = "ACME_SECRET"`}
			if !strings.ContainsAny(value, "\r\n") { // a command's first line is its secret
				lines = append(lines, `client_secret_command = ["cat", "s"]`)
			}
			if utf8.ValidString(value) { // else the file is no TOML
				lines = append(lines, fmt.Sprintf("client_secret = %s", tomlString(value)))
			}
			for _, line := range lines {
				got, err := source(t, dir, line).Secret(t.Context())
				if !got.IsZero() || !errors.Is(err, flow.ErrSecretUntouched) {
					t.Errorf("%s: %d bytes, %v", line, got.Len(), err)
				}
				if err != nil && (strings.Contains(err.Error(), "kT3mQ8") || strings.Contains(err.Error(), "vTS2aX") || strings.Contains(err.Error(), "jane")) {
					t.Errorf("S4: %s: %v", line, err)
				}
			}
		})
	}
	for value, want := range map[string]string{"abc\n": "abc", "abc\r\n": "abc", "abc\n\n": "abc", " abc ": " abc "} {
		if err := os.WriteFile(filepath.Join(dir, "s"), []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := source(t, dir, `client_secret_file = "s"`).Secret(t.Context()); err != nil || got.Reveal() != want {
			t.Errorf("%q: %q, %v", value, got.Reveal(), err)
		}
	}
}

// tomlString writes a value with every unusual character escaped.
func tomlString(value string) string {
	var b strings.Builder
	for _, c := range value {
		if c >= ' ' && c < 0x7f {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, `\u%04X`, c)
		}
	}
	return `"` + b.String() + `"`
}

// S6: a command that leaves a process with its output open has ended all the same,
// and what it printed counts.
func TestCommandThatLeavesAProcessS6(t *testing.T) {
	t.Parallel()
	got, err := source(t, t.TempDir(), `client_secret_command = ["sh", "-c", "sleep 30 & echo value"]`).Secret(t.Context())
	if err != nil || got.Reveal() != "value" {
		t.Errorf("%q, %v", got.Reveal(), err)
	}
	_, err = source(t, t.TempDir(), `client_secret_command = ["sh", "-c", "sleep 30 & echo locked >&2; exit 2"]`).Secret(t.Context())
	if err == nil || !strings.Contains(err.Error(), `exited with code 2: "locked"`) {
		t.Errorf("%v", err)
	}
}

// S4: what a failed command printed is not in its complaint, though a shell that
// traces repeats it there.
func TestComplaintHasNoSecretS4(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s"), []byte("kT3mQ8vTS2aX\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := source(t, dir, `client_secret_command = ["sh", "-c", "read -r v < s; set -x; echo $v; exit 1"]`).Secret(t.Context())
	if err == nil || strings.Contains(err.Error(), "kT3mQ8") || !strings.Contains(err.Error(), "exited with code 1") {
		t.Errorf("%v", err)
	}
}
