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
	if isShortened(a) {
		x.note(at + tokenInPart)
	} else {
		for _, line := range tokenNotes(a.Token.Secret, x.here.Now) {
			x.note(line)
		}
	}
	x.run(tokenChecks, asked{artefact: a, now: x.here.Now})
}

// tokenChecks are about a token that stands by itself.
var tokenChecks = []check{
	{id: "request-placeholder", wrong: func(r asked) (string, string) {
		if damage := r.artefact.Token.Damage; slices.Contains(damage, recognize.PlaceholderForToken) {
			return strings.Join(damage, "; "), ""
		}
		return "", ""
	}},
	{id: "token-damaged", wrong: func(r asked) (string, string) {
		if damage := r.artefact.Token.Damage; !slices.Contains(damage, recognize.PlaceholderForToken) {
			return strings.Join(damage, "; "), ""
		}
		return "", ""
	}},
	{id: "secret-in-url", wrong: func(r asked) (string, string) {
		if m := inURL().FindStringSubmatch(leading(r.artefact)); m != nil && r.artefact.Provider.Name == recognize.Zoom && !recognize.IsZoomHost(m[1]) {
			return "access_token is in a URL that browsers and logs keep", ""
		}
		return "", ""
	}},
	{id: "api-token-broken", wrong: func(r asked) (string, string) {
		if r.artefact.Token.Cut && !isShortened(r.artefact) {
			return "part of the token is missing", ""
		}
		return "", ""
	}},
	{id: "api-token-kind", wrong: func(r asked) (string, string) {
		if r.artefact.Token.Where == "" {
			return "", ""
		}
		return ofOtherKind(r.artefact.Token.Secret), ""
	}},
	{id: "api-jwt-invalid", wrong: func(r asked) (string, string) {
		if ofJWTApp(r.artefact.Token.Secret) && r.artefact.Provider.Name == recognize.Zoom {
			return signedByProgram, ""
		}
		return "", ""
	}},
	{id: "api-token-expired", wrong: func(r asked) (string, string) { return r.tokenEnded(flow.KindAccessToken, flow.KindUnknown), "" }},
	{id: "refresh-token-ended", wrong: func(r asked) (string, string) { return r.tokenEnded(flow.KindRefreshToken), "" }},
}

// tokenInPart says of a token that nothing can be read from it.
const tokenInPart = "the token is cut off: the text has only a part of it"

// isShortened reports whether who wrote a token down left out its end, and says so.
func isShortened(a *recognize.Artefact) bool {
	_, behind, _ := strings.Cut(a.Lines, a.Text)
	return a.Lines != a.Text && (strings.HasPrefix(behind, "...") || strings.HasPrefix(behind, "…"))
}

// tokenEnded is the evidence of a token of one of the kinds that has expired, "" of any other.
func (r asked) tokenEnded(kinds ...flow.SecretKind) string {
	token := r.artefact.Token
	ended, ok := expired(token.Secret, r.now)
	if !ok || len(token.Damage) > 0 || otherToken(token.Secret) != "" || !slices.Contains(kinds, kindClaimed(token.Secret)) {
		return ""
	}
	return saysEnded + ended
}

// saysEnded begins the evidence of a token that has expired by its own claims.
const saysEnded = "the token itself says that it expired "

// inURL is what stands before a token in the query of an address.
var inURL = expression(`(?i)https?://([^\s"'<>/?:]+)[^\s"'<>?]*\?(?:[^\s"'<>#]*&)?access_token=$`)

// ofOtherKind is the evidence of a token that is not an access token by its own claims, "" of any other.
func ofOtherKind(secret flow.Secret) string {
	kind := otherToken(secret)
	if kindClaimed(secret) == flow.KindRefreshToken {
		kind = "a refresh token"
	}
	if kind == "" {
		return ""
	}
	return "the token itself says that it is " + kind
}

// otherToken is what a JWT is, by its claims, that Zoom's meetings and SDKs take and its REST API does not
// (docs/zoom.md, rows api:zak and api:sdk-token); "" of any other.
func otherToken(secret flow.Secret) string {
	claims, err := flow.DecodeToken(secret)
	has := func(names ...string) bool { return claim(claims, names...) != "" }
	switch {
	case err != nil:
	case claim(claims, "aud") == "clientsm":
		return "a ZAK, which starts meetings"
	case has("appKey", "sdkKey") && has("tokenExp", "mn"):
		return "a signature for the Meeting SDK"
	case has("app_key") && has("tpc"):
		return "a token for the Video SDK"
	}
	return ""
}

// signedByProgram is the evidence of a token that [ofJWTApp] knows.
const signedByProgram = "a program signed it with the key of a JWT app: its iss is nothing but the key"

// keyAlone is the key of a JWT app.
var keyAlone = expression(`^[\w-]{22}$`)

