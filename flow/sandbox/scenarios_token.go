package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"

	"zoauth/flow"
)

// Answers that only scenarios give. The texts are documented [4717 to 4741]; their JSON was
// not seen.
var (
	scopesChanged = refusal{"4711", 400, oauthBody("Refresh token invalid.", "invalid_grant"), true}
	notInStore    = refusal{"4737", 400, oauthBody("Can not find the authentication for the access token.", "invalid_grant"), true}
	adminDisabled = refusal{"4738", 400, oauthBody("The token is disabled by admin.", "invalid_grant"), true}
	tolerance     = refusal{"4740", 400, oauthBody("The token ID is out of the token tolerance range.", "invalid_grant"), true}
	tokenRevoked  = refusal{"4741", 400, oauthBody("The token has been revoked.", "invalid_grant"), true}
	noReason      = refusal{"T6", 400, `{"error":"invalid_grant"}`, false}
)

var (
	onExchange = []string{"exchange"}
	onRefresh  = []string{"refresh"}
	onTokens   = []string{"refresh", "exchange", "revoke"}
)

// clientScenarios are about who the client says that it is [T1, T2, T9].
var clientScenarios = []Scenario{
	{
		Name: "app-not-activated", Title: "the Server-to-Server app is not activated", Steps: []string{"exchange", "probe"}, Types: serverToServer, Cause: "app-not-activated",
		Why: "New apps start inactive. Existing tokens stop working too.", app: inactive,
	},
	{
		Name: "deactivated-by-scope", Title: "someone adds a scope, which deactivates the Server-to-Server app", Steps: []string{"exchange", "probe"}, Types: serverToServer, Cause: "app-not-activated",
		Why: "Adding a scope deactivates the app until someone activates it again on its Activation tab.",
		app: func(a *App) {
			inactive(a)
			a.Scopes = append(slices.Clone(a.Scopes), "meeting:read:list_meetings:admin")
		},
	},
	{
		Name: "secret-changed", Title: "the client secret was changed at Zoom and the old one revoked", Steps: []string{"exchange", "refresh", "revoke"}, Types: confidential, Cause: "client-secret-wrong",
		Why: "It was regenerated and the old one revoked, or copied wrongly.", app: otherSecret,
	},
	{
		Name: "secret-overlap-ended", Title: "the secret was regenerated at Zoom 30 days ago, and the old one stops working", Steps: onTokens, Types: []flow.AppType{flow.General}, Cause: "client-secret-overlap",
		Why: "Both work for 30 days; after that, servers with the old one get invalid_client.", app: otherSecret,
	},
	{
		Name: "public-key-client", Title: "the app was switched to public key authentication", Steps: onTokens, Types: []flow.AppType{flow.General}, Cause: "client-public-key",
		Why: "It now needs a client_assertion; even the right secret gets invalid_client.", app: func(a *App) { a.KeyOnly = true },
	},
	{
		Name: "secret-of-other-pair", Title: "the client ID and secret are from different environments", Steps: []string{"exchange", "refresh", "revoke"}, Types: []flow.AppType{flow.General}, Cause: "client-other-environment",
		Why: "An app's development and production environments have separate credentials.", app: otherSecret,
	},
	{
		Name: "app-of-other-kind", Title: "the credentials are from another kind of app", Steps: onExchange, Types: []flow.AppType{flow.ServerToServer, flow.Chatbot}, Cause: "client-app-type",
		Why: "A General, SDK or JWT app's credentials do not work where a Server-to-Server app is expected.", app: otherSecret,
	},
	{
		Name: "public-client-off", Title: "the app is not a public client: this ID needs a secret", Steps: []string{"exchange", "refresh"}, Types: []flow.AppType{flow.Public}, Cause: "client-public-id",
		Why: "Use Public Client OAuth is off, or the usual client ID is used instead of the public one.",
		app: func(a *App) { a.Type, a.ClientSecret = flow.General, randomHex(16) },
	},
	{
		Name: "header-dropped", Title: "a proxy removes the Authorization header from token requests", Steps: onTokens, Types: confidential, Cause: "client-missing",
		Why: "Some proxies remove headers they think are theirs.", says: missingClient,
	},
	{
		Name: "body-dropped", Title: "a proxy drops the body of token requests", Steps: []string{"refresh", "exchange"}, Cause: "grant-missing",
		Why: "Like a redirect that repeats the POST without its body.", says: missingGrant,
	},
	{
		Name: "query-accepted", Title: "codes and tokens in the query of the token endpoint are accepted", Steps: []string{"refresh", "exchange", "revoke"}, Types: people,
		Why: "Zoom's pages still print them there; reports say that Zoom refuses it.", Shows: "The normal response, although the request has a mistake.",
		rules: func(r *Rules) { r.TokensInQuery = true },
	},
	{
		Name: "bad-request", Title: "Bad Request, with no word about what is wrong", Steps: []string{"refresh", "exchange"}, Types: people, Cause: "bad-request",
		Why: "invalid_request is Zoom's catch-all.", says: badRequest,
	},
	{
		Name: "grant-not-allowed", Title: "this kind of app does not have this grant type", Steps: []string{"exchange", "refresh"}, Cause: "grant-app-type",
		Why: "The app at Zoom has a different type than the profile says.", says: unsupportedGrant,
	},
	{
		Name: "account-moved", Title: "the account ID is no longer the app's", Steps: onExchange, Types: []flow.AppType{flow.ServerToServer}, Cause: "account-id-wrong",
		Why: "The app was recreated in another account.", app: func(a *App) { a.AccountID = "another-account" },
	},
	{
		Name: "app-disabled", Title: "Zoom has disabled the app (4717)", Steps: []string{"refresh", "exchange", "authorize", "revoke"}, Cause: "app-disabled",
		Why: "During review, or for misuse.", app: func(a *App) { a.Disabled = true },
	},
}

