package profiles_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow/recognize"
	"zoauth/profiles"
)

// importCase is a text with the drafts that can be written, in order, and words of what
// is left out.
type importCase struct {
	ID      string              `json:"id"`
	Input   string              `json:"input"`
	Drafts  []map[string]string `json:"drafts"`
	LeftOut []string            `json:"left_out"`
}

func importCases(t *testing.T, file string) []importCase {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []importCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// Texts of public reports and of everyday practice: each draft that can be written has
// exactly the values that the text has, and what is doubtful is named and not taken.
func TestImport(t *testing.T) {
	files, err := filepath.Glob("testdata/import*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, test := range importCases(t, file) {
			t.Run(test.ID, func(t *testing.T) {
				in := new(profiles.Document).Import(recognize.Read(test.Input), "")
				var taken []map[string]string
				for _, one := range in.Drafts {
					if one.Doubts == nil {
						taken = append(taken, values(one.Draft))
					}
				}
				if len(taken) != len(test.Drafts) {
					t.Fatalf("%d drafts, want %d: %v, left out %v", len(taken), len(test.Drafts), taken, in.LeftOut)
				}
				for i, want := range test.Drafts {
					for _, key := range []string{"client_id", "client_secret", "account_id", "redirect_uri", "client_secret_env", "client_secret_command"} {
						if taken[i][key] != want[key] {
							t.Errorf("%s is %q, want %q", key, taken[i][key], want[key])
						}
					}
					for key, value := range want {
						if taken[i][key] != value {
							t.Errorf("%s is %q, want %q", key, taken[i][key], value)
						}
					}
				}
				for _, words := range test.LeftOut {
					if !strings.Contains(said(in), words) {
						t.Errorf("nothing says %q: %v", words, in.LeftOut)
					}
				}
				quotesNoSecret(t, in)
			})
		}
	}
}

func values(d profiles.Draft) map[string]string {
	v := map[string]string{
		"name": d.Name, "type": d.Get("type"), "environment": d.Get("environment"), "client_secret": d.Secret.Reveal(),
		"client_secret_command": strings.Join(d.Command, " "),
	}
	for _, key := range []string{"client_id", "account_id", "redirect_uri", "client_secret_env"} {
		v[key] = d.Text[key]
	}
	return v
}

func said(in profiles.Import) string {
	var b strings.Builder
	for _, left := range in.LeftOut {
		b.WriteString(left.Why + "\n")
	}
	return b.String()
}

// quotesNoSecret holds S4 for what is said of a text.
func quotesNoSecret(t *testing.T, in profiles.Import) {
	t.Helper()
	for _, one := range in.Drafts {
		if secret := one.Draft.Secret.Reveal(); len(secret) > 8 && strings.Contains(said(in), secret) {
			t.Error("S4: what was left out is said with the secret")
		}
	}
	for _, left := range in.LeftOut {
		if left.Line < 1 {
			t.Errorf("line %d: %s", left.Line, left.Why)
		}
	}
}

const oneApp = "ZOOM_CLIENT_ID=Fw7pXc3nTq2LmRv9YbKdZs\nZOOM_CLIENT_SECRET=uN4eH8sWq2Zx6VbT1mKc9RdL3gPyJf07\n"

// A profile that is there is never changed: one with the same client ID, or the name
// that was asked for, is left out; a name of ours gets a number.
func TestImportBesideExistingProfiles(t *testing.T) {
	path := t.TempDir() + "/profiles.toml"
	file := "[profiles.zoom]\nclient_id = \"another\"\nclient_secret_env = \"X\"\nredirect_uri = \"\"\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	document, err := profiles.OpenDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	found := recognize.Read(oneApp)
	if in := document.Import(found, ""); in.Drafts[0].Draft.Name != "zoom-2" || in.Drafts[0].Doubts != nil {
		t.Errorf("another app has our name: %s %v", in.Drafts[0].Draft.Name, in.Drafts[0].Doubts)
	}
	if in := document.Import(found, "zoom"); in.Drafts[0].Doubts == nil {
		t.Error("the name that was asked for is taken and the draft is not left out")
	}
	if in := document.Import(found, "acme"); in.Drafts[0].Draft.Name != "acme" || in.Drafts[0].Doubts != nil {
		t.Errorf("a name of one's own: %s %v", in.Drafts[0].Draft.Name, in.Drafts[0].Doubts)
	}
	saved, err := document.Save(t.Context(), "", document.Import(found, "acme").Drafts[0].Draft)
	if err != nil {
		t.Fatal(err)
	}
	if in := saved.Document.Import(found, ""); in.Drafts[0].Doubts == nil || !strings.Contains(said(in), "acme") {
		t.Errorf("the same client ID once more: %v", in.LeftOut)
	}
}

// Any text is read without a panic, and nothing that is said of it quotes the secret.
func FuzzImport(f *testing.F) {
	f.Add("ZOOM_CLIENT_SECRET=canary-of-the-secret")
	f.Add(`{"values":[{"key":"clientSecret","value":"canary-of-the-secret"}]}`)
	f.Add("Client Secret\ncanary-of-the-secret\nClient Secret:\n")
	f.Add(`{"a":"client_secret='canary-of-the-secret' "}`)
	f.Fuzz(func(t *testing.T, text string) {
		quotesNoSecret(t, new(profiles.Document).Import(recognize.Read(text), ""))
	})
}
