package flow

import (
	"fmt"
	"slices"
	"strings"
)

// Scopes returns the granted scopes one by one.
func (t Token) Scopes() []string { return strings.Fields(t.Scope) }

// NotGranted returns the requested scopes that a token lacks, as sets: neither order
// nor repetition counts.
func (t Token) NotGranted(requested []string) []string {
	granted := t.Scopes()
	var missing []string
	for _, scope := range requested {
		if !slices.Contains(granted, scope) && !slices.Contains(missing, scope) {
			missing = append(missing, scope)
		}
	}
	return missing
}

// CutScopes shortens a list of scopes to those that fit into limit bytes, at least one,
// and says how many are left out: tokens with 497 scopes exist.
func CutScopes(scope string, limit int) string {
	all := strings.Fields(scope)
	length, n := 0, 0
	for ; n < len(all) && (n == 0 || length+len(all[n]) <= limit); n++ {
		length += len(all[n]) + 1
	}
	shown := strings.Join(all[:n], " ")
	if n == len(all) {
		return shown
	}
	return fmt.Sprintf("%s … and %d more", shown, len(all)-n)
}
