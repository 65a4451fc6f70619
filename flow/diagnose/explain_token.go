package diagnose

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// token says what a token is, and what happened to it on the way.
func (x *explainer) token(a *recognize.Artefact) {
	x.harmless = true
	at := "line " + itoa(a.Span.Line) + ": "
	for _, flaw := range a.Flaws {
		x.note(at + flaw)
	}
	for _, line := range tokenNotes(a.Token.Secret, x.here.Now) {
		x.note(line)
	}
	if len(a.Token.Damage) > 0 {
		x.blame("token-damaged", a, at, a.Token.Damage...)
	}
	if a.Token.Cut {
		x.blame("api-token-broken", a, at, "part of the token is missing")
	}
	if ended, ok := expired(a.Token.Secret, x.here.Now); ok && len(a.Token.Damage) == 0 {
		x.blame(causeOfEnd(a.Token.Secret), a, at, "the token itself says that it expired "+ended)
	}
}

// causeOfEnd is the cause for a token of its kind that has expired.
func causeOfEnd(secret flow.Secret) string {
	if kindClaimed(secret) == flow.KindRefreshToken {
		return "refresh-token-ended"
	}
	return "api-token-expired"
}

// kindClaimed is what a token says that it is.
func kindClaimed(secret flow.Secret) flow.SecretKind {
	claims, err := flow.DecodeToken(secret)
	switch kind := claim(claims, "tokenType", "type"); {
	case err != nil:
	case kind == "access_token" || kind == "0":
		return flow.KindAccessToken
	case kind == "refresh_token" || kind == "1":
		return flow.KindRefreshToken
	}
	return flow.KindUnknown
}

// tokens says what a response brought.
func (x *explainer) tokens(a *recognize.Artefact) {
	if code := a.DeviceCode(); !code.IsZero() {
		x.harmless = true
		x.note("line " + itoa(a.Span.Line) + ": a response with a device code, " + code.Fingerprint() + ", not an error")
	}
	if a.Revoked() && (a.Trace.Step == flow.StepRevoke || !a.HasRequest()) {
		x.harmless = true
		x.note("line " + itoa(a.Span.Line) + ": what Zoom says to a revoke that it has done: the token works no more")
	}
	tokens := a.Tokens()
	if len(tokens) == 0 {
		return
	}
	x.harmless = true
	x.note("line " + itoa(a.Span.Line) + ": a response with tokens, not an error")
	for _, token := range tokens {
		if token.Cut {
			x.note("its token is cut off: part of it is missing")
			continue
		}
		x.note(strings.Join(tokenNotes(token.Secret, x.here.Now), "; "))
	}
	_, opaque := flow.DecodeToken(tokens[0].Secret)
	switch scopes, said := a.Scopes(); {
	case opaque != nil && a.Provider.Name != recognize.Zoom: // Zoom's tokens are JWTs
	case said && len(scopes) == 0:
		x.blame("token-without-scopes", a, lineOf(a, "scope"), "scope is empty")
	case said && !slices.ContainsFunc(scopes, func(s string) bool { return s != "imchat:bot" && !strings.HasPrefix(s, "marketplace:") }):
		x.note(ofAppItself)
	}
}

// ofAppItself says what a token of the client_credentials grant is for.
const ofAppItself = "a client_credentials token is for chatbots and for what the app itself owns; most of the REST API needs a user's token, or one from account_credentials with account_id"

// tokenNotes are what a token says of itself.
func tokenNotes(secret flow.Secret, now time.Time) []string {
	if secret.IsZero() {
		return nil
	}
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return []string{err.Error()}
	}
	switch claim(claims, "tokenType", "type") {
	case "access_token", "0", "3":
		secret = flow.NewSecret(flow.KindAccessToken, secret.Reveal())
	case "refresh_token", "1":
		secret = flow.NewSecret(flow.KindRefreshToken, secret.Reveal())
	}
	notes := []string{secret.Fingerprint() + ", not verified: only Zoom has the key"}
	switch claim(claims, "tokenType", "type") {
	case "access_token", "0":
		notes = append(notes, "an access token")
	case "refresh_token", "1":
		notes = append(notes, "a refresh token: works once, only in a form sent to the token endpoint")
	case "3":
		notes = append(notes, "a Server-to-Server token")
	}
	if issuer := claim(claims, "iss"); issuer != "" {
		notes = append(notes, "issued by "+issuer)
	}
	switch end := claims.Expires; {
	case end.IsZero():
		notes = append(notes, "it doesn't say when it expires")
	case now.After(end):
		notes = append(notes, "expired "+end.UTC().Format(time.RFC3339))
	default:
		notes = append(notes, "valid until "+end.UTC().Format(time.RFC3339)+"; Zoom may have revoked it")
	}
	return notes
}

// expired returns when a token expired by its own claims; false where it has not.
func expired(secret flow.Secret, now time.Time) (string, bool) {
	claims, err := flow.DecodeToken(secret)
	if err != nil || claims.Expires.IsZero() || !now.After(claims.Expires) {
		return "", false
	}
	return claims.Expires.UTC().Format(time.RFC3339), true
}
