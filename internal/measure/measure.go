// Package measure takes the figures of docs/internals/performance.md from the real binary, in a PTY
// where a screen matters. The benchmarks and internal/tools/figures share it. It asserts
// nothing.
package measure

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/vt"

	"zoauth/internal/testkit"
)

// Bench is where figures are taken: the binary, and a directory for homes.
type Bench struct{ Binary, Dir string }

// Build compiles zoauth, stripped as in a release.
func Build(dir string) (Bench, error) {
	b := Bench{Binary: filepath.Join(dir, "zoauth"), Dir: dir}
	return b, testkit.Build(b.Binary)
}

// Size is the size of the binary in MiB.
func (b Bench) Size() (float64, error) {
	info, err := os.Stat(b.Binary)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / (1 << 20), nil
}

// Version times "zoauth version" as a whole process.
func (b Bench) Version() (time.Duration, error) {
	began := time.Now()
	err := exec.Command(b.Binary, "version").Run()
	return time.Since(began), err
}

// Start times from exec to the whole first frame, 80×24, with n profiles; none:
// the start page.
func (b Bench) Start(n int) func() (time.Duration, error) {
	home, err := b.counting(n)
	return func() (time.Duration, error) {
		if err != nil {
			return 0, err
		}
		began := time.Now()
		s, err := b.screen(home, 80, 24)
		if err != nil {
			return 0, err
		}
		defer s.Stop()
		err = s.Watch(holds("? keys"))
		return time.Since(began), err
	}
}

func (b Bench) screen(home string, width, height int, args ...string) (*testkit.Screen, error) {
	return testkit.Start(testkit.Command(home, b.Binary, args...), vt.NewEmulator(width, height))
}

func holds(want string) func(string) bool {
	return func(text string) bool { return strings.Contains(text, want) }
}

// Repeat calls once n times and returns what it took, sorted.
func Repeat(n int, once func() (time.Duration, error)) ([]time.Duration, error) {
	took := make([]time.Duration, n)
	for i := range took {
		var err error
		if took[i], err = once(); err != nil {
			return nil, err
		}
	}
	slices.Sort(took)
	return took, nil
}

// Percentile is the value that p of a hundred sorted ones do not exceed, in ms.
func Percentile(sorted []time.Duration, p int) float64 {
	return Milliseconds(sorted[(len(sorted)-1)*p/100])
}

// Milliseconds is d in ms.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
