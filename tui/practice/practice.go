// Package practice is the list of everything that can go wrong on purpose: deliberate
// mistakes in one request, and, in the sandbox, faults of the simulated Zoom, each with
// the response that is expected.
package practice

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Desk is what the app offers to Practice.
type Desk interface {
	ui.Host
	// Run runs the tasks of the session and says its news.
	Run(session.Follow) tea.Cmd
	// Faults are the scenarios of the sandbox for an app; none for any other app.
	Faults(*session.Session) []sandbox.Scenario
	// SetFault switches a scenario for the session's app.
	SetFault(s *session.Session, name string, on bool) error
}

// kind is which rows are shown.
type kind uint8

const (
	all kind = iota
	mistakes
	faults
	kinds
)

// exercise is one row: a mistake or a fault.
type exercise struct {
	kind             kind
	step             flow.Step
	name, title, why string
	mistake          *session.Exercise // nil: it is a fault
	fault            *sandbox.Scenario // nil: it is a mistake
}

// Screen is the list for one profile. Make it with [New].
type Screen struct {
	desk   Desk
	s      *session.Session
	region ui.Region
	kind   kind
	list   ui.List
	window ui.List    // over the rows with the names of their steps
	rows   []exercise // those of the kind that fit the filter
	count  [kinds]int
	filter ui.Filter
	more   bool
}

// New returns the exercises of a profile.
func New(desk Desk, s *session.Session) *Screen {
	return &Screen{desk: desk, s: s, filter: ui.NewFilter(desk.Clean())}
}

// Open makes the list anew; the cursor goes to the first mistake that was not tried, of
// the step at hand if there is one.
func (p *Screen) Open() tea.Cmd {
	p.refresh()
	untried := func(e exercise) bool { return e.mistake != nil && !e.mistake.Tried }
	step := p.step()
	i := slices.IndexFunc(p.rows, func(e exercise) bool { return untried(e) && e.step == step })
	if i < 0 {
		i = max(0, slices.IndexFunc(p.rows, untried))
	}
	p.list.Set(i)
	p.reveal()
	if e, any := p.under(); any { // its step from the first exercise on
		p.window.From(p.lineOf(slices.IndexFunc(p.rows, func(o exercise) bool { return o.step == e.step })) - 1)
	}
	return nil
}

// step is the one at hand: that of the draft, or of the exercise that was made last.
func (p *Screen) step() flow.Step {
	if d := p.s.Drafts().Next(); d != nil {
		return d.Step()
	}
	if last := p.s.Timeline().Last(); last.Expected != session.NoneExpected {
		return last.Step
	}
	return ""
}

// Close has nothing to let go.
func (p *Screen) Close() {}

// Resize takes the room.
func (p *Screen) Resize(r ui.Region) { p.region = r }

// order is how often people meet each step's mistakes, the most frequent first.
var order = []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepAuthorize, flow.StepProbe, flow.StepRevoke, flow.StepDevice, flow.StepPoll}

// refresh makes the rows of what the session and the sandbox say now.
func (p *Screen) refresh() {
	var list []exercise
	for _, m := range p.s.Practice().Exercises() {
		if p.s.App().Sandbox || m.Missing == "" {
			list = append(list, exercise{mistakes, m.Step, m.Name, m.Title, m.Why, &m, nil})
		}
	}
	for _, f := range p.desk.Faults(p.s) {
		step := flow.StepExchange
		if len(f.Steps) > 0 {
			step = flow.Step(f.Steps[0])
		}
		list = append(list, exercise{faults, step, f.Name, f.Title, f.Why, nil, &f})
	}
	slices.SortStableFunc(list, func(a, b exercise) int { return slices.Index(order, a.step) - slices.Index(order, b.step) })
	p.count = [kinds]int{all: len(list)}
	p.rows = p.rows[:0]
	for _, e := range list {
		p.count[e.kind]++
		if (p.kind == all || p.kind == e.kind) && p.fits(e) {
			p.rows = append(p.rows, e)
		}
	}
	p.list.Count = len(p.rows)
	p.list.Set(p.list.Cursor)
}

// fits reports whether an exercise has every word of the filter.
func (p *Screen) fits(e exercise) bool {
	return p.filter.Fits(e.title + " " + string(e.step) + " " + e.name + " " + p.expected(e).String())
}

// expected is what the exercise is expected to end with.
func (p *Screen) expected(e exercise) safe.Text {
	clean := p.desk.Clean()
	switch {
	case e.mistake != nil:
		return clean.Line(inspect.Expectation(e.mistake.Expect))
	case e.fault.Cause != "":
		return clean.Line(e.fault.Cause)
	}
	return clean.Line(e.fault.Shows)
}

// Title says which profile is practised with.
func (p *Screen) Title() ui.Title {
	return ui.Title{Path: []safe.Text{p.desk.Clean().Line(p.s.App().Name), safe.Const("Practice")}, Where: inspect.Where(p.s.App())}
}

// Editing reports whether the filter is typed.
func (p *Screen) Editing() bool { return p.filter.Typing }

// Status says how the list is made, and that nothing reaches Zoom.
func (p *Screen) Status() safe.Text {
	if p.s.App().Sandbox {
		return safe.Const("The most common come first. Nothing here reaches Zoom.")
	}
	return safe.Const("These go to Zoom. Each one asks before it is sent.")
}

// under is the exercise under the cursor.
func (p *Screen) under() (exercise, bool) {
	if p.list.Cursor >= len(p.rows) {
		return exercise{}, false
	}
	return p.rows[p.list.Cursor], true
}