// ofJWTApp reports whether a token is what programs signed for JWT apps, which no longer exist (docs/zoom.md,
// row 4724).
func ofJWTApp(secret flow.Secret) bool {
	claims, err := flow.DecodeToken(secret)
	aud := claim(claims, "aud")
	return err == nil && claims.Algorithm == "HS256" && keyAlone().MatchString(claim(claims, "iss")) && (aud == "" || aud == "null")
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
		x.note("line " + itoa(a.Span.Line) + ": Zoom's response to a successful revoke: the token no longer works")
	}
	tokens := a.Tokens()
	if len(tokens) == 0 {
		return
	}
	x.harmless = true
	x.note("line " + itoa(a.Span.Line) + ": a response with tokens, not an error")
	for _, token := range tokens {
		switch {
		case token.IsPlaceholder():
			continue
		case token.Cut:
			x.note(tokenInPart)
			continue
		}
		x.note(strings.Join(tokenNotes(token.Secret, x.here.Now), "; "))
	}
	_, opaque := flow.DecodeToken(tokens[0].Secret)
	switch scopes, said := a.Scopes(); {
	case opaque != nil && a.Provider.Name != recognize.Zoom: // Zoom's tokens are JWTs
	case said && len(scopes) == 0:
		if f, ok := findingOf("token-without-scopes", a, lineIn(a, a.Text, "scope")+"scope is empty"); ok {
			x.add(f)
		}
	case said && !slices.ContainsFunc(scopes, func(s string) bool { return s != "imchat:bot" && !strings.HasPrefix(s, "marketplace:") }):
		x.note(ofAppItself)
	}
}

// ofAppItself says what a token of the client_credentials grant is for.
const ofAppItself = "a client_credentials token is for chatbots and for what the app itself owns; most of the REST API needs a user's token, or one from account_credentials with account_id"

// tokenNotes are what is known of a token: its kind, whose it is and when it ends.
func tokenNotes(secret flow.Secret, now time.Time) []string {
	if secret.IsZero() {
		return nil
	}
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return opaqueNotes(secret, err)
	}
	kind, said := kindClaimed(secret), ""
	if kind != flow.KindUnknown {
		secret = flow.NewSecret(kind, secret.Reveal())
		said = kindsInWords[kind]
	}
	if claim(claims, "tokenType", "type") == "3" {
		said = "a Server-to-Server token"
	}
	notes := []string{secret.Fingerprint() + ", not verified: only Zoom has the key"}
	if other := otherToken(secret); other != "" {
		said = other + ", and not an access token"
	}
	if said != "" {
		notes = append(notes, said)
	}
	if issuer := claim(claims, "iss"); issuer != "" {
		notes = append(notes, "issued by "+issuer)
	}
	if !namesZoom(claims) && said == "" {
		notes[0] = secret.Fingerprint() + ", not verified"
		notes = append(notes, "nothing in it names Zoom: it may be another provider's, or a program may have signed it")
	}
	switch end := claims.Expires; {
	case end.IsZero():
		notes = append(notes, "it doesn't say when it expires")
	case now.After(end):
		notes = append(notes, "expired "+moment(end))
	default:
		notes = append(notes, "valid until "+moment(end)+"; Zoom may have revoked it")
	}
	return notes
}

// kindsInWords are the kinds of secrets that a token can be.
var kindsInWords = map[flow.SecretKind]string{
	flow.KindAccessToken:  "an access token",
	flow.KindRefreshToken: "a refresh token: works once, only in a form sent to the token endpoint",
	flow.KindVerifier:     "a code_verifier",
	flow.KindDeviceCode:   "a device code: works until expires_in, only in a form sent to the token endpoint",
}

// opaqueNotes are what is known of a token that cannot be decoded: what its name or place makes it.
func opaqueNotes(secret flow.Secret, err error) []string {
	notes := []string{secret.Fingerprint() + ", " + flow.Count(secret.Len(), "character")}
	if said := kindsInWords[secret.Kind()]; said != "" {
		kind, _, _ := strings.Cut(said, ":")
		notes = append(notes, kind+" by its name or place")
	}
	notes = append(notes, err.Error())
	if kind := secret.Kind(); kind != flow.KindDeviceCode && kind != flow.KindVerifier && !strings.Contains(secret.Reveal(), ".") {
		notes = append(notes, "Zoom's tokens are JWTs: it may be another provider's, a code, or part of a token")
	}
	return notes
}

// namesZoom reports whether a token says that it is Zoom's: of an app or for a service of Zoom's.
func namesZoom(claims flow.Claims) bool {
	issuer := claim(claims, "iss")
	return strings.HasPrefix(issuer, "zm:") || strings.Contains(issuer+claim(claims, "aud"), recognize.Zoom)
}

// moment is a time as people write it.
func moment(at time.Time) string { return at.UTC().Format("2 Jan 2006 15:04 UTC") }

// expired returns when a token expired by its own claims; false where it has not.
func expired(secret flow.Secret, now time.Time) (string, bool) {
	claims, err := flow.DecodeToken(secret)
	if err != nil || claims.Expires.IsZero() || !now.After(claims.Expires) {
		return "", false
	}
	return moment(claims.Expires), true
}
