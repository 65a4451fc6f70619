package form

import (
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// rowOf is the row that a topic of the checks is about.
var rowOf = map[string]string{"redirect": "redirect_uri", "client": "client_id", "account": "account_id", "scopes": "scopes"}

// rowOfSecret is the row that the secret of a source is in.
var rowOfSecret = map[profiles.Source]string{profiles.Paste: "client_secret", profiles.SecretFile: "client_secret_file", profiles.Environment: "client_secret_env"}

// remarks are what the checks before a request will say of the draft, in a profile file
// at path, the worst one of each row. They keep nothing from being saved.
func (a *answers) remarks(path string) map[string]diagnose.Check {
	d := a.draft.ForType()
	app := flow.App{
		Name: d.Name, Type: d.Type(), Environment: flow.Environment(d.Get("environment")), ClientID: d.Get("client_id"),
		AccountID: d.Get("account_id"), RedirectURI: d.Get("redirect_uri"), Listen: d.Get("listen"), Scopes: d.Scopes,
		Endpoints: flow.Endpoints{OAuthURL: d.Get("oauth_url")},
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

// Lengths of what Zoom gives an app (docs/zoom.md §2): a value of the length of another
// field is named, and can be saved all the same.
const (
	idLength     = 22
	secretLength = 32
)

// wrongKind names the value of a row that is of another kind than the row takes; empty
// where it may be right.
func (a *answers) wrongKind(key string) safe.Text {
	value := strings.TrimSpace(a.get(key))
	id := a.draft.Get("client_id")
	switch key {
	case "name", "client_id", "account_id", "client_secret", "redirect_uri":
	default:
		return safe.Text{}
	}
	if token := tokenKind(value); !token.IsEmpty() {
		return safe.Format("this is %s", token)
	}
	link := strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")
	switch {
	case key == "redirect_uri" && link: // the checks know what else an address is
		return safe.Text{}
	case link:
		return safe.Const("this is a URL")
	case key == "client_secret" && value != "" && value == id:
		return safe.Const("this is the client ID")
	case key == "client_secret" && len(value) == idLength && isWord(value):
		return safe.Const("as long as a client ID, not a secret")
	case (key == "client_id" || key == "account_id") && len(value) == secretLength && isWord(value):
		return safe.Const("as long as a client secret, not an ID")
	}
	return safe.Text{}
}

// tokenKind is what a JWT is; empty where the value is none.
func tokenKind(value string) safe.Text {
	claims, err := flow.DecodeToken(flow.NewSecret(flow.KindUnknown, value))
	if err != nil {
		return safe.Text{}
	}
	for _, c := range claims.List {
		switch {
		case c.Name != "tokenType":
		case c.Value == "refresh_token":
			return safe.Const("a refresh token")
		case c.Value == "access_token":
			return safe.Const("an access token")
		}
	}
	return safe.Const("a token")
}

func isWord(value string) bool {
	return strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}
