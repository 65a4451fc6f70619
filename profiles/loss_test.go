package profiles

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
)

// What a form cannot show is named before it is lost.
func TestLossesOfASave(t *testing.T) {
	const general = `[profiles.a]
client_id = "id"
redirect_uri = "https://acme.example/cb"
client_secret_file = "secrets/a"
`
	for _, test := range []struct {
		name, file string
		change     func(*Draft)
		want       map[string]string
	}{
		{"nothing", general, func(*Draft) {}, nil},
		{"what the person took out", general + "ssh_host = \"h\"\n", func(d *Draft) { d.Text["ssh_host"] = "" }, nil},
		{"a number", general + "listen = 8976\n", func(*Draft) {}, map[string]string{"listen": "it is not a string"}},
		{"a number that the person replaced", general + "listen = 8976\n", func(d *Draft) { d.Text["listen"] = "127.0.0.1:8976" }, nil},
		{"a list with a number", general + "scopes = [\"a\", 3]\n", func(*Draft) {}, map[string]string{"scopes": "it is not a list of strings"}},
		{"no use", general + "account_id = \"x\"\n", func(*Draft) {}, map[string]string{"account_id": "a general app does not use it"}},
		{"no use since the type changed", general, func(d *Draft) { d.Text["type"] = "public" }, map[string]string{"client_secret_file": "a public app does not use it"}},
		{"two sources", general + "client_secret_env = \"X\"\n", func(*Draft) {}, map[string]string{"client_secret_env": "a client secret has one source"}},
		{"another source", general, func(d *Draft) { d.From, d.Command = Command, []string{"pass"} }, nil},
		{"a command that is no list", "[profiles.a]\nclient_id = \"id\"\nclient_secret_command = \"pass show\"\n", func(d *Draft) { d.From, d.Secret = Paste, flow.NewSecret(flow.KindClientSecret, "pasted") }, map[string]string{"client_secret_command": "it is not a list of strings"}},
		{"a default is written out", general + "type = \"general\"\nenvironment = \"development\"\n", func(*Draft) {}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &Document{Path: "/x/profiles.toml", text: test.file}
			draft, err := d.Draft("a")
			if err != nil {
				t.Fatal(err)
			}
			test.change(&draft)
			var got map[string]string
			for _, p := range d.Losses("a", draft) {
				if got == nil {
					got = map[string]string{}
				}
				got[p.Key] = p.Text
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
