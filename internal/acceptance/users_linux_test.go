package acceptance

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"zoauth/internal/testkit"
)

// nobody is a user without rights, as whom root's tests run the program.
const nobody = 65534

// newUserDesk is a desk whose program runs without root's rights: as nobody when
// we are root, else as we are. It says which.
func newUserDesk(t *testing.T) *userDesk {
	t.Helper()
	d := &userDesk{desk: newDesk(t)}
	if os.Geteuid() != 0 {
		t.Log("ran as the user who runs the tests")
		return d
	}
	t.Log("ran as nobody, by root")
	home, err := os.MkdirTemp("", "zoauth-nobody-") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	if err := os.CopyFS(home, os.DirFS(d.Home)); err != nil {
		t.Fatal(err)
	}
	d.Home, d.as = home, &syscall.Credential{Uid: nobody, Gid: nobody}
	d.give()
	return d
}

// userDesk is a desk of another user.
type userDesk struct {
	*desk
	as *syscall.Credential
}

// give makes all of the home directory that user's.
func (d *userDesk) give() {
	d.t.Helper()
	err := filepath.WalkDir(d.Home, func(path string, e os.DirEntry, err error) error {
		if err != nil || d.as == nil {
			return err
		}
		mode := os.FileMode(0o600)
		if e.IsDir() {
			mode = 0o700
		}
		_ = os.Chmod(path, mode)
		return os.Lchown(path, nobody, nobody)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *userDesk) command(name string, args ...string) *exec.Cmd {
	cmd := testkit.Command(d.Home, name, args...)
	cmd.Dir = d.Home
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: d.as}
	return cmd
}

func (d *userDesk) run(args ...string) said {
	d.t.Helper()
	var out, stderr bytes.Buffer
	cmd := d.command(binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &stderr
	ended := code(cmd.Run())
	return said{out.String(), stderr.String(), ended}
}

// authorize gets tokens as whoever we are and hands them over.
func (d *userDesk) authorize() {
	d.t.Helper()
	if d.as != nil {
		_ = filepath.WalkDir(d.Home, func(path string, _ os.DirEntry, _ error) error { return os.Lchown(path, 0, 0) })
	}
	d.desk.authorize()
	d.give()
}

func (d *userDesk) tokens(name string) string {
	return filepath.Join(d.Home, ".local/state/zoauth/tokens", name)
}

// R7, S2 without root's rights: directories that cannot be written, files of
// another user. Nothing is sent, the exit code says permissions, nothing changes.
func TestWithoutRightsNothingIsSent(t *testing.T) {
	t.Parallel()
	d := newUserDesk(t)
	d.authorize()
	d.run("refresh", "acme-dev").is(t, "with all rights", 0, "acme-dev: at:", "")
	d.isCurrentTo()
	for _, test := range []struct {
		name      string
		path      string
		spoil     func(path string) error
		code      int
		says      string
		onlyRoots bool
	}{
		{"the directory is read-only", d.tokens(""), func(p string) error { return os.Chmod(p, 0o500) }, 5, "permission denied", false},
		{"the token file is closed", d.tokens("acme-dev.json"), func(p string) error { return os.Chmod(p, 0) }, 3, "may not be opened", false},
		{"the token file is open to others", d.tokens("acme-dev.json"), func(p string) error { return os.Chmod(p, 0o644) }, 3, "chmod 600 ", false},
		{"the lock file is open to others", d.tokens("acme-dev.lock"), func(p string) error { return os.Chmod(p, 0o666) }, 3, "chmod 600 ", false},
		{"the directory is open to others", d.tokens(""), func(p string) error { return os.Chmod(p, 0o750) }, 3, "chmod 700 ", false},
		{"a directory above is open to others", filepath.Join(d.Home, ".local"), func(p string) error { return os.Chmod(p, 0o777) }, 3, "chmod go-w ", false},
		{"the token file is root's", d.tokens("acme-dev.json"), func(p string) error { return os.Chown(p, 0, 0) }, 3, "may not be opened", true},
		{"the directory is another's", d.tokens(""), func(p string) error { return os.Chown(p, 1, nobody) }, 3, "", true},
		{"the profile file is open to others", filepath.Join(d.Home, ".config/zoauth/profiles.toml"), func(p string) error { return os.Chmod(p, 0o640) }, 3, "chmod 600 ", false},
	} {
		if test.onlyRoots && d.as == nil {
			t.Logf("%s: only root can bring that about", test.name)
			continue
		}
		posts := d.refreshes()
		if err := test.spoil(test.path); err != nil {
			t.Fatal(err)
		}
		d.run("refresh", "acme-dev").is(t, test.name, test.code, "", test.says)
		if d.refreshes() != posts {
			t.Errorf("R7: %s: it was sent", test.name)
		}
		d.mend(test.path)
		d.isCurrentTo()
	}
}

// mend undoes what a test did to path.
func (d *userDesk) mend(path string) {
	d.t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		d.t.Fatal(err)
	}
	mode := os.FileMode(0o600)
	if info.IsDir() {
		mode = 0o700
	}
	if err := os.Chmod(path, mode); err != nil {
		d.t.Fatal(err)
	}
	d.give()
}

// isCurrentTo asks the program itself: the test's own user may not read the file.
func (d *userDesk) isCurrentTo() {
	d.t.Helper()
	text, err := os.ReadFile(d.tokens("acme-dev.json"))
	if current := d.Server.CurrentRefreshToken(d.App.ClientID); err != nil || current == "" || !strings.Contains(string(text), current) || strings.Contains(string(text), `"spends"`) {
		d.t.Errorf("the saved token is not the current one, or something is unsettled: %v", err)
	}
}

// S2: root itself refuses the files of another user.
func TestRootRefusesFilesOfOthers(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Log("only root has to; ran the same check the other way round in TestWithoutRightsNothingIsSent")
		return
	}
	d := newDesk(t)
	d.authorize()
	path := filepath.Join(d.Home, ".local/state/zoauth/tokens/acme-dev.json")
	if err := os.Chown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	d.run("refresh", "acme-dev").is(t, "a file of nobody's", 3, "", "belongs to another user: chown 0 "+path)
}

