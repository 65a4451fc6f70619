package ui

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Dialog asks something over a screen and has the keys until it is closed. Esc closes
// it without an answer, which the app sees to.
type Dialog interface {
	Keys() []Key // the first one confirms; for the footer
	Editing() bool
	// Update takes keys and pastes; done closes the dialog.
	Update(msg tea.Msg) (cmd tea.Cmd, done bool)
	// View is the dialog's box within a screen of region's size.
	View(r Region, now time.Time) Pane
}

// Choice is a row of a list.
type Choice struct {
	Name safe.Text
	Note safe.Text
	Act  safe.Text      // what enter does, for the footer; empty: the name says it
	Do   func() tea.Cmd // nil: nothing happens, as for Cancel
	Key  constant       // a letter of its own in a menu; "": none
}

// Choices is a dialog with a list under a text. Where it asks for what cannot be taken
// back, its first row is Cancel, so that one enter too many cancels.
type Choices struct {
	Title safe.Text
	Text  Layout
	Rows  []Choice
	After []Line // below the list
	Wide  int    // cells of the box; 0: 64

	list List
}

// Asking is a dialog with a text, which may be empty, and rows to choose from.
func Asking(title, text safe.Text, rows ...Choice) *Choices {
	return &Choices{Title: title, Text: Prose(text), Rows: rows}
}

// Layout sets a dialog's text in the cells of its box. It is asked each time the box is
// drawn: the terminal may get another size while the dialog is open.
type Layout func(width int) []Line

// Prose sets paragraphs.
func Prose(paragraphs ...safe.Text) Layout {
	return func(width int) []Line {
		var lines []Line
		for _, text := range paragraphs {
			lines = append(lines, Ts(text.Wrap(width), Plain, Keep)...)
		}
		return lines
	}
}

// opening is a dialog's text between blank rows, where it has one.
func (set Layout) opening(width int) []Line {
	lines := []Line{Blank()}
	if set == nil {
		return lines
	}
	if text := set(width); len(text) > 0 {
		lines = append(append(lines, text...), Blank())
	}
	return lines
}

// Cancel is the row under the cursor of a confirmation.
func Cancel() Choice { return Choice{Name: safe.Const("Cancel")} }

// Keys are enter with the row's act, and the moves.
func (c *Choices) Keys() []Key {
	c.list.Count = len(c.Rows)
	at := c.Rows[c.list.Cursor]
	keys := []Key{NewKey(at.Does(), "enter"), NewKey(safe.Const("choose"), "j", "k", "down", "up")}
	return append(keys, NewKey(safe.Const("cancel"), "esc"))
}

// Does is what enter does on the row, for the footer: its name, where nothing else is
// said, without the capital of a sentence.
func (c Choice) Does() safe.Text {
	s := c.Name.String()
	if !c.Act.IsEmpty() || len(s) < 2 || s[0] < 'A' || s[0] > 'Z' || s[1] >= 'A' && s[1] <= 'Z' {
		return c.Act.Or(c.Name)
	}
	return safe.Concat(c.Name.Slice(0, 1).Lower(), c.Name.Slice(1, len(s)))
}

// Editing is false: a list takes no text.
func (c *Choices) Editing() bool { return false }

// Update moves, or takes the row under the cursor or the one with the pressed letter.
func (c *Choices) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	c.list.Count = len(c.Rows)
	if press.String() == "enter" {
		return c.take(c.list.Cursor), true
	}
	lettered := slices.IndexFunc(c.Rows, func(r Choice) bool { return r.Key != "" && string(r.Key) == press.String() })
	if lettered >= 0 {
		return c.take(lettered), true
	}
	c.list.Key(press.String(), len(c.Rows))
	return nil, false
}

func (c *Choices) take(at int) tea.Cmd {
	if do := c.Rows[at].Do; do != nil {
		return do()
	}
	return nil
}

// View draws the box in the middle of the screen.
func (c *Choices) View(r Region, _ time.Time) Pane {
	width := min(cmp.Or(c.Wide, 64), r.Width-4)
	lines := c.Text.opening(width - 4)
	for i, row := range c.Rows {
		lines = append(lines, c.row(r.Theme, row, i == c.list.Cursor, width-4))
	}
	if len(c.After) > 0 {
		lines = append(append(lines, Blank()), c.After...)
	}
	return Centred(r, c.Title, append(lines, Blank()), width)
}

