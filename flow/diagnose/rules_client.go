package diagnose

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// refusedClient is the response to credentials that Zoom does not accept.
var refusedClient = When{
	Errors: []string{"invalid_client"}, Numbers: []int{4702, 4704}, Any: true,
	Said: []string{"invalid client_id or client_secret", "invalid client.", "invalid client secret"},
	Not:  []string{"client id or client secret is missing", "app has been disabled"},
}

// disabledByOwner is what Zoom says of an app that is not activated.
var disabledByOwner = []string{"disabled by the developer", "disabled by developer"}

// refusedID is the response to an ID that came without a secret where one is needed.
var refusedID = When{Errors: refusedClient.Errors, Reasons: refusedClient.Said, Any: true, Not: []string{"app has been disabled"}}

// ofSecret keeps a rule about the secret to requests that carry one: a public
// client has none, and the consent page sees the ID only.
func ofSecret(weigh func(l *reading) (Likelihood, []string)) func(l *reading) (Likelihood, []string) {
	return func(l *reading) (Likelihood, []string) {
		if l.App.Type == flow.Public || l.unknownID() {
			return No, nil
		}
		return weigh(l)
	}
}

// mayDiffer is by how many characters an ID or a secret may differ from what is usual at Zoom.
const mayDiffer = 2

// knownHere reports whether the server has given tokens to this very client.
func (l *reading) knownHere() bool {
	return l.State.HasToken() && l.App.ClientID != "" && l.State.Binding.Client != "" && l.State.Binding.Matches(l.App)
}

