package flow

import (
	"errors"
	"net/url"
	"strings"
)

// Paths that the probe asks the API for when the profile names none. A
// Server-to-Server token has no user of its own: Zoom refuses `me` to it in some
// accounts and not in others (docs/zoom.md, row api:me-s2s), so it asks for one
// row of the account's users.
const (
	probeUser     = "/v2/users/me"
	probeAccount  = "/v2/users?page_size=1"
	maxProbePath  = 1024
	tokenInTheURL = "access_token"
)

// ErrProbePath says that a text is no path of the API.
var ErrProbePath = errors.New("not a path of the API, as /v2/users/me is one")

// DefaultProbePath is what the probe of an app of this type asks for by itself.
func (t AppType) DefaultProbePath() string {
	if t == ServerToServer {
		return probeAccount
	}
	return probeUser
}

// CheckProbePath returns [ErrProbePath] unless path is the path, perhaps with a
// query, of a request to the API: it may lead neither to another host nor out of
// the path, and carries no token.
func CheckProbePath(path string) error {
	u, err := url.Parse(path)
	switch {
	case err != nil, len(path) > maxProbePath, !strings.HasPrefix(path, "/"), strings.HasPrefix(path, "//"),
		strings.ContainsAny(path, " \t\r\n\\#"), u.Host != "", u.Path == "/":
		return ErrProbePath
	case strings.Contains(u.Path+"/", "/../"), strings.Contains(u.Path+"/", "/./"), u.Query().Has(tokenInTheURL):
		return ErrProbePath
	}
	return nil
}

// Probe returns the URL and the query of the request that tells whether an access
// token is accepted.
func (a App) Probe() (string, []Field) {
	path := a.ProbePath
	if path == "" {
		path = a.Type.DefaultProbePath()
	}
	path, query, _ := strings.Cut(path, "?")
	var fields []Field
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if name != "" {
			fields = append(fields, Field{Name: plainText(name), Plain: plainText(value)})
		}
	}
	return join(a.Endpoints.APIURL, path), fields
}

func plainText(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// ProbesUser reports whether the probe asks for the token's own user.
func (a App) ProbesUser() bool {
	address, _ := a.Probe()
	return strings.HasSuffix(address, probeUser)
}

// APIBase returns the base URL of the API for a program that uses a token of this
// app: the profile's own api_url, else the one that Zoom named with the token if it
// is a host of the same cloud, else the cloud's. Zoom documents that the cloud's
// works everywhere (docs/zoom.md §1).
func (a App) APIBase(t Token) string {
	if !a.OwnAPIURL && a.namesAPI(t.APIURL) {
		return strings.TrimSuffix(t.APIURL, "/")
	}
	return a.Endpoints.APIURL
}

// namesAPI reports whether an api_url of a token response may be sent this app's
// tokens: a host of the cloud that issued them, over https, or this machine where
// the simulated Zoom issued them.
func (a App) namesAPI(apiURL string) bool {
	u, err := url.Parse(apiURL)
	if err != nil || !isHostName(u.Hostname()) || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return false
	}
	issuer, err := url.Parse(a.Endpoints.OAuthURL)
	if err != nil {
		return false
	}
	if IsLoopback(issuer.Hostname()) {
		return IsLoopback(u.Hostname())
	}
	for _, cloud := range []string{"zoom.us", "zoomgov.com"} {
		if inDomain(issuer.Hostname(), cloud) {
			return u.Scheme == "https" && u.Port() == "" && inDomain(u.Hostname(), cloud)
		}
	}
	return false
}

// isHostName reports whether host has nothing but what the names and addresses of
// hosts are made of.
func isHostName(host string) bool {
	const made = "abcdefghijklmnopqrstuvwxyz0123456789-.:"
	return host != "" && strings.Trim(strings.ToLower(host), made) == "" && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..")
}

// inDomain reports whether host is a domain or one below it.
func inDomain(host, domain string) bool {
	host = strings.ToLower(host)
	return host == domain || strings.HasSuffix(host, "."+domain)
}
