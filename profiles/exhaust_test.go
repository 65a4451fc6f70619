package profiles_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"zoauth/profiles"
)

// P3: a small file cannot take the machine's memory. Each of these is refused or
// read with less than 200 MiB in all, garbage included; before the limits 60 KB took
// 10 GiB.
func TestFilesThatWouldExhaustP3(t *testing.T) {
	times := strings.Repeat
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"parts of a key":             "x" + times(".a", 40_000) + " = 1\n",
		"parts of a header":          "[x" + times(".a", 40_000) + "]\n",
		"parts of a list's header":   "[[x" + times(".a", 40_000) + "]]\n",
		"quoted parts":               "x" + times(`."a"`, 40_000) + " = 1\n",
		"quoted parts, spaced":       "x" + times(" . 'a'", 40_000) + " = 1\n",
		"parts in a profile":         "[profiles.a]\nx" + times(".a", 40_000) + " = 1\n",
		"parts in an inline table":   "profiles = {a" + times(".a", 40_000) + " = 1}\n",
		"parts in a list":            "x = [{a" + times(".a", 40_000) + " = 1}]\n",
		"many keys of six parts":     numbered(15_000, "a.b.c.d.e.f%d = 1\n"),
		"many headers of six parts":  numbered(15_000, "[profiles.a%d.b.c.d.e]\n"),
		"many long keys":             numbered(300, "a"+times("."+times("b", 500), 5)+"%d = 1\n"),
		"lists in lists":             "x = " + times("[", 100_000) + times("]", 100_000) + "\n",
		"lists that do not end":      "x = " + times("[", 500_000),
		"lists in lists, on lines":   "x = " + times("[\n", 100_000) + times("]\n", 100_000),
		"tables in tables":           "x = " + times("{a=", 100_000) + "1" + times("}", 100_000) + "\n",
		"headers that do not end":    times("[", 900_000),
		"a closed bracket first":     times("]", 1000) + "\nx = " + times("[", 100_000) + "\n",
		"behind a string":            "s = \"[\\\"\"\nx" + times(".a", 40_000) + " = 1\n",
		"behind a long string":       "s = \"\"\"\n\\\"\"\"\"\"\nx" + times(".a", 40_000) + " = 1\n",
		"behind a literal string":    "s = '\\'\nx" + times(".a", 40_000) + " = 1\n",
		"behind a comment":           "# \"\"\"\nx" + times(".a", 40_000) + " = 1\n",
		"behind a comment in a list": "s = [ # \"\n]\nx" + times(".a", 40_000) + " = 1\n",
		"many keys":                  numbered(60_000, "k%d = 1\n"),
		"many profiles":              numbered(50_000, "[profiles.a%d]\n"),
		"many broken profiles":       numbered(50_000, "[profiles.a%d\n"),
		"many broken keys":           numbered(100_000, "k%d\n"),
		"many profiles twice":        times(numbered(4_000, "[profiles.a%d]\n"), 2) + "x",
		"many keys twice":            times("x = 1\n", 9_000),
		"many strings without end":   times("x = \"\"\"\n", 19_000) + "\"\"",
		"many lists of tables":       times("[[x]]\n", 19_000),
		"many lists of deep tables":  times("[[a.b.c.d.e.f]]\n", 19_000),
		"a long list":                "[profiles.a]\nscopes = [" + times("1,", 500_000) + "]\n",
		"a long name":                "[profiles." + times("a", 900_000) + "]\n",
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := profiles.Parse("p.toml", text)
			runtime.ReadMemStats(&after)
			var problems *profiles.Problems
			if !errors.As(err, &problems) {
				t.Errorf("no problem: %v", err)
			}
			took := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%d bytes took %d MiB", len(text), took)
			if took > 200 {
				t.Errorf("%d bytes took %d MiB", len(text), took)
			}
		})
	}
}
