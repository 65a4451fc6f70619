package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Faults lists what can go wrong for the current app, with ticks.
type Faults struct {
	list   []sandbox.Scenario
	cursor int
}

// faultOrder is that of the walk.
var faultOrder = []string{"authorize", "device", "poll", "exchange", "refresh", "probe", "revoke"}

// NewFaults returns the list by step, with its cursor on the first fault of one.
func NewFaults(list []sandbox.Scenario, step flow.Step) Faults {
	var f Faults
	f.Show(list)
	f.cursor = max(0, slices.IndexFunc(f.list, func(f sandbox.Scenario) bool { return f.Steps[0] == string(step) }))
	return f
}

// Show takes over which faults are on; the cursor stays.
func (f *Faults) Show(list []sandbox.Scenario) {
	f.list = slices.Clone(list)
	slices.SortStableFunc(f.list, func(a, b sandbox.Scenario) int {
		return cmp.Compare(slices.Index(faultOrder, a.Steps[0]), slices.Index(faultOrder, b.Steps[0]))
	})
}

// Rows returns the list, and what the one under the cursor does.
func (f *Faults) Rows(c Context) []Row {
	list := widget.Pane{Title: "Faults of the sandbox", Note: c.Theme.Muted.Render(fmt.Sprintf("%d on, of %d", len(f.on()), len(f.list))), Min: min(4, max(1, len(f.list)))}
	if len(f.list) == 0 {
		list.Lines = widget.Lines("", " Nothing can go wrong on purpose here.")
		return []Row{one(list)}
	}
	list.Grow = func(w, h int) []string {
		var rows []string
		first, end := around(f.cursor, len(f.list), h)
		for i := first; i < end; i++ {
			rows = append(rows, widget.Cut(f.row(c, i), w))
		}
		return rows
	}
	return []Row{one(list), one(c.steady(f.effect(c, f.cursor), len(f.list), func(i int) widget.Pane { return f.effect(c, i) }))}
}

// Under returns the fault under the cursor, the zero Fault where there is none.
func (f *Faults) Under() sandbox.Scenario {
	if f.cursor >= len(f.list) {
		return sandbox.Scenario{}
	}
	return f.list[f.cursor]
}

func (f *Faults) on() []string {
	var names []string
	for _, fault := range f.list {
		if fault.On {
			names = append(names, fault.Name)
		}
	}
	return names
}

func (f *Faults) row(c Context, i int) string {
	at := f.list[i]
	box := "[ ]"
	if at.On {
		box = c.Theme.Soon.Render("[x]")
	}
	return c.cursorRow(i == f.cursor, box+" "+widget.Fit(at.Steps[0], 10), at.Title)
}

// effect is what the fault does, where it shows, and what the card should say.
func (f *Faults) effect(c Context, i int) widget.Pane {
	at := f.list[i]
	p := widget.Pane{Title: at.Name}
	if c.Width < compact { // the row of the list is cut
		p.Lines = widget.Lines(c.prose(at.Title)...)
	}
	p.Lines = append(p.Lines, widget.Lines(hanging(c.prose("Cause: "+lesson(at)))...)...)
	p.Lines = append(p.Lines, widget.Lines(c.prose(course(at))...)...)
	p.Lines = append(p.Lines, widget.Droppable(widget.DropExtra, c.prose(at.Why)...)...)
	return p
}

// lesson is the cause that the card should name.
func lesson(f sandbox.Scenario) string {
	if rule, known := diagnose.Find(f.Cause); known {
		return rule.Title
	}
	return "none. " + f.Shows
}

// course says which step shows it, and what to know of it.
func course(f sandbox.Scenario) string {
	text := "Shows at: " + strings.Join(f.Steps, ", ") + "."
	if f.Twice {
		text += " Send twice."
	}
	if f.Once {
		text += " One answer, then off by itself."
	}
	if f.Lasts {
		text += " A new authorization mends it."
	}
	return text
}

// Do moves, or switches the fault under the cursor.
func (f *Faults) Do(_ Context, a intent.Action) intent.Intent {
	if to, moves := moved(f.cursor, len(f.list), a); moves {
		f.cursor = to
		return nil
	}
	switch a {
	case intent.Main, intent.Fold:
		if at := f.Under(); at.Name != "" {
			return intent.SetFault{Name: at.Name, On: !at.On}
		}
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note names what is on.
func (f *Faults) Note(c Context) string {
	if len(f.on()) == 0 {
		return "No fault is on. enter switches one, for this app alone."
	}
	return "On: " + c.names(f.on(), c.Width-len(" On: "))
}

// FaultNote is row 23 while faults are on; empty while none is.
func (c Context) FaultNote(on []string) string {
	const before, after = "Faults on: ", "; F changes them."
	if len(on) == 0 {
		return ""
	}
	return before + c.names(on, c.Width-1-len(before)-len(after)) + after
}

// names lists as many as there is room for, and counts the others.
func (c Context) names(list []string, room int) string {
	for n := len(list); n > 0; n-- {
		text := strings.Join(list[:n], ", ")
		if n < len(list) {
			text += fmt.Sprintf(" and %d more", len(list)-n)
		}
		if len(text) <= room {
			return text
		}
	}
	return fmt.Sprint(len(list))
}
