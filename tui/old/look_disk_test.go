package tui

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A look at the disk that finds nothing new tells nobody: each message would draw a
// frame, and there are two looks a second for as long as the workbench is open.
func TestLookThatFindsNothingDrawsNoFrame(t *testing.T) {
	d, path := atFile(t, ownFile)
	if msg := d.m.watch()(); msg != nil {
		t.Errorf("a look at an unchanged profile file said %#v", msg)
	}
	write(t, path, ownFile+"\n# another size\n")
	if d.m.watch()() == nil {
		t.Error("a changed profile file was missed")
	}

	d.until("no look under way", func() bool { return !d.m.real.reading.Load() })
	tokens := filepath.Join(d.m.real.StateDir, "tokens")
	if err := os.MkdirAll(tokens, 0o700); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(tokens, long, long); err != nil {
		t.Fatal(err)
	}
	d.do(d.m.look(d.m.real))
	d.until("a first look", func() bool { return !d.m.real.touched.IsZero() })
	if msg := d.m.look(d.m.real)(); msg != nil {
		t.Errorf("a look at unchanged token files said %#v", msg)
	}
	if err := os.Chtimes(tokens, time.Time{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if next := d.m.look(d.m.real); next == nil || next() == nil {
		t.Error("changed token files were missed")
	}
}
