package form

import (
	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/profiles"
)

// rowOf is the row that a topic of the checks is about.
var rowOf = map[string]string{"redirect": "redirect_uri", "client": "client_id", "secret": "client_secret", "scopes": "scopes"}

// remarks are what the checks before a request will say of the draft, the worst one of
// each row. They keep nothing from being saved.
func (a *answers) remarks() map[string]diagnose.Check {
	d := a.draft.ForType()
	app := flow.App{
		Name: d.Name, Type: d.Type(), Environment: flow.Environment(d.Get("environment")), ClientID: d.Get("client_id"),
		RedirectURI: d.Get("redirect_uri"), Listen: d.Get("listen"), Scopes: d.Scopes,
	}
	facts := flow.Facts{}
	if d.From == profiles.Paste {
		facts.Secret = flow.ShapeOf(d.Secret, "")
	}
	found := map[string]diagnose.Check{}
	for _, c := range diagnose.Concerns(diagnose.Preflight(app, facts)) {
		row := rowOf[c.Topic]
		if _, known := found[row]; row != "" && !known && a.get(row) != "" {
			found[row] = c
		}
	}
	return found
}
