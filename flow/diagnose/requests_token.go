package diagnose

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// consentChecks stand above all others: a consent page's request has nothing to do at
// the token endpoint, whatever else is wrong with it.
var consentChecks = []check{
	{"authorize-at-token-endpoint", "", func(r asked) (string, string) {
		if r.value("response_type") != "" {
			return "response_type belongs to /oauth/authorize, which a browser opens", "response_type"
		}
		return "", ""
	}},
}

// tokenEndpointChecks are about requests to /oauth/token and /oauth/revoke (zoom.md
// §2, §5.1).
var tokenEndpointChecks = []check{
	{"request-wrong-method", "method", func(r asked) (string, string) {
		if r.Method != "POST" && r.value("response_type") == "" {
			return "it sends " + r.Method + "; Zoom needs POST", r.Method
		}
		return "", ""
	}},
	{"grant-json-body", "content type", func(r asked) (string, string) {
		kind, _ := r.header("Content-Type")
		noForm := given(kind) && !strings.Contains(strings.ToLower(kind), "x-www-form-urlencoded")
		switch {
		case noForm && len(r.Form)+len(r.Body) == 0 && r.inQuery("grant_type"):
			return jsonWithoutBody, kind
		case noForm:
			return "the request said Content-Type " + kind, kind
		case string(r.Body) == recognize.ObjectAsText:
			return "fetch sends an object as " + recognize.ObjectAsText + ": new URLSearchParams makes a form of it", "body"
		case len(r.Body) > 0:
			return "the body is JSON", ""
		}
		return "", ""
	}},
	{"client-basic-malformed", "Basic credentials", func(r asked) (string, string) {
		header, there := r.header("Authorization")
		_, value, _ := strings.Cut(header, " ")
		switch {
		case dollarInPython().MatchString(r.artefact.Text):
			return "an f-string sends the $ before its braces too", "Basic $"
		case bytesInPython().MatchString(r.artefact.Text), value == recognize.BytesInText:
			return "b64encode returns bytes, and b and quotes are sent with them: .decode() makes text of them", "b64encode"
		case joinedScheme().MatchString(header):
			return "there is no space after Basic", "Basic"
		case echoed().MatchString(header):
			return "echo adds a line break to what is encoded; printf and echo -n do not", "echo"
		case unencoded(value) && !(linesAlone(r) && recognize.IsVariable(value)): // clients of .http files encode it
			return "the ID and the secret are joined by a colon, but not encoded as Base64", "Basic "
		case there && flow.IsMasked(value):
		case there && strings.HasPrefix(header, "Bearer "):
			return malformedBasic("Bearer"), "Bearer"
		case there && !recognize.IsVariable(header) && !recognize.IsVariable(value) && !flow.IsPlaceholder(value) && !recognize.NamesEncoding(value):
			return malformedBasic(header), "Authorization"
		case r.Auth.Scheme == flow.Bearer:
			return malformedBasic("Bearer"), "Bearer"
		case r.Auth.Scheme == flow.Basic && strings.TrimSpace(r.Auth.ClientID) != r.Auth.ClientID, strings.TrimSpace(r.Auth.Secret.Reveal()) != r.Auth.Secret.Reveal():
			return "there is a space around the ID or the secret", "-u"
		}
		return "", ""
	}},
	{"client-missing", "client credentials", func(r asked) (string, string) {
		_, header := r.header("Authorization")
		_, id := r.field("client_id")
		if header || id || r.Auth.Scheme != flow.NoAuth || hasVariableBody(r) || bareLine(r) || isReported(r) || r.value("response_type") != "" {
			return "", ""
		}
		return "it has neither Basic credentials nor a client_id", ""
	}},
	{"client-missing", "", func(r asked) (string, string) {
		_, header := r.header("Authorization")
		before, _, _ := strings.Cut(r.artefact.Text, "&")
		if slices.Contains(r.artefact.Flaws, recognize.EndsAtAmpersand) && (header || r.Auth.Scheme != flow.NoAuth) && !holdsCredentials(before) {
			return "the credentials come after an & outside quotes, where a shell ends the command", "&"
		}
		return "", ""
	}},
	{"client-in-body", "", func(r asked) (string, string) {
		_, header := r.header("Authorization")
		_, id := r.field("client_id")
		_, secret := r.field("client_secret")
		if header || !id || !secret || r.inQuery("client_secret") || r.Auth.Scheme != flow.NoAuth || len(r.artefact.Tokens()) > 0 {
			return "", ""
		}
		return secretInBody, "client_secret"
	}},
	{"client-swapped", "", func(r asked) (string, string) {
		if id, secret := r.Auth.ClientID, r.Auth.Secret.Len(); r.Auth.Scheme == flow.Basic && len(id) == 32 && secret == 22 {
			return "the client ID has 32 characters and the secret 22: Zoom's have 22 and 32", "-u"
		}
		return "", ""
	}},
	{"parameters-in-query", "where the parameters are", func(r asked) (string, string) {
		for _, name := range []string{"refresh_token", "code", "token"} {
			if r.inQuery(name) {
				return name + " is in the URL, where proxies and logs keep it", name
			}
		}
		return "", ""
	}},
	{"secret-in-url", "", func(r asked) (string, string) {
		if r.inQuery("client_secret") {
			return "client_secret is in the URL, where proxies and logs keep it", "client_secret"
		}
		return "", ""
	}},
	{"grant-missing", "grant type", func(r asked) (string, string) {
		_, there := r.field("grant_type")
		if there || r.Step == flow.StepRevoke || strings.HasSuffix(r.path, "/revoke") || unseenBody(r) || r.value("response_type") != "" || hasVariableBody(r) {
			return "", ""
		}
		return "it sends no grant_type", ""
	}},
	{"grant-unknown", "", func(r asked) (string, string) {
		grant := r.value("grant_type")
		switch {
		case strings.Contains(grant, ",") && strings.Contains(grant, "="):
			return "the parameters are separated by commas; a form has & between them", "grant_type"
		case given(grant) && !slices.Contains(grantTypes, grant):
			return "grant_type is " + grantAlone(grant), grant
		case r.isDocumented() && blankBehindGrant().MatchString(r.artefact.Text):
			return "there is a space between the grant type and &, which is sent with it", "grant_type"
		}
		return "", ""
	}},
	{"grant-app-type", "", func(r asked) (string, string) {
		if _, account := r.field("account_id"); account && r.value("grant_type") == "client_credentials" {
			return "account_id goes with grant_type=account_credentials; the REST API refuses a token of client_credentials", "client_credentials"
		}
		return "", ""
	}},
	{"request-incomplete", "", func(r asked) (string, string) {
		name := credentialOf[r.value("grant_type")]
		if strings.HasSuffix(r.path, "/revoke") {
			name = "token"
		}
		if name == "" || r.value(name) != "" || unseenBody(r) || hasVariableBody(r) {
			return "", ""
		}
		return "it sends no " + name, r.value("grant_type")
	}},
	{"code-other-app", "", func(r asked) (string, string) {
		switch code := r.value("code"); {
		case strings.Contains(code, "://"):
			return "code is a whole address; the code is only what follows code= in it", "code="
		case strings.HasPrefix(code, "eyJ"):
			return "code is a JWT, as tokens are; Zoom's codes are not", "code="
		}
		return "", ""
	}},
	{"code-double-encoded", "", func(r asked) (string, string) {
		if code := r.value("code"); strings.Contains(code, "%") && given(code) {
			return "the code still contains % after one decoding", "code="
		}
		return "", ""
	}},
	{"code-redirect-mismatch", "redirect_uri", func(r asked) (string, string) {
		if _, there := r.field("redirect_uri"); r.value("grant_type") == "authorization_code" && !there && !hasVariableBody(r) {
			return "it sends no redirect_uri", "authorization_code"
		}
		return "", ""
	}},
	{"code-verifier-missing", "PKCE", func(r asked) (string, string) {
		_, verifier := r.field("code_verifier")
		_, challenge := r.field("code_challenge")
		_, id := r.field("client_id")
		_, secret := r.field("client_secret")
		switch {
		case r.value("grant_type") != "authorization_code" || verifier:
		case challenge:
			return "it sends code_challenge, which belongs to the authorize URL, and no code_verifier", "code_challenge"
		case id && !secret && r.Auth.Scheme == flow.NoAuth:
			return "a public client sends no code_verifier", "client_id"
		}
		return "", ""
	}},
	{"account-id-wrong", "account ID", func(r asked) (string, string) {
		account := r.value("account_id")
		switch {
		case r.value("grant_type") != "account_credentials":
		case account == "":
			return "it sends no account_id", "account_credentials"
		case clientVariable().MatchString(account):
			return "account_id is filled with the variable of the client ID, " + account, account
		}
		return "", ""
	}},
	{"refresh-not-a-refresh-token", "", func(r asked) (string, string) {
		if kindClaimed(flow.NewSecret(flow.KindUnknown, r.value("refresh_token"))) == flow.KindAccessToken {
			return "the token itself says that it is an access token", "refresh_token="
		}
		return "", ""
	}},
}

