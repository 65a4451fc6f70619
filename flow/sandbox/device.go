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

// device is one device authorization.
type device struct {
	client, user string
	ends         time.Time
	interval     time.Duration
	polled       time.Time
	decision     string // "", "allow" or "decline"
}

// deviceCode is POST /oauth/devicecode; the client ID comes in the query or the
// form, beside the Basic header.
func (s *Server) deviceCode(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	if r.Method != http.MethodPost {
		s.refuse(w, e, badRequest)
		return
	}
	app, refused := s.authenticate(r, fields(e.Form))
	if refused != nil {
		s.refuse(w, e, *refused)
		return
	}
	e.Client = app.ClientID
	switch named := cmp.Or(r.URL.Query().Get("client_id"), e.Form.Get("client_id")); {
	case named != app.ClientID:
		s.refuse(w, e, invalidClient)
		return
	case !app.Device: // what Zoom says then was not seen
		s.refuse(w, e, notOnDevices)
		return
	}
	d := &device{client: app.ClientID, user: strings.ToUpper(randomID(8)), ends: s.clock().Add(deviceLife), interval: s.deviceInterval()}
	made := randomID(codeLength)
	s.devices[made] = d
	body, _ := json.Marshal(struct {
		DeviceCode string `json:"device_code"`
		UserCode   string `json:"user_code"`
		URI        string `json:"verification_uri"`
		Complete   string `json:"verification_uri_complete"`
		ExpiresIn  int    `json:"expires_in"`
		Interval   int    `json:"interval"`
	}{made, d.user, s.base() + "/oauth_device", s.base() + completePath + d.user, int(deviceLife.Seconds()), int(d.interval.Seconds())})
	writeJSON(w, http.StatusOK, string(body))
}

// completePath stands before the user code in verification_uri_complete.
const completePath = "/oauth/device/complete/"

func (s *Server) deviceInterval() time.Duration {
	if s.rules.DeviceInterval > 0 {
		return s.rules.DeviceInterval
	}
	return deviceInterval
}

// devicePage lets the person enter and approve a user code.
func (s *Server) devicePage(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	user := strings.TrimPrefix(r.URL.Path, completePath)
	if user == r.URL.Path {
		user = cmp.Or(r.URL.Query().Get("code"), e.Form.Get("code"))
	}
	if user == "" {
		writePage(w, http.StatusOK, "Connect a device", `<form method="get" action="/oauth_device"><input name="code"><button>Next</button></form>`)
		return
	}
	for _, d := range s.devices {
		if d.user != user || d.decision != "" || s.clock().After(d.ends) {
			continue
		}
		if decision := e.Form.Get("decision"); r.Method == http.MethodPost && (decision == "allow" || decision == "decline") {
			d.decision = decision
			writePage(w, http.StatusOK, "Done", "<p>Go back to your device.</p>")
			return
		}
		writePage(w, http.StatusOK, "Connect a device", fmt.Sprintf(
			`<form method="post" action="`+completePath+`%s"><p>Code %s</p><button name="decision" value="allow">Allow</button> <button name="decision" value="decline">Decline</button></form>`,
			html.EscapeString(user), html.EscapeString(user)))
		return
	}
	writePage(w, http.StatusBadRequest, "Error", "<p>This code is unknown or expired.</p>")
}

// pollDevice answers the token request of a device (RFC 8628 §3.5) [T12].
func (s *Server) pollDevice(w http.ResponseWriter, e *Entry, app App, form fields) {
	given := form.get("device_code")
	d := s.devices[given]
	now := s.clock()
	switch {
	case d == nil || d.client != app.ClientID:
		s.refuse(w, e, invalidCode)
	case now.After(d.ends):
		s.refuse(w, e, polling("expired_token"))
	case d.decision == "decline":
		s.refuse(w, e, polling("access_denied"))
	case d.decision == "allow":
		delete(s.devices, given)
		e.Spent = given
		s.issue(w, e, s.newGrant(app.ClientID, "", strings.Join(app.Scopes, " ")))
	case !d.polled.IsZero() && now.Sub(d.polled) < d.interval:
		d.interval += deviceInterval
		d.polled = now
		s.refuse(w, e, polling("slow_down"))
	default:
		d.polled = now
		s.refuse(w, e, polling("authorization_pending"))
	}
}
