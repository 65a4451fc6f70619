package recognize

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"zoauth/flow"
)

// CredentialKey is the key of a profile that a value belongs to.
type CredentialKey string

// The keys.
const (
	ClientID     CredentialKey = "client_id"
	ClientSecret CredentialKey = "client_secret"
	AccountID    CredentialKey = "account_id"
	RedirectURI  CredentialKey = "redirect_uri"
	Scopes       CredentialKey = "scopes"
)

// CredentialSet is what a text holds of one app.
type CredentialSet struct {
	Label  string // what sets it apart in the text, in lower case: "s2s", "dev"; may be empty
	Zoom   bool   // a name of its values says Zoom, or what the name stands in
	Values []CredentialValue

	block int // where the brackets open that hold both its ID and its secret; 0: none do
}

// CredentialValue is one value with the name that the text has for it.
type CredentialValue struct {
	Key     CredentialKey
	Name    string
	Plain   string      // any value but a secret's
	Secret  flow.Secret // a client secret
	Line    int         // from 1
	Problem string      // why it cannot be used, in our words: "it is a placeholder"
}

// IsPlaceholder reports whether the text has a placeholder in the place of the value.
func (v CredentialValue) IsPlaceholder() bool { return v.Problem == placeholder }

// Find returns the value for a key that can be used, else one with a problem.
func (s CredentialSet) Find(key CredentialKey) (CredentialValue, bool) {
	var found CredentialValue
	for _, v := range s.Values {
		if v.Key == key && (found.Key == "" || found.Problem != "" && v.Problem == "") {
			found = v
		}
	}
	return found, found.Key != ""
}

// HasApp reports whether the set has an ID or a secret of an app, whatever keeps them from being used.
func (s CredentialSet) HasApp() bool {
	return slices.ContainsFunc(s.Values, func(v CredentialValue) bool { return v.Key == ClientID || v.Key == ClientSecret })
}

// isUsable reports whether one of the values can be used.
func (s CredentialSet) isUsable() bool {
	return slices.ContainsFunc(s.Values, func(v CredentialValue) bool { return v.Problem == "" })
}

// readCredentials finds the credentials of Zoom apps: .env files, exported
// environments, YAML, TOML, JSON, shell and PowerShell lines, the text of Zoom's page,
// a hand-over note, curl -u.
func readCredentials(r *reader) {
	after := 0
	for _, set := range setsOf(assignmentsIn(r, wordsOf()), r.source, r.roles) {
		if !r.isOfEvent(set) {
			after = r.addSet(set, after)
		}
	}
}

// eventMember is a member of what Zoom's webhooks send (docs/zoom.md §2.5).
var eventMember = expression(`\b(?:event_ts|deauthorization_time)\b\W{1,4}["'\d]`)

// isOfEvent reports whether a client ID stands in an event that a webhook got, which says for which app it is.
func (r *reader) isOfEvent(set CredentialSet) bool {
	const reach = 12
	line := set.Values[0].Line - 1
	from, _ := r.line(max(0, line-reach))
	_, to := r.line(min(len(r.lines)-1, line+reach))
	_, secret := set.Find(ClientSecret)
	return !secret && eventMember().MatchString(r.text[from:min(to, from+maxAddress)])
}

// addSet keeps credentials, and claims the lines that their values stand on. It stays
// behind the line that the set before it begins with, and returns its own.
func (r *reader) addSet(set CredentialSet, after int) int {
	first, last := len(r.lines)-1, 0
	for _, v := range set.Values {
		first, last = min(first, v.Line-1), max(last, v.Line-1)
		r.claimed[v.Line-1] = r.claimed[v.Line-1] || set.HasApp()
	}
	first = max(first, after)
	start, _ := r.line(first)
	_, end := r.line(max(first, last))
	r.keep(Artefact{Kind: Credentials, Form: "set of credentials", Certainty: Likely, Credentials: set}, start, end)
	return first
}

// maxValues is how many values of apps one text may hold.
const maxValues = 512

