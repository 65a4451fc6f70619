package flow

import "strings"

// How much of a server's text is kept, in bytes. The token file, which holds it, is
// limited in size.
const (
	maxCode     = 128
	maxReason   = 1 << 10
	maxScope    = 64 << 10
	maxUserCode = 64
	maxLabel    = 256 // any other text
)

// redact masks the secrets in every text of the answer, and only then cuts it: the
// start of a secret is as telling as the whole, and harder to recognise
// (S4). Zoom was seen to echo the code (docs/zoom.md T3b).
func (a *Answer) redact(r *Redactor) {
	within := func(limit int, texts ...*string) {
		for _, s := range texts {
			*s = clip(r.Redact(*s), limit)
		}
	}
	for i := range a.Flags {
		within(maxLabel, &a.Flags[i])
	}
	if e := a.Err; e != nil {
		within(maxCode, &e.Code)
		within(maxReason, &e.Reason)
		within(maxLabel, &e.TrackingID)
	}
	if w := a.Who; w != nil {
		within(maxLabel, &w.Email, &w.Name, &w.UserID, &w.AccountID, &w.AccountName)
	}
	if d := a.Device; d != nil {
		within(maxUserCode, &d.UserCode)
	}
	tokens := []*Token{&a.Token}
	if a.Candidate != nil {
		tokens = append(tokens, &a.Candidate.Token)
	}
	for _, t := range tokens {
		if len(t.Scope) > maxScope {
			a.Flags = append(a.Flags, "scope is longer than 64 KiB: the rest is not stored")
		}
		within(maxScope, &t.Scope)
		within(maxLabel, &t.TokenType, &t.APIURL)
	}
}

// clip shortens s to n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
