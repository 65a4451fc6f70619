package profiles_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
	"zoauth/profiles"
)

// The files below testdata/schema1 were written by zoauth at commit 72b98d2, the last
// with schema 1, against a server of the test's own: authorize, probe, refresh and so
// on; in-flight.json when it was killed while the request was under way, rescue.json
// when the state directory vanished then, leftover.json when it was killed between
// fsync and rename.
const schemaOne = "testdata/schema1"

// oldApp is the profile that wrote them.
func oldApp() flow.App {
	return flow.App{
		Name: "acme-dev", Type: flow.General, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug",
		Endpoints: flow.Endpoints{OAuthURL: "http://127.0.0.1:48976/", APIURL: "http://127.0.0.1:48976"},
	}
}

// put copies a file of schema 1 to a place of the store's.
func (d *storeDesk) put(name, path string) {
	d.t.Helper()
	content, err := os.ReadFile(filepath.Join(schemaOne, name))
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// state reads a profile's state.
func (d *storeDesk) state(profile string) flow.State {
	d.t.Helper()
	s, err := d.store.Read(profile)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// Files of schema 1 are read for ever: what they tell is there, what they do not tell
// is not known, and no word of it is lost when they are written again (R13).
func TestSchemaOneIsReadForEverR13(t *testing.T) {
	for name, test := range map[string]struct {
		pair, expires string
		want          func(s flow.State) bool
	}{
		"authorized": {"access-1 refresh-1", "04:11:22", func(s flow.State) bool { return s.Gen == 1 && s.Last.Step == flow.StepExchange && s.Who == nil }},
		"probed": {"access-1 refresh-1", "04:11:22", func(s flow.State) bool {
			return s.Who.Email == "jane@acme.example" && s.User == s.Who.UserID && s.Who.AccountName == "Acme"
		}},
		"refreshed":    {"access-2 refresh-2", "04:11:22", func(s flow.State) bool { return s.Last.By == "zoauth refresh" && s.Last.PID > 0 && s.Who != nil }},
		"reauthorized": {"access-3 refresh-3", "04:11:22", func(s flow.State) bool { return s.Who == nil && s.WhoWas.Name == "Jane Dev" && s.User == "" }},
		"refused": {"access-3 refresh-3", "04:11:22", func(s flow.State) bool {
			return s.Note.What == "invalid_grant" && s.Note.Step == flow.StepRefresh && s.Note.Text == "Invalid Token!"
		}},
		"uncertain": {"access-5 refresh-5", "04:11:22", func(s flow.State) bool {
			return s.Pending.By == "zoauth refresh" && len(s.Candidates) == 0 && s.Uncertain()
		}},
		"raw": {"access-5 refresh-5", "04:11:22", func(s flow.State) bool {
			return string(s.Candidate().Raw) == "access_token=access-7&refresh_token=refresh-7&expires_in=3599" && s.Candidate().ID == s.Pending.ID
		}},
		"in-flight":       {"access-8 refresh-8", "04:11:22", func(s flow.State) bool { return s.Pending.Step == flow.StepRefresh && !s.InFlight && s.Uncertain() }},
		"before-rescue":   {"access-10 refresh-10", "04:11:23", func(s flow.State) bool { return s.Gen == 6 && s.Pending != nil }},
		"before-leftover": {"access-11 refresh-11", "04:11:23", func(s flow.State) bool { return s.Gen == 7 && s.Pending.By == "crash test" }},
		"revoked": {" ", "00:00:00", func(s flow.State) bool {
			return strings.HasPrefix(s.Revoked.RefreshToken, "rt:") && s.Last.Step == flow.StepRevoke
		}},
		"direct": {"direct-13 ", "04:11:23", func(s flow.State) bool { return s.Token.Scope == "user:read:user:admin" }},
	} {
		d, profile := newStore(t), "acme-dev"
		if name == "direct" {
			profile = "robot"
		}
		d.commitTo(profile, flow.State{})
		d.put(name+".json", d.path(profile+".json"))
		s := d.state(profile)
		pair := s.Token.AccessToken.Reveal() + " " + s.Token.RefreshToken.Reveal()
		if pair != test.pair || s.Token.ExpiresAt.Format(time.TimeOnly) != test.expires || s.Damage != "" {
			t.Errorf("%s: %q, %s, damage %q", name, pair, s.Token.ExpiresAt.Format(time.TimeOnly), s.Damage)
			continue
		}
		if !test.want(s) {
			t.Errorf("%s: %+v", name, s)
		}
		if s.Binding.APIURL != "" || s.Binding.Type != "" || s.Kind != "" || s.Origin != nil {
			t.Errorf("%s: it tells what it cannot know: %+v", name, s)
		}
		if profile == "acme-dev" && s.Bound(oldApp()) != nil {
			t.Errorf("%s: %v", name, s.Bound(oldApp()))
		}
		d.commitTo(profile, s)
		if diff := cmp.Diff(s, d.state(profile), same); diff != "" {
			t.Errorf("%s, written again: %s", name, diff)
		}
		wantLowerCase(t, d.path(profile+".json"))
	}
}

// The response that a file of schema 1 kept can be adopted, and by the profile that it
// was given to alone (R11, R13).
func TestResponseOfSchemaOneIsAdoptedR11(t *testing.T) {
	d := newStore(t)
	d.commitTo("acme-dev", flow.State{})
	d.put("raw.json", d.path("acme-dev.json"))
	runner := &flow.Runner{Store: d.store, By: "zoauth adopt"}
	edited := oldApp()
	edited.ClientID = "Another00000000000000w"
	if _, err := runner.Adopt(t.Context(), edited); !errors.Is(err, flow.ErrOtherBinding) {
		t.Errorf("by another client: %v", err)
	}
	s, err := runner.Adopt(t.Context(), oldApp())
	if err != nil || s.Token.RefreshToken.Reveal() != "refresh-7" || s.Token.AccessToken.Reveal() != "access-7" || s.Uncertain() {
		t.Errorf("%+v, %v", s, err)
	}
	if diff := cmp.Diff(s, d.state("acme-dev"), same); diff != "" {
		t.Error(diff)
	}
}

// wantLowerCase checks that a token file is of schema 2 and has no name with a
// capital.
func wantLowerCase(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "\"schema\": 2,") {
		t.Errorf("%s: %v", content, err)
	}
	if odd := regexp.MustCompile(`"[^"]*[A-Z-][^"]*":`).Find(content); odd != nil {
		t.Errorf("the name %s", odd)
	}
}

// rescuePath is where a rescue file of the desk's store goes, below a runtime
// directory.
func (d *storeDesk) rescuePath(runtime, profile, id string) string {
	sum := sha256.Sum256([]byte(d.dir))
	return filepath.Join(runtime, "zoauth", profile+"-"+hex.EncodeToString(sum[:4])+"-"+id+".json")
}

// runtime makes a login session's directory and a store that knows it.
func (d *storeDesk) runtime() string {
	d.t.Helper()
	dir := filepath.Join(d.t.TempDir(), "run")
	if err := os.MkdirAll(filepath.Join(dir, "zoauth"), 0o700); err != nil {
		d.t.Fatal(err)
	}
	d.t.Setenv("XDG_RUNTIME_DIR", dir)
	d.store = profiles.NewStore(d.dir)
	return dir
}

// A rescue file and a temporary file that an earlier zoauth left are brought home
// (R9).
func TestLeftoversOfSchemaOneR9(t *testing.T) {
	d := newStore(t)
	runtime := d.runtime()
	d.commitTo("acme-dev", flow.State{})
	d.put("before-rescue.json", d.path("acme-dev.json"))
	rescue := d.rescuePath(runtime, "acme-dev", d.state("acme-dev").Pending.ID)
	d.put("rescue.json", rescue)
	if s := d.state("acme-dev"); s.Token.RefreshToken.Reveal() != "refresh-11" || s.Pending != nil || s.Gen != 7 {
		t.Errorf("read: %+v", s)
	}
	d.opened("acme-dev", nil)
	if s := d.state("acme-dev"); s.Token.RefreshToken.Reveal() != "refresh-11" || s.Gen != 7 {
		t.Errorf("brought home: %+v", s)
	}
	gone(t, rescue)

	d.put("before-leftover.json", d.path("acme-dev.json"))
	left := d.path(".acme-dev.json.tmp-8fc80633308c1292")
	d.put("leftover.json", left)
	d.opened("acme-dev", flow.Txn.Recover)
	if s := d.state("acme-dev"); s.Token.RefreshToken.Reveal() != "refresh-12" || s.Pending != nil {
		t.Errorf("recovered: %+v", s)
	}
	gone(t, left)
}

// opened opens a profile, does something with it and closes it.
func (d *storeDesk) opened(profile string, do func(flow.Txn) error) {
	d.t.Helper()
	txn, err := d.store.Open(d.t.Context(), profile)
	if err != nil {
		d.t.Fatal(err)
	}
	if do != nil {
		err = do(txn)
	}
	if err := errors.Join(err, txn.Close()); err != nil {
		d.t.Fatal(err)
	}
}

func gone(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s stayed: %v", filepath.Base(path), err)
	}
}

