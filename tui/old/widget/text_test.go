package widget

import "testing"

// What tells one path from another is its end.
func TestShortenKeepsThePathsEnd(t *testing.T) {
	const said = "Saved, mode 0600, plain text: ~/.local/state/zoauth/tokens/acme-dev.of-3fa9c1.json"
	for _, test := range []struct {
		text, want string
		width      int
	}{
		{said, said, 90},
		{said, "Saved, mode 0600, plain text: ~/.local/state/…okens/acme-dev.of-3fa9c1.json", 75},
		{said, "Saved, mode 0600, plain text: ~/.l…/acme-dev.of-3fa9c1.json", 59},
		{said, "Saved, mode 0600, plain text: ~/.…acme-dev.of-3fa9c1.json", 57},
		{said, said, 48},
		{said, said, 30},
		{"no path in a text that is too long", "no path in a text that is too long", 20},
		{"Deleted from ~/.config/zoauth/profiles.toml. Its tokens stay.", "Deleted from ~/.co…/profiles.toml. Its tokens stay.", 51},
	} {
		if got := Shorten(test.text, test.width); got != test.want {
			t.Errorf("in %d cells %q (%d)", test.width, got, Width(got))
		}
	}
}
