// Package form is the Profile screen: a new profile, a change to one, or the review of
// one that was pasted. Its rows are inputs, so letters are text; the help of the row is
// always visible. It writes the profile file and nothing else.
package form

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/ui"
)

// Desk is what the app offers to the form.
type Desk interface {
	ui.Host
	// Learn keeps what is typed as a secret off every screen from now on.
	Learn(...flow.Secret)
	// Saved reads the profile file anew and shows the profile; before is its name until
	// now, empty for a new one.
	Saved(profile, before string) tea.Cmd
	// Path is the profile file's, raw.
	Path() string
	// Context ends what blocks when the person leaves the program.
	Context() context.Context
}

// Screen is the form. Make it with [New] or [Review].
type Screen struct {
	answers
	desk     Desk
	region   ui.Region
	old      string             // the profile that is changed; empty: a new one
	document *profiles.Document // what it goes into; nil: being read
	start    *profiles.Draft
	change   [2]string // a key and its value, set once the file was read; empty: none
	problems map[string]profiles.Problem
	doubts   map[string]diagnose.Check // what will be said of a value before it is sent
	tried    bool                      // saving was tried: what is missing is named
	saving   bool
	list     ui.List
	field    ui.Input
}

// New returns the form of a profile of the file; "" is a new one.
func New(desk Desk, profile string) *Screen {
	return &Screen{answers: answers{ways: map[string]way{}}, desk: desk, old: profile, problems: map[string]profiles.Problem{}}
}

// Review returns the form of a new profile that is filled in already.
func Review(desk Desk, draft profiles.Draft) *Screen {
	f := New(desk, "")
	f.start = &draft
	return f
}

// Change returns the form of a profile with one value changed, not saved.
func Change(desk Desk, profile, key, value string) *Screen {
	f := New(desk, profile)
	f.change = [2]string{key, value}
	return f
}

// documentReadMsg brings the profile file.
type documentReadMsg struct {
	form     *Screen
	document *profiles.Document
	err      error
}

// savedMsg says what was written.
type savedMsg struct {
	form  *Screen
	saved profiles.Saved
	err   error
}

// Open reads the profile file.
func (f *Screen) Open() tea.Cmd {
	if f.document != nil {
		return nil
	}
	return f.read()
}

// read reads the profile file, off the loop.
func (f *Screen) read() tea.Cmd {
	path := f.desk.Path()
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		return documentReadMsg{f, document, err}
	}
}

// opened fills the form.
func (f *Screen) opened(msg documentReadMsg) tea.Cmd {
	draft, err := profiles.NewDraft(), msg.err
	if f.start != nil {
		draft = f.start.Clone()
	}
	if f.old != "" && err == nil {
		draft, err = msg.document.Draft(f.old)
	}
	if err != nil {
		f.desk.Say(safe.Format("Could not edit the profile file: %s", f.desk.Clean().Error(err)))
		return f.desk.Back()
	}
	if draft.From == profiles.NoSecret {
		draft.From = profiles.Paste
	}
	if f.document != nil { // the file was changed meanwhile: what was filled in stays
		f.draft = f.draft.Rebase(f.first, draft)
	} else {
		f.draft = draft.Clone()
	}
	f.document, f.first = msg.document, draft.Clone()
	if key := f.change[0]; key != "" {
		f.draft.Text[key] = f.change[1]
		f.list.Set(max(0, slices.IndexFunc(f.rows(), func(r row) bool { return r.key == key })))
		f.change = [2]string{}
	}
	if f.start != nil {
		f.first = profiles.NewDraft()
	}
	f.check()
	return f.focus()
}

// Close has nothing to let go.
func (f *Screen) Close() {}

// Resize takes the room.
func (f *Screen) Resize(r ui.Region) { f.region = r }

// Title says what is edited, and that it is not saved.
func (f *Screen) Title() ui.Title {
	t := ui.Title{Path: []safe.Text{safe.Const("new profile")}}
	if f.old != "" {
		t.Path = []safe.Text{f.desk.Clean().Line(f.old), safe.Const("edit")}
	}
	if f.changed() {
		t.Where = ui.S(safe.Const("not saved"), ui.Faint)
	}
	return t
}

// Editing is true: rows are inputs.
func (f *Screen) Editing() bool { return f.document != nil }

// changed reports whether leaving would lose something.
func (f *Screen) changed() bool { return f.document != nil && !f.draft.Same(f.first) }

// check asks the profile file's own reader what is wrong.
func (f *Screen) check() {
	var taken []string
	for _, name := range f.document.Names() {
		if name != f.old {
			taken = append(taken, name)
		}
	}
	f.problems = f.draft.ForType().Check(f.document.Path, taken)
	f.doubts = f.remarks(f.document.Path)
}

// Status counts what is to be checked.
func (f *Screen) Status() safe.Text {
	switch n := f.toCheck(); {
	case f.document == nil:
		return safe.Const("Reading the profile file.")
	case f.saving:
		return safe.Format("Writing to %s.", f.desk.Clean().Line(f.document.Path))
	case n > 0 && len(f.problems) == 0:
		return safe.Format("%s to check. ctrl+s saves anyway.", ui.Count(n, safe.Const("thing")))
	case n > 0:
		return safe.Format("%s to check.", ui.Count(n, safe.Const("thing")))
	}
	return safe.Format("ctrl+s saves to %s", f.desk.Clean().Line(f.document.Path))
}

// toCheck counts the rows with something wrong in them.
func (f *Screen) toCheck() int {
	n := 0
	for _, r := range f.rows() {
		if f.wrong(r).IsEmpty() {
			continue
		}
		n++
	}
	return n
}
