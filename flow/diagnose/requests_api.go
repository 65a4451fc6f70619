package diagnose

import (
	"cmp"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// apiChecks are about calls of the REST API.
var apiChecks = []check{
	{id: "api-token-in-query", name: "where the token is", wrong: func(r asked) (string, string) {
		if r.inQuery("access_token") {
			return "access_token is in the URL", "access_token"
		}
		return "", ""
	}},
	{id: "token-damaged", name: "token", wrong: func(r asked) (string, string) {
		header, _ := r.header("Authorization")
		damage := recognize.ReadBearer(header).Damage
		if flow.IsMasked(header) || len(damage) == 0 || damage[0] == recognize.PlaceholderForToken || strings.HasPrefix(damage[0], "there is nothing") {
			return "", ""
		}
		return strings.Join(damage, "; "), "Authorization"
	}},
	{id: "token-damaged", wrong: func(r asked) (string, string) {
		header, there := r.header("Authorization")
		if joinedScheme().MatchString(header) {
			return "there is no space after Bearer", "Bearer"
		}
		scheme, _, _ := strings.Cut(header, " ")
		switch {
		case !there || !given(scheme) || strings.ContainsAny(scheme, "{(") || flow.IsMasked(scheme) || flow.IsPlaceholder(header) || strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic"):
		case strings.EqualFold(scheme, "Bearer:"):
			return "there is a colon after Bearer", "Authorization"
		default:
			return "the Authorization header doesn't start with Bearer", "Authorization"
		}
		return "", ""
	}},
	{id: "api-token-kind", wrong: func(r asked) (string, string) {
		return cmp.Or(ofOtherKind(r.Auth.Secret), ofOtherIssuer(r.Auth.Secret)), "Bearer"
	}},
	{id: "api-token-broken", wrong: func(r asked) (string, string) {
		if withoutSignature().MatchString(r.Auth.Secret.Reveal()) {
			return "the token has two of its three parts", "Bearer"
		}
		return "", ""
	}},
	{id: "api-wrong-grant", wrong: func(r asked) (string, string) {
		answered := r.artefact.HasResponseBody() && flow.Classify(r.artefact.Trace).Err == nil
		if !r.beside.ofApp() || answered || ownedByApp().MatchString(r.path) {
			return "", ""
		}
		return "the token comes from client_credentials, and this part of the API needs a user's token or one from account_credentials", r.path
	}},
	{id: "api-jwt-invalid", wrong: func(r asked) (string, string) {
		if ofJWTApp(r.Auth.Secret) {
			return signedByProgram, "Bearer"
		}
		return "", ""
	}},
	{id: "api-token-empty", name: "Authorization header", wrong: func(r asked) (string, string) {
		header, there := r.header("Authorization")
		scheme, token, _ := strings.Cut(header, " ")
		switch {
		case r.Auth.Scheme == flow.Bearer || r.inQuery("access_token"):
		case r.Auth.Scheme == flow.Basic || strings.EqualFold(scheme, "Basic"):
			return "it sends Basic credentials; the API needs Bearer and a token", "Authorization"
		case !there && !bareLine(r):
			return "it sends no Authorization header", ""
		case there && header == "":
			return "the Authorization header is empty: put quotes around it to keep its words together", "Authorization"
		case there && strings.TrimSpace(token) == "" && strings.EqualFold(strings.TrimSpace(header), "bearer"):
			return "nothing follows Bearer", "Authorization"
		}
		return "", ""
	}},
	{id: "api-validation", name: "content type", wrong: func(r asked) (string, string) {
		if kind, _ := r.header("Content-Type"); strings.HasPrefix(strings.TrimSpace(string(r.Body)), "{") && strings.Contains(kind, "form") {
			return "the body is JSON, and it is sent with Content-Type " + kind + ", as curl -d does unless a header says application/json", "-d"
		}
		return "", ""
	}},
	{id: "api-token-expired", name: "expiry", wrong: func(r asked) (string, string) {
		if ended, ok := expired(r.Auth.Secret, r.now); ok {
			return saysEnded + ended, "Bearer"
		}
		return "", ""
	}},
}

// ofOtherIssuer is the evidence of a token that names who issued it and nothing of Zoom, "" of any other.
func ofOtherIssuer(secret flow.Secret) string {
	claims, err := flow.DecodeToken(secret)
	issuer := claim(claims, "iss")
	if err != nil || issuer == "" || namesZoom(claims) || ofJWTApp(secret) {
		return ""
	}
	return "the token itself says that " + issuer + " issued it, and names nothing of Zoom"
}

// withoutSignature is a JWT that ends behind its claims.
var withoutSignature = expression(`^eyJ[\w-]{8,}\.eyJ[\w-]{8,}$`)

// ownedByApp are the paths of what the app itself owns (docs/zoom.md, row api:client-credentials).
var ownedByApp = expression(`^/v2/(?:im/chat|marketplace)(?:/|$)`)

// cutChecks are about commands of which a shell sends a part.
var cutChecks = []check{
	{id: "request-incomplete", wrong: func(r asked) (string, string) {
		for _, flaw := range r.artefact.Flaws {
			switch flaw {
			case recognize.EndsAtAmpersand:
				return flaw, "&"
			case recognize.EndsAtLine, recognize.EndsAtComment:
				return flaw, ""
			case recognize.SingleQuotes:
				return flaw, "'"
			}
		}
		return "", ""
	}},
}
