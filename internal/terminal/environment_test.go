package terminal_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/internal/terminal"
)

func TestDetect(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  string // NAME=value, parted by blanks
		want terminal.Environment
	}{
		{"nothing set", "", terminal.Environment{Dumb: true, ASCII: true, EightBit: true}},
		{"local", "TERM=xterm-256color LANG=en_US.UTF-8 HOME=/home/jane", terminal.Environment{Home: "/home/jane"}},
		{"SSH", "TERM=xterm LANG=C.UTF-8 SSH_CONNECTION=10.0.0.1_5_10.0.0.2_22", terminal.Environment{SSH: true}},
		{"SSH by its terminal", "TERM=xterm LANG=C.utf8 SSH_TTY=/dev/pts/3", terminal.Environment{SSH: true}},
		{"progress over SSH", "TERM=xterm-ghostty LANG=C.UTF-8 SSH_TTY=/dev/pts/3", terminal.Environment{SSH: true, Progress: true}},
		{"no progress inside tmux", "TERM=tmux LANG=C.UTF-8 TMUX=/tmp/x,1,0 WT_SESSION=1", terminal.Environment{Tmux: true}},
		{"tmux", "TERM=screen-256color LANG=C.UTF-8 TMUX=/tmp/tmux-0/default,1,0", terminal.Environment{Tmux: true}},
		{"screen", "TERM=xterm LANG=C.UTF-8 STY=1.pts-0.dev1", terminal.Environment{Screen: true}},
		{"screen by TERM", "TERM=screen LANG=C.UTF-8", terminal.Environment{Screen: true}},
		{"tmux in screen", "TERM=screen LANG=C.UTF-8 STY=1.x TMUX=/tmp/x,1,0", terminal.Environment{Screen: true, Tmux: true}},
		{"dumb", "TERM=dumb LANG=C.UTF-8", terminal.Environment{Dumb: true}},
		{"Latin-1", "TERM=xterm LANG=de_DE.ISO-8859-1", terminal.Environment{ASCII: true, EightBit: true}},
		{"POSIX", "TERM=xterm LANG=POSIX", terminal.Environment{ASCII: true, EightBit: true}},
		{"LC_ALL counts first", "TERM=xterm LC_ALL=C LC_CTYPE=C.UTF-8 LANG=C.UTF-8", terminal.Environment{ASCII: true, EightBit: true}},
		{"LC_CTYPE counts before LANG", "TERM=xterm LC_CTYPE=UTF-8 LANG=C", terminal.Environment{}},
		{"East Asian", "TERM=xterm LANG=ja_JP.UTF-8", terminal.Environment{ASCII: true}},
		{"East Asian without a country", "TERM=xterm LANG=zh.utf8", terminal.Environment{ASCII: true}},
		{"no East Asian language", "TERM=xterm LANG=kok_IN.UTF-8", terminal.Environment{}},
		{"by wish", "TERM=xterm LANG=C.UTF-8 ZOAUTH_ASCII=1", terminal.Environment{ASCII: true}},
		{"wish of no", "TERM=xterm LANG=C.UTF-8 ZOAUTH_ASCII=0", terminal.Environment{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			vars := map[string]string{}
			for pair := range strings.FieldsSeq(tt.env) {
				name, value, _ := strings.Cut(pair, "=")
				vars[name] = value
			}
			tt.want.Host = "dev1"
			got := terminal.Detect(func(name string) string { return vars[name] }, "dev1")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Literals on both sides, one port of the browser's choice.
func TestTunnelLine(t *testing.T) {
	type forwards = []terminal.Forward
	for _, tt := range []struct {
		name, host string
		forwards   forwards
		want       string
	}{
		{"same port", "dev1", forwards{{To: "127.0.0.1:8976"}}, "ssh -N -L 127.0.0.1:8976:127.0.0.1:8976 dev1"},
		{"other port in the browser", "jane@dev1", forwards{{Local: "8085", To: "127.0.0.1:8976"}}, "ssh -N -L 127.0.0.1:8085:127.0.0.1:8976 jane@dev1"},
		{"localhost is no literal", "dev1", forwards{{To: "localhost:8976"}}, "ssh -N -L 127.0.0.1:8976:127.0.0.1:8976 dev1"},
		{"no host", "dev1", forwards{{To: ":8976"}}, "ssh -N -L 127.0.0.1:8976:127.0.0.1:8976 dev1"},
		{"IPv6", "dev1", forwards{{To: "[::1]:8976"}}, "ssh -N -L '127.0.0.1:8976:[::1]:8976' dev1"},
		{"two", "dev1", forwards{{To: "127.0.0.1:1"}, {To: "127.0.0.1:2"}}, "ssh -N -L 127.0.0.1:1:127.0.0.1:1 -L 127.0.0.1:2:127.0.0.1:2 dev1"},
		{"paste only", "dev1", forwards{{To: ""}}, "ssh -N dev1"},
		{"unknown host", "", forwards{{To: "127.0.0.1:1"}}, "ssh -N -L 127.0.0.1:1:127.0.0.1:1 HOST"},
		{"an option instead of a host", "-oProxyCommand=id", forwards{{To: "127.0.0.1:1"}}, "ssh -N -L 127.0.0.1:1:127.0.0.1:1 HOST"},
		{"a command instead of a host", "dev1;id", forwards{{To: "127.0.0.1:1"}}, "ssh -N -L 127.0.0.1:1:127.0.0.1:1 'dev1;id'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := terminal.TunnelLine(tt.host, tt.forwards...); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A real sh must read back what ShellQuote was given, as one word.
func TestShellQuoteThroughSh(t *testing.T) {
	words := []string{
		"", "plain", "a b", "it's", "''", `"`, `\`, `\'`, "$HOME", "$(id)", "`id`", "a;b", "a&b", "a|b", "<>", "*", "~", "#x",
		"!x", "a\nb\n", "\t", "-n", "=ls", "A=b", "{a,b}", "東京", "\x01\x7f\xff", "https://zoom.us/oauth/authorize?a=b&c=d%20e",
	}
	for _, word := range words {
		out, err := exec.Command("sh", "-c", "printf '%s|' "+terminal.ShellQuote(word)).Output()
		if err != nil {
			t.Fatalf("%q: %v", word, err)
		}
		if string(out) != word+"|" {
			t.Errorf("%q came back as %q", word, out)
		}
	}
}
