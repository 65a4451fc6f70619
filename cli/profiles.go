package cli

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// profileRow is a profile in the table of profiles and its JSON.
type profileRow struct {
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

// profilesVerb lists the profile file.
type profilesVerb struct{ *program }

func (v *profilesVerb) command() *cobra.Command {
	return v.jsonFlag(&cobra.Command{
		Use: "profiles", Short: "List the profiles and where each keeps its secret", Args: v.noArgs,
		SuggestFor: []string{"list", "ls", "apps", "accounts"},
		Example:    "  zoauth profiles",
		RunE:       func(*cobra.Command, []string) error { return v.run() },
	})
}

func (v *profilesVerb) run() error {
	set, err := v.openWorkspace()
	if err != nil {
		return err
	}
	if err := v.print(set); err != nil {
		return err
	}
	return v.reportProblems(set)
}

func (v *profilesVerb) print(set *profiles.Workspace) error {
	table := [][]safe.Text{{safe.Const("PROFILE"), safe.Const("ENVIRONMENT"), safe.Const("TYPE"), safe.Const("CALLBACK VIA"), safe.Const("SECRET")}}
	for _, app := range set.Apps {
		if v.json {
			if err := v.JSON(profileRowOf(app, set.Default)); err != nil {
				return err
			}
			continue
		}
		table = append(table, []safe.Text{
			v.Clean.Line(app.Name), v.Clean.Line(string(app.Environment)), v.Clean.Line(string(app.Type)),
			v.Clean.Line(callbackVia(app)), v.Clean.Line(secretPlace(app)),
		})
	}
	if len(table) == 1 {
		return nil
	}
	return v.Table(table...)
}

func profileRowOf(app flow.App, preferred string) profileRow {
	place := secretPlace(app)
	return profileRow{
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

// filePaths are where zoauth's files are, whether they are there yet or not.
type filePaths struct {
	Profiles string `json:"profiles"`
	State    string `json:"state"`
	Tokens   string `json:"tokens"`
	History  string `json:"history"`
}

// pathsVerb says where zoauth's files are.
type pathsVerb struct{ *program }

func (v *pathsVerb) command() *cobra.Command {
	return v.jsonFlag(&cobra.Command{
		Use: "paths", Short: "Print where the profile file, tokens and history are", Args: v.noArgs,
		Example: "  zoauth paths",
		RunE:    func(*cobra.Command, []string) error { return v.run() },
	})
}

func (v *pathsVerb) run() error {
	paths, err := v.paths()
	if err != nil {
		return err
	}
	at := filePaths{paths.Config, paths.State, filepath.Join(paths.State, "tokens"), filepath.Join(paths.State, "history")}
	if v.json {
		return v.JSON(at)
	}
	return v.Table(
		[]safe.Text{safe.Const("profiles"), v.Clean.Line(at.Profiles)}, []safe.Text{safe.Const("state"), v.Clean.Line(at.State)},
		[]safe.Text{safe.Const("tokens"), v.Clean.Line(at.Tokens)}, []safe.Text{safe.Const("history"), v.Clean.Line(at.History)},
	)
}
