package cli

import (
	"errors"
	"io/fs"

	"zoauth/profiles"
)

// opened opens the profile file for a verb. What is wrong with single profiles is no
// error: the workspace tells it, and the good profiles work (P2).
func (p *program) opened() (*profiles.Workspace, error) {
	set, err := p.openReal()
	var problems *profiles.Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, p.noFile()
	case errors.As(err, &problems):
		return set, nil
	default:
		return set, err
	}
}

// tellProblems names what is wrong with the profile file after its good profiles were
// listed. It is an error where it concerns the whole file or leaves no profile.
func (p *program) tellProblems(set *profiles.Workspace) error {
	if len(set.Apps) == 0 || set.ProblemsOf("") != nil {
		return &profiles.Problems{Path: set.Path, List: set.Problems}
	}
	p.warnOf(set, set.Problems)
	return nil
}

// warnOf prints problems of the profile file as warnings.
func (p *program) warnOf(set *profiles.Workspace, problems []profiles.Problem) {
	for _, one := range problems {
		p.Warn(p.Clean.Line(set.Path + ": " + one.String()))
	}
}
