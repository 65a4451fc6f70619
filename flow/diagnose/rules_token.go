package diagnose

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// deadToken is Zoom's one response to every refresh or revoke token that it does
// not accept.
var deadToken = When{
	Steps: []flow.Step{flow.StepRefresh},
	Said:  []string{"invalid token!"}, Reasons: []string{"invalid token"}, Any: true,
}

// codeMeanings are the error codes that say something without a reason of Zoom's (RFC 6749 §5.2; server_error of
// §4.1.2.1). The other codes have causes of their own.
var codeMeanings = map[string]string{
	"invalid_grant":       "the code or the refresh token was refused: it was used, replaced or revoked, has expired, belongs to another app, or its redirect URI differs",
	"invalid_request":     "a parameter is missing, given twice, malformed or not accepted",
	"unauthorized_client": "the app may not use this grant type, or the app itself is not allowed",
	"server_error":        "the server failed",
}

// tokenRules are about refresh and revoke (docs/zoom.md, rows T4 to T6 and 4711 to 4741).
var tokenRules = []Rule{
	{
		ID: "refresh-answer-lost", Title: "The response to an earlier refresh was lost: Zoom has replaced the token.", Rows: []string{"T4", "T4:lost"}, Reads: everywhere,
		Why:     "Zoom replaces the token on every refresh, without a grace period. If the response is lost, so is the new token.",
		Confirm: "The timeline, or zoauth history PROFILE, shows an earlier refresh without a response.",
		Fix:     "Authorize again. Zoom's staff give the same advice.", Do: Authorize, Strength: Seen, When: deadToken,
		Unlike: "If another machine has a working token pair, the token was replaced there.",
		Weigh: func(l *reading) (Likelihood, []string) {
			for _, t := range l.earlier() {
				if flow.Classify(t).Verdict == flow.Uncertain {
					return Certain, []string{"the same token was sent at " + clock(t.Started) + " and got no usable response"}
				}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-token-reused", Title: "This refresh token was already used on this machine.", Rows: []string{"T4", "T4:rotated"}, Reads: everywhere,
		Why:     "A refresh token works once: Zoom returns a new one, which must be used from then on.",
		Confirm: "zoauth history PROFILE shows the same fingerprint in an earlier refresh.",
		Fix:     "Use the newest token; if it is lost, authorize again.", Do: Authorize, Strength: Documented, When: deadToken,
		Weigh: func(l *reading) (Likelihood, []string) {
			before := l.earlier()
			if i := slices.IndexFunc(before, brought); i >= 0 {
				return Certain, []string{"you sent this token at " + clock(before[i].Started) + " and Zoom returned a new one"}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-token-ended", Title: "The refresh token has expired.", Rows: []string{"T4", "T4:ended"}, Reads: everywhere,
		Why:     "Zoom documents about 90 days; tokens from 2020 said 15 years. If the token can be decoded, it states its own expiry.",
		Confirm: "Paste the token: a JWT states its expiry.",
		Fix:     "Authorize again.", Do: Authorize, Strength: Modelled, When: deadToken,
		Weigh: func(l *reading) (Likelihood, []string) {
			if strings.Contains(l.said.Words, "expired") { // as a program says
				return Likely, nil
			}
			c, ok := l.claims()
			if ok && !c.Expires.IsZero() && !l.Now.IsZero() && l.Now.After(c.Expires) {
				return Likely, []string{saysEnded + moment(c.Expires)}
			}
			return No, nil
		},
	},
	{
		ID: "refresh-other-client", Title: "The token belongs to another client ID.", Rows: []string{"T4", "T4:other-client"}, Reads: everywhere,
		Why:     "Only the client that a refresh token was issued to can use it.",
		Confirm: "Paste the token: a JWT names the client ID it was issued to.",
		Fix:     "Use the profile that got the token, or authorize with this one.", Do: Authorize, Strength: Modelled, When: deadToken,
		Weigh: func(l *reading) (Likelihood, []string) {
			c, ok := l.claims()
			issuer := claim(c, "iss")
			switch {
			case !ok || issuer == "" || l.App.ClientID == "":
				return Possible, nil
			case strings.HasSuffix(issuer, ":"+l.App.ClientID):
				return No, nil
			}
			return Likely, []string{"the token says that it was issued to " + issuer[strings.LastIndexByte(issuer, ':')+1:]}
		},
	},
	{
		ID: "refresh-token-replaced", Title: "This refresh token was replaced elsewhere.", Rows: []string{"T4", "T4:rotated", "T4:same-user", "4741"}, Reads: everywhere,
		Why:     "Another host or server with this token refreshed it, or the same user authorized this client ID again. Either one replaces this token: Zoom keeps one token pair per client ID and user.",
		Confirm: "Compare the fingerprint in zoauth status with printf %s \"$TOKEN\" | sha256sum | cut -c1-6 on the other machine: they differ.",
		Fix:     "Authorize again, which also replaces the newer token pair on your server. Or copy the newer pair from that server.", Do: Authorize, Strength: Documented,
		Unlike: "It has not expired: that takes about 90 days.",
		When: When{
			Steps: []flow.Step{flow.StepRefresh}, Any: true, Numbers: []int{4741},
			Said: []string{"invalid token!", "the token has been revoked"},
		},
		Weigh: replacedElsewhere,
	},
	{
		ID: "app-removed", Title: "The user removed the app, or an admin disabled it.", Rows: []string{"T4", "T4:removed"}, Reads: everywhere,
		Why:     "Removing the app from the account, or revoking a token anywhere, revokes all of the app's tokens for that user.",
		Confirm: "Ask the user to check marketplace.zoom.us/user/installed: the app is missing there.",
		Fix:     "Authorize again; the user sees installed apps at marketplace.zoom.us/user/installed.", Do: Authorize, Strength: Seen,
		When: When{
			Steps: []flow.Step{flow.StepRefresh, flow.StepProbe}, Any: true, Numbers: []int{4741},
			Said: deadToken.Said, Reasons: deadToken.Reasons, Text: []string{"the token has been revoked"},
		},
		Weigh: always(Possible),
	},
	{
		ID: "refresh-not-a-refresh-token", Title: "What was sent is not a refresh token.", Rows: []string{"T5"}, Reads: everywhere,
		Why:     "An access token, a code or a truncated string gets this response instead of Invalid Token!.",
		Confirm: "Paste the token: zoauth says whether it is an access token, a code, or cut off.",
		Fix:     "Send the refresh_token from the last token response.", Do: Refresh, Strength: Recorded,
		When: When{Said: []string{"invalid refresh token"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if c, ok := l.claims(); ok && l.firsthand() {
				if kind := claim(c, "tokenType", "type"); kind == "access_token" || kind == "0" {
					return Certain, []string{"the token itself says that it is an access token"}
				}
			}
			return Likely, nil
		},
	},
	{
		ID: "refresh-no-reason", Title: "The grant was refused without a reason: something between you and Zoom may have changed the response.", Rows: []string{"T6"}, Reads: everywhere,
		Why:     "Zoom sends a reason; a report shows a proxy service removing it.",
		Confirm: "Check the response's headers: without x-zm-trackingid, it is not directly from Zoom.",
		Fix:     "Check the response's peer and headers, then treat the token as replaced.", Do: Authorize, Strength: Seen,
		When: When{Errors: []string{"invalid_grant"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.reason != "" || l.Excerpt || strings.Contains(l.all, "invalid redirect") { // it gives one
				return No, nil
			}
			return Likely, []string{"the response is invalid_grant without a reason"}
		},
	},
	{
		ID: "reason-left-out", LeftOut: true, Title: "Zoom refused a code or a refresh token; the text does not include the reason.", Reads: givenTexts,
		Why:     "invalid_grant covers everything that can be wrong with either. Zoom's response has a reason next to it, which this text omits.",
		Confirm: "Make the program print the response body, or send the same request with curl -i.",
		Fix:     "Find the reason. Invalid Token! is about a refresh token: most often something else refreshed first, so authorize again. Invalid authorization code is about a code: it was used before, or is older than five minutes.", Do: Authorize,
		When: When{Errors: []string{"invalid_grant"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.reason != "" || !l.Excerpt {
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "reason-not-known", LeftOut: true, Title: "Zoom refused the request for a reason that zoauth doesn't know; the error code says what kind.", Reads: everywhere,
		Why:     "Zoom's reasons are free text, and Zoom changes them. The error code next to the reason is one of a few that the standard defines.",
		Confirm: "Read the reason as a sentence, and look at the part of the request that the error code is about.",
		Fix:     "Compare the request, line by line, with zoauth's preview of the same step. If it is the same, ask Zoom support with the tracking ID.", Do: Report,
		When: When{Steps: []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepRevoke}, Errors: slices.Sorted(maps.Keys(codeMeanings))},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.reason == "" || l.reasonKnown || l.Excerpt || l.step == "" && !l.Zooms {
				return No, nil
			}
			return Likely, []string{l.code + ": " + codeMeanings[l.code]}
		},
	},
	{
		ID: "refresh-scopes-changed", Title: "The app no longer has the scopes of the token.", Rows: []string{"4711"}, Reads: everywhere,
		Why:     "Once a scope is removed from the app, Zoom no longer refreshes tokens that had it.",
		Confirm: "Compare the scopes of the last token with those on the app's page.",
		Fix:     "Authorize again.", Do: Authorize, Strength: Documented, Unseen: true,
		When: When{Said: []string{"refresh token invalid"}, Numbers: []int{4711}, Any: true, Not: []string{"does not contain scopes"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case strings.Contains(l.all, "refresh token invalid"):
				return Likely, nil
			case l.ofServerApp(): // which has no refresh token
				return No, nil
			}
			return Possible, nil // 4711 is of the API as well
		},
	},
	{
		ID: "user-removed", Title: "The token's user is no longer in the account.", Rows: []string{"4735"}, Reads: everywhere,
		Why:     "When a user is deleted or moved to another account, their tokens stop working.",
		Confirm: "Ask the account's admin whether the user is still in the account.",
		Fix:     "Authorize as a user in the account.", Do: Authorize, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Numbers: []int{4735}, Said: []string{"owner of the token does not exist"}, Any: true},
	},
	{
		ID: "refresh-unknown", Title: "Zoom no longer has a record of this authorization.", Rows: []string{"4737"}, Reads: everywhere,
		Why:     "The token was revoked or replaced so long ago that its record was deleted, or it is from another cloud.",
		Confirm: "Check zoauth history PROFILE: when did this token last work?",
		Fix:     "Authorize again.", Do: Authorize, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Numbers: []int{4737}, Text: []string{"can not find the authentication for the access token"}, Any: true},
	},
	{
		ID: "admin-disabled", Title: "An admin withdrew the pre-approval of the app.", Rows: []string{"4738"}, Reads: everywhere,
		Why:     "Where apps need pre-approval, withdrawing it disables the app's tokens.",
		Confirm: "The account's admin can check it in the App Marketplace, under the account's apps.",
		Fix:     "Ask the account's admin to pre-approve the app; then authorize again.", Do: AtZoom, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Numbers: []int{4738}, Text: []string{"token is disabled by admin"}, Any: true},
	},
	{
		ID: "tolerance", Title: "The token is too many refreshes behind.", Rows: []string{"4740"}, Reads: everywhere,
		Why:     "Version 7 tokens stayed valid for a range of later refreshes; later versions do not.",
		Confirm: "Paste the token: its ver claim is 7 or smaller.",
		Fix:     "Use the newest token. Zoom can widen the range for an app.", Do: Authorize, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Numbers: []int{4740}, Text: []string{"token tolerance range"}, Any: true},
	},
	{
		ID: "revoke-dead-token", Title: "The token to revoke no longer works.", Rows: []string{"revoke:dead", "T4b"}, Reads: everywhere,
		Why:     "No report shows how Zoom responds to revoking a token that no longer works; RFC 7009 asks for success.",
		Confirm: "Run zoauth probe PROFILE: 124 means that the token no longer works.",
		Fix:     "Probe the token with zoauth probe. If it no longer works, there is nothing left to revoke.", Do: Probe, Strength: Modelled,
		When: When{Steps: []flow.Step{flow.StepRevoke}, Reasons: []string{"invalid token"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.step == flow.StepRevoke {
				return Likely, nil
			}
			return Possible, nil
		},
	},
}

// replacedElsewhere looks for what speaks against a use of the token on this machine.
func replacedElsewhere(l *reading) (Likelihood, []string) {
	before := l.earlier()
	if slices.ContainsFunc(before, brought) {
		return No, nil
	}
	var evidence []string
	for _, other := range l.Facts.Others {
		if other.ClientID == l.App.ClientID && l.App.ClientID != "" {
			evidence = append(evidence, other.Name+" has the same client ID: was the same user authorized there?")
		}
	}
	t := l.State.Token
	if at := t.RefreshedAt; !at.IsZero() && !l.Now.IsZero() && l.Now.Sub(at) < youngRefresh {
		evidence = append(evidence, fmt.Sprintf("%s was issued %s: too young to expire", t.RefreshToken.Fingerprint(), at.Local().Format("Mon 15:04:05")))
	}
	if l.known() && len(before) == 0 && l.own() {
		evidence = append(evidence, "this machine's history shows no earlier use of it")
	}
	if l.known() {
		evidence = append(evidence, "ID and secret were accepted: otherwise Zoom says invalid_client")
	}
	return Likely, evidence
}

// youngRefresh is an age at which no refresh token of Zoom has expired: less than the
// 90 days that it documents.
const youngRefresh = 80 * 24 * time.Hour
