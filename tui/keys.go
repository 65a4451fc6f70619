package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// keys are what works on every screen, below the screen's own.
func (a *App) keys() []ui.Key {
	show := func(kind ui.PlaceKind) func() tea.Cmd {
		return func() tea.Cmd { return a.desk.Show(ui.Place{Kind: kind}) }
	}
	return []ui.Key{
		ui.NewKey(safe.Const("paste or type something"), "i").In(ui.Go).Does(show(ui.Paste)),
		ui.NewKey(safe.Const("profile by name"), "p").In(ui.Go).Does(func() tea.Cmd { return a.ask(newPalette(a, onlyProfiles)) }),
		ui.NewKey(safe.Const("any action by name"), ":", "ctrl+p").In(ui.Go).Does(a.desk.Palette),
		ui.NewKey(safe.Const("add a profile"), "A").In(ui.Go).Does(show(ui.Profile)),
		ui.NewKey(a.own.otherName(), "S").In(ui.Go).Does(func() tea.Cmd { return a.own.toggle(a) }),
		helpKey().Does(func() tea.Cmd { return a.ask(newHelp(a)) }),
		ui.NewKey(safe.Const("up: menu, zoom, Home"), "esc").OffIf(len(a.stack) == 1, safe.Const("This is Home. q quits.")).In(ui.Go).Does(a.up),
		ui.NewKey(a.upOrQuit(), "q").In(ui.Go).Does(a.up),
		ui.NewKey(safe.Const("quit"), "ctrl+c").In(ui.Go).Does(a.quit),
		ui.NewKey(safe.Const("redraw"), "ctrl+l").In(ui.Go).Does(func() tea.Cmd { return tea.ClearScreen }),
		ui.NewKey(safe.Const("suspend"), "ctrl+z").In(ui.Go).Does(a.suspend),
	}
}

// allKeys are those of the screen, and those of the app that it leaves to it.
func (a *App) allKeys() []ui.Key {
	own := a.top().Keys()
	for _, k := range a.keys() {
		if _, taken := ui.Pressed(keyPress(k.Keys()[0]), own); !taken {
			own = append(own, k)
		}
	}
	return own
}

func helpKey() ui.Key { return ui.NewKey(safe.Const("keys"), "?").In(ui.Go) }

func (a *App) upOrQuit() safe.Text {
	if len(a.stack) == 1 {
		return safe.Const("quit")
	}
	return safe.Const("up")
}

// moved says where the keys of the version before this one went.
var moved = map[string]safe.Text{
	"6": safe.Const("History is the timeline: J K."),
	"d": safe.Const("Why is the first view of a failed request: select it with J K."),
	"F": safe.Const("Faults are in Practice: press m."),
	"R": safe.Const("Mark what is due with * on Home, then press r."),
	"n": safe.Const("A adds a profile."),
	",": safe.Const("J K move along the timeline; c compares."),
	".": safe.Const("J K move along the timeline; c compares."),
	"s": safe.Const("Home sorts by urgency when it opens."),
}
