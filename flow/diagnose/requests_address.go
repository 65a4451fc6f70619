package diagnose

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// apiPath is a path of the API without its version.
var apiPath = expression(`^/(?:v1|users|meetings|webinars|accounts|report|metrics|groups|roles|phone|rooms|chat|im|contacts|past_meetings|tracking_fields|contact_center|archive_files|devices)(?:/|$)`)

// singular is a path of the API whose first name lacks its ending.
var singular = expression(`^/v2/(?:user|meeting|webinar|account|group|role|device)(?:/|$)`)

// isMisdirected reports whether a token request is sent to the consent page: that one takes no POST, no
// credentials and no grant.
func (r asked) isMisdirected() bool {
	_, grant := r.field("grant_type")
	_, header := r.header("Authorization")
	return r.Step == flow.StepAuthorize && (grant || header || r.Auth.Scheme != flow.NoAuth || r.Method == "POST")
}

// endpoints are the paths of Zoom's for OAuth, and of the page that its consent page leads to (docs/zoom.md §1).
var endpoints = []string{"/oauth/token", "/oauth/revoke", "/oauth/devicecode", "/oauth/authorize", "/oauth/signin", "/oauth/data/compliance"}

// wrongPath says what is wrong with the address of a request to Zoom, or nothing.
func wrongPath(r asked) string {
	api := strings.HasPrefix(r.host, "api")
	switch {
	case !r.artefact.Provider.IsZoom(), r.host == "" && !linesAlone(r), r.isHidden(): // nothing shows what the path belongs to
	case strings.HasPrefix(r.host, "localhost"), strings.HasPrefix(r.host, "127."): // the app's own server
	case r.artefact.HasResponse() && strings.Contains(r.host, ".") && !recognize.IsZoomHost(r.host): // a proxy, behind which Zoom answered
	case strings.HasPrefix(r.URL, "http://"):
		return "the URL is plain http"
	case r.isToken() && r.host == "api.zoom.us": // whether that is one is not settled
	case r.isToken() && api:
		return "the token endpoint is on zoom.us, not on " + r.host
	case r.Step == flow.StepAuthorize && (api || !strings.HasPrefix(r.host, "marketplace") && strings.HasSuffix(r.path, "/authorize") && !strings.Contains(r.path, "oauth")):
		return "the consent page is zoom.us/oauth/authorize, not " + r.host + r.path
	case api && singular().MatchString(r.path):
		return "the API's paths are plural, such as /v2/users: " + r.path + " is not one"
	case r.isMisdirected():
		return "a token request goes to zoom.us/oauth/token; " + r.path + " is the page that a browser opens"
	case strings.HasPrefix(r.path, "/v2/") && r.host != "" && !api && r.path != "/v2/authorize":
		return "the API is on api.zoom.us, not on " + r.host
	case strings.HasSuffix(r.path, "/token") && !r.isToken() && !(api && strings.HasPrefix(r.path, "/v2/users/")): // that one makes a ZAK
		return "the token endpoint is zoom.us/oauth/token, not " + r.host + r.path
	case api && apiPath().MatchString(r.path):
		return "the API's paths begin with /v2: " + r.path + " is not one"
	case strings.Contains(r.path, "oauth") && !slices.Contains(endpoints, strings.TrimSuffix(r.path, "/")):
		return "Zoom has no endpoint " + r.path
	case strings.Contains(r.path, "oauth") && strings.HasSuffix(r.path, "/"):
		return "the path has an extra trailing slash"
	}
	return ""
}
