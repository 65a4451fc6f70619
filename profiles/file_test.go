package profiles_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
	"zoauth/profiles"
)

func TestExampleLoadsWithoutProblems(t *testing.T) {
	text, err := os.ReadFile("../profiles.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	f, err := profiles.Parse("/home/jane/.config/zoauth/profiles.toml", string(text))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range f.Apps {
		names = append(names, a.Name)
	}
	if diff := cmp.Diff([]string{"acme-dev", "acme-prod", "desktop", "nightly", "wallboard", "staging"}, names); diff != "" {
		t.Error(diff)
	}
	for _, key := range []string{
		"app", "environment", "type", "client_id", "client_secret", "client_secret_file", "client_secret_env", "client_secret_command",
		"redirect_uri", "listen", "scopes", "pkce", "account_id", "ssh_host", "cloud", "oauth_url", "authorize_url", "api_url",
		"probe_path", "ca_file", "listen_cert_file", "listen_key_file", "default",
	} {
		if !strings.Contains(string(text), "\n"+key) {
			t.Errorf("the example does not show %s", key)
		}
	}
}

const good = "[profiles.good]\nclient_id = \"id\"\nclient_secret_env = \"S\"\nredirect_uri = \"http://127.0.0.1:8976/callback\"\n"

// Every problem at once, each with its line, key and repair; the good profile stays.
func TestEveryProblemAtOnce(t *testing.T) {
	text := `default = "nobody"
colour = "red"
[profiles.Bad Name]
client_id = "id"
[profiles.one]
type = "generl"
client_id = "has blank"
redirect_url = "x"
redirect_uri = 5
client_secret = "s"
client_secret_env = "S"
[profiles.two]
type = "server-to-server"
client_id = "id"
client_secret_env = "S"
oauth_url = "http://example.com"
listen_cert_file = "c.pem"
[profiles.three]
client_id = "id"
client_secret_command = []
redirect_uri = "https://acme.example/cb#top"
listen = "0.0.0.0:8976"
account_id = "x"
` + good
	text = strings.Replace(text, "[profiles.Bad Name]", `[profiles."Bad Name"]`, 1)
	f, err := profiles.Parse("p.toml", text)
	var problems *profiles.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range problems.List {
		got = append(got, p.String())
	}
	want := []string{
		`line 1: default: there is no profile "nobody"`,
		`line 2: colour: zoauth doesn't know this key here`,
		`line 3: Bad Name: the name has characters`,
		`line 3: Bad Name: client_secret_file: there is no client secret`,
		`line 3: Bad Name: redirect_uri: is missing`,
		`line 6: one: type: "generl" is not one of its values; write one of general, public, server-to-server, chatbot`,
		`line 7: one: client_id: contains a space; Zoom would return invalid_client`,
		`line 8: one: redirect_url: zoauth doesn't know this key; did you mean redirect_uri?`,
		`line 9: one: redirect_uri: is not a string`,
		`line 11: one: client_secret_env: the secret has more than one source`,
		`line 12: two: account_id: is missing`,
		`line 16: two: oauth_url: plain http would expose tokens to the network`,
		`line 17: two: listen_cert_file: the certificate and the key go together`,
		`line 20: three: client_secret_command: doesn't name a program`,
		`line 21: three: redirect_uri: has a fragment`,
		`line 22: three: listen: is not on loopback`,
		`line 23: three: account_id: only server-to-server apps have one`,
	}
	for _, w := range want {
		if !contains(got, w) {
			t.Errorf("missing: %s", w)
		}
	}
	if len(got) > len(want)+1 { // the number in redirect_uri may also count as missing
		t.Errorf("%d problems, expected about %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	if len(f.Apps) != 1 || f.Apps[0].Name != "good" {
		t.Errorf("the good profile is gone: %v", f.Apps)
	}
}

func contains(list []string, prefix string) bool {
	for _, s := range list {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

func TestProfileBecomesAnApp(t *testing.T) {
	text := `[profiles.gov-prod]
app = "gov"
environment = "production"
cloud = "gov"
client_id = "id"
client_secret_env = "S"
redirect_uri = "https://acme.example/cb"
scopes = ["user:read:user"]
ca_file = "certs/ca.pem"
`
	f, err := profiles.Parse("/etc/z/p.toml", text)
	if err != nil {
		t.Fatal(err)
	}
	a := f.Apps[0]
	if a.Endpoints != flow.Government() || a.Environment != flow.Production || a.Type != flow.General || a.Group != "gov" ||
		a.CAFile != "/etc/z/certs/ca.pem" || a.ListenAddress() != "" || a.Scopes[0] != "user:read:user" {
		t.Errorf("%+v", a)
	}
}

func TestSyntaxErrorNamesItsLine(t *testing.T) {
	for text, line := range map[string]string{
		"[profiles.a\n":                        "line 1",
		"[profiles.a]\nclient_id = \"x\nb = 1": "line 2",
		"":                                     "has no profile",
		"profiles = 3\n":                       "profiles.NAME",
	} {
		if _, err := profiles.Parse("p", text); err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%q: %v, want %q", text, err, line)
		}
	}
}

// S4: a secret whose quotes were forgotten, or that is broken another way, is not
// repeated by the error about it, neither whole nor the part before a digit.
func TestSyntaxErrorQuotesNoSecretS4(t *testing.T) {
	for _, value := range []string{
		"correcthorsebattery", "correcthorse1", "correct-horse-battery", "0xcorrecthorse", "1.5.correct", "1e_correcthorse", "+0xcorrecthorse", "12correcthorse",
		"73519402846173519402846", "1e999999", "7351940284617351940.2.1", "truecorrecthorse", "infcorrect", `"correct\uhorse"`, `"\xcorrecthorse"`, `"correct" horse`,
		`"correcthorse`, `'correcthorse`, `["correct" horse]`, "{correct horse}", "735194-02-84T617351", `"correct\qhorse"`,
	} {
		_, err := profiles.Parse("/f/profiles.toml", "[profiles.a]\nclient_secret = "+value+"\n")
		if err == nil {
			t.Errorf("%s: no error", value)
			continue
		}
		for _, part := range []string{"corre", "horse", "735194", "1e999"} {
			if strings.Contains(value, part) && strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v", value, err)
			}
		}
	}
}

// P3: a file that is too long to be read is told as a profile file with a mistake.
func TestAProfileFileThatIsTooLongP3(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.toml")
	if err := os.WriteFile(path, []byte(good+strings.Repeat("#", 1<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err := profiles.Load(path); f != nil || !errors.Is(err, flow.ErrProfileFile) || !strings.Contains(err.Error(), path+" is longer than") {
		t.Errorf("%v", err)
	}
}

// P2: a link whose target is gone is no missing profile file: nothing is written over it.
func TestALinkWithoutTargetIsNamedP2(t *testing.T) {
	dir := t.TempDir()
	path, target := filepath.Join(dir, "p.toml"), filepath.Join(dir, "dotfiles", "zoauth.toml")
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	want := path + " is a link to " + target + ", which does not exist"
	if _, err := profiles.Load(path); !errors.Is(err, flow.ErrProfileFile) || errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Errorf("Load: %v", err)
	}
	if _, err := profiles.OpenDocument(path); err == nil || err.Error() != want {
		t.Errorf("OpenDocument: %v", err)
	}
}

// S2: a file with a secret has to be closed, one without may be readable.
func TestPermissionsOfTheProfileFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "p.toml")
	write := func(text string, mode fs.FileMode) {
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	write(good, 0o644)
	if _, err := profiles.Load(path); err != nil {
		t.Errorf("a file without secrets, readable by others: %v", err)
	}
	write(good, 0o664)
	if _, err := profiles.Load(path); !errors.Is(err, flow.ErrPermission) || !strings.Contains(err.Error(), "chmod 600 "+path) {
		t.Errorf("writable by the group: %v", err)
	}
	secret := strings.Replace(good, `client_secret_env = "S"`, `client_secret = "s"`, 1)
	write(secret, 0o644)
	if _, err := profiles.Load(path); !errors.Is(err, flow.ErrPermission) || !strings.Contains(err.Error(), "chmod 600 "+path) {
		t.Errorf("a secret that others may read: %v", err)
	}
	write("profiles.x.client_secret_command = [\"true\"]\nprofiles.x.client_id = \"i\"\nprofiles.x.redirect_uri = \"http://127.0.0.1/c\"\n", 0o644)
	if _, err := profiles.Load(path); !errors.Is(err, flow.ErrPermission) {
		t.Errorf("S12: a command under a dotted key that others may read: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := profiles.Load(path); !errors.Is(err, flow.ErrPermission) || !strings.HasSuffix(err.Error(), "is not a regular file: move it away") {
		t.Errorf("a directory in its place: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := profiles.Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestLocate(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	tests := []struct {
		flag          string
		getenv        func(string) string
		config, state string
	}{
		{"", env("HOME", "h", "XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s"), "/c/zoauth/profiles.toml", "/s/zoauth"},
		{"p.toml", env("XDG_STATE_HOME", "/s"), "p.toml", "/s/zoauth"},
		{"", env("HOME", "/h"), "/h/.config/zoauth/profiles.toml", "/h/.local/state/zoauth"},
		{"", env("HOME", "/h", "XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s"), "/c/zoauth/profiles.toml", "/s/zoauth"},
		{"", env("HOME", "/h", "XDG_CONFIG_HOME", "relative"), "/h/.config/zoauth/profiles.toml", "/h/.local/state/zoauth"},
		{"", env("HOME", "/h", "ZOAUTH_PROFILES", "/e.toml"), "/e.toml", "/h/.local/state/zoauth"},
		{"/f.toml", env("HOME", "/h", "ZOAUTH_PROFILES", "/e.toml"), "/f.toml", "/h/.local/state/zoauth"},
	}
	for _, test := range tests {
		if p, err := profiles.Locate(test.flag, test.getenv); err != nil || p.Config != test.config || p.State != test.state {
			t.Errorf("%+v: %+v, %v", test, p, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("[profiles.x]\nscopes = 3")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := profiles.Parse("p.toml", text)
		if file == nil {
			t.Fatal("no file")
		}
		var problems *profiles.Problems
		if err != nil && (!errors.As(err, &problems) || len(problems.List) == 0) {
			t.Fatalf("an error without problems: %v", err)
		}
	})
}

// redirect_uri = "" says that only the device flow authorizes; a missing key is a
// mistake, and so is it for what has no device flow.
func TestNoRedirectOnPurpose(t *testing.T) {
	const app = "[profiles.tv]\nclient_id = \"abcdefghijklmnopqrstuv\"\nclient_secret = \"s\"\n"
	for text, fine := range map[string]bool{
		app + "redirect_uri = \"\"\n": true,
		app:                           false,
		"[profiles.tv]\ntype = \"public\"\nclient_id = \"abcdefghijklmnopqrstuv\"\nredirect_uri = \"\"\n": false,
	} {
		f, err := profiles.Parse("p.toml", text)
		if (err == nil) != fine || fine && !f.Apps[0].DeviceOnly() {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A special file that looks regular and never ends is given up, be it named or linked
// (S3).
func TestSpecialProfileFilesAreGivenUpS3(t *testing.T) {
	link := filepath.Join(t.TempDir(), "profiles.toml")
	fifo := filepath.Join(t.TempDir(), "profiles.toml")
	if err := errors.Join(os.Symlink("/proc/kmsg", link), syscall.Mkfifo(fifo, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/proc/kmsg", link, fifo, "/dev/zero", "/dev/tty", t.TempDir()} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if _, err := profiles.Load(path); err == nil || !strings.Contains(err.Error(), path) {
				t.Error(err)
			}
		})
	}
}
