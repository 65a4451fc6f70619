package acceptance

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// withMounts runs test in a child of this test that may mount: as root in a mount
// namespace of its own, which takes its mounts along when it ends; where we are
// not root, as root of a user namespace. It says which way it ran. A machine that
// allows neither runs instead, which breaks the disk at the seam.
func withMounts(t *testing.T, test, instead func(*testing.T)) {
	t.Helper()
	const inside = "ZOAUTH_TEST_INSIDE"
	if os.Getenv(inside) != "" {
		if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
			t.Fatal(err)
		}
		test(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), inside+"=1", binaryVariable+"="+binary)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNS}
	way := "as root, with real mounts"
	if os.Geteuid() != 0 {
		way = "as root of a user namespace, with real mounts"
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Logf("this machine lets nobody mount (%v): ran at the seam", err)
		instead(t)
		return
	}
	if err != nil {
		t.Fatalf("%s:\n%s", way, out)
	}
	t.Logf("ran %s", way)
}

// tmpfs mounts a small file system where the desk keeps its state.
func (d *desk) tmpfs(options string) string {
	d.t.Helper()
	state := filepath.Join(d.Home, ".local/state")
	if err := os.MkdirAll(state, 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", state, "tmpfs", 0, "mode=700,"+options); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = unix.Unmount(state, unix.MNT_DETACH) })
	return state
}

// fill takes the room of a file system but for about spare bytes.
func fill(t *testing.T, dir string, spare int64) {
	t.Helper()
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		t.Fatal(err)
	}
	free := int64(fs.Bfree) * fs.Bsize
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(unix.Fallocate(int(f.Fd()), 0, 0, max(1, free-spare)), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// nothingSent runs a refresh that has to end with 5 and send nothing, and checks
// that the profile is as it was.
func (d *desk) nothingSent(what string, refresh func() said) {
	d.t.Helper()
	before, posts := d.state(), d.refreshes()
	s := refresh()
	if s.code != 5 || d.refreshes() != posts {
		d.t.Errorf("R7: %s: ended with %d, %d POSTs: %s", what, s.code, d.refreshes()-posts, s.err)
	}
	if now := d.state(); now.Token != before.Token || now.Pending != nil {
		d.t.Errorf("R7: %s: the state changed: pending %v", what, now.Pending)
	}
}

// R7: a disk that is full, or full to any degree, read-only or out of inodes: what
// could not be saved is not asked. With room again it goes on.
func TestFullDiskSendsNothing(t *testing.T) {
	t.Parallel()
	withMounts(t, func(t *testing.T) {
		d := newDesk(t)
		state := d.tmpfs("size=1m,nr_inodes=40")
		d.authorize()
		refresh := func() said { return d.run("refresh", "acme-dev") }
		for spare := int64(0); spare <= 256<<10; spare += 16 << 10 {
			fill(t, state, spare)
			if spare < 128<<10 {
				d.nothingSent("full", refresh)
			} else if s := refresh(); s.code != 0 && s.code != 5 {
				t.Errorf("%d bytes to spare: ended with %d: %s", spare, s.code, s.err)
			}
			_ = os.Remove(filepath.Join(state, "filler"))
		}
		if err := unix.Mount("", state, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		d.nothingSent("read-only", refresh)
		if err := unix.Mount("", state, "", unix.MS_REMOUNT, ""); err != nil {
			t.Fatal(err)
		}
		var inodes []string
		for {
			f, err := os.CreateTemp(state, "inode-")
			if err != nil {
				break
			}
			_ = f.Close()
			inodes = append(inodes, f.Name())
		}
		d.nothingSent("no inodes", refresh)
		for _, name := range inodes {
			_ = os.Remove(name)
		}
		d.run("refresh", "acme-dev").is(t, "with room again", 0, "acme-dev: at:", "")
		d.isCurrent()
	}, failsBeforeSending)
}

// R8: the disk fills after the request was sent: the space was set aside.
func TestDiskFillsInFlight(t *testing.T) {
	t.Parallel()
	withMounts(t, func(t *testing.T) {
		d := newDesk(t)
		state := d.tmpfs("size=1m")
		d.authorize()
		d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() { fill(t, state, 0) }})
		d.run("refresh", "acme-dev").is(t, "refresh", 0, "acme-dev: at:", "")
		d.isCurrent()
	}, failsBeforeSending)
}

// R9 with real mounts: the directory of the tokens is gone when the answer comes.
// The rescue directory has it, and the next run brings it home; without such a
// directory the verb ends with 7 and says that the tokens are lost.
func TestStateDirectoryVanishesInFlight(t *testing.T) {
	t.Parallel()
	withMounts(t, func(t *testing.T) {
		for _, runtime := range []bool{true, false} {
			d := newDesk(t)
			state := d.tmpfs("size=1m")
			d.authorize()
			env := append(d.command().Env, "TMPDIR="+filepath.Join(d.Home, "none"))
			if runtime {
				dir := filepath.Join(d.Home, "run")
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				env = append(env, "XDG_RUNTIME_DIR="+dir)
			}
			d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() {
				if err := unix.Mount("tmpfs", filepath.Join(state, "zoauth"), "tmpfs", unix.MS_RDONLY, "mode=700"); err != nil {
					t.Error(err)
				}
			}})
			s := d.runIn(env, "refresh", "acme-dev")
			if err := unix.Unmount(filepath.Join(state, "zoauth"), 0); err != nil {
				t.Fatal(err)
			}
			if !runtime {
				s.is(t, "without a rescue directory", 7, "", "could not be saved")
				if d.state().Pending == nil {
					t.Error("R2: nothing says that something is unsettled")
				}
				continue
			}
			s.is(t, "with a rescue directory", 7, "", "/run/zoauth/acme-dev-")
			again := d.runIn(env, "refresh", "acme-dev")
			if again.code != 0 || d.refreshes() != 2 {
				t.Errorf("the run after: %d, %d refreshes: %s", again.code, d.refreshes(), again.err)
			}
			d.isCurrent()
			if n := d.seen(func(e sandbox.Entry) bool { return e.Replay }); n != 0 {
				t.Error("the spent token was sent although the new one was rescued")
			}
		}
	}, failsBeforeSending)
}