// deviceWithoutBasic is the evidence of a device request without credentials.
const deviceWithoutBasic = "it has no Basic credentials; Zoom's documents send them beside client_id"

// deviceChecks are about the request that begins the device flow (docs/zoom.md §2.6).
var deviceChecks = []check{
	{"client-public-id", "client credentials", func(r asked) (string, string) {
		if _, header := r.header("Authorization"); header || r.Auth.Scheme != flow.NoAuth || bareLine(r) || isReported(r) {
			return "", ""
		}
		return deviceWithoutBasic, "client_id"
	}},
}

// jsonWithoutBody is the evidence of a content type that says nothing of the parameters.
const jsonWithoutBody = "the Content-Type is none of a form, and the parameters are in the URL"

// secretInBody is the evidence of credentials that are not in the Authorization header.
const secretInBody = "client_id and client_secret are in the body, and there is no Authorization header"

// credentialOf is the parameter that a grant exchanges.
var credentialOf = map[string]string{"authorization_code": "code", "refresh_token": "refresh_token", "urn:ietf:params:oauth:grant-type:device_code": "device_code"}

// clientVariable is a variable that holds a client ID by its name.
var clientVariable = expression(`(?i)^(?:[$%#]\{?|\{\{?) ?\w*client_?id\w* ?[}%]{0,2}$`)

