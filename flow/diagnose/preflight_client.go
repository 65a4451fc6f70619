package diagnose

import (
	"fmt"
	"net/url"
	"strings"

	"zoauth/flow"
)

// Usual lengths of Zoom's credentials (docs/zoom.md §3.1; not documented).
const (
	idLength     = 22
	secretLength = 32

	// Beyond these a text is rather something else.
	shortestID, longestID         = 18, 29
	shortestSecret, longestSecret = 25, 64
)

// swapped reports whether each of the two has the length of the other.
func swapped(app flow.App, s flow.SecretShape) bool {
	return s.Known && len(app.ClientID) > longestID && s.Length < shortestSecret
}

func aboutClient(app flow.App, facts flow.Facts) []Check {
	t := topic{name: "client", do: EditProfile}
	id := app.ClientID
	const again = "copy it again from App Credentials"
	switch {
	case strings.ContainsAny(id, " \t\r\n"):
		t.add(Bad, "the client ID holds a blank", "Zoom would not know it: 4702, or invalid_client.", again+", without")
	case swapped(app, facts.Secret):
		t.add(Bad, "client ID and secret seem to be swapped", fmt.Sprintf("The ID has %s and the secret %d; usual are %d and %d.", flow.Count(len(id), "character"), facts.Secret.Length, idLength, secretLength), "put each in the other's place")
	case facts.Secret.Known && flow.NewSecret(flow.KindClientSecret, id).Digest() == facts.Secret.Digest:
		t.add(Bad, "client ID and secret are the same text", "One was copied twice.", "copy both again from App Credentials")
	case len(id) > longestID:
		t.add(Warn, fmt.Sprintf("the client ID has %s, usual are %d", flow.Count(len(id), "character"), idLength), "Is it the secret?", "compare both with App Credentials")
	case strings.Trim(id, base64URL) != "":
		t.add(Warn, "the client ID holds an unusual character", "Zoom's are letters, digits, - and _: a quote or an invisible sign may have come along.", again)
	case len(id) < shortestID:
		t.add(Note, fmt.Sprintf("the client ID has %s, usual are %d", flow.Count(len(id), "character"), idLength), "It may be cut.", "compare it with App Credentials")
	}
	t.mixed(app, facts)
	t.clouds(app, facts)
	t.fine("the client ID has the usual shape")
	return t.checks
}

// base64URL are the characters of Zoom's IDs.
const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// mixed finds the ID of another environment.
func (t *topic) mixed(app flow.App, facts flow.Facts) {
	for _, o := range facts.Others {
		if o.ClientID == app.ClientID && app.ClientID != "" && o.Environment != app.Environment && app.Type != flow.ServerToServer {
			t.add(Bad, "the same client ID as "+other(o), "Zoom gives an app one pair of ID and secret for each environment: one of the two profiles has the other's.", "copy the ID from the tab of "+string(app.Environment))
		}
	}
}

// clouds is about commercial against government.
func (t *topic) clouds(app flow.App, facts flow.Facts) {
	gov, known := government(app.Endpoints.OAuthURL)
	const set = `set cloud = "gov" or "commercial" instead of single endpoints`
	api, apiKnown := government(app.Endpoints.APIURL)
	page, pageKnown := government(app.Endpoints.AuthorizeURL)
	switch {
	case known && apiKnown && api != gov:
		t.add(Bad, "OAuth host and API host are of different clouds", "Zoom for Government knows no token of zoom.us, and the other way round.", set)
	case known && pageKnown && page != gov:
		t.add(Bad, "consent page and OAuth host are of different clouds", "The code of one cloud is unknown in the other.", set)
	}
	if base := vanity(app.Endpoints.OAuthURL); base != "" {
		t.add(Warn, "OAuth goes to "+app.Endpoints.OAuthURL+", a company's sign-in address", "Zoom documents its OAuth endpoints on "+base+"; a company's address is for its users to sign in.", `write oauth_url = "`+base+`", or take it out`)
	}
	for _, o := range facts.Others {
		theirs, theirsKnown := government(o.OAuthURL)
		switch {
		case !known || !theirsKnown || theirs == gov:
		case o.ClientID == app.ClientID && app.ClientID != "":
			t.add(Bad, "the same client ID as "+o.Name+" in the other cloud", "Zoom for Government has apps of its own.", "take the ID of the app's own marketplace")
		case pair(app, o):
			t.add(Warn, "the other cloud than "+other(o), "An app is registered in one marketplace, of zoom.us or of Zoom for Government.", "set the same cloud in both, or another app name")
		}
	}
}

