package testkit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// memory is where Linux keeps files in memory.
const memory = "/dev/shm"

// enough is the room that the files of a package's tests may need there.
const enough = 1 << 30

// InMemory runs the tests of a package with temporary directories in memory, where the
// machine has room for them and lets programs run: zoauth syncs what it writes, and most
// of their time would be the disk's.
func InMemory(run func() int) int {
	var fs unix.Statfs_t
	if err := unix.Statfs(memory, &fs); err != nil || fs.Flags&unix.ST_NOEXEC != 0 || uint64(fs.Bsize)*fs.Bavail < enough {
		return run()
	}
	removeDead()
	dir, err := os.MkdirTemp(memory, fmt.Sprintf(memoryName, os.Getpid()))
	if err != nil {
		return run()
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// Other users run what is in it too.
	if err := errors.Join(os.Chmod(dir, 0o755), os.Setenv("TMPDIR", dir)); err != nil {
		panic(err)
	}
	return run()
}

// memoryName names a directory after the process whose tests use it.
const memoryName = "zoauth-test-%d-"

// removeDead removes what tests that were killed left in memory.
func removeDead() {
	left, _ := filepath.Glob(filepath.Join(memory, "zoauth-test-*"))
	for _, dir := range left {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), memoryName, &pid); err == nil && unix.Kill(pid, 0) == unix.ESRCH {
			_ = os.RemoveAll(dir)
		}
	}
}
