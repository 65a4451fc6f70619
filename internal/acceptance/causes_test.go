package acceptance

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zoauth/flow/diagnose"
)

// Every verb that fails names its cause, also where it was called in a way that it does
// not take, and where it found nothing in what it was given. Standard input is a
// response of another provider.
func TestEveryFailingVerbNamesItsCause(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	credentials := filepath.Join(d.Home, "held.env")
	if err := os.WriteFile(credentials, []byte("ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_SECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.run("import", credentials, "--name", "held").is(t, "import", 0, "held", "")
	const foreign = `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`
	for line, want := range map[string]string{
		"bogus": "command-line", "token --bogus": "command-line", "refresh": "command-line", "refresh a b": "command-line",
		"export acme-dev --as xml": "command-line", "history acme-dev --last 0": "command-line", "sandbox --fault bogus": "command-line",
		"completion tcsh": "command-line", "help bogus": "command-line", "exec acme-dev": "command-line", "profiles a b": "command-line",
		"version x": "command-line", "adopt acme-dev --dry-run": "command-line", "explain a --list": "command-line",
		"": "no-terminal", "demo": "no-terminal",
		"explain client_secret=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2": "secret-in-arguments",
		"explain the weather is fine":                            "text-not-known",
		"import":                                                 "text-not-known",
		"adopt acme-dev --replace":                               "text-not-known",
		"explain":                                                "text-not-zoom",
		"import " + credentials:                                  "profile-exists",
		"explain --file /no/such":                                "file-unusable",
		"import /no/such":                                        "file-unusable",
		"status nobody":                                          "profile-file-invalid",
		"export acme-dev --as curl 99":                           "request-not-kept",
		"token acme-dev --min-ttl 61m":                           "lifetime-too-long",
		"exec acme-dev -- no-such-program":                       "program-not-started",
	} {
		got := d.fed(foreign, strings.Fields(line)...)
		cause := causeLine.FindStringSubmatch(got.err)
		if got.code == 0 || cause == nil || cause[1] != want || !strings.Contains(got.err, "hint: ") {
			t.Errorf("zoauth %s: code %d, cause %q, want %q\n%s", line, got.code, cause, want, got.err)
		}
		if _, known := diagnose.Find(want); !known {
			t.Errorf("the catalogue has no cause %q", want)
		}
	}
}

var causeLine = regexp.MustCompile(`(?m)^cause: (\S+)$`)
