package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Form is the screen of a new profile, or of a change to one (SCREENS.md §2.8):
// rows, one of which may be in edit. It writes nothing: s is a wish.
type Form struct {
	Old      string             // the profile that is changed; empty: a new one
	Document *profiles.Document // what it goes into, as read when the form was opened
	Draft    profiles.Draft
	Saving   bool

	first    profiles.Draft // as opened: tells whether something would be lost
	cursor   int
	typing   bool
	input    widget.Input
	more     bool // the rows that usually stay as they are
	tried    bool // s was pressed: what is missing is named
	problems map[string]profiles.Problem
	answers  map[string]answer // what stood there for the other ways to answer, while one is tried
}

// NewForm returns the form of a draft; a new profile begins in its first row.
func NewForm(doc *profiles.Document, old string, draft profiles.Draft) Form {
	draft = withSource(draft)
	f := Form{Old: old, Document: doc, Draft: draft.Clone(), first: draft.Clone(), answers: map[string]answer{}}
	f.check()
	if old == "" {
		f.edit()
	}
	return f
}

// withSource is a draft that has a place for its secret, should its type come to
// need one.
func withSource(d profiles.Draft) profiles.Draft {
	if d.From == profiles.NoSecret {
		d.From = profiles.Paste
	}
	return d
}

// Rebase goes on with the file as it is now: what was filled in stays, the rest is
// what the file says.
func (f *Form) Rebase(doc *profiles.Document) error {
	f.Document = doc
	if f.Old != "" {
		now, err := doc.Draft(f.Old)
		if err != nil {
			return err
		}
		now = withSource(now)
		f.Draft, f.first = f.Draft.Onto(f.first, now), now
	}
	f.check()
	return nil
}

// ToPaste changes the answer to paste and edits the address that it needs.
func (f *Form) ToPaste() {
	if f.answer() != byPaste {
		f.set("answer", byPaste)
	}
	for f.cursor = 0; f.field().key != "redirect_uri"; f.cursor++ {
		if f.cursor > f.count() {
			return // an app without a redirect
		}
	}
	f.edit()
}

// Changed reports whether leaving would lose something.
func (f *Form) Changed() bool { return !f.Draft.Same(f.first) }

// App is the draft as far as what is entered at Zoom depends on it.
func (f *Form) App() flow.App {
	d := f.Draft.ForType()
	return flow.App{
		Name: d.Name, Type: d.Type(), Environment: flow.Environment(d.Get("environment")),
		ClientID: d.Text["client_id"], RedirectURI: d.Text["redirect_uri"], Listen: d.Text["listen"], Scopes: d.Scopes,
	}
}

// Blanks reports whether the pasted secret has blanks at its ends.
func (f *Form) Blanks() bool {
	return f.pastes() && flow.ShapeOf(f.Draft.Secret, "").Blank
}

func (f *Form) pastes() bool {
	return f.Draft.Type() != flow.Public && (f.Draft.From == profiles.Paste || f.Draft.From == profiles.InFile)
}

// check asks the profile file's own reader what is wrong.
func (f *Form) check() {
	taken := []string{}
	for _, name := range f.Document.Names() {
		if name != f.Old {
			taken = append(taken, name)
		}
	}
	f.problems = f.Draft.ForType().Check(f.Document.Path, taken)
}

// Rows returns the rows of the form and what the one under the cursor is for.
func (f *Form) Rows(c Context) []Row {
	fields := widget.Pane{Min: 6, Grow: func(w, h int) []string { return f.window(c, w, h) }}
	return []Row{one(fields), one(f.explanation(c))}
}

// window draws the rows around the cursor.
func (f *Form) window(c Context, w, h int) []string {
	var rows []string
	at, here := 0, 0
	for _, s := range f.sections() {
		note := s.note
		if note != "" {
			note = c.Theme.Muted.Render(note)
		}
		rows = append(rows, widget.Rule(c.Theme, s.title, note, w))
		for _, field := range s.fields {
			if at == f.cursor {
				here = len(rows)
			}
			rows = append(rows, f.row(c, field, at == f.cursor, w))
			at++
		}
	}
	top := min(max(0, here-h+2), max(0, len(rows)-h))
	if here == len(rows)-1 {
		top = max(0, len(rows)-h)
	}
	return rows[top:min(len(rows), top+h)]
}

const formLabel = 16

func (f *Form) row(c Context, field formField, here bool, w int) string {
	mark, label := "   ", widget.Fit(field.label, formLabel)
	if here {
		mark, label = " "+c.Theme.Glyph.Cursor+" ", c.Theme.Cursor.Render(label)
	}
	right := f.right(c, field, w)
	room := w - len(mark) - formLabel - widget.Width(right) - 2
	return widget.Ends(mark+label+f.shown(c, field, here && f.typing, max(8, room)), right+" ", w)
}

// shown is the value of a row: a choice, the text, or the text in edit.
func (f *Form) shown(c Context, field formField, typing bool, w int) string {
	value := f.get(field.key)
	switch {
	case field.key == "client_secret":
		return f.hidden(c, typing, w)
	case field.choices != nil:
		return c.Theme.Glyph.Left + " " + c.Theme.Strong.Render(c.line(value)) + " " + c.Theme.Glyph.Right
	case typing:
		return f.input.View(c.Theme, w, c.line)
	case value == "":
		return c.Theme.Muted.Render(field.empty)
	default:
		return widget.Cut(c.line(value), w)
	}
}

