package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// P5: profile files as people write them, from public reports: doctor says what is
// wrong in the words of the right value.
func TestProfileFilesAsPeopleWriteThemP5(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("testdata/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Input  string
		Says, Unsaid []string
	}
	if err := json.Unmarshal(content, &cases); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "profiles.toml")
			if err := os.WriteFile(path, []byte(c.Input), 0o600); err != nil {
				t.Fatal(err)
			}
			got := d.run("doctor", "--offline", "--profiles", path)
			for _, words := range c.Says {
				if !strings.Contains(got.out, words) {
					t.Errorf("doctor does not say %q:\n%s%s", words, got.out, got.err)
				}
			}
			for _, words := range c.Unsaid {
				if strings.Contains(got.out, words) {
					t.Errorf("doctor says %q:\n%s", words, got.out)
				}
			}
		})
	}
}
