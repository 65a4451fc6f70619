package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// fieldReason says why a field is sent; empty where there is nothing to say.
func fieldReason(step flow.Step, name string) safe.Text {
	switch {
	case name == "Authorization" && step == flow.StepProbe:
		return safe.Const("Bearer, then the access token (RFC 6750 §2.1). Zoom says 401 and code 124 when it doesn't know the token.")
	case name == "client_id" && step == flow.StepDevice:
		return safe.Const("Zoom's page shows it in the query; RFC 8628 has it in the form. Zoom only knows this request from apps with Use App on Device.")
	case name == "client_id" && step == flow.StepAuthorize:
		return safe.Const("The app, with the development or the production client ID. It is not a secret.")
	case name == "redirect_uri" && step == flow.StepAuthorize:
		return safe.Const("Where Zoom sends the browser. It must be registered for this environment, byte for byte.")
	}
	return reasons[name]
}

// reasons are those that do not depend on the step (docs/zoom.md §2, §3).
var reasons = map[string]safe.Text{
	"Authorization":         safe.Const("Client ID and secret, joined by a colon, in base64. Zoom says invalid_client when they don't match."),
	"Content-Type":          safe.Const("The only form that Zoom's token endpoint reads; for JSON it says unsupported grant type."),
	"Accept":                safe.Const("Zoom sends JSON; an HTML page comes from something in between."),
	"response_type":         safe.Const("Asks for an authorization code (RFC 6749 §4.1.1)."),
	"scope":                 safe.Const("Without it Zoom uses the scopes saved on the app. One that is not saved there is refused."),
	"state":                 safe.Const("256 random bits. Zoom must echo them: a callback without them is not accepted."),
	"code_challenge":        safe.Const("The SHA-256 of code_verifier (RFC 7636): a stolen code is useless without it."),
	"code_challenge_method": safe.Const("S256: the challenge is a hash, not the verifier itself."),
	"grant_type":            safe.Const("Which of the token endpoint's grants this is (RFC 6749 §4.1.3, §6)."),
	"code":                  safe.Const("Works once, for five minutes, with this client ID, redirect URI and verifier only."),
	"redirect_uri":          safe.Const("The same string as in the authorize URL: Zoom compares it byte for byte."),
	"code_verifier":         safe.Const("Zoom's collection leaves it out; zoauth sent a challenge, so Zoom expects it (RFC 7636 §4.5)."),
	"refresh_token":         safe.Const("Works once: Zoom returns a new one and this one stops working. Zoom's Postman collection puts it in the query string, where reports say that Zoom refuses it; URLs are logged."),
	"token":                 safe.Const("The access token. Zoom revokes the whole pair with it and removes the app for the user."),
	"account_id":            safe.Const("The account of the Server-to-Server app, from App Credentials at Zoom."),
}

// docsNote is where Zoom's public collection and what works today differ.
type docsNote struct{ says, works, source safe.Text }

// docsNotes are those of each step (docs/zoom.md §2.1, §2.5, §3).
var docsNotes = map[flow.Step][]docsNote{
	flow.StepExchange: {
		{safe.Const("The collection leaves code_verifier out."), safe.Const("Zoom expects it whenever the authorization had a challenge."), safe.Const("documented by Zoom")},
		{safe.Const("Parameters in the URL are shown in places."), safe.Const("The form is what every maintained client sends."), safe.Const("seen in public reports; whether the URL is refused is not settled")},
	},
	flow.StepRefresh: {
		{safe.Const("The collection puts the token into the URL."), safe.Const("The form works. Zoom's pages still print the URL, reports say that it is refused: send the form, URLs are logged."), safe.Const("reports against the documentation")},
		{safe.Const("The collection's tokens of 2020 live 15 years."), safe.Const("Now about 90 days, and each refresh replaces the one before."), safe.Const("documented by Zoom")},
	},
	flow.StepProbe: {
		{safe.Const("Older pages say that a token may stand in the URL."), safe.Const("Refused with code 124; the Authorization header works."), safe.Const("announced by Zoom")},
	},
	flow.StepRevoke: {
		{safe.Const("The collection's prose says query, its example uses the body."), safe.Const("The form works."), safe.Const("seen in public reports")},
		{safe.Const("Only the access token is named."), safe.Const("Both tokens are revoked at once, the app is removed for the user, and Zoom sends app_deauthorized."), safe.Const("documented by Zoom")},
	},
}

// reasons says why each field is sent, and where Zoom's docs and what works differ.
func (d draftPage) reasons() {
	r := d.r
	d.blank()
	d.section(safe.Const("Why these fields"), ui.Line{})
	for _, part := range []flow.Part{flow.InHeader, flow.InQuery, flow.InForm} {
		for _, f := range r.Fields(part) {
			if text := fieldReason(r.Step, f.Name); !text.IsEmpty() {
				d.reason(d.Clean.Line(f.Name), text)
			}
		}
	}
	for _, n := range docsNotes[r.Step] {
		d.reason(safe.Const("docs say"), n.says)
		d.reason(safe.Const("works"), safe.Format("%s (%s)", n.works, n.source))
	}
}

// reason is a name with a text that wraps beside it.
func (d draftPage) reason(name, text safe.Text) {
	head := ui.Columns(ui.Cell{Width: 3}, ui.Cell{Width: d.nameWidth() + 2, Text: name, Style: ui.Faint})
	d.add(ui.Hang(head, text.Wrap(max(8, d.Width-head.Width())), ui.Plain, ui.Keep)...)
}