// vanity returns the OAuth host that Zoom documents, for the address of a company at
// Zoom; empty for every other URL.
func vanity(oauthURL string) string {
	u, err := url.Parse(oauthURL)
	if err != nil {
		return ""
	}
	for _, host := range []string{"zoom.us", "zoomgov.com"} {
		if name := strings.TrimPrefix(u.Hostname(), "www."); strings.HasSuffix(name, "."+host) {
			return "https://" + host
		}
	}
	return ""
}

// aboutPKCE says where an authorization goes without it.
func aboutPKCE(app flow.App, _ flow.Facts) []Check {
	t := topic{name: "pkce", do: EditProfile}
	if app.NoPKCE && app.RedirectURI != "" && app.HasConsent() {
		t.add(Note, "PKCE is off: no code_challenge and no code_verifier are sent", "State and client secret alone protect the code (RFC 9700 §2.1.1).", "take pkce = false out of the profile")
	}
	return t.checks
}

func aboutSecret(app flow.App, facts flow.Facts) []Check {
	t := topic{name: "secret", do: EditProfile}
	s := facts.Secret
	if app.Type == flow.Public {
		t.add(Note, "a public app has no secret", "Its client ID has to be the Public Client ID, which is another one than the app's usual ID.", "")
		return t.checks
	}
	const again = "save it again, without"
	switch {
	case s.Err != "" && s.Asks:
		t.add(Warn, "the secret's command gave nothing without a terminal", s.Err, "s runs it on the next step, where it can ask you")
		t.checks[0].Do = Nothing
	case s.Err != "":
		t.add(Bad, "the client secret cannot be read", s.Err, "mend the place that it names, or name another")
	case !s.Known:
		return nil
	case s.Newline:
		t.add(Bad, "the client secret holds a line end", "It goes out byte for byte: Zoom would say invalid_client.", "save it as one line")
	case s.Blank:
		t.add(Bad, "the client secret begins or ends with a blank", "It goes out byte for byte: Zoom would say invalid_client.", again)
	case s.Inner:
		t.add(Bad, "the client secret holds a blank", "Zoom's have none: something else was copied along.", again)
	case s.Quoted:
		t.add(Bad, "the client secret stands in quotes", "They go out with it: Zoom would say invalid_client.", again)
	case swapped(app, s): // said of the ID
		return nil
	case s.Length < shortestSecret:
		t.add(Warn, fmt.Sprintf("the client secret has %s, usual are %d", flow.Count(s.Length, "character"), secretLength), "Is it the ID, or cut?", "compare it with App Credentials")
	case s.Length > longestSecret:
		t.add(Warn, fmt.Sprintf("the client secret has %s, usual are %d", flow.Count(s.Length, "character"), secretLength), "Is it a token?", "compare it with App Credentials")
	}
	t.shared(app, facts)
	t.fine(fmt.Sprintf("read, %s; %s", flow.Count(s.Length, "character"), s.Source))
	return t.checks
}

// shared finds the secret of another client ID: Zoom gives each its own.
func (t *topic) shared(app flow.App, facts flow.Facts) {
	const why = "Zoom gives each client ID a secret of its own: one of the two is invalid_client."
	for _, o := range facts.Others {
		switch {
		case o.ClientID == app.ClientID:
		case o.Digest != "" && o.Digest == facts.Secret.Digest:
			t.add(Bad, "the same secret as "+other(o), why, "copy the secret from the tab of "+string(app.Environment))
		case o.Command != "" && o.Command == facts.Secret.Source:
			t.add(Bad, "the same secret command as "+other(o), why, "name the entry of "+string(app.Environment))
		}
	}
}
