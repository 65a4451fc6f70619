package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// Device flow figures [§2.6].
const (
	deviceLife     = 900 * time.Second
	deviceInterval = 5 * time.Second
)

// completePath stands before the user code in verification_uri_complete.
const completePath = "/oauth/device/complete/"

// device is one device authorization.
type device struct {
	client, user string
	ends         time.Time
	interval     time.Duration
	polled       time.Time
	decision     string // "", "allow" or "decline"
}

// deviceEndpoint begins device authorizations and has the page on which a person enters
// and approves a user code; the token endpoint answers the polls.
type deviceEndpoint struct {
	*store
	base func() string // of the addresses that an answer names
}

// begin is POST /oauth/devicecode; the client ID comes in the query or the form, beside
// the Basic header.
func (e deviceEndpoint) begin(t *turn) {
	if t.request.Method != http.MethodPost {
		t.refuse(badRequest)
		return
	}
	app, refused := t.authenticate(fields(t.entry.Form))
	if refused != nil {
		t.refuse(*refused)
		return
	}
	t.entry.Client = app.ClientID
	switch named := cmp.Or(t.query().Get("client_id"), t.entry.Form.Get("client_id")); {
	case named != app.ClientID:
		t.refuse(invalidClient)
		return
	case !app.Device: // what Zoom says then was not seen
		t.refuse(notOnDevices)
		return
	}
	d := &device{
		client: app.ClientID, user: strings.ToUpper(randomID(8)), ends: t.clock().Add(deviceLife),
		interval: cmp.Or(max(t.rules.DeviceInterval, 0), deviceInterval),
	}
	made := randomID(codeLength)
	e.devices[made] = d
	body, _ := json.Marshal(struct {
		DeviceCode string `json:"device_code"`
		UserCode   string `json:"user_code"`
		URI        string `json:"verification_uri"`
		Complete   string `json:"verification_uri_complete"`
		ExpiresIn  int    `json:"expires_in"`
		Interval   int    `json:"interval"`
	}{made, d.user, e.base() + "/oauth_device", e.base() + completePath + d.user, int(deviceLife.Seconds()), int(d.interval.Seconds())})
	t.json(http.StatusOK, string(body))
}

// page lets the person enter and approve a user code.
func (e deviceEndpoint) page(t *turn) {
	user := strings.TrimPrefix(t.request.URL.Path, completePath)
	if user == t.request.URL.Path {
		user = cmp.Or(t.query().Get("code"), t.entry.Form.Get("code"))
	}
	if user == "" {
		t.page(http.StatusOK, "Connect a device", `<form method="get" action="/oauth_device"><p><label for="code">Enter the code that zoauth shows.</label></p><input id="code" name="code" autofocus> <button>Next</button></form>`)
		return
	}
	d := e.waiting(user, t.clock())
	decision := t.entry.Form.Get("decision")
	switch {
	case d == nil:
		t.page(http.StatusBadRequest, "Error", "<p>This code is unknown or expired.</p>")
	case t.request.Method == http.MethodPost && (decision == "allow" || decision == "decline"):
		d.decision = decision
		t.page(http.StatusOK, "Done", "<p>Go back to your device.</p>")
	default:
		t.page(http.StatusOK, "Connect a device", fmt.Sprintf(
			`<form method="post" action="`+completePath+`%s"><p>Code %s</p><button name="decision" value="allow">Allow</button> <button name="decision" value="decline">Decline</button></form>`,
			html.EscapeString(user), html.EscapeString(user)))
	}
}

// waiting is the device with a user code that nobody has decided about; nil where there is
// none.
func (e deviceEndpoint) waiting(user string, now time.Time) *device {
	for _, d := range e.devices {
		if d.user == user && d.decision == "" && !now.After(d.ends) {
			return d
		}
	}
	return nil
}
