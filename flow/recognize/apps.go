package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// Which values are of one app: those of one block, those under one label, an ID with the secret
// that stands beside it.

// pairBlocks says of each value where the innermost curly brackets around it open, where they
// hold both an ID and a secret of one label: such a pair is never one with the values of
// another block.
func pairBlocks(list []assignment, roles []role, text string) []int {
	type pair struct {
		block int
		label string
		key   CredentialKey
	}
	blocks, there := make([]int, len(list)), map[pair]bool{}
	for i, block := range innermost(list, text) {
		blocks[i] = block
		there[pair{block, roles[i].label, roles[i].key}] = true
	}
	for i, r := range roles {
		if !there[pair{blocks[i], r.label, ClientID}] || !there[pair{blocks[i], r.label, ClientSecret}] {
			blocks[i] = 0
		}
	}
	return blocks
}

// innermost is, for each value, the place behind the last curly bracket that is open before it.
func innermost(list []assignment, text string) []int {
	blocks := make([]int, len(list))
	var open []int
	at := 0
	for i, a := range list {
		for ; at < min(a.at, len(text)); at++ {
			switch text[at] {
			case '{':
				open = append(open, at+1)
			case '}':
				open = open[:max(0, len(open)-1)]
			}
		}
		if a.at >= at && len(open) > 0 {
			blocks[i] = open[len(open)-1]
		}
	}
	return blocks
}

// another reports whether a value begins the credentials of another app under the same
// names: the set has another ID, or with its ID another secret.
func (s CredentialSet) another(v CredentialValue) bool {
	id, _ := s.Find(ClientID)
	secret, _ := s.Find(ClientSecret)
	if v.Problem != "" || id.Key == "" || id.Problem != "" {
		return false
	}
	return v.Key == ClientID && v.Plain != id.Plain || v.Key == ClientSecret && secret.Key != "" && secret.Problem == "" && v.Secret != secret.Secret
}

// doubtTwo names both secrets where a text has two for one ID under the same names: it does not say
// which one is in use.
func doubtTwo(sets []CredentialSet) {
	for i := 1; i < len(sets); i++ {
		before, set := &sets[i-1], &sets[i]
		_, own := set.Find(ClientID)
		id, _ := before.Find(ClientID)
		secret, _ := set.Find(ClientSecret)
		first, _ := before.Find(ClientSecret)
		if own || set.Label != before.Label || id.Key == "" || id.Problem != "" || secret.Key == "" || secret.Problem != "" || first.Problem != "" || first.Secret.IsZero() || secret.Secret.IsZero() || isHex(secret.Secret.Reveal()) && !isHex(first.Secret.Reveal()) { // that of another provider
			continue
		}
		for _, values := range [][]CredentialValue{before.Values, set.Values} {
			for j := range values {
				if values[j].Key == ClientSecret {
					values[j].Problem = cmp.Or(values[j].Problem, ofTwo)
				}
			}
		}
	}
}

// isHex reports whether a value consists of hexadecimal digits, as secrets of many providers do.
func isHex(value string) bool { return strings.Trim(value, "0123456789abcdef") == "" }

// ofTwo says why neither of two secrets is taken.
const ofTwo = "the text has two client secrets for one client ID: keep the one that is in use"

// isOpen reports whether a secret stands below the IDs of several apps that have none, so that the
// text does not say whose it is.
func isOpen(sets []CredentialSet, last int, v CredentialValue) bool {
	id, _ := sets[last].Find(ClientID)
	if v.Key != ClientSecret || id.Key == "" || v.Line == id.Line {
		return false
	}
	return slices.ContainsFunc(sets[:last], func(s CredentialSet) bool {
		other, _ := s.Find(ClientID)
		_, has := s.Find(ClientSecret)
		return s.Label == sets[last].Label && other.Key != "" && !has && other.Line >= id.Line-1
	})
}

// ofSeveral says why a secret is not taken.
const ofSeveral = "it stands beside several client IDs: the text does not say whose it is"

// shareCommon adds the values without a label to every set with one.
func shareCommon(sets []CredentialSet) []CredentialSet {
	i := slices.IndexFunc(sets, func(set CredentialSet) bool { return set.Label == "" })
	if i < 0 || len(sets) == 1 {
		return sets
	}
	if _, own := sets[i].Find(ClientID); own {
		return sets
	}
	lacking := 0
	for _, set := range sets {
		if _, there := set.Find(ClientSecret); !there {
			lacking++
		}
	}
	for j := range sets {
		for _, v := range sets[i].Values {
			if v.Key == ClientSecret && lacking > 1 {
				v.Problem = cmp.Or(v.Problem, ofSeveral)
			}
			if _, there := sets[j].Find(v.Key); j != i && !there {
				sets[j].Values = append(sets[j].Values, v)
			}
		}
	}
	return slices.Delete(sets, i, i+1)
}

// giveAccount moves an account ID to the only set that is called server-to-server and lacks it:
// other apps have none.
func giveAccount(sets []CredentialSet) {
	server, other := -1, -1
	for i, set := range sets {
		_, there := set.Find(AccountID)
		switch s2s := slices.Contains(strings.Fields(set.Label), "s2s"); {
		case s2s && (there || server >= 0):
			return
		case s2s:
			server = i
		case there:
			other = i
		}
	}
	if server < 0 || other < 0 {
		return
	}
	account, _ := sets[other].Find(AccountID)
	sets[server].Values = append(sets[server].Values, account)
	sets[other].Values = slices.DeleteFunc(sets[other].Values, func(v CredentialValue) bool { return v.Key == AccountID })
}

// environmentOfText is a setting or an option of a command that says which environment a text is of:
// NODE_ENV=production, --app acme-prod.
var environmentOfText = expression(`(?i)(?:^|[\s"'])(?:\w*_)?(?:env|environment(?:_?name)?|stage)["']?\s*[:=]\s*["']?([\w ./-]{2,40})|\s(?:-a|-e|-n|--app|--env|--environment|--stage|--namespace|--profile|--project)[ =]["']?([\w./-]{2,40})`)

// ofProduction labels apps without an environment as those of production, where the text says that
// it is of that one and of no other.
func (s *source) ofProduction(sets []CredentialSet) {
	if len(sets) == 0 || slices.ContainsFunc(sets, func(set CredentialSet) bool {
		return hasAny(strings.Fields(set.Label), environments[:len(environments)-1])
	}) {
		return
	}
	is := false
	for _, m := range environmentOfText().FindAllStringSubmatch(s.text[:min(len(s.text), maxMentions)], mostOnALine) {
		switch words := nameWords(m[1] + m[2]); {
		case hasAny(words, []string{"dev", "development", "staging", "test", "local"}):
			return
		case hasAny(words, []string{"prod", "production"}):
			is = true
		}
	}
	for i := range sets {
		if is {
			sets[i].Label = strings.TrimSpace(sets[i].Label + " production")
		}
	}
}
