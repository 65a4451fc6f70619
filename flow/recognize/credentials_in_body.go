package recognize

// bodySettings are the settings by which client libraries send the client's ID and secret in the body of a token
// request: golang.org/x/oauth2, Spring, authlib, Auth.js and openid-client, simple-oauth2, OmniAuth, league/oauth2-client.
var (
	bodySettings = wordsOf("authstyleinparams", "client_secret_post", "authenticationmethod.post", "authorizationmethod", "request_body", "postauthoptionprovider")
	bodySetting  = expression(`(?i)\bAuthStyleInParams\b|\bclient_secret_post\b|\bClientAuthenticationMethod\.POST\b|\bauthorizationMethod["']?\s*:\s*["']body["']|\bauth_scheme["']?\s*(?:=>|:|=)\s*:?["']?request_body\b|\bPostAuthOptionProvider\b`)
)

// secretInBody is the first such setting of a text that is not commented out.
func secretInBody(r *reader) Setting {
	for n := range r.linesWith(bodySettings()) {
		start, end := r.line(n)
		if m := bodySetting().FindStringIndex(r.text[start:end]); m != nil && !r.isCommented(start+m[0]) {
			return Setting{Word: r.text[start+m[0] : start+m[1]], Line: n + 1}
		}
	}
	return Setting{}
}
