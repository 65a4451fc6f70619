package screen

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// found is one thing of the pane "Before you click Allow".
type found struct {
	rows     []string
	severity diagnose.Severity // Good and what only adds to a finding are not counted
}

func (f found) counted() bool { return f.severity != diagnose.Good }

func height(list []found) int {
	n := 0
	for _, f := range list {
		n += len(f.rows)
	}
	return n
}

// leastRows is how many rows the findings ask for before anything else has to go:
// one, and room for the count beside what cannot work.
func leastRows(list []found) int {
	switch {
	case len(list) == 0 || !list[0].counted():
		return 0
	case list[0].severity == diagnose.Bad && len(list) > 1 && list[1].counted():
		return len(list[0].rows) + 1
	case list[0].severity == diagnose.Bad:
		return len(list[0].rows)
	default:
		return 1
	}
}

// findings are the preflight's, the worst first, and what is good at the end.
func (c Context) findings() []found {
	var list []found
	keyed := false
	for _, check := range diagnose.Concerns(c.Checks) {
		if c.Current.Attempt.Open() && check.Topic == "answer" && check.Severity == diagnose.Note {
			continue // the rows of the listener and the tunnel say it
		}
		list = append(list, found{c.finding(check, &keyed), check.Severity})
		list = append(list, c.refusedPage(check)...)
	}
	if c.asksAsUsual() && (len(list) == 0 || list[0].severity != diagnose.Bad) {
		list = append(list, found{[]string{" " + c.Theme.Good.Render(c.Theme.Glyph.Done) + " " + c.asUsual()}, diagnose.Good})
	}
	return list
}

// plainHTTP reports whether people have seen 4700 for a redirect like the app's.
func plainHTTP(app flow.App) bool {
	u, err := url.Parse(app.RedirectURI)
	return err == nil && u.Scheme == "http" && !app.Sandbox
}

// refusedPage says, while an answer is awaited, what the failure of plain http looks
// like.
func (c Context) refusedPage(check diagnose.Check) []found {
	if check.Text != diagnose.PlainHTTP || !c.Current.Attempt.Open() || c.Width < compact {
		return nil
	}
	return []found{{[]string{"   If the browser shows 4700, press n: it tells how to change this app to paste."}, diagnose.Good}}
}

// asUsual is what is good about the request.
func (c Context) asUsual() string {
	ok := "S256, fresh state, no scope sent"
	if len(c.Current.App.Scopes) > 0 {
		ok = "S256, fresh state"
	}
	for _, check := range c.Checks {
		if c.Width < compact {
			break
		}
		if check.Topic == "client" && check.Severity == diagnose.Good {
			ok += ", client ID has the usual shape"
		}
	}
	return ok
}

// finding is a check's row; the first that cannot work names the key that mends it.
func (c Context) finding(check diagnose.Check, keyed *bool) []string {
	row := " " + c.mark(check, sentence(check))
	if *keyed || !c.edits(check) || check.Severity != diagnose.Bad {
		return []string{row}
	}
	*keyed = true
	key := c.keys("E", "edits the profile")
	if widget.Width(row)+2+widget.Width(key) < c.Width {
		return []string{widget.Ends(row, key, c.Width-1)}
	}
	return []string{row, "   " + key}
}

// mark is a check's sign and what is said of it, in red where it cannot work.
func (c Context) mark(check diagnose.Check, said string) string {
	t, text := c.Theme, c.line(said)
	switch check.Severity {
	case diagnose.Bad:
		return t.Bad.Render(t.Glyph.Refused + " " + text)
	case diagnose.Warn:
		return t.Soon.Render("!") + " " + text
	default:
		return t.Muted.Render(t.Glyph.Dot) + " " + text
	}
}

// sentence begins a check's text with a capital letter, unless it begins with a path.
func sentence(check diagnose.Check) string {
	if check.Topic == "files" {
		return check.Text
	}
	first, size := utf8.DecodeRuneInString(check.Text)
	return string(unicode.ToUpper(first)) + check.Text[size:]
}

// edits reports whether the form of the profile is where a check is mended.
func (c Context) edits(check diagnose.Check) bool {
	return check.Do == diagnose.EditProfile && !c.Current.App.Sandbox
}

// fitting is what h rows show: whole findings, and how many more there are.
func (c Context) fitting(list []found, h int) []string {
	if height(list) <= h {
		return rowsOf(list)
	}
	for shown := len(list); shown > 0; shown-- {
		rows, more := rowsOf(list[:shown]), c.more(list[shown:])
		if len(rows)+len(more) <= h {
			return append(rows, more...)
		}
	}
	return c.more(list)
}

func rowsOf(list []found) []string {
	var rows []string
	for _, f := range list {
		rows = append(rows, f.rows...)
	}
	return rows
}

// more counts what is not shown; what is good is not missed.
func (c Context) more(rest []found) []string {
	n := 0
	for _, f := range rest {
		if f.counted() {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("   %d more: %s", n, c.Theme.Key.Render("w"))}
}

// severityWords say a sign in words.
var severityWords = map[diagnose.Severity]string{diagnose.Bad: "Problem", diagnose.Warn: "Warning", diagnose.Note: "Note"}

// reasons are the preflight's findings whole, for the dialog.
func (c Context) reasons() []string {
	var text, good []string
	worse := map[string]bool{}
	for _, check := range diagnose.Concerns(c.Checks) {
		worse[check.Topic] = true
		text = append(text, c.mark(check, severityWords[check.Severity]+": "+check.Text)+".", c.line(because(check)), "")
	}
	for _, check := range c.Checks {
		if check.Severity == diagnose.Good && !worse[check.Topic] {
			good = append(good, check.Topic)
		}
	}
	if len(good) > 0 {
		text = append(text, c.Theme.Good.Render(c.Theme.Glyph.Done)+" Nothing to say of: "+strings.Join(good, ", ")+".", "")
	}
	if c.Current.Secret.Reading {
		text = append(text, "The client secret is being read.", "")
	}
	return text
}

// because is the reason and the repair of a check.
func because(check diagnose.Check) string {
	text := full(check.Why)
	if check.Repair != "" {
		text += " Repair: " + full(check.Repair)
	}
	return strings.TrimSpace(text)
}

func full(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// mends are the keys of the dialog: the form, where it mends something.
func (c Context) mends() []intent.Choice {
	for _, check := range diagnose.Concerns(c.Checks) {
		if c.edits(check) {
			return []intent.Choice{{Key: "E", Word: "edit the profile", Then: intent.OpenForm{Old: c.Current.App.Name}}}
		}
	}
	return nil
}
