package profiles_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
)

// worst is the longest text of n bytes that JSON can make of what a server sends.
func worst(n int, unit string) string { return strings.Repeat(unit, n/len(unit)) }

// A server cannot make the token file longer than what is read back, whatever bytes
// it sends: the bytes of candidates go first, then the end of scopes, and no token
// is ever changed (R9).
func TestWhatAServerSendsFitsTheFileR9(t *testing.T) {
	for name, unit := range map[string]string{
		"letters": "x", "markup": "<", "quotes": `"`, "controls": "\x01", "separators": "\u2028", "no UTF-8": "\xff", "words": "a:b ",
	} {
		for _, count := range []int{0, 1, 2, 13} {
			s := full()
			s.Token.AccessToken = flow.NewSecret(flow.KindAccessToken, worst(16<<10, unit))
			s.Token.RefreshToken = flow.NewSecret(flow.KindRefreshToken, worst(16<<10-8, unit)+"!")
			s.Token.Scope = worst(64<<10, unit)
			for i := range count {
				s.Candidates = append(s.Candidates, flow.Candidate{ID: "c", Why: "w", Raw: []byte(worst(32<<10, unit))})
				if i%2 == 0 {
					s.Candidates[i].Token = s.Token
				}
			}
			d := newStore(t)
			d.commit(s)
			info, err := os.Stat(d.path("acme.json"))
			if err != nil || info.Size() > 256<<10 {
				t.Fatalf("%s, %d candidates: %v", name, count, err)
			}
			now := d.read()
			if now.Token.AccessToken != s.Token.AccessToken || now.Token.RefreshToken != s.Token.RefreshToken {
				t.Errorf("%s, %d candidates: the pair changed", name, count)
			}
			if newest := now.Candidate(); count%2 == 1 && (newest == nil || newest.Token.RefreshToken != s.Token.RefreshToken) {
				t.Errorf("%s, %d candidates: the newest one's pair is lost", name, count)
			}
			if unit == "a:b " && count < 2 && now.Token.Scope != s.Token.Scope {
				t.Errorf("%d candidates: the scopes were cut", count)
			}
		}
	}
}

// Where only other users' sessions fill the file, nothing is written and nothing is
// lost: the new pair is held, the old file stays.
func TestFileThatIsFullR9(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	text, err := os.ReadFile(d.path("acme.json"))
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.TrimSuffix(strings.TrimSpace(string(text)), "}") + `,"sessions":["` + strings.Repeat("x", 235<<10) + `"]}`
	if err := os.WriteFile(d.path("acme.json"), []byte(filled), 0o600); err != nil {
		t.Fatal(err)
	}
	d.opened("acme", func(txn flow.Txn) error {
		next := txn.State()
		next.Gen, next.Token.Scope = 2, strings.Repeat("scope ", 4<<10)
		next.Candidates = []flow.Candidate{{Raw: make([]byte, 32<<10)}}
		if err := txn.Commit(next); err == nil {
			return nil // the candidate went, and the scopes
		}
		return errors.New("it did not fit without the candidate")
	})
	if s := d.read(); s.Gen != 2 || s.Damage != "" || len(s.Candidates) != 0 {
		t.Errorf("gen %d, damage %q", s.Gen, s.Damage)
	}
}

// A token file that is too long or makes no sense is damaged: its profile says so,
// nothing is deleted, and a new grant sets it aside (R9).
func TestTooLongAFileIsDamagedR9(t *testing.T) {
	for name, content := range map[string]string{
		"too long":        `{"schema":2,"profile":"acme"` + strings.Repeat(" ", 256<<10) + "}",
		"far too long":    strings.Repeat("x", 8<<20),
		"cut":             `{"schema":2,"profile":"acme","token":{"access_token":"a`,
		"two files":       `{"schema":2,"profile":"acme"}{"schema":2,"profile":"acme"}`,
		"negative":        `{"schema":2,"profile":"acme","gen":-1}`,
		"no schema":       `{"profile":"acme","gen":1}`,
		"schema 0":        `{"schema":0,"profile":"acme","gen":1}`,
		"schema as text":  `{"schema":"2","profile":"acme","gen":1}`,
		"token as text":   `{"schema":2,"profile":"acme","gen":1,"token":"t"}`,
		"old, token text": `{"schema":1,"profile":"acme","gen":1,"token":"t"}`,
		"bad base64":      `{"schema":2,"profile":"acme","gen":1,"token":{"access_token":{"base64":"?"}}}`,
		"sessions object": `{"schema":2,"profile":"acme","gen":1,"sessions":{}}`,
		"deep":            `{"schema":2,"profile":"acme","gen":1,"sessions":[` + strings.Repeat("[", 20000),
	} {
		d := newStore(t)
		d.commit(full())
		if err := os.WriteFile(d.path("acme.json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s := d.read(); s.Damage == "" || s.HasToken() {
			t.Errorf("%s: damage %q", name, s.Damage)
		}
		d.opened("acme", func(txn flow.Txn) error { return errors.Join(txn.Recover(), txn.Intend(pending())) })
		aside, _ := filepath.Glob(d.path("acme.json.damaged-*"))
		if s := d.read(); len(aside) != 1 || s.Damage != "" || s.Pending == nil {
			t.Fatalf("%s: aside %v, %+v", name, aside, s)
		}
		if kept, _ := os.ReadFile(aside[0]); string(kept) != content {
			t.Errorf("%s: it was not kept as it was", name)
		}
		if strays := d.store.Strays("acme"); len(strays) != 1 || strays[0] != aside[0] {
			t.Errorf("%s: strays %v", name, strays)
		}
	}
}

// What could not be saved is not asked: where other users' sessions leave no room for
// an answer, the intent is refused and the file stays as it is (R7).
func TestNoRoomForTheAnswerR7(t *testing.T) {
	d := newStore(t)
	d.commit(full())
	text, err := os.ReadFile(d.path("acme.json"))
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.TrimSuffix(strings.TrimSpace(string(text)), "}") + `,"sessions":["` + strings.Repeat("x", 200<<10) + `"]}`
	if err := os.WriteFile(d.path("acme.json"), []byte(filled), 0o600); err != nil {
		t.Fatal(err)
	}
	d.opened("acme", func(txn flow.Txn) error {
		if err := txn.Intend(pending()); err == nil || !strings.Contains(err.Error(), "256 KiB") {
			return fmt.Errorf("the intent: %w", err)
		}
		return nil
	})
	if s := d.read(); s.Pending != nil || s.Token != full().Token {
		t.Errorf("%+v", s)
	}
}
