package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// Which values are of one app: those of one block, those under one label, an ID with the secret
// that stands beside it.

// pairBlocks says of each value which block it is in that holds both an ID and a secret of one label:
// the innermost brackets around it, the item of a list, or the lines down to where the name comes again
// that the block began with. Such a pair is never one with the values of another block. Beside pairs in
// brackets and items, what is missing in one is in no other one: there the place is negative.
func (s *source) pairBlocks(list []assignment, roles []role) []int {
	type pair struct {
		block int
		label string
		key   CredentialKey
	}
	blocks, there := innermost(list, s.text), map[pair]bool{}
	for i, r := range roles {
		if blocks[i] == 0 {
			blocks[i] = s.itemOf(list[i].at)
		}
		there[pair{blocks[i], r.label, r.key}] = true
	}
	paired := map[string]bool{}
	isPair := func(i int, label string) bool {
		return there[pair{blocks[i], label, ClientID}] && there[pair{blocks[i], label, ClientSecret}] && blocks[i] > 0
	}
	for i, r := range roles {
		paired[r.label] = paired[r.label] || isPair(i, r.label)
	}
	zoom := slices.ContainsFunc(roles, func(r role) bool { return r.key == ClientID && r.zoom })
	lines := map[pair][]int{} // the values of a label that nothing but lines parts, in their order
	for i, r := range roles {
		switch {
		case !paired[r.label]:
			blocks[i] = 0
		case !isPair(i, r.label):
			blocks[i] = -blocks[i]
		}
		if of := (pair{block: blocks[i], label: r.label}); of.block >= 0 && r.key != "" && (r.zoom || !zoom) && r.key != Scopes && !r.stale && list[i].off == "" && !isReference(list[i].value) && !isNoValue(r, list[i].value) {
			lines[of] = append(lines[of], i)
		}
	}
	for _, of := range lines {
		s.repeated(list, roles, of, blocks)
	}
	return blocks
}

// repeated makes blocks of the values of one label, each from the name that the first one began with to
// where it comes again, or where it does not, from one ID to the next: "Account ID, Client ID, Client
// Secret" twice. Those with the same ID are one.
func (s *source) repeated(list []assignment, roles []role, of, blocks []int) {
	all := func(key CredentialKey) (at []int) {
		for n, i := range of {
			if roles[i].key == key {
				at = append(at, n)
			}
		}
		return at
	}
	starts := all(roles[of[0]].key)
	if byID := all(ClientID); len(starts) == 1 && len(byID) > 1 {
		starts = append(starts, byID[1:]...)
	}
	for n := range starts[1:] {
		starts[n+1] = s.withBefore(list, roles, of, starts[n+1])
	}
	ids := map[string]int{}
	blockOf := make([]int, len(starts))
	for n, from := range starts {
		part := of[from:]
		if n+1 < len(starts) {
			part = of[from:starts[n+1]]
		}
		id := slices.IndexFunc(part, func(i int) bool { return roles[i].key == ClientID })
		secret := slices.ContainsFunc(part, func(i int) bool { return roles[i].key == ClientSecret })
		switch {
		case id >= 0 && secret && ids[list[part[id]].value] == 0:
			ids[list[part[id]].value] = len(s.text) + part[id] + 1 // no bracket's place
			fallthrough
		case id >= 0 && ids[list[part[id]].value] > 0:
			blockOf[n] = ids[list[part[id]].value]
		case n == 0 || id >= 0 || secret: // other names come again, too
			return
		}
	}
	if len(ids) < 2 {
		return
	}
	for n, from := range starts {
		for k := from; k < len(of) && (n+1 == len(starts) || k < starts[n+1]); k++ {
			blocks[of[k]] = cmp.Or(blockOf[n], blocks[of[k]])
		}
	}
}

// withBefore is where the values begin that belong to one of a label: an account ID or a redirect URI with
// more lines between it and the values above is of the app below.
func (s *source) withBefore(list []assignment, roles []role, of []int, start int) int {
	line := func(n int) int { return s.lineOf(min(list[of[n]].at, len(s.text))) }
	for n := start - 1; n > 0; n-- {
		if key := roles[of[n]].key; key != AccountID && key != RedirectURI || line(start)-line(n) >= line(n)-line(n-1) {
			break
		}
		start = n
	}
	return start
}

