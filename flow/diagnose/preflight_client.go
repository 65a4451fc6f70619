package diagnose

import (
	"fmt"
	"net/url"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// swapped reports whether each of the two has the length of the other.
func swapped(app flow.App, s flow.SecretShape) bool {
	return s.Known && recognize.UsualLength(recognize.ClientSecret, len(app.ClientID)) && recognize.UsualLength(recognize.ClientID, s.Length)
}

func aboutClient(app flow.App, facts flow.Facts) []Check {
	t := topic{name: "client", do: EditProfile}
	id := app.ClientID
	const again = "copy it again from App Credentials"
	switch {
	case strings.ContainsAny(id, " \t\r\n"):
		t.add(Bad, "the client ID contains a space", "Zoom won't recognise it: 4702, or invalid_client.", again+", without the space")
	case swapped(app, facts.Secret):
		t.add(Bad, "the client ID and secret look swapped", fmt.Sprintf("The ID has %s and the secret %d; usually they have %d and %d.", flow.Count(len(id), "character"), facts.Secret.Length, recognize.IDLength, recognize.SecretLength), "swap the two")
	case facts.Secret.Known && flow.NewSecret(flow.KindClientSecret, id).Digest() == facts.Secret.Digest:
		t.add(Bad, "the client ID and secret are the same", "One of them was copied twice.", "copy both again from App Credentials")
	case strings.Trim(id, flow.GivenOut) != "":
		t.add(Warn, "the client ID contains an unusual character", "Zoom's contain letters, digits, - and _ only: a quote or an invisible character may have been copied too.", again)
	case flow.IsDoubled(id) && len(id) > recognize.IDLength:
		t.add(Bad, "the client ID is there twice in a row", "It was pasted twice.", "remove one of them")
	case len(id) > recognize.IDLength+1:
		t.add(Warn, fmt.Sprintf("the client ID has %s; %d is usual", flow.Count(len(id), "character"), recognize.IDLength), "Could it be the secret?", "compare both with App Credentials")
	case !recognize.UsualLength(recognize.ClientID, len(id)):
		t.add(Note, fmt.Sprintf("the client ID has %s; %d is usual", flow.Count(len(id), "character"), recognize.IDLength), "It may be cut off.", "compare it with App Credentials")
	}
	t.mixed(app, facts)
	t.clouds(app, facts)
	t.fine("the client ID looks right")
	return t.checks
}

// aboutAccount is about the ID of the account that a Server-to-Server app belongs to.
func aboutAccount(app flow.App, _ flow.Facts) []Check {
	t := topic{name: "account", do: EditProfile}
	id := app.AccountID
	switch {
	case app.Type != flow.ServerToServer || id == "":
	case id == app.ClientID:
		t.add(Bad, "the account ID and client ID are the same", "One of them was copied twice.", "copy both again from App Credentials")
	case strings.Trim(id, "0123456789-") == "":
		t.add(Warn, "the account ID is a number", "Zoom's web pages show an account number too; the account ID of App Credentials has letters.", "copy the account ID from App Credentials")
	case strings.Trim(id, flow.GivenOut) != "":
		t.add(Warn, "the account ID contains an unusual character", "Zoom's contain letters, digits, - and _ only.", "copy the account ID from App Credentials")
	case !recognize.UsualLength(recognize.AccountID, len(id)):
		t.add(Note, fmt.Sprintf("the account ID has %s; %d is usual", flow.Count(len(id), "character"), recognize.IDLength), "It may be cut off.", "compare it with App Credentials")
	}
	return t.checks
}

// mixed finds the ID of another profile: of the other environment, or with another secret.
func (t *topic) mixed(app flow.App, facts flow.Facts) {
	for _, o := range facts.Others {
		switch {
		case o.ClientID != app.ClientID || app.ClientID == "":
		case o.Environment != app.Environment && app.Type != flow.ServerToServer:
			t.add(Bad, "the same client ID as "+other(o), "Zoom gives an app a separate ID and secret for each environment: one of these profiles has the other's.", "copy the ID from the app's "+string(app.Environment)+" tab")
		case o.OAuthURL == app.Endpoints.OAuthURL && o.Digest != "" && facts.Secret.Known && o.Digest != facts.Secret.Digest:
			t.add(Warn, "the same client ID as "+o.Name+", with another secret", "A client ID has one secret: one of these two will get invalid_client.", "compare both with App Credentials")
		}
	}
}

// clouds is about commercial against government.
func (t *topic) clouds(app flow.App, facts flow.Facts) {
	gov, known := government(app.Endpoints.OAuthURL)
	const set = `set cloud = "gov" or "commercial" instead of separate endpoints`
	api, apiKnown := government(app.Endpoints.APIURL)
	page, pageKnown := government(app.Endpoints.AuthorizeURL)
	switch {
	case known && apiKnown && api != gov:
		t.add(Bad, "the OAuth and API hosts are in different clouds", "Zoom for Government doesn't know tokens from zoom.us, and vice versa.", set)
	case known && pageKnown && page != gov:
		t.add(Bad, "consent page and OAuth hosts are in different clouds", "A code from one cloud is unknown in the other.", set)
	}
	if base := vanity(app.Endpoints.OAuthURL); base != "" {
		t.add(Warn, "OAuth goes to "+app.Endpoints.OAuthURL+", a company's sign-in address", "Zoom documents its OAuth endpoints at "+base+"; a company's address is only for its users to sign in.", `write oauth_url = "`+base+`", or remove it`)
	}
	for _, o := range facts.Others {
		theirs, theirsKnown := government(o.OAuthURL)
		switch {
		case !known || !theirsKnown || theirs == gov:
		case o.ClientID == app.ClientID && app.ClientID != "":
			t.add(Bad, "the same client ID as "+o.Name+" in the other cloud", "Zoom for Government has separate apps.", "copy the ID from the marketplace that has the app")
		case pair(app, o):
			t.add(Warn, "a different cloud than "+other(o), "An app is registered in one marketplace: zoom.us or Zoom for Government.", "set the same cloud in both, or give them different app names")
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
		t.add(Note, "PKCE is off: no code_challenge and no code_verifier are sent", "Only the state and the client secret protect the code (RFC 9700 §2.1.1).", "remove pkce = false from the profile")
	}
	return t.checks
}

func aboutSecret(app flow.App, facts flow.Facts) []Check {
	t := topic{name: "secret", do: EditProfile}
	s := facts.Secret
	if app.Type == flow.Public {
		t.add(Note, "a public app has no secret", "Its client ID must be the Public Client ID, which differs from the app's usual client ID.", "")
		return t.checks
	}
	const again = "save it again without them"
	switch {
	case s.Err != "" && s.Asks:
		t.add(Warn, "the secret command printed nothing without a terminal", s.Err, "press ctrl+r on the next step to run it where it can ask you")
		t.checks[0].Do = Nothing
	case s.Err != "":
		t.add(Bad, "could not read the client secret", s.Err, unreadSecret(s.Source)+", or choose another source")
	case !s.Known:
		return nil
	case s.Newline:
		t.add(Bad, "the client secret contains a line break", "It is sent byte for byte: Zoom would return invalid_client.", "save it as one line")
	case s.Blank:
		t.add(Bad, "the client secret begins or ends with a space", "It is sent byte for byte: Zoom would return invalid_client.", again)
	case s.Inner:
		t.add(Bad, "the client secret contains a space", "Zoom's have none: something else was copied with it.", again)
	case s.Quoted:
		t.add(Bad, "the client secret is in quotes", "They are sent with it: Zoom would return invalid_client.", again)
	case swapped(app, s): // said of the ID
		return nil
	case s.StandIn && zoomsOwn(app):
		t.add(Bad, "the client secret is a placeholder or a mask", "It was left in from an example, or covered before it was copied.", "copy it again from App Credentials")
	case s.Token:
		t.add(Bad, "the client secret is a token", "A token was copied in its place; zoauth adopt saves tokens.", "copy the client secret from App Credentials")
	case s.Odd && zoomsOwn(app):
		t.add(Warn, "the client secret has characters that Zoom's never have", "If it says where the secret is kept, client_secret_command or client_secret_env reads it there.", "copy it again from App Credentials, or name its source")
	case s.Doubled && s.Length > recognize.SecretLength:
		t.add(Bad, "the client secret is there twice in a row", "It was pasted twice.", "remove one of them")
	case s.Length < recognize.SecretLength:
		t.add(Warn, fmt.Sprintf("the client secret has %s; %d is usual", flow.Count(s.Length, "character"), recognize.SecretLength), "Is it the client ID, or cut off?", "compare it with App Credentials")
	case s.Length > recognize.SecretLength:
		t.add(Warn, fmt.Sprintf("the client secret has %s; %d is usual", flow.Count(s.Length, "character"), recognize.SecretLength), "Could it be a token, or was something else copied with it?", "compare it with App Credentials")
	}
	t.shared(app, facts)
	t.fine(fmt.Sprintf("read, %s; %s", flow.Count(s.Length, "character"), s.Source))
	return t.checks
}

// unreadSecret says how to repair the source of a secret that could not be read.
func unreadSecret(source string) string {
	switch {
	case strings.HasPrefix(source, "environment variable "):
		return "set the variable where zoauth is started"
	case strings.HasPrefix(source, "command: "):
		return "run the command by hand and fix what it says"
	case strings.HasPrefix(source, "in the profile file"):
		return "write it again, as one line of plain characters"
	}
	return "fix the file"
}

// zoomsOwn reports whether the client's credentials are for Zoom: another server may give
// out words.
func zoomsOwn(app flow.App) bool {
	_, known := government(app.Endpoints.OAuthURL)
	return known || app.Endpoints.OAuthURL == ""
}

// shared finds the secret of another client ID: Zoom gives each its own.
func (t *topic) shared(app flow.App, facts flow.Facts) {
	const why = "Each client ID has its own secret: one of these two will get invalid_client."
	for _, o := range facts.Others {
		switch {
		case o.ClientID == app.ClientID:
		case o.Digest != "" && o.Digest == facts.Secret.Digest:
			t.add(Bad, "the same secret as "+other(o), why, "copy the secret from the app's "+string(app.Environment)+" tab")
		case o.Command != "" && o.Command == facts.Secret.Source:
			t.add(Bad, "the same secret command as "+other(o), why, "use the entry for "+string(app.Environment))
		}
	}
}
