package screen

import (
	"fmt"
	"strings"

	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Card says why something failed: one cause whole, the others in a row each
// (SCREENS.md §2.6). The zero value knows nothing yet.
type Card struct {
	findings []diagnose.Finding
	cursor   int
	known    bool
	again    string // the key that shows the request once more; empty: there is none
}

// Show takes over what can explain a failure; none is an answer too.
func (k *Card) Show(findings []diagnose.Finding) { *k = Card{findings: findings, known: true} }

// Clear forgets it.
func (k *Card) Clear() { *k = Card{} }

// Known reports whether the failure was looked at.
func (k *Card) Known() bool { return k.known }

// Move goes to another cause.
func (k *Card) Move(by int) {
	k.cursor = max(0, min(k.cursor+by, len(k.findings)-1))
}

// cardHeads title the card by how sure its cause is.
var cardHeads = map[diagnose.Likelihood]string{
	diagnose.Certain: "The cause", diagnose.Likely: "Most likely", diagnose.Possible: "Possible",
}

// cardAt is the screen that a card is on: it decides which keys the card may name.
type cardAt int

const (
	onResult cardAt = iota
	onDiagnosis
	onText // of Explain, where there is no profile and no request
)

// Pane draws the card.
func (k *Card) Pane(c Context, at cardAt) widget.Pane {
	if len(k.findings) == 0 {
		return nothingKnown(c, at)
	}
	f := k.findings[k.cursor]
	head := cardHeads[f.Likelihood]
	if k.cursor > 0 && f.Likelihood != diagnose.Certain {
		head = "Less likely"
	}
	p := widget.Pane{Title: head, Note: fmt.Sprintf("cause %d of %d", k.cursor+1, len(k.findings))}
	for _, row := range c.prose(f.Title) {
		p.Lines = append(p.Lines, widget.Lines(c.Theme.Strong.Render(row))...)
	}
	if len(f.Evidence) > 0 {
		p.Lines = append(p.Lines, widget.Blank)
	}
	for _, one := range f.Evidence {
		p.Lines = append(p.Lines, c.bullet(c.line(one))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	p.Lines = append(p.Lines, c.remedy(f, k.key(f.Do, at))...)
	p.Lines = append(p.Lines, k.others(c)...)
	if c.Width >= compact && (at != onResult || !c.Boxed) { // in boxes the request stands there, which proves it
		p.Lines = append(p.Lines, widget.Blank)
		p.Lines = append(p.Lines, widget.Droppable(widget.DropStrip, c.prose(f.Why)...)...)
	}
	page := c.Theme.Muted.Render(strings.TrimPrefix(f.Source()+": ", ": ") + f.Page())
	return withExtra(p, " "+page)
}

func withExtra(p widget.Pane, row string) widget.Pane {
	p.Lines = append(p.Lines, widget.Droppable(widget.DropBlank, "")...)
	p.Lines = append(p.Lines, widget.Droppable(widget.DropExtra, row)...)
	return p
}

// bullet wraps one line of evidence under its dot.
func (c Context) bullet(text string) []widget.Line {
	rows := widget.Wrap(text, c.Width-6)
	out := widget.Lines("   " + c.Theme.Glyph.Dot + " " + rows[0])
	for _, row := range rows[1:] {
		out = append(out, widget.Lines("     "+row)...)
	}
	return out
}

// repairKeys are the keys of what a cause asks for next.
var repairKeys = map[diagnose.Action]string{
	diagnose.Authorize: "a", diagnose.Refresh: "r", diagnose.Probe: "4", diagnose.EditProfile: "E",
	diagnose.Report: "yr", diagnose.AtZoom: "z",
}

// key is the key of what a cause asks for, where it works.
func (k *Card) key(do diagnose.Action, at cardAt) string {
	switch {
	case at == onText || at == onDiagnosis && do == diagnose.Report:
		return ""
	case do == diagnose.SendAgain && at == onResult:
		return k.again
	}
	return repairKeys[do]
}

// remedy is the fix behind its key.
func (c Context) remedy(f diagnose.Finding, key string) []widget.Line {
	lead := " Do  "
	if key != "" {
		lead += key + "  "
	}
	rows := widget.Wrap(f.Fix, c.Width-2-len(lead))
	lines := widget.Lines(c.Theme.Key.Render(lead) + rows[0])
	for _, row := range rows[1:] {
		lines = append(lines, widget.Lines(widget.Fit("", len(lead))+row)...)
	}
	return lines
}

// maxOthers is how many further causes the card names.
const maxOthers = 3

func (k *Card) others(c Context) []widget.Line {
	var lines []widget.Line
	for i, f := range k.findings {
		if i == k.cursor || len(lines) == maxOthers {
			continue
		}
		row := fmt.Sprintf("   %d  %s  %s", i+1, widget.Fit(f.Likelihood.String(), 8), f.Title)
		lines = append(lines, widget.Droppable(widget.DropExtra, c.Theme.Muted.Render(widget.Cut(row, c.Width)))...)
	}
	if len(lines) > 0 {
		lines = append([]widget.Line{widget.Blank}, lines...)
	}
	return lines
}

// reportOf says where the report for Zoom support is.
var reportOf = map[cardAt]string{
	onResult:    ": yr copies them as a report, without secrets.",
	onDiagnosis: ": 6 History, enter, then yr copies them as a report, without secrets.",
	onText:      ".",
}

func nothingKnown(c Context, at cardAt) widget.Pane {
	p := widget.Pane{Title: "Not known"}
	for _, text := range []string{
		"Nothing that zoauth knows explains this answer.",
		"Zoom support asks for the tracking id, the time in UTC, the status and the whole body" + reportOf[at],
	} {
		p.Lines = append(p.Lines, widget.Lines(c.prose(text)...)...)
	}
	return p
}

// Diagnosis is the card of a profile's last failed request, when it was asked for
// from elsewhere than its result.
type Diagnosis struct {
	Card

	What string // what failed, in our words; empty: nothing did
}

// Rows returns the card, or that there is nothing to explain.
func (d *Diagnosis) Rows(c Context) []Row {
	head := widget.Pane{Title: "What happened", Lines: widget.Lines(c.prose(d.What)...)}
	if !d.known {
		return []Row{one(head)}
	}
	return []Row{one(head), one(d.Pane(c, onDiagnosis))}
}

// Do moves between causes, or goes back.
func (d *Diagnosis) Do(_ Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Down:
		d.Move(1)
	case intent.Up:
		d.Move(-1)
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note says what was looked at.
func (d *Diagnosis) Note(Context) string {
	return "From what was sent, what came back and what is on disk; nothing is sent."
}
