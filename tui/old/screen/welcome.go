package screen

import (
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Welcome is what opens without a profile file (SCREENS.md §2.1).
type Welcome struct{ cursor int }

type offer struct {
	word, text string
	then       intent.Intent
}

func (w *Welcome) offers(c Context) []offer {
	offers := []offer{}
	if len(c.All) > 0 {
		offers = append(offers, offer{
			"Walk the flow now", "authorize, exchange, refresh, probe, revoke: a minute",
			intent.Select{Profile: c.All[0].App.Name, Place: intent.AuthorizeStep},
		})
		if c.All[0].App.Sandbox {
			offers = append(offers, offer{
				"Break it", "one deliberate mistake, what to expect, and what comes",
				intent.Select{Profile: c.All[0].App.Name, Place: intent.BreakPlace},
			})
		}
	}
	return append(offers,
		offer{"Add your Zoom app", "client ID, where the secret is, redirect URI", intent.OpenForm{}},
		offer{"Import an app", ".env, Postman environment, text of the credentials tab", intent.Go{Place: intent.ImportPlace}},
		offer{"Explain an error", "paste what Zoom, curl or the browser said", intent.Go{Place: intent.ExplainPlace}},
		offer{"Look at a token", "paste it; nothing is sent and nothing is kept", intent.Go{Place: intent.LookAtToken}})
}

// Rows returns the greeting, the offers and the sandbox's profiles.
func (w *Welcome) Rows(c Context) []Row {
	return []Row{one(w.greeting(c)), one(w.profiles(c))}
}

func (w *Welcome) greeting(c Context) widget.Pane {
	p := widget.Pane{Title: "Welcome", Drop: widget.DropTitle}
	p.Lines = append(p.Lines, widget.Blank)
	p.Lines = append(p.Lines, widget.Droppable(widget.DropStrip, c.prose(
		"zoauth walks a Zoom app through OAuth one request at a time. You see each request before it leaves and each answer as it came.")...)...)
	p.Lines = append(p.Lines, widget.Blank)
	p.Lines = append(p.Lines, widget.Lines(c.prose(w.sandboxText(c))...)...)
	p.Lines = append(p.Lines, widget.Blank)
	for i, o := range w.offers(c) {
		p.Lines = append(p.Lines, widget.Lines(c.cursorRow(i == w.cursor, widget.Fit(o.word, 22), c.Theme.Muted.Render(o.text)))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func (w *Welcome) sandboxText(c Context) string {
	if c.Demo {
		return "This is the demo: a simulated Zoom inside this program, with profiles of its own. Nothing leaves this machine and nothing is kept."
	}
	if len(c.Trouble) > 0 {
		return "The profile file has problems and no usable profile, so this is the sandbox: a simulated Zoom inside this program. p lists the problems."
	}
	return "There is no profile file yet, so this is the sandbox: a simulated Zoom inside this program. Nothing leaves this machine."
}

// cursorRow is a row with the cursor's glyph before it when it is chosen.
func (c Context) cursorRow(chosen bool, word, rest string) string {
	if chosen {
		return " " + c.Theme.Cursor.Render(c.Theme.Glyph.Cursor+" "+word) + rest
	}
	return "   " + word + rest
}

func (w *Welcome) profiles(c Context) widget.Pane {
	p := widget.Pane{Title: "Sandbox profiles", Second: true}
	group := ""
	for _, s := range c.All {
		name := s.App.Group
		if name == group {
			name = ""
		}
		group = s.App.Group
		h := c.health(s)
		row := "   " + widget.Fit(c.line(name), 10) + widget.Fit(s.App.Name, 14) + widget.Fit(environment(c.Theme, s.App.Environment), 15) +
			widget.Fit(h.Style.Render(h.Glyph+" "+h.Word), 12) + widget.Fit(h.Clock, 10) + c.Theme.Muted.Render(string(s.App.Type))
		p.Lines = append(p.Lines, widget.Lines(row)...)
	}
	return p
}

// Do moves the cursor and opens what it is on.
func (w *Welcome) Do(c Context, a intent.Action) intent.Intent {
	offers := w.offers(c)
	if to, moves := moved(w.cursor, len(offers), a); moves {
		w.cursor = to
		return nil
	}
	switch a {
	case intent.Main:
		return offers[min(w.cursor, len(offers)-1)].then
	case intent.Back:
		return intent.Leave{}
	}
	return nil
}

// Note says where real profiles will be.
func (w *Welcome) Note(c Context) string {
	if c.Demo {
		return "Your profile file is not read."
	}
	return "Real profiles will be in " + c.line(c.home(c.Config))
}