// clientRules are about who the client says that it is (docs/zoom.md, rows T1, T9, T16 and 4717).
var clientRules = []Rule{
	{
		ID: "app-not-activated", Title: "The Server-to-Server app is not activated.", Rows: []string{"T16"}, Reads: everywhere,
		Why:     "A new Server-to-Server app starts inactive, and adding a scope deactivates it again. Its tokens do not work until it is activated.",
		Confirm: "Open the app at marketplace.zoom.us: the Activation tab says whether it is active.",
		Fix:     "Activate the app on its Activation tab at marketplace.zoom.us. Then request a new token.", Do: AtZoom, Strength: Recorded, SaysSo: true,
		Unlike: "The secret is not wrong: for a wrong one, the reason is Invalid client_id or client_secret.",
		When:   When{Said: disabledByOwner},
	},
	{
		ID: "client-secret-blanks", Title: "The client secret has spaces or a line break around it.", Rows: []string{"T1", "T1:blanks"}, Reads: ownSends,
		Why:     "Basic authentication sends the ID and secret byte for byte. A space copied with the secret makes it a different secret.",
		Confirm: "zoauth doctor PROFILE counts the secret's characters and reports spaces around it.",
		Fix:     "Copy the secret again without spaces; in the form, ctrl+x trims them.", Do: EditProfile, Strength: Seen, When: refusedClient,
		Weigh: ofSecret(func(l *reading) (Likelihood, []string) {
			s := l.Facts.Secret
			switch {
			case s.Newline:
				return Certain, []string{"the secret of " + flow.Count(s.Length, "byte") + " contains a line break"}
			case s.Blank:
				return Certain, []string{"the secret of " + flow.Count(s.Length, "byte") + " begins or ends with a space"}
			}
			return No, nil
		}),
	},
	{
		ID: "client-swapped", Title: "Client ID and client secret are swapped.", Rows: []string{"T1", "T1:swapped"}, Reads: everywhere,
		Why:     "A Zoom client ID has about 22 characters, a client secret about 32. Swapped, they identify no client that Zoom knows.",
		Confirm: "zoauth doctor PROFILE checks their lengths: about 22 and 32 characters.",
		Fix:     "Swap the two in the profile.", Do: EditProfile, Strength: Modelled, When: refusedClient,
		Weigh: func(l *reading) (Likelihood, []string) {
			id, s := len(l.App.ClientID), l.Facts.Secret
			if s.Known && id >= recognize.SecretLength-mayDiffer && s.Length <= recognize.IDLength+mayDiffer {
				return Likely, []string{fmt.Sprintf("the client ID has %s and the secret %d; 22 and 32 are usual", flow.Count(id, "character"), s.Length)}
			}
			return No, nil
		},
	},
	{
		ID: "client-secret-overlap", Title: "The secret was regenerated at Zoom more than 30 days ago, and the old one has expired.", Rows: []string{"T1", "T1:overlap"}, Reads: everywhere,
		Why:     "After you regenerate a secret, the old one works for 30 more days, or until the time set with the rotate-client-secret API. Then every server that still uses it gets invalid_client.",
		Confirm: "The app's credentials page shows when the secret was regenerated.",
		Fix:     "Copy the new secret from the app's credentials page, here and on every server.", Do: EditProfile, Strength: Documented, When: refusedClient,
		Unlike: "A typo fails at once; this error starts weeks later, with no change on your side.",
		Weigh: ofSecret(func(l *reading) (Likelihood, []string) {
			if l.knownHere() {
				return Likely, []string{"Zoom has issued tokens to this client ID before"}
			}
			return Possible, nil
		}),
	},
	{
		ID: "client-public-key", Title: "The app now authenticates with a public key and accepts no secret.", Rows: []string{"T1", "T1:byok"}, Reads: everywhere,
		Why:     "An app can be switched to public key authentication (private_key_jwt, \"bring your own key\"). Then even the right secret gets invalid_client.",
		Confirm: "The app's credentials page shows how it authenticates.",
		Fix:     "On the app's credentials page, switch back to a client secret, or use a client that signs a client_assertion. zoauth only sends secrets.", Do: AtZoom, Strength: Documented, When: refusedClient,
		Weigh: ofSecret(always(Possible)),
	},
	{
		ID: "client-other-environment", Title: "The client ID and secret are from different environments: development and production.", Rows: []string{"T1", "T1:environment"}, Reads: everywhere,
		Why:     "Zoom keeps two pairs of credentials for each app. The ID of one with the secret of the other is refused like a typo. Server-to-Server apps have one pair.",
		Confirm: "Compare the start of the client ID with both tabs, Development and Production.",
		Fix:     "Copy both from the same tab, Development or Production, of the app's credentials page.", Do: EditProfile, Strength: Modelled, When: refusedClient,
		Unlike: "Server-to-Server apps have one pair, so theirs is another cause.",
		Weigh:  ofSecret(otherEnvironment),
	},
	{
		ID: "client-public-id", Title: "A public client needs the Public Client ID, which differs from the usual client ID.", Rows: []string{"T1", "T1:public"}, Reads: everywhere,
		Why:     "With Use Public Client OAuth switched on, the app has a second ID without a secret. The usual ID without a secret always gets invalid_client, and the URL that Zoom's console generates still contains the usual one.",
		Confirm: "With Use Public Client OAuth, the credentials page shows a second ID. Compare it with the profile's.",
		Fix:     `Use the Public Client ID and set type = "public", or keep the ID and add the secret.`, Do: EditProfile, Strength: Recorded, When: refusedID,
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.App.Type == flow.Public {
				return Certain, []string{"the profile is public: zoauth sent no Authorization header, and Zoom requires one for this client ID"}
			}
			_, id := l.form("client_id")
			if _, secret := l.form("client_secret"); id && !secret && l.Trace.Request.Auth.Scheme == flow.NoAuth && l.header("Authorization") == "" {
				return Likely, []string{"the request has a client_id and no secret"}
			}
			return No, nil
		},
	},
	{
		ID: "client-basic-malformed", Title: "The Authorization header is not the Base64 of client_id:client_secret.", Rows: []string{"T1", "T1:basic"}, Reads: everywhere,
		Why:     "Basic is standard Base64 of client_id:client_secret without spaces and without a line break. Tools like echo add one.",
		Confirm: "Decode what follows Basic with base64 -d: it must be the ID, one colon, the secret, and no line break. zoauth decodes a pasted header.",
		Fix:     "Build it with printf %s:%s | base64 -w0, or leave the header to zoauth.", Do: SendAgain, Strength: Modelled,
		When: When{Errors: []string{"invalid_client"}, Numbers: []int{4702, 4704, 4706}, Reasons: []string{"client id or client secret is missing"}, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			if header := l.header("Authorization"); header != "" {
				if wrong := malformedBasic(header); wrong != "" {
					return Likely, []string{wrong}
				}
			}
			return No, nil
		},
	},
	{
		ID: "client-secret-wrong", YieldsTo: []string{"client-basic-malformed", "client-swapped"}, Title: "The client secret does not belong to this client ID.", Rows: []string{"T1", "T1:secret", "4702", "4704"}, Reads: everywhere,
		Why:     "It was copied wrongly, belongs to another app, or was revoked when it was regenerated. A deleted app's ID gets the same response.",
		Confirm: "Compare zoauth profiles with the credentials page: the whole client ID, and the secret by its fingerprint.",
		Fix:     "Copy both again from the app's credentials page.", Do: EditProfile, Strength: Documented, When: refusedClient,
		Weigh: ofSecret(func(l *reading) (Likelihood, []string) {
			if l.knownHere() { // client-secret-overlap says more
				return Possible, nil
			}
			return Likely, nil
		}),
	},
	{
		ID: "client-cloud", Title: "The credentials are from the other Zoom cloud.", Rows: []string{"T1", "T1:cloud"}, Reads: everywhere,
		Why:     "Zoom for Government has its own marketplace, apps and credentials. Its IDs are unknown at zoom.us, and vice versa.",
		Confirm: "Apps at marketplace.zoomgov.com belong to the government cloud; all others belong to zoom.us.",
		Fix:     `Set cloud = "gov" or cloud = "commercial" to match the app's marketplace.`, Do: EditProfile, Strength: Modelled, When: refusedClient,
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case l.knownHere():
				return No, nil
			case strings.Contains(l.Trace.Request.URL, "zoomgov"):
				return Likely, []string{"the request went to zoomgov.com"}
			case l.Government > 0:
				return Likely, l.bothClouds()
			}
			return Possible, nil
		},
	},
	{
		ID: "client-app-type", Title: "The credentials are from another kind of app.", Rows: []string{"T1", "T1:type"}, Reads: everywhere,
		Why:     "General, Server-to-Server, chatbot, JWT and SDK apps have separate credentials. Those of one kind are not accepted for another.",
		Confirm: "The top of the app's page names its kind; zoauth profiles shows the profile's type.",
		Fix:     "Compare the profile's type with the app's kind on its page at Zoom.", Do: EditProfile, Strength: Seen, When: refusedClient,
		Weigh: func(l *reading) (Likelihood, []string) {
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
		ID: "client-missing", Title: "The request has neither a client ID nor a secret.", Rows: []string{"T9", "4706"}, Reads: everywhere,
		Why:     "Zoom reads the credentials from the Authorization header. A proxy may remove it; a public client sends client_id in the form.",
		Confirm: "Check the raw request (the headers view, key ]): does it have an Authorization header?",
		Fix:     "Send Basic authentication, and check the raw request for the header.", Do: SendAgain, Strength: Documented, Unseen: true,
		Unlike: "For a wrong secret, the reason is Invalid client_id or client_secret.",
		When:   When{Said: []string{"client id or client secret is missing"}, Numbers: []int{4706}, Any: true, Not: []string{"missing grant type"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !strings.Contains(l.all, "secret is missing") { // 4706 is of the grant type as well
				return Possible, nil
			}
			if l.known() && l.Trace.Request.Auth.Scheme == flow.NoAuth && l.header("Authorization") == "" {
				return Likely, []string{"the request had no Authorization header"}
			}
			return Likely, []string{zoomSaysSo}
		},
	},
	{
		ID: "client-in-body", Title: "The client ID and secret are in the body; Zoom may only read them from the Authorization header.", Rows: []string{"T1:basic"}, Reads: givenTexts,
		Why:     "Zoom documents Basic authentication for clients with a secret, and its metadata list nothing else. The text of error 4706 speaks of request parameters too, but a program found that they are not enough.",
		Confirm: "Send the same request with curl -u ID:SECRET and without client_id and client_secret in the body.",
		Fix:     "Send Authorization: Basic with the Base64 of client_id:client_secret, and take both out of the body.", Do: SendAgain, Strength: Modelled, OfRequest: true,
		Unlike: "A public client sends its client_id in the body, and no secret.",
	},
	{
		ID: "app-disabled", Title: "Zoom has disabled the app.", Rows: []string{"4717"}, Reads: everywhere,
		Why:     "Zoom can disable an app during review or for misuse, and its tokens stop working. An app that just isn't activated gets a different message.",
		Confirm: "The app's page at Zoom shows its state; Zoom's e-mail to the owner gives the reason.",
		Fix:     "Ask Zoom support, with the tracking ID.", Do: Report, Strength: Documented, Unseen: true, SaysSo: true,
		Unlike: "For an app that just isn't activated, the reason says: disabled by the developer.",
		When:   When{Numbers: []int{4717}, Said: []string{"app has been disabled"}, Any: true, Not: slices.Concat(disabledByOwner, []string{"disabled by your ", "disabled by the account", "disabled by an admin", "disabled by the admin", "disabled by admin"})},
	},
}

// otherEnvironment looks for the other pair of the same app among the profiles.
func otherEnvironment(l *reading) (Likelihood, []string) {
	if l.App.Type == flow.ServerToServer {
		return No, nil
	}
	for _, other := range l.Facts.Others {
		if other.ClientID == l.App.ClientID && other.Environment != l.App.Environment && l.App.ClientID != "" {
			return Likely, []string{fmt.Sprintf("%s (%s) has the same client ID as %s (%s)", other.Name, other.Environment, l.App.Name, l.App.Environment)}
		}
		if other.Group == l.App.Group && other.Environment != l.App.Environment && l.App.Group != "" && !l.knownHere() {
			return Likely, []string{fmt.Sprintf("%s has the other credentials of the app %s", other.Name, other.Group)}
		}
	}
	return Possible, nil
}

// malformedBasic says what is wrong with a Basic header, or nothing.
func malformedBasic(header string) string {
	scheme, encoded, blank := strings.Cut(header, " ")
	if !blank || !strings.EqualFold(scheme, "Basic") {
		return "the scheme is not Basic followed by one space"
	}
	if recognize.IsVariable(encoded) || strings.HasPrefix(encoded, "{") || strings.HasPrefix(encoded, "%") { // a hole of a template, or a variable of Windows
		return ""
	}
	pair, err := base64.StdEncoding.DecodeString(encoded)
	switch id, secret, colon := strings.Cut(string(pair), ":"); {
	case strings.ContainsAny(encoded, "\r\n"):
		return "the Base64 has line breaks"
	case err != nil:
		return "it is not standard Base64"
	case !colon:
		return "there is no colon between the ID and the secret"
	case strings.TrimSpace(id) != id || strings.TrimSpace(secret) != secret:
		return "there is a space or a line break around the ID or secret, such as the one echo adds"
	case secret == "":
		return "the secret is empty"
	}
	return ""
}
