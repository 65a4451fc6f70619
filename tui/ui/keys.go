package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Key is what a key does on a screen, or why it does nothing there. It refers to what
// [NewKey] made, and is changed there: a screen lists dozens, each made in several calls,
// and as values they would take 100 kB of the program. The zero Key is none, and is not read.
type Key struct{ *meaning }

type meaning struct {
	key.Binding
	Label safe.Text                    // how the key is written, as in "j k"
	Act   safe.Text                    // what it does, as a verb
	Off   safe.Text                    // not empty: it does nothing now, and why
	Quiet bool                         // it works and is in help and palette, and not in the footer
	Group Group                        // its part of the help
	Do    func(pressed string) tea.Cmd // nil: it is a text field's, or a dialog's
}

// Group is a part of the help.
type Group uint8

// The groups, in the order of the help.
const (
	Here Group = iota // what is shown
	Steps
	Move
	Go
)

// constant is a key as bubbletea names it: it stands in the source.
type constant string

// NewKey returns a key that is on. Its label is the first of its names, where none is set
// with [Key.As].
func NewKey(act safe.Text, names ...constant) Key {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = string(n)
	}
	return Key{&meaning{Act: act, Label: label(list[0]), Binding: key.NewBinding(key.WithKeys(list...))}}
}

// label writes a key as the footer does.
func label(name string) safe.Text {
	switch name {
	case "down":
		return safe.Const("↓")
	case "up":
		return safe.Const("↑")
	case "left":
		return safe.Const("←")
	case "right":
		return safe.Const("→")
	}
	return (&safe.Cleaner{}).Line(name)
}

// As writes the key as label.
func (k Key) As(label safe.Text) Key {
	k.Label = label
	return k
}

// Unless turns the key off where there is a reason.
func (k Key) Unless(why safe.Text) Key {
	k.Off = why
	k.SetEnabled(why.IsEmpty())
	return k
}

// OffIf turns the key off where off, and says why.
func (k Key) OffIf(off bool, why safe.Text) Key {
	if off {
		return k.Unless(why)
	}
	return k
}

// Hidden leaves the key out of the footer.
func (k Key) Hidden() Key {
	k.Quiet = true
	return k
}

// HiddenIf leaves the key out of the footer where quiet.
func (k Key) HiddenIf(quiet bool) Key {
	k.Quiet = k.Quiet || quiet
	return k
}

// In puts the key into a group of the help.
func (k Key) In(g Group) Key {
	k.Group = g
	return k
}

// Does says what is done when the key is pressed.
func (k Key) Does(do func() tea.Cmd) Key { return k.Moves(func(string) tea.Cmd { return do() }) }

// Moves says the same of keys that are told apart.
func (k Key) Moves(do func(pressed string) tea.Cmd) Key {
	k.Do = do
	return k
}

// Pressed finds the key that a press means among keys, on or off.
func Pressed(msg tea.KeyPressMsg, keys []Key) (Key, bool) {
	for _, k := range keys {
		if slices.Contains(k.Keys(), msg.String()) {
			return k, true
		}
	}
	return Key{&meaning{}}, false
}

// Turn is where a key that turns views leads: 1 is the next one, -1 the one before.
func Turn(pressed string) int {
	switch pressed {
	case "[", "h", "left":
		return -1
	}
	return 1
}

// Press does what a press means among keys that are on.
func Press(msg tea.KeyPressMsg, keys []Key) tea.Cmd {
	if k, found := Pressed(msg, keys); found && k.Off.IsEmpty() {
		return k.Do(msg.String())
	}
	return nil
}

// Footer is the last line of the screen: the main action on the accent, at most six
// keys that do something, and the help. Keys that do not fit are left out from the
// end.
func Footer(r Region, keys []Key, help Key) Line {
	const most = 6
	out, shown := Line{}, 0
	tail := Line{}
	if help != (Key{}) {
		tail = L(footed(help)...)
	}
	for _, k := range keys {
		if !k.Off.IsEmpty() || k.Quiet || shown > most {
			continue
		}
		next := L(behind(shown)).With(footed(k)...)
		if shown == 0 {
			next = L(S(safe.Format(" %s %s ", k.Label, k.Act), Main))
		}
		if shown > 0 && out.Width()+next.Width()+behind(shown+1).Text.Width()+tail.Width() > r.Width {
			continue
		}
		out, shown = out.With(next.Spans...), shown+1
	}
	if tail.Width() > 0 {
		out = out.With(behind(shown)).With(tail.Spans...)
	}
	return out.Cut(r.Width)
}

// behind is the gap before a key that stands behind others; a blank of it belongs to the
// main action's background.
func behind(shown int) Span {
	if shown == 1 {
		return S(safe.Const("  "), Plain)
	}
	return S(safe.Const("   "), Plain)
}

func footed(k Key) []Span {
	return []Span{S(k.Label, Accent), S(safe.Const(" "), Plain), S(k.Act, Plain)}
}

// KeyName is the name of a key that is a letter in a menu.
func KeyName(letter byte) constant { return constant([]byte{letter}) }

// Command is an action that the palette finds by name.
type Command struct {
	Name  safe.Text
	Note  safe.Text // what it is about; found by its words too
	Words safe.Text // what else people call it
	Label safe.Text // the keys that do the same; empty: none do
	Off   safe.Text // not empty: it cannot be done now, and why
	Do    func() tea.Cmd
}

// Commander is a screen with commands that have no key of their own, as the rows of
// its menus.
type Commander interface{ Commands() []Command }
