package tui

import (
	"context"
	"image/color"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/flowview"
	"zoauth/tui/form"
	"zoauth/tui/home"
	"zoauth/tui/intake"
	"zoauth/tui/practice"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// screen makes the screen of a place; nil where the place is not there.
func (d *desk) screen(p ui.Place) ui.Screen {
	switch p.Kind {
	case ui.Home:
		d.current = nil
		d.start = home.New(d)
		return d.start
	case ui.Flow:
		s := d.own.shown.find(p.Profile)
		if s == nil {
			return nil
		}
		d.current = s
		return flowview.New(d, s, p.Entry, p.Key)
	case ui.Profile:
		if p.Profile != "" && d.Simulated() {
			d.say(safe.Const("The sandbox made this profile up. A adds one of your own."))
			return nil
		}
		return form.New(d, p.Profile)
	case ui.Paste:
		screen := intake.New(d, p.Text)
		if s := d.own.shown.find(p.Profile); s != nil {
			screen.Against(s)
		}
		return screen
	case ui.Practice:
		s := d.own.shown.find(p.Profile)
		if s == nil {
			return nil
		}
		return practice.New(d, s)
	}
	return nil
}

// left leaves the pages of a profile that is gone.
func (d *desk) left(s *session.Session) {
	if d.current != s {
		return
	}
	for len(d.stack) > 1 {
		d.top().Close()
		d.stack = d.stack[:len(d.stack)-1]
	}
	d.current = nil
}

// Problems are those of the profile file, one line each.
func (d *desk) Problems() []safe.Text {
	var out []safe.Text
	for _, p := range d.own.file.problems {
		out = append(out, d.clean.Line(p.String()))
	}
	return out
}

// Simulated reports whether the sandbox's profiles are shown.
func (d *desk) Simulated() bool { return d.own.shown != nil && d.own.shown == d.own.sandbox }

// ConfigPath is the profile file's.
func (d *desk) ConfigPath() safe.Text { return d.clean.Line(d.opts.ConfigPath) }

// tourAt is the sandbox's profile that the tour takes.
func (d *desk) tourAt() *session.Session {
	for _, s := range d.own.sandbox.sessions {
		if s.App().Type == flow.General && s.App().Environment == flow.Development {
			return s
		}
	}
	return nil
}

// profileCommands open each profile by its name.
func (d *desk) profileCommands() []ui.Command {
	var list []ui.Command
	for _, s := range d.Sessions() {
		app := s.App()
		list = append(list, ui.Command{
			Name: safe.Format("Open %s", d.clean.Line(app.Name)), Words: d.clean.Line(string(app.Environment) + " " + string(app.Type) + " profile"),
			Do: func() tea.Cmd { return d.Show(ui.Place{Kind: ui.Flow, Profile: app.Name}) },
		})
	}
	return list
}

// placeCommands are what works everywhere and has no key.
func (d *desk) placeCommands() []ui.Command {
	return []ui.Command{
		{Name: safe.Const("Take the tour"), Words: safe.Const("walk sandbox demo start"), Do: d.Tour},
		{Name: safe.Const("Add a profile"), Words: safe.Const("new app import"), Label: safe.Const("A"), Do: func() tea.Cmd { return d.Show(ui.Place{Kind: ui.Profile}) }},
		{Name: safe.Const("Import credentials"), Words: safe.Const("env postman paste new app"), Label: safe.Const("i"), Do: func() tea.Cmd { return d.Show(ui.Place{Kind: ui.Paste}) }},
		{Name: safe.Const("Decode a token"), Words: safe.Const("jwt look claims"), Label: safe.Const("i"), Do: func() tea.Cmd { return d.Show(ui.Place{Kind: ui.Paste}) }},
		{Name: safe.Const("Theme: dark or light"), Words: safe.Const("colour color background"), Do: d.otherTheme},
		{Name: safe.Const("Quit"), Words: safe.Const("exit leave"), Label: safe.Const("ctrl+c"), Do: d.quit},
	}
}

// otherTheme changes between the looks for a dark and a light background, for a
// terminal that does not tell which it has.
func (d *desk) otherTheme() tea.Cmd {
	d.look.Light = !d.look.Light
	d.look.Background = color.Black
	if d.look.Light {
		d.look.Background = color.White
	}
	d.restyle()
	return nil
}

// Tour starts the sandbox, if it does not run yet, and its walk.
func (d *desk) Tour() tea.Cmd { return d.inSandbox(takeTour) }

// Practice opens the exercises of the sandbox.
func (d *desk) Practice() tea.Cmd { return d.inSandbox(practise) }

// errand is what is done once the sandbox runs.
type errand int

const (
	nothing errand = iota
	takeTour
	practise
)

// inSandbox does an errand in the sandbox, which is started for it.
func (d *desk) inSandbox(e errand) tea.Cmd {
	d.own.errand = e
	if d.own.sandbox == nil {
		return startSandbox(d.opts.Sandbox)
	}
	return d.run(d.own.show(d.App, d.own.sandbox))
}

// run does what the sandbox was started for, after cmd.
func (d *desk) run(cmd tea.Cmd) tea.Cmd {
	s, e := d.tourAt(), d.own.errand
	d.own.errand = nothing
	if s == nil {
		return cmd
	}
	switch e {
	case takeTour:
		started := d.Run(s.Practice().StartTour())
		return tea.Batch(cmd, started, d.Show(ui.Place{Kind: ui.Flow, Profile: s.App().Name}))
	case practise:
		return tea.Batch(cmd, d.Show(ui.Place{Kind: ui.Practice, Profile: s.App().Name}))
	}
	return cmd
}

// OpenFile opens the profiles of another file.
func (d *desk) OpenFile(path string) tea.Cmd {
	d.opts.ConfigPath, d.own.file.path = path, path
	return d.own.file.reload(d.App)
}

// Delete takes a profile out of the profile file.
func (d *desk) Delete(profile string) tea.Cmd {
	path, ctx := d.opts.ConfigPath, d.opts.Context
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		if err == nil {
			_, err = document.Delete(ctx, profile)
		}
		return profileDeletedMsg{profile, err}
	}
}

