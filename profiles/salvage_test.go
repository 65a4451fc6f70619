package profiles_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/profiles"
)

// whole is a profile without a mistake; it has five lines.
func whole(name string) string {
	return fmt.Sprintf("[profiles.%s]\ntype = \"public\"\nclient_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\" # a \"comment\nredirect_uri = \"https://acme.example/cb\"\n\n", name)
}

const wholeKeys = "type = \"public\"\nclient_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\"\nredirect_uri = \"https://acme.example/cb\"\n"

// P2: a profile with a mistake of any kind does not take its neighbours away, and
// each mistake is named once, with its profile and its line. The bad profile stands
// between two good ones, from line 6 on.
func TestOneBadProfileLeavesTheOthersP2(t *testing.T) {
	for name, test := range map[string]struct{ bad, want string }{
		"unknown key":            {"[profiles.bad]\n" + wholeKeys + "colour = 1\n", "line 10: bad: colour: "},
		"no end of a string":     {"[profiles.bad]\nclient_id = \"abc\ntype = \"public\"\n", "line 7: bad: "},
		"no quotes":              {"[profiles.bad]\nclient_id = abc\n", "line 7: bad: "},
		"no value":               {"[profiles.bad]\nclient_id =\n", "line 7: bad: "},
		"no equals sign":         {"[profiles.bad]\nclient_id \"abc\"\n", "line 7: bad: "},
		"a colon":                {"[profiles.bad]\nclient_id: \"abc\"\n", "line 7: bad: "},
		"smart quotes":           {"[profiles.bad]\nclient_id = “abc”\n", "line 7: bad: "},
		"one quote too many":     {"[profiles.bad]\nclient_id = \"abc\"\"\n", "line 7: bad: "},
		"a wrong escape":         {"[profiles.bad]\nclient_id = \"C:\\Users\"\n", "line 7: bad: "},
		"not UTF-8":              {"[profiles.bad]\nclient_id = \"\xff\xfe\"\n", "line 7: bad: "},
		"a NUL":                  {"[profiles.bad]\nclient_id = \"\x00\"\n", "line 7: bad: "},
		"no end of a list":       {"[profiles.bad]\nscopes = [\"a\",\nclient_id = \"abc\"\n", ": bad: "},
		"no end of a long text":  {"[profiles.bad]\nclient_id = \"\"\"abc\n", ": bad: "},
		"no end of a table":      {"[profiles.bad]\nscopes = {a = 1\n", "line 7: bad: "},
		"no end of the header":   {"[profiles.bad\n" + wholeKeys, "line 6: bad: "},
		"no start of the header": {"profiles.bad]\n" + wholeKeys, "line 6: bad: "},
		"text behind the header": {"[profiles.bad] x\n" + wholeKeys, "line 6: bad: "},
		"a key twice":            {"[profiles.bad]\n" + wholeKeys + "type = \"public\"\n", "line 10: bad: "},
		"the table twice":        {"[profiles.bad]\n" + wholeKeys + "[profiles.bad]\n" + wholeKeys, "line 10: bad: [profiles.bad] is written twice"},
		"a number":               {"[profiles]\nbad = 3\n", "line 7: bad: is not a table"},
		"a list of tables":       {"[[profiles.bad]]\n" + wholeKeys, "line 6: bad: is not a table"},
		"a broken subtable":      {"[profiles.bad]\n" + wholeKeys + "[profiles.bad.sub]\nx =\n", "line 11: bad: "},
		"an inline table":        {"[profiles]\nfine = {type = \"public\", client_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\", redirect_uri = \"https://acme.example/cb\"}\nbad = {type = }\n", "line 8: bad: "},
		"a quoted name":          {"[profiles.\"bad\"]\nclient_id = abc\n", "line 7: bad: "},
		"blanks in the header":   {"  [ profiles . bad ]  # text\nclient_id = abc\n", "line 7: bad: "},
		"deep brackets":          {"[profiles.bad]\nscopes = [[[[[[[[[[[1]]]]]]]]]]]\n", "line 7: bad: brackets are nested"},
		"a long path":            {"[profiles.bad]\na.b.c.d.e.f.g.h = 1\n", "line 7: bad: a key has more than"},
		"a long header":          {"[profiles.bad.b.c.d.e.f.g]\nx = 1\n", "line 6: bad: a key has more than"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := profiles.Parse("p.toml", whole("first")+test.bad+whole("last"))
			var problems *profiles.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("no problem: %v", err)
			}
			got := f.Names()
			for _, good := range []string{"first", "last"} {
				if !slices.Contains(got, good) {
					t.Errorf("%s is gone", good)
				}
			}
			if slices.Contains(got, "bad") {
				t.Error("bad is there")
			}
			if len(problems.List) != 1 || !strings.Contains(problems.List[0].String(), test.want) || problems.List[0].Profile != "bad" || problems.List[0].Line == 0 {
				t.Errorf("want one with %q: %v", test.want, err)
			}
		})
	}
}

