package profiles

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// Import is what the credentials in a text become: drafts of new profiles, and what was
// left out of them.
type Import struct {
	Drafts  []Imported
	LeftOut []LeftOut // in the order of the text
}

// Imported is a draft of what a text says about one app.
type Imported struct {
	Draft  Draft
	Line   int       // where its client ID is, from 1
	Doubts []LeftOut // why it is not taken without a person; nil: it can be written
	Known  string    // the profile that already has its client ID; empty: none
}

// LeftOut is something that was found and not taken. Why quotes no secret.
type LeftOut struct {
	Line int // from 1
	Why  string
}

// Import makes drafts of the credentials among artefacts. Every value is judged before
// it is taken, and what is doubtful is named. A profile that the document has is never
// changed. name is that of one profile, or the stem of several; empty, they are named
// after Zoom and what the text calls them. It writes nothing.
func (d *Document) Import(found []recognize.Artefact, name string) Import {
	var in Import
	sets := credentials(found)
	for _, a := range found {
		if host := otherHost(a); host != "" && len(ofRequest(a).Values) > 1 {
			in.LeftOut = append(in.LeftOut, LeftOut{a.Span.Line, "these credentials go to " + host + ", not to Zoom"})
		}
		switch set := a.Credentials; {
		case len(set.Values) > 0 && ofAnother(a):
			in.LeftOut = append(in.LeftOut, LeftOut{set.Values[0].Line, "these credentials belong to " + a.Provider.Name + ", not Zoom"})
		case !set.HasApp():
			for _, v := range set.Values {
				in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": " + v.Problem})
			}
		}
	}
	for _, set := range sets {
		one := Imported{Draft: NewDraft()}
		one.fill(set, &in)
		in.Drafts = append(in.Drafts, one)
	}
	d.nameThem(&in, sets, name)
	for i := range in.Drafts {
		one := &in.Drafts[i]
		if one.Doubts == nil {
			one.Doubts = d.doubts(one)
		}
		in.LeftOut = append(in.LeftOut, one.Doubts...)
	}
	slices.SortFunc(in.LeftOut, func(a, b LeftOut) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Why, b.Why)) })
	in.LeftOut = slices.Compact(in.LeftOut) // apps of one text share values
	return in
}

// fill takes the values of a set over, each once it was judged.
func (one *Imported) fill(set recognize.CredentialSet, in *Import) {
	best := map[recognize.CredentialKey]recognize.CredentialValue{}
	for _, v := range set.Values {
		if have, known := best[v.Key]; !known || have.Problem != "" && v.Problem == "" {
			best[v.Key] = v
		}
	}
	for _, v := range set.Values {
		switch have := best[v.Key]; {
		case have == v, have.Problem == "" && have.Plain == v.Plain && have.Secret == v.Secret: // once more
		case v.Problem != "":
			in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": " + v.Problem})
		case have.Plain != v.Plain || have.Secret != v.Secret:
			in.LeftOut = append(in.LeftOut, LeftOut{v.Line, fmt.Sprintf("%s: differs from line %d, whose value was used", named(v), have.Line)})
		}
	}
	id, secret := best[recognize.ClientID], best[recognize.ClientSecret]
	one.Line = max(1, cmp.Or(id.Line, secret.Line))
	if id.Key != "" || secret.Problem == "" {
		one.identity(id)
	}
	if secret.Key != "" || id.Problem == "" {
		one.secret(secret)
	}
	switch {
	case swapped(id.Plain, secret.Secret):
		one.Doubts = []LeftOut{{max(1, id.Line), "the client ID and the client secret look swapped: an ID has 22 characters, a secret 32"}}
	case id.Plain != "" && id.Plain == secret.Secret.Reveal() && (recognize.UsualLength(id.Key, len(id.Plain)) || recognize.UsualLength(secret.Key, len(id.Plain))):
		one.Doubts = []LeftOut{{max(1, secret.Line), "the client ID and the client secret are the same value: one of them was copied twice"}}
	}
	one.address(best[recognize.RedirectURI], in)
	one.account(best[recognize.AccountID], set.Label, in)
	if scopes := best[recognize.Scopes]; scopes.Problem == "" {
		one.Draft.Scopes = strings.FieldsFunc(scopes.Plain, func(c rune) bool { return c == ' ' || c == ',' })
	}
	if environmentOf(set.Label) == flow.Production {
		one.Draft.Text["environment"] = string(flow.Production)
	}
}

// named is how the text calls a value.
func named(v recognize.CredentialValue) string { return cmp.Or(v.Name, string(v.Key)) }

func (one *Imported) doubt(line int, why string) {
	one.Doubts = append(one.Doubts, LeftOut{max(1, line), why})
}

func (one *Imported) identity(id recognize.CredentialValue) {
	switch wrong := cmp.Or(wrongValue(id.Plain), unlikely(id.Key, id.Plain)); {
	case id.Key == "":
		one.doubt(one.Line, "there is no client ID next to the client secret")
	case id.Problem != "":
		one.doubt(id.Line, named(id)+": "+id.Problem)
	case wrong != "":
		one.doubt(id.Line, named(id)+": "+wrong)
	default:
		one.Draft.Text["client_id"] = id.Plain
		one.length(id, id.Plain)
	}
}

// secret takes the client secret, or where the text says that it is kept.
func (one *Imported) secret(v recognize.CredentialValue) {
	if v.Key == "" {
		one.doubt(one.Line, "there is no client secret next to the client ID")
		return
	}
	if keep, ok := readReference(v.Plain); ok && v.Secret.IsZero() {
		keep.into(&one.Draft)
		return
	}
	wrong := cmp.Or(v.Problem, wrongValue(v.Secret.Reveal()), unlikely(v.Key, v.Secret.Reveal()))
	if _, err := flow.DecodeToken(v.Secret); err == nil {
		wrong = "this is a token, not a client secret"
	}
	if wrong != "" {
		one.doubt(v.Line, named(v)+": "+wrong)
		return
	}
	one.Draft.Secret = v.Secret
	one.length(v, v.Secret.Reveal())
}

