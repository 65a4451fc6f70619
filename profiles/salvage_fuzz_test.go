package profiles_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zoauth/profiles"
)

// P2: whatever stands in a profile of its own, the one after it is read, unless it opens
// a text of several lines, which may take in what follows.
func FuzzSalvage(f *testing.F) {
	for _, body := range []string{"client_id = \"abc\n", "x = [\n", "a.b = 1\na = 2\n", "]\n[\n", "\x00\xff", "x = {a = 1,\n}\n", "\\\n", "\"\n'\n", "= = =\n", "scopes = [\"[profiles.x]\"\n"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4<<10 || strings.Contains(body, `"""`) || strings.Contains(body, "'''") || strings.Contains(body, "[") || strings.Contains(body, "profiles") {
			return // a header in it begins a profile or table of its own
		}
		file, err := profiles.Parse("p.toml", whole("first")+"[profiles.bad]\n"+body+"\n"+whole("last"))
		var problems *profiles.Problems
		if err != nil && (!errors.As(err, &problems) || len(problems.List) == 0) {
			t.Fatalf("%v", err)
		}
		for _, name := range []string{"first", "last"} {
			if !slices.Contains(file.Names(), name) {
				t.Errorf("%s is gone: %v", name, err)
			}
		}
	})
}
