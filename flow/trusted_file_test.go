package flow_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// S2, S3: a ca_file is read when nobody else can change it or what leads to it, and
// nothing that never ends is waited for. The listener's certificate is read alike.
func TestTrustedFilesS2(t *testing.T) {
	ca := newAuthority(t)
	pem, err := os.ReadFile(ca.File)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		make   func(dir, file string) error
		unsafe bool
		want   string
	}{
		"ours":                 {func(_, file string) error { return os.WriteFile(file, pem, 0o600) }, false, ""},
		"readable":             {func(_, file string) error { return os.WriteFile(file, pem, 0o644) }, false, ""},
		"a link":               {func(_, file string) error { return os.Symlink(ca.File, file) }, false, ""},
		"missing":              {func(string, string) error { return nil }, false, "no such file"},
		"a FIFO":               {func(_, file string) error { return syscall.Mkfifo(file, 0o600) }, false, "is not a regular file"},
		"a directory":          {func(_, file string) error { return os.Mkdir(file, 0o700) }, false, "is not a regular file"},
		"a device":             {func(_, file string) error { return os.Symlink("/dev/zero", file) }, false, "is not a regular file"},
		"a link to itself":     {func(_, file string) error { return os.Symlink(file, file) }, false, "too many levels"},
		"too long":             {func(_, file string) error { return os.WriteFile(file, make([]byte, 1<<20+1), 0o600) }, false, "is longer than"},
		"no PEM":               {func(_, file string) error { return os.WriteFile(file, []byte("text"), 0o600) }, false, "contains no PEM certificate"},
		"writable by all":      {func(_, file string) error { return errors.Join(os.WriteFile(file, pem, 0o600), os.Chmod(file, 0o666)) }, true, "chmod go-w "},
		"writable by a group":  {func(_, file string) error { return errors.Join(os.WriteFile(file, pem, 0o600), os.Chmod(file, 0o620)) }, true, "chmod go-w "},
		"in an open directory": {func(dir, file string) error { return errors.Join(os.WriteFile(file, pem, 0o600), os.Chmod(dir, 0o777)) }, true, "chmod go-w "},
		"linked into one": {func(dir, file string) error {
			open := filepath.Join(dir, "open")
			target := filepath.Join(open, "ca.pem")
			return errors.Join(os.Mkdir(open, 0o700), os.WriteFile(target, pem, 0o600), os.Chmod(open, 0o777), os.Symlink(target, file))
		}, true, "open has mode 0777: chmod go-w "},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "ca.pem")
			if err := test.make(dir, file); err != nil {
				t.Fatal(err)
			}
			err := flow.CheckAuthorities(flow.App{CAFile: file})
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), "reading ca_file") || !strings.Contains(err.Error(), test.want) || errors.Is(err, flow.ErrPermission) != test.unsafe {
				t.Errorf("%v", err)
			}
			if name == "no PEM" {
				return
			}
			a := newAttempt(t)
			a.App.RedirectURI = "https://" + testkit.AddressFor(t) + "/callback"
			withCertificate(t, ca, a, 0o600)
			a.App.ListenCert = file
			if _, err := flow.Listen(t.Context(), a, func(flow.Hit) {}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("listen_cert_file: %v", err)
			}
		})
	}
}

// S3: authorities of the environment that never come are given up before the intent.
// The standard library reads them once in a process, so this is one of its own.
func TestSystemAuthoritiesAreBoundedS3(t *testing.T) {
	t.Parallel()
	const child = "ZOAUTH_TEST_AUTHORITIES"
	if os.Getenv(child) != "" {
		b := newBench(t, answering(newPair))
		wish := b.refresh()
		wish.Request.URL = "https://" + closedPort(t) + "/oauth/token"
		out := b.Do(t.Context(), wish)
		if out.Err == nil || !strings.Contains(out.Err.Error(), "SSL_CERT_FILE") || b.store.count("intend") != 0 {
			t.Errorf("%v", out.Err)
		}
		return
	}
	fifo := filepath.Join(t.TempDir(), "roots.pem")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSystemAuthoritiesAreBoundedS3$")
	cmd.Env = append(os.Environ(), child+"=1", "SSL_CERT_FILE="+fifo)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// S3: what is wrong with ca_file is known before the intent is recorded, for every step
// that changes tokens: nothing is pending, and the pair stays.
func TestAuthoritiesAreReadBeforeTheIntentS3(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "ca.pem")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, job := range map[string]func(*bench) flow.Job{
		"refresh": (*bench).refresh, "exchange": (*bench).exchange, "revoke": (*bench).revoke,
	} {
		b := newBench(t, answering(newPair))
		wish := job(b)
		wish.Request.CAFile = fifo
		out := b.Do(t.Context(), wish)
		b.wantUntouched(t, out, nil)
		if b.store.count("intend") != 0 || b.store.now().Pending != nil {
			t.Errorf("%s: an intent was recorded: %+v", name, b.store.now().Pending)
		}
	}
}
