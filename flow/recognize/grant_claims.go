package recognize

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// A JWT says itself what it is, when it was issued and to whom, whatever its text calls it.

// client is the client ID that a token says it was issued to; "" where it says none.
func (t tokenValue) client() string { return ClientOf(flow.NewSecret(t.kind, t.value)) }

// issued reports whether a token says that Zoom issued it.
func (t tokenValue) issued() bool { return t.client() != "" }

// issuedAt is when a token says that it was issued; the zero time where it says nothing.
func (t tokenValue) issuedAt() time.Time {
	claims, _ := flow.DecodeToken(flow.NewSecret(t.kind, t.value))
	return claims.Issued
}

// laterThan are the JWTs without their names that were issued to the same app as one of the list and later.
func laterThan(list []tokenValue, text string, found []Artefact) []tokenValue {
	if !slices.ContainsFunc(list, tokenValue.issued) {
		return nil
	}
	claimed, _ := claimedTokens(text, found)
	return slices.DeleteFunc(claimed, func(t tokenValue) bool {
		return !slices.ContainsFunc(list, func(o tokenValue) bool {
			return o.kind == t.kind && o.client() == t.client() && o.issued() && o.issuedAt().Before(t.issuedAt())
		}) || slices.ContainsFunc(list, func(o tokenValue) bool { return o.value == t.value })
	})
}

// isDamaged reports whether a JWT has not all of its parts, or a signature that is not as long as those that
// Zoom's servers make (docs/zoom.md §4.1).
func (t tokenValue) isDamaged() bool {
	if !strings.HasPrefix(t.value, "eyJ") && !strings.Contains(t.value, ".eyJ") {
		return false
	}
	const ofHS512 = 86
	claims, err := flow.DecodeToken(flow.NewSecret(t.kind, t.value))
	keyed := slices.ContainsFunc(claims.Header, func(c flow.Claim) bool { return c.Name == "kid" })
	return err != nil || keyed && claims.Algorithm == "HS512" && len(strings.TrimRight(t.value, "="))-strings.LastIndexByte(t.value, '.')-1 != ofHS512
}

// withBeside adds the token of the other kind that a text has in a header or without a name, where
// the claims of both name one client; of several it adds none. leftOut names one that was replaced.
func withBeside(token *flow.Token, text string, found []Artefact) (leftOut []string) {
	named := *token
	list, _ := claimedTokens(text, found)
	for _, t := range list {
		missing := t.kind == flow.KindAccessToken && named.AccessToken.IsZero() || t.kind == flow.KindRefreshToken && named.RefreshToken.IsZero()
		switch {
		case !missing || ClientOf(flow.NewSecret(t.kind, t.value)) != (Grant{Token: named}).IssuedTo():
		case wasReplaced(text, list, t):
			leftOut = []string{formerToken(t)}
		case put(token, t.kind, t.value) != "":
			*token = named
			return nil
		}
	}
	return leftOut
}

// carried are the opaque tokens in Authorization headers of requests to Zoom: access tokens (RFC 6750 §2.1).
func carried(found []Artefact) (list []tokenValue) {
	for _, a := range found {
		value := a.Token.Secret
		if auth := a.Trace.Request.Auth; auth.Scheme == flow.Bearer {
			value = auth.Secret
		}
		if word := value.Reveal(); !a.Provider.Foreign && value.Kind() == flow.KindAccessToken && !strings.HasPrefix(word, "eyJ") && isOpaque(word) && mayBeToken(word) {
			list = append(list, tokenValue{flow.KindAccessToken, word, a.start, a.Token.Cut})
		}
	}
	return list
}

// jwtInText is a JWT that is whole on a line, whatever it stands in.
var jwtInText = expression(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+`)

// claimedTokens are the JWTs of a text, each by what its claims say that it is; cut says that there is one of
// which the text has a part.
func claimedTokens(text string, found []Artefact) (list []tokenValue, cut bool) {
	add := func(t tokenValue) {
		t.kind = kindByClaims(flow.NewSecret(t.kind, t.value))
		switch known := slices.ContainsFunc(list, func(o tokenValue) bool { return strings.HasPrefix(o.value, t.value) }); {
		case t.cut, t.isDamaged():
			cut = cut || !known
		case t.kind != flow.KindUnknown && !known:
			list = append(list, t)
		}
	}
	for _, a := range found {
		if a.Kind == Token && len(a.Token.Damage) == 0 {
			add(tokenValue{value: a.Token.Secret.Reveal(), at: a.start, cut: a.Token.Cut})
		}
	}
	for _, m := range jwtInText().FindAllStringIndex(text, maxArtefacts) {
		add(tokenValue{value: text[m[0]:m[1]], at: m[0]})
	}
	return list, cut
}