// profileDeletedMsg says that the profile file no longer has a profile.
type profileDeletedMsg struct {
	profile string
	err     error
}

func (d *desk) profileDeleted(msg profileDeletedMsg) tea.Cmd {
	if msg.err != nil {
		d.say(safe.Format("Not deleted: %s", d.clean.Error(msg.err)))
		return nil
	}
	d.say(safe.Format("Deleted %s from %s. Its tokens, history and secret file stay.", d.clean.Line(msg.profile), d.ConfigPath()))
	return d.own.file.reload(d.App)
}

// Neighbour is the profile n rows of Home from another one.
func (d *desk) Neighbour(profile string, n int) string { return d.start.Neighbour(profile, n) }

// Order are the profiles in the order of Home.
func (d *desk) Order() []*session.Session { return d.start.Order() }

// KeepsCopies reports whether a copy stays readable on this machine, in tmux.
func (d *desk) KeepsCopies() bool { return d.opts.Env.Clipboard().Keeps() }

// Faults are the scenarios of the sandbox for a profile's app; none for a real one.
func (d *desk) Faults(s *session.Session) []sandbox.Scenario {
	if !s.App().Sandbox || d.opts.Faults == nil {
		return nil
	}
	return d.opts.Faults(s.App().ClientID)
}

// SetFault switches a scenario for a profile's app.
func (d *desk) SetFault(s *session.Session, name string, on bool) error {
	err := d.opts.SetFault(name, s.App().ClientID, on)
	d.lookAtFaults(s)
	return err
}

// lookAtFaults takes over which faults are on: some end by themselves.
func (d *desk) lookAtFaults(s *session.Session) {
	var on []string
	for _, f := range d.Faults(s) {
		if f.On {
			on = append(on, f.Name)
		}
	}
	s.Practice().SetFaults(on)
}

// Learn keeps secrets off every screen from now on.
func (d *desk) Learn(secrets ...flow.Secret) { d.opts.Redactor.Learn(secrets...) }

// Path is the profile file's.
func (d *desk) Path() string { return d.opts.ConfigPath }

// Context ends when the person leaves the program.
func (d *desk) Context() context.Context { return d.opts.Context }

// Saved reads the profile file anew and shows the profile that was saved.
func (d *desk) Saved(profile, before string) tea.Cmd {
	d.own.wanted = profile
	if before != profile {
		d.own.removed = before
	}
	return d.own.file.reload(d.App)
}
