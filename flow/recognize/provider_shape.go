package recognize

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/flow"
)

// ownProvider is whose an artefact is by what it holds itself.
func ownProvider(a *Artefact) Provider {
	if p := byShape(a); p != (Provider{}) {
		return p
	}
	if a.HasRequest() {
		if p := byTarget(a.Trace.Request.URL); p.Sure || p.Foreign {
			return p
		}
	}
	switch a.Kind {
	case Callback:
		return byCallback(a)
	case Token:
		return byIssuer(a)
	case Page:
		return cmp.Or(byPage(a), byDescription(a.Text))
	case Transport:
		return byPeer(a)
	}
	for _, by := range []func(string) Provider{whose, byEndpoint, byDescription} {
		if p := by(a.Text); p != (Provider{}) {
			return p
		}
	}
	return Provider{}
}

// byIssuer judges a token by who issued it, where it can be decoded.
func byIssuer(a *Artefact) Provider {
	if name := tokenOf(a.Token.Secret.Reveal()); name != "" {
		return Provider{Name: name, Sure: true, Foreign: true, Because: "how the token begins"}
	}
	claims, err := flow.DecodeToken(a.Token.Secret)
	if err != nil {
		return whose(a.Text)
	}
	for _, claim := range claims.List {
		if claim.Name != "iss" && claim.Name != "aud" {
			continue
		}
		if p := whose(claim.Value); p.Sure {
			p.Because = "the token's " + claim.Name
			return p
		}
		if p := byTarget(claim.Value); p.Sure && strings.Contains(claim.Value, "://") {
			p.Because = "the token's " + claim.Name
			return p
		}
	}
	return Provider{}
}

// byShape judges the members of a response: "reason" beside "error" is Zoom's way,
// "error_description" everybody else's.
func byShape(a *Artefact) Provider {
	if !a.HasResponse() {
		return Provider{}
	}
	response := a.Trace.Response
	if a.Form == wordsOfALog { // its members are the reader's, not the server's
		return Provider{}
	}
	if response.TrackingID() != "" {
		return Provider{Name: Zoom, Sure: true, Because: "the header x-zm-trackingid"}
	}
	o, _, ok := readObject(string(response.Body), 0)
	if !ok {
		return Provider{}
	}
	if scopesOfZoom().MatchString(a.Text) { // whatever is wrapped around it
		return Provider{Name: Zoom, Sure: true, Because: "words that only Zoom uses"}
	}
	if p := whose(a.Text); p.Sure && p.Foreign && !(o.has("reason") && o.has("error")) {
		return p
	}
	if p := byMember(&o); p.Foreign {
		return p
	}
	return byMembers(a, &o)
}

