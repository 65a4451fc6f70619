package cli

import (
	"bytes"
	"io"
	"strings"
	"time"

	"zoauth/internal/terminal"
)

const (
	// settled is how long standard input has to be quiet before what came is judged:
	// a terminal hands a wrapped address over line by line.
	settled = 150 * time.Millisecond
	// maxLine is the longest line that is kept, in bytes; a longer one is forgotten.
	maxLine = 64 << 10
	// maxLines is how many lines of one burst are kept: the last ones.
	maxLines = 256
)

// burst is what came on standard input at once.
type burst struct {
	lines   []string
	since   time.Time // when its first byte was read
	tooLong bool      // a line was forgotten
}

func (b burst) text() string { return strings.Join(b.lines, "\n") }

// chunk is what one read gave.
type chunk struct {
	bytes []byte
	at    time.Time
}

// gatherer makes bursts of chunks.
type gatherer struct {
	burst
	keys  bool   // the input is a terminal that is not read line by line
	line  []byte // the last line, whose end has not come
	skips bool   // the last line is too long
}

// readChunks reads in until it ends. A read from a terminal cannot be taken back: it
// goes on until the process ends.
func readChunks(in io.Reader, to chan<- chunk) {
	defer close(to)
	buf := make([]byte, 32<<10)
	for {
		n, err := in.Read(buf)
		if n > 0 {
			to <- chunk{bytes.Clone(buf[:n]), time.Now()}
		}
		if err != nil {
			return
		}
	}
}

// linesAtOnce reads a terminal until a line has ended that no other follows at once.
func linesAtOnce(in io.Reader, fd int) []string {
	g := gatherer{keys: true}
	buf := make([]byte, 32<<10)
	for {
		n, err := in.Read(buf)
		if err != nil || !g.add(chunk{buf[:n], time.Now()}) {
			break
		}
		ended := buf[n-1] == '\n' || buf[n-1] == '\r'
		if ended && !terminal.HasInput(fd, settled) {
			break
		}
	}
	g.endLine()
	return g.lines
}

// gather hands out what came since it was last quiet, once all of its lines have
// ended, and at the end of the input whatever is there. keys says that the input is
// a terminal that is not read line by line.
func gather(from <-chan chunk, to chan<- burst, keys bool) {
	defer close(to)
	g := gatherer{keys: keys}
	var quiet <-chan time.Time
	for {
		select {
		case c, open := <-from:
			if !open || !g.add(c) {
				g.endLine()
				g.hand(to)
				return
			}
			quiet = time.After(settled)
		case <-quiet:
			if len(g.line) == 0 && !g.skips {
				g.hand(to)
			}
		}
	}
}

func (g *gatherer) hand(to chan<- burst) {
	if len(g.lines) > 0 || g.tooLong {
		to <- g.burst
	}
	g.burst = burst{}
}

// add takes a chunk; it reports whether the input goes on.
func (g *gatherer) add(c chunk) bool {
	if g.since.IsZero() {
		g.since = c.at
	}
	for _, b := range c.bytes {
		switch {
		case g.keys && b == keyEnd && len(g.line) == 0 && !g.skips:
			return false
		case b == '\n' || b == '\r' || g.keys && b == keyEnd:
			g.endLine()
		case g.keys && b == keyBackspace:
			g.line = g.line[:max(0, len(g.line)-1)]
		case g.keys && b == keyClear:
			g.line, g.skips = nil, false
		case len(g.line) == maxLine:
			g.line, g.skips = nil, true
		case !g.skips:
			g.line = append(g.line, b)
		}
	}
	return true
}

// The keys that edit a line where the terminal does not.
const (
	keyEnd       = 0x04 // ctrl+d
	keyBackspace = 0x7f
	keyClear     = 0x15 // ctrl+u
)

func (g *gatherer) endLine() {
	switch {
	case g.skips:
		g.tooLong = true
	case len(bytes.TrimSpace(g.line)) > 0:
		g.lines = append(g.lines, string(g.line))
		g.lines = g.lines[max(0, len(g.lines)-maxLines):]
	}
	g.line, g.skips = g.line[:0], false
}
