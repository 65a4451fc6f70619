package screen

import (
	"time"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// Authorize shows what the browser will be asked, then the URL and the wait for
// the answer (SCREENS.md §2.3).
type Authorize struct {
	typing bool
	pasted string // what was typed or pasted and not yet taken
}

// compact is the width below which rows lose their labels and reasons.
const compact = 76

// Rows returns the preview, or the open attempt.
func (a *Authorize) Rows(c Context) []Row {
	s := c.Current
	switch {
	case !s.App.HasConsent():
		return []Row{one(noConsent(c))}
	case s.Attempt.Open():
		return []Row{one(theURL(c)), one(a.waiting(c)), one(beforeAllow(c))}
	default:
		return []Row{one(asked(c)), one(answerComes(c)), one(beforeAllow(c))}
	}
}

func noConsent(c Context) widget.Pane {
	return widget.Pane{Title: "Authorize", Lines: widget.Lines(append([]string{""}, c.prose(
		"This app asks no person: its type is "+string(c.Current.App.Type)+". Press 2 to get a token.")...)...)}
}

// Do starts, ends and serves the attempt.
func (a *Authorize) Do(c Context, act intent.Action) intent.Intent {
	s := c.Current
	switch act {
	case intent.Main:
		return a.start(c)
	case intent.Back:
		return intent.GoBack{}
	case intent.Stop:
		return intent.StopAttempt{}
	case intent.More:
		return intent.ExtendAttempt{}
	case intent.PasteBox:
		a.typing = true
	case intent.Nothing:
		return intent.Go{Place: intent.NothingBack}
	case intent.Plain:
		return intent.ShowPlain{Text: s.Attempt.URL()}
	case intent.Browser:
		return askBrowser("It opens the URL, reads the consent page and presses one of its buttons.")
	case intent.Why:
		return c.whyAuthorize()
	case intent.EditRequest:
		return editAddress()
	}
	return nil
}

// askBrowser lets the person choose the button that the sandbox's browser presses.
func askBrowser(text string) intent.Intent {
	return intent.Ask{Question: intent.Question{
		Title: "The sandbox's browser",
		Text:  []string{text},
		Keys: []intent.Choice{
			{Key: "a", Word: "Allow", Then: intent.PlayBrowser{Allow: true}},
			{Key: "d", Word: "Decline", Then: intent.PlayBrowser{Allow: false}},
		},
	}}
}

func (a *Authorize) start(c Context) intent.Intent {
	return c.guarded(intent.StartAttempt{})
}

// guarded asks before a new authorization of production (SCREENS.md §5 number 9).
func (c Context) guarded(then intent.Intent) intent.Intent {
	switch mistake := c.Current.Asking.Mistake; {
	case c.Current.App.Environment != flow.Production:
		return then
	case mistake != nil:
		return askMistake(c.Current.App, mistake, then)
	}
	return intent.Ask{Question: intent.Question{
		Title: "PRODUCTION " + c.Current.App.Name,
		Text:  []string{"Allow gives this user new tokens and ends the ones your servers hold for the same user."},
		Keys:  []intent.Choice{{Key: "y", Word: "go on", Then: then}},
	}}
}

// Opened focuses the paste box where a paste is the only way.
func (a *Authorize) Opened(at *session.Attempt) {
	a.pasted = ""
	a.typing = at.Address == ""
}

// Focus opens the paste box.
func (a *Authorize) Focus() { a.typing = true }

// nothingAfter is how long a wait may last before help is offered (SCREENS.md §2.9).
const nothingAfter = time.Minute

// Note says that leaving ends nothing, and after a minute where help is.
func (a *Authorize) Note(c Context) string {
	at := c.Current.Attempt
	switch {
	case !c.Current.App.HasConsent():
		return ""
	case !at.Open() && c.Current.Device.Open():
		return "A device authorization waits: D shows it. enter here ends it."
	case !at.Open():
		return "Nothing is asked and nothing is bound until enter."
	case c.Now.Sub(at.Started) > nothingAfter && c.Width < compact:
		return "A minute without an answer: n tells what it may mean."
	case c.Now.Sub(at.Started) > nothingAfter && c.Width >= 118:
		return "A minute without an answer. Zoom shows most errors on its own page and never calls back. n tells what the page means."
	case c.Now.Sub(at.Started) > nothingAfter:
		return "A minute without an answer. Zoom shows most errors on its own page: press n."
	case c.Width < compact:
		return "Leaving keeps the attempt open; x ends it."
	default:
		return "Leaving this screen keeps the attempt open; x ends it."
	}
}
