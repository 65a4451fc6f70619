package acceptance

import (
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// While a request is under way, no verb calls it uncertain or unanswered, and none
// waits for it that only looks.
func TestRequestUnderWayIsNamedAsSuch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	saved := d.state().Token.AccessToken.Reveal()
	looks := [][]string{
		{"status"},
		{"status", "acme-dev", "--json"},
		{"doctor", "acme-dev", "--offline"},
		{"profiles"},
		{"history", "acme-dev"},
		{"token", "acme-dev"},
		{"exec", "acme-dev", "--", "echo", "done"},
	}
	said := map[string]said{}
	d.Server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() {
		for _, look := range looks {
			said[strings.Join(look, " ")] = d.run(look...)
		}
	}})
	d.run("refresh", "acme-dev").is(t, "the refresh", 0, "acme-dev: at:", "")
	if len(said) != len(looks) {
		t.Fatalf("%d verbs ran meanwhile", len(said))
	}
	for verb, s := range said {
		for _, word := range []string{"uncertain", "unanswered", "no answer", "no usable"} {
			if strings.Contains(s.out+s.err, word) {
				t.Errorf("%s says %q:\n%s%s", verb, word, s.out, s.err)
			}
		}
	}
	said["status"].is(t, "status", 0, "in flight", "")
	said["status acme-dev --json"].is(t, "status --json", 0, `"state":"valid","detail":"the refresh is under way"`, "")
	said["token acme-dev"].is(t, "token", 0, saved+"\n", "")
	said["exec acme-dev -- echo done"].is(t, "exec", 0, "done\n", "")
	d.run("status").is(t, "status afterwards", 0, "valid 59m", "")
}
