package home

import (
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// facts draws what is known of a profile, from the disk.
type facts struct {
	clean *safe.Cleaner
	room  ui.Region
	all   []*session.Session
}

// leastRecent is how many rows the list of the newest requests has at least; with less
// room they are one row.
const leastRecent = 3

// lines are the rows of the lower pane, which has room for height of them.
func (f facts) lines(one *session.Session, now time.Time, height int) []ui.Line {
	lines := inspect.Facts(f.clean, one, now, f.room.Width-1)
	for i, l := range lines {
		lines[i] = l.Indent(1)
	}
	fact := func(name safe.Text, spans ...ui.Span) ui.Line {
		return ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: name, Style: ui.Faint}).With(spans...)
	}
	if twins := f.sharingUser(one); len(twins) > 0 {
		lines = append(lines, fact(safe.Const("same user"), ui.S(f.clean.Line(strings.Join(twins, ", ")), ui.Plain), ui.S(safe.Const("   the next authorization ends the other's tokens"), ui.Soon)))
	}
	room := height - len(lines) - 2 // without a blank row and a title
	if recent := f.recent(one); room < leastRecent && len(recent) > 0 {
		return append(lines, fact(safe.Const("recent"), recent...))
	}
	return append(lines, f.newest(one, now, room)...)
}

// newest lists the newest requests of the timeline, the last one last.
func (f facts) newest(one *session.Session, now time.Time, room int) []ui.Line {
	line := one.Timeline()
	count := min(line.Len(), room)
	if count <= 0 {
		return nil
	}
	times := 0
	for i := line.Len() - count; i < line.Len(); i++ {
		times = max(times, ui.Moment(line.At(i).At, now).Width()+2)
	}
	lines := []ui.Line{{}, ui.Section(f.room.Theme, safe.Const("Recent"), ui.Position(line.Len()-1, line.Len()), f.room.Width)}
	for i := line.Len() - count; i < line.Len(); i++ {
		e := line.At(i)
		glyph, style := inspect.Mark(f.room.Theme, e.Mark)
		state := ui.Cell{Width: 6, Text: glyph, Style: style}
		if e.Status > 0 {
			state.Text = safe.Format("%s %s", glyph, safe.Int(e.Status))
		}
		lines = append(lines, ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: times, Text: ui.Moment(e.At, now), Style: ui.Faint},
			ui.Cell{Width: 12, Text: inspect.EntryName(one.App(), e)}, state, ui.Cell{Width: 2}, ui.Cell{Text: f.clean.Line(e.Summary)}).Cut(f.room.Width))
	}
	return lines
}

// sharingUser names the profiles that hold tokens of the same app for the same user: a
// second authorization ends the first one's.
func (f facts) sharingUser(one *session.Session) []string {
	own := flow.Tenant{App: one.App(), State: one.State()}
	if own.State.UserID() == "" {
		return nil
	}
	var others []flow.Tenant
	for _, other := range f.all {
		if other.App().ClientID == own.App.ClientID {
			others = append(others, flow.Tenant{App: other.App(), State: other.State()})
		}
	}
	return own.SharingUser(others)
}

// recent are the newest requests of the timeline.
func (f facts) recent(one *session.Session) []ui.Span {
	line, out := one.Timeline(), ui.Line{}
	for i := line.Len() - 1; i >= max(0, line.Len()-3); i-- {
		e := line.At(i)
		glyph, style := inspect.Mark(f.room.Theme, e.Mark)
		if len(out.Spans) > 0 {
			out = out.With(ui.S(safe.Const("   "), ui.Plain))
		}
		out = out.With(ui.S(safe.Format("%s %s ", ui.Minute(e.At), inspect.EntryName(one.App(), e)), ui.Plain), ui.S(glyph, style))
		if e.Status > 0 {
			out = out.With(ui.S(safe.Format(" %s", safe.Int(e.Status)), style))
		}
	}
	return out.Spans
}
