package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// card is a profile in the table of profiles and its JSON.
type card struct {
	Profile     string   `json:"profile"`
	App         string   `json:"app"`
	Environment string   `json:"environment"`
	Type        string   `json:"type"`
	ClientID    string   `json:"client_id"`
	Redirect    string   `json:"redirect_uri,omitempty"`
	Listen      string   `json:"listen,omitempty"`
	Scopes      []string `json:"scopes"`
	PKCE        bool     `json:"pkce"`
	OAuthURL    string   `json:"oauth_url"`
	APIURL      string   `json:"api_url"`
	Secret      string   `json:"secret"`
	PlainText   bool     `json:"secret_plain_text"`
	Default     bool     `json:"default"`
}

func (p *program) profilesVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "profiles", Short: "List the profiles and where each keeps its secret", Args: p.noArgs,
		Example: "  zoauth profiles",
		RunE: func(*cobra.Command, []string) error {
			set, err := p.openWorkspace()
			if err != nil {
				return err
			}
			if err := p.printProfiles(set); err != nil {
				return err
			}
			return p.tellProblems(set)
		},
	}
	return p.jsonFlag(cmd)
}

func (p *program) printProfiles(set *profiles.Workspace) error {
	table := [][]safe.Text{{safe.Const("PROFILE"), safe.Const("ENVIRONMENT"), safe.Const("TYPE"), safe.Const("CALLBACK VIA"), safe.Const("SECRET")}}
	for _, app := range set.Apps {
		if p.json {
			if err := p.JSON(cardOf(app, set.Default)); err != nil {
				return err
			}
			continue
		}
		table = append(table, []safe.Text{
			p.Clean.Line(app.Name), p.Clean.Line(string(app.Environment)), p.Clean.Line(string(app.Type)),
			p.Clean.Line(callbackVia(app)), p.Clean.Line(secretPlace(app)),
		})
	}
	if len(table) == 1 {
		return nil
	}
	return p.Table(table...)
}

func cardOf(app flow.App, preferred string) card {
	place := secretPlace(app)
	return card{
		Profile: app.Name, App: app.Group, Environment: string(app.Environment), Type: string(app.Type),
		ClientID: app.ClientID, Redirect: app.RedirectURI, Listen: app.ListenAddress(),
		Scopes: append([]string{}, app.Scopes...), PKCE: app.HasConsent() && !app.NoPKCE, OAuthURL: app.Endpoints.OAuthURL, APIURL: app.Endpoints.APIURL,
		Secret: place, PlainText: strings.HasSuffix(place, "plain text"), Default: app.Name == preferred,
	}
}

// secretPlace says where the client secret is and whether it stands there in
// plain text.
func secretPlace(app flow.App) string {
	if app.Secret == nil {
		return "none: a public app has no secret"
	}
	return app.Secret.Describe()
}

// callbackVia says how the callback comes back.
func callbackVia(app flow.App) string {
	switch {
	case !app.HasConsent():
		return "-"
	case app.DeviceOnly():
		return "device"
	case app.ListenAddress() == "":
		return "paste"
	default:
		return app.ListenAddress()
	}
}
