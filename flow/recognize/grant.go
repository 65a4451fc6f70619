package recognize

import (
	"regexp"
	"strings"
	"time"

	"zoauth/flow"
)

// grantMember is a token by its name, in JSON, a query, a form, .env or YAML.
var grantMember = regexp.MustCompile(`(?i)(access_?token|refresh_?token)["']?\s*(?:=>|[=:])\s*["']?([A-Za-z0-9._~+/=-]+)([^\n]?)`)

// ReadGrant reads the tokens that a text gives to whoever holds it: a token response, a
// pair by name, or JWTs alone, which say themselves what they are. why says what keeps a
// token from being taken; with it nothing is. A bare opaque word is neither: only its
// name tells the two kinds apart.
func ReadGrant(text string) (token flow.Token, why string) {
	text = text[:min(len(text), MaxText)]
	for _, m := range grantMember.FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[2], "...") || m[3] == "\u2026" || strings.HasPrefix(m[3], "\u2026") {
			return flow.Token{}, "the token is cut off: copy all of it"
		}
		kind := flow.KindAccessToken
		if strings.HasPrefix(strings.ToLower(m[1]), "refresh") {
			kind = flow.KindRefreshToken
		}
		if why = put(&token, kind, m[2]); why != "" {
			return flow.Token{}, why
		}
	}
	if token.HasToken() {
		return token, ""
	}
	for _, a := range Read(text) {
		if a.Kind != Token || a.Token.Cut || len(a.Token.Damage) > 0 {
			continue
		}
		if kind := kindByClaims(a.Token.Secret); kind != flow.KindUnknown {
			if why = put(&token, kind, a.Token.Secret.Reveal()); why != "" {
				return flow.Token{}, why
			}
		}
	}
	return token, ""
}

// put sets a token of a kind. A JWT that says it is of the other kind is not taken, and
// neither is a second one.
func put(token *flow.Token, kind flow.SecretKind, value string) (why string) {
	secret := flow.NewSecret(kind, value)
	if said := kindByClaims(secret); said != flow.KindUnknown && said != kind {
		return "an access token stands in the place of a refresh token, or the other way round: its claims say what it is"
	}
	claims, err := flow.DecodeToken(secret)
	if kind == flow.KindRefreshToken {
		if !token.RefreshToken.IsZero() && token.RefreshToken.Digest() != secret.Digest() {
			return "the text has two refresh tokens: give the newer one alone"
		}
		token.RefreshToken, token.RefreshedAt = secret, claims.Issued
		return ""
	}
	if !token.AccessToken.IsZero() && token.AccessToken.Digest() != secret.Digest() {
		return "the text has two access tokens: give the newer one alone"
	}
	token.AccessToken, token.TokenType = secret, "bearer"
	if err == nil && !claims.Expires.IsZero() {
		token.ExpiresAt = claims.Expires
		token.ExpiresIn = max(0, claims.Expires.Sub(claims.Issued)).Truncate(time.Second)
	}
	return ""
}

// kindByClaims is what a JWT says that it is.
func kindByClaims(secret flow.Secret) flow.SecretKind {
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return flow.KindUnknown
	}
	for _, c := range claims.List {
		switch {
		case c.Name != "tokenType":
		case c.Value == "access_token":
			return flow.KindAccessToken
		case c.Value == "refresh_token":
			return flow.KindRefreshToken
		}
	}
	return flow.KindUnknown
}

// ClientOf is the client ID that a JWT of Zoom's says it was issued to; "" where it says
// none.
func ClientOf(secret flow.Secret) string {
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return ""
	}
	for _, c := range claims.List {
		if id, ok := strings.CutPrefix(c.Value, "zm:cid:"); ok && c.Name == "iss" {
			return id
		}
	}
	return ""
}
