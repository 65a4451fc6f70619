package diagnose

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// Here is what this machine knows that a text is compared with. Nothing of it leaves
// the machine. The zero value knows nothing.
type Here struct {
	App      flow.App // the profile that the text is about, when it is known
	Profiles []Holding
	Now      time.Time
}

// Holding is what one profile has: its app, and the tokens that are stored for it.
type Holding struct {
	Profile  string
	ClientID string
	Token    flow.Token
}

// Bond is how a profile belongs to what was pasted, the closest first.
type Bond string

// The bonds.
const (
	HoldsRefreshToken Bond = "has this refresh token"
	HoldsAccessToken  Bond = "has this access token"
	HoldsNewer        Bond = "has a newer pair"
	SameClient        Bond = "has the same client ID"
)

// Relation is what one profile has to do with a text.
type Relation struct {
	Profile string
	Bond    Bond
	Print   string        // fingerprint of the token that the profile holds; empty: none
	Age     time.Duration // since the profile got it; 0: not known
}

// String is the relation as a sentence without its full stop.
func (r Relation) String() string {
	age := ""
	if r.Age > 0 {
		age = ", issued " + ago(r.Age)
	}
	switch {
	case r.Bond != SameClient:
		return r.Profile + " " + string(r.Bond) + ", " + r.Print + age
	case r.Print == "":
		return r.Profile + " has the same client ID and no tokens"
	}
	return r.Profile + " has the same client ID and holds " + r.Print + age
}

// compare says what the profiles have to do with the secrets and client IDs of a text.
// Of each profile the closest relation counts.
func (h Here) compare(found []recognize.Artefact) []Relation {
	var relations []Relation
	for _, own := range h.Profiles {
		var best Relation
		for i := range found {
			if r, ok := own.compare(&found[i], h.Now); ok && (best.Bond == "" || bonds(r.Bond) < bonds(best.Bond)) {
				best = r
			}
		}
		if best.Bond != "" {
			relations = append(relations, best)
		}
	}
	slices.SortStableFunc(relations, func(a, b Relation) int { return bonds(a.Bond) - bonds(b.Bond) })
	return relations
}

func bonds(b Bond) int {
	return slices.Index([]Bond{HoldsRefreshToken, HoldsAccessToken, HoldsNewer, SameClient}, b)
}

// compare says what one profile has to do with an artefact.
func (own Holding) compare(a *recognize.Artefact, now time.Time) (Relation, bool) {
	secrets := a.Secrets()
	r := Relation{Profile: own.Profile}
	switch {
	case holdsValue(secrets, own.Token.RefreshToken):
		r.Bond, r.Print = HoldsRefreshToken, own.Token.RefreshToken.Fingerprint()
		return r, true
	case holdsValue(secrets, own.Token.AccessToken):
		r.Bond, r.Print = HoldsAccessToken, own.Token.AccessToken.Fingerprint()
		return r, true
	case own.ClientID == "" || !slices.Contains(clientIDs(a), own.ClientID):
		return r, false
	}
	r.Bond = SameClient
	newest := own.Token.RefreshToken
	if newest.IsZero() {
		newest = own.Token.AccessToken
	}
	if newest.IsZero() {
		return r, true
	}
	r.Print = newest.Fingerprint()
	if at := own.Token.RefreshedAt; !at.IsZero() && now.After(at) {
		r.Age = now.Sub(at)
		if issued := issuedAt(secrets); !issued.IsZero() && at.After(issued) {
			r.Bond = HoldsNewer
		}
	}
	return r, true
}

func holdsValue(secrets []flow.Secret, one flow.Secret) bool {
	return !one.IsZero() && slices.ContainsFunc(secrets, func(s flow.Secret) bool { return s.Digest() == one.Digest() })
}

// clientIDs are the client IDs that an artefact names.
func clientIDs(a *recognize.Artefact) []string {
	r := a.Trace.Request
	ids := []string{r.Auth.ClientID}
	for _, f := range slices.Concat(r.Query, r.Form) {
		if f.Name == "client_id" {
			ids = append(ids, f.Plain)
		}
	}
	if v, ok := a.Credentials.Find(recognize.ClientID); ok {
		ids = append(ids, v.Plain)
	}
	for _, s := range a.Secrets() {
		if claims, err := flow.DecodeToken(s); err == nil {
			issuer := claim(claims, "iss")
			ids = append(ids, issuer[strings.LastIndexByte(issuer, ':')+1:])
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// issuedAt is when the newest of the tokens was issued, by its claims.
func issuedAt(secrets []flow.Secret) time.Time {
	var newest time.Time
	for _, s := range secrets {
		if claims, err := flow.DecodeToken(s); err == nil && claims.Issued.After(newest) {
			newest = claims.Issued
		}
	}
	return newest
}

// ago writes how long ago something was, as a person says it.
func ago(d time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}}
	for _, u := range units {
		if n := int(d / u.size); n == 1 {
			return "1 " + u.name + " ago"
		} else if n > 1 {
			return itoa(n) + " " + u.name + "s ago"
		}
	}
	return "just now"
}
