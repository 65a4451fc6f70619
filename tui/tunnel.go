package tui

import (
	"cmp"
	"net/url"
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// Tunnel is the ssh command for the person's own computer, where the browser is not on
// this one; nil where there is no use for it. It forwards the callback port, and the
// simulated Zoom's where that is on loopback too.
func (d *desk) Tunnel(app flow.App, width int) []safe.Text {
	if !d.opts.Env.SSH || app.ListenAddress() == "" {
		return nil
	}
	port := ""
	if u, err := url.Parse(app.RedirectURI); err == nil && flow.IsLoopback(u.Hostname()) {
		port = u.Port()
	}
	forwards := []terminal.Forward{{Local: port, To: app.ListenAddress()}}
	if u, err := url.Parse(app.Endpoints.AuthorizeURL); err == nil && flow.IsLoopback(u.Hostname()) {
		forwards = append(forwards, terminal.Forward{To: u.Host})
	}
	return shellRows(d.clean.Line(terminal.TunnelLine(cmp.Or(app.SSHHost, d.opts.Env.Host), forwards...)), width)
}

// shellRows breaks an ssh command at its options so that the shell still takes the rows
// as one.
func shellRows(command safe.Text, width int) []safe.Text {
	if command.Width() <= width {
		return []safe.Text{command}
	}
	text, rows, from := command.String(), []safe.Text(nil), 0
	for from < len(text) {
		rest := command.Slice(from, len(text))
		if rest.Width() <= width {
			return append(rows, rest)
		}
		at := strings.LastIndexByte(text[from:min(len(text), from+width-2)], ' ')
		if at <= 0 {
			return append(rows, rest)
		}
		rows = append(rows, safe.Format(`%s \`, command.Slice(from, from+at)))
		from += at + 1
	}
	return rows
}
