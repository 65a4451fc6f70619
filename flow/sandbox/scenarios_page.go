package sandbox

import (
	"html"
	"net/url"
	"slices"
	"sync"

	"zoauth/flow"
)

// The kinds of apps that some scenarios are about.
var (
	people       = []flow.AppType{flow.General, flow.Public}                       // a person authorizes them
	confidential = []flow.AppType{flow.General, flow.ServerToServer, flow.Chatbot} // they have a secret
)

// scenarios is the table, in the order of the steps.
var scenarios = sync.OnceValue(func() []Scenario {
	return slices.Concat(pageScenarios, callbackScenarios, clientScenarios, codeScenarios, refreshScenarios, apiScenarios, deviceScenarios, wireScenarios)
})

// cannot is the newer consent page that says no.
func cannot(text string) func(App, url.Values) (string, string) {
	return func(a App, _ url.Values) (string, string) {
		return "You cannot authorize " + html.EscapeString(a.Name), "<p>" + text + "</p>"
	}
}

// shows is a page with one sentence.
func shows(title, text string) func(App, url.Values) (string, string) {
	return func(App, url.Values) (string, string) { return title, "<p>" + text + "</p>" }
}

var onAuthorize = []string{"authorize"}

// pageScenarios end on a page of Zoom's that calls nobody back [callback:none, page:4700 to page:transient].
var pageScenarios = []Scenario{
	{
		Name: "plain-http-refused", Title: "the consent page refuses every http redirect (4700)", Steps: onAuthorize, Types: []flow.AppType{flow.General}, Cause: "redirect-plain-http",
		Why:   "Reported since mid-2026, loopback redirects included, although the form accepts them. Public client IDs may use http://127.0.0.1.",
		rules: func(r *Rules) { r.RefusePlainHTTP = true },
	},
	{
		Name: "redirect-unregistered", Title: "the redirect URI is no longer registered (4700)", Steps: onAuthorize, Types: people, Cause: "redirect-not-registered",
		Why: "It was entered on the other environment's tab, or removed from the list.",
		app: func(a *App) { a.RedirectURIs = nil },
	},
	{
		Name: "redirect-refused-json", Title: "a refused redirect as JSON: errorCode 4700", Steps: onAuthorize, Types: people, Cause: "redirect-not-registered",
		Why:  "Some routes to the consent page show the raw error.",
		says: refusal{"page:4700", 400, `{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url","result":null}`, false},
	},
	{
		Name: "redirect-refused-newer", Title: "a refused redirect on the newer page", Steps: onAuthorize, Types: people, Cause: "redirect-not-registered",
		Why: "The newer consent page shows neither the URI nor a number.", page: cannot("Invalid redirect URL."),
	},
	{
		Name: "redirect-refused-spanish", Title: "a refused redirect in Spanish (4.700)", Steps: onAuthorize, Types: people, Cause: "redirect-not-registered",
		Why: "Zoom's pages use the browser's language and its number format.",
		page: func(_ App, q url.Values) (string, string) {
			return "Error", "<p>Redireccionamiento no válido: " + html.EscapeString(q.Get("redirect_uri")) + " (4.700)</p>"
		},
	},
	{
		Name: "strict-redirect", Title: "Strict Mode is on, and the registered address has a trailing slash", Steps: onAuthorize, Types: people, Cause: "redirect-bytes",
		Why:   "In Strict Mode every byte counts. For an http redirect, the card names plain http first.",
		rules: func(r *Rules) { r.StrictRedirect, r.RequireRegisteredURL = true, true },
		app: func(a *App) {
			a.RedirectURIs = slices.Clone(a.RedirectURIs)
			for i := range a.RedirectURIs {
				a.RedirectURIs[i] += "/"
			}
		},
	},
	{
		Name: "app-deleted", Title: "the app was deleted at Zoom: the client ID is unknown (4702)", Steps: []string{"authorize", "exchange", "refresh", "revoke"}, Types: people, Cause: "page-client-unknown",
		Why: "Or a placeholder was never replaced.", app: unknown,
	},
	{
		Name: "other-cloud", Title: "the app is registered in the other Zoom cloud only", Steps: []string{"authorize", "exchange", "refresh", "revoke"}, Types: people, Cause: "client-cloud",
		Why: "Zoom for Government has its own marketplace and apps; neither cloud knows the other's IDs.", app: unknown,
	},
	{
		Name: "scope-refused", Title: "the URL requests a scope that is not saved on the app", Steps: onAuthorize, Types: people, Cause: "page-scope-invalid",
		Why: "A comma between scopes, or :admin on a user-managed app, causes it too.", page: cannot("Invalid scope. Edit on web portal"),
	},
	{
		Name: "scope-refused-older", Title: "a refused scope on the older page", Steps: onAuthorize, Types: people, Cause: "page-scope-invalid",
		Why: "The older consent page has just two words for it.", page: shows("Error", "Invalid scope"),
	},
	{
		Name: "cannot-authorize", Title: "this user may not add the app", Steps: onAuthorize, Types: people, Cause: "page-cannot-authorize",
		Why: "The app is unpublished and the user is in another account, or the beta link has expired.", page: cannot("Ask the developer of the app."),
	},
	{
		Name: "admin-required", Title: "an account admin is required", Steps: onAuthorize, Types: people, Cause: "page-admin-required",
		Why:  "The app is admin-managed, and a normal user opened the URL.",
		page: shows("Error", "An account admin is required to install this type of app. Please contact your admin."),
	},
	{
		Name: "preapproval-required", Title: "the account requires pre-approval", Steps: onAuthorize, Types: people, Cause: "page-preapproval",
		Why: "The page has Request pre-approve instead of Allow.", page: shows("Authorize", "<button>Request pre-approve</button>"),
	},
	{
		Name: "authorize-down", Title: "Zoom cannot create a code (4732)", Steps: onAuthorize, Types: people, Cause: "code-service-down",
		Why: "One of Zoom's own lookup services is down.", page: shows("Error", "Creating authorization code error. (4,732)"),
	},
	{
		Name: "authorize-busy", Title: "the consent page got too many requests", Steps: onAuthorize, Types: people, Cause: "rate-limited-text",
		Why: "Cloudflare is in front of Zoom and limits browsers too.", page: shows("Too Many Requests", "Too many requests. Try again later."),
	},
}

// unknown takes an app out of the list of the registered ones.
func unknown(a *App) { a.ClientID = "deleted" }

// callbackScenarios are about what comes back to the redirect URI [callback:code to callback:decline].
var callbackScenarios = []Scenario{
	{
		Name: "declined", Title: "the user clicks Decline, whatever you choose", Steps: onAuthorize, Types: people, Cause: "declined",
		Why: "No report shows what Zoom sends; RFC 6749 says error=access_denied.", happens: declines,
	},
	{
		Name: "decline-silent", Title: "Decline sends no callback", Steps: onAuthorize, Types: people,
		Why: "The other thing Decline may do.", Shows: "A page in the browser; the attempt keeps waiting.",
		rules: func(r *Rules) { r.SilentDecline = true }, happens: declines,
	},
	{
		Name: "state-dropped", Title: "the callback has no state", Steps: onAuthorize, Types: people, Cause: "state-missing",
		Why:   "Flows that start at Zoom have none, and login redirects have lost it.",
		rules: func(r *Rules) { r.DropState = true },
	},
}

// declines presses the other button.
func declines(_ *issuer, t *turn, _ string) {
	if t.entry.Form.Has("decision") {
		t.entry.Form.Set("decision", "decline")
	}
}
