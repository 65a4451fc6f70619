package diagnose_test

import (
	"slices"
	"testing"

	"zoauth/flow/diagnose"
)

func allSituations() []situation {
	return slices.Concat(clientSituations, grantSituations, codeSituations, tokenSituations, apiSituations, s2sSituations, librarySituations,
		pageSituations, callbackSituations, deviceSituations, serverSituations, networkSituations, machineSituations, savedSituations, commandSituations)
}

// ofVerbs are the causes that a verb states and no trace leads to; that verbs do so is
// shown by running them.
func ofVerbs() (ids []string) {
	groups := diagnose.Groups()
	for _, r := range groups[len(groups)-1].Rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// A rule without a case that finds it and a case that must not is not a rule that
// anybody can trust.
func TestEveryRuleHasASituationAndANearMiss(t *testing.T) {
	all := allSituations()
	statedByVerbs := ofVerbs()
	hits, misses := map[string]int{}, map[string]int{}
	for _, s := range all {
		if _, known := diagnose.Find(s.rule); !known {
			t.Errorf("the situation %q is of no rule: %s", s.when, s.rule)
		}
		if s.rank < 1 {
			t.Errorf("%s, %s: the place is not stated", s.rule, s.when)
		}
		hits[s.rule]++
		misses[s.rule] += len(s.misses)
	}
	for _, s := range textSituations {
		hits[s.rule] += len(s.hits)
		misses[s.rule] += len(s.misses)
	}
	for _, r := range diagnose.Rules() {
		if slices.Contains(statedByVerbs, r.ID) {
			continue
		}
		if hits[r.ID] == 0 {
			t.Errorf("%s has no situation", r.ID)
		}
		if misses[r.ID] == 0 {
			t.Errorf("%s has no near miss", r.ID)
		}
	}
	t.Logf("%d rules, %d situations", len(diagnose.Rules()), len(all))
}
