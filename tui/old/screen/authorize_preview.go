package screen

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// The columns of the parameter table; the reasons take the rest.
const (
	nameColumn  = 22
	valueColumn = 30
)

// asked is the preview: every parameter of the URL with its reason.
func asked(c Context) widget.Pane {
	usual := flow.AuthorizeRequest(c.Current.App)
	changed := c.Current.Asking.Of(usual, flow.Secret{})
	p := widget.Pane{Title: askedTitle(c.Current.Asking), Note: c.Theme.Muted.Render("nothing is open yet")}
	p.Lines = append(p.Lines, widget.Lines(" GET "+c.line(usual.URL))...)
	plain := shownIn(changed.Query, "code_challenge_method")
	for _, f := range union(usual.Query, changed.Query) {
		if f.Name == "code_challenge" && plain != nil && *plain == "plain" {
			p.Lines = append(p.Lines, c.parameter("code_challenge", "drawn at enter", c.Theme.Soon.Render("the verifier itself"))...)
			continue
		}
		p.Lines = append(p.Lines, c.asks(f.Name, shownIn(usual.Query, f.Name), shownIn(changed.Query, f.Name))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func askedTitle(a session.Asking) string {
	switch {
	case a.Mistake != nil:
		return "Deliberate mistake: " + a.Mistake.Title
	case !a.IsZero():
		return "What the browser will be asked, edited"
	default:
		return "What the browser will be asked"
	}
}

// askedWhy are the reasons of the parameters.
var askedWhy = map[string]string{
	"response_type":         "the only kind Zoom has",
	"client_id":             "one per environment",
	"redirect_uri":          "where the answer goes",
	"scope":                 "each saved on the app",
	"state":                 "256 bits, comes back",
	"code_challenge":        "ties code to zoauth",
	"code_challenge_method": "absent means plain",
}

// asks is the row of one parameter; nil stands for one that is not sent.
func (c Context) asks(name string, usual, value *string) []widget.Line {
	why, shown := askedWhy[name], "not sent"
	switch {
	case value == nil:
	case *value == "":
		shown = "drawn at enter"
	default:
		shown = c.line(*value)
	}
	switch {
	case name == "scope" && value == nil && usual == nil:
		why = "the app's own apply"
	case (usual == nil) != (value == nil) || usual != nil && *usual != *value:
		why = c.Theme.Soon.Render("changed on purpose")
	}
	return c.parameter(c.line(name), shown, why)
}

// union lists the fields of both, the scope always among them.
func union(usual, changed []flow.Field) []flow.Field {
	list := slices.Clone(usual)
	if shownIn(list, "scope") == nil {
		list = slices.Insert(list, min(3, len(list)), flow.Field{Name: "scope"})
	}
	for _, f := range changed {
		if !slices.ContainsFunc(list, func(have flow.Field) bool { return have.Name == f.Name }) {
			list = append(list, f)
		}
	}
	return list
}

// shownIn is what the preview shows of a field; nil where it is not sent.
func shownIn(list []flow.Field, name string) *string {
	i := slices.IndexFunc(list, func(f flow.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	shown := list[i].Shown()
	return &shown
}

// editAddress asks for a change of what the browser is asked.
func editAddress() intent.Intent {
	return intent.Ask{Question: intent.Question{
		Title: "Change what the browser is asked", Verb: "put it into the preview",
		Text: []string{"name=value, for one attempt, as in scope=user:read:user. name alone takes it out. Nothing is opened yet."}, Plain: untilSecret,
		Typed: func(text string) intent.Intent {
			name, value, given := strings.Cut(text, "=")
			return intent.EditField{Change: flow.Change{Part: flow.InQuery, Name: strings.TrimSpace(name), Value: value, Remove: !given}}
		},
	}}
}

// parameter is one row of the table; a value too long for its column has its
// reason below it.
func (c Context) parameter(name, value, why string) []widget.Line {
	row := "   " + widget.Fit(name, nameColumn) + " "
	why = c.Theme.Muted.Render(why)
	switch {
	case c.Width < compact:
		return widget.Lines(row + value)
	case widget.Width(value) <= valueColumn:
		return widget.Lines(row + widget.Fit(value, valueColumn) + " " + why)
	case widget.Width(row+value+why)+2 <= c.Width:
		return widget.Lines(row + value + "  " + why)
	default:
		below := strings.Repeat(" ", nameColumn+valueColumn+5) + why
		return append(widget.Lines(row+value), widget.Droppable(widget.DropStrip, below)...)
	}
}

// answerComes tells how the answer will come back, and how the last one did.
func answerComes(c Context) widget.Pane {
	app := c.Current.App
	p := widget.Pane{Title: "How the answer comes back", Second: true}
	add := func(label, text string) {
		p.Lines = append(p.Lines, widget.Lines(" "+widget.Fit(label, 9)+" "+text)...)
	}
	if address := app.ListenAddress(); address != "" {
		add("listener", c.line(address)+" is bound before the URL is shown")
	} else {
		add("listener", "none: the redirect is not on this machine")
	}
	paste, device := "the browser's address or the code, as well", " asks for a code to enter in any browser"
	if c.Width >= compact {
		paste = "the browser's address or the code, at the same time"
		device += " instead; " + c.Theme.Key.Render("w") + " says when"
	}
	add("paste", paste)
	if app.Type == flow.General {
		add("device", c.Theme.Key.Render("D")+device)
	}
	if at := c.Current.Attempt; at != nil && at.Over != "" {
		add("last", c.line(at.Over))
	}
	if d := c.Current.Device; d != nil && d.Over != "" {
		add("last", "device: "+c.line(d.Over))
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}
