package profiles_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// siteOver loads a profile file with one secret in a file and looks from acme-dev.
func siteOver(t *testing.T, redirect string) (profiles.Site, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"profiles.toml": `[profiles.acme-dev]
client_id = "Zk3mQ8vTS2aXw1LrPbN0Ug"
client_secret_file = "secret"
redirect_uri = "` + redirect + `"
[profiles.acme-prod]
environment = "production"
client_id = "Pq7xW2nKR5uYc4MsDdV9Jg"
client_secret_file = "secret"
redirect_uri = "https://acme.example/callback"
[profiles.other]
client_id = "Rw81nTqYQ0iB7sXcJ4mLzA"
client_secret_command = ["sh", "-c", "touch ran; echo x"]
redirect_uri = "https://acme.example/callback"
`, "secret": "not-a-real-client-secret-00000001\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(dir, "profiles.toml")
	file, err := profiles.Load(config)
	if err != nil {
		t.Fatal(err)
	}
	app, _ := file.App("acme-dev")
	return profiles.Site{App: app, Apps: file.Apps, Port: true, Paths: profiles.Paths{Config: config, State: filepath.Join(dir, "state")}}, dir
}

// A sound site has no fault, and its look runs no command and makes no file.
func TestSiteOfASoundProfile(t *testing.T) {
	site, dir := siteOver(t, "https://acme.example/callback")
	facts := site.Facts(t.Context())
	if len(facts.Files) != 0 || facts.PortErr+facts.CAErr+facts.CertErr+facts.ProxyErr != "" {
		t.Errorf("%+v", facts)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("the neighbour's secret command was run")
	}
	if _, err := os.Stat(filepath.Join(dir, "state")); err == nil {
		t.Error("the state directory was made")
	}
	if len(facts.Others) != 2 || facts.Others[1].Command == "" || facts.Others[1].Digest != "" {
		t.Errorf("the neighbours are %+v", facts.Others)
	}
}

func TestSiteKnowsTheSecretOfThePair(t *testing.T) {
	site, _ := siteOver(t, "https://acme.example/callback")
	secret, shape := site.Secret(t.Context())
	if shape.Digest != site.Facts(t.Context()).Others[0].Digest || shape.Digest != secret.Digest() || !shape.Known {
		t.Errorf("%+v", shape)
	}
}

func TestSiteTellsWhyASecretCannotBeRead(t *testing.T) {
	site, dir := siteOver(t, "https://acme.example/callback")
	if err := os.Chmod(filepath.Join(dir, "secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, shape := site.Secret(t.Context()); shape.Known || !strings.Contains(shape.Err, "chmod 600") {
		t.Errorf("%+v", shape)
	}
}

// Each file that a step would refuse is named with its repair.
func TestSiteNamesOpenFiles(t *testing.T) {
	site, dir := siteOver(t, "https://acme.example/callback")
	tokens := filepath.Join(dir, "state", "tokens")
	if err := os.MkdirAll(tokens, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		bad  os.FileMode
		good os.FileMode
	}{
		{filepath.Join(dir, "profiles.toml"), 0o622, 0o600},
		{filepath.Join(dir, "state"), 0o755, 0o700},
		{tokens, 0o750, 0o700},
		{filepath.Join(tokens, "acme-dev.json"), 0o644, 0o600},
	} {
		if _, err := os.Stat(test.path); err != nil {
			if err := os.WriteFile(test.path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(test.path, test.bad); err != nil {
			t.Fatal(err)
		}
		faults := site.Facts(t.Context()).Files
		if len(faults) != 1 || faults[0].Path != test.path || !strings.Contains(faults[0].Repair, "chmod") {
			t.Errorf("%s: %+v", test.path, faults)
		}
		if err := os.Chmod(test.path, test.good); err != nil {
			t.Fatal(err)
		}
	}
	if faults := site.Facts(t.Context()).Files; len(faults) != 0 {
		t.Errorf("%+v", faults)
	}
}

// The port is tried only where that is asked for, and let go again.
func TestSiteTriesThePort(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := held.Addr().String()
	site, _ := siteOver(t, "http://"+address+"/callback")
	if err := site.Facts(t.Context()).PortErr; !strings.Contains(err, flow.ErrPortInUse.Error()) {
		t.Errorf("%q", err)
	}
	site.Port = false
	if err := site.Facts(t.Context()).PortErr; err != "" {
		t.Errorf("%q", err)
	}
	_ = held.Close()
	site.Port = true
	if err := site.Facts(t.Context()).PortErr; err != "" {
		t.Errorf("%q", err)
	}
	again, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}
