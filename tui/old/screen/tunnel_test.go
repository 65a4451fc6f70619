package screen

import (
	"os/exec"
	"strings"
	"testing"

	"zoauth/internal/terminal"
)

// A shell takes the broken rows as the one command that they are.
func TestShellRowsAreOneCommand(t *testing.T) {
	forwards := []terminal.Forward{{Local: "8976", To: "127.0.0.1:50001"}, {To: "[::1]:46549"}}
	for _, host := range []string{"dev1", "jane@build-host.acme.example", "odd host; rm -rf x", "-oProxyCommand=x", "it's"} {
		whole := terminal.TunnelLine(host, forwards...)
		for _, w := range []int{40, 58, 69, 200} {
			rows := shellRows(whole, w)
			script := func(command string) string {
				out, err := exec.Command("sh", "-c", "ssh() { printf '%s|' \"$@\"; }\n"+command).CombinedOutput()
				if err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				return string(out)
			}
			if got, want := script(strings.Join(rows, "\n")), script(whole); got != want || !strings.Contains(got, "-L|127.0.0.1:8976:127.0.0.1:50001|") {
				t.Errorf("host %q, %d cells: %q, want %q", host, w, got, want)
			}
		}
	}
}
