package flow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
)

// Scopes are compared as sets.
func TestNotGranted(t *testing.T) {
	token := flow.Token{Scope: "  b a  c\ta "}
	for want, asked := range map[string][]string{
		"": {"a", "b", "a"}, "d": {"d", "a", "d"}, "A d": {"A", "d"},
	} {
		if got := strings.Join(token.NotGranted(asked), " "); got != want {
			t.Errorf("%v: %q, want %q", asked, got, want)
		}
	}
	if n := len(token.Scopes()); n != 4 {
		t.Errorf("%d scopes", n)
	}
}

// A long list is cut between two scopes, and what is left out is counted.
func TestCutScopes(t *testing.T) {
	var many []string
	for i := range 497 {
		many = append(many, fmt.Sprintf("service:read:claim_%03d:admin", i))
	}
	whole := strings.Join(many, " ")
	for _, limit := range []int{0, 1, 40, 200, 17_000} {
		shown, more, cut := strings.Cut(flow.CutScopes(whole, limit), " … and ")
		n := len(strings.Fields(shown))
		if !slices.Equal(strings.Fields(shown), many[:n]) || len(shown) > max(limit, len(many[0])) || n < 1 {
			t.Errorf("%d: %q", limit, shown)
		}
		if cut != (n < len(many)) || cut && more != fmt.Sprintf("%d more", len(many)-n) {
			t.Errorf("%d: %d shown, and %q", limit, n, more)
		}
	}
	if got := flow.CutScopes(" a  b ", 3); got != "a b" {
		t.Errorf("%q", got)
	}
	if got := flow.CutScopes("", 10); got != "" {
		t.Errorf("%q", got)
	}
}
