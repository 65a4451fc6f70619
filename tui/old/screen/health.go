package screen

import (
	"charm.land/lipgloss/v2"

	"zoauth/flow"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// health is a profile's state as glyph, word and colour (SCREENS.md §1).
type health struct {
	Glyph, Word, Clock string
	Style              lipgloss.Style
}

func (c Context) health(s *session.Session) health {
	g, t := c.Theme.Glyph, c.Theme
	left := s.Left(c.Now)
	switch s.Phase {
	case session.Sending:
		return health{c.Spinner, "sending", widget.Short(c.Now.Sub(s.Since)), t.Busy}
	case session.Waiting:
		end, _ := s.WaitsUntil()
		return health{c.Spinner, "waiting", widget.Short(end.Sub(c.Now)), t.Busy}
	}
	switch s.Health(c.Now) {
	case session.Unsaved:
		return health{g.Unsaved, "not saved", "", t.Alarm}
	case session.Damaged:
		return health{g.Unsaved, "damaged", "", t.Alarm}
	case session.Uncertain:
		return health{g.Uncertain, "uncertain", "", t.Unclear}
	case session.Revoked:
		return health{g.Revoked, "revoked", "", t.Muted}
	case session.NoToken:
		return health{g.None, "no token", "", t.Muted}
	case session.Unclocked:
		return health{g.Valid, "valid", "end unknown", t.Good}
	case session.Expired:
		return health{g.Expired, "expired", widget.Ago(-left), t.Text}
	case session.Soon:
		return health{g.Soon, "soon", widget.Clock(left), t.Soon}
	default:
		return health{g.Valid, "valid", widget.Clock(left), t.Good}
	}
}

// next names the key and the act that a profile's state asks for.
func next(s *session.Session, h session.Health) string {
	switch {
	case s.Phase == session.Waiting:
		return "1 its attempt"
	case s.Phase == session.Sending:
		return "enter watch"
	case s.Code() != nil:
		return "2 exchange"
	}
	switch h {
	case session.Uncertain, session.Soon, session.Expired:
		if s.App.HasConsent() && s.State.Token.RefreshToken.IsZero() {
			return "a authorize"
		}
		return "r refresh"
	case session.Valid, session.Unclocked:
		if !s.App.HasUser() {
			return "t use token"
		}
		return "4 probe"
	case session.Unsaved:
		return "enter see"
	default:
		if s.App.HasConsent() {
			return "a authorize"
		}
		return "2 get a token"
	}
}

// environment writes the environment word; production is marked.
func environment(t *theme.Theme, e flow.Environment) string {
	if e == flow.Production {
		return t.Production.Render("PRODUCTION")
	}
	return "development"
}
