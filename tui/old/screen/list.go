package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// List shows every profile of a name space with its countdown (SCREENS.md §2.2).
type List struct {
	chosen string // name of the profile under the cursor
	urgent bool   // sorted by urgency instead of the file's order
	typing bool   // the filter is being typed
	input  widget.Input
}

// Choose puts the cursor on a profile.
func (l *List) Choose(profile string) { l.chosen = profile }

// Sorted returns the profiles that the filter keeps, in the order of the list.
func (l *List) Sorted(all []*session.Session, now time.Time) []*session.Session {
	all = l.filtered(all)
	if !l.urgent {
		return all
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b *session.Session) int {
		if d := cmp.Compare(a.Health(now), b.Health(now)); d != 0 {
			return d
		}
		return cmp.Compare(a.Left(now), b.Left(now))
	})
	return sorted
}

func (l *List) index(profiles []*session.Session) int {
	i := slices.IndexFunc(profiles, func(s *session.Session) bool { return s.App.Name == l.chosen })
	return max(i, 0)
}

// Under returns the profile under the cursor, or nil when there is none.
func (l *List) Under(c Context) *session.Session {
	profiles := l.Sorted(c.All, c.Now)
	if len(profiles) == 0 {
		return nil
	}
	return profiles[l.index(profiles)]
}

// Rows returns the table and the details of the profile under the cursor.
func (l *List) Rows(c Context) []Row {
	title := "Profiles"
	if !c.Real {
		title = "Sandbox profiles"
	}
	table := widget.Pane{Title: title, Note: l.order(c), Drop: widget.DropTitle, Min: min(6, max(1, len(c.All)))}
	if c.Width >= 80-2 {
		table.Lines = widget.Droppable(widget.DropExtra, c.Theme.Muted.Render("   app       profile         environment   access token          next"))
	}
	table.Grow = func(w, h int) []string { return l.table(c, w, h) }
	rows := []Row{one(table)}
	if len(c.Trouble) > 0 {
		rows = append(rows, one(trouble(c)))
	}
	if s := l.Under(c); s != nil {
		rows = append(rows, one(details(c, s)))
	}
	return rows
}

// table draws the h rows around the cursor.
func (l *List) table(c Context, w, h int) []string {
	profiles := l.Sorted(c.All, c.Now)
	switch {
	case len(profiles) == 0 && len(c.All) > 0:
		return []string{" No profile has this in its name, app, type or environment; esc shows all."}
	case len(profiles) == 0:
		return []string{" No profiles yet; n adds one."}
	}
	at := l.index(profiles)
	first, end := around(at, len(profiles), h)
	var rows []string
	group := ""
	for i := first; i < end; i++ {
		s := profiles[i]
		rows = append(rows, l.row(c, s, i == at, !l.urgent && s.App.Group == group))
		group = s.App.Group
	}
	if c.Hidden > 0 && len(rows)+2 <= h {
		rows = append(rows, "", "   "+c.Theme.Muted.Render(l.hidden(c)))
	}
	return rows
}

func (l *List) hidden(c Context) string {
	if c.Real {
		return fmt.Sprintf("Sandbox, %d profiles: S shows them", c.Hidden)
	}
	return fmt.Sprintf("Your profiles, %d: S shows them", c.Hidden)
}

// row is one profile. Narrow terminals leave out the app and put the glyph first.
func (l *List) row(c Context, s *session.Session, chosen, sameApp bool) string {
	h := c.health(s)
	do := next(s, s.Health(c.Now))
	mark, name := " ", widget.Fit(s.App.Name, 15)
	if chosen {
		mark = c.Theme.Cursor.Render(c.Theme.Glyph.Cursor)
		name = c.Theme.Cursor.Render(name)
	}
	env := widget.Fit(environment(c.Theme, s.App.Environment), 13)
	if c.Width < 78 {
		return mark + h.Style.Render(h.Glyph) + " " + name + " " + env + " " +
			widget.Fit(wordAndClock(h), 14) + do
	}
	app := c.line(s.App.Group)
	if sameApp {
		app = ""
	}
	return " " + mark + " " + widget.Fit(app, 9) + " " + name + " " + env + " " +
		h.Style.Render(h.Glyph+" "+h.Word) + widget.Fit("", 10-len(h.Word)) + widget.Fit(h.Clock, 10) + do
}

// wordAndClock is a health in one short column. The clock has no colour of its
// own: each second only its digits are sent, without the codes around them.
func wordAndClock(h health) string {
	if h.Clock == "" {
		return h.Style.Render(h.Word)
	}
	clock := h.Clock
	if units := strings.Fields(clock); len(units) > 2 {
		clock = strings.Join(units[:2], " ")
	}
	return widget.Fit(h.Style.Render(h.Word), max(6, len(h.Word))) + " " + clock
}

// Do moves the cursor, sorts, and opens what the cursor is on.
func (l *List) Do(c Context, a intent.Action) intent.Intent {
	profiles := l.Sorted(c.All, c.Now)
	if a == intent.Filter {
		l.startFilter()
		return nil
	}
	if len(profiles) == 0 {
		if a == intent.Back {
			return l.leave()
		}
		return nil
	}
	at := l.index(profiles)
	if to, moves := moved(at, len(profiles), a); moves {
		l.chosen = profiles[to].App.Name
		return nil
	}
	switch a {
	case intent.Sort:
		l.urgent = !l.urgent
	case intent.Main:
		return intent.Select{Profile: profiles[at].App.Name, Place: Home(profiles[at], c.Now)}
	case intent.Back:
		return l.leave()
	}
	return nil
}

// Home is the place where a profile is opened: the step that its state asks for.
func Home(s *session.Session, now time.Time) intent.Place {
	switch {
	case s.Code() != nil:
		return intent.ExchangeStep
	case s.Phase == session.Sending:
		return intent.Place(s.Op.Step)
	case s.Phase == session.Waiting:
		return intent.AuthorizeStep
	case s.State.Uncertain() && (s.State.Pending == nil || s.State.Pending.Step == "refresh"):
		return intent.RefreshStep
	case !s.State.HasToken() && s.App.HasConsent():
		return intent.AuthorizeStep
	case !s.State.HasToken():
		return intent.ExchangeStep
	case s.Expired(now) && !s.State.Token.RefreshToken.IsZero():
		return intent.RefreshStep
	case !s.App.HasUser():
		return intent.ExchangeStep
	default:
		return intent.ProbeStep
	}
}

// Undecided says that a kept response waits for a decision, and where it is made.
func Undecided(profile string) string {
	return "A response may hold newer tokens of " + profile + ". zoauth adopt " + profile + " --candidate takes them, --discard drops it."
}

// Note tells of the profile that needs a person most.
func (l *List) Note(c Context) string {
	for _, s := range c.All {
		if s.State.Candidate() != nil {
			return Undecided(s.App.Name)
		}
		if p := s.State.Pending; p != nil && !s.State.InFlight {
			return fmt.Sprintf("%s: a %s was sent %s and no answer was read.", s.App.Name, p.Step, p.At.Local().Format("Mon 15:04:05"))
		}
	}
	if s := l.Under(c); s != nil && s.State.Note != nil {
		return fmt.Sprintf("%s: %s was refused %s: %s", s.App.Name, s.State.Note.Step,
			s.State.Note.At.Local().Format("15:04:05"), c.line(s.State.Note.Text))
	}
	if !c.Real {
		return "This is a simulated Zoom inside this program. Nothing leaves this machine."
	}
	return ""
}
