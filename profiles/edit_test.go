package profiles

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
)

const written = `# mine, by hand
default = 'acme-dev'   # where I start

[profiles.acme-dev]  # the one I use
# the id is from the tab Development
app           = "acme"
client_id     = "Zk3mQ8vTS2aXw1LrPbN0Ug" # keep
client_secret_file = "secrets/acme-dev"
redirect_uri  = 'http://127.0.0.1:8976/callback'

# production, careful
[profiles.acme-prod]
  environment = "production"
  client_id = "Pq7xW2nKR5uYc4MsDdV9Jg"
  client_secret_command = [
    "pass", # the store
    "show", "zoom/acme-prod",
  ]
  redirect_uri = "https://acme.example/zoom/callback"
# the end
`

func edited(t *testing.T, text, name string, change func(*Draft)) string {
	t.Helper()
	d := &Document{Path: "/x/profiles.toml", text: text}
	draft, err := d.Draft(name)
	if err != nil {
		t.Fatal(err)
	}
	change(&draft)
	next, err := d.With(name, draft)
	if err != nil {
		t.Fatal(err)
	}
	return next.text
}

func TestEditTouchesOnlyItsLines(t *testing.T) {
	for _, test := range []struct {
		name, profile string
		change        func(*Draft)
		replace       []string // old, new, old, new …
	}{
		{"nothing", "acme-dev", func(*Draft) {}, nil},
		{"a value keeps its comment", "acme-dev", func(d *Draft) { d.Text["client_id"] = "other" }, []string{`"Zk3mQ8vTS2aXw1LrPbN0Ug" # keep`, `"other" # keep`}},
		{"literal quotes stay", "acme-dev", func(d *Draft) { d.Text["redirect_uri"] = `https://acme.example/a` }, []string{`'http://127.0.0.1:8976/callback'`, `'https://acme.example/a'`}},
		{"literal quotes that cannot hold it go", "acme-dev", func(d *Draft) { d.Text["redirect_uri"] = `https://acme.example/it's` }, []string{`'http://127.0.0.1:8976/callback'`, `"https://acme.example/it's"`}},
		{"a default is not written out", "acme-dev", func(d *Draft) {
			d.Text["type"], d.Text["environment"], d.Text["cloud"] = "general", "development", "commercial"
		}, nil},
		{"a new key finds its place and column", "acme-dev", func(d *Draft) { d.Text["environment"] = "production" }, []string{"app           = \"acme\"\n", "app           = \"acme\"\nenvironment   = \"production\"\n"}},
		{"a key goes with its line", "acme-dev", func(d *Draft) { d.Text["app"] = "" }, []string{"app           = \"acme\"\n", ""}},
		{"a rename takes default along", "acme-dev", func(d *Draft) { d.Name = "acme.test" }, []string{"[profiles.acme-dev] ", "[profiles.\"acme.test\"] ", "'acme-dev'   #", "'acme.test'   #"}},
		{"an indented key", "acme-prod", func(d *Draft) { d.Text["listen"] = "127.0.0.1:8976" }, []string{"zoom/callback\"\n", "zoom/callback\"\n  listen = \"127.0.0.1:8976\"\n"}},
		{"a value of several lines", "acme-prod", func(d *Draft) { d.Command = []string{"op", "read"} }, []string{"[\n    \"pass\", # the store\n    \"show\", \"zoom/acme-prod\",\n  ]", `["op", "read"]`}},
		{"another source of the secret", "acme-prod", func(d *Draft) { d.From, d.Text["client_secret_env"] = Environment, "ACME" }, []string{"  client_secret_command = [\n    \"pass\", # the store\n    \"show\", \"zoom/acme-prod\",\n  ]\n", "  client_secret_env = \"ACME\"\n"}},
	} {
		for _, newline := range []string{"\n", "\r\n"} {
			t.Run(test.name, func(t *testing.T) {
				end := func(s string) string { return strings.ReplaceAll(s, "\n", newline) }
				want := end(written)
				for i := 0; i+1 < len(test.replace); i += 2 {
					if !strings.Contains(want, end(test.replace[i])) {
						t.Fatalf("the test's file does not hold %q", test.replace[i])
					}
					want = strings.Replace(want, end(test.replace[i]), end(test.replace[i+1]), 1)
				}
				if diff := cmp.Diff(want, edited(t, end(written), test.profile, test.change)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestAddedProfileStandsAtTheEnd(t *testing.T) {
	draft := NewDraft()
	draft.Name, draft.From = "bot", Command
	draft.Command = []string{"pass", `zo"om`}
	draft.Text["client_id"], draft.Text["type"] = "Ab2dE6gHS8jKl0MnOpQ4Rs", "chatbot"
	const block = "[profiles.bot]\nenvironment           = \"development\"\ntype                  = \"chatbot\"\n" +
		"client_id             = \"Ab2dE6gHS8jKl0MnOpQ4Rs\"\nclient_secret_command = [\"pass\", \"zo\\\"om\"]\n"
	for before, want := range map[string]string{
		"":                                "" + block,
		written:                           written + "\n" + block,
		"# no newline at the end":         "# no newline at the end\n\n" + block,
		written + "\n":                    written + "\n" + block,
		"default = \"bot\"\r\n":           "default = \"bot\"\r\n\r\n" + strings.ReplaceAll(block, "\n", "\r\n"),
		"[profiles.a]\nclient_id=\"x\"\n": "[profiles.a]\nclient_id=\"x\"\n\n" + block,
	} {
		next, err := (&Document{text: before}).With("", draft)
		if err != nil {
			t.Fatalf("%q: %v", before, err)
		}
		if diff := cmp.Diff(want, next.text); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDeletedProfileLeavesCommentsAround(t *testing.T) {
	next, err := (&Document{text: written}).Without("acme-dev")
	if err != nil {
		t.Fatal(err)
	}
	want := "# mine, by hand\n\n# production, careful\n" + written[strings.Index(written, "[profiles.acme-prod]"):]
	if diff := cmp.Diff(want, next.text); diff != "" {
		t.Error(diff)
	}
	last, err := next.Without("acme-prod")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("# mine, by hand\n\n# production, careful\n# the end\n", last.text); diff != "" {
		t.Error(diff)
	}
}

// What cannot be edited line by line is refused, with the line.
func TestUnsafeFilesAreRefusedWithTheLine(t *testing.T) {
	for _, test := range []struct {
		text, want string
		line       int
	}{
		{"# c\nprofiles = { a = { client_id = \"x\" } }\n", "inline table", 2},
		{"[profiles]\n\na = { client_id = \"x\" }\n", "inline table", 3},
		{"[profiles]\na.client_id = \"x\"\n", "dotted key", 2},
		{"profiles.a.client_id = \"x\"\n", "dotted key", 1},
		{"[profiles.a]\nclient_id = \"x\"\n[profiles.a.more]\nk = 1\n", "separate table", 3},
		{"[profiles.a]\nclient_id = \"x\"\nmore.k = 1\n", "dotted key", 3},
		{"[profiles.a]\nclient_id = \"x\n", "", 2},
		{"[profiles.b]\nclient_id = \"x\"\n", "no such profile", 0},
	} {
		d := &Document{Path: "/x/profiles.toml", text: test.text}
		draft, draftErr := d.Draft("a")
		draft.Name = "a"
		_, err := d.With("a", draft)
		if draftErr != nil {
			err = draftErr
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Line != test.line || !strings.Contains(refusal.Error(), test.want) {
			t.Errorf("%q: got %v, want line %d and %q", test.text, err, test.line, test.want)
		}
		if _, err := d.Without("a"); err == nil {
			t.Errorf("%q: deleting was not refused", test.text)
		}
	}
	if _, err := (&Document{text: "profiles = { a = { client_id = \"x\" } }\n"}).With("", Draft{Name: "b"}); err == nil {
		t.Error("a profile was added to an inline table")
	}
}

func TestExampleFileCanBeEdited(t *testing.T) {
	content, err := os.ReadFile("../profiles.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	d := &Document{text: text}
	for _, name := range d.Names() {
		if got := edited(t, text, name, func(*Draft) {}); got != text {
			t.Errorf("%s: saving it unchanged changed the file:\n%s", name, cmp.Diff(text, got))
		}
		if _, err := d.Without(name); err != nil {
			t.Error(err)
		}
	}
}

// The form's validation is the reader's: what it accepts, Parse accepts.
func TestCheckIsTheReadersOwn(t *testing.T) {
	good := NewDraft()
	good.Name, good.Secret = "acme-dev", flow.NewSecret(flow.KindClientSecret, "s3cret")
	good.Text["client_id"], good.Text["redirect_uri"] = "Zk3mQ8vTS2aXw1LrPbN0Ug", "http://127.0.0.1:8976/callback"
	if found := good.Check("/x/p.toml", nil); len(found) != 0 {
		t.Fatalf("a good draft has problems: %v", found)
	}
	for _, test := range []struct {
		key    string
		change func(*Draft)
		want   string
	}{
		{"", func(d *Draft) { d.Name = "Acme Dev" }, "characters"},
		{"", func(d *Draft) { d.Name = "taken" }, "another profile"},
		{"client_id", func(d *Draft) { d.Text["client_id"] = "" }, "missing"},
		{"client_id", func(d *Draft) { d.Text["client_id"] = "with blank " }, "invalid_client"},
		{"client_secret_file", func(d *Draft) { d.Secret = flow.Secret{} }, "paste it"},
		{"client_secret_command", func(d *Draft) { d.From = Command }, "doesn't name a program"},
		{"client_secret_env", func(d *Draft) { d.From = Environment }, "is empty"},
		{"client_secret", func(d *Draft) { d.From, d.Secret = InFile, flow.Secret{} }, "is empty"},
		{"redirect_uri", func(d *Draft) { d.Text["redirect_uri"] = "acme.example" }, "absolute"},
		{"listen", func(d *Draft) { d.Text["listen"] = "0.0.0.0:80" }, "loopback"},
		{"account_id", func(d *Draft) { d.Text["type"] = "server-to-server" }, "missing"},
		{"account_id", func(d *Draft) { d.Text["account_id"] = "x" }, "server-to-server"},
		{"api_url", func(d *Draft) { d.Text["api_url"] = "http://zoom.us" }, "plain http"},
		{"client_secret_file", func(d *Draft) { d.Text["type"] = "public" }, "no secret"},
	} {
		draft := good.Clone()
		test.change(&draft)
		found := draft.Check("/x/p.toml", []string{"taken"})
		if p := found[test.key]; !strings.Contains(p.Text+p.Repair, test.want) || p.Repair == "" {
			t.Errorf("%s: got %v, want %q and a repair", test.key, found, test.want)
		}
	}
	public := good.Clone()
	public.Text["type"] = "public"
	if found := public.ForType().Check("/x/p.toml", nil); len(found) != 0 {
		t.Errorf("a public draft without its secret: %v", found)
	}
}

// The last profile goes also where the file opens the profiles by themselves.
func TestDeleteBelowAnExplicitTable(t *testing.T) {
	const text = "# all of them\n[profiles]\n\n[profiles.a]\nclient_id = \"x\"\n"
	next, err := (&Document{text: text}).Without("a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("# all of them\n[profiles]\n\n", next.text); diff != "" {
		t.Error(diff)
	}
}

// The key pkce is kept, written when it is changed, and taken out of a type that has no
// use for it.
func TestEditsKeepPKCE(t *testing.T) {
	off := strings.Replace(written, "# production, careful", "pkce = false\n# production, careful", 1)
	for name, test := range map[string]struct {
		text, want, not string
		change          func(*Draft)
	}{
		"absent":      {written, "", "pkce", func(*Draft) {}},
		"turned off":  {written, "= false\n", "true", func(d *Draft) { d.Text["pkce"] = "false" }},
		"kept":        {off, "pkce = false\n", "", func(d *Draft) { d.Scopes = []string{"user:read:user"} }},
		"turned on":   {off, "pkce = true\n", "false", func(d *Draft) { d.Text["pkce"] = "true" }},
		"made public": {off, "", "pkce", func(d *Draft) { d.Text["type"] = "public"; *d = d.ForType() }},
	} {
		text := edited(t, test.text, "acme-dev", test.change)
		if !strings.Contains(text, test.want) || test.not != "" && strings.Contains(text, test.not) {
			t.Errorf("%s: it is written as\n%s", name, text)
		}
		d := &Document{Path: "/x/profiles.toml", text: test.text}
		draft, err := d.Draft("acme-dev")
		if lost := d.Losses("acme-dev", draft); err != nil || len(lost) > 0 {
			t.Errorf("%s: saving loses %v, %v", name, lost, err)
		}
	}
}
