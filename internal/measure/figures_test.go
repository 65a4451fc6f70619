package measure_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zoauth/internal/measure"
)

// Every row of the design has its figure, with the same words.
func TestFiguresAreThoseOfTheDesign(t *testing.T) {
	page, err := os.ReadFile("../../docs/DESIGN.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## 7.")
	var want []string
	for _, row := range regexp.MustCompile(`(?m)^\| (.+?) \| (.*≤.+?) \|`).FindAllStringSubmatch(section, -1) {
		want = append(want, row[1]+" | "+row[2])
	}
	var got []string
	for _, f := range (measure.Bench{}).Figures(t.Context()) {
		got = append(got, f.What+" | "+f.Reach)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the figures are\n%s\nthe design has\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
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
