package acceptance

import (
	"io/fs"
	"path/filepath"
	"testing"

	"zoauth/internal/testkit"
)

// S11: there is no debug log. What the libraries would write when they are asked to
// by the environment, which would hold every key and frame, is not written either.
func TestNothingLogsS11(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	trace := filepath.Join(home, "trace.log")
	cmd := testkit.Command(home, binary)
	cmd.Env = append(cmd.Env, "TEA_DEBUG=1", "TEA_TRACE="+trace, "DEBUG=1", "SSLKEYLOGFILE="+filepath.Join(home, "keys.log"), "GODEBUG=http2debug=2")
	s := show(t, cmd, 80, 24)
	s.exchange()
	s.types("\x03")
	s.ends()
	err := filepath.WalkDir(home, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Ext(path) == ".log" {
			t.Errorf("%s was written", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
