package profiles_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// spoken is what a face shows of the profile file with these lines: its problems, and
// where each profile keeps its secret.
func spoken(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "profiles.toml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var r flow.Redactor
	w, err := profiles.Opening{Redactor: &r}.Open(profiles.Paths{Config: config, State: dir})
	said := fmt.Sprint(err)
	if w != nil {
		for _, app := range w.Apps {
			_, err := app.Secret.Secret(t.Context())
			said += fmt.Sprint("\n", app.Secret.Describe(), "\n", app.ClientID, "\n", err)
		}
	}
	return strings.ReplaceAll(r.Redact(said), dir, "")
}

// A secret that a person pasted in the place of its name, its file, its command or a word
// is repeated nowhere (P5).
func TestMisplacedSecretsAreMaskedP5(t *testing.T) {
	for _, secret := range []string{
		"J7qRt2WzX9pLk4VbN8sHc5DfG1mYx3Ta", "abcdEFGHijklMNOPqrstUVWXyz012345", "obBEe8ewaL_KdYKjnimT4KPd8KKdQt9F",
		"0f3c9a1e5b7d2846a0c1e3f5b7d90246", `pL#9w+=xQ<z>k%7E&$(id)Tv`,
	} {
		q := strconv.Quote(secret)
		for _, line := range []string{
			"client_secret_env = " + q, "client_secret_env = " + strconv.Quote("ZOOM_SECRET="+secret), "client_secret_file = " + q, "client_secret_file = " + strconv.Quote("~/"+secret),
			"client_secret_command = [" + q + "]", "client_secret_command = " + q, `client_secret_command = ["false", ` + strconv.Quote("--secret="+secret) + "]",
			`client_secret_env = "S"` + "\ntype = " + q, `client_secret_env = "S"` + "\nenvironment = " + q, `client_secret_env = "S"` + "\ncloud = " + q,
			`client_secret_env = "S"` + "\nca_file = " + q, `client_secret_env = "S"` + "\n" + q + " = 1", "client_secret = [" + q + "]",
			`client_secret_env = "S"` + "\n[profiles." + q + "]\n", `client_secret_env = "S"` + "\n[" + q + "]\n",
		} {
			text := strings.Replace(good, `client_secret_env = "S"`, line, 1)
			for _, text := range []string{text, "default = " + q + "\n" + text} {
				said := spoken(t, text)
				for i := range len(secret) - 11 {
					if strings.Contains(said, secret[i:i+12]) {
						t.Errorf("%s: %q", line, said)
						break
					}
				}
			}
		}
	}
}

// What is no secret stays, and so does an ID (P5).
func TestNamesStayP5(t *testing.T) {
	for line, want := range map[string]string{
		`client_secret_env = "ACME_ZOOM_SECRET_2"`:                                                  "ACME_ZOOM_SECRET_2",
		`client_secret_env = "AcmeProdZoomSecret2"`:                                                 "AcmeProdZoomSecret2",
		`client_secret_file = "secrets/Acme-Prod-2026.secret"`:                                      "secrets/Acme-Prod-2026.secret",
		`client_secret_file = "~/.config/zoom/acme_prod_eu1"`:                                       "/.config/zoom/acme_prod_eu1",
		`client_secret_command = ["false", "op://Private/Zoom Acme 2026/client secret"]`:            "op://Private/Zoom Acme 2026/client secret",
		`client_secret_command = ["sh", "-c", "test \"$ACME_SECRET1\" = 2 && cat <x|Tr a"]`:         `test "$ACME_SECRET1" = 2 && cat <x|Tr a`,
		`client_secret_env = "S"` + "\ntype = \"Server-to-Server OAuth 2.0\"":                       "Server-to-Server OAuth 2.0",
		`client_secret_env = "Zk3mQ8vTS2aXw1LrPbN0Ug"` + "\nclient_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\"": "Zk3mQ8vTS2aXw1LrPbN0Ug",
	} {
		text := strings.Replace(good, `client_secret_env = "S"`, line, 1)
		if strings.Contains(line, "client_id") {
			text = strings.Replace(text, `client_id = "id"`+"\n", "", 1)
		}
		if said := spoken(t, text); !strings.Contains(said, want) {
			t.Errorf("%s: %q", line, said)
		}
	}
}

// A complaint is whole, and without what the command printed, however its lines begin
// (S4).
func TestComplaintIsNotCutS4(t *testing.T) {
	for script, want := range map[string]string{
		`echo abcd; echo abcdSECRETREST; echo "bad: abcdSECRETREST" >&2; exit 1`:                     `"bad: …"`,
		`printf '%s' "$(head -c 190 /dev/zero | tr '\0' x)"' q8Zk3mW7vTS2aXw1LrPbN0Ug' >&2; exit 1`:  "q8Zk3mW7vTS2aXw1LrPbN0Ug\"",
		`printf '%s' "$(head -c 4090 /dev/zero | tr '\0' x)"' q8Zk3mW7vTS2aXw1LrPbN0Ug' >&2; exit 1`: `xx …"`,
		`printf '%s' "$(head -c 5000 /dev/zero | tr '\0' x)" >&2; exit 1`:                            `exited with code 1: "…"`,
	} {
		_, err := source(t, t.TempDir(), `client_secret_command = ["sh", "-c", `+strconv.Quote(script)+`]`).Secret(t.Context())
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v", script, err)
		}
	}
}
