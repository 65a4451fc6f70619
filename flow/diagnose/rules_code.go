package diagnose

import (
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
)

var badCode = When{
	Steps: []flow.Step{flow.StepExchange}, Numbers: []int{4734}, Any: true,
	Reasons: []string{"invalid authorization code"}, Text: []string{"invalid authorization code"},
}

// codeRules are about the authorization code (docs/zoom.md T3, T7, T8, T11).
var codeRules = []Rule{
	{
		ID: "code-used-twice", Title: "This code was exchanged before.", Rows: []string{"T3", "T3b", "T3:used", "4734"}, Reads: everywhere,
		Why:     "A code works once. A page that is loaded again, a second callback or a retry uses it twice, and a server may then revoke the tokens of the first exchange (RFC 6749 §4.1.2).",
		Confirm: "The server's log has the code's exchange twice, or the browser loaded the callback page again.",
		Fix:     "Authorize again, and exchange once.", Do: Authorize, Strength: Seen, When: badCode,
		Unlike: "A code that is five minutes old gets the same reason in some reports; look at the time first.",
		Weigh: func(l *look) (Likelihood, []string) {
			before := l.earlier()
			taken := slices.DeleteFunc(slices.Clone(before), refused)
			switch {
			case len(taken) > 0:
				return Certain, []string{fmt.Sprintf("you sent this code at %s and again at %s", clock(taken[0].Started), clock(l.Trace.Started))}
			case len(before) > 0:
				return Possible, []string{"it was refused at " + clock(before[0].Started) + " too: the history has no use that was accepted"}
			case l.known() && l.own():
				return Possible, []string{"this machine's history has no earlier use of it"}
			}
			return Likely, nil
		},
	},
	{
		ID: "code-verifier-missing", Title: "The code_verifier is missing, and the authorization had a challenge.", Rows: []string{"T11"}, Reads: everywhere,
		Why:     "With PKCE the exchange has to bring the verifier whose hash went out with the URL. The API collection leaves it out.",
		Confirm: "The authorize URL has code_challenge, and the exchange has no code_verifier.",
		Fix:     "Send the code_verifier of the same attempt.", Do: Authorize, Strength: Documented, Unseen: true, When: badCode,
		Weigh: func(l *look) (Likelihood, []string) {
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
		ID: "code-verifier-wrong", Title: "The code_verifier does not belong to this code.", Rows: []string{"T11"}, Reads: everywhere,
		Why:     "Zoom compares base64url(sha256(verifier)) without padding with the challenge of the URL. Without a method in the URL it expects the plain verifier, and in-client Zoom Apps were seen to accept plain only.",
		Confirm: "Hash the verifier: base64url of its SHA-256, without padding, has to equal code_challenge.",
		Fix:     "Authorize again and exchange the code of that attempt; keep S256 in the URL.", Do: Authorize, Strength: Documented, Unseen: true, When: badCode,
		Weigh: func(l *look) (Likelihood, []string) {
			if _, there := l.form("code_verifier"); there {
				return Possible, []string{"the request had a verifier"}
			}
			return No, nil
		},
	},
	{
		ID: "code-double-encoded", Title: "The code is URL-encoded twice.", Rows: []string{"T3", "T3:encoded"}, Reads: everywhere,
		Why:     "A code copied from an address bar may still contain %-signs. Encoded once more, they reach Zoom as text.",
		Confirm: "Look for % in the code: an authorization code has none.",
		Fix:     "Decode the code once before it is sent; zoauth's paste box does.", Do: Authorize, Strength: Seen, When: badCode,
		Weigh: func(l *look) (Likelihood, []string) {
			if code, _ := l.form("code"); strings.Contains(code, "%") {
				return Certain, []string{"the code itself contains a %-sign, which no code of Zoom has"}
			}
			return No, nil
		},
	},
	{
		ID: "code-other-app", Title: "The code was issued to another client ID, was cut, or is not Zoom's.", Rows: []string{"T3", "T3b", "T3:other"}, Reads: everywhere,
		Why:     "A code belongs to the client ID in the URL that was opened. The production app does not know the development app's code.",
		Confirm: "Compare the client_id of the URL that was opened with that of the exchange.",
		Fix:     "Authorize with the URL of this profile.", Do: Authorize, Strength: Modelled, When: badCode,
		Weigh: func(l *look) (Likelihood, []string) {
			code, there := l.form("code")
			switch {
			case slices.ContainsFunc(l.earlier(), brought):
				return No, nil
			case there && len(code) != 33:
				return Likely, []string{fmt.Sprintf("the code has %s, Zoom's usually have 33: it may be cut", flow.Count(len(code), "character"))}
			}
			return Possible, nil
		},
	},
	{
		ID: "code-expired", Title: "The code is older than five minutes.", Rows: []string{"T8", "4733"}, Reads: everywhere,
		Why:     "The five minutes begin when Allow is pressed, not when the code is pasted.",
		Confirm: "Compare the time of the callback with that of the exchange: more than five minutes.",
		Fix:     "Authorize again and exchange at once.", Do: Authorize, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Reasons: []string{"code is expired"}, Numbers: []int{4733}, Text: []string{"code is expired"}, Any: true},
	},
	{
		ID: "code-redirect-mismatch", Title: "The exchange sent a different redirect_uri than the authorize URL.", Rows: []string{"T7", "4709"}, Reads: everywhere,
		Why:     "Both have to be the same string, byte for byte, and registered for this environment.",
		Confirm: "Compare redirect_uri in the URL with that in the exchange, byte by byte; zoauth marks the bytes that differ.",
		Fix:     "Send the redirect_uri of the URL that was opened.", Do: SendAgain, Strength: Documented, Unseen: true,
		Unlike: "The browser's error 4700 is about the list of registered addresses, this is about two requests.",
		When:   When{Reasons: []string{"redirect uri mismatch"}, Numbers: []int{4709}, Text: []string{"redirect uri mismatch"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			sent, there := l.form("redirect_uri")
			switch {
			case l.known() && !there:
				return Likely, []string{"the request had no redirect_uri"}
			case there && l.App.RedirectURI != "" && sent != l.App.RedirectURI:
				return Likely, []string{"sent       " + sent, "configured " + l.App.RedirectURI}
			}
			return Likely, nil
		},
	},
	{
		ID: "code-service-down", Title: "Zoom could not make an authorization code: one of its own services is down.", Rows: []string{"4732"}, Reads: everywhere,
		Why:     "4732 is a lookup inside Zoom that failed.",
		Confirm: "status.zoom.us, and the same request a few minutes later.",
		Fix:     "Wait and try again; ask Zoom support with the tracking ID.", Do: Report, Strength: Documented, Unseen: true, SaysSo: true,
		Unlike: "Neither code nor credentials are at fault.",
		When:   When{Numbers: []int{4732}, Text: []string{"creating authorization code error"}, Any: true},
	},
}