// serverToServer are the apps that nobody authorizes and that have to be activated.
var serverToServer = []flow.AppType{flow.ServerToServer}

func inactive(a *App) { a.Inactive = true }

func otherSecret(a *App) { a.ClientSecret = "regenerated-at-zoom-0000000000001" }

// codeScenarios are about the authorization code [T3, T7, T8, T11].
var codeScenarios = []Scenario{
	{
		Name: "code-expired", Title: "the code is older than five minutes", Steps: onExchange, Types: people, Cause: "code-expired",
		Why: "The five minutes start when the user clicks Allow, not when the code is pasted.", says: codeExpired,
	},
	{
		Name: "code-used-elsewhere", Title: "someone else exchanged the code before you", Steps: onExchange, Types: people, Cause: "code-used-twice", Lasts: true,
		Why:     "The callback page was loaded twice, or two workers took the same callback.",
		happens: exchangeElsewhere,
	},
	{
		Name: "code-used-older", Title: "the code is used twice, in 2019's wording with the code in it", Steps: onExchange, Types: people, Cause: "code-used-twice",
		Why: "Zoom used to repeat the code, which then ends up in logs.",
		refuse: func(e *Entry) refusal {
			return refusal{"T3b", 400, oauthBody("Invalid authorization code "+escaped(e.Form.Get("code")), "invalid_grant"), false}
		},
	},
	{
		Name: "verifier-refused", Title: "the code_verifier does not match the challenge", Steps: onExchange, Types: people, Cause: "code-verifier-wrong",
		Why: "It belongs to another attempt, or a consent page dropped code_challenge_method.", says: verifierMismatch,
	},
	{
		Name: "code-older-shape", Title: "codes end in an underscore and the user's ID", Steps: []string{"authorize", "exchange"}, Types: people,
		Why: "Seen from 2019 to 2022.", Shows: "A 33-character code whose last 22 characters are always the same.",
		rules: func(r *Rules) { r.OlderCodes = true },
	},
	{
		Name: "code-cut", Title: "the code comes back cut off", Steps: []string{"exchange", "authorize"}, Types: people, Cause: "code-other-app", Lasts: true,
		Why: "A log, a chat or a narrow terminal truncated the URL.", after: cutCode,
	},
	{
		Name: "redirect-mismatch", Title: "the redirect_uri differs from the authorize URL's (4709)", Steps: onExchange, Types: people, Cause: "code-redirect-mismatch",
		Why: "A framework or a proxy changed it between the two requests.", says: redirectMismatch,
	},
}

// exchangeElsewhere spends the code of a request for somebody else.
func exchangeElsewhere(i *issuer, t *turn, _ string) {
	given := t.entry.Form.Get("code")
	if c := i.codes[given]; c != nil && !c.used {
		c.used = true
		i.mint(t, i.authorize(c.client, given, c.scope))
	}
}

func cutCode(answer *held) {
	to, err := url.Parse(answer.header.Get("Location"))
	if err != nil || to.Query().Get("code") == "" {
		return
	}
	q := to.Query()
	q.Set("code", q.Get("code")[:20])
	to.RawQuery = q.Encode()
	answer.header.Set("Location", to.String())
}

