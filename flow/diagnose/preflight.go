package diagnose

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
)

// Severity is how much a check of the preflight matters.
type Severity string

// The severities. The zero value is none.
const (
	Good Severity = "good"
	Note Severity = "note" // worth knowing
	Warn Severity = "warn" // works today or here, may not tomorrow or there
	Bad  Severity = "bad"  // cannot work
)

// Check is one line of the preflight. Text and Repair may quote the profile.
type Check struct {
	Severity Severity
	Topic    string
	Text     string
	Repair   string // empty for what is good
}

// Preflight says what speaks for and against an authorization before anything is
// sent. It looks at the profile and at facts that were gathered, nothing else.
func Preflight(app flow.App, facts flow.Facts) []Check {
	var checks []Check
	for _, topic := range []func(flow.App, flow.Facts) []Check{aboutRedirect, aboutClient, aboutSecret, aboutScopes, aboutListener, aboutMachine} {
		checks = append(checks, topic(app, facts)...)
	}
	return checks
}

func aboutRedirect(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() {
		return nil
	}
	u, err := url.Parse(app.RedirectURI)
	if err != nil || u.Host == "" {
		return []Check{{Bad, "redirect", "the redirect URI is no address", "write it as it is registered at Zoom"}}
	}
	var checks []Check
	add := func(s Severity, text, repair string) { checks = append(checks, Check{s, "redirect", text, repair}) }
	switch {
	case u.Hostname() == "localhost":
		add(Warn, "localhost may lead to another socket than 127.0.0.1, and Zoom's documents name the literal", "register and write 127.0.0.1")
	case u.Scheme == "http" && flow.IsLoopback(u.Hostname()) && !app.Sandbox:
		add(Warn, "plain http loopback: Zoom documents it for PKCE, users report 4700 since mid-2026; not settled", "if the browser shows 4700, register an https address and paste")
	case u.Scheme == "http" && !flow.IsLoopback(u.Hostname()):
		add(Bad, "plain http to another machine shows the code to everybody on the way", "use https")
	default:
		add(Good, "the redirect "+app.RedirectURI+" is an address Zoom takes if it is registered", "")
	}
	if u.Fragment != "" {
		add(Bad, "a fragment (#) never reaches a server", "cut it off")
	}
	if u.Path != strings.ToLower(u.Path) {
		add(Note, "the path has capital letters, which Zoom compares", "compare with the registered address")
	}
	if strings.HasSuffix(u.Path, "/") && u.Path != "/" {
		add(Note, "the path ends in a slash: another address than without, in Strict Mode", "compare with the registered address")
	}
	for _, o := range facts.Others {
		if o.RedirectURI == app.RedirectURI && o.Group == app.Group && o.Environment != app.Environment {
			add(Note, "the same redirect as "+o.Name+" ("+string(o.Environment)+"): each environment has a list of its own", "register it in both")
		}
	}
	return checks
}

// Usual lengths of Zoom's credentials (ZOOM.md §3.1; not documented).
const (
	idLength     = 22
	secretLength = 32
)

func aboutClient(app flow.App, facts flow.Facts) []Check {
	id := app.ClientID
	var checks []Check
	add := func(s Severity, text, repair string) { checks = append(checks, Check{s, "client", text, repair}) }
	switch {
	case strings.TrimSpace(id) != id || strings.ContainsAny(id, " \t\r\n"):
		add(Bad, "the client ID holds a blank", "copy it again without")
	case len(id) >= 30:
		add(Warn, fmt.Sprintf("the client ID has %d characters, usual are %d: is it the secret?", len(id), idLength), "compare both with App Credentials")
	case len(id) < 18:
		add(Note, fmt.Sprintf("the client ID has %d characters, usual are %d", len(id), idLength), "compare it with App Credentials")
	default:
		add(Good, "the client ID has the usual shape", "")
	}
	for _, o := range facts.Others {
		if o.ClientID == id && o.Environment != app.Environment {
			add(Bad, "the same client ID as "+o.Name+" ("+string(o.Environment)+"): Zoom has one for each environment", "copy the ID of the right tab")
		}
	}
	gov := strings.Contains(app.Endpoints.OAuthURL, "zoomgov.com")
	if api := strings.Contains(app.Endpoints.APIURL, "zoomgov.com"); api != gov {
		add(Bad, "the OAuth host and the API host are of different clouds", `set cloud = "gov" or "commercial" instead of single endpoints`)
	}
	return checks
}