// length doubts a value that has another length than Zoom's. The draft keeps it: whoever
// looks at it can save it as it is.
func (one *Imported) length(v recognize.CredentialValue, value string) {
	what, usual := strings.ReplaceAll(string(v.Key), "_id", " IDs"), recognize.IDLength
	if v.Key == recognize.ClientSecret {
		what, usual = "client secrets", recognize.SecretLength
	}
	if n := len(value); !recognize.UsualLength(v.Key, n) {
		one.doubt(v.Line, fmt.Sprintf("%s: it has %s, and Zoom's %s have %d: copy it again", named(v), flow.Count(n, "character"), what, usual))
	}
}

// address takes the redirect URI. Without one only the device flow can authorize.
func (one *Imported) address(v recognize.CredentialValue, in *Import) {
	wrong := cmp.Or(v.Problem, wrongValue(v.Plain))
	if v.Key != "" && wrong == "" && !strings.HasPrefix(v.Plain, "http://") && !strings.HasPrefix(v.Plain, "https://") {
		wrong = "it is not an absolute URL"
	}
	if strings.Contains(v.Plain, ",http") {
		wrong = cmp.Or(wrong, "it is a list of addresses, not one")
	}
	switch {
	case v.Key == "" || v.Plain == "" && v.Problem != "":
		one.Draft.Device = true
	case wrong != "":
		one.Draft.Device = true
		in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": " + wrong})
	default:
		one.Draft.Text["redirect_uri"] = v.Plain
	}
	if problem, bad := one.Draft.ForType().Check("", nil)["redirect_uri"]; bad && v.Plain != "" { // the app is one without it
		one.Draft.Text["redirect_uri"], one.Draft.Device = "", true
		in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": " + problem.Text})
	}
}

// account decides with the account ID whether the app is server-to-server: one with a
// redirect URI is not.
func (one *Imported) account(v recognize.CredentialValue, label string, in *Import) {
	wrong := cmp.Or(v.Problem, wrongValue(v.Plain), unlikely(v.Key, v.Plain))
	server := slices.Contains(strings.Fields(label), "s2s")
	switch {
	case one.Draft.Text["redirect_uri"] != "" && !server:
		if v.Key != "" {
			in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": an app with a redirect URI has no account ID; if this is a Server-to-Server app, set its type"})
		}
	case v.Key != "" && wrong != "" && server:
		one.doubt(v.Line, named(v)+": "+wrong)
	case wrong != "":
		in.LeftOut = append(in.LeftOut, LeftOut{v.Line, named(v) + ": " + wrong})
	case v.Key != "" || server:
		one.Draft.Text["type"], one.Draft.Text["account_id"] = string(flow.ServerToServer), v.Plain
		one.Draft = one.Draft.ForType()
		if v.Key != "" {
			one.length(v, v.Plain)
		}
	}
}

// doubts are what the reader of the profile file would find wrong.
func (d *Document) doubts(one *Imported) []LeftOut {
	if taken := d.nameOf(one.Draft.Text["client_id"]); taken != "" && taken != one.Draft.Name {
		one.Known = taken
		return []LeftOut{{one.Line, fmt.Sprintf("profile %s already has this client ID", taken)}}
	}
	var list []LeftOut
	for _, problem := range one.Draft.ForType().Check(d.Path, d.Names()) {
		list = append(list, LeftOut{one.Line, strings.TrimSpace(problem.Key + " " + problem.Text)})
	}
	slices.SortFunc(list, func(a, b LeftOut) int { return cmp.Compare(a.Why, b.Why) })
	return list
}

// nameOf is the profile of the document that has a client ID, or "".
func (d *Document) nameOf(clientID string) string {
	for _, name := range d.Names() {
		if have, err := d.Draft(name); err == nil && clientID != "" && have.Text["client_id"] == clientID {
			return name
		}
	}
	return ""
}

// nameThem names the drafts, those without doubts first: the stem with what the text calls each,
// then with numbers.
func (d *Document) nameThem(in *Import, sets []recognize.CredentialSet, name string) {
	stem, good := cmp.Or(name, "zoom"), 0
	order := make([]int, len(in.Drafts))
	for i, one := range in.Drafts {
		if order[i] = i; one.Doubts == nil {
			good++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(in.Drafts[a].Doubts), len(in.Drafts[b].Doubts)) })
	used := d.Names()
	for n, i := range order {
		wanted := stem
		if suffix := suffixOf(sets[i].Label); suffix != "" && (name == "" || good > 1) {
			wanted += "-" + suffix
		}
		free := wanted
		for more := 2; slices.Contains(used, free) && (name == "" || n > 0); more++ {
			free = wanted + "-" + strconv.Itoa(more)
		}
		in.Drafts[i].Draft.Name = free
		used = append(used, free)
	}
}

// suffixOf makes what a text calls an app a part of a name: "dev", "prod", "s2s".
func suffixOf(label string) string {
	var words []string
	for _, word := range strings.Fields(label) {
		switch word {
		case "development":
			word = "dev"
		case "production", "live":
			word = "prod"
		}
		word = strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, word)
		if word != "" && len(words) < 3 && (len(words) == 0 || words[len(words)-1] != word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, "-")
}

func environmentOf(label string) flow.Environment {
	for _, word := range strings.Fields(label) {
		if word == "prod" || word == "production" || word == "live" {
			return flow.Production
		}
	}
	return flow.Development
}
