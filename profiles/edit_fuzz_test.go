package profiles

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"zoauth/internal/testkit"
)

// randomFile writes a TOML profile file in many hands' styles, and the spans of
// text that belong to each profile's own statements.
func randomFile(r *rand.Rand) string {
	newline := pick(r, "\n", "\n", "\r\n")
	var b strings.Builder
	line := func(s string) { b.WriteString(s + newline) }
	noise := func() {
		for range r.IntN(3) {
			line(pick(r, "", "", "   ", "# [profiles.fake]", "\t# client_id = \"no\"", "# ünïcode ✓ \"'''"))
		}
	}
	noise()
	if r.IntN(2) == 0 {
		line(pick(r, `default = "p1"`, `default='p2' # mine`, `"default" = """p0"""`))
	}
	noise()
	for i := range 1 + r.IntN(4) {
		name := fmt.Sprintf("p%d", i)
		line(pick(r, "[profiles."+name+"]", " [ profiles . \""+name+"\" ] # x", "[profiles.'"+name+"']"))
		for _, key := range r.Perm(len(keys)) {
			if r.IntN(3) > 0 {
				continue
			}
			noise()
			b.WriteString(pick(r, "", "  ", "\t") + pick(r, keys[key], `"`+keys[key]+`"`) + pick(r, " = ", "=", "     =\t") + randomValue(r, keys[key], newline))
			line(pick(r, "", " ", " # [x] = \"y\"", "#tight"))
		}
		noise()
	}
	text := b.String()
	if r.IntN(4) == 0 {
		text = strings.TrimSuffix(text, newline)
	}
	return text
}

func randomValue(r *rand.Rand, key, newline string) string {
	if key == "scopes" || key == "client_secret_command" {
		return pick(r, `["a", 'b']`, "[]", "["+newline+"  \"x\", # a ] in a comment"+newline+"  'y',"+newline+"]", `["]", "#"]`)
	}
	return pick(r, `"plain"`, `'literal # "x"'`, `"esc \" # \\"`, `"""many`+newline+`[profiles.p0]`+newline+`client_id = "x" \""" """`, `'''lit`+newline+`  eral'''`, `""`, `"ünï"`)
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

// Edits on any file keep every byte outside the profile, and the profile says
// afterwards what the draft says.
func TestEditsKeepEveryOtherByte(t *testing.T) {
	t.Parallel()
	seeds := uint64(800)
	if testkit.Race { // it has nothing to find here
		seeds /= 8
	}
	for seed := range seeds {
		editOnce(t, rand.New(rand.NewPCG(seed, 1)))
	}
}

func FuzzEdit(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed*7)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) { editOnce(t, rand.New(rand.NewPCG(a, b))) })
}

func editOnce(t *testing.T, r *rand.Rand) {
	text := randomFile(r)
	d := &Document{Path: "/x/profiles.toml", text: text}
	all, err := raw(text)
	if err != nil {
		t.Fatalf("the test wrote bad TOML: %v\n%s", err, text)
	}
	names := d.Names()
	name := names[r.IntN(len(names))]
	draft, err := d.Draft(name)
	if err != nil {
		t.Fatal(err)
	}
	for range r.IntN(4) {
		key := keys[r.IntN(len(keys))]
		draft.Text[key] = pick(r, "", "new", `wi"th \ quotes'`, "tab\tnew\nline")
		draft.From = Source(pick(r, string(Command), string(Environment), string(NoSecret)))
		draft.Scopes = []string{"s # 1"}
	}
	next, err := d.With(name, draft)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := next.Draft(name)
	if err != nil {
		t.Fatalf("%v\n%s", err, next.text)
	}
	for _, key := range []string{"app", "client_id", "redirect_uri", "api_url"} {
		if got.Get(key) != draft.Get(key) {
			t.Fatalf("%s is %q, want %q\n%s", key, got.Get(key), draft.Get(key), next.text)
		}
	}
	if before, after := outside(t, text, name), outside(t, next.text, name); before != after {
		t.Fatalf("bytes outside %s changed:\n%q\n%q", name, before, after)
	}
	if gone, err := d.Without(name); err == nil {
		rest, err := raw(gone.text)
		delete(profilesOf(all), name)
		if err != nil || len(profilesOf(rest)) != len(profilesOf(all)) || len(profilesOf(all)) > 0 && !reflect.DeepEqual(profilesOf(rest), profilesOf(all)) {
			t.Fatalf("deleting %s left %v, want %v", name, rest, all)
		}
	} else {
		t.Fatalf("%v\n%s", err, text)
	}
}

// outside is the text without the profile's keys and their lines: comments,
// blanks and everything of others.
func outside(t *testing.T, text, name string) string {
	t.Helper()
	list, unread := statements(text)
	if unread > 0 {
		t.Fatalf("line %d is not understood:\n%s", unread, text)
	}
	var cuts []cut
	for _, s := range list {
		if s.in("profiles", name) && !s.header {
			cuts = append(cuts, cut{span{s.start, s.end}, ""})
		}
	}
	return strings.TrimRight(apply(text, cuts), "\r\n")
}

// The scanner sees the keys that the TOML library sees, whatever the text.
func FuzzStatements(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(randomFile(rand.New(rand.NewPCG(seed, 2))))
	}
	f.Add("a.\"b.c\" = { x = [1, {y=2}] }\n[[t]]\nk=1")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := raw(text)
		list, _ := statements(text)
		if err != nil {
			return
		}
		for key := range all {
			found := false
			for _, s := range list {
				found = found || s.in(key)
			}
			if !found {
				t.Errorf("the scanner missed %q in %q", key, text)
			}
		}
	})
}