// hidden is a secret that is typed or was pasted: its length, never its value.
func (f *Form) hidden(c Context, typing bool, w int) string {
	secret := f.Draft.Secret
	if typing {
		n := min(len([]rune(secret.Reveal())), w-1)
		return strings.Repeat(string([]rune(c.Theme.Glyph.Mask)[0]), n) + c.Theme.Glyph.Caret
	}
	if secret.IsZero() {
		return c.Theme.Muted.Render("none yet: enter, then paste it")
	}
	return secret.String()
}

// right is the right end of a row: what is wrong, that it is right, or a hint.
func (f *Form) right(c Context, field formField, w int) string {
	problem, wrong := f.problems[field.problem()]
	value := f.get(field.key)
	switch {
	case field.key == "client_secret" && f.Blanks():
		return c.Theme.Soon.Render("! a blank at an end")
	case wrong && value == "" && !f.tried:
		return c.Theme.Muted.Render("needed")
	case wrong:
		return c.Theme.Soon.Render("! " + widget.Cut(c.line(problem.Text), 34))
	case (field.choices != nil || value == "") && w < compact:
		return ""
	case field.choices != nil || value == "":
		return c.Theme.Muted.Render(field.hint)
	default:
		return c.Theme.Good.Render(c.Theme.Glyph.Done)
	}
}

// explanation is what the row is for, and what is wrong with it.
func (f *Form) explanation(c Context) widget.Pane {
	field := f.field()
	p := widget.Pane{Title: field.label, Second: true}
	text := reasonOfField(f, field.key)
	if problem, wrong := f.problems[field.problem()]; wrong && (f.tried || f.get(field.key) != "") {
		text = append([]string{c.Theme.Glyph.Unsaved + " " + problem.Text + "; " + problem.Repair}, text...)
	}
	for _, t := range text {
		p.Lines = append(p.Lines, widget.Lines(c.prose(c.line(t))...)...)
	}
	for len(p.Lines) < formReason {
		p.Lines = append(p.Lines, widget.Blank)
	}
	p.Lines = p.Lines[:formReason]
	return p
}

// formReason is how many rows the explanation has, so that nothing jumps.
const formReason = 4

// Note says where it goes.
func (f *Form) Note(c Context) string {
	if f.Saving {
		return c.Spinner + " writing " + c.line(c.home(f.Document.Path))
	}
	return "s writes into " + c.line(c.home(f.Document.Path)) + "; comments and order are kept."
}

// Do moves, edits, and answers with what is to be done with the draft.
func (f *Form) Do(c Context, a intent.Action) intent.Intent {
	if f.Saving {
		return nil
	}
	if to, moves := moved(f.cursor, f.count(), a); moves {
		f.cursor = to
		return nil
	}
	switch a {
	case intent.Main, intent.EditRow:
		f.edit()
	case intent.Fold:
		f.more = !f.more
		f.cursor = min(f.cursor, f.count()-1)
	case intent.CutBlanks:
		f.Draft.Secret = flow.NewSecret(flow.KindClientSecret, strings.TrimSpace(f.Draft.Secret.Reveal()))
		f.check()
	case intent.Save:
		return f.save(c)
	case intent.Back:
		return f.leave()
	}
	return nil
}

// save asks to write, or goes to the first row that keeps it from that.
func (f *Form) save(c Context) intent.Intent {
	f.tried = true
	f.check()
	if len(f.problems) == 0 {
		return f.savedWhole(c)
	}
	f.more = f.more || f.problemInMore()
	at := 0
	for _, s := range f.sections() {
		for _, field := range s.fields {
			if problem, wrong := f.problems[field.problem()]; wrong {
				f.cursor = at
				return intent.Say{Text: "Not saved: " + field.label + ": " + problem.Text + "."}
			}
			at++
		}
	}
	for _, problem := range f.problems {
		return intent.Say{Text: "Not saved: " + problem.String()}
	}
	return nil
}

// savedWhole asks before a save that takes out what the form cannot show.
func (f *Form) savedWhole(c Context) intent.Intent {
	lost := f.Document.Losses(f.Old, f.Draft)
	if len(lost) == 0 {
		return intent.SaveProfile{}
	}
	text := []string{"What the file has here and the form cannot keep goes out of it:"}
	for _, p := range lost {
		text = append(text, c.line(p.Key+": "+p.Text+"."))
	}
	return intent.Ask{Question: intent.Question{
		Title: "Saving takes something out", Text: text,
		Keys: []intent.Choice{{Key: "y", Word: "save without it", Then: intent.SaveProfile{}}},
	}}
}

func (f *Form) leave() intent.Intent {
	if !f.Changed() {
		return intent.GoBack{}
	}
	return intent.Ask{Question: intent.Question{
		Title: "Not saved", Text: []string{"What was filled in is lost when you leave. s writes it."},
		Keys: []intent.Choice{{Key: "y", Word: "leave it", Then: intent.GoBack{}}},
	}}
}