// setsOf groups values by what sets their names apart. What is common to all goes into
// each set that lacks it; an SDK's credentials come last.
func setsOf(list []assignment, s *source, known roles) []CredentialSet {
	var sets []CredentialSet
	asClient(list)
	keysOfPairs(list)
	roles := rolesOf(list, known)
	zoom := slices.ContainsFunc(roles, func(r role) bool { return r.key == ClientID && r.zoom })
	hasPlace := sync.OnceValue(func() bool { return zoomPlace().MatchString(s.text) })
	corrected := corrections(list, s)
	left, pairs := maxValues, s.pairBlocks(list, roles)
	var outranked []CredentialValue
	for i, a := range list {
		r := roles[i]
		if r.key == "" || isNoValue(r, a.value) {
			continue
		}
		if zoom && !r.zoom && !r.stale {
			outranked = s.outrank(outranked, a, r.key, hasPlace)
			continue
		}
		if left--; left < 0 {
			break
		}
		v := valueOf(a, r.key, s)
		switch {
		case r.stale && !isKept(a.value):
			v.Problem = "the text says that it is not in use"
		case (r.key == ClientID || r.key == ClientSecret) && (!r.zoom && s.isOfAnother(a, hasPlace) || r.zoom && s.isOfIssuer(a)):
			v.Problem = cmp.Or(v.Problem, ofAnotherOwner)
		case corrected[r.key].at > a.at && corrected[r.key].value != a.value:
			v.Problem = cmp.Or(v.Problem, "the text corrects it below")
		}
		last := len(sets) - 1
		for last >= 0 && (sets[last].Label != r.label || sets[last].apart(pairs[i])) {
			last--
		}
		if last < 0 || sets[last].another(v) {
			last = len(sets)
			sets = append(sets, CredentialSet{Label: r.label})
		}
		v.Problem = cmp.Or(v.Problem, s.whyApart(sets, last, v))
		if pairs[i] > 0 || r.key == ClientID || r.key == ClientSecret {
			sets[last].block = cmp.Or(pairs[i], sets[last].block)
		}
		sets[last].Zoom = sets[last].Zoom || r.zoom
		sets[last].Values = append(sets[last].Values, v)
	}
	doubtTwo(sets)
	s.doubtWords(sets)
	doubtFar(sets, s.dropped(list, func(i int) bool { return roles[i].key != "" && (!zoom || roles[i].zoom || roles[i].stale) }))
	sets = shareCommon(sets)
	shareWithin(sets)
	giveAccount(sets)
	s.ofProduction(sets)
	sets = nameOutranked(withoutPairless(sets), outranked)
	slices.SortStableFunc(sets, func(a, b CredentialSet) int {
		return cmp.Compare(strings.Count(a.Label, "sdk"), strings.Count(b.Label, "sdk"))
	})
	return sets
}

// setApart says why a value is not taken that no pair stands beside.
const setApart = "its name differs from the client ID's, and the text does not say that it belongs to this app"

// ofNoZoom says why a value is not taken beside others whose names say Zoom.
const ofNoZoom = "other names in the text say Zoom, and its name does not: copy this app's values alone"

// outrank adds an ID or a secret that seems to be an app's to those that are not taken because of their names.
func (s *source) outrank(list []CredentialValue, a assignment, key CredentialKey, hasPlace func() bool) []CredentialValue {
	if a.off != "" || otherKind(key) == "" || !shaped(key, a.value) || isHex(a.value) || len(list) == mostOnALine || s.isOfAnother(a, hasPlace) {
		return list
	}
	return append(list, valueOf(a, key, s))
}

// nameOutranked names them beside the first app, unless they are values of one.
func nameOutranked(sets []CredentialSet, outranked []CredentialValue) []CredentialSet {
	for _, v := range outranked {
		if len(sets) > 0 && !slices.ContainsFunc(sets, func(set CredentialSet) bool {
			return slices.ContainsFunc(set.Values, func(have CredentialValue) bool { return have.Plain == v.Plain && have.Secret == v.Secret })
		}) {
			v.Problem = cmp.Or(v.Problem, ofNoZoom)
			sets[0].Values = append(sets[0].Values, v)
		}
	}
	return sets
}

// ofNoPair says why values are not taken of a text that has neither an ID nor a secret.
const ofNoPair = "there is no client ID and no client secret next to it"

// withoutPairless takes out what has neither an ID nor a secret, and names its values beside the first pair.
// Where there is no pair, an account ID and a redirect URI of Zoom's are named alone.
func withoutPairless(sets []CredentialSet) []CredentialSet {
	var apart, alone []CredentialValue
	kept := slices.DeleteFunc(sets, func(set CredentialSet) bool {
		has := set.HasApp()
		if !has {
			apart = append(apart, set.Values...)
		}
		for _, v := range set.Values {
			if !has && (v.Key == AccountID && set.Zoom || v.Key == RedirectURI && speaksOfZoom(v.Name) && !strings.Contains(v.Plain, "?")) {
				alone = append(alone, v)
			}
		}
		return !has
	})
	if len(kept) == 0 && len(alone) > 0 {
		for i := range alone {
			alone[i].Problem = cmp.Or(alone[i].Problem, ofNoPair)
		}
		return []CredentialSet{{Zoom: true, Values: alone}}
	}
	for _, v := range apart {
		if v.Problem == "" && v.Key != Scopes && len(kept) > 0 && !slices.ContainsFunc(kept, func(set CredentialSet) bool {
			return slices.ContainsFunc(set.Values, func(have CredentialValue) bool { return have.Key == v.Key && have.Plain == v.Plain })
		}) {
			v.Problem = setApart
			kept[0].Values = append(kept[0].Values, v)
		}
	}
	return kept
}

// nothing is what programs write for no value.
var nothing = []string{"null", "none", "nil", "undefined", "true", "false"}

// isNoValue reports whether what stands behind a name is no value of an app: the number of
// a customer, the sentence of a page, a word that says nothing.
func isNoValue(r role, value string) bool {
	switch {
	case value == "" || r.key == Scopes:
		return false
	case slices.Contains(nothing, strings.ToLower(strings.TrimRight(value, ")}] "))):
		return true
	case r.key == RedirectURI:
		return bracketed(value)
	}
	return !(r.zoom && r.key == AccountID) && len(value) < 16 && strings.Trim(value, "0123456789.,-/ ") == "" || r.key == ClientID && scopeIn("", value) != "" || len(PageNumbers(value)) > 0
}

