package profiles

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"zoauth/flow"
)

// namedFile is a file of certificates or a key that a profile names.
type namedFile struct{ profile, key, path string }

// missing adds a problem for each named file that is not there, and takes its profile
// away: no request of it could be sent. A file system that does not answer is left to
// whoever reads the file.
func (p *parser) missing() {
	if len(p.files) == 0 {
		return
	}
	absent, err := flow.Promptly(p.files[0].path, func() ([]namedFile, error) {
		return slices.DeleteFunc(slices.Clone(p.files), func(f namedFile) bool { return !f.isMissing() }), nil
	})
	if err != nil {
		return
	}
	for _, f := range absent {
		if slices.ContainsFunc(p.problems.List, func(told Problem) bool { return told.Profile == f.profile && told.Key == f.key }) {
			continue
		}
		p.problems.add(Problem{Line: p.index.of(f.profile, f.key), Profile: f.profile, Key: f.key, Text: "there is no file " + f.path, Repair: "correct the path, or remove the key"})
		p.file.Apps = slices.DeleteFunc(p.file.Apps, func(a flow.App) bool { return a.Name == f.profile })
	}
}

func (f namedFile) isMissing() bool {
	_, err := os.Stat(f.path)
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