// refreshScenarios are about refresh and revoke [T4 to T6, 4711, 4735 to 4741].
var refreshScenarios = []Scenario{
	{
		Name: "rotated-elsewhere", Title: "another host refreshes first", Steps: onRefresh, Types: people, Cause: "refresh-token-replaced", Lasts: true,
		Why: "A server with a copy of the token was a second earlier, and now has the working one.",
		happens: func(i *issuer, t *turn, client string) {
			if g := i.grants[client]; g != nil {
				i.mint(t, g)
			}
		},
	},
	{
		Name: "answer-lost", Title: "one refresh response is lost", Steps: onRefresh, Types: people, Cause: "refresh-answer-lost", Once: true, Twice: true, Lasts: true,
		Why: "Zoom has replaced the token, and the new one is lost.", fault: cuts(BeforeHeader),
	},
	{
		Name: "rotation-hidden", Title: "the refresh response omits the new refresh token", Steps: onRefresh, Types: people, Cause: "refresh-token-reused", Twice: true, Lasts: true,
		Why: "Something in between drops it, or a library does not keep it. The old one is already used.", after: hideRefresh,
	},
	{
		Name: "no-rotation", Title: "a refresh returns no new refresh token, and the old one keeps working", Steps: onRefresh, Types: people,
		Why: "Other servers do this; Zoom does not.", Shows: "The result says that the server sent no new refresh token.",
		rules: func(r *Rules) { r.NoRotation = true },
	},
	{
		Name: "refresh-ended", Title: "new refresh tokens have already expired", Steps: []string{"refresh", "exchange"}, Types: people, Cause: "refresh-token-ended", Twice: true, Lasts: true,
		Why: "As after 90 days, without the wait: the refresh after the next is refused.", rules: func(r *Rules) { r.EndedRefresh = true },
	},
	{
		Name: "app-removed", Title: "the user removes the app", Steps: onRefresh, Types: people, Cause: "app-removed", Lasts: true,
		Why: "At marketplace.zoom.us/user/installed. All of the user's tokens stop working.", happens: removes,
	},
	{
		Name: "not-a-refresh-token", Title: "what arrives is not a refresh token", Steps: onRefresh, Types: people, Cause: "refresh-not-a-refresh-token",
		Why: "It was cut off on the way, or an access token was sent instead.", says: notARefreshToken,
	},
	{
		Name: "reason-dropped", Title: "invalid_grant without a reason", Steps: onRefresh, Types: people, Cause: "refresh-no-reason",
		Why: "Seen through a proxy service that rewrites responses.", says: noReason,
	},
	{
		Name: "scopes-changed", Title: "the app no longer has the scopes of the token (4711)", Steps: onRefresh, Types: people, Cause: "refresh-scopes-changed",
		Why: "A scope was removed from the app, and Zoom no longer refreshes tokens that had it.", says: scopesChanged,
	},
	{
		Name: "user-removed", Title: "the user has left the account (4735)", Steps: []string{"refresh", "probe"}, Types: people, Cause: "user-removed",
		Why: "Deleted, or moved to another account.", rules: func(r *Rules) { r.UserRemoved = true },
	},
	{
		Name: "authorization-forgotten", Title: "Zoom no longer has a record of the authorization (4737)", Steps: onRefresh, Types: people, Cause: "refresh-unknown",
		Why: "It was revoked or replaced long ago.", says: notInStore,
	},
	{
		Name: "admin-disabled", Title: "an admin withdrew the pre-approval (4738)", Steps: onRefresh, Types: people, Cause: "admin-disabled",
		Why: "Where apps need pre-approval, withdrawing it disables the app's tokens.", says: adminDisabled,
	},
	{
		Name: "tolerance", Title: "the token is too many refreshes behind (4740)", Steps: onRefresh, Types: people, Cause: "tolerance",
		Why: "Version 7 tokens stayed valid for a range of later refreshes.", says: tolerance,
	},
	{
		Name: "token-revoked", Title: "a later authorization has revoked the token (4741)", Steps: onRefresh, Types: people, Cause: "refresh-token-replaced",
		Why: "Zoom documents this text for it; reports show Invalid Token!.", says: tokenRevoked,
	},
	{
		Name: "token-refused-older", Title: "Invalid Token! as before 2022: 401 and invalid_request", Steps: onRefresh, Types: people, Cause: "refresh-token-replaced",
		Why: "Libraries that look for invalid_grant miss it.", says: legacyToken,
	},
	{
		Name: "revoked-elsewhere", Title: "someone revokes the token before you do", Steps: []string{"revoke"}, Cause: "revoke-dead-token", Lasts: true,
		Why: "No report shows Zoom's response; RFC 7009 asks for success.", happens: removes,
	},
}

// removes ends the authorization of a client.
func removes(i *issuer, _ *turn, client string) { i.remove(client) }

// hideRefresh takes the refresh token out of an answer.
func hideRefresh(answer *held) {
	var body success
	if json.Unmarshal(answer.body.Bytes(), &body) != nil || body.RefreshToken == "" {
		return
	}
	body.RefreshToken = ""
	shorter, _ := json.Marshal(body) // of strings and numbers: cannot fail
	answer.body.Reset()
	answer.body.Write(shorter)
}