// leastGuess is the shortest value that "id" alone makes a client ID.
const leastGuess = 12

// rolesOf reads the names of a list. What is an ID or a secret by its last word alone has
// no role where another name says client ID or client secret, with a value of that shape:
// ZOOM_APP_ID beside ZOOM_CLIENT_ID. What has the name of another value in the place of its own
// repeats that one.
func rolesOf(list []assignment, known roles) []role {
	roles := make([]role, len(list))
	defined := map[string]bool{}
	plain := map[role]bool{}
	for i, a := range list {
		roles[i] = known.of(a)
		if roles[i].guess && roles[i].key == ClientID && len(a.value) > 0 && (len(a.value) < leastGuess || strings.ContainsAny(a.value, "+/=")) {
			roles[i] = role{}
		}
		if roles[i].key == AccountID && strings.HasSuffix(strings.ToLower(a.name), "account") && !shaped(AccountID, a.value) { // whose it is, in words
			roles[i] = role{}
		}
		if roles[i].key == RedirectURI && strings.HasSuffix(strings.ToLower(a.name), "callback") && !shaped(RedirectURI, a.value) { // a function
			roles[i] = role{}
		}
		if !roles[i].guess && shaped(roles[i].key, a.value) {
			plain[roles[i]] = true
		}
		if shaped(roles[i].key, a.value) || literalIn(a.value, roles[i].key) != "" {
			defined[memberName(a.name)] = true
		}
	}
	withoutAccount(roles)
	for i, r := range roles {
		guess := r.guess
		if r.guess = false; guess && plain[r] || defined[memberName(list[i].value)] {
			roles[i] = role{}
		}
	}
	return roles
}

// withoutAccount takes the word "account" off the label of an ID or a secret that has its counterpart under
// the rest of it alone: ZOOM_ACCOUNT_SECRET beside ZOOM_CLIENT_ID.
func withoutAccount(roles []role) {
	there := map[[2]string]bool{}
	for _, r := range roles {
		there[[2]string{r.label, string(r.key)}] = true
	}
	for i, r := range roles {
		rest := strings.Join(slices.DeleteFunc(strings.Fields(r.label), func(w string) bool { return w == "account" }), " ")
		other := string(otherKind(r.key))
		if other != "" && rest != r.label && !there[[2]string{r.label, other}] && there[[2]string{rest, other}] && !there[[2]string{rest, string(r.key)}] {
			roles[i].label = rest
		}
	}
}

// asClient renames an API key and its secret, as many people call the pair of a
// Server-to-Server app: it is one where an account ID and no client ID is beside it.
// Otherwise it is that of a JWT app, which Zoom no longer has, and is taken out.
func asClient(list []assignment) {
	isKey := func(a assignment) bool {
		return strings.Contains(strings.ToLower(a.name), "api") && isAPIKey(nameWords(a.name))
	}
	if !slices.ContainsFunc(list, isKey) {
		return
	}
	var client, account bool
	for _, a := range list {
		key := roleOf(a.section, a.name).key
		client, account = client || key == ClientID, account || key == AccountID
	}
	for i := range list {
		switch words := nameWords(list[i].name); {
		case !isKey(list[i]):
		case client:
			list[i].name = ""
		case account:
			list[i].name = "zoom client " + words[len(words)-1]
		}
	}
}

// keysOfPairs renames a key of Zoom's as that of a client, where a secret with the same words before
// it is beside it: COMPANION_ZOOM_KEY and COMPANION_ZOOM_SECRET.
func keysOfPairs(list []assignment) {
	stem := func(a assignment, last string, kind CredentialKey) string {
		before, is := strings.CutSuffix(strings.Join(nameWords(a.name), " "), " "+last)
		if !is || !shaped(kind, a.value) || !strings.Contains(before, Zoom) || hasAny(strings.Fields(before), otherKeys) {
			return ""
		}
		return a.section + "." + before
	}
	secrets := map[string]bool{"": false}
	for _, a := range list {
		if strings.HasSuffix(strings.ToLower(a.name), "secret") {
			if of := stem(a, "secret", ClientSecret); of != "" {
				secrets[of] = true
			}
		}
	}
	for i, a := range list {
		if len(secrets) > 1 && strings.HasSuffix(strings.ToLower(a.name), "key") && secrets[stem(a, "key", ClientID)] && roleOf(a.section, a.name).key == "" {
			list[i].name += "_client"
		}
	}
}

// otherKeys are the words of keys that are no client ID.
var otherKeys = slices.Concat([]string{"api", "sdk", "host", "public", "private", "license", "meeting", "video"}, otherUses)

// isAPIKey reports whether the words of a name are those of a Zoom API key or its secret.
func isAPIKey(words []string) bool {
	return slices.Contains(words, "zoom") && slices.Contains(words, "api") && !slices.Contains(words, "client") && hasAny(words[len(words)-1:], []string{"key", "secret"})
}
