package cli

import (
	"errors"
	"io/fs"
	"strings"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

func (p *program) paths() (profiles.Paths, error) { return profiles.Locate(p.profiles, p.Getenv) }

// opening is what this process brings to its workspaces.
func (p *program) opening() profiles.Opening {
	return profiles.Opening{Redactor: p.redactor, Guard: p.Session.Guard}
}

// openFile opens the workspace of the profile file. With *[profiles.Problems] the
// good profiles come back beside the error.
func (p *program) openFile() (*profiles.Workspace, error) {
	paths, err := p.paths()
	if err != nil {
		return nil, err
	}
	return p.openAt(paths)
}

func (p *program) openAt(paths profiles.Paths) (*profiles.Workspace, error) {
	w, err := p.opening().Open(paths)
	if w != nil {
		p.awaitAtEnd(w.Runner)
	}
	return w, err
}

// openWorkspace opens the profile file for a verb. What is wrong with single profiles is no
// error: the workspace tells it, and the good profiles work (P2).
func (p *program) openWorkspace() (*profiles.Workspace, error) {
	set, err := p.openFile()
	var problems *profiles.Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		paths, _ := p.paths() // they were found before
		return nil, because("profile-file-invalid", report.ExitUsage, safe.Format("there is no profile file %s", p.Clean.Line(paths.Config)),
			safe.Const("zoauth alone shows how to add an app; zoauth demo needs none; zoauth sandbox --write-profiles FILE writes one for the simulated Zoom"))
	case errors.As(err, &problems):
		return set, nil
	default:
		return set, err
	}
}

// profileNames are the good profiles of the profile file; none where there is no file.
func (p *program) profileNames() []string {
	set, _ := p.openFile() // good profiles of a file with problems are names as well
	if set == nil {
		return nil
	}
	return set.Names()
}

// find returns a profile of the file, and remembers it for the words of a later error,
// or says what keeps it from being used.
func (p *program) find(set *profiles.Workspace, name string) (flow.App, error) {
	if own := set.ProblemsOf(name); own != nil {
		return flow.App{}, &profiles.Problems{Path: set.Path, List: own}
	}
	whole := set.ProblemsOf("")
	if whole != nil && len(set.Apps) == 0 {
		return flow.App{}, &profiles.Problems{Path: set.Path, List: whole}
	}
	p.warnOf(set, whole)
	app, ok := set.App(name)
	if !ok {
		return flow.App{}, noProfile(p.Clean, set, name)
	}
	p.app = app
	return app, nil
}

func noProfile(clean *safe.Cleaner, set *profiles.Workspace, name string) error {
	next := safe.Format("its profiles: %s", clean.Line(strings.Join(set.Names(), ", ")))
	if near := nearest(name, set.Names()); near != "" {
		next = safe.Format("did you mean %s? %s", clean.Line(near), next)
	}
	return because("profile-file-invalid", report.ExitUsage, safe.Format("there is no profile \"%s\" in %s", clean.Line(name), clean.Line(set.Path)), next)
}

// reportProblems names what is wrong with the profile file after its good profiles were
// listed. It is an error where it concerns the whole file or leaves no profile.
func (p *program) reportProblems(set *profiles.Workspace) error {
	if len(set.Apps) == 0 || set.ProblemsOf("") != nil {
		return &profiles.Problems{Path: set.Path, List: set.Problems}
	}
	p.warnOf(set, set.Problems)
	return nil
}

// warnOf prints problems of the profile file as warnings.
func (p *program) warnOf(set *profiles.Workspace, problems []profiles.Problem) {
	for _, problem := range problems {
		p.Warn(p.Clean.Line(set.Path + ": " + problem.String()))
	}
}

// learnState makes the redactor know every secret of a state.
func learnState(r *flow.Redactor, state flow.State) {
	r.LearnToken(state.Token)
	for _, c := range state.Candidates {
		r.LearnCandidate(c.Pair())
		r.LearnAnswer(flow.Trace{Step: c.Step, Received: c.Raw, Response: &flow.Response{Body: c.Raw}})
	}
}
