package diagnose

import (
	"slices"
	"strings"

	"zoauth/flow"
)

var badGrant = When{
	Errors: []string{"unsupported_grant_type"}, Numbers: []int{4705}, Any: true,
	Said: []string{"unsupported grant type", "grant type is not supported"},
}

// grantTypes are those that Zoom knows (docs/zoom.md §2.3).
var grantTypes = []string{
	"authorization_code", "refresh_token", "account_credentials", "client_credentials",
	"urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:jwt-bearer",
}

// grantRules are about what was asked for (docs/zoom.md T2, T9, T10).
var grantRules = []Rule{
	{
		ID: "grant-json-body", Title: "The body is JSON or something else, but Zoom's token endpoint only reads forms.", Rows: []string{"T2", "T2:json"}, Reads: everywhere,
		Why:     "With Content-Type application/json, Zoom reads no parameter of the body and complains about the first one missing, the grant type, even if it is right.",
		Confirm: "Check the request's Content-Type: application/json is what usually fails.",
		Fix:     "Send application/x-www-form-urlencoded.", Do: SendAgain, Strength: Seen, When: badGrant,
		Unlike: "grant_type is right; Zoom did not read it.",
		Weigh: func(l *reading) (Likelihood, []string) {
			kind, sent := l.contentType()
			switch {
			case kind != "" && !strings.Contains(strings.ToLower(kind), "x-www-form-urlencoded"):
				return Certain, []string{"the request said Content-Type " + kind}
			case l.known(), sent:
				return No, nil
			case l.ofDevice(): // device-not-enabled says more
				return Possible, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "grant-unknown", Title: "There is no grant type with this name.", Rows: []string{"T2", "T2:name", "4705"}, Reads: everywhere,
		Why:     "Zoom compares the value of grant_type letter by letter.",
		Confirm: "Compare grant_type, letter by letter, with zoauth's preview of the same step.",
		Fix:     "Use one of authorization_code, refresh_token, account_credentials, client_credentials, or the device grant's URN.", Do: SendAgain, Strength: Seen, When: badGrant,
		Weigh: func(l *reading) (Likelihood, []string) {
			if grant, there := l.form("grant_type"); there && !slices.Contains(grantTypes, grant) {
				return Certain, []string{"grant_type was " + grantAlone(grant)}
			}
			return No, nil
		},
	},
	{
		ID: "grant-app-type", Title: "This kind of app does not have this grant type.", Rows: []string{"T2", "T2:type"}, Reads: everywhere,
		Why:     "account_credentials is for Server-to-Server apps, client_credentials for chatbots and General apps, the device grant for apps with Use App on Device, authorization_code for General apps.",
		Confirm: "The app's page names its kind: General, Server-to-Server or chatbot.",
		Fix:     "Set the profile's type to the app's kind, or create an app of the right kind at Zoom.", Do: EditProfile, Strength: Seen, When: badGrant,
		Weigh: func(l *reading) (Likelihood, []string) {
			grant, there := l.form("grant_type")
			switch {
			case l.step == flow.StepDevice || l.step == flow.StepPoll || l.ofDevice(): // device-not-enabled says more
				return Possible, nil
			case there && slices.Contains(grantTypes, grant):
				return Likely, []string{"grant_type was " + grant + ", which Zoom knows"}
			case there:
				return No, nil
			case l.UserApp && l.ServerApp:
				return Likely, []string{"the text has a General app and account_credentials, which is for Server-to-Server apps"}
			}
			return Possible, nil
		},
	},
	{
		ID: "grant-missing", Title: "The body has no grant_type.", Rows: []string{"T9", "4706"}, Reads: everywhere,
		Why:     "An empty body, or one that is not sent as a form, has no grant type.",
		Confirm: "Check the body as it was sent, and its Content-Type.",
		Fix:     "Send grant_type in the form.", Do: SendAgain, Strength: Documented, Unseen: true,
		When: When{Said: []string{"missing grant type"}, Numbers: []int{4706}, Any: true, Not: []string{"secret is missing"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !strings.Contains(l.all, "missing grant type") { // 4706 is of the credentials as well
				return Possible, nil
			}
			if _, there := l.form("grant_type"); l.known() && !there {
				return Likely, []string{"the request had none"}
			}
			return Likely, nil
		},
	},
	{
		ID: "account-id-wrong", Title: "The account ID is missing, or does not belong to the Server-to-Server app.", Rows: []string{"T10", "T10:account"}, Reads: everywhere,
		Why:     "account_credentials needs the account ID from the app's own page. Another account's ID gets Bad Request with no further explanation; but reports also show it suddenly, for unchanged credentials.",
		Confirm: "Compare the whole account ID with App Credentials of the Server-to-Server app.",
		Fix:     "Copy account_id from App Credentials of the Server-to-Server app. If it is right, ask Zoom support with the tracking ID.", Do: EditProfile, Strength: Recorded, Unsure: true,
		Unlike: "For a wrong secret, Zoom says invalid_client.",
		When:   When{Reasons: []string{"bad request"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			grant, _ := l.form("grant_type")
			account, there := l.form("account_id")
			switch {
			case grant == "account_credentials" && account == "":
				return Likely, []string{"the request had no account_id"}
			case there:
				return Likely, []string{"account_id was " + account}
			case l.App.Type == flow.ServerToServer:
				return Likely, nil
			case l.known():
				return No, nil
			}
			return Possible, nil
		},
	},
	{
		ID: "account-unknown", Title: "Zoom does not know the account ID of the request.", Rows: []string{"T10:unknown"}, Reads: everywhere,
		Why:     "Programs note this reason for an account_id that is no account's. The API says it of an account in the path of a call. No token response with it was recorded.",
		Confirm: "Compare the whole account ID with App Credentials of the Server-to-Server app.",
		Fix:     "Copy the account ID from App Credentials of the Server-to-Server app; in the path of an API call, use one that the token's account manages.", Do: EditProfile, Strength: Seen,
		When: When{Reasons: []string{"account does not exist"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if number := strings.Trim(l.code, "0123456789") == ""; number && l.code != "" && l.code != "124" && !l.OfZoom {
				return No, nil // the same words of somebody else's API
			}
			return Likely, nil
		},
	},
	{
		ID: "account-app-type", Title: "The account may not use this kind of app.", Rows: []string{"T10:kind"}, Reads: everywhere,
		Why:     "Comments in code give this reason for a token request whose app the account does not allow. No response with it was recorded.",
		Confirm: "The app's page names its kind; the account's admin sees whether the account allows it.",
		Fix:     "Compare account_id with App Credentials of the app, then ask the account's admin to allow this kind of app.", Do: AtZoom, Strength: Seen,
		When:  When{Said: []string{"does not enabled the oauth app type"}},
		Weigh: always(Likely),
	},
	{
		ID: "parameters-in-query", Title: "The code or token was in the URL; Zoom may only read it from the body.", Rows: []string{"T10", "T10:query"}, Reads: everywhere,
		Why:     "Zoom's own pages and its API collection still put them in the query string; reports say that Zoom refuses it. Server-to-Server requests, which contain neither, are accepted that way. URLs end up in logs in any case.",
		Confirm: "Send the same parameters in the form. zoauth's own refresh does that, so try one.",
		Fix:     "Put every parameter into the form.", Do: SendAgain, Strength: Seen, Unsure: true,
		// A device request has client_id in the URL by Zoom's own documents.
		When: When{Steps: []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepRevoke, flow.StepPoll}, Reasons: []string{"bad request", "missing grant type"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			for _, f := range l.Trace.Request.Query {
				if slices.Contains([]string{"code", "refresh_token", "token", "device_code"}, f.Name) {
					return Likely, []string{"the request had " + f.Name + " in the URL"}
				}
			}
			if l.known() || l.App.Type == flow.ServerToServer {
				return No, nil
			}
			return Possible, nil
		},
	},
	{
		ID: "bad-request", Title: "Zoom could not read the request, and does not say why.", Rows: []string{"T10"}, Reads: everywhere,
		Why:     "invalid_request is Zoom's catch-all.",
		Confirm: "Compare the request, line by line, with zoauth's preview of the same step (key c compares two entries).",
		Fix:     "Compare the raw request with the preview of zoauth's own; ask Zoom support with the tracking ID.", Do: Report, Strength: Recorded,
		When: When{Errors: []string{"invalid_request", "4700"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.reason != "" && l.reason != "bad request" || strings.Contains(l.all, "invalid redirect") || noState().MatchString(l.all) { // it says why
				return No, nil
			}
			return Possible, nil
		},
	},
}
