package sandbox

import "net/http"

// revokeEndpoint is POST /oauth/revoke: both tokens die and the app is removed for the
// user [§2.5].
type revokeEndpoint struct{ *store }

func (e revokeEndpoint) serve(t *turn) {
	app, form, ok := t.posted()
	if !ok {
		return
	}
	g := e.grants[app.ClientID]
	given := form.get("token")
	_, access, known := e.findAccess(given)
	if g == nil || given != g.refresh && (!known || t.clock().After(access.ends)) {
		t.refuse(revokeUnknown)
		return
	}
	e.remove(app.ClientID)
	e.last[app.ClientID] = pair{"", g.refresh}
	t.entry.Spent = given
	t.json(http.StatusOK, `{"status":"success"}`)
}
