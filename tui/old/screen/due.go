package screen

import (
	"fmt"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// Due is the list of what R refreshes: one request each, in turn.
type Due struct {
	Items   []DueItem
	Running bool // requests are being sent, one after the other
	cursor  int
}

// DueItem is one profile of it.
type DueItem struct {
	Session *session.Session
	Ticked  bool
	Op      session.Op // of its refresh; zero: not sent
	Skipped string     // why nothing was sent, in our words
}

// NewDue lists the profiles whose access token is over or ends within five minutes
// and that have a refresh token. Production is not ticked; what is uncertain is
// left out: it asks for a decision of its own.
func NewDue(c Context) Due {
	var d Due
	for _, s := range c.All {
		h := s.Health(c.Now)
		if (h == session.Expired || h == session.Soon) && !s.State.Token.RefreshToken.IsZero() && s.Phase != session.Sending {
			d.Items = append(d.Items, DueItem{Session: s, Ticked: s.App.Environment != flow.Production})
		}
	}
	return d
}

// Rows lists them with what became of each.
func (d *Due) Rows(c Context) []Row {
	p := widget.Pane{Title: "Refresh what is due", Note: c.Theme.Muted.Render(fmt.Sprintf("%d ticked, one request each", d.ticked())), Min: 4}
	if len(d.Items) == 0 {
		p.Lines = widget.Lines("", " Nothing is due: no access token is over or ends within five minutes.")
		return []Row{one(p)}
	}
	p.Grow = func(w, h int) []string { return d.window(c, w, h) }
	return []Row{one(p)}
}

// window returns the h rows around the cursor.
func (d *Due) window(c Context, w, h int) []string {
	var rows []string
	here, end := 0, 0
	for i := max(0, d.cursor-h); i < min(d.cursor+h, len(d.Items)); i++ {
		if i == d.cursor {
			here = len(rows)
		}
		rows = append(rows, d.row(c, i, w)...)
		if i == d.cursor {
			end = len(rows)
		}
	}
	top := min(max(0, here-h/2), max(0, len(rows)-h))
	top = min(max(top, end-h), here)
	return rows[top:min(len(rows), top+h)]
}

func (d *Due) ticked() int {
	n := 0
	for _, i := range d.Items {
		if i.Ticked {
			n++
		}
	}
	return n
}

// row is a profile with what became of it, below it where the two do not fit.
func (d *Due) row(c Context, i, w int) []string {
	item := d.Items[i]
	box := "[ ]"
	if item.Ticked {
		box = "[x]"
	}
	s := item.Session
	word, where, became := widget.Fit(box+" "+s.App.Name, 22), widget.Fit(environment(c.Theme, s.App.Environment), 13)+" ", d.became(c, item)
	if whole := c.cursorRow(i == d.cursor, word, where+became); widget.Width(whole) <= w {
		return []string{whole}
	}
	if where = strings.TrimRight(where, " "); 3+len(box)+1+widget.Width(s.App.Name)+1+widget.Width(where) <= w {
		word = widget.Fit(box+" "+s.App.Name, max(22, len(box)+2+widget.Width(s.App.Name)))
	}
	const under = "       "
	return append([]string{c.cursorRow(i == d.cursor, word, where)}, widget.Indent(widget.Wrap(became, w-len(under)), under)...)
}

// became is what came of a profile's refresh so far.
func (d *Due) became(c Context, item DueItem) string {
	s, out := item.Session, item.Session.Steps[flow.StepRefresh].Outcome
	switch {
	case item.Skipped != "":
		return c.Theme.Soon.Render("not sent: ") + c.line(item.Skipped)
	case item.Op == (session.Op{}):
		h := c.health(s)
		return h.Style.Render(h.Glyph+" "+h.Word) + " " + h.Clock
	case s.Phase == session.Sending && s.Op == item.Op:
		return c.Spinner + " sending " + widget.Short(c.Now.Sub(s.Since))
	case out == nil:
		return ""
	case out.Adopted:
		return c.Theme.Good.Render(c.Theme.Glyph.Done) + " refreshed by another process; nothing was sent"
	case out.Answer.Verdict == flow.Granted:
		return c.Theme.Good.Render(c.Theme.Glyph.Done) + " refreshed, " + s.State.Token.AccessToken.Fingerprint() + " until " + c.clock(s.State.Token.ExpiresAt)
	case out.Answer.Verdict == flow.Refused:
		return c.Theme.Bad.Render(c.Theme.Glyph.Refused) + " " + c.line(out.Answer.Err.Reason) + "   d why"
	case out.Answer.Verdict == flow.Uncertain:
		return c.Theme.Unclear.Render(c.Theme.Glyph.Uncertain + " uncertain: sent, no answer was read")
	default:
		return c.Theme.Soon.Render("not sent: ") + c.failure(out)
	}
}

// Under is the profile under the cursor, or nil.
func (d *Due) Under() *session.Session {
	if d.cursor >= len(d.Items) {
		return nil
	}
	return d.Items[d.cursor].Session
}

// Do moves, ticks, and starts.
func (d *Due) Do(_ Context, a intent.Action) intent.Intent {
	if to, moves := moved(d.cursor, len(d.Items), a); moves {
		d.cursor = to
		return nil
	}
	switch a {
	case intent.Fold:
		if d.cursor < len(d.Items) && !d.Running && d.Items[d.cursor].Op == (session.Op{}) {
			d.Items[d.cursor].Ticked = !d.Items[d.cursor].Ticked
		}
	case intent.Main:
		if !d.Running && d.ticked() > 0 {
			return intent.RefreshDue{}
		}
	case intent.Back:
		if d.Running {
			d.Running = false
			return intent.Say{Text: "No further one is sent; the one in flight is saved when its answer comes."}
		}
		return intent.GoBack{}
	}
	return nil
}

// Note says how it goes on.
func (d *Due) Note(Context) string {
	if d.Running {
		return "One after the other; esc sends no further one."
	}
	return "Production is not ticked. enter sends one refresh for each that is."
}
