package flowview

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// frame is what every part of the page stands in: the profile, what the app offers, and
// the room with its theme.
type frame struct {
	desk   Desk
	s      *session.Session
	region ui.Region
}

// Session is the profile of the page.
func (f *frame) Session() *session.Session { return f.s }

// Title is the profile and its user.
func (f *frame) Title() ui.Title {
	app, clean := f.s.App(), f.desk.Clean()
	var about []safe.Text
	if who := f.s.State().Who; who != nil {
		about = append(about, clean.Line(cmp.Or(who.Email, who.Name, who.UserID)))
	}
	if !f.region.Narrow() {
		about = append(about, clean.Line(string(app.Type)))
	}
	if app.Type == flow.ServerToServer && app.AccountID != "" {
		about = append(about, safe.Format("account %s", clean.Line(app.AccountID)))
	}
	return ui.Title{Path: []safe.Text{clean.Line(app.Name)}, About: about, Alert: f.alert(), Where: inspect.Where(app)}
}

// alert is what must not be missed.
func (f *frame) alert() safe.Text {
	switch faults := f.s.Practice().Faults(); {
	case f.s.State().Unsaved:
		return safe.Const("! 1 NOT SAVED")
	case f.s.Disk().ToGiveBack():
		return safe.Const("! 1 TO GIVE BACK")
	case len(faults) > 0:
		return safe.Format("fault on: %s", f.desk.Clean().Line(faults[0]))
	}
	return safe.Text{}
}

// neighbour shows the profile beside this one.
func (f *frame) neighbour(n int) tea.Cmd {
	next := f.desk.Neighbour(f.s.App().Name, n)
	if next == "" {
		f.desk.Say(safe.Const("This is the last profile in that direction."))
		return nil
	}
	return f.desk.Show(ui.Place{Kind: ui.Flow, Profile: next})
}

// profilesPane are the profiles of Home beside the page; ( and ) walk them.
func (f *frame) profilesPane(p ui.Pane, now time.Time) ui.Pane {
	width, height := p.Inner()
	rows := f.desk.Order()
	list := ui.List{Cursor: max(0, slices.Index(rows, f.s))}
	p.Lines = list.Lines(len(rows), height, func(i int, _ bool) ui.Line {
		left := inspect.Remaining(f.region.Theme, rows[i], now)
		name := ui.Shorten(f.desk.Clean().Line(rows[i].App().Name), width-left.Width()-1)
		return ui.Ends(ui.T(name), left, width).Under(rows[i] == f.s, false)
	})
	p.Title, p.Note = ui.Titled(safe.Const("Profiles")), ui.Position(list.Cursor, len(rows))
	return p
}

func (f *frame) onTour() bool {
	_, _, on := f.s.Practice().Tour()
	return on
}
