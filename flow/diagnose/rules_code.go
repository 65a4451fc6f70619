package diagnose

import (
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
)

var badCode = When{
	Steps: []flow.Step{flow.StepExchange}, Numbers: []int{4734}, Any: true,
	Said: []string{"invalid authorization code"},
}

// badVerifier adds reasons that name the verifier; which words Zoom uses is not documented.
var (
	verifierWords = []string{"code verifier", "code_verifier", "code challenge", "code_challenge"}
	badVerifier   = When{Steps: badCode.Steps, Numbers: badCode.Numbers, Any: true, Said: badCode.Said, Reasons: verifierWords}
)

// codeRules are about the authorization code (docs/zoom.md T3, T7, T8, T11).
var codeRules = []Rule{
	{
		ID: "code-used-twice", Title: "This code was already used.", Rows: []string{"T3", "T3b", "T3:used", "4734"}, Reads: everywhere,
		Why:     "A code works once. Reloading the page, a second callback or a retry uses it twice, and the server may then revoke the tokens from the first exchange (RFC 6749 §4.1.2).",
		Confirm: "The server's log shows the exchange twice, or the browser reloaded the callback page.",
		Fix:     "Authorize again, and exchange the new code once.", Do: Authorize, Strength: Seen, When: badCode,
		Unlike: "In some reports, an expired code gets the same reason; check its age first (five minutes).",
		Weigh: func(l *reading) (Likelihood, []string) {
			before := l.earlier()
			taken := slices.DeleteFunc(slices.Clone(before), refused)
			switch {
			case len(taken) > 0:
				return Certain, []string{fmt.Sprintf("you sent this code at %s and again at %s", clock(taken[0].Started), clock(l.Trace.Started))}
			case len(before) > 0:
				return Possible, []string{"it was refused at " + clock(before[0].Started) + " too: the history shows no successful use"}
			case l.known() && l.own():
				return Possible, []string{"this machine's history shows no earlier use"}
			}
			return Likely, nil
		},
	},
	{
		ID: "code-verifier-missing", Title: "The code_verifier is missing, but the authorize URL had a code_challenge.", Rows: []string{"T11"}, Reads: everywhere,
		Why:     "With PKCE, the exchange must send the verifier whose hash was in the authorize URL. Zoom's Postman collection omits it.",
		Confirm: "The authorize URL has a code_challenge, but the exchange has no code_verifier.",
		Fix:     "Send the code_verifier from the same attempt.", Do: Authorize, Strength: Documented, Unseen: true, When: badCode,
		Weigh: func(l *reading) (Likelihood, []string) {
			switch _, there := l.form("code_verifier"); {
			case !l.known() || there || l.own() && l.App.NoPKCE:
				return No, nil
			case !l.own(): // whether its URL had a challenge is not known
				return Possible, []string{"the request had no code_verifier"}
			}
			return Likely, []string{"the request had no code_verifier"}
		},
	},
	{
		ID: "code-verifier-wrong", Title: "The code_verifier does not fit the code_challenge.", Rows: []string{"T11"}, Reads: everywhere,
		Why:     "Zoom compares base64url(sha256(verifier)), without padding, with the code_challenge in the URL. Without a method in the URL it expects the plain verifier, and reports say that in-client Zoom Apps accept only plain.",
		Confirm: "Hash the verifier: base64url of its SHA-256, without padding, must equal code_challenge.",
		Fix:     "Authorize again and exchange the code with that attempt's verifier; keep S256 in the URL.", Do: Authorize, Strength: Documented, Unseen: true, When: badVerifier,
		Weigh: func(l *reading) (Likelihood, []string) {
			_, there := l.form("code_verifier")
			switch {
			case holds(l.reason, verifierWords):
				return Likely, nil
			case there:
				return Possible, []string{"the request had a verifier"}
			}
			return No, nil
		},
	},
	{
		ID: "code-double-encoded", Title: "The code is URL-encoded twice.", Rows: []string{"T3", "T3:encoded"}, Reads: everywhere,
		Why:     "A code copied from an address bar may still contain %-signs. Encoded once more, they reach Zoom as text.",
		Confirm: "Look for % in the code: authorization codes never contain it.",
		Fix:     "Decode the code once before sending it; zoauth's paste box does that.", Do: Authorize, Strength: Seen, When: badCode,
		Weigh: func(l *reading) (Likelihood, []string) {
			if code, _ := l.form("code"); strings.Contains(code, "%") {
				return Certain, []string{"the code itself contains %, which Zoom's codes never do"}
			}
			return No, nil
		},
	},
	{
		ID: "code-other-app", Title: "The code was issued to another client ID, is cut off, or is not Zoom's.", Rows: []string{"T3", "T3b", "T3:other"}, Reads: everywhere,
		Why:     "A code belongs to the client ID in the URL that was opened. The production client ID cannot exchange a code from the development one.",
		Confirm: "Compare client_id in the URL that was opened with the one in the exchange.",
		Fix:     "Authorize with this profile's URL.", Do: Authorize, Strength: Modelled, When: badCode,
		Weigh: func(l *reading) (Likelihood, []string) {
			code, there := l.form("code")
			switch {
			case slices.ContainsFunc(l.earlier(), brought):
				return No, nil
			case there && len(code) != flow.CodeLength:
				return Likely, []string{fmt.Sprintf("the code has %s; Zoom's usually have %d: it may be cut off", flow.Count(len(code), "character"), flow.CodeLength)}
			}
			return Possible, nil
		},
	},
	{
		ID: "code-expired", Title: "The code is older than five minutes.", Rows: []string{"T8", "4733"}, Reads: everywhere,
		Why:     "The five minutes start when the user clicks Allow, not when the code is pasted.",
		Confirm: "Compare the times of the callback and the exchange: are they more than five minutes apart?",
		Fix:     "Authorize again and exchange the code at once.", Do: Authorize, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Said: []string{"code is expired"}, Numbers: []int{4733}, Any: true, Not: []string{"device code is expired", "expired_token"}},
	},
	{
		ID: "code-redirect-mismatch", Title: "The exchange sent a different redirect_uri than the authorize URL.", Rows: []string{"T7", "4709"}, Reads: everywhere,
		Why:     "Both must be the same string, byte for byte, and registered for this environment.",
		Confirm: "Compare redirect_uri in the URL and in the exchange, byte by byte; zoauth marks the bytes that differ.",
		Fix:     "Send the redirect_uri from the URL that was opened.", Do: SendAgain, Strength: Documented, Unseen: true,
		Unlike: "Error 4700 in the browser is about the registered URIs; this one is about two requests that differ.",
		When:   When{Said: []string{"redirect uri mismatch"}, Reasons: []string{"invalid redirect"}, Numbers: []int{4709}, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			sent, there := l.form("redirect_uri")
			switch {
			case strings.HasPrefix(l.reason, "invalid redirect"): // of the token endpoint, where it was never seen
				if isTokenCode(l.code) {
					return Possible, nil
				}
				return No, nil
			case l.known() && !there:
				return Likely, []string{"the request had no redirect_uri"}
			case there && l.App.RedirectURI != "" && sent != l.App.RedirectURI:
				return Likely, []string{"sent       " + sent, "configured " + l.App.RedirectURI}
			}
			return Likely, nil
		},
	},
	{
		ID: "code-service-down", Title: "Zoom could not create an authorization code: one of its own services is down.", Rows: []string{"4732"}, Reads: everywhere,
		Why:     "4732 means that a lookup inside Zoom failed.",
		Confirm: "Check status.zoom.us, and try the same request a few minutes later.",
		Fix:     "Wait and try again; ask Zoom support with the tracking ID.", Do: Report, Strength: Documented, Unseen: true, SaysSo: true,
		Unlike: "Your code and credentials are fine.",
		When:   When{Numbers: []int{4732}, Text: []string{"creating authorization code error"}, Any: true},
	},
}
