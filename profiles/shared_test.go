package profiles

import (
	"path/filepath"
	"testing"
)

// R5: a lock on a file system that other hosts reach may hold here only.
func TestTokensOnASharedFileSystemAreSaid(t *testing.T) {
	s := NewStore(filepath.Join(t.TempDir(), "state"))
	asked := ""
	s.shared = func(path string) string { asked = path; return "NFS" }
	if got, want := s.Warning(), "the tokens are on NFS, where locks between hosts are not reliable"; got != want {
		t.Errorf("the warning is %q, not %q", got, want)
	}
	if asked != s.dir {
		t.Errorf("asked for %s, not for %s", asked, s.dir)
	}
	s.shared = func(string) string { return "" }
	if got := s.Warning(); got != "" {
		t.Errorf("a disk of this host is warned of: %q", got)
	}
}
