package diagnose

import (
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
)

// deadToken is Zoom's one answer to every refresh or revoke token that it does
// not take.
var deadToken = When{
	Steps:   []flow.Step{flow.StepRefresh},
	Reasons: []string{"invalid token!", "invalid token"}, Text: []string{"invalid token!"}, Any: true,
}

// tokenRules are about refresh and revoke (zoom.md §5.1 T4–T6, §5.2).
var tokenRules = []Rule{
	{
		ID: "refresh-answer-lost", Title: "An earlier refresh was sent and its answer was lost: Zoom has replaced the token.", Rows: []string{"T4"},
		Why: "Zoom rotates on every refresh and has no grace period. When the answer is lost on the way, the new token is known to nobody.",
		Fix: "Authorize again. Zoom's staff gives the same advice.", Do: Authorize, Strength: Documented, When: deadToken,
		Weigh: func(l *look) (Likelihood, []string) {
			for _, t := range l.earlier() {
				if flow.Classify(t).Verdict == flow.Uncertain {
					return Certain, []string{"the same token was sent at " + clock(t.Started) + " and no usable answer was read"}
				}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-token-reused", Title: "This refresh token was used before on this machine.", Rows: []string{"T4", "4737"},
		Why: "A refresh token works once. Its answer brought another one, which has to be used from then on.",
		Fix: "Use the newest token; if it is gone, authorize again.", Do: Authorize, Strength: Documented, When: deadToken,
		Weigh: func(l *look) (Likelihood, []string) {
			before := l.earlier()
			if i := slices.IndexFunc(before, brought); i >= 0 {
				return Certain, []string{"you sent this token at " + clock(before[i].Started) + " and Zoom answered with a new one"}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-token-ended", Title: "The refresh token is past its end.", Rows: []string{"T4"},
		Why: "Zoom documents about 90 days; tokens of 2020 said 15 years. The end stands in the token itself, when it can be decoded.",
		Fix: "Authorize again.", Do: Authorize, Strength: Documented, When: deadToken,
		Weigh: func(l *look) (Likelihood, []string) {
			c, ok := l.claims()
			if ok && !c.Expires.IsZero() && !l.Now.IsZero() && l.Now.After(c.Expires) {
				return Certain, []string{"the token itself says that it ended " + c.Expires.Local().Format("2 Jan 2006 15:04")}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-token-replaced", Title: "This refresh token was replaced somewhere else.", Rows: []string{"T4", "T4b", "4741"},
		Why: "Another host, a server or a copy of it refreshed, or the same user authorized the app again later. Both end this token.",
		Fix: "Authorize again; a server that holds the newer pair loses it then. Or take the newer pair from that server.", Do: Authorize, Strength: Documented,
		When: When{
			Steps: []flow.Step{flow.StepRefresh}, Any: true, Numbers: []int{4741},
			Reasons: []string{"invalid token!", "the token has been revoked"}, Text: []string{"invalid token!", "the token has been revoked"},
		},
		Weigh: func(l *look) (Likelihood, []string) {
			before := l.earlier()
			if slices.ContainsFunc(before, brought) {
				return No, nil
			}
			var evidence []string
			t := l.State.Token
			if at := t.RefreshedAt; !at.IsZero() && !l.Now.IsZero() {
				if age := l.Now.Sub(at); age < 80*24*60*60*1e9 {
					evidence = append(evidence, fmt.Sprintf("%s was issued %s: too young to expire", t.RefreshToken.Fingerprint(), at.Local().Format("Mon 15:04:05")))
				}
			}
			if l.known() && len(before) == 0 {
				evidence = append(evidence, "this machine sent it once, now: the history has no earlier use")
			}
			if l.known() {
				evidence = append(evidence, "ID and secret were accepted: Zoom says invalid_client otherwise")
			}
			return Likely, evidence
		},
	},
	{
		ID: "app-removed", Title: "The user removed the app, or an admin switched it off.", Rows: []string{"T4", "4741"},
		Why: "Removing the app from the account, or revoking a token anywhere, ends every token of it for that user.",
		Fix: "Authorize again; the user sees installed apps at marketplace.zoom.us/user/installed.", Do: Authorize, Strength: Documented,
		When: When{
			Steps: []flow.Step{flow.StepRefresh, flow.StepProbe}, Any: true, Numbers: []int{4741},
			Reasons: deadToken.Reasons, Text: []string{"invalid token!", "the token has been revoked"},
		},
		Weigh: always(Possible),
	},
	{
		ID: "refresh-other-client", Title: "The token belongs to another client ID.", Rows: []string{"T4"},
		Why: "A refresh token can be used by the client that it was issued to only.",
		Fix: "Use the profile that authorized, or authorize with this one.", Do: Authorize, Strength: Seen, When: deadToken,
		Weigh: func(l *look) (Likelihood, []string) {
			c, ok := l.claims()
			issuer := claim(c, "iss")
			switch {
			case !ok || issuer == "" || l.App.ClientID == "":
				return Possible, nil
			case strings.HasSuffix(issuer, ":"+l.App.ClientID):
				return No, nil
			}
			return Certain, []string{"the token says that it was issued to " + issuer[strings.LastIndexByte(issuer, ':')+1:]}
		},
	},
	{
		ID: "refresh-not-a-refresh-token", Title: "What was sent is no refresh token.", Rows: []string{"T5"},
		Why: "An access token, a code or a cut string in its place gets this answer instead of Invalid Token!.",
		Fix: "Send the refresh_token of the last answer.", Do: Refresh, Strength: Seen,
		When: When{Reasons: []string{"invalid refresh token"}, Text: []string{"invalid refresh token"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			if c, ok := l.claims(); ok {
				if kind := claim(c, "tokenType", "type"); kind == "access_token" || kind == "0" {
					return Certain, []string{"the token says of itself that it is an access token"}
				}
			}
			return Likely, nil
		},
	},
	{
		ID: "refresh-no-reason", Title: "The grant was refused and the reason is missing: something between may have changed the answer.", Rows: []string{"T6"},
		Why: "Zoom names a reason; a proxy service in front of it was seen to drop it.",
		Fix: "Look at the peer and the headers of the answer; then as for a replaced token.", Do: Authorize, Strength: Seen,
		When: When{Errors: []string{"invalid_grant"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.reason != "" {
				return No, nil
			}
			return Likely, []string{"the answer is invalid_grant without a reason"}
		},
	},
	{
		ID: "refresh-scopes-changed", Title: "The app's scopes are no longer those of the token.", Rows: []string{"4711"},
		Why: "After scopes were taken from the app, Zoom does not renew tokens that had them.",
		Fix: "Authorize again.", Do: Authorize, Strength: Documented,
		When: When{Reasons: []string{"refresh token invalid"}, Text: []string{"refresh token invalid"}, Numbers: []int{4711}, Any: true, Not: []string{"does not contain scopes"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if !strings.Contains(l.all, "refresh token invalid") { // 4711 is of the API as well
				return Possible, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "user-removed", Title: "The user of the token is no longer in the account.", Rows: []string{"4735"},
		Why: "Tokens of a user who was deleted or moved to another account end.",
		Fix: "Authorize as a user who is there.", Do: Authorize, Strength: Documented,
		When:  When{Numbers: []int{4735}, Reasons: []string{"owner of the token does not exist"}, Text: []string{"owner of the token does not exist"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "refresh-unknown", Title: "Zoom's store does not hold this authorization any more.", Rows: []string{"4737"},
		Why: "The token was revoked or replaced so long ago that its record is gone, or it is of another cloud.",
		Fix: "Authorize again.", Do: Authorize, Strength: Documented,
		When:  When{Numbers: []int{4737}, Text: []string{"can not find the authentication for the access token"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "admin-disabled", Title: "An admin took back the pre-approval of the app.", Rows: []string{"4738"},
		Why: "Where apps need pre-approval, switching it off disables their tokens.",
		Fix: "Ask the account's admin to pre-approve the app; then authorize again.", Do: AtZoom, Strength: Documented,
		When:  When{Numbers: []int{4738}, Text: []string{"token is disabled by admin"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "tolerance", Title: "The token is too many refreshes old.", Rows: []string{"4740"},
		Why: "Tokens of version 7 had a range of refreshes in which older ones were taken; later versions have none.",
		Fix: "Use the newest token; Zoom can widen the range for an app.", Do: Authorize, Strength: Documented,
		When:  When{Numbers: []int{4740}, Text: []string{"token tolerance range"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "revoke-dead-token", Title: "The token to revoke is not alive any more.", Rows: []string{"T4b"},
		Why: "What Zoom answers to the revocation of a dead token was not seen; RFC 7009 asks for success.",
		Fix: "A probe tells whether the token lives. If it does not, there is nothing left to revoke.", Do: Probe, Strength: Modelled,
		When: When{Steps: []flow.Step{flow.StepRevoke}, Reasons: []string{"invalid token"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.step == flow.StepRevoke {
				return Likely, nil
			}
			return Possible, nil
		},
	},
}
