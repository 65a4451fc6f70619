package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/home"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// App is the workbench: it routes, and draws what is around the screens. A feature's
// state is the feature's.
type App struct {
	opts  Options
	desk  *desk
	clean *safe.Cleaner
	clock clock
	look  ui.Appearance
	frame ui.Region // the whole terminal; the theme is in it
	given ui.Region // what the screens have of it

	start    *home.Screen // Home, for its order of profiles
	stack    []ui.Screen  // the top one is last; the first one is Home
	dialog   ui.Dialog    // over the screen; nil: none
	status   status
	keyboard keyboard
	own      spaces
	current  *session.Session // whose pages are open; nil: none
}

// New returns the workbench before its first message.
func New(opts Options) *App {
	a := &App{opts: opts.filled()}
	a.clean = &safe.Cleaner{Redactor: opts.Redactor, EightBit: opts.Env.EightBit}
	a.look = ui.Appearance{ASCII: opts.Env.ASCII}
	a.frame.Theme = ui.NewTheme(a.look)
	a.clock = newClock(a.opts)
	a.desk = newDesk(a)
	a.keyboard = keyboard{App: a}
	a.own = newSpaces(a.opts)
	a.stack = []ui.Screen{a.desk.screen(ui.Place{Kind: ui.Home})}
	return a
}

// Init asks for the background colour, starts the clock and reads what is there. It asks
// for the size too: Bubble Tea reads it before it listens for changes, and would miss one
// in between for good.
func (a *App) Init() tea.Cmd {
	return a.guard(tea.Batch(tea.RequestBackgroundColor, tea.RequestWindowSize, a.clock.start(), a.own.open(a), a.top().Open()))
}

// top is the screen that is shown.
func (a *App) top() ui.Screen { return a.stack[len(a.stack)-1] }

// Update routes: keys to whoever has the focus, outcomes to their session.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.update(msg)
	if a.given != a.room() { // the status takes more rows now, or less
		a.resize()
	}
	return a, a.guard(cmd)
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	a.clock.read()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.keyboard.pressed(msg)
	case runEndedMsg:
		return a.keyboard.runEnded(msg)
	case tea.PasteMsg:
		return a.paste(msg.Content)
	case tea.WindowSizeMsg:
		a.frame.Width, a.frame.Height = msg.Width, msg.Height
		a.resize()
	case tea.BackgroundColorMsg:
		a.look.Light, a.look.Background = !msg.IsDark(), msg.Color
		a.restyle()
	case tea.ColorProfileMsg:
		a.look.Profile = msg.Profile
		a.restyle()
	case tickMsg:
		return a.tick(msg)
	case taskEndedMsg:
		return a.desk.apply(msg.event)
	case newsMsg:
		a.say(msg.text)
		return msg.then
	case suspendAskedMsg:
		return a.suspend()
	case tea.ResumeMsg:
		return tea.ClearScreen
	default:
		return tea.Batch(a.own.update(a, msg), a.deliver(msg))
	}
	return nil
}

// deliver gives a message that is not the app's to the dialog and to every screen of
// the stack: each knows its own.
func (a *App) deliver(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	if a.dialog != nil {
		cmds = append(cmds, a.dialogUpdate(msg))
	}
	for _, s := range a.stack {
		cmds = append(cmds, s.Update(msg))
	}
	return tea.Batch(cmds...)
}

// restyle makes the theme anew.
func (a *App) restyle() {
	a.frame.Theme = ui.NewTheme(a.look)
	a.resize()
}

// resize gives the screens their room.
func (a *App) resize() {
	a.given = a.room()
	for _, s := range a.stack {
		s.Resize(a.given)
	}
}

// room is what header, status and footer leave of the terminal.
func (a *App) room() ui.Region {
	room := a.frame
	room.Height = max(0, room.Height-2-len(a.statusRows()))
	return room
}

// View draws the screen: a reading of the app.
func (a *App) View() tea.View {
	title := a.top().Title()
	lines, cursor := a.drawn(title)
	v := tea.NewView(ui.Render(a.frame.Theme, lines))
	v.AltScreen = true
	v.WindowTitle = windowTitle(title)
	if cursor != nil {
		v.Cursor = tea.NewCursor(cursor.X, cursor.Y)
	}
	if a.opts.Env.Progress && a.own.sending() {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	return v
}
