package flow

import (
	"slices"
	"sync"
)

// The responses of the rows of docs/zoom.md: T1 to T16 and api:invalid to api:429.
var (
	expectClient  = Expected{Status: 400, Code: "invalid_client", Reason: "Invalid client_id or client_secret"}
	expectMissing = Expected{Status: 400, Code: "invalid_client", Reason: "Client ID or client secret is missing"}
	expectGrant   = Expected{Status: 400, Code: "unsupported_grant_type", Reason: "unsupported grant type"}
	expectCode    = Expected{Status: 400, Code: "invalid_grant", Reason: "Invalid authorization code"}
	expectToken   = Expected{Status: 400, Code: "invalid_grant", Reason: "Invalid Token!"}
	expectBad     = Expected{Status: 400, Code: "invalid_request", Reason: "Bad Request"}
)

// mistakes is the table. Where a response was never seen, Source says so.
var mistakes = sync.OnceValue(func() []Mistake { return slices.Concat(authorizeMistakes, requestMistakes) })

var requestMistakes = []Mistake{
	{
		Name: "exchange-wrong-verifier", Title: "the code_verifier of another attempt", Step: StepExchange, Expect: expectCode, Source: "T11, documented as invalid_grant",
		Why: "The app stored the verifier of another tab or user.", edit: garbleField("code_verifier"),
	},
	{
		Name: "exchange-no-verifier", Title: "no code_verifier", Step: StepExchange, Expect: expectCode, Source: "T3",
		Why: "Zoom's Postman collection omits it, but Zoom requires it after an authorize URL with a code_challenge.", edit: dropField("code_verifier"),
	},
	{
		Name: "exchange-no-redirect", Title: "no redirect_uri", Step: StepExchange, Expect: Expected{Status: 400, Code: "invalid_request", Reason: "Redirect URI mismatch"},
		Source: "T7, its JSON not seen", Why: "Often treated as optional, but it must match the authorize URL.", edit: dropField("redirect_uri"),
	},
	{
		Name: "exchange-redirect-slash", Title: "redirect_uri with an extra trailing slash", Step: StepExchange, Expect: Expected{Status: 400, Code: "invalid_request", Reason: "Redirect URI mismatch"},
		Source: "T7, its JSON not seen", Why: "A framework adds or removes a trailing slash.", edit: plainField("redirect_uri", func(v string) string { return v + "/" }),
	},
	{
		Name: "exchange-double-encoded", Title: "the code encoded twice", Step: StepExchange, Expect: expectCode, Source: "T3",
		Why: "The code was copied from the URL still encoded, then encoded again.", edit: doubleEncoded("code"),
	},
	{
		Name: "exchange-used-code", Title: "the same code again", Step: StepExchange, Expect: expectCode, Source: "T3", Ends: true,
		Why: "A reload of the callback page, or a retry.", edit: secretField("code", func(m Material) Secret { return m.UsedCode }),
	},
	{
		Name: "exchange-json", Title: "a JSON body", Step: StepExchange, Expect: expectGrant, Source: "T2",
		Why: "Zoom does not read JSON here: it sees no grant_type.", edit: asJSON,
	},
	{
		Name: "exchange-in-query", Title: "parameters in the query string, as in Zoom's Postman collection", Step: StepExchange, Expect: expectBad, Source: "T10:query, unsettled",
		Why: "Zoom's public Postman collection does it. URLs end up in logs.", edit: ofCode(toQuery),
	},
	{
		Name: "exchange-wrong-secret", Title: "a wrong client secret", Step: StepExchange, Expect: expectClient, Source: "T1",
		Why: "The other environment's secret, or a stray space.", edit: wrongSecret,
	},
	{
		Name: "exchange-no-basic", Title: "no Authorization header", Step: StepExchange, Expect: expectMissing, Source: "T9, its JSON not seen",
		Why: "A library that sends the client's credentials elsewhere or not at all.", edit: noBasic,
	},
	{
		Name: "exchange-secret-in-form", Title: "client_id and client_secret in the form", Step: StepExchange, Expect: expectClient, Source: "T1, our conclusion",
		Why: "Many servers accept it (RFC 6749 §2.3.1); Zoom documents Basic.", edit: secretInForm,
	},
	{
		Name: "exchange-wrong-grant", Title: "the grant_type of another app type", Step: StepExchange, Expect: expectGrant, Source: "T2",
		Why: "account_credentials is for Server-to-Server apps.", edit: plainField("grant_type", always("password")),
	},
	{
		Name: "refresh-previous", Title: "the previous refresh token", Step: StepRefresh, Expect: expectToken, Source: "T4", Ends: true,
		Why: "Two processes refreshed at once, or a response was not saved.", edit: secretField("refresh_token", func(m Material) Secret { return m.PreviousRefresh }),
	},
	{
		Name: "refresh-garbled", Title: "something other than a refresh token", Step: StepRefresh, Expect: Expected{Status: 400, Code: "invalid_grant", Reason: "Invalid refresh token"}, Source: "T5",
		Why: "The token was cut, or another value was sent in its place.", edit: garbleField("refresh_token"),
	},
	{
		Name: "refresh-in-query", Title: "the token in the query string, as in Zoom's Postman collection", Step: StepRefresh, Expect: expectBad, Source: "T10:query, unsettled",
		Why: "Zoom's public Postman collection does it. URLs end up in logs.", edit: toQuery,
	},
	{
		Name: "refresh-json", Title: "a JSON body", Step: StepRefresh, Expect: expectGrant, Source: "T2",
		Why: "Zoom does not read JSON here.", edit: asJSON,
	},
	{
		Name: "refresh-wrong-secret", Title: "a wrong client secret", Step: StepRefresh, Expect: expectClient, Source: "T1",
		Why: "The secret was changed at Zoom, or belongs to the other environment.", edit: wrongSecret,
	},
	{
		Name: "refresh-no-basic", Title: "no Authorization header", Step: StepRefresh, Expect: expectMissing, Source: "T9, its JSON not seen",
		Why: "A confidential app treated as a public one.", edit: noBasic,
	},
	{
		Name: "refresh-wrong-grant", Title: "grant_type misspelt", Step: StepRefresh, Expect: expectGrant, Source: "T2",
		Why: "refresh-token instead of refresh_token.", edit: plainField("grant_type", always("refresh-token")),
	},
	{
		Name: "probe-garbled", Title: "a token that Zoom does not know", Step: StepProbe, Expect: Expected{Status: 401, Code: "124", Reason: "Invalid access token."}, Source: "api:invalid",
		Why: "The token was cut, or belongs to another cloud.", edit: garbledBearer,
	},
	{
		Name: "probe-in-query", Title: "the token in the URL", Step: StepProbe, Source: "api:query",
		Expect: Expected{Status: 401, Code: "124", Reason: "Invalid access token, this access token is not supported as query parameter string."},
		Why:    "Webhooks and the old JWT apps did this.", edit: bearerInQuery,
	},
	{
		Name: "revoke-garbled", Title: "a token that Zoom does not know", Step: StepRevoke, Expect: Expected{Status: 400, Code: "invalid_request", Reason: "Invalid Token!"}, Source: "revoke:dead, our conclusion",
		Why: "An old token. RFC 7009 would return 200.", edit: garbleField("token"),
	},
	{
		Name: "revoke-in-query", Title: "the token in the query string, as in Zoom's Postman collection", Step: StepRevoke, Expect: expectBad, Source: "T10:query, unsettled",
		Why: "Zoom's public Postman collection does it. URLs end up in logs.", edit: toQuery,
	},
	{
		Name: "revoke-wrong-secret", Title: "a wrong client secret", Step: StepRevoke, Expect: expectClient, Source: "T1",
		Why: "Revoking needs the client's credentials too.", edit: wrongSecret,
	},
}
