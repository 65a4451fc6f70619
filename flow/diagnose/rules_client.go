package diagnose

import (
	"encoding/base64"
	"fmt"
	"strings"

	"zoauth/flow"
)

// refusedClient is the answer to credentials that Zoom does not accept.
var refusedClient = When{
	Errors: []string{"invalid_client"}, Numbers: []int{4702, 4704}, Any: true,
	Reasons: []string{"invalid client_id or client_secret", "invalid client.", "invalid client secret"},
	Text:    []string{"invalid client_id or client_secret", "invalid client.", "invalid client secret"},
	Not:     []string{"client id or client secret is missing", "app has been disabled"},
}

// refusedID is the answer to an ID that came without a secret where one is asked for.
var refusedID = When{Errors: refusedClient.Errors, Reasons: refusedClient.Reasons, Any: true, Not: []string{"app has been disabled"}}

// ofSecret keeps a rule about the secret to requests that carry one: a public
// client has none, and the consent page sees the ID only.
func ofSecret(weigh func(l *look) (Likelihood, []string)) func(l *look) (Likelihood, []string) {
	return func(l *look) (Likelihood, []string) {
		if l.App.Type == flow.Public || l.unknownID() {
			return No, nil
		}
		return weigh(l)
	}
}

// knownHere reports whether the server has given tokens to this very client.
func (l *look) knownHere() bool {
	return l.State.HasToken() && l.App.ClientID != "" && l.State.Binding.Client != "" && l.State.Binding.Matches(l.App)
}

