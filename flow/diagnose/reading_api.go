package diagnose

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// What the rules about the REST API read in a case.

// ofServerApp reports whether the app is a Server-to-Server one, by its profile or by what a text says.
func (l *reading) ofServerApp() bool { return l.App.Type == flow.ServerToServer || l.ServerApp }

// lacksScope is how likely a scope of the token is missing, and which.
func (l *reading) lacksScope() (Likelihood, []string) {
	wrapped := holds(l.all, wrappedScopes)
	switch {
	case wrapped && l.OfZoom:
		return Likely, nil
	case wrapped:
		return No, nil
	case l.step == "" && !l.OfZoom && len(l.numbers) == 0 && !wantedScopes().MatchString(l.all):
		return No, nil // the same words of somebody else's API
	case !strings.Contains(l.all, "does not contain scopes"): // 4711 is of a refresh as well
		if l.ofServerApp() || (strings.Contains(l.all, "scope") || recognize.NamesScope(l.all)) && !strings.Contains(l.all, "refresh") && !holds(l.all, invalidScope) {
			return Likely, nil
		}
		return Possible, nil
	}
	return Certain, l.scopeEvidence()
}

// limitSaid is what a message says of the limit.
func (l *reading) limitSaid() []string {
	var said []string
	if strings.Contains(l.all, "daily") || strings.Contains(l.all, "every day") {
		said = append(said, "it is a daily limit: Zoom resets it at 00:00 GMT")
	}
	if strings.Contains(l.all, "particular user") {
		said = append(said, "it applies to this user alone, not to the account")
	}
	return said
}

// isQuoted reports whether the response is what a line of a log quotes of it, perhaps without its code.
func (l *reading) isQuoted() bool { return l.Excerpt && l.body != "" }

// aboutToken is how likely a message about the access token is the API's: other servers send the
// same words.
func (l *reading) aboutToken() Likelihood {
	switch {
	case l.step != "" || l.OfZoom || l.code == "124" || len(l.numbers) > 0:
		return Certain
	case l.code == "" && recognize.IsWholeMessage(l.Text) && otherAddress(l.Text) == "":
		return Possible
	}
	return No
}

// numberAlone is how likely one of the causes of code 124 is where a text about Zoom has the number without
// its message.
func (l *reading) numberAlone() Likelihood {
	if l.step == "" && l.OfZoom && l.reason == "" && l.body == "" {
		return Possible
	}
	return No
}

// badRequestFor reports whether a program says for which operation Zoom called its request a bad
// one, as Moodle does.
func badRequestFor(text string) bool {
	_, message, found := strings.Cut(text, "bad request: ")
	return found && recognize.SpeaksOfOperation(message)
}

var wantedScopes = expression(`does not contain scopes:(?:\s|\\+[nrt])*\[([^\]]*)\]`)

// scopeEvidence puts the scopes that the response names beside those that were granted.
func (l *reading) scopeEvidence() []string {
	var evidence []string
	if m := wantedScopes().FindStringSubmatch(l.all); m != nil && strings.Contains(m[1], ":") {
		evidence = append(evidence, "wanted: "+strings.TrimSpace(strings.NewReplacer(`"`, "", `\`, "").Replace(m[1])))
	}
	switch token := l.State.Token; {
	case token.Scope != "":
		evidence = append(evidence, fmt.Sprintf("granted, %d: %s", len(token.Scopes()), flow.CutScopes(token.Scope, scopeRoom)))
	case !token.AccessToken.IsZero():
		evidence = append(evidence, "the token was issued without any scope")
	}
	return evidence
}

// scopeRoom is how many bytes of granted scopes evidence quotes.
const scopeRoom = 200

// freshGrant is how long after a grant its token can hardly have been replaced.
const freshGrant = 2 * time.Minute

// sinceGrant says how old a refused token is, and that it has not expired.
func (l *reading) sinceGrant() []string {
	token := l.State.Token
	switch age := l.Trace.Started.Sub(token.ObtainedAt); {
	case l.step == "" || token.ObtainedAt.IsZero():
		return nil
	case age >= 0 && age < freshGrant:
		return []string{"it was issued " + age.Round(time.Second).String() + " before: it has not expired"}
	}
	if end := token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
		return []string{"its own claims say it is valid until " + clock(end)}
	}
	return nil
}

// mixedClouds reports whether tokens come from another cloud than they are sent to.
func (l *reading) mixedClouds() bool {
	e := l.App.Endpoints
	return strings.Contains(e.OAuthURL, "zoomgov") != strings.Contains(e.APIURL, "zoomgov")
}

// bothClouds is the evidence of a text that has addresses of both of Zoom's clouds.
func (l *reading) bothClouds() []string {
	if !l.BothClouds {
		return nil
	}
	return []string{"line " + itoa(l.Government) + ": Zoom for Government, which has apps and tokens of its own; the text has zoom.us too"}
}

// saidValidation is code 300 with its message in a sentence, or the message behind Zoom's name.
var saidValidation = expression(`(?:300|\bzoom)\W{0,3}(?:(?:msg|message)\W{1,3})?validation failed(?:[^:]|$)|should be a valid json`)

// limitWords are how Zoom's messages name a limit, in lower case.
var limitWords = []string{"rate limit for this api", "daily rate limit", "per-second", "maximum number of api requests", "api requests permitted", "too many requests.", "too many concurrent requests", "requests are already reached", "requests every day are already reached", "requests per second are already reached"}

// limitHit is how programs and people say that they reached one.
var limitHit = expression(`\brate[- ]limited\b|\b(?:hit|hits|hitting|exceed\w*|reach\w*|over|into|get|gets|got|getting|due to|because of) (?:[\w']+ ){0,4}rate[- ]limit|\brate[- ]limit\w* (?:[\w']+ ){0,3}(?:hit|exceed\w*|reached|error|exception)|\btoo many requests|\b429\b|\bretry|\bwait`)

// signatureWrong is what Zoom's library says of a JWT, in lower case.
var signatureWrong = []string{"signature resulted invalid when verified"}

// wrappedScopes are what programs that know their scopes say of a token without them, in lower
// case.
var wrappedScopes = []string{"missing these required scopes", "missing required scope", "missing the required scope", "missing these scopes", "insufficient scope", "insufficient_scope", "lacks the scope", "lacks scope"}

// aboutData are the codes of the REST API that are about what a request operates on, in whatever language their
// message is.
var (
	aboutData = []string{"1005", "3001", "3161"}
	hasLatin  = expression(`[a-z]{3}`)
)
