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

// compare says what the profiles have to do with the secrets and client IDs of a text.
func (h Here) compare(found []recognize.Artefact) []string {
	var notes []string
	for _, own := range h.Profiles {
		for i := range found {
			if note := own.compare(&found[i], h.Now); note != "" && !slices.Contains(notes, note) {
				notes = append(notes, note)
			}
		}
	}
	return notes
}

// compare says what one profile has to do with an artefact; the closest relation
// counts.
func (own Holding) compare(a *recognize.Artefact, now time.Time) string {
	secrets := a.Secrets()
	switch {
	case holdsValue(secrets, own.Token.RefreshToken):
		return "here: " + own.Profile + " holds this refresh token, " + own.Token.RefreshToken.Fingerprint()
	case holdsValue(secrets, own.Token.AccessToken):
		return "here: " + own.Profile + " holds this access token, " + own.Token.AccessToken.Fingerprint()
	case own.ClientID == "" || !slices.Contains(clientIDs(a), own.ClientID):
		return ""
	}
	newest := own.Token.RefreshToken
	if newest.IsZero() {
		newest = own.Token.AccessToken
	}
	if newest.IsZero() {
		return "here: " + own.Profile + " has the same client ID and no tokens"
	}
	note := "here: " + own.Profile + " has the same client ID and holds " + newest.Fingerprint()
	if at := own.Token.RefreshedAt; !at.IsZero() && now.After(at) {
		note += ", issued " + ago(now.Sub(at))
		if issued := issuedAt(secrets); !issued.IsZero() && at.After(issued) {
			note = "here: " + own.Profile + " holds a newer pair, " + newest.Fingerprint() + ", issued " + ago(now.Sub(at))
		}
	}
	return note
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
