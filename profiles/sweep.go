package profiles

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"zoauth/internal/durable"
)

// sweep removes what saves of the profile file at path left when they were killed:
// such files hold client secrets. While another zoauth saves nothing is touched
// (P6).
func sweep(path string) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return
	}
	defer func() { _ = dir.Close() }()
	if unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		return
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	left, _ := durable.Leftovers(path)
	secrets := filepath.Join(dir.Name(), secretDir)
	entries, _ := os.ReadDir(secrets)
	for _, entry := range entries {
		if _, ours := durable.TemporaryOf(entry.Name()); ours {
			left = append(left, filepath.Join(secrets, entry.Name()))
		}
	}
	for _, file := range left {
		if durable.OurFile(file) {
			_ = os.Remove(file)
		}
	}
}
