package flowview

import (
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// newAtZoom lists what to enter on the app's pages at marketplace.zoom.us.
func newAtZoom(f *frame) *sheet {
	app := f.s.App()
	s := &sheet{frame: f, title: safe.Const("Enter this at marketplace.zoom.us"), name: safe.Const("value")}
	credentials := safe.Const("App Credentials, tab Development")
	if app.Environment == flow.Production {
		credentials = safe.Const("App Credentials, tab Production")
	}
	scopes := sheetRow{safe.Const("Scopes"), safe.Const("Add Scopes"), strings.Join(app.Scopes, " "), safe.Const("each that you need")}
	id := sheetRow{page: credentials, what: safe.Const("Client ID, Client Secret"), note: safe.Const("copied from there into the profile")}
	switch {
	case app.Type == flow.ServerToServer:
		id.what, id.page = safe.Const("Account ID, Client ID, Client Secret"), safe.Const("App Credentials")
		scopes.note = safe.Const("an admin's, ending in :admin")
		s.rows = []sheetRow{id, scopes, {safe.Const("Activation"), safe.Const("Activate your app"), "", safe.Const("again after each scope that you add")}}
	case app.Type == flow.Chatbot:
		scopes.value, scopes.note = "imchat:bot", safe.Const("comes with the chatbot feature")
		s.rows = []sheetRow{id, scopes}
	case app.DeviceOnly():
		s.rows = []sheetRow{id, {safe.Const("Features"), safe.Const("Embed, Meeting SDK, App on Device"), "", safe.Const("switched on: the device flow")}, scopes}
	default:
		if app.Type == flow.Public {
			id.what = safe.Const("Public Client ID")
		}
		s.rows = []sheetRow{
			{credentials, safe.Const("OAuth Redirect URL"), app.RedirectURI, safe.Const("byte for byte")},
			{credentials, safe.Const("OAuth Allow Lists"), app.RedirectURI, safe.Const("the same again")},
			id, scopes,
			{safe.Const("Local Test"), safe.Const("Remove the app first"), "", safe.Const("to authorize it again")},
		}
		s.notes = []safe.Text{safe.Const("Development and production have separate lists. Register in the one with the profile's client ID.")}
	}
	return s
}
