package profiles

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Site is the surroundings of a profile, from which the preflight gathers its facts.
type Site struct {
	App   flow.App
	Apps  []flow.App // all profiles, App among them
	Paths Paths      // Config may be empty: it is not looked at
	Port  bool       // try to bind the callback address; not while an attempt of App listens
}

// Facts gathers what the disk and this machine say of a profile. It sends nothing,
// changes nothing, and runs no secret command; the client secret itself is read by
// [Site.Secret].
func (s Site) Facts(ctx context.Context) flow.Facts {
	facts := flow.GatherFacts(s.App, s.Port)
	facts.Others = flow.NeighboursOf(s.Apps, s.App.Name)
	for i := range facts.Others {
		if o := &facts.Others[i]; (o.Group == s.App.Group || o.ClientID == s.App.ClientID) && o.Command == "" {
			o.Digest = digest(ctx, s.Apps, o.Name)
		}
	}
	facts.Files = s.fileFaults()
	return facts
}

// Secret reads the client secret, which may run its command, and describes it.
func (s Site) Secret(ctx context.Context) (flow.Secret, flow.SecretShape) {
	if s.App.Secret == nil {
		return flow.Secret{}, flow.SecretShape{}
	}
	secret, err := s.App.Secret.Secret(ctx)
	shape := flow.ShapeOf(secret, s.App.Secret.Describe())
	if err != nil {
		shape.Err = err.Error()
	}
	return secret, shape
}

// digest is that of a neighbour's secret; empty when it cannot be read.
func digest(ctx context.Context, apps []flow.App, name string) string {
	for _, a := range apps {
		if a.Name == name && a.Secret != nil {
			secret, _ := a.Secret.Secret(ctx) // a neighbour's trouble is its own
			return secret.Digest()
		}
	}
	return ""
}

// fileFaults looks at the files that a step would refuse: those of the tokens and
// the profile file.
func (s Site) fileFaults() []flow.FileFault {
	var faults []flow.FileFault
	add := func(err error) {
		var unsafe *durable.Unsafe
		switch {
		case errors.As(err, &unsafe):
			faults = append(faults, flow.FileFault{Path: unsafe.Path, What: unsafe.What, Repair: unsafe.Repair})
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			faults = append(faults, flow.FileFault{Path: s.Paths.State, What: "cannot be used: " + err.Error()})
		}
	}
	if s.Paths.Config != "" && !s.App.Sandbox {
		var problems *Problems
		if _, err := Load(s.Paths.Config); !errors.As(err, &problems) {
			add(err)
		}
	}
	tokens := filepath.Join(s.Paths.State, "tokens")
	for _, dir := range []string{s.Paths.State, tokens} {
		add(durable.CheckDir(dir))
	}
	if _, err := os.Stat(tokens); err == nil && len(faults) == 0 {
		add(durable.CheckParents(tokens))
	}
	_, err := NewStore(s.Paths.State).Read(s.App.Name) // a damaged file is no fault: a new grant sets it aside
	add(err)
	return faults
}
