package inspect

import (
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// Pasted is one thing that was found in a pasted text.
type Pasted struct {
	recognize.Artefact
	Meaning diagnose.Explanation // of the artefact alone
	Cause   int                  // which of its causes is shown
	Worked  *Worked              // what a pasted request is compared with; nil: nothing
	Refused []string             // why open attempts do not take it as their callback
	Whole   string               // the text that it was found in, without its secrets
}

// PastedViews are the views of what was pasted: why, the request and response in it, the
// claims of its tokens, and the text around it.
func PastedViews(p Pasted) []View {
	var views []View
	add := func(name safe.Text, draw func(d *drawing)) { views = append(views, View{name, draw}) }
	if p.Worked != nil && p.HasRequest() {
		add(safe.Const("Differences"), func(d *drawing) { sideBySide{d}.requests(*p.Worked, p.Trace.Request) })
	}
	add(safe.Const("Why"), func(d *drawing) { (&card{drawing: d}).pasted(p) })
	if p.HasRequest() {
		add(safe.Const("Request"), func(d *drawing) { fields{drawing: d, r: p.Trace.Request}.draw() })
	}
	if p.HasResponse() {
		add(safe.Const("Response"), func(d *drawing) { d.response(p.Trace) })
	}
	if list := p.claims(); len(list) > 0 {
		add(safe.Const("Token claims"), func(d *drawing) { tokens{d}.each(list) })
	}
	add(safe.Const("Text"), p.text)
	return views
}

// claims are the tokens of the artefact: those that it is or brought, and those that its
// request sends.
func (p Pasted) claims() []flow.Secret {
	found := []flow.Secret{p.Token.Secret}
	for _, token := range p.Tokens() {
		found = append(found, token.Secret)
	}
	return distinct(append(found, sentTokens(p.Trace.Request)...))
}

// pasted says what an artefact means: the cause under the cursor with its evidence
// and its fix, or that nothing in it is wrong.
func (k *card) pasted(p Pasted) {
	e := p.Meaning
	for _, why := range p.Refused {
		k.prose(k.Clean.Line(why), ui.Bad, ui.Keep)
		k.prose(safe.Const("The attempt is still open."), ui.Plain, ui.DropHelp)
		k.blank()
	}
	if len(e.Findings) == 0 {
		k.noCause(e)
		return
	}
	at := min(p.Cause, len(e.Findings)-1)
	f := e.Findings[at]
	k.page.Note = ui.L(faint(safe.Format("cause %s/%s", safe.Int(at+1), safe.Int(len(e.Findings)))))
	k.headline(k.Clean.Line(f.Title), f.Likelihood)
	k.blank()
	k.placed(f.Evidence)
	k.here(e.Here)
	k.remedy(k.Clean.Line(f.Fix))
	if k.More {
		k.blank()
		k.prose(k.Clean.Line(f.Why), ui.Plain, ui.Keep)
		k.blank()
		k.placed(e.Notes)
		k.words(safe.Const("source"), k.Clean.Line(strings.TrimPrefix(f.Source()+": zoauth explain "+f.ID, ": ")))
	}
}

// noCause is an artefact that no cause explains.
func (k *card) noCause(e diagnose.Explanation) {
	notes := e.Notes
	switch e.Verdict {
	case diagnose.NotZoom:
		k.prose(k.Clean.Line(notes[0]), ui.Strong, ui.Keep)
		notes = notes[1:]
	case diagnose.NoMistake:
		text := safe.Format("This is %s. %s", k.Clean.Line(e.Kind), k.Clean.Line(e.NoError()))
		if len(e.Checked) > 0 {
			text = safe.Const("No mistake found in this request.")
		}
		k.prose(text, ui.Strong, ui.Keep)
	default:
		k.prose(safe.Const("zoauth doesn't recognise this as an error of Zoom's."), ui.Strong, ui.Keep)
	}
	k.blank()
	k.placed(notes)
	if len(e.Checked) > 0 {
		k.words(safe.Const("checked"), k.Clean.Line(strings.Join(e.Checked, ", ")))
	}
	k.here(e.Here)
	switch e.Verdict {
	case diagnose.NotZoom:
		k.remedy(safe.Const("Ask that provider. zoauth knows Zoom's errors only."))
	case diagnose.NotKnown:
		if e.HasAnswer() {
			k.remedy(safe.Const("Paste the whole response, with its status and headers."))
		} else {
			k.remedy(safe.Const("Paste what the server said: the response's body, the address of Zoom's page, or the request."))
		}
	}
}

// placed are rows of evidence, with the line of the text that each one stands in.
func (k *card) placed(evidence []string) {
	for _, text := range evidence {
		place, rest, ok := strings.Cut(text, ": ")
		if !ok || !strings.HasPrefix(place, "line ") || len(place) > 12 {
			place, rest = "", text
		}
		if place == "" && strings.HasPrefix(text, "line ") && len(text) <= 12 {
			place, rest = text, "it stands here"
		}
		k.words(k.Clean.Line(place), k.Clean.Line(rest))
	}
}

// here says what the profiles have to do with it.
func (k *card) here(relations []diagnose.Relation) {
	for _, r := range relations {
		k.words(safe.Const("here"), k.Clean.Line(r.String()))
	}
}

// nearby is how many lines of a text are shown before and behind an artefact.
const nearby = 200

// text is the text itself behind a gutter, the lines of the artefact marked.
func (p Pasted) text(d *drawing) {
	lines := strings.Split(strings.TrimSuffix(p.Whole, "\n"), "\n")
	first := p.Span.Line - 1
	last := first + strings.Count(strings.TrimRight(p.Text, "\n"), "\n")
	from, to := max(0, first-nearby), min(len(lines), last+nearby)
	width := safe.Number(to).Width()
	for n := from; n < to; n++ {
		number, bar := faint(safe.Format(" %s ", safe.Number(n+1).Pad(width))), faint(d.Theme.Glyph.Side)
		if n >= first && n <= last {
			number.Style, bar.Style = ui.Accent, ui.Accent
		}
		for _, row := range filled(ui.T(d.Clean.Line(lines[n])), max(8, d.Width-number.Text.Width()-2)) {
			d.add(ui.L(number, bar, plain(safe.Const(" "))).With(row.Spans...))
			number.Text = safe.Const(" ").Repeat(number.Text.Width())
		}
	}
	d.page.Note = ui.L(faint(safe.Format("line %s of %s", safe.Int(p.Span.Line), safe.Int(len(lines)))))
	d.page.Text = func() string { return p.Whole }
}
