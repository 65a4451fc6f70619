package home

import (
	"cmp"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// details is how many rows the lower pane keeps, with its title.
const details = 11

// layout places the list and the details of the profile under the cursor: below the last
// profile, where they stay when a filter leaves fewer, or beside the list.
func (s *Screen) layout() (list, about ui.Pane) {
	r, frame := s.region, s.region.Frame()
	height := r.Height - frame.Edges()
	if r.Height >= 17 {
		height -= min(details, r.Height/2)
	}
	height = min(len(s.order)+1, height)
	list = ui.Pane{Width: r.Width, Height: max(3, height) + frame.Edges(), Frame: frame}
	about = ui.Pane{Y: list.Height, Width: r.Width, Height: r.Height - list.Height, Frame: frame}
	if r.Width >= ui.ColumnWidth {
		list.Width, list.Height = r.Width/2, r.Height
		about = ui.Pane{X: list.Width, Width: r.Width - list.Width, Height: r.Height, Frame: frame}
	}
	return list, about
}

// listHeight is how many profiles are shown.
func (s *Screen) listHeight() int {
	list, _ := s.layout()
	_, height := list.Inner()
	return height
}

// View draws the list and the details of the profile under the cursor.
func (s *Screen) View(now time.Time) []ui.Pane {
	if s.empty() {
		return s.startPage()
	}
	clean := s.desk.Clean()
	list, about := s.layout()
	list.Focused, list.Title, list.Note = true, ui.Titled(safe.Const("Profiles")), s.note()
	width, height := list.Inner()
	list.Lines = s.lines(now, width, height)
	list.Cursor = s.filter.Cursor(list)
	one := s.under()
	width, height = about.Inner()
	if one == nil || height < leastRecent {
		return []ui.Pane{list}
	}
	about.Title, about.Note = ui.Titled(nameOf(clean, one)), ui.L(ui.S(kindOf(clean, one), ui.Plain))
	about.Lines = ui.Fit(facts{clean, ui.Region{Width: width, Theme: s.region.Theme}, s.order}.lines(one, now, height), height)
	return []ui.Pane{list, about}
}

// note is the position in the list, and the filter.
func (s *Screen) note() ui.Line {
	return ui.Dashed(ui.Position(s.list.Cursor, len(s.rows())), s.filter.Note())
}

func (s *Screen) lines(now time.Time, width, height int) []ui.Line {
	rows, w := s.rows(), rowWriter{clean: s.desk.Clean(), room: ui.Region{Width: width, Theme: s.region.Theme}, now: now}
	for _, one := range s.order {
		w.longest = max(w.longest, w.clean.Line(one.App().Name).Width())
	}
	if len(rows) == 0 {
		return []ui.Line{ui.L(ui.S(safe.Const(" No profile fits. esc shows all."), ui.Faint))}
	}
	return s.list.Lines(len(rows), height, func(i int, here bool) ui.Line {
		return w.line(rows[i], s.marked[rows[i].App().Name]).Chosen(here)
	})
}

// acts is how many cells the last column takes: a key and what it does.
const acts = 12

// rowWriter draws a profile as a row of the list.
type rowWriter struct {
	clean   *safe.Cleaner
	room    ui.Region
	now     time.Time
	longest int // cells of the longest name
}

// The cells of the columns at 80 columns. Names and users share what there is.
const (
	names, users = 14, 20
	leastUser    = 14
)

// shared are the cells of names and users: more of each on a wide screen, and whole names
// where that leaves something of the user.
func (w rowWriter) shared() (ofName, ofUser int) {
	room := w.room.Width - 2 - 13 - 20 - acts
	if w.room.Narrow() {
		return room, 0
	}
	extra := (w.room.Width - 80) / 2
	ofName = max(names+min(extra, 16), min(w.longest+1, room-leastUser))
	return ofName, min(users+min(extra, 20), room-ofName)
}

// line is one profile: name, user, environment, what is left, and what to press.
func (w rowWriter) line(one *session.Session, marked bool) ui.Line {
	app := one.App()
	mark := safe.Const("  ")
	if marked {
		mark = safe.Format(" %s", w.room.Theme.Glyph.Mark)
	}
	ofName, ofUser := w.shared()
	environment := ui.Cell{Width: 13, Text: safe.Const("development"), Style: ui.Faint}
	if app.Environment == flow.Production {
		environment = ui.Cell{Width: 13, Text: safe.Const("PRODUCTION"), Style: ui.Bad}
	}
	left := ui.Columns(ui.Cell{Text: mark, Style: ui.Good}, ui.Cell{Width: ofName, Text: ui.Shorten(w.clean.Line(app.Name), ofName-1)})
	if ofUser > 0 {
		left = left.With(ui.Columns(ui.Cell{Width: ofUser, Text: user(w.clean, one), Style: userStyle(one)}).Spans...)
	}
	left = left.With(ui.Columns(environment).Spans...).With(inspect.Remaining(w.room.Theme, one, w.now).Pad(20).Spans...)
	key, act := next(one, w.now)
	return left.Cut(w.room.Width-acts).Pad(w.room.Width-acts).With(ui.S(key, ui.Accent), ui.S(safe.Format(" %s", act), ui.Plain))
}

// user is whose token it is, as far as a probe told.
func user(clean *safe.Cleaner, one *session.Session) safe.Text {
	who := one.State().Who
	switch {
	case one.App().Loose:
		return safe.Const("(sent once)")
	case who != nil:
		return clean.Line(cmp.Or(who.Email, who.Name, who.UserID))
	case !one.App().HasConsent():
		return safe.Format("(%s)", clean.Line(string(one.App().Type)))
	case one.State().HasToken():
		return safe.Const("(user unknown)")
	}
	return safe.Const("(no user yet)")
}

func userStyle(one *session.Session) ui.Style {
	if one.State().Who == nil {
		return ui.Faint
	}
	return ui.Plain
}

// next is the key that a row suggests.
func next(one *session.Session, now time.Time) (key, act safe.Text) {
	switch {
	case one.Disk().ToGiveBack():
		return safe.Const("enter"), safe.Const("decide")
	case one.Phase() >= session.Holding || one.Consent().Code() != nil:
		return safe.Const("enter"), safe.Const("open")
	}
	switch health := one.Health(now); {
	case health == session.HealthUnsaved, health == session.HealthUncertain, health == session.HealthDamaged:
		return safe.Const("w"), safe.Const("why")
	case health == session.HealthValid, health == session.HealthUnclocked:
		return safe.Const("t"), safe.Const("use")
	case !one.App().HasConsent():
		return safe.Const("2"), safe.Const("get token")
	case health >= session.HealthNoToken, one.State().Token.RefreshToken.IsZero(), one.Pair(now).Fate == session.Refused:
		return safe.Const("a"), safe.Const("authorize")
	}
	return safe.Const("r"), safe.Const("refresh")
}

func nameOf(clean *safe.Cleaner, one *session.Session) safe.Text {
	name := clean.Line(one.App().Name)
	if one.State().Who == nil {
		return name
	}
	return safe.Format("%s for %s", name, user(clean, one))
}

func kindOf(clean *safe.Cleaner, one *session.Session) safe.Text {
	kind := clean.Line(string(one.App().Type))
	if one.App().Environment == flow.Production {
		return safe.Format("%s, PRODUCTION", kind)
	}
	return safe.Format("%s, development", kind)
}

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
		glyph, style := inspect.EntryMark(f.room.Theme, e)
		state := ui.Cell{Width: 6, Text: glyph, Style: style}
		if e.Status > 0 && !e.Stopped {
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
		glyph, style := inspect.EntryMark(f.room.Theme, e)
		if len(out.Spans) > 0 {
			out = out.With(ui.S(safe.Const("   "), ui.Plain))
		}
		out = out.With(ui.S(safe.Format("%s %s ", ui.Minute(e.At), inspect.EntryName(one.App(), e)), ui.Plain), ui.S(glyph, style))
		if e.Status > 0 && !e.Stopped {
			out = out.With(ui.S(safe.Format(" %s", safe.Int(e.Status)), style))
		}
	}
	return out.Spans
}
