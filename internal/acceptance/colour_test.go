package acceptance

import (
	"regexp"
	"testing"
)

// coloured finds a colour of text or ground: bold, faint and reverse are none.
var coloured = regexp.MustCompile(`\x1b\[(?:[0-9;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m`)

// --no-color and NO_COLOR, whatever its value, reach the workbench; a terminal that shows
// colours gets them without.
func TestNoColourReachesTheWorkbench(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args    []string
		env     string
		colours bool
	}{
		"neither":      {nil, "", true},
		"--no-color":   {[]string{"--no-color"}, "", false},
		"NO_COLOR=1":   {nil, "NO_COLOR=1", false},
		"NO_COLOR=yes": {nil, "NO_COLOR=yes", false},
		"NO_COLOR=":    {nil, "NO_COLOR=", true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			cmd := d.command(test.args...)
			if test.env != "" {
				cmd.Env = append(cmd.Env, test.env)
			}
			s := show(t, cmd, 80, 24)
			s.sees("acme-dev")
			s.types("?")
			s.sees("Keys")
			if found := coloured.FindString(s.Transcript()); (found != "") != test.colours {
				t.Errorf("the first colour is %q, want colours: %t", found, test.colours)
			}
		})
	}
}
