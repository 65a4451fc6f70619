package recognize_test

import (
	"slices"
	"testing"

	"zoauth/flow/recognize"
)

// Who answers in a sentence that has Zoom's name too shows whose the error is.
func TestWhoAnswersIsWhoseItIs(t *testing.T) {
	for text, want := range map[string]string{
		"Zoom works, HubSpot still answers invalid_grant":             "HubSpot",
		"Since we left Zoom, GatherTown returned invalid_grant":       "GatherTown",
		"Zoom answered invalid_grant":                                 "zoom",
		"HubSpot said nothing, but Zoom returned invalid_grant":       "zoom",
		"Auth0 returned invalid_grant for the zoom connection":        "zoom",
		"the TokenClient of zoom returned invalid_grant":              "zoom",
		"zoom: kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2 says invalid_grant":   "zoom",
		"[custom_components.zoom] Token request failed invalid_grant": "zoom",
	} {
		found := recognize.Read(text)
		if i := slices.IndexFunc(found, recognize.Artefact.HasResponse); i < 0 || found[i].Provider.Name != want {
			t.Errorf("%s\n  %+v, want %q", text, found, want)
		}
	}
}

// A bare code beside the words of another program is of nobody known, and says why.
func TestABareCodeOfAnotherProgram(t *testing.T) {
	for text, other := range map[string]bool{
		"invalid_grant": false,
		"requests.exceptions.HTTPError: 400 invalid_grant":              false,
		"parcelbox.errors.RefreshFailed: invalid_grant":                 true,
		"Parcel::Box::RefreshError: invalid_grant":                      true,
		`"POST /oauth/token HTTP/1.1" 400 invalid_grant`:                false,
		`"POST /connect/token HTTP/1.1" 400 invalid_grant`:              true,
		"login failed (invalid_client): Invalid client_id":              false,
		"login failed (invalid_client): the client was not found":       true,
		"login failed (invalid_client): (retry 2)":                      false,
		"Scenario: a code\n  Then the error is \"invalid_grant\" twice": true,
	} {
		found := recognize.Read(text)
		i := slices.IndexFunc(found, recognize.Artefact.HasResponse)
		if i < 0 || found[i].Provider.Name != "" || (found[i].Provider.Because != "") != other {
			t.Errorf("%s\n  %+v, want another program's: %t", text, found, other)
		}
	}
}

// The word zoom of a picture, a map or a device is no mention of Zoom.
func TestZoomOfAPictureIsNoMention(t *testing.T) {
	for text, mentioned := range map[string]bool{
		"zoom sync: invalid_grant": true, "Zoom in production says invalid_grant": true, "zoom: 400 invalid_grant": true, "refresh Zoom H token: invalid_grant": true,
		"zoom in and out: invalid_grant": false, "style=\"zoom: 110%\" invalid_grant": false, "{zoom: 12} invalid_grant": false, "map.setZoom(4) invalid_grant": false,
		"image-zoom.js: invalid_grant": false, "Zoom H4n: invalid_grant": false, "zoomLevel 3: invalid_grant": false, "?zoom=14: invalid_grant": false,
	} {
		found := recognize.Read(text)
		if i := slices.IndexFunc(found, recognize.Artefact.HasResponse); i < 0 || (found[i].Provider.Name == recognize.Zoom) != mentioned {
			t.Errorf("%s\n  %+v, want it mentioned: %t", text, found, mentioned)
		}
	}
}