func (c *Choices) row(t *Theme, row Choice, chosen bool, width int) Line {
	mark := S(safe.Const("  "), Plain)
	if chosen {
		mark = S(safe.Format("%s ", t.Glyph.Cursor), Accent)
	}
	left := L(mark)
	if row.Key != "" {
		left = left.With(S(safe.Format("%s  ", label(string(row.Key))), Accent))
	}
	return Ends(left.With(S(row.Name, Plain)), L(S(row.Note, Faint)), width).Chosen(chosen)
}

// Centred is a box of lines in the middle of a screen.
func Centred(r Region, title safe.Text, lines []Line, width int) Pane {
	height := min(len(lines)+2, r.Height)
	return Pane{
		X: max(0, (r.Width-width)/2), Y: max(0, (r.Height-height)/2), Width: width, Height: height,
		Frame: Boxed, Title: Titled(title), Focused: true, Lines: Fit(lines, height-2),
	}
}

// Typed is a dialog that asks for a word before it acts: the profile's name before a
// revoke.
type Typed struct {
	Title safe.Text
	Text  Layout
	Word  string    // what must be typed; empty: any text that Check accepts
	Ask   safe.Text // as in "Type acme-dev to confirm"
	Act   safe.Text // what enter does then
	Then  func(typed string) tea.Cmd
	// Options are chosen with tab, as what follows a revoke. nil: there are none.
	Options *List
	Names   []Choice

	host  Host
	field Input
}

// Over opens the dialog over a screen.
func (d *Typed) Over(host Host) tea.Cmd {
	d.host, d.field = host, NewInput(host.Clean(), "", false)
	_ = d.field.Focus()
	return host.Ask(d)
}

// Keys are enter, tab where there are options, and esc.
func (d *Typed) Keys() []Key {
	enter := NewKey(d.Act, "enter")
	keys := []Key{enter}
	if d.Options != nil {
		keys = append(keys, NewKey(safe.Const("what then"), "tab"))
	}
	return append(keys, NewKey(safe.Const("cancel"), "esc"))
}

// Editing is true: the field takes what is typed.
func (d *Typed) Editing() bool { return true }

// Update types, and goes on with enter once the word is complete. A paste is refused
// where a word confirms.
func (d *Typed) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if d.Word != "" {
			d.host.Say(safe.Const("Type the name."))
			return nil, false
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter":
			return d.enter()
		case "tab":
			if d.Options != nil {
				d.Options.Count = len(d.Names)
				d.Options.Set((d.Options.Cursor + 1) % len(d.Names))
				return nil, false
			}
		}
	}
	return d.field.Update(msg), false
}

func (d *Typed) enter() (tea.Cmd, bool) {
	if d.Word != "" && d.field.Value() != d.Word {
		d.host.Say(safe.Format("Type %s, then enter.", d.host.Clean().Line(d.Word)))
		return nil, false
	}
	return d.Then(d.field.Value()), true
}

// View draws the box.
func (d *Typed) View(r Region, _ time.Time) Pane {
	width := min(64, r.Width-4)
	lines := d.Text.opening(width - 4)
	if d.Options != nil {
		lines = append(append(lines, d.options(r.Theme)...), Blank())
	}
	lines = append(lines, T(d.Ask))
	field, at := d.field.Line(width - 8)
	lines = append(lines, L(S(safe.Format("%s ", r.Theme.Glyph.Cursor), Accent)).With(field.Spans...), Blank())
	p := Centred(r, d.Title, lines, width)
	p.Cursor = &Point{X: at + 2, Y: len(p.Lines) - 2}
	return p
}

func (d *Typed) options(t *Theme) []Line {
	out := make([]Line, len(d.Names))
	for i, o := range d.Names {
		head := safe.Const("       ")
		if i == 0 {
			head = safe.Const("Then   ")
		}
		mark := safe.Const("  ")
		if i == d.Options.Cursor {
			mark = safe.Format("%s ", t.Glyph.Cursor)
		}
		out[i] = Columns(Cell{Text: head, Style: Faint}, Cell{Text: mark, Style: Accent}, Cell{Width: 33, Text: o.Name}, Cell{Text: o.Note, Style: Faint})
	}
	return out
}
