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
	{id: "authorize-at-token-endpoint", wrong: func(r asked) (string, string) {
		if r.value("response_type") != "" {
			return "response_type belongs to /oauth/authorize, which a browser opens", "response_type"
		}
		return "", ""
	}},
}

// tokenEndpointChecks are about requests to /oauth/token and /oauth/revoke (zoom.md
// §2, §5.1).
var tokenEndpointChecks = []check{
	{id: "request-wrong-method", name: "method", wrong: func(r asked) (string, string) {
		if r.Method != "POST" && r.value("response_type") == "" {
			return "it sends " + r.Method + "; Zoom needs POST", r.Method
		}
		return "", ""
	}},
	{id: "grant-json-body", name: "content type", wrong: func(r asked) (string, string) {
		kind, _ := r.header("Content-Type")
		switch {
		case r.sendsNothing():
		case isNoForm(kind):
			return "the request said Content-Type " + kind, kind
		case string(r.Body) == recognize.ObjectAsText:
			return "fetch sends an object as " + recognize.ObjectAsText + ": new URLSearchParams makes a form of it", "body"
		case len(r.Body) > 0:
			return "the body is JSON", ""
		}
		return "", ""
	}},
	{id: "grant-json-body", unsettled: true, wrong: func(r asked) (string, string) { // docs/zoom.md §2.1
		if kind, _ := r.header("Content-Type"); isNoForm(kind) && r.sendsNothing() {
			return "the Content-Type is not a form's, and the parameters are in the URL", kind
		}
		return "", ""
	}},
	{id: "client-basic-malformed", name: "Basic credentials", wrong: func(r asked) (string, string) {
		header, there := r.header("Authorization")
		_, value, _ := strings.Cut(header, " ")
		switch {
		case dollarInPython().MatchString(r.artefact.Text):
			return "an f-string sends the $ before its braces too", "Basic $"
		case bytesInPython().MatchString(r.artefact.Text), value == recognize.BytesInText:
			return "b64encode returns bytes, and b and quotes are sent with them: .decode() makes text of them", "b64encode"
		case joinedScheme().MatchString(header):
			return "there is no space after Basic", "Basic"
		case echoed().MatchString(r.artefact.Text):
			return "echo adds a line break to what is encoded; printf and echo -n do not", "echo"
		case !r.isDocumented() && recognize.SendsEncodingAsWords(value):
			return "the encoding is only named inside the string: the words are sent as they are, and nothing is encoded", "Basic "
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
	{id: "client-missing", name: "client credentials", wrong: func(r asked) (string, string) {
		_, header := r.header("Authorization")
		_, id := r.field("client_id")
		if header || id || r.Auth.Scheme != flow.NoAuth || hasVariableBody(r) || bareLine(r) || isReported(r) || r.value("response_type") != "" || r.clientArrived() {
			return "", ""
		}
		return "it has neither Basic credentials nor a client_id", ""
	}},
	{id: "client-missing", wrong: func(r asked) (string, string) {
		_, header := r.header("Authorization")
		before, _, _ := strings.Cut(r.artefact.Text, "&")
		if slices.Contains(r.artefact.Flaws, recognize.EndsAtAmpersand) && (header || r.Auth.Scheme != flow.NoAuth) && !holdsCredentials(before) {
			return "the credentials come after an & outside quotes, where a shell ends the command", "&"
		}
		return "", ""
	}},
	{id: "client-in-body", unsettled: true, wrong: func(r asked) (string, string) {
		_, header := r.header("Authorization")
		_, id := r.field("client_id")
		_, secret := r.field("client_secret")
		if header || !id || !secret || r.inQuery("client_secret") || r.Auth.Scheme != flow.NoAuth || len(r.artefact.Tokens()) > 0 {
			return "", ""
		}
		return "client_id and client_secret are in the body, and there is no Authorization header", "client_secret"
	}},
	{id: "client-swapped", wrong: func(r asked) (string, string) {
		if id, secret := r.Auth.ClientID, r.Auth.Secret.Len(); r.Auth.Scheme == flow.Basic && len(id) == recognize.SecretLength && secret == recognize.IDLength {
			return "the client ID has 32 characters and the secret 22: Zoom's have 22 and 32", "-u"
		}
		return "", ""
	}},
	{id: "parameters-in-query", name: "where the parameters are", unsettled: true, ofAddress: true, wrong: func(r asked) (string, string) {
		for _, name := range []string{"refresh_token", "code", "token"} {
			if r.inQuery(name) {
				return name + " is in the URL, where proxies and logs keep it", name
			}
		}
		return "", ""
	}},
	{id: "secret-in-url", ofAddress: true, wrong: func(r asked) (string, string) {
		if r.inQuery("client_secret") {
			return "client_secret is in the URL, where proxies and logs keep it", "client_secret"
		}
		return "", ""
	}},
	{id: "grant-missing", name: "grant type", wrong: func(r asked) (string, string) {
		_, there := r.field("grant_type")
		if there || r.Step == flow.StepRevoke || strings.HasSuffix(r.path, "/revoke") || unseenBody(r) || r.value("response_type") != "" || hasVariableBody(r) || r.grantArrived() {
			return "", ""
		}
		return "it sends no grant_type", ""
	}},
	{id: "grant-unknown", ofAddress: true, wrong: func(r asked) (string, string) {
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
	{id: "grant-app-type", wrong: func(r asked) (string, string) {
		if _, account := r.field("account_id"); account && r.value("grant_type") == "client_credentials" {
			return "account_id goes with grant_type=account_credentials; the REST API refuses a token of client_credentials", "client_credentials"
		}
		return "", ""
	}},
	{id: "request-incomplete", wrong: func(r asked) (string, string) {
		name := credentialOf[r.value("grant_type")]
		if strings.HasSuffix(r.path, "/revoke") {
			name = "token"
		}
		if name == "" || r.value(name) != "" || unseenBody(r) || hasVariableBody(r) {
			return "", ""
		}
		return "it sends no " + name, r.value("grant_type")
	}},
	{id: "code-other-app", wrong: func(r asked) (string, string) {
		switch code := r.value("code"); {
		case strings.Contains(code, "://"):
			return "code is a whole address; the code is only what follows code= in it", "code="
		case strings.HasPrefix(code, "eyJ"):
			return "code is a JWT, as tokens are; Zoom's codes are not", "code="
		}
		return "", ""
	}},
	{id: "code-double-encoded", wrong: func(r asked) (string, string) {
		if code := r.value("code"); strings.Contains(code, "%") && given(code) {
			return "the code still contains % after one decoding", "code="
		}
		return "", ""
	}},
	{id: "code-redirect-mismatch", name: "redirect_uri", wrong: func(r asked) (string, string) {
		if _, there := r.field("redirect_uri"); r.value("grant_type") == "authorization_code" && !there && !hasVariableBody(r) {
			return "it sends no redirect_uri", "authorization_code"
		}
		return "", ""
	}},
	{id: "code-verifier-missing", name: "PKCE", wrong: func(r asked) (string, string) {
		_, verifier := r.field("code_verifier")
		_, challenge := r.field("code_challenge")
		_, id := r.field("client_id")
		_, secret := r.field("client_secret")
		switch {
		case r.value("grant_type") != "authorization_code" || verifier || holds(r.refusal, refusedSecret): // the code was not looked at
		case challenge:
			return "it sends code_challenge, which belongs to the authorize URL, and no code_verifier", "code_challenge"
		case id && !secret && r.Auth.Scheme == flow.NoAuth:
			return "a public client sends no code_verifier", "client_id"
		}
		return "", ""
	}},
	{id: "account-id-wrong", name: "account ID", wrong: func(r asked) (string, string) {
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
	{id: "refresh-not-a-refresh-token", wrong: func(r asked) (string, string) {
		if kindClaimed(flow.NewSecret(flow.KindUnknown, r.value("refresh_token"))) == flow.KindAccessToken {
			return "the token itself says that it is an access token", "refresh_token="
		}
		return "", ""
	}},
}

// deviceChecks are about the request that begins the device flow (docs/zoom.md §2.6).
var deviceChecks = []check{
	{id: "client-public-id", name: "client credentials", unsettled: true, wrong: func(r asked) (string, string) {
		if _, header := r.header("Authorization"); header || r.Auth.Scheme != flow.NoAuth || bareLine(r) || isReported(r) {
			return "", ""
		}
		return "it has no Basic credentials; Zoom's documents send them beside client_id", "client_id"
	}},
}

// isNoForm reports whether a content type is another than that of a form.
func isNoForm(kind string) bool {
	return given(kind) && !strings.Contains(strings.ToLower(kind), "x-www-form-urlencoded")
}

// sendsNothing reports whether the request has its grant in the URL and no body, of which a content type could speak.
func (r asked) sendsNothing() bool {
	return len(r.Form)+len(r.Body) == 0 && r.inQuery("grant_type")
}

// The reasons of a response show what of the request arrived: who refuses a thing has read it. In lower case.
var (
	refusedSecret  = []string{"invalid client_id or client_secret"}
	refusedGrant   = []string{"invalid token!", "invalid authorization code", "code is expired", "redirect uri mismatch"}
	missingInWords = []string{"is missing", "missing grant type", "unsupported grant type"}
)

// clientArrived reports whether the response shows that credentials were sent, which the text does not have. A command
// has all that it sends.
func (r asked) clientArrived() bool {
	isCommand := strings.HasPrefix(r.artefact.Form, recognize.CurlCommand)
	return !isCommand && r.refusal != "" && r.refusal != "bad request" && !holds(r.refusal, missingInWords)
}

// grantArrived reports whether the response shows that a grant was sent, which the text does not have.
func (r asked) grantArrived() bool { return holds(r.refusal, refusedGrant) }

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
