package screen

import (
	"cmp"
	"net/url"
	"strings"

	"zoauth/flow"
	"zoauth/internal/terminal"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// tunnel shows the ssh line where there is an SSH session to tunnel through, and
// that a request came through once one did (SCREENS.md §2.3, §6).
func (c Context) tunnel(at *session.Attempt) []widget.Line {
	switch {
	case !at.TunnelSeen.IsZero():
		return widget.Lines(c.labelled("tunnel", c.Theme.Good.Render(c.Theme.Glyph.Here)+" seen "+c.clock(at.TunnelSeen)+": a request came through from outside this program"))
	case relayed(c.Current.App):
		return widget.Lines(c.labelled("relay", "your address has to forward to "+at.Address))
	case !c.Env.SSH:
		return nil
	}
	line := c.line(tunnelLine(c, c.Current.App))
	if c.Width < compact {
		return widget.Lines(widget.Indent(shellRows(line, c.Width-2), " ")...)
	}
	lines := widget.Lines(c.labelled("tunnel", c.Theme.Glyph.Expired+" not seen yet; on the computer with the browser run   "+c.keys("yl", "copy")))
	lines = append(lines, widget.Lines(widget.Indent(shellRows(line, c.Width-labelled), strings.Repeat(" ", labelled))...)...)
	if guess := c.hostGuess(c.Current.App); guess != "" {
		lines = append(lines, widget.Droppable(widget.DropStrip, c.below(c.Theme.Muted.Render(guess))...)...)
	}
	return lines
}

// relayed reports whether the redirect is an address elsewhere that forwards to
// the listener.
func relayed(app flow.App) bool {
	u, err := url.Parse(app.RedirectURI)
	return err == nil && app.Listen != "" && !flow.IsLoopback(u.Hostname())
}

// shellRows breaks an ssh command before its options and its host so that the
// shell still takes the rows as one.
func shellRows(command string, w int) []string {
	units := strings.Split(strings.ReplaceAll(command, " -L ", "\n-L "), "\n")
	if forward, host, found := strings.Cut(strings.TrimPrefix(units[len(units)-1], "-L "), " "); found && len(units) > 1 {
		units = append(units[:len(units)-1], "-L "+forward, host)
	}
	rows := units[:1]
	for _, unit := range units[1:] {
		if last := len(rows) - 1; widget.Width(rows[last]+" "+unit) <= w-2 {
			rows[last] += " " + unit
		} else {
			rows[last] += ` \`
			rows = append(rows, unit)
		}
	}
	return rows
}

// tunnelLine is the ssh command for the app's redirect and listen addresses.
func tunnelLine(c Context, app flow.App) string {
	port := ""
	if u, err := url.Parse(app.RedirectURI); err == nil && flow.IsLoopback(u.Hostname()) {
		port = u.Port()
	}
	forwards := []terminal.Forward{{Local: port, To: app.ListenAddress()}}
	if u, err := url.Parse(app.Endpoints.AuthorizeURL); err == nil && flow.IsLoopback(u.Hostname()) {
		forwards = append(forwards, terminal.Forward{To: u.Host}) // the simulated Zoom itself
	}
	return terminal.TunnelLine(cmp.Or(app.SSHHost, c.Env.Host), forwards...)
}

// hostGuess says how sure the host of the ssh line is; nothing where the profile
// settles it.
func (c Context) hostGuess(app flow.App) string {
	switch {
	case app.SSHHost != "":
		return ""
	case c.Env.Host != "":
		return c.line(c.Env.Host) + " is a guess: what you typed after ssh; ssh_host settles it"
	default:
		return "HOST is the name you typed after ssh; ssh_host in the profile settles it"
	}
}
