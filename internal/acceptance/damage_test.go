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
	t.Parallel()
	for name, content := range map[string]string{
		"too long": strings.Repeat("x", 1<<20), "cut": `{"schema":2,"profile":"acme-dev","tok`, "empty": "",
	} {
		d := newDesk(t)
		d.authorize()
		d.edit("[profiles.acme-dev]", "[profiles.other]\nclient_id = \"Another00000000000000w\"\nclient_secret = \"AnotherSecret00000000000000000000\"\nredirect_uri = \"https://acme.example/cb\"\n[profiles.acme-dev]")
		path := filepath.Join(d.Home, ".local/state/zoauth/tokens/acme-dev.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s := d.run("status")
		s.is(t, name+": status", 0, "damaged: the token file", "")
		if !strings.Contains(s.out, "none") {
			t.Errorf("%s: the other profile is missing: %s", name, s.out)
		}
		d.run("token", "acme-dev").is(t, name+": token", 4, "", "hint: zoauth authorize")
		d.run("adopt", "acme-dev", "--discard").is(t, name+": adopt", 4, "", "damaged")
		d.run("adopt", "acme-dev", "--candidate", "--dry-run").is(t, name+": what is kept", 4, "", "damaged")
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
	path := filepath.Join(d.Home, ".local/state/zoauth/tokens/acme-dev.json")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	s := d.run("status")
	s.is(t, "open to others", 3, "damaged: ", "chmod 600 "+path)
	if !strings.Contains(s.out, "none") {
		t.Errorf("open to others: the other profile is missing: %s", s.out)
	}
}

// R16: the file of a token that was sent once and cannot be read may have the pair that
// came. status and Home name it, and it stays as it is.
func TestDamagedSingleSendIsNamedR16(t *testing.T) {
	t.Parallel()
	for why, mode := range map[string]os.FileMode{"is not JSON that zoauth wrote": 0o600, "has mode 0640": 0o640} {
		d := newDesk(t)
		d.authorize()
		path := filepath.Join(d.Home, ".local/state/zoauth/tokens", onceName+".json")
		const cut = `{"schema":2,"profile":"` + onceName + `","tok`
		if err := os.WriteFile(path, []byte(cut), mode); err != nil {
			t.Fatal(err)
		}
		d.run("status").is(t, why, 0, "acme-dev", why)
		s := startIn(t, d.Home, 100, 24)
		s.sees(onceName)
		s.sees("damaged file")
		s.types("q")
		s.ends()
		if kept, err := os.ReadFile(path); err != nil || string(kept) != cut {
			t.Errorf("%s: the file did not stay: %v", why, err)
		}
	}
}

// R7, R13: where a newer zoauth wrote the token file, no pair that comes could be
// saved. Nothing is asked, not even a person in a browser, and the file stays.
func TestNewerFileIsLeftAloneR13(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	sent := len(d.Server.Journal())
	const newer = `{"schema":3,"profile":"acme-dev","gen":9,"token":{}}`
	path := filepath.Join(d.Home, ".local/state/zoauth/tokens/acme-dev.json")
	if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, verb := range [][]string{{"authorize"}, {"authorize", "--device"}, {"token"}, {"refresh"}, {"adopt", "--candidate"}, {"adopt", "--discard"}} {
		d.run(append([]string{verb[0], "acme-dev"}, verb[1:]...)...).is(t, strings.Join(verb, " "), 4, "", "schema 3")
	}
	d.run("status").is(t, "status", 0, "schema 3", "")
	if kept, _ := os.ReadFile(path); string(kept) != newer || len(d.Server.Journal()) != sent {
		t.Errorf("%d requests, the file is now %s", len(d.Server.Journal())-sent, kept)
	}
}
