package screen

import (
	"regexp"

	"zoauth/flow"
)

// strength is how sure a cause is, from where it is known (zoom.md).
type strength string

const (
	documented strength = "documented by Zoom"
	reported   strength = "seen in public reports"
	inferred   strength = "concluded, not documented"
	unsettled  strength = "reports against the documentation: not settled"
)

// cause is one thing that a page of the browser can mean.
type cause struct {
	text   []string
	do     string // the repair, in words; keys are added by the screen
	sure   strength
	holds  func(flow.App) bool // nil: may hold for every app
	showsR bool                // the redirect URI belongs under the text
	paste  bool                // c, change to paste, mends it
}

// page is what the browser shows instead of calling back (zoom.md §6).
type page struct {
	seen   string // as the person would call it
	title  string
	match  *regexp.Regexp // finds it in the page's text; nil: not to be found
	causes []cause
	choose choice
	hidden bool // reached only by the page's text
	answer bool // a text that matches is the answer itself
}

// choice is what enter does on a page.
type choice int

const (
	nextCause choice = iota
	toPaste          // back to the waiting screen, its paste box open
	readPage         // the page's text is pasted here
)

// pages are in the order of the list; the numbers of Zoom are formatted by
// language, as in 4,700 and 4.700.
var pages = []page{
	{
		seen: "Invalid redirect, 4700 (4,700)", title: "Invalid redirect",
		match: regexp.MustCompile(`(?i)4[.,\s]?700|invalid redirect`),
		causes: []cause{
			{
				text:  []string{"Zoom did not accept this redirect URI, so it never sends the browser back. Registered exactly so? Then it is plain http: users of confidential client IDs report since mid-2026 that Zoom refuses it. For public client IDs Zoom documents http://127.0.0.1 as supported."},
				do:    "change this app to paste: an https address of yours. It need not answer; a page that says 404 is fine, one that redirects to a login is not. Or enable Use Public Client OAuth and use the public client ID",
				holds: plainHTTP, sure: unsettled, showsR: true, paste: true,
			},
			{
				text: []string{"Zoom did not accept this redirect URI: it has to stand in the app's settings for this environment, in the redirect URL and in the allow list. In strict mode every byte counts: scheme, case, port, the slash at the end."},
				do:   "compare it with the app's page at Zoom, tab Development or Production", sure: documented, showsR: true,
			},
			{
				text: []string{"Two reports say that zoom.us/oauth/authorize gives 4700 for new, unpublished apps where marketplace.zoom.us/v2/authorize works with the same parameters; others saw no difference."},
				do:   `set authorize_url = "https://marketplace.zoom.us/v2/authorize" in the profile`, sure: reported,
			},
		},
	},
	{
		seen: `"You cannot authorize", pre-approval, or an admin is required`, title: "You cannot authorize",
		match: regexp.MustCompile(`(?i)cannot authorize|can't authorize|pre-?approv|admin is required`),
		causes: []cause{
			{
				text: []string{"The app is not published and the user is of another account than the developer's, or the beta URL was not approved or has ended."},
				do:   "sign in as a user of the developer's own account, or renew the beta", sure: documented,
			},
			{
				text: []string{`The account lets its users add only pre-approved apps: the page offers "Request pre-approve" instead of Allow.`},
				do:   "ask the account's admin to pre-approve the app", sure: documented,
			},
			{
				text: []string{`"An account admin is required": the app is admin-managed and the user is no admin.`},
				do:   "let an admin authorize, or make the app user-managed at Zoom", sure: reported,
			},
		},
	},
	{
		seen: "A login page, again and again", title: "A login page, again and again",
		causes: []cause{
			{
				text: []string{"The browser is signed in to another Zoom account, or keeps no cookies, so every answer leads back to the login."},
				do:   "open the URL in a private window and sign in once", sure: inferred,
			},
			{
				text: []string{"The login hop can lose the state: then the answer comes without one, and zoauth asks what it is."},
				do:   "sign in at zoom.us first, then open the URL", sure: reported,
			},
		},
	},
	{
		seen: "Cannot connect, connection refused", title: "Cannot connect", choose: toPaste,
		match: regexp.MustCompile(`(?i)connection.{0,12}refused|can.?t connect|cannot connect|unable to connect|site can.?t be reached`),
		causes: []cause{{
			text: []string{"This is the answer: the browser runs on another computer and no tunnel brings it here. Zoom's code is in the address bar. It lives five minutes from Allow on."},
			do:   "copy the whole address and paste it here; enter opens the paste box", sure: documented,
		}},
	},
	{
		seen: "Any other page of mine, with code= in the address", title: "code= in the address", choose: toPaste, answer: true,
		match: regexp.MustCompile(`[?&]code=`),
		causes: []cause{{
			text: []string{"This is the answer: the page does not matter, the address does. Zoom's code lives five minutes from Allow on."},
			do:   "copy the whole address and paste it here; enter opens the paste box", sure: documented,
		}},
	},
	{
		seen: "Something else: paste the text of the page", title: "Something else", choose: readPage,
		causes: []cause{{
			text: []string{"Mark all of the page, copy it, and paste it here: zoauth looks for what it knows in it. Nothing is sent and nothing is kept."},
			do:   "paste it now; enter opens a box for terminals without bracketed paste",
		}},
	},
	{
		seen: "Invalid client_id, 4702 (4,702)", title: "Invalid client_id", hidden: true,
		match: regexp.MustCompile(`(?i)4[.,\s]?70[24]|invalid client`),
		causes: []cause{{
			text: []string{"Zoom does not know the client ID: it is of the other environment or another cloud, mistyped, or its app is gone."},
			do:   "compare it with App Credentials at Zoom, tab Development or Production", sure: reported,
		}},
	},
	{
		seen: "Invalid scope", title: "Invalid scope", hidden: true,
		match: regexp.MustCompile(`(?i)invalid scope`),
		causes: []cause{{
			text: []string{"The URL asks for a scope that is not saved on the app, or the app has none at all."},
			do:   "leave scopes empty in the profile, so that the app's own apply, and save them at Zoom", sure: reported,
		}},
	},
}

// recognised returns the page that text is of; the narrower patterns come last in
// pages and win.
func recognised(text string) (index int, found bool) {
	for i := len(pages) - 1; i >= 0; i-- {
		if m := pages[i].match; m != nil && m.MatchString(text) {
			return i, true
		}
	}
	return 0, false
}

// possible are the causes of a page that may hold for the app.
func (p page) possible(app flow.App) []cause {
	var all []cause
	for _, c := range p.causes {
		if c.holds == nil || c.holds(app) {
			all = append(all, c)
		}
	}
	return all
}
