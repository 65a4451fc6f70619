package acceptance

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/internal/testkit"
)

// closed runs a verb whose standard output, standard error or both are pipes that
// nobody reads any more. It returns what came on the other one, and the exit code.
func (d *desk) closed(out, err bool, args ...string) said {
	d.t.Helper()
	read, write, pipeErr := os.Pipe()
	if pipeErr != nil {
		d.t.Fatal(pipeErr)
	}
	_ = read.Close()
	defer func() { _ = write.Close() }()
	cmd := d.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if out {
		cmd.Stdout = write
	}
	if err {
		cmd.Stderr = write
	}
	end := cmd.Run()
	return said{stdout.String(), stderr.String(), code(end)}
}

// V1: a closed pipe changes neither the exit code nor what is said on the other one.
func TestClosedPipeEndsQuietlyV1(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	path := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, "[profiles.bad]\nclient_id = \n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"status"},
		{"status", "--json"},
		{"status", "acme-dev", "bad"},
		{"status", "bad", "--json"},
		{"status", "nobody"},
		{"profiles"},
		{"profiles", "--json"},
		{"paths"},
		{"paths", "--json"},
		{"version"},
		{"--help"},
		{"help", "token"},
		{"completion", "bash"},
		{"token", "acme-dev"},
		{"token", "bad"},
		{"probe", "acme-dev"},
		{"probe", "acme-dev", "--json"},
		{"refresh", "acme-dev"},
		{"refresh", "acme-dev", "--json"},
		{"history", "acme-dev"},
		{"history", "acme-dev", "--json"},
		{"export", "acme-dev", "--as", "har"},
		{"export", "acme-dev", "--as", "report"},
		{"export", "acme-dev", "--as", "xml"},
		{"doctor", "--offline"},
		{"doctor", "acme-dev", "--offline", "--json"},
		{"sandbox", "--fault", "list"},
		{"exec", "acme-dev", "--", "true"},
		{"tokn"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			open := d.run(args...)
			for _, which := range []struct{ out, err bool }{{true, false}, {false, true}, {true, true}} {
				got := d.closed(which.out, which.err, args...)
				if got.code != open.code {
					t.Errorf("closed %+v: exit code %d, not %d: %s", which, got.code, open.code, got.err)
				}
				if strings.Contains(got.err, "pipe") {
					t.Errorf("closed %+v: %s", which, got.err)
				}
			}
		})
	}
	d.isCurrent()
}

// V1: a refusal keeps its code, and a sandbox that nobody listens to ends.
func TestClosedPipeKeepsTheCodeV1(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, args := range [][]string{{"token", "acme-dev"}, {"probe", "acme-dev", "--json"}, {"revoke", "acme-dev", "--yes"}} {
		if got := d.closed(true, true, args...); got.code != 4 {
			t.Errorf("%v: %d, not 4", args, got.code)
		}
	}
	cmd := testkit.Command(d.Home, "sh", "-c", `"$0" status --json | head -0; "$0" token acme-dev 2>&1 | true; echo done`, binary)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if out, err := cmd.Output(); err != nil || string(out) != "done\n" || stderr.Len() > 0 {
		t.Errorf("%q, %q, %v", out, stderr.String(), err)
	}
}
