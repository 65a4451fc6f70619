package profiles_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zoauth/flow"
	"zoauth/profiles"
)

var moment = time.Date(2026, 11, 23, 14, 2, 40, 0, time.UTC)

func full() flow.State {
	return flow.State{
		Gen: 1,
		Token: flow.Token{
			AccessToken:  flow.NewSecret(flow.KindAccessToken, "access-1"),
			RefreshToken: flow.NewSecret(flow.KindRefreshToken, "refresh-1"),
			TokenType:    "bearer", Scope: "a b", APIURL: "https://api.zoom.us", ObtainedAt: moment, RefreshedAt: moment,
			ExpiresIn: 3599 * time.Second, ExpiresAt: moment.Add(3599 * time.Second), ServerDate: moment,
		},
		Note:    &flow.Note{At: moment, Step: flow.StepRefresh, What: "invalid_grant", Text: "Invalid Token!"},
		Who:     &flow.Who{At: moment, Email: "jane@acme.example", UserID: "u", AccountID: "a"},
		Last:    &flow.Last{At: moment, Step: flow.StepExchange, By: "zoauth", Host: "h", PID: 7},
		Binding: flow.Binding{OAuthURL: "https://zoom.us", Client: "sha256:x"},
	}
}

func pending() flow.Pending {
	return flow.Pending{Step: flow.StepRefresh, ID: "id-1", Digest: "d", At: moment, Host: "h", PID: 7, By: "zoauth token"}
}

type storeDesk struct {
	t     *testing.T
	dir   string
	store *profiles.Store
}

func newStore(t *testing.T) *storeDesk {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", "")
	t.Setenv("TMPDIR", t.TempDir())
	dir := filepath.Join(t.TempDir(), "state")
	return &storeDesk{t, dir, profiles.NewStore(dir)}
}

func (d *storeDesk) open() flow.Txn {
	d.t.Helper()
	txn, err := d.store.Open(context.Background(), "acme")
	if err != nil {
		d.t.Fatal(err)
	}
	return txn
}

func (d *storeDesk) commit(s flow.State) {
	d.t.Helper()
	d.commitTo("acme", s)
}

