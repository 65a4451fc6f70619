package profiles_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// breakDisk makes every replace of the desk's store fail from now on.
func (d *storeDesk) breakDisk() {
	d.store.Observe = func(durable.Point) error { return syscall.EIO }
}

// pair is the state that follows s with the named pair.
func pair(s flow.State, name string) flow.State {
	s.Gen++
	s.Pending = nil
	s.Token.AccessToken = flow.NewSecret(flow.KindAccessToken, "access-"+name)
	s.Token.RefreshToken = flow.NewSecret(flow.KindRefreshToken, "refresh-"+name)
	return s
}

// rescue refreshes on a disk that fails once the request is out, and returns the file
// that has the new pair.
func (d *storeDesk) rescue(id, name string) string {
	d.t.Helper()
	var path string
	d.opened("acme", func(txn flow.Txn) error {
		p := pending()
		p.ID = id
		if err := txn.Intend(p); err != nil {
			return err
		}
		d.breakDisk()
		err := txn.Commit(pair(txn.State(), name))
		var rescued *profiles.Rescued
		if !errors.As(err, &rescued) {
			return errors.Join(errors.New("it was not rescued"), err)
		}
		path = rescued.Path
		return nil
	})
	return path
}

// places are where a rescue file can be, as the environment of a process says it.
func places(t *testing.T) (session, temp string) {
	t.Helper()
	base := t.TempDir()
	session, temp = filepath.Join(base, "session"), filepath.Join(base, "temp")
	if err := errors.Join(os.Mkdir(session, 0o700), os.Mkdir(temp, 0o700)); err != nil {
		t.Fatal(err)
	}
	return session, temp
}

// A rescue file of a login session is found by a process without its environment
// where the system has the session, and that in the folder for temporary files by
// every process (R4, R9): the spent token is not sent again.
func TestRescueIsFoundByEveryProcessR9(t *testing.T) {
	session, temp := places(t)
	for name, env := range map[string]struct{ written, read [2]string }{ // XDG_RUNTIME_DIR and TMPDIR
		"session, none":    {[2]string{session, temp}, [2]string{"", temp}},
		"session, another": {[2]string{session, temp}, [2]string{temp, temp}},
		"session, session": {[2]string{session, temp}, [2]string{session, temp}},
		"none, session":    {[2]string{"", temp}, [2]string{session, temp}},
		"none, none":       {[2]string{"", temp}, [2]string{"", temp}},
		"relative, none":   {[2]string{"run", temp}, [2]string{"", temp}},
		"session, nothing": {[2]string{session, temp}, [2]string{"", ""}},
		"none, nothing":    {[2]string{"", temp}, [2]string{"", ""}},
		"none, other temp": {[2]string{"", temp}, [2]string{"", session}},
		"gone, session":    {[2]string{filepath.Join(session, "gone"), temp}, [2]string{session, temp}},
	} {
		d := newStore(t)
		d.commit(full())
		t.Setenv("XDG_RUNTIME_DIR", env.written[0])
		t.Setenv("TMPDIR", env.written[1])
		d.store = profiles.NewStore(d.dir)
		path := d.rescue("id-1", "2")
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, err)
		}
		t.Setenv("XDG_RUNTIME_DIR", env.read[0])
		t.Setenv("TMPDIR", env.read[1])
		d.store = profiles.NewStore(d.dir)
		if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" || s.Uncertain() {
			t.Errorf("%s: read %+v", name, s)
		}
		d.opened("acme", nil)
		if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" || s.Gen != 2 {
			t.Errorf("%s: %+v", name, s)
		}
		t.Setenv("XDG_RUNTIME_DIR", env.written[0])
		d.store = profiles.NewStore(d.dir)
		d.opened("acme", nil) // who finds another copy later removes it
		gone(t, path)
		if left, _ := filepath.Glob(filepath.Join(temp, "zoauth-*", "*")); len(left) != 0 {
			t.Errorf("%s: %v stayed", name, left)
		}
	}
}

// A rescue file that was written whole and not yet named when its process was killed is
// brought home as well; one without content says nothing (R9).
func TestUnnamedRescueFileR9(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	path := d.rescue("id-1", "2")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	unnamed := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp-001122334455667788990011")
	empty := unnamed[:len(unnamed)-1] + "2"
	if err := errors.Join(os.Remove(path), os.WriteFile(unnamed, append(content, make([]byte, 4096)...), 0o600), os.WriteFile(empty, make([]byte, 4096), 0o600)); err != nil {
		t.Fatal(err)
	}
	d.store = profiles.NewStore(d.dir)
	d.opened("acme", nil)
	if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" {
		t.Errorf("%+v", s)
	}
	gone(t, unnamed)
	gone(t, empty)
}

