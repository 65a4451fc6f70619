package cli

import (
	"strings"
	"time"

	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// lineGap is how long nothing may follow an answer: what follows faster was pasted.
const lineGap = 100 * time.Millisecond

// question asks at the terminal and returns the line that was typed after it was
// printed, without blanks around it. What was typed before is no answer, and
// neither is the first line of a paste of several: both are dropped, so that no
// paste confirms what nobody read.
func (p *program) question(text safe.Text) string {
	fd := int(p.In.Fd())
	terminal.DropInput(fd)
	p.Ask(text)
	line := make([]byte, 4<<10) // a terminal hands over one line at a time
	n, err := p.In.Read(line)
	if err != nil {
		return ""
	}
	if terminal.HasInput(fd, lineGap) {
		terminal.DropInput(fd)
		p.Show(safe.Const("Several lines arrived at once, as in a paste: that does not count as an answer."))
		return ""
	}
	return strings.TrimSpace(string(line[:n]))
}
