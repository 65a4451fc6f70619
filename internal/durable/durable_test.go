package durable_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zoauth/internal/durable"
)

func private(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "private")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// left returns the names in dir but for want.
func left(t *testing.T, dir, want string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != want {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestReplacePassesEveryPointInOrder(t *testing.T) {
	path := filepath.Join(private(t), "file")
	for _, content := range []string{"first", "second, longer", "3"} {
		var points []durable.Point
		if err := durable.Replace(path, []byte(content), func(p durable.Point) error { points = append(points, p); return nil }); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Errorf("reads back %q: %v", got, err)
		}
		want := []durable.Point{durable.Created, durable.Reserved, durable.Written, durable.Truncated, durable.Synced, durable.Renamed, durable.Settled}
		if len(points) != len(want) {
			t.Fatalf("points %v", points)
		}
		for i := range want {
			if points[i] != want[i] {
				t.Errorf("point %d is %s, want %s", i, points[i], want[i])
			}
		}
	}
	if names := left(t, filepath.Dir(path), "file"); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
}

// S1: 0600 and 0700 whatever the umask.
func TestModesDoNotDependOnTheUmask(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o077, 0o777} {
		base := private(t)
		before := unix.Umask(mask)
		dir := filepath.Join(base, "a", "b")
		dirErr := durable.MakeDir(dir)
		path := filepath.Join(dir, "file")
		fileErr := durable.Replace(path, []byte("x"), nil)
		lock, lockErr := durable.Lock(t.Context(), path+".lock")
		_, lineErr := durable.AppendLine(t.Context(), path+".lines", []byte("x"))
		unix.Umask(before)
		if err := errors.Join(dirErr, fileErr, lockErr, lineErr); err != nil {
			t.Fatalf("umask %04o: %v", mask, err)
		}
		_ = lock.Unlock()
		for name, want := range map[string]fs.FileMode{dir: 0o700, filepath.Dir(dir): 0o700, path: 0o600, path + ".lock": 0o600, path + ".lines": 0o600} {
			info, err := os.Stat(name)
			if err != nil || info.Mode().Perm() != want {
				t.Errorf("umask %04o: %s has %04o, want %04o (%v)", mask, filepath.Base(name), info.Mode().Perm(), want, err)
			}
		}
	}
}