// The rescue file is found by whatever path the state directory is named (R9).
func TestRescueIsFoundThroughALinkR9(t *testing.T) {
	for _, writeByLink := range []bool{true, false} {
		d := newStore(t)
		d.commit(full())
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(filepath.Dir(d.dir), link); err != nil {
			t.Fatal(err)
		}
		stores := map[bool]*profiles.Store{true: profiles.NewStore(filepath.Join(link, filepath.Base(d.dir))), false: profiles.NewStore(d.dir)}
		d.store = stores[writeByLink]
		path := d.rescue("id-1", "2")
		d.store = stores[!writeByLink]
		d.opened("acme", nil)
		if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" {
			t.Errorf("written by link %t: %+v", writeByLink, s)
		}
		gone(t, path)
	}
}

// A rescue file is adopted by what it settles, never by its generation: months later,
// in a file that began anew, the old pair does not take the new one's place. A file
// of another lineage is named and left (R9).
func TestOldRescueFileStaysOutR9(t *testing.T) {
	session, temp := places(t)
	d := newStore(t)
	t.Setenv("XDG_RUNTIME_DIR", session)
	t.Setenv("TMPDIR", temp)
	d.store = profiles.NewStore(d.dir)
	d.commit(full())
	path := d.rescue("id-1", "2")
	for name, become := range map[string]func() error{
		"removed": func() error { return os.Remove(d.path("acme.json")) },
		"damaged": func() error { return os.WriteFile(d.path("acme.json"), nil, 0o600) },
	} {
		if err := become(); err != nil {
			t.Fatal(err)
		}
		d.store = profiles.NewStore(d.dir)
		d.opened("acme", func(txn flow.Txn) error { // months later: authorized anew
			p := pending()
			p.ID = "id-" + name
			if err := errors.Join(txn.Recover(), txn.Intend(p), txn.Reserve()); err != nil {
				return err
			}
			return txn.Commit(pair(txn.State(), "new"))
		})
		for range 3 { // whatever generation comes next
			d.opened("acme", func(txn flow.Txn) error {
				s := txn.State()
				s.Gen++
				return errors.Join(txn.Recover(), txn.Commit(s))
			})
			if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-new" {
				t.Fatalf("%s: the old pair is back: %+v", name, s.Token)
			}
		}
		if strays := d.store.Strays("acme"); !slices.Contains(strays, path) {
			t.Errorf("%s: strays %v", name, strays)
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the rescue file: %v", err)
	}
}