// clientRules are about who the client says that it is (zoom.md §5.1 T1, T9; §5.2).
var clientRules = []Rule{
	{
		ID: "client-secret-blanks", Title: "The client secret has blanks or a line end around it.", Rows: []string{"T1", "4702", "4704"},
		Why: "Basic authentication joins ID and secret byte by byte. A blank that a copy brought along makes another secret.",
		Fix: "Copy the secret again without blanks; in the form, x cuts them.", Do: EditProfile, Strength: Documented, When: refusedClient,
		Weigh: ofSecret(func(l *look) (Likelihood, []string) {
			s := l.Facts.Secret
			switch {
			case s.Newline:
				return Certain, []string{"the secret of " + flow.Count(s.Length, "byte") + " holds a line end"}
			case s.Blank:
				return Certain, []string{"the secret of " + flow.Count(s.Length, "byte") + " begins or ends with a blank"}
			}
			return No, nil
		}),
	},
	{
		ID: "client-swapped", Title: "Client ID and client secret are in each other's place.", Rows: []string{"T1"},
		Why: "A Zoom client ID has about 22 characters, a client secret about 32. The other way round they are somebody unknown.",
		Fix: "Swap the two in the profile.", Do: EditProfile, Strength: Seen, When: refusedClient,
		Weigh: func(l *look) (Likelihood, []string) {
			id, s := len(l.App.ClientID), l.Facts.Secret
			if s.Known && id >= 30 && s.Length <= 24 {
				return Certain, []string{fmt.Sprintf("the client ID has %s and the secret %d: usual are 22 and 32", flow.Count(id, "character"), s.Length)}
			}
			return No, nil
		},
	},
	{
		ID: "client-other-environment", Title: "ID and secret are of different environments: one of development, one of production.", Rows: []string{"T1"},
		Why: "Zoom keeps two pairs of credentials for one app. The ID of one with the secret of the other is refused like a typing error.",
		Fix: "Copy both from the same tab, Development or Production, of the app's credentials page.", Do: EditProfile, Strength: Documented, When: refusedClient,
		Weigh: ofSecret(func(l *look) (Likelihood, []string) {
			for _, other := range l.Facts.Others {
				if other.ClientID == l.App.ClientID && other.Environment != l.App.Environment && l.App.ClientID != "" {
					return Certain, []string{fmt.Sprintf("%s (%s) has the same client ID as %s (%s)", other.Name, other.Environment, l.App.Name, l.App.Environment)}
				}
				if other.Group == l.App.Group && other.Environment != l.App.Environment && l.App.Group != "" {
					return Likely, []string{fmt.Sprintf("%s is the other pair of the app %s", other.Name, other.Group)}
				}
			}
			return Possible, nil
		}),
	},
	{
		ID: "client-public-id", Title: "A public client needs the Public Client ID, which is another one.", Rows: []string{"T1"},
		Why: "After Use Public Client OAuth is switched on, the app has a second ID without a secret. The usual ID without a secret is invalid_client for ever; the URL that the console generates still carries the usual one.",
		Fix: `Take the Public Client ID and set type = "public", or keep the ID and add the secret.`, Do: EditProfile, Strength: Seen, When: refusedID,
		Weigh: func(l *look) (Likelihood, []string) {
			if l.App.Type == flow.Public {
				return Certain, []string{"the profile is public: no Authorization header was sent, and Zoom asks for one with this client ID"}
			}
			return No, nil
		},
	},
	{
		ID: "client-basic-malformed", Title: "The Authorization header is not ID, colon, secret in Base64.", Rows: []string{"T1", "4706"},
		Why: "Basic is standard Base64 of client_id:client_secret without blanks and without a line end. Tools like echo add one.",
		Fix: "Build it with printf %s:%s | base64 -w0, or leave the header to zoauth.", Do: SendAgain, Strength: Documented,
		When: When{Errors: []string{"invalid_client"}, Numbers: []int{4702, 4704, 4706}, Reasons: []string{"client id or client secret is missing"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			if header := l.header("Authorization"); header != "" {
				if wrong := malformedBasic(header); wrong != "" {
					return Certain, []string{wrong}
				}
			}
			return No, nil
		},
	},
	{
		ID: "client-secret-wrong", Title: "Client ID and secret do not belong together, or the secret was changed at Zoom.", Rows: []string{"T1", "4702", "4704"},
		Why: "A secret that was regenerated ends the one before at once, on every server that has it. A deleted app is unknown as well.",
		Fix: "Copy both again from the app's credentials page.", Do: EditProfile, Strength: Documented, When: refusedClient,
		Weigh: ofSecret(always(Likely)),
	},
	{
		ID: "client-cloud", Title: "The credentials are of the other Zoom cloud.", Rows: []string{"T1"},
		Why: "Zoom for Government has its own marketplace, apps and credentials. Its ID is unknown at zoom.us, and the other way round.",
		Fix: `Set cloud = "gov" or cloud = "commercial" as the app's marketplace is.`, Do: EditProfile, Strength: Modelled, When: refusedClient,
		Weigh: func(l *look) (Likelihood, []string) {
			switch {
			case l.knownHere():
				return No, nil
			case strings.Contains(l.Trace.Request.URL, "zoomgov"):
				return Likely, []string{"the request went to zoomgov.com"}
			}
			return Possible, nil
		},
	},
	{
		ID: "client-app-type", Title: "The credentials are of another kind of app.", Rows: []string{"T1"},
		Why: "General, Server-to-Server, chatbot, JWT and SDK apps have credentials of their own. Those of one are unknown where another is asked for.",
		Fix: "Compare the profile's type with the app's kind on its page at Zoom.", Do: EditProfile, Strength: Seen, When: refusedClient,
		Weigh: func(l *look) (Likelihood, []string) {
			switch {
			case l.knownHere():
				return No, nil
			case l.App.Type == flow.ServerToServer || l.App.Type == flow.Chatbot:
				return Likely, []string{"the profile's type is " + string(l.App.Type)}
			}
			return Possible, nil
		},
	},
	{
		ID: "client-missing", Title: "The request says neither client ID nor secret.", Rows: []string{"T9", "4706"},
		Why: "Zoom takes the credentials from the Authorization header. A proxy may drop it, and a public client has client_id in the form.",
		Fix: "Send Basic authentication; look in the raw request whether the header left.", Do: SendAgain, Strength: Documented,
		When: When{Reasons: []string{"client id or client secret is missing"}, Text: []string{"client id or client secret is missing"}, Numbers: []int{4706}, Any: true, Not: []string{"missing grant type"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if !strings.Contains(l.all, "secret is missing") { // 4706 is of the grant type as well
				return Possible, nil
			}
			if l.known() && l.Trace.Request.Auth.Scheme == flow.NoAuth && l.header("Authorization") == "" {
				return Certain, []string{"the request carried no Authorization header"}
			}
			return Certain, []string{"Zoom says so"}
		},
	},
	{
		ID: "app-disabled", Title: "Zoom has disabled the app.", Rows: []string{"4717"},
		Why: "An app can be switched off by Zoom, for its review or for misuse. Its tokens end.",
		Fix: "Ask Zoom support, with the tracking id.", Do: Report, Strength: Documented,
		When:  When{Numbers: []int{4717}, Reasons: []string{"app has been disabled"}, Text: []string{"app has been disabled"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
}

// malformedBasic says what is wrong with a Basic header, or nothing.
func malformedBasic(header string) string {
	scheme, encoded, blank := strings.Cut(header, " ")
	if !blank || !strings.EqualFold(scheme, "Basic") {
		return "the scheme is not Basic followed by one blank"
	}
	pair, err := base64.StdEncoding.DecodeString(encoded)
	switch id, secret, colon := strings.Cut(string(pair), ":"); {
	case strings.ContainsAny(encoded, "\r\n"):
		return "the Base64 is broken into lines"
	case err != nil:
		return "it is not standard Base64"
	case !colon:
		return "there is no colon between ID and secret"
	case strings.TrimSpace(id) != id || strings.TrimSpace(secret) != secret:
		return "there is a blank or a line end around ID or secret, as echo adds one"
	case secret == "":
		return "the secret is empty"
	}
	return ""
}
