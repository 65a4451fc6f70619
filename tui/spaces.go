package tui

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// space is a workspace with the sessions of its profiles, in the file's order.
type space struct {
	*profiles.Workspace
	sessions []*session.Session
	stages   session.Stages
	touched  time.Time   // their token directory, as it was read last
	reading  atomic.Bool // a look at the token files is under way
}

// spaces are the person's own profiles and those of the sandbox.
type spaces struct {
	real, sandbox *space // nil: not there
	shown         *space // nil: the sandbox is starting, or there is nothing
	ticked        time.Time
	file          profileFile
	wanted        string // profile that is shown once the file was read anew
	removed       string // profile that was renamed or deleted here: no broken one
	pausing       bool   // suspend when the request in flight is done
}

func newSpaces(o Options) spaces {
	own := spaces{ticked: o.Now().Round(0), file: profileFile{path: o.ConfigPath, problems: o.Problems}}
	if o.Real != nil {
		own.real = newSpace(o, o.Real)
		own.shown = own.real
	}
	return own
}

// newSpace makes the sessions of a workspace.
func newSpace(o Options, w *profiles.Workspace) *space {
	sp := &space{Workspace: w}
	w.Runner.Observe, w.Runner.Watch = sp.stages.Observe, sp.stages.Watch
	for _, app := range slices.Concat(w.Apps, w.Loose()) {
		sp.sessions = append(sp.sessions, sp.session(o, app))
	}
	return sp
}

// session is a profile's state machine over the workspace.
func (sp *space) session(o Options, app flow.App) *session.Session {
	services := session.Services{
		Runner: sp.Runner, Store: sp.Store, History: sp.History, Redactor: o.Redactor, Stages: &sp.stages,
		SSH: o.Env.SSH, Now: o.Now, Facts: sp.facts(o.ConfigPath),
	}
	if app.Sandbox {
		services.Browser = o.Play
	}
	return session.New(app, services)
}

// facts gathers what the preflight of a profile reads.
func (sp *space) facts(config string) func(context.Context, flow.App, bool) flow.Facts {
	return func(ctx context.Context, app flow.App, port bool) flow.Facts {
		site := profiles.Site{App: app, Apps: sp.Apps, Paths: profiles.Paths{Config: config, State: sp.StateDir}, Port: port}
		return site.Facts(ctx)
	}
}

func (sp *space) find(profile string) *session.Session {
	if sp == nil {
		return nil
	}
	i := slices.IndexFunc(sp.sessions, func(s *session.Session) bool { return s.App().Name == profile })
	if i < 0 {
		return nil
	}
	return sp.sessions[i]
}

// all are the sessions of both spaces.
func (o *spaces) all() []*session.Session {
	var list []*session.Session
	for _, sp := range []*space{o.real, o.sandbox} {
		if sp != nil {
			list = append(list, sp.sessions...)
		}
	}
	return list
}

// of returns the session that an operation belongs to, or nil.
func (o *spaces) of(op session.Op) *session.Session {
	if op.Sandbox {
		return o.sandbox.find(op.Profile)
	}
	return o.real.find(op.Profile)
}

func (o *spaces) busy() bool {
	return slices.ContainsFunc(o.all(), (*session.Session).Busy)
}

func (o *spaces) sending() bool {
	return slices.ContainsFunc(o.all(), func(s *session.Session) bool { return s.Flight() != nil })
}

func (o *spaces) moveClock(off time.Duration) {
	for _, s := range o.all() {
		s.MoveClock(off)
	}
}

// tick ends what has run out.
func (o *spaces) tick(a *App) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range o.all() {
		cmds = append(cmds, a.desk.Run(s.Tick(a.clock.now)))
	}
	if o.pausing && !o.sending() {
		cmds = append(cmds, a.suspend())
	}
	return tea.Batch(cmds...)
}

// open reads what is there at the start.
func (o *spaces) open(a *App) tea.Cmd {
	if a.opts.StartInSandbox {
		return a.desk.Tour()
	}
	return o.watch(a)
}

// show makes another space the one of Home.
func (o *spaces) show(a *App, sp *space) tea.Cmd {
	o.shown = sp
	a.desk.toHome()
	a.stack = []ui.Screen{a.desk.screen(ui.Place{Kind: ui.Home})}
	a.resize()
	return tea.Batch(a.top().Open(), o.watch(a))
}

// toggle changes between the person's own profiles and the sandbox's.
func (o *spaces) toggle(a *App) tea.Cmd {
	switch {
	case o.shown == nil || o.shown != o.sandbox:
		if o.sandbox == nil {
			return startSandbox(a.opts.Sandbox)
		}
		return o.show(a, o.sandbox)
	case o.real != nil:
		return o.show(a, o.real)
	}
	return o.show(a, nil)
}

// otherName is what S does.
func (o *spaces) otherName() safe.Text {
	if o.shown != nil && o.shown == o.sandbox {
		return safe.Const("own profiles")
	}
	return safe.Const("sandbox")
}

// elsewhere is what goes on in other profiles, for the header.
func (o *spaces) elsewhere(a *App) []ui.Line {
	if len(a.stack) == 1 {
		return nil
	}
	var parts []ui.Line
	for _, s := range o.all() {
		if a.desk.current == s {
			continue
		}
		name := a.clean.Line(s.App().Name)
		switch state := s.State(); {
		case s.Phase() >= session.Awaiting:
			doing := safe.Const("waiting")
			if s.Phase() == session.Sending {
				doing = safe.Const("sending")
			}
			parts = append(parts, ui.L(ui.S(safe.Format("also: %s %s", name, doing), ui.Faint)))
		case state.Unsaved:
			parts = append(parts, ui.L(ui.S(safe.Format("%s %s", a.frame.Theme.Glyph.Unsaved, name), ui.Unclear)))
		case s.Disk().ToGiveBack():
			parts = append(parts, ui.L(ui.S(safe.Format("%s %s to give back", a.frame.Theme.Glyph.Unsaved, name), ui.Unclear)))
		case state.Uncertain():
			parts = append(parts, ui.L(ui.S(safe.Format("%s %s", a.frame.Theme.Glyph.Uncertain, name), ui.Unclear)))
		}
	}
	return parts[:min(len(parts), 2)]
}
