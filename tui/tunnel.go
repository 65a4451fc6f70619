package tui

import (
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// Tunnel is the ssh command for the person's own computer, where the browser is not on
// this one; nil where there is no use for it. It forwards the callback port, and the
// simulated Zoom's where that is on loopback too.
func (d *desk) Tunnel(app flow.App, width int) []safe.Text {
	line := d.opts.Env.Tunnel(app)
	if line == "" {
		return nil
	}
	return shellRows(d.clean.Line(line), width)
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
