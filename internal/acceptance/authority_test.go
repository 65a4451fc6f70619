package acceptance

import (
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// N8: a certificate is trusted when the system, SSL_CERT_FILE or ca_file names its
// authority, and by nothing else. What fails before was not sent.
func TestAuthoritiesOfTheEnvironmentN8(t *testing.T) {
	t.Parallel()
	zoom := sandbox.New(sandbox.Options{Apps: []sandbox.App{{
		Name: "bot", Type: flow.Chatbot, ClientID: "Bo7tB9jHQ3eVf8NzAaG6Tw", ClientSecret: "sandboxBot0000000000000000000005", Scopes: []string{"imchat:bot"},
	}}})
	server := httptest.NewTLSServer(zoom.Handler())
	defer server.Close()
	home := t.TempDir()
	authority := filepath.Join(home, "ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	profile := fmt.Sprintf("[profiles.bot]\ntype = \"chatbot\"\nclient_id = \"Bo7tB9jHQ3eVf8NzAaG6Tw\"\nclient_secret = \"sandboxBot0000000000000000000005\"\noauth_url = %q\napi_url = %q\n", server.URL, server.URL)
	d := &desk{Desk: &testkit.Desk{Home: home, Server: zoom}, t: t}
	run := func(extra string, env ...string) said {
		t.Helper()
		file := filepath.Join(home, "profiles.toml")
		if err := os.WriteFile(file, []byte(profile+extra), 0o600); err != nil {
			t.Fatal(err)
		}
		return d.runIn(append(d.command().Env, env...), "--profiles", file, "token", "bot", "--min-ttl", "59m50s")
	}
	run("").is(t, "an unknown authority", 5, "", "was not sent: TLS handshake")
	if n := len(zoom.Journal()); n != 0 {
		t.Fatalf("N3: %d requests were sent", n)
	}
	run("", "SSL_CERT_FILE="+authority).is(t, "SSL_CERT_FILE", 0, ".", "")
	if err := os.RemoveAll(filepath.Join(home, ".local")); err != nil {
		t.Fatal(err)
	}
	run(fmt.Sprintf("ca_file = %q\n", authority)).is(t, "ca_file", 0, ".", "")
	if n := len(zoom.Journal()); n != 2 {
		t.Errorf("%d requests, want one for each token", n)
	}
	for _, flag := range strings.Fields(d.run("token", "--help").out) {
		if strings.Contains(flag, "insecure") || strings.Contains(flag, "verify") {
			t.Errorf("there is a switch %s", flag)
		}
	}
}