// What a temporary file has brought home is no news in a rescue file: that goes, in
// each place and at once (R9).
func TestSettledRescueFilesGoR9(t *testing.T) {
	session, temp := places(t)
	d := newStore(t)
	t.Setenv("XDG_RUNTIME_DIR", session)
	t.Setenv("TMPDIR", temp)
	d.store = profiles.NewStore(d.dir)
	d.commit(full())
	path := d.rescue("id-1", "2")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	uid := strconv.Itoa(os.Geteuid())
	copies := []string{path, filepath.Join(temp, "zoauth-"+uid, filepath.Base(path))}
	if err := errors.Join(os.MkdirAll(filepath.Dir(copies[1]), 0o700), os.WriteFile(copies[1], content, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path(".acme.json.tmp-001122334455667788990011"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	d.store = profiles.NewStore(d.dir)
	d.opened("acme", flow.Txn.Recover)
	if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" || s.Gen != 2 {
		t.Errorf("%+v", s)
	}
	for _, path := range append(copies, d.path(".acme.json.tmp-001122334455667788990011")) {
		gone(t, path)
	}
	if strays := d.store.Strays("acme"); len(strays) != 0 {
		t.Errorf("strays %v", strays)
	}
}

// A rescue file of the very request that is unsettled, which others could change, is
// neither used nor passed over: the token on disk is spent (R9, S2).
func TestUnsafeRescueFileStopsR9(t *testing.T) {
	session, temp := places(t)
	d := newStore(t)
	t.Setenv("XDG_RUNTIME_DIR", session)
	t.Setenv("TMPDIR", temp)
	d.store = profiles.NewStore(d.dir)
	d.commit(full())
	path := d.rescue("id-1", "2")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	d.store = profiles.NewStore(d.dir)
	if _, err := d.store.Open(t.Context(), "acme"); !errors.Is(err, flow.ErrPermission) || !strings.Contains(err.Error(), "chmod 600 "+path) {
		t.Errorf("opening: %v", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	d.opened("acme", nil)
	if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" {
		t.Errorf("%+v", s)
	}
}

// So does a directory of rescue files that was opened to others since (R9, S2).
func TestUnsafeRescuePlaceStopsR9(t *testing.T) {
	for _, mode := range []os.FileMode{0o755, 0o770, 0o777} {
		session, temp := places(t)
		d := newStore(t)
		t.Setenv("XDG_RUNTIME_DIR", session)
		t.Setenv("TMPDIR", temp)
		d.store = profiles.NewStore(d.dir)
		d.commit(full())
		dir := filepath.Dir(d.rescue("id-1", "2"))
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		d.store = profiles.NewStore(d.dir)
		if _, err := d.store.Open(t.Context(), "acme"); !errors.Is(err, flow.ErrPermission) || !strings.Contains(err.Error(), "chmod 700 "+dir) {
			t.Errorf("%o: %v", mode, err)
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		d.opened("acme", nil)
		if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" {
			t.Errorf("%o: %+v", mode, s)
		}
	}
}

// A place that is another user's, open to others or no directory takes no rescue file
// (S2); the next one does.
func TestRescuePlacesAreOursS2(t *testing.T) {
	uid := strconv.Itoa(os.Geteuid())
	for name, spoil := range map[string]func(session string) error{
		"open to others":  func(session string) error { return os.Mkdir(filepath.Join(session, "zoauth"), 0o755) },
		"a file":          func(session string) error { return os.WriteFile(filepath.Join(session, "zoauth"), nil, 0o600) },
		"a link":          func(session string) error { return os.Symlink(t.TempDir(), filepath.Join(session, "zoauth")) },
		"writable by all": func(session string) error { return os.Chmod(session, 0o777) },
		"gone":            os.Remove,
	} {
		session, temp := places(t)
		d := newStore(t)
		t.Setenv("XDG_RUNTIME_DIR", session)
		t.Setenv("TMPDIR", temp)
		d.commit(full())
		if err := spoil(session); err != nil {
			t.Fatal(err)
		}
		d.store = profiles.NewStore(d.dir)
		path := d.rescue("id-1", "2")
		if filepath.Dir(path) != filepath.Join(temp, "zoauth-"+uid) {
			t.Errorf("%s: rescued to %s", name, path)
		}
		d.store = profiles.NewStore(d.dir)
		d.opened("acme", nil)
		if s := d.read(); s.Token.RefreshToken.Reveal() != "refresh-2" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// A temporary file that cannot be read as ours, or that holds another pair than the
// file, is set aside under a name that its owner finds: it may have the only copy of a
// token. What says nothing is removed (R9).
func TestLeftoversAreSetAsideR9(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	ours, err := os.ReadFile(d.path("acme.json"))
	if err != nil {
		t.Fatal(err)
	}
	d.commitTo("acme", pair(full(), "2"))
	newer, err := os.ReadFile(d.path("acme.json"))
	if err != nil {
		t.Fatal(err)
	}
	d.commitTo("acme", pair(pair(full(), "2"), "3"))
	current := d.read()
	elsewhere := t.TempDir()
	write := func(content []byte, mode os.FileMode) func(path string) error {
		return func(path string) error { return errors.Join(os.WriteFile(path, content, mode), os.Chmod(path, mode)) }
	}
	for name, test := range map[string]struct {
		leave func(path string) error
		kept  bool
	}{
		"readable by the group": {write(newer, 0o640), true},
		"a hard link": {func(path string) error {
			return errors.Join(write(newer, 0o600)(path), os.Link(path, filepath.Join(elsewhere, "backup")))
		}, true},
		"a link":              {func(path string) error { return os.Symlink(filepath.Join(elsewhere, "backup"), path) }, true},
		"a directory":         {func(path string) error { return os.Mkdir(path, 0o700) }, true},
		"a FIFO":              {func(path string) error { return syscall.Mkfifo(path, 0o600) }, true},
		"another pair":        {write(ours, 0o600), true},
		"cut":                 {write(newer[:len(newer)/2], 0o600), true},
		"cut, zeros behind":   {write(append(slices.Clone(newer[:len(newer)/2]), make([]byte, 4096)...), 0o600), true},
		"no JSON":             {write([]byte("something"), 0o600), true},
		"too long":            {write([]byte(strings.Repeat("x", 300<<10)), 0o600), true},
		"of another profile":  {write([]byte(strings.Replace(string(newer), `"acme"`, `"other"`, 1)), 0o600), true},
		"empty":               {write(nil, 0o600), false},
		"reserved, unwritten": {write(make([]byte, 256<<10), 0o600), false},
	} {
		path := d.path(".acme.json.tmp-001122334455667788990011")
		if err := test.leave(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(filepath.Join(elsewhere, "backup"))
		d.opened("acme", flow.Txn.Recover)
		gone(t, path)
		aside, _ := filepath.Glob(d.path("acme.json.damaged-*"))
		if test.kept != (len(aside) == 1) {
			t.Errorf("%s: set aside %v", name, aside)
		}
		for _, path := range aside {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		if after, _ := os.ReadFile(filepath.Join(elsewhere, "backup")); string(after) != string(before) {
			t.Errorf("%s: what it leads to was changed", name)
		}
		if now := d.read(); now.Token != current.Token {
			t.Fatalf("%s: %+v", name, now)
		}
	}
	d.commit(current)
	if content, err := os.ReadFile(d.path("acme.json")); err != nil {
		t.Fatal(err)
	} else if err := os.WriteFile(d.path(".acme.json.tmp-001122334455667788990011"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	d.opened("acme", flow.Txn.Recover)
	if aside, _ := filepath.Glob(d.path("*damaged*")); len(aside) != 0 {
		t.Errorf("the current pair once more is set aside: %v", aside)
	}
}

// A file that is named after the pending request and does not follow the state stops the
// request that would send the token on disk: it may hold the newest one. It is left and
// named when a new grant has come (R4, R9).
func TestSpoiledRescueFileIsNamedR9(t *testing.T) {
	for name, spoil := range map[string]func(content string) string{
		"truncated":          func(c string) string { return c[:len(c)/2] },
		"no JSON":            func(string) string { return "something" },
		"of another profile": func(c string) string { return strings.Replace(c, `"acme"`, `"other"`, 1) },
		"of a newer schema":  func(c string) string { return strings.Replace(c, `"schema": 2`, `"schema": 3`, 1) },
		"of another request": func(c string) string { return strings.Replace(c, `"commits": "id-1"`, `"commits": "id-0"`, 1) },
		"of another pair":    func(c string) string { return regexp.MustCompile(`"follows": ".`).ReplaceAllString(c, `"follows": "x`) },
		"of another time":    func(c string) string { return strings.Replace(c, `"gen": 2`, `"gen": 7`, 1) },
	} {
		_, temp := places(t)
		d := newStore(t)
		t.Setenv("XDG_RUNTIME_DIR", "") // with one there would be a second copy
		t.Setenv("TMPDIR", temp)
		d.store = profiles.NewStore(d.dir)
		d.commit(full())
		path := d.rescue("id-1", "2")
		t.Cleanup(func() { _ = os.Remove(path) })
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		spoiled := spoil(string(content))
		if spoiled == string(content) {
			t.Fatalf("%s: the file is as it was: %s", name, content)
		}
		if err := os.WriteFile(path, []byte(spoiled), 0o600); err != nil {
			t.Fatal(err)
		}
		d.store = profiles.NewStore(d.dir)
		if s := d.read(); s.Spoiled != path || !s.Uncertain() {
			t.Errorf("%s: read %+v", name, s)
		}
		d.opened("acme", func(txn flow.Txn) error {
			if got := txn.State().Spoiled; got != path {
				t.Errorf("%s: opened with %q", name, got)
			}
			p := pending()
			p.ID = "id-2"
			if err := errors.Join(txn.Recover(), txn.Intend(p)); err != nil {
				return err
			}
			if s := d.read(); len(s.Candidates) != 1 || !strings.Contains(s.Candidates[0].Why, path) {
				t.Errorf("%s: if the process ended now, nothing would tell of the file: %+v", name, s.Candidates)
			}
			return errors.Join(txn.Reserve(), txn.Commit(pair(txn.State(), "new")))
		})
		if s := d.read(); s.Spoiled != "" || s.Token.RefreshToken.Reveal() != "refresh-new" {
			t.Errorf("%s: after a grant %+v", name, s)
		}
		if left, err := os.ReadFile(path); err != nil || string(left) != spoiled || !slices.Contains(d.store.Strays("acme"), path) {
			t.Errorf("%s: it was not left and named: %v", name, err)
		}
	}
}

// A record of a request is under way while its process lives and holds the lock, and
// unanswered in every other case: ended, killed, or alive without the lock.
func TestRequestUnderWayIsNotUncertain(t *testing.T) {
	host, _ := os.Hostname()
	for name, test := range map[string]struct {
		host     string
		pid      int
		locked   bool
		inFlight bool
	}{
		"here, alive, locked":     {host, os.Getpid(), true, true},
		"here, alive, not locked": {host, os.Getpid(), false, false},
		"here, dead, locked":      {host, 1 << 30, true, false},
		"another host, locked":    {"elsewhere", 1 << 30, true, true},
		"another host":            {"elsewhere", os.Getpid(), false, false},
	} {
		d := newStore(t)
		d.commit(full())
		txn := d.open()
		p := pending()
		p.Host, p.PID = test.host, test.pid
		if err := txn.Intend(p); err != nil {
			t.Fatal(err)
		}
		if !test.locked {
			_ = txn.Close()
		}
		for range 2 {
			if s := d.read(); s.InFlight != test.inFlight || s.Uncertain() == test.inFlight || s.Pending == nil {
				t.Errorf("%s: in flight %t, uncertain %t", name, s.InFlight, s.Uncertain())
			}
		}
		if test.locked {
			_ = txn.Close()
		}
		if s := d.read(); s.InFlight {
			t.Errorf("%s: in flight after the end", name)
		}
	}
}
