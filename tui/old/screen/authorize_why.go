package screen

import (
	"zoauth/flow"
	"zoauth/tui/old/intent"
)

// whyAuthorize explains the step: what the preflight found, what Allow ends, what
// this terminal changes, and when the device flow works.
func (c Context) whyAuthorize() intent.Intent {
	text := append(c.reasons(), c.sideBySide()...)
	text = append(text,
		"Zoom keeps one authorization per user and app: a new one ends the tokens of the one before, also those that servers hold (documented as 4741).",
	)
	text = append(text, c.whyTerminal()...)
	if c.Current.App.Type == flow.General {
		text = append(text, "Device flow: only where the app has it: at Zoom Features, Embed, Meeting SDK, Use App on Device.")
	}
	return intent.Ask{Question: intent.Question{Title: "Why", Text: text, Keys: c.mends()}}
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
