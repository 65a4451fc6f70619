package diagnose

import (
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// badRedirect is the page of a redirect that Zoom does not accept, in every
// language: the number stands in all of them.
var badRedirect = When{
	Numbers: []int{4700}, Text: []string{"invalid redirect"}, Any: true, Not: []string{"invalid client_id"},
}

// isPage keeps page rules to text that a browser showed: responses of the API, with
// code and message, carry 4700 as well.
func isPage(l *reading) bool {
	ofAPI := l.code == "4700" && !strings.Contains(l.all, `"errorcode"`) && !strings.Contains(l.all, "redirect")
	ofToken := isTokenCode(l.code) && l.reason != "" // the token endpoint's, which has both
	// Zoom's page has neither a code nor a name of OAuth.
	ofOthers := !l.OfZoom && len(l.numbers) == 0 && (isTokenCode(l.code) || holds(l.all, []string{"invalid redirect_uri", "invalid redirect uri"}) || isRedirectOfOthers(l))
	return l.step == "" && !ofAPI && !ofToken && !ofOthers && !strings.Contains(l.all, "does not contain scopes") && !strings.Contains(l.all, "token cannot be empty")
}

// isRedirectOfOthers reports whether a text speaks of an invalid redirect in other words than Zoom's page.
func isRedirectOfOthers(l *reading) bool {
	return !l.translated && strings.Contains(l.all, "invalid redirect") && !redirectAlone().MatchString(l.all)
}

// redirectAlone is what the page says of a redirect, with nothing else on its line but the address.
var redirectAlone = expression(`(?m)(?:^|[>"'“:] *)invalid redirect(?: ur[li])?[\s:.!]*(?:https?://\S+)?[."'”]*(?:$|<)|you cannot authorize `)

// invalidScope is what the page says of a scope that it does not accept, in lower case.
var invalidScope = []string{"invalid scope", "escopo inválido", "ámbito no válido", "alcance no válido", "ungültiger bereich", "ungültiger umfang", "étendue non valide", "portée non valide", "ambito non valido", "無効なスコープ", "无效的范围", "無效的範圍"}

// scopeAlone is that with its capital, at the end of a line: other providers have the words too.
var scopeAlone = expression(`(?m)(?:Invalid scope|Escopo|Ámbito|Alcance|Ungültiger|Étendue|Portée|Ambito|無効なスコープ|无效的范围|無效的範圍)[^:\n]{0,12}(?:$|[.!<"'])`)

func onPage(weigh func(l *reading) (Likelihood, []string)) func(l *reading) (Likelihood, []string) {
	return func(l *reading) (Likelihood, []string) {
		if !isPage(l) {
			return No, nil
		}
		return weigh(l)
	}
}

// onRedirectPage is onPage for causes about the redirect, which are possible at most where the page speaks of a
// scope.
func onRedirectPage(weigh func(l *reading) (Likelihood, []string)) func(l *reading) (Likelihood, []string) {
	return onPage(func(l *reading) (Likelihood, []string) {
		level, evidence := weigh(l)
		if holds(l.all, invalidScope) && !strings.Contains(l.all, "invalid redirect") {
			level = min(level, Possible)
		}
		return level, evidence
	})
}

func always(level Likelihood) func(*reading) (Likelihood, []string) {
	return func(*reading) (Likelihood, []string) { return level, nil }
}

// refusedAddress is the redirect as the page names it.
var refusedAddress = expression(`(https?://[^\s"'<>]+)\s*\(4` + thousands + `700\)`)

// otherAddress returns the first address in a text that is not Zoom's, without its
// query, which may hold a code.
func otherAddress(text string) string {
	for _, address := range recognize.AnyAddress().FindAllString(text, 8) {
		if u, err := url.Parse(address); err == nil && u.Host != "" && !recognize.IsZoomHost(u.Hostname()) && !goesOn(text, address) {
			address, _, _ = strings.Cut(address, "?")
			return address
		}
	}
	return ""
}

// goesOn reports whether a comment breaks an address behind a slash and goes on in its next line.
func goesOn(text, address string) bool {
	_, rest, _ := strings.Cut(text, address)
	next, broken := strings.CutPrefix(rest, "\n")
	next = strings.TrimLeft(next, " \t")
	return broken && strings.HasSuffix(address, "/") && (strings.HasPrefix(next, "//") || strings.HasPrefix(next, "#"))
}

// redirect returns the redirect that was refused and where it is from: the page
// itself, else the profile. It is nil when neither tells.
func redirect(l *reading) (*url.URL, string) {
	text, from := l.App.RedirectURI, "the profile's redirect is "+l.App.RedirectURI
	if m := refusedAddress().FindStringSubmatch(l.Text); m != nil {
		text, from = m[1], "the page names "+m[1]
	} else if named := otherAddress(l.Text); named != "" {
		text, from = named, "the text names "+named
	} else if l.Redirect != "" {
		text, from = l.Redirect, "the text has "+l.Redirect
	} else if l.Loopback != "" && text == "" {
		text, from = l.Loopback, "the text names "+l.Loopback
	}
	u, err := url.Parse(text)
	if err != nil || text == "" {
		return nil, ""
	}
	return u, from
}

// pageRules are about what the browser shows instead of calling back (docs/zoom.md, rows page:4700 to page:transient).
var pageRules = []Rule{
	{
		ID: "redirect-plain-http", Title: "Zoom refuses this redirect because it is plain http.", Rows: []string{"page:4700", "page:plain-http"}, Reads: givenTexts,
		Why:     "Reports since mid-2026 say that the consent page shows 4700 for http redirects of confidential client IDs, even loopback ones, although the app's form accepts them. For public client IDs, Zoom documents http://127.0.0.1 with any port as supported.",
		Confirm: "The redirect_uri in the URL starts with http://. With an https URL, the same app shows Allow.",
		Fix:     "Register an https URL of yours and paste the callback, or use the public client ID (Use Public Client OAuth) with http://127.0.0.1.", Do: EditProfile, Strength: Seen, When: badRedirect,
		Unlike: "A redirect that is not registered looks the same.",
		Weigh: onRedirectPage(func(l *reading) (Likelihood, []string) {
			u, from := redirect(l)
			switch {
			case u == nil:
				return Possible, nil
			case u.Scheme != "http":
				return No, nil
			case l.App.Type == flow.Public && u.Hostname() == "127.0.0.1":
				return Possible, []string{from, "Zoom documents it as supported for a public client ID"}
			}
			return Likely, []string{from}
		}),
	},
	{
		ID: "redirect-not-registered", Title: "The redirect URI is not registered for this environment.", Rows: []string{"page:4700", "page:redirect"}, Reads: givenTexts,
		Why:     "It must be in OAuth Redirect URL and in the Allow List, on the same tab (Development or Production) as the client ID.",
		Confirm: "Press z in the workbench, or run zoauth doctor PROFILE, and compare the URI with both fields at Zoom.",
		Fix:     "Compare both fields at Zoom with the profile, byte by byte.", Do: AtZoom, Strength: Seen, When: badRedirect,
		Weigh: onRedirectPage(func(l *reading) (Likelihood, []string) {
			for _, other := range l.Facts.Others {
				if other.RedirectURI == l.App.RedirectURI && other.RedirectURI != "" && other.Group == l.App.Group && other.Environment != l.App.Environment {
					return Likely, []string{other.Name + " (" + string(other.Environment) + ") has the same redirect: is it registered in both?"}
				}
			}
			return Likely, nil
		}),
	},
	{
		ID: "redirect-bytes", Title: "The redirect URI differs in case, port or a trailing slash.", Rows: []string{"page:4700", "page:bytes"}, Reads: givenTexts,
		Why:     "The path is case-sensitive. In Strict Mode every byte counts, including an extra slash.",
		Confirm: "zoauth doctor PROFILE shows the URI with its invisible differences.",
		Fix:     "Copy the registered URI into the profile; in a URL of your own, encode it once.", Do: EditProfile, Strength: Seen, When: badRedirect,
		Weigh: onRedirectPage(func(l *reading) (Likelihood, []string) {
			if m := refusedAddress().FindStringSubmatch(l.Text); m != nil && nearly(m[1], l.App.RedirectURI) {
				return Certain, []string{"the page names " + m[1], "the profile has " + l.App.RedirectURI}
			}
			u, from := redirect(l)
			if u != nil && (u.Path != strings.ToLower(u.Path) && u.String() != l.Redirect || strings.HasSuffix(u.Path, "/") || u.Fragment != "") {
				return Likely, []string{from}
			}
			return Possible, nil
		}),
	},
	{
		ID: "redirect-authorize-host", Title: "A new, unpublished app may need the newer consent host.", Rows: []string{"page:4700", "page:host"}, Reads: givenTexts,
		Why:     "Two reports say that zoom.us/oauth/authorize shows 4700 where marketplace.zoom.us/v2/authorize works with the same parameters; others saw no difference.",
		Confirm: "Open the same URL at https://marketplace.zoom.us/v2/authorize.",
		Fix:     `Set authorize_url = "https://marketplace.zoom.us/v2/authorize".`, Do: EditProfile, Strength: Seen, When: badRedirect,
		Weigh: onPage(func(l *reading) (Likelihood, []string) {
			if at := l.App.Endpoints.AuthorizeURL; strings.Contains(at, "/v2/authorize") || strings.Contains(at, "zoomgov") {
				return No, nil
			}
			return Possible, nil
		}),
	},
	{
		ID: "redirect-zoom-fault", Title: "Zoom itself is refusing everyone's redirects for a while.", Rows: []string{"page:transient"}, Reads: givenTexts,
		Why:     "It happened in December 2021 and was fixed the next day.",
		Confirm: "Other developers report it today, and an app that worked yesterday fails too.",
		Fix:     "Check status.zoom.us and the developer forum, and wait.", Do: Report, Strength: Seen, When: badRedirect,
		Weigh: onPage(always(Possible)),
	},
	{
		ID: "page-client-unknown", Refuses: "client_id", Title: "Zoom does not know this client ID.", Rows: []string{"page:4702"}, Reads: givenTexts,
		Why:     "It is a placeholder, the ID of a deleted app, or an ID from the other cloud.",
		Confirm: "Compare client_id in the URL with the credentials page, character by character.",
		Fix:     "Copy the client ID from the app's credentials.", Do: EditProfile, Strength: Seen,
		When: When{Numbers: []int{4702}, Text: []string{"invalid client_id:"}, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.unknownID() {
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "page-scope-invalid", Title: "The URL requests a scope that is not saved on the app.", Rows: []string{"page:scope"}, Reads: everywhere,
		Why:     "Every scope in the URL must be saved on the app; separate scopes with %20, not a comma or a plus. User-managed apps have no :admin scopes.",
		Confirm: "Open the URL without scope: if Allow appears, the scope is the problem.",
		Fix:     "Leave scopes empty, so that Zoom uses those saved on the app, or save them at Zoom.", Do: EditProfile, Strength: Seen,
		When: When{Text: invalidScope, Errors: []string{"invalid_scope"}, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.OfZoom && l.code == "" && !holds(l.all, recognize.RefusalWords) && !strings.Contains(l.all, "web portal") && !scopeAlone().MatchString(l.body+l.Text) {
				return No, nil // the same words of somebody else's page
			}
			for _, s := range l.App.Scopes {
				if strings.ContainsAny(s, ",+/") {
					return Certain, []string{"the profile's scope " + s + " contains a separator"}
				}
			}
			return Likely, nil
		},
	},
	{
		ID: "page-cannot-authorize", Title: "This user may not add the app.", Rows: []string{"page:cannot"}, Reads: givenTexts,
		Why:     "Only users of the developer's own account can add an unpublished app; a beta link must be approved and works for four weeks; an account may require pre-approval or a role.",
		Confirm: "A user of the developer's own account sees Allow.",
		Fix:     "Sign in as a user of the developer's account, renew the beta, or have the app pre-approved.", Do: AtZoom, Strength: Documented,
		Unlike: "The client ID and redirect are right: Zoom knows the app.",
		When:   When{Text: slices.Concat(recognize.RefusalWords, recognize.UnpublishedWords)},
		Weigh: onPage(func(l *reading) (Likelihood, []string) {
			switch {
			case !l.OfZoom && refusesOther().MatchString(l.Text):
				return No, nil
			case holds(l.all, invalidScope) || strings.Contains(l.all, "invalid redirect"):
				return Possible, nil
			}
			return Likely, nil
		}),
	},
	{
		ID: "page-admin-required", Title: "The app is admin-managed, and the user is not an admin.", Rows: []string{"page:admin"}, Reads: givenTexts,
		Why:     "An admin adds account-level apps for everybody.",
		Confirm: "The account's admin sees Allow.",
		Fix:     "Let an admin authorize, or make the app user-managed.", Do: AtZoom, Strength: Seen, SaysSo: true,
		When: When{Text: []string{"account admin is required", "an admin is required to"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.OfZoom && !strings.Contains(l.all, "account admin is required") && l.Text != "" {
				return No, nil // the same words of somebody else's page
			}
			return Certain, []string{"Zoom says so"}
		},
	},
	{
		ID: "page-preapproval", Title: "The account only lets users add pre-approved apps.", Rows: []string{"page:preapprove"}, Reads: givenTexts,
		Why:     "The page offers Request pre-approve instead of Allow.",
		Confirm: "The page offers Request pre-approve.",
		Fix:     "Ask the account's admin to pre-approve the app.", Do: AtZoom, Strength: Documented, SaysSo: true,
		When: When{Text: slices.Concat(preapproval, askAdmin)},
		Weigh: onPage(func(l *reading) (Likelihood, []string) {
			switch {
			case holds(l.all, preapproval):
				return Certain, nil
			case !l.OfZoom || !ofApp().MatchString(l.all) || !asksAdmin().MatchString(l.all) || partOfApp().MatchString(l.all):
				return No, nil
			case l.Answered: // which says what was refused
				return Possible, nil
			}
			return Likely, nil
		}),
	},
}

// refusesOther is the sentence of the page in somebody else's text, about what is no app: an app's name has a capital.
var refusesOther = expression(`(?i:you (?:cannot|can't) authorize) (?:[a-z]+|an?) [a-z]`)

// preapproval are the words of a page that offers it; askAdmin stand in those of pages and people that
// send a user to the account's admin. In lower case.
var (
	preapproval = []string{"pre-approve", "preapprove", "pre-approval", "pre approve", "pre approval"}
	askAdmin    = []string{"approve", "approval", "your admin", "account admin", "zoom admin", "request access", "request to add", "request to install"}
)

var (
	// asksAdmin is how they say it.
	asksAdmin = expression(`\b(?:ask|contact) your (?:account |zoom )?(?:admin|owner)|\badmin approval\b` +
		`|\b(?:admin|administrator|owner)s?\b[^.\n]{0,40}(?:\b(?:must|first|to|not)|n't) (?:yet )?(?:approved?|allow(?:ed)? (?:it|the app|this app))\b` +
		`|\bapprov(?:al|ed) (?:from|by|of) (?:your|the|an?) (?:[\w']+ ){0,3}(?:admin|administrator|owner)|(?:\bnot|n't) (?:been |yet )?approved (?:for|by|in) ` +
		`|\brequest (?:for approval|approval|to add|to install|access)(?:["'.,;)]|$| button| instead| only)`)
	// partOfApp is what else an admin of a repository approves.
	partOfApp = expression(`\bapprov\w+ (?:(?:the|this|our|an?) )?(?:app )?(?:\w+ )?(?:change|yaml|manifest|pull request|deployment|merge)`)
	// ofApp are words of texts about adding an app.
	ofApp = expression(`\bapps?\b|\bapplication|\binstall|\ballow\b|\bmarketplace`)
)

// stateWords are what programs say of a state that is not the one they wait for, in lower case.
var stateWords = []string{
	"invalid oauth user state", "invalid oauth state", "oauth state mismatch", "invalid state parameter", "state parameter mismatch", "oauth state does not match", "state mismatch", "csrf state",
	"mismatching_state", "state cookie was missing", "state value could not be parsed", "invalid_state_parameter", "invalid_state", "invalidstateexception", "authorization_request_not_found",
	"callback state is invalid", "csrf_detected", "csrf detected", "csrf token mismatch", "bad_oauth_state", "state_mismatch", "invalid oauth2 state", "state is invalid", "unexpected state", "state not found",
	"states do not match", "state did not match", "state does not match", "state doesn't match", "invalid state", "bad state", "invalid or expired state", "state expired", "state has expired", "expired state", "state is missing or",
	"state verification failed", "state validation failed", "state check failed", "could not verify state", "could not verify the state", "stored state", "unknown state", "state token mismatch", "state missing",
	"authstatemissing", "authstateforbidden", "wrong state parameter", "state value missing", "matching session for this request",
}

// otherState are the state of something else than an authorization: of a machine, a record, an object.
var otherState = expression(`\bstate (?:transition|machine|of|exception|change|management|code|name|and zip|to\b|for (?:this|the|operation)\b)|stateless|in an? (?:invalid|unknown|bad) state`)

// stateRefused reports whether a program's own check of the callback's state failed.
func (l *reading) stateRefused() bool {
	return holds(l.all, stateWords) && !otherState().MatchString(l.all) && (l.OfZoom || holds(l.all, []string{"oauth", "callback", "csrf", "login", "authoriz", "cookie", "socialite"}))
}

// hasState finds the parameter itself: Zoom adds a _zmp_login_state of its own.
var hasState = expression(`[?&#\s,;]state=`)

// codeCutOff is a callback of which the text has no more than a part of the code.
var codeCutOff = expression(`[?&]code=[\w-]*(?:\.\.\.|…)`)

// noState is how programs say that a callback came without its state.
var noState = expression(`\bmissing_state\b|\b(?:missing|no|without|lacks|lacked)(?: required| the| a| an| any|:| oauth2?| query| url| parameters?)* ["'\x60]?state\b(?: (?:param|in|from|was|cookie|value|on)|["'\x60.!,;:]|$)|n[o']t (?:have|contain|include) (?:the |a |any )?["'\x60]?state\b|["'\x60]?\bstate["'\x60]?(?: param(?:eter)?)?(?: is| was)? (?:missing|required|must be a string|not provided|absent|undefined|not allowed to be empty)`)

// unanswered is how likely a callback without its state is the cause: what was answered to its code says more.
func (l *reading) unanswered() Likelihood {
	if l.Answered || l.Failed {
		return Possible
	}
	return Likely
}

// callbackRules are about what comes back to the redirect URI (docs/zoom.md, rows callback:code to callback:none).
var callbackRules = []Rule{
	{
		ID: "declined", Title: "The user clicked Decline.", Rows: []string{"callback:decline", "T12"}, Reads: everywhere,
		Why:     "No report shows what Zoom sends on Decline; RFC 6749 says error=access_denied.",
		Confirm: "Ask the user.",
		Fix:     "Authorize again and click Allow.", Do: Authorize, Strength: Modelled,
		Unlike: "Nothing is wrong with the app.",
		When:   When{Errors: []string{"access_denied"}, Text: []string{"error=access_denied"}, Any: true},
	},
	{
		ID: "state-mismatch", Title: "The callback's state does not belong to the waiting attempt.", Reads: givenTexts,
		Why:     "The program keeps the attempt's state in a session or a cookie. A second tab, a restart, another host or a login redirect can lose it, and a callback from an older attempt has a different one. The check happens before anything is sent to Zoom.",
		Confirm: "Start again and finish in the same tab. If that works, it was an older link.",
		Fix:     "Start the authorization again and finish it in the same browser.", Do: Authorize,
		Unlike: "Zoom did not refuse anything.",
		When:   When{Text: stateWords},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.stateRefused() {
				return Likely, nil
			}
			return No, nil
		},
	},
	{
		ID: "state-missing", Title: "The callback has no state.", Rows: []string{"callback:no-state"}, Reads: givenTexts,
		Why:     "Zoom omits it when the flow starts at Zoom: Add in the Marketplace, Local Test, a shared link. A login redirect can lose it, and a forged callback has none.",
		Confirm: "Did the user start at Zoom (Add, Local Test) or with the program's own link?",
		Fix:     "Start the flow with zoauth's URL, or confirm that it started at Zoom.", Do: Authorize, Strength: Seen,
		When: When{Text: []string{"code", "state"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case l.step != "":
			case l.OfZoom && noState().MatchString(l.all):
				return l.unanswered(), nil
			case l.Callback.HasState && l.Callback.State == "" && !l.Callback.Code.IsZero():
				return l.unanswered(), []string{"its state is empty"}
			case l.body != "" || l.Callback.HasState || hasState().MatchString(l.all) || strings.Contains(l.all, "grant_type"):
			case codeCutOff().MatchString(l.Text):
				return Possible, []string{"the URL is cut off after its code: a state may follow"}
			case !l.OfZoom && !callbackURL().MatchString(l.all) && !l.Callback.Code.IsZero(): // an object, of whatever provider
				return Possible, []string{"it has a code but no state"}
			case !l.Callback.Code.IsZero() || callbackURL().MatchString(l.all):
				return l.unanswered(), []string{"it has a code but no state"}
			}
			return No, nil
		},
	},
}

// deviceRules are about the device flow (docs/zoom.md, row T12).
var deviceRules = []Rule{
	{
		ID: "device-not-enabled", Title: "The app may not use the device flow.", Rows: []string{"T2", "T2:device"}, Reads: everywhere,
		Why:     "It needs Use App on Device, under Features, Embed, Meeting SDK.",
		Confirm: "On the app's page, under Features, Embed, Meeting SDK: is Use App on Device on?",
		Fix:     "Switch it on at Zoom, or authorize in a browser.", Do: AtZoom, Strength: Modelled,
		When: When{Steps: []flow.Step{flow.StepDevice, flow.StepPoll}, Errors: []string{"unsupported_grant_type", "unauthorized_client", "invalid_client"}, Text: []string{"unsupported grant type"}, Any: true, Not: []string{"app has been disabled"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.step == "" && !l.ofDevice() {
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "device-pending", Title: "The user has not entered the code yet.", Rows: []string{"T12"}, Reads: everywhere,
		Why:     "Polling continues at the interval that Zoom sets; slow_down adds five seconds.",
		Confirm: "The code is still on the screen: open the address and enter it.",
		Fix:     "Enter the code in a browser; wait.", Do: Nothing, Strength: Documented, SaysSo: true,
		Unlike: "It is not an error: the client keeps polling.",
		When:   When{Errors: []string{"authorization_pending", "slow_down"}},
	},
	{
		ID: "device-expired", Title: "The device code expired before the user entered it.", Rows: []string{"T12"}, Reads: everywhere,
		Why:     "A device code is valid for 15 minutes.",
		Confirm: "Did the code appear more than 15 minutes ago?",
		Fix:     "Request a new code.", Do: Authorize, Strength: Documented, SaysSo: true,
		When: When{Errors: []string{"expired_token"}},
	},
}
