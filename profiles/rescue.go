package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Rescued means that the newest tokens could not be put in their place and were
// saved in another file (R9).
type Rescued struct {
	Path string
	Err  error // why the usual place failed
	Lost bool  // the record that leads to Path is gone with the token file
}

// Error names the rescue file and the reason.
func (r *Rescued) Error() string {
	if errors.Is(r.Err, flow.ErrConflict) {
		return fmt.Sprintf("another process saved newer tokens meanwhile; these are kept beside them, in %s", r.Path)
	}
	if r.Lost {
		return fmt.Sprintf("saved in %s instead, because %v; the token file is missing, so the profile's next step won't find them", r.Path, r.Err)
	}
	return fmt.Sprintf("saved in %s instead, because %v; the profile's next step finds them there", r.Path, r.Err)
}

// Unwrap returns the reason, and [flow.ErrElsewhere], nothing is lost: where only a
// person can bring the tokens home, as *[flow.AsideError].
func (r *Rescued) Unwrap() []error {
	conflict := errors.Is(r.Err, flow.ErrConflict)
	if r.Lost || conflict {
		return []error{r.Err, &flow.AsideError{Path: r.Path, Replaces: conflict}}
	}
	return []error{r.Err, flow.ErrElsewhere}
}

// rescuePlaces are the directories that may hold rescue files; every process reads all
// that it knows of.
type rescuePlaces struct {
	session string   // below $XDG_RUNTIME_DIR; empty: none, or one of common
	common  []string // what is written to where there is no session, the best first
	also    string   // read only: what a process without TMPDIR writes to; may be empty
}

// findRescuePlaces lists the places of the login session, whatever the environment
// says of it, and one of ours in the folder for temporary files.
func findRescuePlaces() rescuePlaces {
	uid := strconv.Itoa(os.Geteuid())
	standard, temp := filepath.Join("/run/user", uid, "zoauth"), filepath.Join("/tmp", "zoauth-"+uid)
	p := rescuePlaces{common: []string{standard, temp}}
	if dir := os.Getenv("TMPDIR"); filepath.IsAbs(dir) && filepath.Clean(dir) != "/tmp" {
		p.common[1], p.also = filepath.Join(dir, "zoauth-"+uid), temp
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) && filepath.Join(dir, "zoauth") != standard {
		p.session = filepath.Join(dir, "zoauth")
	}
	return p
}

// all returns every place, the best first.
func (p rescuePlaces) all() []string {
	return slices.DeleteFunc(append(append([]string{p.session}, p.common...), p.also), func(dir string) bool { return dir == "" })
}

// rescuePrefixes are how the names of a profile's rescue files begin, the one to write
// first. They tell state directories apart, whatever links lead to one here; an
// earlier zoauth went by the path as it was given.
func (s *Store) rescuePrefixes(profile string) []string {
	paths := []string{s.dir}
	if real, err := filepath.EvalSymlinks(s.dir); err == nil && real != s.dir {
		paths = []string{real, s.dir}
	}
	for i, path := range paths {
		sum := sha256.Sum256([]byte(path))
		paths[i] = profile + "-" + hex.EncodeToString(sum[:4]) + "-"
	}
	return paths
}

// rescueTo saves content outside the state directory, after reason kept it from its
// place: in the session's directory or else in the first common one that works. What
// only this session's processes would find goes into a common one as well. No rescue
// file is overwritten by another request's: its name has the pending record's id.
func (t *txn) rescueTo(content []byte, reason error) error {
	name := t.rescueAs + pendingID(t.file.state) + ".json"
	var in []string
	try := func(dir string) bool {
		err := writeRescue(dir, name, content)
		switch {
		case err == nil:
			in = append(in, filepath.Join(dir, name))
		case !errors.Is(err, fs.ErrNotExist): // else there is no such login session
			reason = fmt.Errorf("%w; nor in %s: %w", reason, dir, err)
		}
		return err == nil
	}
	if t.store.rescue.session != "" {
		try(t.store.rescue.session)
	}
	_ = slices.ContainsFunc(t.store.rescue.common, try)
	if len(in) == 0 {
		return reason
	}
	now, err := t.store.read(t.profile)
	return &Rescued{in[0], reason, err != nil || pendingID(now.state) != pendingID(t.file.state)}
}

func writeRescue(dir, name string, content []byte) error {
	if err := prepareRescue(dir); err != nil {
		return err
	}
	err := durable.Replace(filepath.Join(dir, name), content, nil)
	if errors.Is(err, durable.ErrNotConfirmed) {
		return nil
	}
	return err
}

