package session_test

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/session"
)

// named gives the profile a token with which Zoom named an API host.
func (d *desk) named(apiURL string) {
	d.t.Helper()
	token := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "an-access-token-of-a-region"), APIURL: apiURL, ExpiresAt: d.now().Add(time.Hour)}
	if _, err := d.elsewhere().AdoptToken(d.t.Context(), d.App(), token, true, flow.Kept); err != nil {
		d.t.Fatal(err)
	}
	d.look()
	d.quiet()
}

// The probe goes to the cloud's host and can go to the one that Zoom named, where that
// is a host of the same cloud and the profile has none of its own.
func TestTheProbesHostIsChosen(t *testing.T) {
	t.Parallel()
	const cloud, region = "https://api.zoom.us", "https://api-us.zoom.us"
	for name, test := range map[string]struct {
		apiURL string
		own    bool
		other  string
	}{
		"none":               {"", false, ""},
		"the same":           {cloud, false, ""},
		"a region":           {region, false, region},
		"a region, own host": {region, true, ""},
		"not Zoom's":         {"https://api.zoom.us.evil.example", false, ""},
		"another cloud":      {"https://api.zoomgov.com", false, ""},
		"plain http":         {"http://api-us.zoom.us", false, ""},
		"with a path":        {region + "/v2", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			app := d.App()
			app.Endpoints, app.OwnAPIURL, app.Sandbox = flow.Commercial(), test.own, false
			d.Session = d.seat(app)
			d.named(test.apiURL)
			d.do(d.Drafts().Open(flow.StepProbe))
			d.quiet()
			host, other := d.Drafts().ProbeHosts()
			if host != cloud || other != test.other {
				t.Fatalf("the hosts are %q and %q", host, other)
			}
			if ok, why := d.Can(session.Action{Act: session.ActProbeHost}); ok != (test.other != "") || !ok && why == "" {
				t.Errorf("it can be switched: %t, %q", ok, why)
			}
			for _, want := range []string{test.other, cloud} {
				if want == "" {
					continue
				}
				d.do(d.Drafts().SwitchHost())
				if test.other == "" {
					want = cloud
				}
				if r := d.Drafts().Next().Request(); !strings.HasPrefix(r.URL, want+"/v2/") {
					t.Errorf("it goes to %s, want %s", r.URL, want)
				}
			}
		})
	}
}

// The probe is sent to the host that was chosen; the sandbox names one with each token.
func TestTheProbeIsSentToTheRegion(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	region := d.State().Token.APIURL
	d.do(d.Drafts().Open(flow.StepProbe))
	d.do(d.Drafts().SwitchHost())
	row := d.begin(session.Answer{})
	r, _ := d.Timeline().Result(d.Timeline().Index(row.ID))
	if row.Mark != session.Done || region == d.App().Endpoints.APIURL || !strings.HasPrefix(r.Trace.Request.URL, region+"/") {
		t.Errorf("the row is %+v, sent to %s, and Zoom named %s", row, r.Trace.Request.URL, region)
	}
}
