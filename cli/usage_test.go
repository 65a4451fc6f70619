package cli

import "testing"

func TestNearestKnowsSlipsOfTheFingers(t *testing.T) {
	names := []string{"token", "status", "refresh", "revoke", "--min-ttl"}
	for word, want := range map[string]string{
		"tokn": "token", "stauts": "status", "Refresh": "refresh", "rovoke": "revoke", "ref": "refresh",
		"--min-tll": "--min-ttl", "nonsense": "", "x": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
