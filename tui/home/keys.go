package home

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
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
	keys := append([]ui.Key{
		ui.NewKey(safe.Const("open"), "enter").Unless(none(one)),
		ui.NewKey(s.refreshes(), "r").Unless(s.noRefresh(one)).In(ui.Steps),
		ui.NewKey(safe.Const("authorize"), "a").Unless(cannot(one, flow.StepAuthorize)).In(ui.Steps),
	}, stepKeys(one)...)
	keys = append(keys,
		ui.NewKey(safe.Const("device code"), "D").Unless(cannot(one, flow.StepDevice)).In(ui.Steps),
		ui.NewKey(safe.Const("use the token"), "t").Unless(noToken(one)),
		ui.NewKey(safe.Const("why"), "w").Unless(none(one)),
	)
	second := s.second(one)
	for i, k := range keys[1:] {
		keys[i+1] = k.HiddenIf(k.Label.String() != second)
	}
	if s.filter.Text() != "" {
		keys = append(keys, ui.NewKey(safe.Const("all rows"), "esc"))
	}
	return append(keys,
		ui.NewKey(safe.Const("mark"), "space").Unless(none(one)),
		ui.NewKey(safe.Const("filter"), "/"),
		ui.NewKey(safe.Const("add"), "A").In(ui.Go),
		ui.NewKey(safe.Const("go to"), ":").In(ui.Go),
		ui.NewKey(safe.Const("mark all due"), "*").Hidden(),
		ui.NewKey(safe.Const("edit profile"), "E").Unless(s.notEditable(one)).Hidden().In(ui.Go),
		ui.NewKey(safe.Const("delete profile"), "X").Unless(s.notEditable(one)).Hidden().In(ui.Go),
		ui.NewKey(safe.Const("values for Zoom's pages"), "z").Unless(none(one)).Hidden().In(ui.Go),
		ui.NewKey(safe.Const("practice"), "m").Unless(none(one)).Hidden().In(ui.Go),
		ui.NewKey(safe.Const("move"), "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").As(safe.Const("j k")).Hidden().In(ui.Move),
	)
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

// stepKeys open a step's draft by its digit.
func stepKeys(one *session.Session) []ui.Key {
	exchange := safe.Const("exchange")
	if one != nil && !one.App().HasConsent() {
		exchange = safe.Const("get token")
	}
	var keys []ui.Key
	for _, step := range []struct {
		step flow.Step
		key  ui.Key
	}{
		{flow.StepAuthorize, ui.NewKey(safe.Const("authorize"), "1")},
		{flow.StepExchange, ui.NewKey(exchange, "2")},
		{flow.StepProbe, ui.NewKey(safe.Const("probe"), "3")},
		{flow.StepRefresh, ui.NewKey(safe.Const("refresh"), "4")},
		{flow.StepRevoke, ui.NewKey(safe.Const("revoke"), "5")},
	} {
		keys = append(keys, step.key.Unless(cannot(one, step.step)).In(ui.Steps))
	}
	return keys
}

func none(one *session.Session) safe.Text {
	if one == nil {
		return safe.Const("No profile fits the filter. esc shows all.")
	}
	return safe.Text{}
}

// cannot says why a step cannot be drafted.
func cannot(one *session.Session, step flow.Step) safe.Text {
	if one == nil {
		return none(one)
	}
	return (&safe.Cleaner{}).Line(one.Drafts().Cannot(step))
}

func noToken(one *session.Session) safe.Text {
	if one == nil {
		return none(one)
	}
	_, why := one.Can(session.Action{Act: session.ActUseToken})
	return (&safe.Cleaner{}).Line(why)
}

func (s *Screen) notEditable(one *session.Session) safe.Text {
	switch {
	case one == nil:
		return none(one)
	case one.App().Loose:
		return safe.Const("This isn't a profile: enter shows what you can do with its pair.")
	case s.desk.Simulated():
		return safe.Const("The sandbox's profiles are made up. S shows your own.")
	}
	return safe.Text{}
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
		if s.empty() {
			return s.startKey(msg)
		}
		return s.key(msg)
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

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	one, pressed := s.under(), msg.String()
	if step, ok := session.StepOf(pressed); ok {
		return s.open(step)
	}
	switch pressed {
	case "enter":
		return s.open("")
	case "space":
		s.mark(one)
	case "*":
		s.markDue()
	case "r":
		return s.refresh()
	case "/":
		return s.filter.Begin()
	case "esc":
		s.filter.Clear()
	case "A":
		return s.desk.Show(ui.Place{Kind: ui.Profile})
	case ":":
		return s.desk.Palette()
	case "w", "t", "z":
		return s.desk.Show(ui.Place{Kind: ui.Flow, Profile: one.App().Name, Key: pressed})
	case "E":
		return s.desk.Show(ui.Place{Kind: ui.Profile, Profile: one.App().Name})
	case "X":
		return s.askDelete(one)
	case "m":
		return s.desk.Show(ui.Place{Kind: ui.Practice, Profile: one.App().Name})
	default:
		if s.list.Key(pressed, s.listHeight()) {
			s.list.Settle(s.listHeight())
		}
	}
	return nil
}

// askDelete asks for the name of the profile that goes.
func (s *Screen) askDelete(one *session.Session) tea.Cmd {
	name := one.App().Name
	shown := s.desk.Clean().Line(name)
	d := &ui.Typed{
		Title: safe.Format("Delete %s", shown), Word: name, Act: safe.Const("delete"),
		Text: ui.Prose(safe.Format("The profile leaves %s. Its tokens, history and secret file stay on this machine, and Zoom isn't told.", s.desk.ConfigPath())),
		Ask:  safe.Format("Type %s to confirm", shown),
		Then: func(string) tea.Cmd { return s.desk.Delete(name) },
	}
	return d.Over(s.desk)
}
