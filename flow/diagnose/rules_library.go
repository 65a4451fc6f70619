package diagnose

import "strings"

// exchangeTexts are what sign-in libraries say when their exchange fails, in lower case (docs/zoom.md, row lib:exchange).
var exchangeTexts = []string{
	"oauth_callback_error", "error=oauthcallback", "oauthcallbackerror", "callbackrouteerror", "not a conform token endpoint response",
	"message=invalid_credentials", "failure! invalid_credentials", "failed to obtain access token",
}

// ofZoomStrategy reports whether a sign-in library speaks of Zoom: it has a strategy or provider of that name.
func (l *reading) ofZoomStrategy() bool { return l.OfZoom || strings.Contains(l.all, "zoom") }

// libraryRules are about what other people's libraries make of a response (docs/zoom.md §5.4).
var libraryRules = []Rule{
	{
		ID: "supabase-user-scope", Title: "Supabase: the Zoom app lacks the scope user:read.", Rows: []string{"lib:gotrue-email"}, Reads: givenTexts,
		Why:     "After the exchange, Supabase (GoTrue) reads the user's e-mail address from users/me; it reports this error when Zoom refuses.",
		Confirm: "The Zoom app's scopes have no user:read:user.",
		Fix:     "Add user:read, or user:read:user, to the app's scopes at Zoom and sign in again.", Do: AtZoom, Strength: Seen,
		Unlike: "The exchange itself worked.",
		When:   When{Text: []string{"error getting user email from external provider"}},
	},
	{
		ID: "passport-profile", Title: "Passport: Zoom issued tokens, then refused to say who the user is.", Rows: []string{"lib:passport-profile", "api:query"}, Reads: givenTexts,
		Why:     "After the exchange, Passport's strategy asks users/me. Older strategies for Zoom put the token into the URL, which Zoom has refused since 2023; the same error comes when the app lacks the scope user:read.",
		Confirm: "Send the token to users/me yourself, in the Authorization header: zoauth probe PROFILE. If Zoom responds with the user, the strategy is the cause.",
		Fix:     "Update the strategy, or let it send the token in the header (useAuthorizationHeaderforGET), and add user:read:user to the app's scopes at Zoom.", Do: AtZoom, Strength: Seen,
		Unlike: "The exchange itself worked.",
		When:   When{Text: []string{"failed to fetch user profile"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.ofZoomStrategy() {
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "library-exchange", LeftOut: true, Title: "The app's sign-in library could not exchange the code; its message omits Zoom's response.", Rows: []string{"lib:exchange"}, Reads: givenTexts,
		Why:     "Auth.js, OmniAuth and Passport replace whatever Zoom said with a message of their own. If Zoom's response is anywhere, it is in the app's log.",
		Confirm: "The server's log, with the library's debug option on, has Zoom's response: error and reason.",
		Fix:     "Find Zoom's response in the log of the app's server and explain that. Most often it is the client secret, a redirect URI that differs, or a code used twice.", Do: Nothing, Strength: Modelled,
		Unlike: "Zoom's consent page worked: it called the app back.",
		When:   When{Text: exchangeTexts},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.ofZoomStrategy() || l.Answered || l.code != "" && l.reason != "" {
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "supabase-secret-blanks", Title: "Supabase: the stored client secret has spaces around it.", Rows: []string{"lib:gotrue-code"}, Reads: givenTexts,
		Why:     "Supabase (GoTrue) reports this error when the exchange fails. With Zoom, the reported cause is a secret pasted with spaces.",
		Confirm: "Paste the secret into Supabase again, without spaces, and try once more.",
		Fix:     "Paste the client secret into Supabase again, without spaces.", Do: AtZoom, Strength: Seen,
		When: When{Text: []string{"unable to exchange external code"}},
	},
}
