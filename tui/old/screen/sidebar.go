package screen

import (
	"time"

	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// Sidebar draws the profile list beside the panes of a wide terminal: two rows a
// profile under the name of its app, and at the foot what is known of the
// current one.
func Sidebar(c Context, w, h int) []string {
	foot := currentFacts(c, w)
	room := h
	if len(foot)+8 < h {
		room = h - len(foot)
	} else {
		foot = nil
	}
	rows := sidebarList(c, w, room)
	for len(rows) < room {
		rows = append(rows, "")
	}
	return append(rows[:room], foot...)
}

func sidebarList(c Context, w, room int) []string {
	var rows []string
	at, group := 0, ""
	for _, s := range c.All {
		if s.App.Group != group {
			group = s.App.Group
			rows = append(rows, " "+c.Theme.Muted.Render(widget.Cut(c.line(group), w-2)))
		}
		mark := "  "
		name := widget.Fit(s.App.Name, 17)
		if s == c.Current {
			at = len(rows)
			mark = c.Theme.Cursor.Render(c.Theme.Glyph.Cursor) + " "
			name = c.Theme.Cursor.Render(name)
		}
		hl := c.health(s)
		line := widget.Fit(hl.Style.Render(hl.Glyph+" "+hl.Word), 11) + " " + hl.Clock
		if hl.Word == "valid" || hl.Word == "soon" {
			line = widget.Fit(line, 18) + widget.Bar(c.Theme, s.Left(c.Now), s.State.Token.ExpiresIn, 10)
		}
		rows = append(rows, " "+mark+name+" "+environment(c.Theme, s.App.Environment), "     "+line)
	}
	first, end := around(at, len(rows), room)
	return rows[first:end]
}

// currentFacts are the short facts of the current profile.
func currentFacts(c Context, w int) []string {
	s := c.Current
	if s == nil {
		return nil
	}
	row := func(label, value string) string {
		return widget.Cut(" "+c.Theme.Muted.Render(widget.Fit(label, 8))+" "+value, w)
	}
	return []string{
		" " + c.Theme.Strong.Render(s.App.Name),
		row("access", shortAccess(c, s)),
		row("refresh", orNone(s.State.Token.RefreshToken.Fingerprint())),
		row("who", shortWho(c, s)),
		row("answer", answerBy(s.App)),
	}
}

func shortAccess(c Context, s *session.Session) string {
	t := s.State.Token
	if t.AccessToken.IsZero() {
		return "none"
	}
	if t.ExpiresAt.IsZero() {
		return t.AccessToken.Fingerprint()
	}
	at := t.ExpiresAt.Local()
	if c.Now.Sub(at).Abs() < 20*time.Hour {
		return t.AccessToken.Fingerprint() + "  " + at.Format(time.TimeOnly)
	}
	return t.AccessToken.Fingerprint() + "  " + at.Format("2 Jan 15:04")
}

func shortWho(c Context, s *session.Session) string {
	switch {
	case s.State.Who == nil && !s.App.HasUser():
		return "no user"
	case s.State.Who == nil:
		return "not asked"
	}
	return c.line(s.State.Who.Email)
}