// P2: a mistake that belongs to no profile takes no profile away.
func TestMistakesBesideTheProfilesP2(t *testing.T) {
	for text, want := range map[string]string{
		"defualt = \"first\"\n":                     "line 1: defualt: zoauth doesn't know this key here; did you mean default?",
		"Default = \"first\"\n":                     "line 1: Default: zoauth doesn't know this key here; did you mean default?",
		"profile = 1\n":                             "line 1: profile: zoauth doesn't know this key here; did you mean profiles?",
		"default = 3\n":                             `line 1: default: is not a string; write default = "NAME"`,
		"default = first\n":                         "line 1: ",
		"default = \"nobody\"\n":                    `line 1: default: there is no profile "nobody"; name one of first, last`,
		"client_id = \"abc\"\n":                     "line 1: client_id: zoauth doesn't know this key here; put it below [profiles.NAME]",
		"default = \"first\"\nx = \n":               "line 2: ",
		"x = 1\nx = 2\n":                            "line 2: ",
		"[acme-dev]\nclient_id = \"abc\"\n":         "line 1: acme-dev: zoauth doesn't know this key here; write [profiles.acme-dev]",
		"[profile.acme]\nclient_id = \"abc\"\n":     "line 1: profile: zoauth doesn't know this key here; did you mean profiles?",
		"[Profiles.acme]\nclient_id = \"abc\"\n":    "line 1: Profiles: zoauth doesn't know this key here; did you mean profiles?",
		"[acme-dev]\nclient_id = abc\n":             "line 2: ",
		"[profiles\n" + wholeKeys:                   "line 1: ",
		"[]\n" + wholeKeys:                          "line 1: ",
		"garbage\n":                                 "line 1: ",
		"a.b.c.d.e.f.g.h.i = 1\n":                   "line 1: a key has more than",
		strings.Repeat("[x]\ny = 1\n", 2):           "line 3: [x] is written twice",
		"\uFEFFdefualt = \"first\"\n":               "line 1: defualt: ",
		"[profiles]\r\nx.y.z.u.v.w.a.b.c.d = 1\r\n": "line 2: ",
	} {
		f, err := profiles.Parse("p.toml", text+whole("first")+whole("last"))
		var problems *profiles.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
			continue
		}
		if diff := cmp.Diff([]string{"first", "last"}, f.Names()); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// P2: what looks like a table within a string, a list or a comment is none.
func TestLookalikesOfTablesP2(t *testing.T) {
	text := "# [profiles.none]\n" + strings.Replace(whole("first"), "https://acme.example/cb\"", "https://acme.example/cb\"\nssh_host = \"\"\"\n[profiles.none]\nx = [\n\"\"\"\nscopes = [\n  \"[profiles.none]\", # [profiles.none]\n  '[profiles.none]',\n]", 1) +
		"[profiles.bad]\nx =\n" + whole("last")
	f, err := profiles.Parse("p.toml", text)
	if err == nil || !strings.Contains(err.Error(), "line 16: bad: ") || strings.Contains(err.Error(), "none") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{"first", "last"}, f.Names()); diff != "" {
		t.Error(diff)
	}
}

// S6: the variable of a secret is kept from children also where its profile is no TOML.
func TestSecretVariablesOfBadProfilesS6(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.toml")
	text := whole("first") + "[profiles.typo]\nclient_secret_env = \"TYPO_SECRET\"\n[profiles.torn]\nclient_secret_env = 'TORN_SECRET'\nx =\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := profiles.Opening{}.Open(profiles.Paths{Config: path, State: t.TempDir()})
	var problems *profiles.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	for _, name := range []string{"TYPO_SECRET", "TORN_SECRET"} {
		if !slices.Contains(w.SecretVariables, name) {
			t.Errorf("%s is not among %v", name, w.SecretVariables)
		}
	}
}

// Where nothing can be read the problem has its line, and there is no profile.
func TestNothingCanBeReadP2(t *testing.T) {
	for text, want := range map[string]string{
		`{"client_id": "Qr8sTv2xRZk5WmLb9HcNdw"}`:           "line 1: this is JSON, and a profile file is TOML; ",
		"\n\n{\n\"profiles\": {}}":                          "this is JSON",
		"[profiles.a\nclient_id = \"x\"":                    "line 1: a: ",
		"ZOOM_CLIENT_ID=abc\nexport ZOOM_CLIENT_SECRET=abc": "line 1: ",
	} {
		f, err := profiles.Parse("p.toml", text)
		if err == nil || !strings.Contains(err.Error(), want) || len(f.Apps) > 0 {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
