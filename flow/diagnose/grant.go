package diagnose

import (
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// Remark is something to know about a grant from elsewhere before it is saved or sent.
type Remark struct {
	Refuses bool   // it cannot work, or would spend what works once for nothing
	Text    string // without a full stop and without a secret
}

// JudgeGrant says what a grant shows about itself, and what using it for app does to the
// server that holds it now. redirect is the redirect URI that a code would be exchanged
// with.
func JudgeGrant(g recognize.Grant, app flow.App, redirect string, now time.Time) []Remark {
	switch {
	case g.Why != "":
		return []Remark{{true, g.Why}}
	case g.Code.Error != "":
		return []Remark{{true, "that callback has no code, only the error " + g.Code.Error}}
	case !g.Code.Code.IsZero():
		return judgeCode(g, app, redirect)
	}
	if id := g.ClientID; id != "" && id != app.ClientID && g.IssuedTo() == "" {
		return []Remark{{true, "the text has the token with client ID " + id + ", and " + app.Name + " has " + app.ClientID}}
	}
	list := judgeTokens(g.Token, app, now)
	for _, why := range g.LeftOut {
		list = append(list, Remark{false, "left out: " + why})
	}
	return list
}

// judgeCode judges a code. It works once and for five minutes (docs/zoom.md §4).
func judgeCode(g recognize.Grant, app flow.App, redirect string) []Remark {
	var list []Remark
	switch came := g.Code.Address; {
	case !app.HasConsent():
		return []Remark{{true, app.Name + " is an app without users: it gets tokens without a code"}}
	case g.ClientID != "" && g.ClientID != app.ClientID:
		return []Remark{{true, "the code was issued to client ID " + g.ClientID + ", and " + app.Name + " has " + app.ClientID}}
	case came != "" && !flow.SameRedirect(came, redirect):
		list = append(list, Remark{true, "the code was sent to " + flow.AddressOf(came) + ", and Zoom accepts it only with that redirect URI, not with " + redirect})
	case g.RedirectURI != "" && g.RedirectURI != redirect:
		list = append(list, Remark{true, "the code was requested with the redirect URI " + g.RedirectURI + ", and Zoom accepts it only with that one, not with " + redirect})
	}
	switch damage := g.Code.Damage(); {
	case damage != "":
		return []Remark{{true, damage}}
	case !g.Code.IsWhole():
		list = append(list, Remark{false, fmt.Sprintf("the code has %s; Zoom's have %d, of letters, digits, - and _: part of it may be missing", flow.Count(g.Code.Code.Len(), "character"), flow.CodeLength)})
	}
	if g.Verifier.IsZero() {
		list = append(list, Remark{false, "there is no code_verifier: Zoom refuses the code if the authorize URL had a code_challenge"})
	}
	return append(list, Remark{false, "a code works once, for five minutes: a server waiting for this one can no longer use it"})
}

func judgeTokens(token flow.Token, app flow.App, now time.Time) []Remark {
	var list []Remark
	for _, secret := range []flow.Secret{token.AccessToken, token.RefreshToken} {
		switch id := recognize.ClientOf(secret); {
		case !secret.IsZero() && secret.Len() < recognize.ShortestToken:
			return []Remark{{true, "a value of " + flow.Count(secret.Len(), "character") + " is too short for a token"}}
		case flow.IsPlaceholder(id):
			return []Remark{{true, "the token is a documentation sample: its client ID is a placeholder"}}
		case id != "" && id != app.ClientID:
			return []Remark{{true, "the token was issued to client ID " + id + ", and " + app.Name + " has " + app.ClientID}}
		}
	}
	if !token.RefreshToken.IsZero() && !app.HasConsent() {
		return []Remark{{true, app.Name + " is an app without users: it has no refresh tokens"}}
	}
	refreshEnd := endOf(token.RefreshToken)
	switch alone := token.RefreshToken.IsZero() && !token.AccessToken.IsZero(); {
	case past(refreshEnd, now):
		return []Remark{{true, "the refresh token expired " + moment(refreshEnd)}}
	case past(token.ExpiresAt, now) && alone:
		return []Remark{{true, "the access token expired " + moment(token.ExpiresAt) + ", and there is no refresh token"}}
	case past(token.ExpiresAt, now):
		list = append(list, Remark{false, "the access token expired " + moment(token.ExpiresAt) + "; the refresh token gets a new one"})
	case alone:
		list = append(list, Remark{false, "there is no refresh token: once the access token expires, you must authorize again"})
	}
	if !token.RefreshToken.IsZero() {
		list = append(list, Remark{false, "a refresh replaces the token pair: the refresh token on your server stops working, so give it the new pair"})
	}
	return list
}

// endOf is when a JWT says that it ends; the zero time where it does not.
func endOf(secret flow.Secret) time.Time {
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return time.Time{}
	}
	return claims.Expires
}

func past(end, now time.Time) bool { return !end.IsZero() && now.After(end) }
