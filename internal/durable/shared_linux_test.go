package durable

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestSharedFileSystems(t *testing.T) {
	for magic, want := range map[int64]string{
		unix.NFS_SUPER_MAGIC: "NFS", unix.CIFS_SUPER_MAGIC: "CIFS", unix.FUSE_SUPER_MAGIC: "FUSE",
		unix.EXT4_SUPER_MAGIC: "", unix.TMPFS_MAGIC: "", unix.BTRFS_SUPER_MAGIC: "", unix.OVERLAYFS_SUPER_MAGIC: "",
	} {
		if got := sharedKinds[magic]; got != want {
			t.Errorf("%#x is %q, not %q", magic, got, want)
		}
	}
	if got := Shared("/proc/self/no/such"); got != "" {
		t.Errorf("/proc counts as %s", got)
	}
	if got, want := Shared(filepath.Join(t.TempDir(), "not", "yet")), sharedKind(t.TempDir()); got != want {
		t.Errorf("a path that is not there yet counts as %q, its parent as %q", got, want)
	}
}