// blankBehindGrant is a form with blanks around its signs, for a reader's eyes.
var blankBehindGrant = expression(`\bgrant_type=[\w:.-]+ +& *\w+=`)

// holdsCredentials reports whether a part of a command has its credentials.
func holdsCredentials(command string) bool {
	return strings.Contains(command, " -u") || strings.Contains(command, "--user ") || strings.Contains(strings.ToLower(command), "authorization:")
}

// echoed is how a shell encodes credentials with a line break behind them.
var echoed = expression(`\becho\s+["'$\w][^|]*\|\s*(?:openssl )?base64`)

// unencoded reports whether a value is an ID and a secret, or the variables of both, as they are.
func unencoded(value string) bool {
	return strings.Contains(value, ":") && !encodes().MatchString(value) && !flow.IsPlaceholder(value) && !flow.IsMasked(value)
}

// encodes is how programs name the encoding of credentials.
var encodes = expression(`(?i)base64|b64|btoa|encode|buffer`)

// dollarInPython is a value as JavaScript puts it into a template, in a string of Python.
var dollarInPython = expression(`\bf["']Basic \$\{`)

// bytesInPython is the result of b64encode in a string of Python.
var bytesInPython = expression(`\bf["']Basic \{base64\.b64encode\((?:[^\n()]|\([^\n()]*\))*\)\}["']`)

// joinedScheme is a scheme with the variable or token directly behind it.
var joinedScheme = expression(`(?i)^(?:bearer|basic)(?:\$|eyJ)`)

// hasVariableBody reports whether the body or the query is a variable, a file or left out, so that its
// fields are not known.
func hasVariableBody(r asked) bool {
	return strings.HasPrefix(string(r.Body), "$") || slices.ContainsFunc(slices.Concat(r.Form, r.Query), func(f flow.Field) bool {
		return strings.HasPrefix(f.Name, "$") || strings.HasPrefix(f.Name, "..") || strings.HasPrefix(f.Name, "…") || strings.Contains(f.Name, "@") || strings.HasPrefix(f.Name, "{")
	})
}
