package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// The columns of a pair: together as wide as a dialog's text.
const (
	pairLabel  = 10
	pairColumn = 23
)

// sideBySide sets the two profiles of an app beside each other where the preflight
// found them mixed up; nothing where it did not.
func (c Context) sideBySide() []string {
	other := c.mixedWith()
	if other == nil {
		return nil
	}
	a, b := c.Current.App, other.App
	var rows []string
	for _, row := range []pairRow{
		{"", a.Name, b.Name},
		{"", string(a.Environment), string(b.Environment)},
		{"client ID", a.ClientID, b.ClientID},
		{"secret", secretPlace(a), secretPlace(b)},
		{"redirect", a.RedirectURI, b.RedirectURI},
		{"OAuth", a.Endpoints.OAuthURL, b.Endpoints.OAuthURL},
	} {
		rows = append(rows, c.pairRows(row)...)
	}
	return append(rows, "")
}

// pairRow is one thing of both profiles; its values are from outside.
type pairRow struct{ label, left, right string }

// mixedWith is the other half of the pair that a finding names.
func (c Context) mixedWith() *session.Session {
	app := c.Current.App
	for _, s := range c.All {
		if s.App.Group != app.Group || s.App.Environment == app.Environment {
			continue
		}
		for _, check := range diagnose.Concerns(c.Checks) {
			if strings.Contains(check.Text, s.App.Name+" (") {
				return s
			}
		}
	}
	return nil
}

func secretPlace(app flow.App) string {
	if app.Secret == nil {
		return "none"
	}
	return app.Secret.Describe()
}

// pairRows are one row of the comparison, its values broken where they are too long.
func (c Context) pairRows(row pairRow) []string {
	left, right := broken(c.line(row.left)), broken(c.line(row.right))
	var rows []string
	for i := range max(len(left), len(right)) {
		label := ""
		if i == 0 {
			label = row.label
		}
		rows = append(rows, widget.Fit(label, pairLabel)+widget.Fit(part(left, i), pairColumn)+" "+part(right, i))
	}
	return rows
}

// broken is a value in its column: words stay whole, an address is filled in.
func broken(value string) []string {
	if strings.Contains(value, " ") {
		return widget.Wrap(value, pairColumn)
	}
	return widget.Fill(value, pairColumn)
}

func part(rows []string, i int) string {
	if i < len(rows) {
		return rows[i]
	}
	return ""
}
