package terminal

import (
	"cmp"
	"net/url"

	"zoauth/flow"
)

// Tunnel is the ssh command for the person's own computer where the browser is not on
// this one, or "" where there is no use for it. It forwards the callback port, and the
// simulated Zoom's where that is on loopback too.
func (e Environment) Tunnel(app flow.App) string {
	if !e.SSH || app.ListenAddress() == "" {
		return ""
	}
	port := ""
	if u, err := url.Parse(app.RedirectURI); err == nil && flow.IsLoopback(u.Hostname()) {
		port = u.Port()
	}
	forwards := []Forward{{Local: port, To: app.ListenAddress()}}
	if u, err := url.Parse(app.Endpoints.AuthorizeURL); err == nil && flow.IsLoopback(u.Hostname()) {
		forwards = append(forwards, Forward{To: u.Host})
	}
	return TunnelLine(cmp.Or(app.SSHHost, e.Host), forwards...)
}