// byMembers judges which members an object has, and of what kind they are.
func byMembers(a *Artefact, o *object) Provider {
	has := o.has
	switch nested, _ := o.find("error"); {
	case nested.object != nil:
		return Provider{Sure: true, Foreign: true, Because: "its error is an object; Zoom's is a string"}
	case isNumber(strings.Replace(o.text("zoom"), ".", "", 1)):
		return foreignShape(a, "its zoom is an amount")
	case has("error_description") && !has("reason"):
		return foreignShape(a, "it has error_description; Zoom sends reason")
	case has("error") && has("hint"), has("error") && has("message") && has("statusCode"), has("errorSummary"), has("correlationId"), has("correlation_id"), has("timestamp") && has("path") && has("error"):
		return foreignShape(a, "it has fields that Zoom does not send")
	case has("error") && has("message") && !has("reason") && !isLogRecord(o) && !strings.Contains(o.text("error"), "state"): // that is the app's own check
		return foreignShape(a, "it has message next to error; Zoom sends reason")
	case listsFields(o):
		return foreignShape(a, "its errors name a resource and a field; Zoom's name a field")
	case has("errorCode") && has("errorMessage") && !isNumber(o.text("errorCode")):
		return foreignShape(a, "its errorCode is a word; Zoom's is a number")
	case codeInWords().MatchString(o.text("code")):
		return foreignShape(a, "its code is a word; Zoom's is a number")
	case (o.text("code") == "401" || o.text("code") == "403") && strings.Contains(strings.ToLower(o.text("message")), "token"):
		return foreignShape(a, "its code is the HTTP status; Zoom uses its own numbers")
	case has("message") && statusIn(o) >= 400 && !has("code") && !has("error") && !has("errorCode") && !has("reason") && !isLogRecord(o) && !speaksOfZoom(o.text("message")):
		return Provider{Foreign: true, Because: "it has status next to message; Zoom sends code"}
	case isOAuthCode(o.text("error")) && !has("reason") && !isLogRecord(o) && !speaksOfZoom(a.Text) && slices.ContainsFunc(o.members, func(m member) bool { return !slices.Contains(plainMembers, m.name) }):
		return Provider{Foreign: true, Because: "it has fields that Zoom does not send"}
	case tokenOf(o.text("access_token")) != "":
		return Provider{Name: tokenOf(o.text("access_token")), Sure: true, Foreign: true, Because: "how its token begins"}
	case has("reason") && isOAuthCode(o.text("error")):
		return Provider{Name: Zoom, Sure: reasonIn(o.text("reason")) != "" || strings.EqualFold(o.text("reason"), "bad request"), Because: "reason next to error, as Zoom sends them"}
	case isZoomNumber(o.text("errorCode")) && holdsAny(strings.ToLower(o.text("errorMessage")), oauthThings), o.text("status") == "false" && isForbidden(o):
		return Provider{Name: Zoom, Sure: true, Because: "errorCode and errorMessage, as on Zoom's page"}
	case zoomMessage(o):
		return Provider{Name: Zoom, Sure: true, Because: "a code and a message that only Zoom uses"}
	case has("api_url") && has("access_token"):
		return Provider{Name: Zoom, Sure: true, Because: "api_url next to the token"}
	}
	return Provider{}
}

// has reports whether an object has a member that holds something.
func (o *object) has(name string) bool {
	m, there := o.find(name)
	return there && !m.isNothing()
}

// byMember is the other provider that a member of a response names, as programs do that keep several.
func byMember(o *object) Provider {
	for _, name := range []string{"provider", "service", "integration", "connector", "name"} {
		if p := whose(o.text(name)); p.Foreign && !slices.Contains(brokers, p.Name) && o.text("reason") == "" {
			p.Sure, p.Because = true, "its "+name
			return p
		}
	}
	return Provider{}
}

// listsFields reports whether an object has a list of errors that each name a resource.
func listsFields(o *object) bool {
	list, _ := o.find("errors")
	if list.object == nil || len(list.object.members) == 0 || list.object.members[0].object == nil {
		return false
	}
	first := list.object.members[0].object
	_, resource := first.find("resource")
	return resource && (first.text("field") != "" || first.text("code") != "")
}

// plainMembers are the members of Zoom's OAuth errors, and those that a program puts next to them.
var plainMembers = []string{"error", "reason", "error_description", "message", "msg", "status", "statusCode", "status_code", "code", "ok", "success", "provider", "service", "url", "trackingId", "tracking_id"}

// foreignShape is a response that is not Zoom's by its shape; its name is that of a
// host or word in it, where there is one.
func foreignShape(a *Artefact, because string) Provider {
	p := Provider{Foreign: true, Sure: true, Because: because}
	if a.HasRequest() {
		p.Name = byTarget(a.Trace.Request.URL).Name
	}
	if p.Name == Zoom {
		p.Name = ""
	}
	return p
}

// isLogRecord reports whether an object is a logger's, which has a message of its own.
func isLogRecord(o *object) bool {
	return slices.ContainsFunc([]string{"level", "severity", "time", "ts", "timestamp", "logger", "levelname", "event_message"}, func(name string) bool {
		_, there := o.find(name)
		return there
	})
}

// byCallback judges a callback: its address is the app's, so that only what it says
// shows whose it is.
func byCallback(a *Artefact) Provider {
	p := whose(a.Callback.Error + " " + a.Callback.Description + " " + a.Callback.Issuer)
	if p == (Provider{}) || !p.Sure {
		p = whose(unpercent(unwrapLink(tidyAddress(a.Text)), true))
	}
	if !p.Sure && (strings.HasPrefix(a.Callback.Code.Reveal(), "4/") || strings.Contains(a.Callback.Description, ": 4/")) {
		return Provider{Name: "Google", Sure: true, Foreign: true, Because: "a code that begins with 4/"}
	}
	return p
}