func aboutSecret(app flow.App, facts flow.Facts) []Check {
	s := facts.Secret
	if app.Type == flow.Public {
		return []Check{{Note, "secret", "a public app has none; its client ID has to be the Public Client ID", ""}}
	}
	switch {
	case !s.Known:
		return nil
	case s.Newline:
		return []Check{{Bad, "secret", "the client secret holds a line end", "save it as one line"}}
	case s.Blank:
		return []Check{{Bad, "secret", "the client secret begins or ends with a blank: Zoom would say invalid_client", "cut the blank"}}
	case s.Length <= 24:
		return []Check{{Warn, "secret", fmt.Sprintf("the client secret has %d characters, usual are %d: is it the ID, or cut?", s.Length, secretLength), "compare it with App Credentials"}}
	}
	return []Check{{Good, "secret", fmt.Sprintf("read, %d characters; %s", s.Length, s.Source), ""}}
}

func aboutScopes(app flow.App, _ flow.Facts) []Check {
	if len(app.Scopes) == 0 {
		return []Check{{Good, "scopes", "none is sent: those saved on the app apply, as Zoom advises", ""}}
	}
	var checks []Check
	add := func(s Severity, text, repair string) { checks = append(checks, Check{s, "scopes", text, repair}) }
	classic, granular := false, false
	for _, scope := range app.Scopes {
		parts := strings.Split(scope, ":")
		switch {
		case strings.ContainsAny(scope, " ,+/"):
			add(Bad, "the scope "+scope+" holds a separator", "write each scope as a string of its own")
		case len(parts) < 2:
			add(Warn, "the scope "+scope+" has no action", "scopes look like user:read:user")
		case slices.Contains([]string{"admin", "master"}, parts[len(parts)-1]) && app.HasConsent():
			add(Note, scope+": a user-managed app may not ask for :admin or :master", "make the app admin-managed, or leave it out")
		}
		isClassic := len(parts) == 2 || len(parts) == 3 && slices.Contains([]string{"admin", "master"}, parts[2])
		classic, granular = classic || isClassic, granular || !isClassic
	}
	if classic && granular {
		add(Warn, "classic and granular scopes are mixed: an app has one kind", "look which kind the app has")
	}
	add(Note, "every scope sent has to be saved on the app, or Zoom says Invalid scope", "leave scopes empty if in doubt")
	return checks
}

func aboutListener(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() {
		return nil
	}
	address := app.ListenAddress()
	if address == "" {
		return []Check{{Good, "answer", "the address bar is pasted; nothing listens", ""}}
	}
	var checks []Check
	if facts.PortErr != "" {
		checks = append(checks, Check{Bad, "answer", facts.PortErr, "end the other program, or paste the answer"})
	} else {
		checks = append(checks, Check{Good, "answer", "the listener can bind " + address, ""})
	}
	u, err := url.Parse(app.RedirectURI)
	if err == nil && facts.SSH && flow.IsLoopback(u.Hostname()) {
		checks = append(checks, Check{Note, "answer", "you came by SSH: the browser needs a tunnel to " + address + ", or you paste", "the Authorize screen has the ssh line"})
	}
	return checks
}

func aboutMachine(_ flow.App, facts flow.Facts) []Check {
	var checks []Check
	if facts.Proxy != "" {
		checks = append(checks, Check{Note, "network", "requests go through the proxy " + facts.Proxy, ""})
	}
	if facts.Skew.Abs() > oddSkew {
		checks = append(checks, Check{Bad, "clock", fmt.Sprintf("this machine is %s off the server's clock", facts.Skew.Abs()), "set the clock"})
	}
	return checks
}
