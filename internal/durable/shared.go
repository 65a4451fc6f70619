package durable

import (
	"os"
	"path/filepath"
)

// Shared names the file system that holds path when other hosts may reach it too,
// as NFS: a lock taken there is not sure to be seen by them (flock(2),
// R5). A path that is not there yet counts by its nearest parent. Empty: a file
// system of this host, or one that cannot be asked.
func Shared(path string) string {
	for {
		if _, err := os.Stat(path); err == nil {
			return sharedKind(path)
		}
		parent := filepath.Dir(path)
		if parent == path {
			return ""
		}
		path = parent
	}
}