// failsBeforeSending is what stands for mounts where there are none: the disk
// fails at each line before the request.
func failsBeforeSending(t *testing.T) {
	d := newCrashDesk(t, flow.StepRefresh, "strict")
	for line := 1; line <= 9; line++ {
		before := d.now()
		if ended := d.failing(line, unix.ENOSPC); ended != 5 && line != 6 || d.now() != before && line != 6 || d.state().Pending != nil {
			t.Errorf("line %d: ended with %d, %v", line, ended, d.now())
		}
	}
}

// R7: the system has no locks here, or fails in other ways that no test can bring
// about but its kernel: a filter in front of the real program's system calls.
func TestSystemCallsThatFail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		call uintptr
		err  syscall.Errno
		code int
	}{
		{"no locks", unix.SYS_FLOCK, unix.ENOLCK, 5},
		{"locks not supported", unix.SYS_FLOCK, unix.EOPNOTSUPP, 5},
		{"fsync fails", unix.SYS_FSYNC, unix.EIO, 5},
		{"no fallocate", unix.SYS_FALLOCATE, unix.EOPNOTSUPP, 0},
		{"quota", unix.SYS_FALLOCATE, unix.EDQUOT, 5},
		{"rename fails", unix.SYS_RENAMEAT, unix.EIO, 5},
		{"truncate fails", unix.SYS_FTRUNCATE, unix.EIO, 5},
		{"pwrite fails", unix.SYS_PWRITE64, unix.ENOSPC, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			refresh := func() said { return d.filtered(test.call, test.err, "refresh", "acme-dev") }
			if test.code == 0 {
				refresh().is(t, test.name, 0, "acme-dev: at:", "")
				d.isCurrent()
				return
			}
			d.nothingSent(test.name, refresh)
			d.run("refresh", "acme-dev").is(t, "on a sound system", 0, "acme-dev: at:", "")
			d.isCurrent()
		})
	}
}

// R7: limits of the shell: no file may grow, few may be open.
func TestResourceLimits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	limited := func(limit string) said {
		cmd := testkit.Command(d.Home, "sh", "-c", limit+`; exec "$0" refresh acme-dev`, binary)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		err := cmd.Run()
		return said{"", stderr.String(), code(err)}
	}
	d.nothingSent("files of 0 bytes", func() said { return limited("ulimit -f 0") })
	for files := 3; files < 20; files++ {
		posts, before := d.refreshes(), d.state()
		s := limited("ulimit -n " + string(rune('0'+files/10)) + string(rune('0'+files%10)))
		sent := d.refreshes() - posts
		if s.code == 0 && sent == 1 {
			d.isCurrent()
			continue
		}
		if sent != 0 || d.state().Token != before.Token || d.state().Pending != nil {
			t.Errorf("%d open files: ended with %d, %d POSTs: %s", files, s.code, sent, s.err)
		}
	}
}

// R9 in the workbench: tokens that no disk took are held; a signal that ends the
// program tries once more, and its exit code is honest.
func TestWorkbenchEndsWithUnsavedTokens(t *testing.T) {
	t.Parallel()
	withMounts(t, func(t *testing.T) {
		for _, mended := range []bool{true, false} {
			d := newDesk(t)
			state := d.tmpfs("size=1m")
			d.authorize()
			if err := os.Mkdir(filepath.Join(d.Home, "zoauth-"+strconv.Itoa(os.Geteuid())), 0o755); err != nil { // others may look into it: no place for tokens
				t.Fatal(err)
			}
			s := startIn(t, d.Home, 80, 24)
			s.toRefresh()
			d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() {
				if err := unix.Mount("tmpfs", filepath.Join(state, "zoauth"), "tmpfs", unix.MS_RDONLY, "mode=700"); err != nil {
					t.Error(err)
				}
			}})
			s.types("\r")
			s.sees("not saved")
			want := 7
			if mended {
				want = 128 + int(syscall.SIGTERM)
				if err := unix.Unmount(filepath.Join(state, "zoauth"), 0); err != nil {
					t.Fatal(err)
				}
			}
			_ = s.Process.Signal(syscall.SIGTERM)
			if got := s.ends(); got != want {
				t.Errorf("mended %t: ended with %d, want %d", mended, got, want)
			}
			if mended {
				d.isCurrent()
			}
			_ = unix.Unmount(filepath.Join(state, "zoauth"), 0)
			if !mended && d.state().Pending == nil {
				t.Error("R2: nothing says that something is unsettled")
			}
		}
	}, failsBeforeSending)
}
