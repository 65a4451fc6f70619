package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// R9: a token file that cannot be read costs its own profile only. status shows the
// others, the bad one says what is wrong, and authorize sets it aside and goes on.
func TestDamagedFileCostsItsProfileOnlyR9(t *testing.T) {
	for name, content := range map[string]string{
		"too long": strings.Repeat("x", 1<<20), "cut": `{"schema":2,"profile":"acme-dev","tok`, "empty": "",
	} {
		d := newDesk(t)
		d.authorize()
		d.edit("[profiles.acme-dev]", "[profiles.other]\nclient_id = \"Another00000000000000w\"\nclient_secret = \"AnotherSecret00000000000000000000\"\nredirect_uri = \"https://acme.example/cb\"\n[profiles.acme-dev]")
		path := filepath.Join(d.home, ".local/state/zoauth/tokens/acme-dev.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s := d.run("status")
		s.is(t, name+": status", 0, "damaged: the token file", "")
		if !strings.Contains(s.out, "no token") {
			t.Errorf("%s: the other profile is missing: %s", name, s.out)
		}
		d.run("token", "acme-dev").is(t, name+": token", 4, "", "hint: zoauth authorize")
		d.run("adopt", "acme-dev", "--discard").is(t, name+": adopt", 4, "", "damaged")
		d.run("doctor", "acme-dev", "--offline").is(t, name+": doctor", 1, "the token file", "")
		d.authorize()
		d.isCurrent()
		aside, _ := filepath.Glob(path + ".damaged-*")
		if len(aside) != 1 {
			t.Fatalf("%s: set aside: %v", name, aside)
		}
		if kept, _ := os.ReadFile(aside[0]); string(kept) != content {
			t.Errorf("%s: it was not kept as it was", name)
		}
		d.run("doctor", "acme-dev", "--offline").is(t, name+": doctor afterwards", 0, aside[0], "")
	}
	d := newDesk(t)
	d.authorize()
	d.edit("[profiles.acme-dev]", "[profiles.other]\nclient_id = \"Another00000000000000w\"\nclient_secret = \"AnotherSecret00000000000000000000\"\nredirect_uri = \"https://acme.example/cb\"\n[profiles.acme-dev]")
	path := filepath.Join(d.home, ".local/state/zoauth/tokens/acme-dev.json")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	s := d.run("status")
	s.is(t, "open to others", 3, "damaged: ", "chmod 600 "+path)
	if !strings.Contains(s.out, "no token") {
		t.Errorf("open to others: the other profile is missing: %s", s.out)
	}
}
