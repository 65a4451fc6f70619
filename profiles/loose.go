package profiles

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"zoauth/flow"
)

// looseMark is in the name of a token file that belongs to no profile: the pair that a
// pasted refresh token brought, before somebody has said whose it is.
const looseMark = ".of-"

// Loose returns an app for each token file that belongs to no profile and has tokens, or
// a request with an unknown outcome. Their client secrets were not kept.
func (w *Workspace) Loose() []flow.App {
	files, err := os.ReadDir(filepath.Join(w.StateDir, "tokens"))
	if err != nil {
		return nil
	}
	var apps []flow.App
	for _, file := range files {
		name, isState := strings.CutSuffix(file.Name(), ".json")
		if _, taken := w.App(name); taken || !isState || !strings.Contains(name, looseMark) {
			continue
		}
		if state, err := w.Store.Read(name); err == nil && (state.HasToken() || state.Uncertain()) {
			apps = append(apps, looseApp(name, state))
		}
	}
	return apps
}

// looseApp is what a token file tells of the app that its tokens were issued to.
func looseApp(name string, state flow.State) flow.App {
	b := state.Binding
	endpoints := flow.Commercial()
	endpoints.OAuthURL, endpoints.APIURL = cmp.Or(b.OAuthURL, endpoints.OAuthURL), cmp.Or(b.APIURL, endpoints.APIURL)
	return flow.App{
		Name: name, Environment: flow.Production, Type: cmp.Or(b.Type, flow.General), Endpoints: endpoints,
		Secret: secretNotKept{}, Loose: true,
	}
}

// secretNotKept is the source of a client secret that was pasted in an earlier run.
type secretNotKept struct{}

func (secretNotKept) Secret(context.Context) (flow.Secret, error) {
	return flow.Secret{}, errors.New("it was pasted in an earlier run and not stored; adopt the pair into a profile")
}

func (secretNotKept) Describe() string { return "not kept" }
