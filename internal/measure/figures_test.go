package measure_test

import (
	"os"
	"strings"
	"testing"

	"zoauth/internal/measure"
)

// docs/internals/performance.md has a row for every figure, with the same words.
func TestFiguresAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/internals/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range (measure.Bench{}).Figures(t.Context()) {
		if row := "\n| " + f.What + " | " + f.Reach + " | "; !strings.Contains(string(page), row) {
			t.Errorf("docs/internals/performance.md has no row that begins with %q", row)
		}
	}
}

func TestFigureSaysWhetherItIsReached(t *testing.T) {
	for _, test := range []struct {
		reach          string
		measured       float64
		value, verdict string
	}{
		{"≤ 12 MiB", 11.55, "11.6 MiB", "ok"},
		{"≤ 200", 201, "201.0", "missed"},
		{"p99 ≤ 16 ms", 16, "16.0 ms", "ok"},
		{"≤ 0.5 % of a core", 0.51, "0.51 % of a core", "missed"},
	} {
		f := measure.Taken{Figure: measure.Figure{Reach: test.reach}, Measured: test.measured}
		if f.Value() != test.value || f.Verdict() != test.verdict {
			t.Errorf("%s: %q %q, want %q %q", test.reach, f.Value(), f.Verdict(), test.value, test.verdict)
		}
	}
}