// S7: while a request is in flight, another process of the same user cannot read
// the program's environment or memory, and an abort leaves no core file.
func TestNobodyLooksIntoTheProcess(t *testing.T) {
	t.Parallel()
	d := newUserDesk(t)
	d.authorize()
	cmd := d.command("sh", "-c", `ulimit -c unlimited; exec "$0" refresh acme-dev`, binary)
	d.inFlight(cmd)
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	proc := filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid))
	for _, secret := range []string{"environ", "mem", "maps"} {
		out, err := d.command("head", "-c", "1", filepath.Join(proc, secret)).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "ermission denied") {
			t.Errorf("S7: %s can be read: %q", secret, out)
		}
	}
	limits, err := os.ReadFile(filepath.Join(proc, "limits"))
	if err != nil || !strings.Contains(strings.Join(strings.Fields(string(limits)), " "), "Max core file size 0 ") {
		t.Errorf("S7: core files are on: %v\n%s", err, limits)
	}
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
}

// S1: whatever the umask, nothing below the home directory is open to others.
func TestUmaskOpensNothing(t *testing.T) {
	t.Parallel()
	for _, mask := range []string{"000", "022", "077", "777"} {
		d := newDesk(t)
		d.authorize()
		if err := os.RemoveAll(filepath.Join(d.Home, ".local")); err != nil {
			t.Fatal(err)
		}
		d.umask = mask
		d.authorize()
		d.run("refresh", "acme-dev").is(t, "umask "+mask, 0, "acme-dev: at:", "")
		d.umask = ""
		err := filepath.WalkDir(filepath.Join(d.Home, ".local"), func(path string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if info, err := os.Lstat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("umask %s: %s has %v (%v)", mask, path, info.Mode(), err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		d.isCurrent()
	}
}
