package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Rescued means that the newest tokens could not be put in their place and were
// saved in another file (PROMISES.md R9).
type Rescued struct {
	Path string
	Err  error // why the usual place failed
}

// Error names the rescue file and the reason.
func (r *Rescued) Error() string {
	if errors.Is(r.Err, flow.ErrConflict) {
		return fmt.Sprintf("another process saved its own newer tokens meanwhile; these are kept beside them, in %s", r.Path)
	}
	return fmt.Sprintf("saved in %s instead, since %v; the next step of the profile takes it over", r.Path, r.Err)
}

// Unwrap returns the reason, and [flow.ErrElsewhere]: nothing is lost.
func (r *Rescued) Unwrap() []error { return []error{r.Err, flow.ErrElsewhere} }

// rescueDir is where rescue files go, or "": not every login has such a place.
// After su it is another user's.
func rescueDir() string {
	runtime := os.Getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(runtime) || !durable.Ours(runtime) {
		return ""
	}
	return filepath.Join(runtime, "zoauth")
}

// rescuePrefix is how the names of a profile's rescue files begin. It tells state
// directories apart.
func (s *Store) rescuePrefix(profile string) string {
	sum := sha256.Sum256([]byte(s.dir))
	return profile + "-" + hex.EncodeToString(sum[:4]) + "-"
}

// rescueTo saves content outside the state directory, after reason kept it from
// its place. No rescue file is overwritten: its name has the pending record's id.
func (t *txn) rescueTo(content []byte, reason error) error {
	if t.store.rescue == "" {
		return reason
	}
	path := filepath.Join(t.store.rescue, t.store.rescuePrefix(t.profile)+pendingID(t.state)+".json")
	err := durable.MakeDir(t.store.rescue)
	if err == nil {
		err = durable.Replace(path, content, nil)
	}
	if err != nil && !errors.Is(err, durable.ErrNotConfirmed) {
		return fmt.Errorf("%w; nor in %s: %w", reason, t.store.rescue, err)
	}
	return &Rescued{path, reason}
}

// rescued finds the rescue file that follows state: the next generation of the
// same profile. path is empty when there is none.
func (s *Store) rescued(profile string, state flow.State) (next saved, path string, err error) {
	if s.rescue == "" || state.Damage != "" || state.Gen == 0 && state.Pending == nil {
		return saved{}, "", nil
	}
	entries, err := os.ReadDir(s.rescue)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return saved{}, "", err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), s.rescuePrefix(profile)) {
			continue
		}
		path := filepath.Join(s.rescue, entry.Name())
		content, err := durable.Read(path, durable.Private, false, maxState)
		if err != nil {
			return saved{}, "", refused(err)
		}
		if file := decode(profile, content); file.state.Gen == state.Gen+1 {
			return file, path, nil
		}
	}
	return saved{}, "", nil
}

// mergeRescue brings the rescue file that follows our state home.
func (t *txn) mergeRescue() error {
	next, path, err := t.store.rescued(t.profile, t.state)
	if err != nil || path == "" {
		return err
	}
	if err := durable.Replace(t.path, encode(t.profile, next.state, next.commits), t.store.Observe); err != nil {
		return fmt.Errorf("taking over %s: %w", path, err)
	}
	t.state = next.state
	return os.Remove(path)
}

// SaveIn writes state, which could not be saved in its place, as a token file of
// its own into folder and returns its path: copied to the profile's token file it
// is used again. The file has mode 0600; folder has to be one that nobody else
// can change, and is not made.
func (s *Store) SaveIn(folder, profile string, state flow.State) (string, error) {
	if err := checkName(profile); err != nil {
		return "", err
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, fmt.Sprintf("zoauth-%s-%s.json", profile, time.Now().UTC().Format("20060102T150405")))
	if err := durable.CheckParents(path); err != nil {
		return "", refused(err)
	}
	state.Unsaved = false
	err = durable.Replace(path, encode(profile, state, pendingID(state)), nil)
	if err != nil && !errors.Is(err, durable.ErrNotConfirmed) {
		return "", err
	}
	return path, nil
}