// prepareRescue makes dir in a folder that is there already. After su the session's
// folder is another user's, and is refused.
func prepareRescue(dir string) error {
	if _, err := os.Stat(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := durable.CheckParents(dir); err != nil {
		return err
	}
	return durable.MakeDir(dir)
}

// placesOf returns the places of this process, and those of the process that recorded
// the request of file: its environment may be another.
func (s *Store) placesOf(file saved) []string {
	places := s.rescue.all()
	for _, dir := range file.rescue {
		if filepath.IsAbs(dir) && !slices.Contains(places, dir) {
			places = append(places, dir)
		}
	}
	return places
}

// rescues returns the paths of the profile's rescue files in places. One that a
// killed process had written and not yet named is among them.
func (s *Store) rescues(profile string, places []string) []string {
	ours := s.rescuePrefixes(profile)
	var paths []string
	for _, dir := range places {
		if durable.CheckDir(dir) != nil {
			continue
		}
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries {
			name := strings.TrimPrefix(entry.Name(), ".")
			isOurs := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
			if slices.ContainsFunc(ours, isOurs) && strings.Contains(name, ".json") {
				paths = append(paths, filepath.Join(dir, entry.Name()))
			}
		}
	}
	return paths
}

// found is what the rescue files tell of a pending request.
type found struct {
	next    saved
	path    string // of next; empty: there is none
	spoiled string // where no file settles the request: one that is named after it all the same
}

// rescued finds the rescue file that settles the pending request of file. One that is
// named after it, and cannot be read or lies where others may change it, is an error:
// the token on disk is spent then.
func (s *Store) rescued(profile string, file saved) (found, error) {
	state, f := file.state, found{}
	if state.Pending == nil {
		return f, nil
	}
	id := "-" + state.Pending.ID + ".json"
	for _, dir := range s.placesOf(file) {
		if err := durable.CheckDir(dir); errors.Is(err, durable.ErrUnsafe) && holds(dir, id) {
			return f, refused(err)
		}
	}
	for _, path := range s.rescues(profile, s.placesOf(file)) {
		if !strings.Contains(filepath.Base(path), id) {
			continue
		}
		l, err := readLeftover(profile, path)
		if err == nil && !l.ours {
			_, err = durable.Read(path, durable.Private, false, maxState)
		}
		switch {
		case err != nil:
			return f, refused(err)
		case l.file.settles(state):
			return found{next: l.file, path: path}, nil
		case !answered(state) && !l.saysNothing(file):
			f.spoiled = path
		}
	}
	return f, nil
}

// holds reports whether a name in dir has the part.
func holds(dir, part string) bool {
	entries, _ := os.ReadDir(dir)
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.Contains(e.Name(), part) })
}

// mergeRescue brings the rescue file that settles our state home, and removes those
// that tell nothing new. One of another lineage is left; [Store.Strays] names it.
func (t *txn) mergeRescue() error {
	places := t.store.placesOf(t.file)
	rescue, err := t.store.rescued(t.profile, t.file)
	if err != nil {
		return err
	}
	t.file.state.Spoiled = rescue.spoiled
	if next := rescue.next; rescue.path != "" {
		next.others = t.file.others
		content, err := encode(t.profile, next)
		if err == nil {
			err = durable.Replace(t.path, content, t.store.Observe)
		}
		if err != nil {
			return fmt.Errorf("moving the tokens back from %s: %w", rescue.path, err)
		}
		t.file = next
	}
	for _, path := range t.store.rescues(t.profile, places) {
		if l, err := readLeftover(t.profile, path); err == nil && l.saysNothing(t.file) {
			_ = os.Remove(path) // where it stays it says the same once more
		}
	}
	return nil
}

// Strays names the files of a profile that may hold tokens and that nothing uses:
// rescue files that do not follow the profile's tokens, and what was set aside.
func (s *Store) Strays(profile string) []string {
	var strays []string
	entries, _ := os.ReadDir(filepath.Dir(s.path(profile)))
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), profile+".json.damaged-") {
			strays = append(strays, filepath.Join(filepath.Dir(s.path(profile)), entry.Name()))
		}
	}
	current, err := s.read(profile)
	if err != nil {
		return strays
	}
	for _, path := range s.rescues(profile, s.placesOf(current)) {
		if l, err := readLeftover(profile, path); err != nil || !l.file.settles(current.state) && !l.saysNothing(current) {
			strays = append(strays, path)
		}
	}
	return strays
}

// Lost returns the newest rescue file of a profile that has a refresh token and that no
// step finds by itself; empty: there is none.
func (s *Store) Lost(profile string) string {
	var newest string
	var at time.Time
	for _, path := range s.Strays(profile) {
		l, err := readLeftover(profile, path)
		info, missing := os.Stat(path)
		if err == nil && missing == nil && l.ours && !l.file.state.Token.RefreshToken.IsZero() && info.ModTime().After(at) {
			newest, at = path, info.ModTime()
		}
	}
	return newest
}

// SaveIn writes state, which could not be saved in its place, as a token file of
// its own into folder and returns its path: copied to the profile's token file it
// is used again. The file has mode 0600; folder has to be one that nobody else
// can change, and is not made. A leading ~ is the home directory.
func (s *Store) SaveIn(folder, profile string, state flow.State) (string, error) {
	if err := checkName(profile); err != nil {
		return "", err
	}
	if folder == "" {
		return "", errors.New("no folder was named")
	}
	folder, err := expand("", folder)
	if err != nil {
		return "", err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return "", err
	}
	path := filepath.Join(folder, fmt.Sprintf("zoauth-%s-%s.json", profile, time.Now().UTC().Format("20060102T150405")))
	if err := durable.CheckParents(path); err != nil {
		return "", refused(err)
	}
	state.Unsaved = false
	current, _ := s.read(profile)
	content, err := encode(profile, saved{state: state, others: current.others})
	if err != nil {
		return "", err
	}
	err = durable.Replace(path, content, nil)
	if err != nil && !errors.Is(err, durable.ErrNotConfirmed) {
		return "", err
	}
	return path, nil
}
