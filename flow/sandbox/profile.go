package sandbox

import (
	"cmp"
	"context"

	"zoauth/flow"
)

// Profile returns what a client has to know of the app to use it at the server
// with a base URL: the one place where the server's record becomes the client's.
func (a App) Profile(baseURL string) flow.App {
	app := flow.App{
		Name: a.Name, Group: a.Group, Environment: cmp.Or(a.Environment, flow.Development), Type: a.Type,
		ClientID: a.ClientID, AccountID: a.AccountID,
		Endpoints: flow.Endpoints{OAuthURL: baseURL, AuthorizeURL: baseURL + "/oauth/authorize", APIURL: baseURL},
		Sandbox:   true,
	}
	if a.ClientSecret != "" {
		app.Secret = madeUpSecret(a.ClientSecret)
	}
	if len(a.RedirectURIs) > 0 {
		app.RedirectURI = a.RedirectURIs[0]
	}
	return app
}

// madeUpSecret is the secret of an app that exists nowhere else.
type madeUpSecret string

func (s madeUpSecret) Secret(context.Context) (flow.Secret, error) {
	return flow.NewSecret(flow.KindClientSecret, string(s)), nil
}

func (s madeUpSecret) Describe() string { return "made up by the sandbox" }
