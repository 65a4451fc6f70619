package diagnose_test

import (
	"slices"
	"testing"

	"zoauth/flow/diagnose"
)

// situation is one case in which a rule has to be found, and near misses: cases
// much like it that the rule's title would say something false of.
type situation struct {
	rule   string
	when   string
	hit    given
	rank   int // the last place at which the rule may stand among the causes
	misses map[string]given
}

// check holds the rules to their situations.
func check(t *testing.T, list []situation) {
	t.Helper()
	for _, s := range list {
		t.Run(s.rule+"/"+s.when, func(t *testing.T) {
			found := ids(diagnose.Diagnose(s.hit.make(t)))
			if place := slices.Index(found, s.rule) + 1; place == 0 || place > s.rank {
				t.Errorf("it is cause %d of %v, want at most %d", place, found, s.rank)
			}
		})
		for name, miss := range s.misses {
			t.Run(s.rule+"/not/"+name, func(t *testing.T) {
				if found := ids(diagnose.Diagnose(miss.make(t))); slices.Contains(found, s.rule) {
					t.Errorf("it is among the causes %v", found)
				}
			})
		}
	}
}
