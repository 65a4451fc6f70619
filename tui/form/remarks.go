package form

import (
	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/profiles"
)

// rowOf is the row that a topic of the checks is about.
var rowOf = map[string]string{"redirect": "redirect_uri", "client": "client_id", "scopes": "scopes"}

// rowOfSecret is the row that the secret of a source is in.
var rowOfSecret = map[profiles.Source]string{profiles.Paste: "client_secret", profiles.SecretFile: "client_secret_file", profiles.Environment: "client_secret_env"}

// remarks are what the checks before a request will say of the draft, in a profile file
// at path, the worst one of each row. They keep nothing from being saved.
func (a *answers) remarks(path string) map[string]diagnose.Check {
	d := a.draft.ForType()
	app := flow.App{
		Name: d.Name, Type: d.Type(), Environment: flow.Environment(d.Get("environment")), ClientID: d.Get("client_id"),
		RedirectURI: d.Get("redirect_uri"), Listen: d.Get("listen"), Scopes: d.Scopes,
	}
	found := map[string]diagnose.Check{}
	for _, c := range diagnose.Concerns(diagnose.Preflight(app, flow.Facts{Secret: d.SecretShape(path)})) {
		row := rowOf[c.Topic]
		if c.Topic == "secret" {
			row = rowOfSecret[d.From]
		}
		if _, known := found[row]; row != "" && !known && a.get(row) != "" {
			found[row] = c
		}
	}
	return found
}
