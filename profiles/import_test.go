package profiles_test

import (
	"strings"
	"testing"

	"zoauth/profiles"
)

func TestImport(t *testing.T) {
	for name, test := range map[string]struct{ text, from, id, secret, redirect, account string }{
		".env": {
			"# app\nZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug\nexport ZOOM_CLIENT_SECRET='a b#c'\nZOOM_REDIRECT_URI=\"https://a.example/cb\" # mine\nOTHER=1\n",
			"a .env file", "Zk3mQ8vTS2aXw1LrPbN0Ug", "a b#c", "https://a.example/cb", "",
		},
		"usual spellings": {
			"CLIENT_ID = id1\nclient_secret=s1 # comment\nREDIRECT_URL=https://x/\nACCOUNT_ID=acct", "a .env file", "id1", "s1", "https://x/", "acct",
		},
		"Postman": {
			`{"name":"Zoom","values":[{"key":"client_id","value":"id2","enabled":true},{"key":"Client-Secret","value":"s2"},{"key":"n","value":7}]}`,
			"a Postman environment", "id2", "s2", "", "",
		},
		"credentials tab": {
			"App Credentials\nDevelopment\n\nClient ID\nid3\n\nClient Secret\ns3\nCopy\nOAuth Redirect URL: https://y/cb\n", "the text of a credentials tab", "id3", "s3", "https://y/cb", "",
		},
	} {
		in, err := profiles.Import(test.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d := in.Draft
		if in.From != test.from || d.Text["client_id"] != test.id || d.Secret.Reveal() != test.secret || d.Text["redirect_uri"] != test.redirect || d.Text["account_id"] != test.account {
			t.Errorf("%s: %s %v, secret of %d", name, in.From, d.Text, d.Secret.Len())
		}
		if d.From != profiles.Paste {
			t.Errorf("%s: the secret is kept by %s", name, d.From)
		}
		if strings.Contains(strings.Join(in.Notes, " "), test.secret) {
			t.Errorf("S4: %s: a note holds the secret", name)
		}
	}
	if _, err := profiles.Import("the cat sat on the mat"); err == nil || !strings.Contains(err.Error(), "ZOOM_CLIENT_ID") {
		t.Errorf("nonsense: %v", err)
	}
}

// Any text is read without a panic, and no error or note quotes it.
func FuzzImport(f *testing.F) {
	f.Add("ZOOM_CLIENT_SECRET=canary")
	f.Add(`{"values":[{"key":"clientSecret","value":"canary"}]}`)
	f.Add("Client Secret\ncanary\nClient Secret:\n")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := profiles.Import(text)
		if err != nil {
			return
		}
		if s := in.Draft.Secret.Reveal(); len(s) > 8 && strings.Contains(strings.Join(in.Notes, "\n"), s) {
			t.Errorf("a note holds the secret")
		}
	})
}

// Editors of other systems begin a file with a mark, and a template has comments
// where values go.
func TestImportOddities(t *testing.T) {
	in, err := profiles.Import("\uFEFFZOOM_CLIENT_ID=Zk3mQ8vTS2aXw1LrPbN0Ug\r\nZOOM_CLIENT_SECRET=   # from the credentials tab\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := in.Draft.Text["client_id"]; got != "Zk3mQ8vTS2aXw1LrPbN0Ug" {
		t.Errorf("the client ID is %q", got)
	}
	if !in.Draft.Secret.IsZero() {
		t.Errorf("a comment of %d characters is the secret", in.Draft.Secret.Len())
	}
	in, err = profiles.Import("\uFEFF" + `{"values":[{"key":"client_id","value":"Zk3mQ8vTS2aXw1LrPbN0Ug"}]}`)
	if err != nil || in.Draft.Text["client_id"] == "" {
		t.Errorf("a Postman environment with a mark: %v", err)
	}
}
