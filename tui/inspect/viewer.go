package inspect

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/widget"
)

// The views of a trace.
const (
	pretty = iota
	raw
	headers
	request
)

var viewNames = []string{"pretty", "raw", "headers", "request"}

// Viewer shows one trace in views. The zero value shows nothing.
type Viewer struct {
	trace  flow.Trace
	view   int
	window window
	lines  [4][]string // per view, not cleaned yet; nil: not made yet
	height int
	folded bool // the last drawing broke lines that were too long
}

// Show takes a trace over; the scroll position stays when it is the same trace.
func (v *Viewer) Show(t flow.Trace) {
	if t.ID != "" && t.ID == v.trace.ID {
		return
	}
	*v = Viewer{trace: t}
}

// NextView and PrevView go round the views.
func (v *Viewer) NextView() { v.turn(1) }

// PrevView goes to the view before.
func (v *Viewer) PrevView() { v.turn(len(viewNames) - 1) }

func (v *Viewer) turn(by int) {
	v.view = (v.view + by) % len(viewNames)
	v.window = window{}
}

// Move scrolls by rows.
func (v *Viewer) Move(delta int) { v.window.top += delta }

// Page scrolls by screens.
func (v *Viewer) Page(delta int) { v.window.top += delta * max(1, v.height-1) }

// Top scrolls to the start.
func (v *Viewer) Top() { v.window.top = 0 }

// Bottom scrolls to the end.
func (v *Viewer) Bottom() { v.window.top = 1 << 30 }

// Sideways scrolls by cells.
func (v *Viewer) Sideways(delta int) { v.window.left = max(0, v.window.left+delta) }

// Tabs names the views, in a narrow pane the shown one alone, and where the
// window is when not all fits.
func (v *Viewer) Tabs(c Context) string {
	tabs := c.tabs(viewNames, v.view)
	if c.Narrow {
		tabs = viewNames[v.view]
	}
	if n := len(v.content()); v.height > 0 && n > v.height && !v.folded {
		tabs += c.Theme.Muted.Render(fmt.Sprintf("  %d–%d of %d", v.window.top+1, min(n, v.window.top+v.height), n))
	}
	return tabs
}

// content makes the lines of the current view once.
func (v *Viewer) content() []string {
	if v.lines[v.view] == nil {
		v.lines[v.view] = v.make()
	}
	return v.lines[v.view]
}

func (v *Viewer) make() []string {
	switch v.view {
	case pretty:
		return v.pretty()
	case raw:
		return rawLines(v.trace.Received)
	case headers:
		return headerLines(v.trace.Response)
	default:
		return rawLines(v.trace.Sent)
	}
}

func (v *Viewer) pretty() []string {
	r := v.trace.Response
	switch {
	case r == nil:
		return []string{"No answer was read."}
	case len(r.Body) == 0:
		return []string{"The body is empty."}
	}
	if lines, ok := prettyJSON(r.Body); ok {
		return lines
	}
	head := "This is no JSON: " + r.Header.Get("Content-Type")
	if !utf8.Valid(r.Body) {
		head = fmt.Sprintf("%d bytes that are no text", len(r.Body))
	}
	return append([]string{head, ""}, rawLines(r.Body)...)
}

// rawLines parts bytes at line ends, without changing them otherwise.
func rawLines(b []byte) []string {
	if len(b) == 0 {
		return []string{"Nothing."}
	}
	return strings.Split(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")
}

func headerLines(r *flow.Response) []string {
	if r == nil {
		return []string{"No answer was read."}
	}
	lines := []string{fmt.Sprintf("%s %d %s", r.Proto, r.Status, r.Reason)}
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Header[http.CanonicalHeaderKey(name)] {
			lines = append(lines, name+": "+value)
		}
	}
	return lines
}

// Lines draws at most h rows of w cells; only what is visible is cleaned.
func (v *Viewer) Lines(c Context, w, h int) []string {
	v.height = h
	if v.folds() {
		return v.foldedLines(c, w, h)
	}
	content := v.content()
	v.window.clamp(len(content), h)
	var out []string
	for _, line := range content[v.window.top:min(len(content), v.window.top+h)] {
		clean := v.style(c, c.Clean.Whole(visible(line, v.window.left, w)).String())
		out = append(out, fit(c.gutter()+ansi.Cut(clean, v.window.left, v.window.left+w), w))
	}
	return out
}

// visible cuts a very long line before it is cleaned: cleaning it all would
// take longer than a frame. What is kept behind the window is as long as the
// longest token, so that no visible one is cut and missed by the redactor.
func visible(line string, left, w int) string {
	const most = 16 << 10
	end := left + 4*w + most
	if len(line) <= end {
		return line
	}
	return line[:end]
}

// style colours what is already clean: JSON in the pretty view, header names.
func (v *Viewer) style(c Context, line string) string {
	switch v.view {
	case pretty:
		return colourJSON(c, line)
	case headers:
		if name, value, found := strings.Cut(line, ": "); found {
			return c.Theme.Muted.Render(name+":") + " " + value
		}
	}
	return line
}

// maxFolded is how many lines are folded at most; longer answers scroll sideways.
const maxFolded = 400

// folds reports whether lines that are too long are broken instead of cut: in
// the pretty view of answers of a usual size.
func (v *Viewer) folds() bool {
	v.folded = v.view == pretty && v.window.left == 0 && len(v.content()) <= maxFolded && len(v.content()) > 0
	for _, line := range v.content() {
		v.folded = v.folded && len(line) <= 4<<10
	}
	return v.folded
}

// foldedLines draws like Lines and breaks a member that is too long after its name.
func (v *Viewer) foldedLines(c Context, w, h int) []string {
	var rows []string
	for _, line := range v.content() {
		rows = append(rows, fold(c, c.Clean.Whole(line).String(), w-2)...)
	}
	v.window.clamp(len(rows), h)
	out := rows[v.window.top:min(len(rows), v.window.top+h)]
	for i, row := range out {
		out[i] = fit(c.gutter()+row, w)
	}
	return out
}

// fold returns line in rows of w cells, coloured.
func fold(c Context, line string, w int) []string {
	if widget.Width(line) <= w {
		return []string{colourJSON(c, line)}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	name, value, found := cutMember(line[len(indent):])
	if !found {
		return []string{colourJSON(c, line)}
	}
	rows := []string{indent + c.Theme.Name.Render(name) + ":"}
	for _, part := range widget.Fill(value, w-len(indent)-2) {
		rows = append(rows, indent+"  "+colourValue(c, part))
	}
	return rows
}
