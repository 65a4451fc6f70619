package sandbox

import "strconv"

// refusal is one of Zoom's error answers: row of the notes, status and exact
// body. Modelled ones have a documented text whose JSON nobody has seen.
type refusal struct {
	row      string
	status   int
	body     string
	modelled bool
}

// oauthBody writes the token endpoint's error: reason, then error.
func oauthBody(reason, code string) string {
	return `{"reason":"` + reason + `","error":"` + code + `"}`
}

// The token endpoint's refusals [T1 to T16].
var (
	invalidClient    = refusal{"T1", 400, oauthBody("Invalid client_id or client_secret", "invalid_client"), false}
	unsupportedGrant = refusal{"T2", 400, oauthBody("unsupported grant type", "unsupported_grant_type"), false}
	invalidCode      = refusal{"T3", 400, oauthBody("Invalid authorization code", "invalid_grant"), false}
	invalidToken     = refusal{"T4", 400, oauthBody("Invalid Token!", "invalid_grant"), false}
	notARefreshToken = refusal{"T5", 400, oauthBody("Invalid refresh token", "invalid_grant"), false}
	redirectMismatch = refusal{"T7", 400, oauthBody("Redirect URI mismatch", "invalid_request"), true}
	codeExpired      = refusal{"T8", 400, oauthBody("Code is expired", "invalid_grant"), true}
	missingGrant     = refusal{"T9", 400, oauthBody("Missing grant type", "invalid_request"), true}
	missingClient    = refusal{"T9", 400, oauthBody("Client ID or client secret is missing", "invalid_client"), true}
	badRequest       = refusal{"T10", 400, oauthBody("Bad Request", "invalid_request"), false}
	inQuery          = refusal{"T10:query", 400, oauthBody("Bad Request", "invalid_request"), true}
	otherAccount     = refusal{"T10:account", 400, oauthBody("Bad Request", "invalid_request"), false}
	verifierMismatch = refusal{"T11", 400, oauthBody("Invalid authorization code", "invalid_grant"), true}
	notActivated     = refusal{"T16", 400, oauthBody("The app has been disabled by the developer", "invalid_client"), false}
	appDisabled      = refusal{"4717", 400, oauthBody("The app has been disabled", "invalid_client"), true}
	userRemoved      = refusal{"4735", 400, oauthBody("The owner of the token does not exist.", "invalid_grant"), true}
	notOnDevices     = refusal{"T2", 400, oauthBody("unsupported grant type", "unsupported_grant_type"), true}
	revokeUnknown    = refusal{"revoke:dead", 400, oauthBody("Invalid Token!", "invalid_request"), true}

	legacyCode  = refusal{"T3b", 400, oauthBody("Invalid authorization code", "invalid_request"), false}
	legacyToken = refusal{"T4b", 401, oauthBody("Invalid Token!", "invalid_request"), false}
)

// polling is a device poll's answer [T12].
func polling(code string) refusal {
	return refusal{"T12", 400, `{"error":"` + code + `"}`, false}
}

// restBody writes the REST API's error: code, then message [api:invalid].
func restBody(code, message string) string {
	return `{"code":` + code + `,"message":"` + message + `"}`
}

// The REST API's refusals.
var (
	apiInvalid = refusal{"api:invalid", 401, restBody("124", "Invalid access token."), false}
	apiExpired = refusal{"api:expired", 401, restBody("124", "Access token is expired."), false}
	apiQuery   = refusal{"api:query", 401, restBody("124", "Invalid access token, this access token is not supported as query parameter string."), false}
	apiGrant   = refusal{"api:200", 400, restBody("200", "Invalid api key or secret."), false}
)

func apiScopes(wanted string) refusal {
	return refusal{"api:4711", 400, restBody("4711", "Invalid access token, does not contain scopes:["+wanted+"]."), false}
}

// escaped is text of a request as it may stand within a string of JSON.
func escaped(text string) string {
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

// apiNoUser is the answer to a user whom the account does not have.
func apiNoUser(id string) refusal {
	return refusal{"api:1001", 404, restBody("1001", "User does not exist: "+escaped(id)+"."), false}
}