// itemOf is the place of the item of a list that an offset stands in, by dashes and indentation; 0
// where it stands in none.
func (s *source) itemOf(at int) int {
	const reach = 32
	n := s.lineOf(min(at, len(s.text)))
	within := len(s.text)
	for above := n; above >= max(0, n-reach) && within > 0; above-- {
		start, end := s.line(above)
		line := strings.TrimLeft(s.text[start:end], " \t")
		indent := end - start - len(line)
		switch {
		case line == "" || indent >= within:
		case strings.HasPrefix(line, "- "):
			return start + indent + 1
		default:
			within = indent
		}
	}
	return 0
}

// innermost is, for each value, the place behind the last bracket that is open before it; 0 where none is.
func innermost(list []assignment, text string) []int {
	const brackets, closing = "{[(", "}])"
	blocks := make([]int, len(list))
	var open []int
	at := 0
	for i, a := range list {
		for ; at < min(a.at, len(text)); at++ {
			switch c := text[at]; c {
			case '{', '[', '(':
				open = append(open, at+1)
			case '}', ']', ')':
				opens := brackets[strings.IndexByte(closing, c)]
				for n := len(open) - 1; n >= max(0, len(open)-maxDepth); n-- {
					if text[open[n]-1] == opens {
						open = open[:n]
						break
					}
				}
			}
		}
		if a.at >= at && len(open) > 0 {
			blocks[i] = open[len(open)-1]
		}
	}
	return blocks
}

// apart reports whether a value stands outside of the block that has the ID and the secret of a set,
// or inside of another one that has both.
func (s CredentialSet) apart(block int) bool {
	_, id := s.Find(ClientID)
	_, secret := s.Find(ClientSecret)
	return s.block != block && (s.block > 0 || id || secret)
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

// isHex reports whether a value consists of hexadecimal digits, as secrets of many other providers do.
func isHex(value string) bool { return strings.Trim(value, "0123456789abcdef") == "" }

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

// whyApart says why a value is not taken as one of the app of a set; empty: it is.
func (s *source) whyApart(sets []CredentialSet, last int, v CredentialValue) string {
	switch {
	case isOpen(sets, last, v):
		return ofSeveral
	case s.isBelowOther(sets[last], v):
		return ofOtherApp
	}
	return ""
}

// isBelowOther reports whether an ID and a secret stand below the names of two apps.
func (s *source) isBelowOther(set CredentialSet, v CredentialValue) bool {
	other, _ := set.Find(otherKind(v.Key))
	its, own := s.titleOf(other.Line-1), s.titleOf(v.Line-1)
	return its != "" && own != "" && its != own
}

// ofOtherApp says why the half of a pair is not taken.
const ofOtherApp = "it is under a different app's name than the rest"

// titleLine is a line with the name of an app: a heading of Markdown, a member.
var titleLine = expression(`(?i)^(?:#{1,6} |(?:- )?(?:name|title|app|app_name): ?["']?)([\w -]*zoom[\w -]*)["']?$`)

// titleOf is the name of an app of Zoom's that a line stands below, in the words that no other has;
// "" where it has none.
func (s *source) titleOf(n int) string {
	const reach = 16
	for above := n - 1; above >= max(0, n-reach); above-- {
		m := titleLine().FindStringSubmatch(s.trimmedLine(above))
		if m == nil || len(strings.Fields(m[1])) > mostWords {
			continue
		}
		words := slices.DeleteFunc(nameWords(m[1]), func(w string) bool { return slices.Contains(idleWords, w) || slices.Contains(headingWords, w) })
		return strings.Join(words, " ")
	}
	return ""
}

// ofSeveral says why a secret is not taken.
const ofSeveral = "there are several client IDs next to it, and the text does not say whose it is"

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

// shareWithin adds the values beside which no pair stands to each set with a label that has all words of
// theirs and more: ZOOM_S2S_ACCOUNT_ID to ZOOM_S2S_BOT_CLIENT_ID.
func shareWithin(sets []CredentialSet) {
	for _, common := range sets {
		if common.HasApp() {
			continue
		}
		for j := range sets {
			if words := strings.Fields(sets[j].Label); sets[j].HasApp() && !hasOther(strings.Fields(common.Label), words) {
				for _, v := range common.Values {
					if _, there := sets[j].Find(v.Key); !there {
						sets[j].Values = append(sets[j].Values, v)
					}
				}
			}
		}
	}
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
var environmentOfText = expression(`(?i)(?:^|[\s"'])(?:[\w.-]*[_.-])?(?:env|environment(?:_?name)?|stage|profiles\.active)["']?\s*[:=]\s*["']?([\w ./-]{2,40})|\s(?:-a|-e|-n|--app|--env|--environment|--stage|--namespace|--profile|--project)[ =]["']?([\w./-]{2,40})`)

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
