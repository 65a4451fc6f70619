package tui

import (
	"os"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// profileFile is what was seen of the profile file, which an editor may change while
// the workbench runs.
type profileFile struct {
	path     string
	stamp    *stamp // nil: not looked at yet, or being read
	problems []profiles.Problem
}

// stamp tells two versions of a file apart.
type stamp struct {
	modified time.Time
	size     int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

type (
	// fileSeenMsg is the file's version at a look.
	fileSeenMsg struct{ stamp stamp }

	// reloadedMsg brings the profiles that the file holds now.
	reloadedMsg struct {
		stamp     stamp
		workspace *profiles.Workspace // nil: no profile of the file can be used
		err       error
	}
)

// watch looks once whether the file has changed. What it saw is told only when it is
// new.
func (f *profileFile) watch(watched bool) tea.Cmd {
	if !watched {
		return nil
	}
	path, known := f.path, f.stamp
	return func() tea.Msg {
		now := stampOf(path)
		if known != nil && *known == now {
			return nil
		}
		return fileSeenMsg{now}
	}
}

func (f *profileFile) seen(a *App, msg fileSeenMsg) tea.Cmd {
	if f.stamp == nil {
		f.stamp = &msg.stamp
		return nil
	}
	if *f.stamp == msg.stamp || msg.stamp == (stamp{}) {
		return nil
	}
	return f.reload(a)
}

// reload reads the file anew, off the loop.
func (f *profileFile) reload(a *App) tea.Cmd {
	if a.opts.Reload == nil {
		return nil
	}
	path, load := f.path, a.opts.Reload
	f.stamp = nil // no look in between starts a second one
	return func() tea.Msg {
		at := stampOf(path)
		w, err := load(path)
		return reloadedMsg{at, w, err}
	}
}

// reloaded takes the profile file over. What is wrong in it is said and leaves in
// force what was there before.
func (o *spaces) reloaded(a *App, msg reloadedMsg) tea.Cmd {
	o.file.stamp = &msg.stamp
	if msg.err != nil {
		a.say(safe.Format("Could not read the profile file; the profiles stay as they were: %s", a.clean.Error(msg.err)))
		return nil
	}
	o.file.problems = nil
	if msg.workspace == nil {
		return nil
	}
	o.file.problems = msg.workspace.Problems
	cmd := tea.Batch(o.merge(a, msg.workspace), o.showSaved(a))
	if len(o.file.problems) > 0 {
		a.say(safe.Format("Profile file: %s", a.clean.Line(o.file.problems[0].String())))
	}
	return cmd
}

// merge gives every session the app that the file now has. Where the file has problems,
// what is missing stays: it may be what is broken.
func (o *spaces) merge(a *App, w *profiles.Workspace) tea.Cmd {
	if o.real == nil {
		o.real = newSpace(a.opts, w)
		if o.shown == nil {
			return o.show(a, o.real)
		}
		return nil
	}
	o.real.Workspace = w
	var cmds []tea.Cmd
	var sessions []*session.Session
	for _, app := range w.Apps {
		s := o.real.find(app.Name)
		if s == nil {
			s = o.real.session(a.opts, app)
		}
		cmds = append(cmds, a.desk.Run(s.Reload(app)))
		sessions = append(sessions, s)
	}
	for _, s := range o.real.sessions {
		gone := !slices.ContainsFunc(w.Apps, func(app flow.App) bool { return app.Name == s.App().Name })
		switch {
		case s.App().Loose:
			sessions = append(sessions, s)
		case gone && (len(w.Problems) > 0 && s.App().Name != o.removed || s.Flight() != nil):
			sessions = append(sessions, s)
		case gone:
			a.desk.left(s)
			s.Close()
		}
	}
	if !slices.Equal(o.real.sessions, sessions) {
		o.real.sessions = sessions
		cmds = append(cmds, a.start.Open())
	}
	o.real.touched = time.Time{}
	return tea.Batch(append(cmds, o.real.poll())...)
}

// showSaved shows the profile that was just saved.
func (o *spaces) showSaved(a *App) tea.Cmd {
	wanted := o.wanted
	o.wanted, o.removed = "", ""
	if wanted == "" || o.real.find(wanted) == nil {
		return nil
	}
	return tea.Batch(o.show(a, o.real), a.desk.Show(ui.Place{Kind: ui.Flow, Profile: wanted}))
}