func (d *storeDesk) commitTo(profile string, s flow.State) {
	d.t.Helper()
	txn, err := d.store.Open(d.t.Context(), profile)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := errors.Join(txn.Reserve(), txn.Commit(s), txn.Close()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *storeDesk) read() flow.State {
	d.t.Helper()
	s, err := d.store.Read("acme")
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *storeDesk) path(name string) string { return filepath.Join(d.dir, "tokens", name) }

var same = cmp.Options{cmp.Comparer(func(a, b flow.Secret) bool { return a == b }), cmpopts.EquateEmpty()}

func TestStateComesBackWhole(t *testing.T) {
	d := newStore(t)
	if s := d.read(); s.HasToken() || s.Gen != 0 {
		t.Errorf("an unknown profile: %+v", s)
	}
	rich := full()
	rich.User, rich.Kind, rich.Disposition = "u", flow.UserGrant, flow.GiveBack
	rich.Origin = &flow.Provenance{Kind: flow.Adopted, At: moment, By: "zoauth adopt"}
	rich.Binding.AccountID, rich.Binding.Type, rich.Binding.APIURL = "a", flow.ServerToServer, "https://api.zoom.us"
	rich.Candidates = []flow.Candidate{
		{At: moment, Step: flow.StepRefresh, ID: "c", Digest: "d", Status: 502, Why: "w", Token: rich.Token, Raw: []byte{0, 255, '<'}, Binding: rich.Binding},
		{At: moment, Step: flow.StepPoll, Raw: []byte("x")},
	}
	d.commit(rich)
	if diff := cmp.Diff(rich, d.read(), same); diff != "" {
		t.Error(diff)
	}
	wantLowerCase(t, d.path("acme.json"))
	d.commit(full())
	if diff := cmp.Diff(full(), d.read(), same); diff != "" {
		t.Error(diff)
	}
	txn := d.open()
	if err := txn.Intend(pending()); err != nil {
		t.Fatal(err)
	}
	want := full()
	p := pending()
	want.Pending, want.InFlight = &p, true
	if diff := cmp.Diff(want, d.read(), same); diff != "" {
		t.Error(diff)
	}
	_ = txn.Close()
	revoked := flow.State{Gen: 2, Revoked: &flow.Revoked{At: moment, AccessToken: "at:1", RefreshToken: "rt:1"}}
	d.commit(revoked)
	if diff := cmp.Diff(revoked, d.read(), same); diff != "" {
		t.Error(diff)
	}
	if text, _ := os.ReadFile(d.path("acme.json")); strings.Contains(string(text), "refresh-1") {
		t.Error("R15: a revoked token is still in the file")
	}
}

// A damaged or empty file is left alone and explained; a new grant sets it aside.
func TestDamagedFilesAreExplainedAndKept(t *testing.T) {
	for text, says := range map[string]string{
		"":                              "empty",
		"{\"schema\":1,\"gen\":":        "not JSON",
		"[]":                            "not JSON",
		"{\"hello\":1}":                 "not written by zoauth",
		"{\"schema\":1,\"gen\":\"x\"}":  "not written by zoauth",
		strings.Repeat("\x00", 128<<10): "not JSON",
	} {
		d := newStore(t)
		d.commit(full())
		if err := os.WriteFile(d.path("acme.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := d.read()
		if !strings.Contains(s.Damage, says) || s.HasToken() {
			t.Errorf("%.20q: %+v, want %q", text, s, says)
		}
		if kept, _ := os.ReadFile(d.path("acme.json")); string(kept) != text {
			t.Errorf("%.20q: reading changed it", text)
		}
		txn := d.open()
		if err := txn.Intend(pending()); err != nil {
			t.Fatal(err)
		}
		_ = txn.Close()
		aside, err := filepath.Glob(d.path("acme.json.damaged-*"))
		if err != nil || len(aside) != 1 {
			t.Fatalf("%.20q: set aside %v", text, aside)
		}
		if kept, _ := os.ReadFile(aside[0]); string(kept) != text {
			t.Errorf("%.20q: the damaged file was not kept as it was", text)
		}
	}
}

// A file of a newer zoauth, or of another profile, is no use and stays in its
// place; the other profile's may be replaced by a new grant, the newer one not (R13).
func TestFilesOfOthersAreLeftAlone(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	const newer = `{"schema":3,"profile":"acme","gen":5}`
	if err := os.WriteFile(d.path("acme.json"), []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	txn := d.open()
	err := txn.Intend(pending())
	if err == nil || !strings.Contains(err.Error(), "schema 3") || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v", err)
	}
	_ = txn.Close()
	if kept, _ := os.ReadFile(d.path("acme.json")); string(kept) != newer {
		t.Errorf("the newer file is now %q", kept)
	}

	d.commitTo("other", full())
	if err := os.Rename(d.path("other.json"), d.path("acme.json")); err != nil {
		t.Fatal(err)
	}
	if s := d.read(); s.HasToken() || !strings.Contains(s.Damage, `belongs to profile "other"`) {
		t.Errorf("a copied file: %+v", s)
	}
	txn = d.open()
	if err := errors.Join(txn.Intend(pending()), txn.Close()); err != nil {
		t.Error(err)
	}
}

// The second line of defence: compare-and-swap where a lock does not hold.
func TestCommitRefusesWhatChangedMeanwhile(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	txn := d.open()
	defer func() { _ = txn.Close() }()
	if err := txn.Intend(pending()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(d.path("acme.lock")); err != nil { // somebody cleans up, and another process comes in
		t.Fatal(err)
	}
	next := full()
	next.Gen = 2
	d.commit(next)
	mine := full()
	mine.Gen = 2
	mine.Token.RefreshToken = flow.NewSecret(flow.KindRefreshToken, "mine")
	if err := txn.Commit(mine); !errors.Is(err, flow.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if got := d.read().Token.RefreshToken.Reveal(); got != "refresh-1" {
		t.Errorf("the other's state was overwritten: %q", got)
	}
}

func TestLockNamesItsHolder(t *testing.T) {
	d := newStore(t)
	txn := d.open()
	defer func() { _ = txn.Close() }()
	if err := txn.Intend(pending()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := profiles.NewStore(d.dir).Open(ctx, "acme")
	if !errors.Is(err, flow.ErrLocked) || !strings.Contains(err.Error(), "zoauth token, process 7 on h") {
		t.Errorf("got %v", err)
	}
	other, err := d.store.Open(t.Context(), "other") // a profile of its own has a lock of its own
	if err != nil {
		t.Fatal(err)
	}
	_ = other.Close()
}

// S3: things planted at the store's paths are refused, and nothing is changed.
func TestPlantedFilesAreRefused(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("untouched"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(d.path("acme.json")), os.Symlink(victim, d.path("acme.json"))); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Read("acme"); !errors.Is(err, flow.ErrPermission) {
		t.Errorf("a link in place of the file: %v", err)
	}
	if _, err := d.store.Open(t.Context(), "acme"); !errors.Is(err, flow.ErrPermission) {
		t.Errorf("opening it: %v", err)
	}
	if text, _ := os.ReadFile(victim); string(text) != "untouched" {
		t.Error("the victim was changed")
	}
	for _, name := range []string{"../escape", "UPPER", "", "a/b"} {
		if txn, err := d.store.Open(t.Context(), name); err == nil {
			_ = txn.Close()
			t.Errorf("%q is a profile name", name)
		}
	}
}

// R9: where the usual place fails, the rescue directory takes the token, and the
// next Open brings it home.
func TestRescueAndMerge(t *testing.T) {
	d := newStore(t)
	runtime := t.TempDir()
	if err := os.Chmod(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", runtime)
	d.store = profiles.NewStore(d.dir)
	d.commit(full())
	txn := d.open()
	if err := txn.Intend(pending()); err != nil {
		t.Fatal(err)
	}
	// The directory of the token file becomes unusable for new names: a file
	// stands where it was. That also stops root.
	hidden := d.dir + "/hidden"
	if err := os.Rename(filepath.Join(d.dir, "tokens"), hidden); err != nil {
		t.Fatal(err)
	}
	next := full()
	next.Gen = 2
	next.Token.RefreshToken = flow.NewSecret(flow.KindRefreshToken, "newest")
	err := txn.Commit(next)
	var rescued *profiles.Rescued
	if !errors.As(err, &rescued) {
		t.Fatalf("got %v, want a rescue", err)
	}
	_ = txn.Close()
	if err := os.Rename(hidden, filepath.Join(d.dir, "tokens")); err != nil {
		t.Fatal(err)
	}
	again := d.open()
	defer func() { _ = again.Close() }()
	if got := again.State().Token.RefreshToken.Reveal(); got != "newest" || again.State().Pending != nil {
		t.Errorf("after the merge: %q, pending %v", got, again.State().Pending)
	}
	if _, err := os.Stat(rescued.Path); !errors.Is(err, os.ErrNotExist) {
		t.Error("the rescue file stayed")
	}
}

func FuzzDecodeState(f *testing.F) {
	f.Add([]byte(`{"schema":1,"gen":1}`))
	f.Add([]byte(`{"schema":2,"profile":"acme","gen":1,"token":{"access_token":{"base64":"YQ=="}},"candidates":[{"raw":"eA=="}],"sessions":[{}]}`))
	f.Add([]byte{})
	dir := filepath.Join(f.TempDir(), "state")
	store := profiles.NewStore(dir)
	txn, err := store.Open(f.Context(), "acme")
	if err != nil {
		f.Fatal(err)
	}
	if err := errors.Join(txn.Commit(full()), txn.Close()); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, "tokens", "acme.json"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Read("acme")
		if err == nil && s.Damage != "" && s.HasToken() {
			t.Error("a damaged state with tokens")
		}
	})
}
