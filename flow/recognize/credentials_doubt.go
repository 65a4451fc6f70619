package recognize

import (
	"slices"
	"strings"
)

// dropped are the values of a list that have no role but the shape and a name which may say that they
// are an ID or a secret.
func (s *source) dropped(list []assignment, kept func(i int) bool) []CredentialValue {
	var values []CredentialValue
	for i, a := range list {
		if kept(i) || a.off != "" || !hasUsualLength(a.value) || loginKey(nameWords(a.name)) != "" {
			continue
		}
		key := mayKey(a.name)
		if (key == ClientID || key == ClientSecret) && shaped(key, a.value) {
			values = append(values, CredentialValue{Key: key, Plain: a.value, Line: s.lineOf(min(a.at, len(s.text))) + 1})
		}
	}
	return values
}

// doubtFar names the secret of a pair where another ID stands nearer to it, or another secret nearer
// to the ID: the text calls the halves of its apps by different names.
func doubtFar(sets []CredentialSet, dropped []CredentialValue) {
	far := func(a, b int) int { return max(a-b, b-a) }
	for _, set := range sets {
		id, _ := set.Find(ClientID)
		for _, secret := range set.secrets() {
			for _, v := range dropped {
				from, own := secret.Line, id.Plain
				if v.Key == ClientSecret {
					from, own = id.Line, secret.Secret.Reveal()
				}
				if v.Plain != own && far(v.Line, from) < far(id.Line, secret.Line) {
					secret.Problem = ofFar
				}
			}
		}
	}
}

// ofFar says why a secret is not taken.
const ofFar = "another client ID or secret is closer to it: copy the values of one app only"

// doubtWords names the halves of a pair where the line of one has a word that the line of the other lacks,
// and another app's other half has it: "the ID of the billing app is …".
func (s *source) doubtWords(sets []CredentialSet) {
	const least = 2 // pairs of a text in which one may be mixed up
	wordsOf := map[int][]string{}
	linesWith := map[CredentialKey]map[string]int{ClientID: {}, ClientSecret: {}}
	pairs := 0
	for _, set := range sets {
		id, _ := set.Find(ClientID)
		secret, _ := set.Find(ClientSecret)
		if id.Key != "" && secret.Key != "" {
			pairs++
		}
		for _, v := range []CredentialValue{id, secret} {
			if _, known := wordsOf[v.Line]; v.Key == "" || known {
				continue
			}
			line := strings.ReplaceAll(s.trimmedLine(v.Line-1), v.Plain+v.Secret.Reveal(), "")
			words := slices.DeleteFunc(nameWords(line[:min(len(line), maxName)]), func(w string) bool {
				return slices.Contains(articles, w) || slices.Contains(between, w) || slices.Contains(knownWords, w)
			})
			wordsOf[v.Line] = words
			for _, w := range words {
				linesWith[v.Key][w]++
			}
		}
	}
	if pairs < least {
		return
	}
	for _, set := range sets {
		id, _ := set.Find(ClientID)
		for _, secret := range set.secrets() {
			own, its := wordsOf[id.Line], wordsOf[secret.Line]
			mixed := func(words, other []string, half CredentialKey) bool {
				return slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(other, w) && linesWith[half][w] > 0 })
			}
			if inBrackets := set.block > 0 && set.block <= len(s.text); !inBrackets && (mixed(own, its, ClientSecret) || mixed(its, own, ClientID)) {
				secret.Problem = ofOtherApp
			}
		}
	}
}

// doubtTwo names all secrets where a text has several for one ID under the same names: it does not
// say which one is in use.
func doubtTwo(sets []CredentialSet) {
	for i := range sets {
		secrets := sets[i].secrets()
		if i+1 < len(sets) && sets[i].goesOn(sets[i+1]) {
			secrets = append(secrets, sets[i+1].secrets()...)
		}
		if !slices.ContainsFunc(secrets, func(v *CredentialValue) bool {
			first := secrets[0].Secret
			return v.Secret != first && (!isHex(v.Secret.Reveal()) || isHex(first.Reveal()))
		}) {
			continue
		}
		for _, v := range secrets {
			v.Problem = ofTwo
		}
	}
}

// secrets are the secrets of a set that can be used.
func (s CredentialSet) secrets() []*CredentialValue {
	var list []*CredentialValue
	for i := range s.Values {
		if v := &s.Values[i]; v.Key == ClientSecret && v.Problem == "" && !v.Secret.IsZero() {
			list = append(list, v)
		}
	}
	return list
}

// goesOn reports whether the set behind one has secrets alone, under the same names.
func (s CredentialSet) goesOn(next CredentialSet) bool {
	id, _ := s.Find(ClientID)
	_, own := next.Find(ClientID)
	return !own && id.Key != "" && id.Problem == "" && s.Label == next.Label && s.block == next.block
}

// ofTwo says why none of several secrets is taken.
const ofTwo = "the text has two client secrets for one client ID: keep the one that is in use"
