package screen

import (
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// details is the lower pane of the list: what is known of one profile. It has
// the same number of rows for every profile, so that nothing jumps.
func details(c Context, s *session.Session) widget.Pane {
	p := widget.Pane{Title: s.App.Name, Note: environment(c.Theme, s.App.Environment)}
	add := func(drop widget.Drop, label, value string) {
		p.Lines = append(p.Lines, widget.Line{Text: widget.Cut(" "+c.Theme.Muted.Render(widget.Fit(label, 9))+" "+value, c.Width), Drop: drop})
	}
	add(widget.Keep, "access", accessLine(c, s))
	add(widget.Keep, "refresh", refreshLine(c, s))
	add(widget.Keep, "who", whoLine(c, s))
	add(widget.DropExtra, "scope", orNone(c.line(flow.CutScopes(s.State.Token.Scope, c.Width-18))))
	add(widget.DropExtra, "secret", c.line(describe(s)))
	add(widget.Keep, "last", lastLine(c, s))
	redirect := "none: this type of app asks no person"
	switch {
	case s.App.DeviceOnly():
		redirect = "none: a code is entered on another device"
	case s.App.HasConsent():
		redirect = c.line(s.App.RedirectURI) + "   answer: " + answerBy(s.App)
	}
	add(widget.DropExtra, "redirect", redirect)
	return p
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func accessLine(c Context, s *session.Session) string {
	t := s.State.Token
	switch {
	case s.State.Damage != "":
		return c.line(s.State.Damage)
	case t.AccessToken.IsZero() && s.State.Revoked != nil:
		return s.State.Revoked.AccessToken + "   revoked " + c.clock(s.State.Revoked.At)
	case t.AccessToken.IsZero():
		return "none yet"
	case t.ExpiresAt.IsZero():
		return t.AccessToken.Fingerprint() + "   its end is not known"
	case s.Expired(c.Now):
		return fmt.Sprintf("%s   ended %s, %s ago", t.AccessToken.Fingerprint(), c.clock(t.ExpiresAt), widget.Ago(-s.Left(c.Now)))
	default:
		left := s.Left(c.Now)
		return fmt.Sprintf("%s   ends %s, in %s   %s", t.AccessToken.Fingerprint(), c.clock(t.ExpiresAt), widget.Clock(left), widget.Bar(c.Theme, left, t.ExpiresIn, 10))
	}
}

// refreshLine tells the age only: Zoom states no lifetime (PROMISES.md C3).
func refreshLine(c Context, s *session.Session) string {
	t := s.State.Token
	if t.RefreshToken.IsZero() {
		if s.State.Revoked != nil && s.State.Revoked.RefreshToken != "" {
			return s.State.Revoked.RefreshToken + "   ended with the revoke"
		}
		return "none"
	}
	age := widget.Ago(c.Now.Sub(t.RefreshedAt))
	return t.RefreshToken.Fingerprint() + "   " + c.either("issued "+age+" ago; Zoom documents about 90 days", age+" old")
}

// nobody is whose token a chatbot's is.
const nobody = "no user: a chatbot's token is the app's own"

func whoLine(c Context, s *session.Session) string {
	w := s.State.Who
	switch {
	case w == nil && !s.App.HasUser():
		return nobody
	case w == nil:
		return "not asked yet: 4 probe asks Zoom"
	}
	line := c.line(w.Email)
	if w.AccountName != "" {
		line += ", account " + c.line(w.AccountName)
	}
	return line + "   asked " + c.clock(w.At)
}

func lastLine(c Context, s *session.Session) string {
	l := s.State.Last
	if l == nil {
		return "nothing yet"
	}
	verb := map[flow.Step]string{flow.StepExchange: "exchanged", flow.StepRefresh: "refreshed", flow.StepRevoke: "revoked"}[l.Step]
	return fmt.Sprintf("%s %s by %s, process %d", verb, c.clock(l.At), c.line(l.By), l.PID)
}

func describe(s *session.Session) string {
	text := "none: a public app"
	if s.App.Secret != nil {
		text = s.App.Secret.Describe()
	}
	if s.Secret.Ready && !s.Secret.Value.IsZero() {
		text += fmt.Sprintf("   %s (%d)", s.Secret.Value.Fingerprint(), s.Secret.Value.Len())
	}
	return text
}

// answerBy names how the browser's answer comes back (SCREENS.md §6).
func answerBy(a flow.App) string {
	switch {
	case !a.HasConsent():
		return "none needed"
	case a.DeviceOnly():
		return "device"
	case a.ListenAddress() == "":
		return "paste"
	default:
		return "listener or paste"
	}
}

// clock writes a wall time: the time alone today, with the day before.
func (c Context) clock(t time.Time) string {
	if c.Now.Sub(t).Abs() < 20*time.Hour {
		return t.Local().Format(time.TimeOnly)
	}
	return t.Local().Format("Mon 2 Jan 15:04")
}

// trouble lists the problems of the profile file.
func trouble(c Context) widget.Pane {
	p := widget.Pane{Title: "Problems in the profile file", Note: c.Theme.Soon.Render(fmt.Sprintf("%d", len(c.Trouble)))}
	for i, problem := range c.Trouble {
		if i == 3 && len(c.Trouble) > 4 {
			p.Lines = append(p.Lines, widget.Lines(fmt.Sprintf(" … and %d more: zoauth status lists all", len(c.Trouble)-3))...)
			break
		}
		for j, row := range widget.Wrap(c.line(problem.String()), c.Width-4) {
			mark := c.Theme.Soon.Render("!")
			if j > 0 {
				mark = " "
			}
			p.Lines = append(p.Lines, widget.Lines(" "+mark+" "+row)...)
		}
	}
	return p
}