// The sessions of other users come through every write as they were read: today's
// verbs know nothing of them, nor of what a later zoauth adds to them.
func TestOtherSessionsAreKept(t *testing.T) {
	const sessions = `[
		{"user":"U2","gen":4,"kind":"user","binding":{"client":"sha256:x"},"token":{"access_token":"a<&>2","refresh_token":"r2"},
		 "pending":{"op":"refresh","id":"q"},"candidates":[{"raw":"eA=="}],"disposition":"give_back","later":{"deep":[1.50,1e400]}},
		{"user":"U2","gen":5},
		{}, null, "text", 7
	]`
	d := newStore(t)
	full := full()
	full.User = "U1"
	d.commit(full)
	content, err := os.ReadFile(d.path("acme.json"))
	if err != nil {
		t.Fatal(err)
	}
	content = []byte(strings.TrimSuffix(strings.TrimSpace(string(content)), "}") + `,"sessions":` + sessions + "}")
	if err := os.WriteFile(d.path("acme.json"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(flow.Txn) error{
		"intend": func(txn flow.Txn) error { return txn.Intend(pending()) },
		"commit": func(txn flow.Txn) error { s := txn.State(); s.Gen++; s.Pending = nil; return txn.Commit(s) },
	} {
		d.opened("acme", write)
		var file struct {
			Current  string            `json:"current"`
			Sessions []json.RawMessage `json:"sessions"`
		}
		text, _ := os.ReadFile(d.path("acme.json"))
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		var want []json.RawMessage
		if err := json.Unmarshal([]byte(sessions), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(compact(t, want), compact(t, file.Sessions)); diff != "" || file.Current != "U1" {
			t.Errorf("%s: current %q, %s", name, file.Current, diff)
		}
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path, err := d.store.SaveIn(folder, "acme", full)
	if text, _ := os.ReadFile(path); err != nil || !strings.Contains(string(text), `"later"`) {
		t.Errorf("in another folder: %s, %v", text, err)
	}
}

func compact(t *testing.T, list []json.RawMessage) []string {
	t.Helper()
	var texts []string
	for _, one := range list {
		texts = append(texts, strings.Join(strings.Fields(string(one)), ""))
	}
	return texts
}

// What a newer zoauth wrote is refused and stays: its file, the temporary files beside
// it and its rescue files.
func TestNewerFilesAreLeftAloneR13(t *testing.T) {
	d := newStore(t)
	runtime := d.runtime()
	d.commit(full())
	newer := []byte(`{"schema":3,"profile":"acme","gen":"of another type","token":[]}`)
	paths := []string{d.path("acme.json"), d.path(".acme.json.tmp-0011223344556677"), d.path(".acme.json.tmp-001122334455667788990011"), d.rescuePath(runtime, "acme", "id-1")}
	for _, path := range paths {
		if err := os.WriteFile(path, newer, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s := d.read(); !strings.Contains(s.Damage, "schema 3") || s.HasToken() {
		t.Errorf("read: %+v", s)
	}
	d.opened("acme", flow.Txn.Recover)
	d.opened("acme", func(txn flow.Txn) error {
		if err := txn.Intend(pending()); err == nil || !strings.Contains(err.Error(), "newer") {
			return fmt.Errorf("the intent: %w", err)
		}
		if err := txn.Commit(full()); err == nil {
			return errors.New("it was committed over")
		}
		return nil
	})
	for _, path := range paths {
		if kept, err := os.ReadFile(path); err != nil || string(kept) != string(newer) {
			t.Errorf("%s: %q, %v", filepath.Base(path), kept, err)
		}
	}
}
