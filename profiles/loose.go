package profiles

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zoauth/flow"
)

// looseMark is in the name of a token file that belongs to no profile: the pair that a
// pasted refresh token brought, before somebody has said whose it is.
const looseMark = ".of-"

// Loose returns an app for each token file that belongs to no profile and has tokens, or
// may have some: a request's outcome is unknown, or the file cannot be read. Their client
// secrets were not kept. Files that are over, which a quit or a kill left, are removed.
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
		state, err := w.Store.Read(name)
		if err != nil || !state.IsOver() {
			apps = append(apps, looseApp(name, state))
			continue
		}
		atOnce, stop := context.WithTimeout(context.Background(), 0)
		_ = w.Forget(atOnce, name) // another process is at it: the next start tries again
		stop()
	}
	return apps
}

// Forget removes what is left of a single send whose pair was copied, adopted or
// discarded: its token file, its history and its lock. A file that has tokens, or may have
// some, stays, and so do those of profiles. ctx ends the wait for the lock.
func (w *Workspace) Forget(ctx context.Context, name string) error {
	if _, taken := w.App(name); taken || !strings.Contains(name, looseMark) || !exists(w.Store.path(name)) {
		return nil
	}
	opened, err := w.Store.Open(ctx, name)
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }()
	if err := opened.Recover(); err != nil || !opened.State().IsOver() {
		return err
	}
	return errors.Join(remove(w.History.path(name)), remove(w.Store.path(name)), remove(w.Store.lockPath(name)))
}

// remove deletes a file, where there is one.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
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
