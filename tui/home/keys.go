package home

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Keys are those of the list, or of the start page.
func (s *Screen) Keys() []ui.Key {
	switch {
	case s.filter.Typing:
		return []ui.Key{ui.NewKey(safe.Const("done"), "enter"), ui.NewKey(safe.Const("all rows"), "esc")}
	case s.empty():
		return s.startKeys()
	}
	one := s.under()
	page := func(pressed string) tea.Cmd {
		return s.desk.Show(ui.Place{Kind: ui.Flow, Profile: one.App().Name, Key: pressed})
	}
	show := func(kind ui.PlaceKind) func() tea.Cmd {
		return func() tea.Cmd { return s.desk.Show(ui.Place{Kind: kind, Profile: one.App().Name}) }
	}
	exchange := safe.Const("exchange")
	open := safe.Const("open")
	if one != nil {
		exchange = inspect.StepName(one.App(), flow.StepExchange)
		if key, act := next(one, s.desk.Now()); key.String() == "enter" {
			open = act
		}
	}
	keys := []ui.Key{
		s.ofRow(ui.NewKey(open, "enter"), nil).Does(show(ui.Flow)),
		s.refreshKey(),
		s.drafts(flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "a")),
		s.drafts(flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "1")),
		s.drafts(flow.StepExchange, ui.NewKey(exchange, "2")),
		s.drafts(flow.StepProbe, ui.NewKey(safe.Const("probe"), "3")),
		s.drafts(flow.StepRefresh, ui.NewKey(safe.Const("refresh"), "4")),
		s.drafts(flow.StepRevoke, ui.NewKey(safe.Const("revoke"), "5")),
		s.drafts(flow.StepDevice, ui.NewKey(safe.Const("device code"), "D")),
		s.ofRow(ui.NewKey(safe.Const("use the token"), "t"), noToken).Moves(page),
		s.ofRow(ui.NewKey(safe.Const("why"), "w"), nil).Moves(page),
	}
	second := s.second(one)
	for i, k := range keys[1:] {
		keys[i+1] = k.HiddenIf(k.Label.String() != second)
	}
	if s.filter.Text() != "" {
		keys = append(keys, ui.NewKey(safe.Const("all rows"), "esc").Does(s.allRows))
	}
	return append(keys,
		s.ofRow(ui.NewKey(safe.Const("mark"), "space"), nil).Does(s.mark),
		ui.NewKey(safe.Const("filter"), "/").Does(s.filter.Begin),
		ui.NewKey(safe.Const("add"), "A").In(ui.Go).Does(s.add),
		ui.NewKey(safe.Const("go to"), ":").In(ui.Go).Does(s.desk.Palette),
		ui.NewKey(safe.Const("mark all due"), "*").Hidden().Does(s.markDue),
		s.ofRow(ui.NewKey(safe.Const("edit profile"), "E"), s.notEditable).Hidden().In(ui.Go).Does(show(ui.Profile)),
		s.ofRow(ui.NewKey(safe.Const("delete profile"), "X"), s.notEditable).Hidden().In(ui.Go).Does(s.askDelete),
		s.ofRow(ui.NewKey(safe.Const("values for Zoom"), "z"), nil).Hidden().In(ui.Go).Moves(page),
		s.ofRow(ui.NewKey(safe.Const("practice"), "m"), nil).Hidden().In(ui.Go).Does(show(ui.Practice)),
		ui.NewKey(safe.Const("move"), "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").As(safe.Const("j k")).Hidden().In(ui.Move).Moves(s.move),
	)
}

// drafts is a key that opens the page of the profile under the cursor with the draft of a
// step.
func (s *Screen) drafts(step flow.Step, k ui.Key) ui.Key {
	cannot := func(one *session.Session) string { return one.Drafts().Cannot(step) }
	return s.ofRow(k, cannot).In(ui.Steps).Does(func() tea.Cmd { return s.open(step) })
}

// second is the key that the footer names beside enter: the one that the row suggests,
// or r, where marked profiles or a valid token can be refreshed.
func (s *Screen) second(one *session.Session) string {
	if one == nil || len(s.marked) > 0 {
		return "r"
	}
	key, _ := next(one, s.desk.Now())
	if refreshes, _ := one.Can(session.Action{Act: session.ActDraft, Step: one.Drafts().Renewal()}); refreshes && key.String() == "t" {
		return "r"
	}
	return key.String()
}

// ofRow is a key of the profile under the cursor; it does nothing where there is none, or
// where why has a reason. A nil why has none.
func (s *Screen) ofRow(k ui.Key, why func(one *session.Session) string) ui.Key {
	switch one := s.under(); {
	case one == nil:
		return k.Unless(safe.Const("No profile fits the filter. esc shows all."))
	case why == nil:
		return k
	default:
		return k.Unless(s.desk.Clean().Line(why(one)))
	}
}

func noToken(one *session.Session) string {
	_, why := one.Can(session.Action{Act: session.ActUseToken})
	return why
}

func (s *Screen) notEditable(one *session.Session) string {
	switch {
	case one.App().Loose:
		return "This isn't a profile: enter shows what you can do with its pair."
	case s.desk.Simulated():
		return "The sandbox's profiles are made up. S shows your own."
	}
	return ""
}

// Update takes a key that is on, and what is typed into the filter.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	s.list.Count = len(s.rows())
	switch msg := msg.(type) {
	case ui.ChangedMsg:
		return s.sendDue()
	case tea.PasteMsg:
		return s.typed(msg)
	case tea.KeyPressMsg:
		if s.filter.Typing {
			return s.typed(msg)
		}
		return ui.Press(msg, s.Keys())
	}
	return nil
}

// typed gives the filter a key or a paste; what is typed goes to the first row that fits.
func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	cmd, done := s.filter.Update(msg)
	s.list.Count = len(s.rows())
	if !done {
		s.list.Set(0)
	}
	return cmd
}

// move moves the cursor, on the start page over the ways to start.
func (s *Screen) move(pressed string) tea.Cmd {
	if s.empty() {
		s.start.Count = len(ways)
		s.start.Key(pressed, len(ways))
	} else if s.list.Key(pressed, s.listHeight()) {
		s.list.Settle(s.listHeight())
	}
	return nil
}

func (s *Screen) allRows() tea.Cmd {
	s.filter.Clear()
	return nil
}

func (s *Screen) add() tea.Cmd { return s.desk.Show(ui.Place{Kind: ui.Profile}) }

// askDelete asks for the name of the profile that goes.
func (s *Screen) askDelete() tea.Cmd {
	name := s.under().App().Name
	shown := s.desk.Clean().Line(name)
	d := &ui.Typed{
		Title: safe.Format("Delete %s", shown), Word: name, Act: safe.Const("delete"),
		Text: ui.Prose(safe.Format("This takes the profile out of %s. Its tokens, history and secret file stay on this machine, and Zoom isn't told.", s.desk.ConfigPath())),
		Ask:  safe.Format("Type %s to confirm", shown),
		Then: func(string) tea.Cmd { return s.desk.Delete(name) },
	}
	return d.Over(s.desk)
}
