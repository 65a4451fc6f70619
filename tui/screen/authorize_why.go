package screen

import (
	"zoauth/flow"
	"zoauth/tui/intent"
)

// whyAuthorize explains the step: what Allow ends, the redirect, what this
// terminal changes, and when the device flow works.
func (c Context) whyAuthorize() intent.Intent {
	app := c.Current.App
	text := []string{
		"Zoom keeps one authorization per user and app: a new one ends the tokens of the one before, also those that servers hold (documented as 4741).",
	}
	if plainHTTP(app) {
		text = append(text, "Plain http on loopback: Zoom's changelog allows it for PKCE, reports since mid-2026 show 4700. Not settled; an https address and paste always work.")
	}
	text = append(text, c.whyTerminal()...)
	if app.Type == flow.General {
		text = append(text, "Device flow: only where the app has it: at Zoom Features, Embed, Meeting SDK, Use App on Device.")
	}
	return intent.Ask{Question: intent.Question{Title: "Why", Text: text}}
}

// whyTerminal says what the terminal in between changes.
func (c Context) whyTerminal() []string {
	var text []string
	switch {
	case c.Env.Tmux:
		text = append(text, "tmux: copies go through tmux load-buffer, since tmux drops OSC 52 from programs; the text stays in its buffer.")
	case c.Env.Screen:
		text = append(text, "GNU screen often drops a copy by OSC 52, and links on the URL: u prints it alone.")
	}
	if c.Env.Mosh {
		text = append(text, "mosh passes copies since 1.4 and no links, and forwards no port: the ssh line runs beside it.")
	}
	if c.Env.SSH && (c.Env.Tmux || c.Env.Screen) {
		text = append(text, "That this is SSH may be of an old login: the variables are those of the multiplexer's start.")
	}
	return text
}
