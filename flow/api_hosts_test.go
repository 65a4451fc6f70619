package flow_test

import (
	"testing"

	"zoauth/flow"
)

// The API base that a command gets is the profile's, or Zoom's as the grant named it;
// a server cannot point the token at a host of its own (S4).
func TestAPIBaseS4(t *testing.T) {
	zoom := flow.App{Endpoints: flow.Commercial()}
	own := zoom
	own.Endpoints.APIURL, own.OwnAPIURL = "https://api.acme.example", true
	for named, want := range map[string]string{
		"":                                  "https://api.zoom.us",
		"https://api-eu.zoom.us":            "https://api-eu.zoom.us",
		"https://api-eu.zoom.us/":           "https://api-eu.zoom.us",
		"https://API-US.zoom.us":            "https://API-US.zoom.us",
		"https://api.zoomgov.com":           "https://api.zoom.us",
		"http://api.zoom.us":                "https://api.zoom.us",
		"https://evil.example":              "https://api.zoom.us",
		"https://zoom.us.evil.example":      "https://api.zoom.us",
		"https://evilzoom.us":               "https://api.zoom.us",
		"https://api.zoom.us@evil.example":  "https://api.zoom.us",
		"https://evil.example/.zoom.us":     "https://api.zoom.us",
		"https://evil.example#.zoom.us":     "https://api.zoom.us",
		"https://evil.example?.zoom.us":     "https://api.zoom.us",
		"https://evil.example\\.zoom.us":    "https://api.zoom.us",
		"https://user:pw@api.zoom.us":       "https://api.zoom.us",
		"https://api.zoom.us:8443":          "https://api.zoom.us",
		"https://api.zoom.us/v2":            "https://api.zoom.us",
		"https://api.zoom.us?x=1":           "https://api.zoom.us",
		"https://api.zoom.us\nX: y":         "https://api.zoom.us",
		"https://a b.zoom.us":               "https://api.zoom.us",
		"https://ev%69l.zoom.us":            "https://api.zoom.us",
		"https://$(id).zoom.us":             "https://api.zoom.us",
		"https://..zoom.us":                 "https://api.zoom.us",
		"https://api.zoom.us.":              "https://api.zoom.us",
		"//api.zoom.us":                     "https://api.zoom.us",
		"https://":                          "https://api.zoom.us",
		"file:///etc/passwd":                "https://api.zoom.us",
		"https://api.zoom.us%00.evil.test":  "https://api.zoom.us",
		"https://аpi.zoom.us":               "https://api.zoom.us", // the first letter is Cyrillic
		"https://api.zoom.us\u2028.evil.io": "https://api.zoom.us",
	} {
		if got := zoom.APIBase(flow.Token{APIURL: named}); got != want {
			t.Errorf("%q gives %q, want %q", named, got, want)
		}
		if got := own.APIBase(flow.Token{APIURL: named}); got != own.Endpoints.APIURL {
			t.Errorf("%q gives %q, the profile has its own", named, got)
		}
	}
}