// R7: without the room nothing begins; a reservation that is given up leaves nothing.
func TestAbortLeavesNothing(t *testing.T) {
	dir := private(t)
	r, err := durable.Prepare(filepath.Join(dir, "file"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Abort()
	r.Abort()
	if names := left(t, dir, ""); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
	if _, err := durable.Prepare(filepath.Join(dir, "missing", "file"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}

// S2, S3: what is refused, and the repair that the error names.
func TestUnsafeFilesAreRefused(t *testing.T) {
	tests := []struct {
		name   string
		make   func(path string) error
		repair string
	}{
		{"group may read", func(p string) error { return write(p, 0o640) }, "chmod 600 "},
		{"others may read", func(p string) error { return write(p, 0o604) }, "chmod 600 "},
		{"symbolic link", func(p string) error { return errors.Join(write(p+".target", 0o600), os.Symlink(p+".target", p)) }, "rm "},
		{"hard link", func(p string) error { return errors.Join(write(p+".other", 0o600), os.Link(p+".other", p)) }, "hard link"},
		{"FIFO", func(p string) error { return unix.Mkfifo(p, 0o600) }, "not a regular file"},
		{"directory", func(p string) error { return os.Mkdir(p, 0o700) }, "not a regular file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(private(t), "file")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() {
				_, err := durable.Read(path, durable.Private, false, 1<<10)
				done <- err
			}()
			select {
			case err := <-done:
				if !errors.Is(err, durable.ErrUnsafe) || !strings.Contains(err.Error(), test.repair) || !strings.Contains(err.Error(), path) {
					t.Errorf("got %v, want the path and %q", err, test.repair)
				}
			case <-time.After(20 * time.Second):
				t.Fatal("S3: reading hangs")
			}
		})
	}
}

func write(path string, mode fs.FileMode) error {
	return errors.Join(os.WriteFile(path, []byte("x"), 0o600), os.Chmod(path, mode))
}

func TestReadableTrustAndLimit(t *testing.T) {
	path := filepath.Join(private(t), "file")
	if err := write(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := durable.Read(path, durable.Readable, true, 10); err != nil {
		t.Errorf("others may read: %v", err)
	}
	if _, err := durable.Read(path, durable.Readable, true, 0); err == nil {
		t.Error("a file over the limit was read")
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := durable.Read(path, durable.Readable, true, 10); !errors.Is(err, durable.ErrUnsafe) || !strings.Contains(err.Error(), "chmod go-w") {
		t.Errorf("others may write: %v", err)
	}
}

func TestDirectoriesThatOthersCanChangeAreRefused(t *testing.T) {
	dir := private(t)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := durable.CheckParents(filepath.Join(dir, "file")); !errors.Is(err, durable.ErrUnsafe) || !strings.Contains(err.Error(), "chmod go-w "+dir) {
		t.Errorf("world-writable parent: %v", err)
	}
	if err := durable.MakeDir(dir); !errors.Is(err, durable.ErrUnsafe) || !strings.Contains(err.Error(), "chmod 700 "+dir) {
		t.Errorf("an open directory of ours: %v", err)
	}
}

func TestLockWaitsAndIsFreedByDeath(t *testing.T) {
	path := filepath.Join(private(t), "lock")
	first, err := durable.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := durable.Lock(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a held lock: %v", err)
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	second, err := durable.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	_ = second.Unlock()
}

// Somebody removes the lock file: the holder of the new one and of the old one
// must not both be inside.
func TestRemovedLockFileIsMadeAnew(t *testing.T) {
	path := filepath.Join(private(t), "lock")
	old, err := durable.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	fresh, err := durable.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mine.Sys().(*syscall.Stat_t).Nlink != 1 {
		t.Error("the lock file is not the one on disk")
	}
	_ = fresh.Unlock()
	_ = old.Unlock()
}

// A killed run may leave half a line; the next one still stands alone. Appending
// and replacing at once loses nothing.
func TestLinesStandAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(private(t), "lines")
	if err := os.WriteFile(path, []byte("whole\nhal"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := durable.AppendLine(t.Context(), path, []byte("next")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "whole\nhal\nnext\nnext\n" {
		t.Errorf("%q, %v", got, err)
	}
	const writers, each = 4, 50
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				if _, err := durable.AppendLine(t.Context(), path, []byte("line")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range each {
			if err := rewrite(t.Context(), path); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	got, err = os.ReadFile(path)
	if n := strings.Count(string(got), "line\n"); err != nil || n != writers*each {
		t.Errorf("%d lines, want %d (%v)", n, writers*each, err)
	}
}

// Who replaces the file has locked the one before it: a line may be appended to the new one
// before that is read back.
func TestLineBehindTheRenameIsNoDamage(t *testing.T) {
	path := filepath.Join(private(t), "lines")
	if err := durable.Replace(path, []byte("whole\n"), func(p durable.Point) error {
		if p != durable.Renamed {
			return nil
		}
		_, err := durable.AppendLine(t.Context(), path, []byte("next"))
		return err
	}); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "whole\nnext\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// R5: whoever reads while another process replaces the file gets a whole one.
func TestReadWhileReplaced(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	if err := durable.Replace(path, []byte("whole"), nil); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		for range 200 {
			if err := durable.Replace(path, []byte("whole"), nil); err != nil {
				done <- err
				return
			}
		}
		close(done)
	}()
	for {
		got, err := durable.Read(path, durable.Private, false, 100)
		if err != nil || string(got) != "whole" {
			t.Fatalf("read %q, %v", got, err)
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
	}
}

// rewrite replaces the file by its own content, as a trim does.
func rewrite(ctx context.Context, path string) error {
	lock, err := durable.Lock(ctx, path)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(path)
	return errors.Join(err, durable.Replace(path, content, nil), lock.Unlock())
}

// R1, R9: a disk that fails at any line leaves the old or the new content, whole,
// and no temporary file; only behind the rename the new one.
func TestReplaceOnAFailingDisk(t *testing.T) {
	for _, at := range []durable.Point{durable.Created, durable.Reserved, durable.Written, durable.Truncated, durable.Synced, durable.Renamed, durable.Settled} {
		path := filepath.Join(private(t), "file")
		if err := durable.Replace(path, []byte("old"), nil); err != nil {
			t.Fatal(err)
		}
		err := durable.Replace(path, []byte("new"), func(p durable.Point) error {
			if p == at {
				return unix.EIO
			}
			return nil
		})
		want, is := "old", unix.EIO
		switch at {
		case durable.Renamed: // it happened, as over NFS
			want, is = "new", 0
		case durable.Settled:
			want = "new"
		}
		if is == 0 && err != nil || is != 0 && !errors.Is(err, is) || errors.Is(err, durable.ErrNotConfirmed) != (at == durable.Settled) {
			t.Errorf("%s: %v", at, err)
		}
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("%s: %q is in place, want %q", at, got, want)
		}
		if names := left(t, filepath.Dir(path), "file"); len(names) != 0 {
			t.Errorf("%s: left behind: %v", at, names)
		}
	}
}
