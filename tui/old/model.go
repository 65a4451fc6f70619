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
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// Model is the workbench's root: it owns the sessions and routes.
type Model struct {
	opts  Options
	clean *safe.Cleaner
	theme *theme.Theme

	now           time.Time
	running       time.Duration // of opts.Running, as of now
	width, height int
	spin, chain   int

	real, sandbox *space
	space         *space // the one that is shown; nil before the first is there
	current       *session.Session
	place         intent.Place
	back          []intent.Place

	screens  screens
	dialog   *widget.Dialog
	help     bool
	palette  *palette // nil while it is closed
	copying  bool     // y was pressed: the next key says what is copied
	lastCopy intent.Clip
	helpTop  int
	said     string
	saidTill time.Time
	burst    burst
	quiet    time.Time // enter is ignored until then: the screen came by itself
	revealed bool
	asked    int  // how many of the questions before quitting were answered
	pausing  bool // suspends when the request in flight has ended (PROMISES.md F4)

	fileStamp *stamp       // of the profile file as last read; nil before the first look
	importing int          // the newest import
	asking    session.Op   // the newest diagnosis that was asked for
	mistaken  intent.Place // the step whose mistakes are listed
	breaking  string       // the mistake that waits for the preview of its step
	wanted    string       // the profile to show when the file was read again
	news      string       // what to say then
	removed   string       // the profile that was taken out of the file here; empty: none

	seq      int
	attempts map[*session.Session]*openAttempt
	released map[*session.Session]*openAttempt // the last one that was let go
	pollers  map[*session.Session]*poller
}

// space is a name space of profiles with their sessions, in the file's order.
type space struct {
	*profiles.Workspace
	sessions []*session.Session
	seen     map[string]time.Time // token files as last read
	touched  time.Time            // their directory, before that
	stages   stages
	reading  atomic.Bool
}

// screens are the places. They keep cursors and scroll positions, nothing else.
type screens struct {
	welcome   screen.Welcome
	list      screen.List
	authorize screen.Authorize
	device    screen.Device
	steps     map[intent.Place]*screen.Step
	token     *screen.Token
	loose     *screen.Token
	history   screen.History
	nothing   screen.Nothing
	importing *screen.Importing
	mistakes  screen.Mistakes
	use       screen.Use
	due       screen.Due
	faults    screen.Faults
	breaking  screen.Break
	form      screen.Form
	diagnosis screen.Diagnosis
	explain   screen.Explain
	atZoom    screen.AtZoom
}

// New returns the workbench before its first message.
func New(opts Options) *Model {
	if opts.Context == nil {
		opts.Context = context.Background()
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Running == nil {
		began := time.Now()
		opts.Running = func() time.Duration { return time.Since(began) }
	}
	m := &Model{
		opts:     opts,
		clean:    &safe.Cleaner{Redactor: opts.Redactor, EightBit: opts.Env.EightBit},
		theme:    theme.New(true, opts.Env.ASCII),
		now:      opts.Now().Round(0),
		running:  opts.Running(),
		place:    intent.List,
		attempts: map[*session.Session]*openAttempt{},
		released: map[*session.Session]*openAttempt{},
		pollers:  map[*session.Session]*poller{},
		screens: screens{
			token: screen.NewToken(),
			loose: screen.NewLooseToken(),
			steps: map[intent.Place]*screen.Step{
				intent.ExchangeStep: screen.NewStep(flow.StepExchange),
				intent.RefreshStep:  screen.NewStep(flow.StepRefresh),
				intent.ProbeStep:    screen.NewStep(flow.StepProbe),
				intent.RevokeStep:   screen.NewStep(flow.StepRevoke),
				intent.DevicePlace:  screen.NewStep(flow.StepDevice),
			},
		},
	}
	m.screens.device.Step = m.screens.steps[intent.DevicePlace]
	if opts.Real != nil {
		m.real = newSpace(opts.Real)
		m.space = m.real
		m.screens.list.Choose(opts.Real.Default)
	}
	if opts.StartInSandbox {
		m.place = intent.Welcome
	}
	return m
}

func newSpace(set *profiles.Workspace) *space {
	sp := &space{Workspace: set, seen: map[string]time.Time{}}
	if set.Runner != nil {
		set.Runner.Observe = sp.stages.observe
	}
	for _, app := range set.Apps {
		sp.sessions = append(sp.sessions, session.New(app))
	}
	return sp
}

func (sp *space) find(profile string) *session.Session {
	for _, s := range sp.sessions {
		if s.App.Name == profile {
			return s
		}
	}
	return nil
}

func (sp *space) names() []string {
	names := make([]string, len(sp.sessions))
	for i, s := range sp.sessions {
		names[i] = s.App.Name
	}
	return names
}

// Init asks for the background colour, starts the clock and reads what is there.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, tick(pollInterval, m.chain)}
	if m.real != nil {
		cmds = append(cmds, m.look(m.real), warn(m.real))
	}
	if m.opts.StartInSandbox {
		cmds = append(cmds, startSandbox(m.opts.Sandbox))
	}
	return m.guard(tea.Batch(cmds...))
}

// look reads the space's changed token files, one look at a time.
func (m *Model) look(sp *space) tea.Cmd {
	if sp == nil || !sp.reading.CompareAndSwap(false, true) {
		return nil
	}
	seen := make(map[string]time.Time, len(sp.seen))
	for name, at := range sp.seen {
		seen[name] = at
	}
	return readStates(sp, sp.names(), seen, sp.touched)
}

// nextOp mints the identity of a new operation of s.
func (m *Model) nextOp(s *session.Session, step flow.Step) session.Op {
	m.seq++
	return session.Op{Profile: s.App.Name, Sandbox: s.App.Sandbox, Step: step, Seq: m.seq}
}

// owner finds the session that an operation belongs to.
func (m *Model) owner(op session.Op) *session.Session {
	sp := m.real
	if op.Sandbox {
		sp = m.sandbox
	}
	if sp == nil {
		return nil
	}
	return sp.find(op.Profile)
}

// spaceOf returns the name space of a session.
func (m *Model) spaceOf(s *session.Session) *space {
	if s.App.Sandbox {
		return m.sandbox
	}
	return m.real
}

// all returns the sessions of both name spaces.
func (m *Model) all() []*session.Session {
	var all []*session.Session
	for _, sp := range []*space{m.real, m.sandbox} {
		if sp != nil {
			all = append(all, sp.sessions...)
		}
	}
	return all
}

// sending reports whether a request is in flight.
func (m *Model) sending() bool {
	return slices.ContainsFunc(m.all(), func(s *session.Session) bool { return s.Phase == session.Sending })
}

// busy reports whether something moves on the screen.
func (m *Model) busy() bool {
	for _, s := range m.all() {
		if s.Phase == session.Sending || s.Attempt.Open() && s.Attempt.Playing || s.Device.Open() && s.Device.Playing || s.Secret.Reading {
			return true
		}
	}
	return false
}
