package find_test

import (
	"slices"
	"strings"
	"testing"

	"zoauth/flow/find"
)

// A set finds what a search for each of its words finds.
func TestWordsAreFoundAsASearchFindsThem(t *testing.T) {
	list := []string{"zoom", "zoom.us", "oom", "access token", "ssl", "アクセス"}
	set := find.OneOf(list...)()
	for _, text := range []string{
		"", "z", "zo", "ZOOM.US", "xzoom", "zzoomzoom", "Access Token expired", "access\ttoken", "SSL", "zo om アクセス", "ｚoom", strings.Repeat("access ", 9) + "token",
	} {
		var want, got []string
		for _, word := range list {
			if strings.Contains(strings.ToLower(text), word) {
				want = append(want, word)
			}
		}
		set.Each(text, func(word, at int) bool {
			if !strings.EqualFold(text[at:at+len(list[word])], list[word]) {
				t.Errorf("%q: %q is not at %d", text, list[word], at)
			}
			if !slices.Contains(got, list[word]) {
				got = append(got, list[word])
			}
			return true
		})
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || set.In(text) != (len(want) > 0) {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}
