package profiles

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"

	"zoauth/flow"
)

// endpoints reads the cloud and the URLs that stand instead of its own.
func (r *reader) endpoints() flow.Endpoints {
	e := flow.Commercial()
	if r.choice("cloud", "commercial", "gov") == "gov" {
		e = flow.Government()
	}
	for _, override := range []struct {
		key string
		url *string
	}{{"oauth_url", &e.OAuthURL}, {"authorize_url", &e.AuthorizeURL}, {"api_url", &e.APIURL}} {
		value := r.text(override.key)
		if value == "" {
			continue
		}
		if override.key == "oauth_url" && r.text("authorize_url") == "" {
			e.AuthorizeURL = strings.TrimSuffix(value, "/") + "/oauth/authorize"
		}
		*override.url = value
		if text, repair := checkEndpoint(override.key, value); text != "" {
			r.problem(override.key, text, repair)
		}
	}
	return e
}

// endpointPath is what zoauth puts behind a base URL itself.
var endpointPath = expression(`(?i)/+(?:oauth(?:/+(?:token|authorize|revoke|devicecode|device))?|v2(?:/+users/+me)?)/*$`)

// checkEndpoint says what is wrong with the value of oauth_url, authorize_url or
// api_url, and what to write instead; empty: nothing.
func checkEndpoint(key, value string) (text, repair string) {
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || !validPort(u.Port()) {
		return "is not a URL", "write " + key + " = " + example(key)
	}
	base := *u
	base.User, base.RawQuery, base.ForceQuery, base.Fragment, base.RawFragment = nil, "", false, "", ""
	base.Path, base.RawPath = basePath(u.Path), ""
	if key == "authorize_url" && strings.HasSuffix(path.Clean(u.Path), "/authorize") {
		base.Path = u.Path
	} else if key == "authorize_url" {
		base.Path += "/oauth/authorize"
	}
	right := fmt.Sprintf("write %s = %q", key, base.String())
	switch {
	case u.Scheme == "http" && !flow.IsLoopback(u.Hostname()):
		return "plain http would expose tokens to the network", "write https; http is for 127.0.0.1 only"
	case u.Scheme != "https" && u.Scheme != "http":
		return "is neither https nor http", "write " + key + " = " + example(key)
	case u.User != nil:
		return "contains a user name, which zoauth does not send", right
	case u.RawQuery != "" || u.ForceQuery:
		return "has a query", right
	case u.Fragment != "" || strings.HasSuffix(value, "#"):
		return "has a fragment", right
	case key == "authorize_url" && (basePath(u.Path) == "" || endpointPath().MatchString(u.Path)) && base.Path != u.Path:
		return "is not the address of Zoom's consent page", right
	case key != "authorize_url" && endpointPath().MatchString(path.Clean("/"+u.Path)):
		return "must be a base URL; zoauth adds the path of each request", right
	}
	return "", ""
}

// validPort reports whether a URL may have the port; empty: that of its scheme.
func validPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n > 0 && n < 1<<16
}

// basePath is the path without what zoauth adds.
func basePath(full string) string {
	full = path.Clean("/" + full)
	for endpointPath().MatchString(full) {
		full = endpointPath().ReplaceAllString(full, "")
	}
	return strings.TrimRight(full, "/")
}
