package tui

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// takePaste judges what was pasted and says what it was understood as.
func (m *Model) takePaste(p intent.Paste) tea.Cmd {
	s := m.current
	at := s.Attempt
	if !at.Open() {
		return nil
	}
	m.leaveNothing()
	c, err := m.judge(at, p)
	switch {
	case err == nil:
		then := m.answered(s, &c)
		if !c.Code.IsZero() {
			m.say(understood(c, m.now))
		}
		return then
	case errors.Is(err, flow.ErrStateMissing):
		m.dialog = &widget.Dialog{Question: stateMissing(p.Text, err)}
	case errors.Is(err, flow.ErrMayBeCut):
		m.dialog = &widget.Dialog{Question: mayBeCut(p.Text, err)}
	case errors.Is(err, flow.ErrStateMismatch), errors.Is(err, flow.ErrOtherRedirect):
		at.Pasted, at.PasteBad = cmp.Or(m.whose(s, p.Text), err.Error()), true
	default:
		at.Pasted, at.PasteBad = err.Error(), true
	}
	return nil
}

// leaveNothing goes back from "nothing came back" to the wait that it is about.
func (m *Model) leaveNothing() tea.Cmd {
	if m.place != intent.NothingBack {
		return nil
	}
	if n := len(m.back); n == 0 || m.back[n-1] != intent.AuthorizeStep {
		return m.open(intent.AuthorizeStep, false)
	}
	return m.goBack()
}

func (m *Model) judge(at *session.Attempt, p intent.Paste) (flow.Callback, error) {
	said := flow.NotAsked
	switch {
	case p.StateLost:
		said = flow.BeganHere
	case p.Whole:
		said = flow.CodeIsWhole
	case p.BeganAtZoom:
		said = flow.BeganAtZoom
	}
	return recognize.ReadPaste(p.Text).Accept(at.Attempt, said, m.opts.Now())
}

// understood names what a paste was taken as (SCREENS.md §5 numbers 4 and 5).
func understood(c flow.Callback, now time.Time) string {
	code := fmt.Sprintf("code %s (%d) · at most %s left", c.Code.Fingerprint(), c.Code.Len(), widget.Short(c.CodeEnds().Sub(now)))
	switch {
	case c.StateChecked:
		return "pasted address · state ok · " + code
	case c.BeganAtZoom:
		return "pasted address · began at Zoom: no state, no code_verifier · " + code
	default:
		return "Only the code: state not checked; PKCE still ties it to this attempt. " + code
	}
}

// stateMissing asks what an answer without state is (SCREENS.md §5 number 5), and
// says when its code may be cut off.
func stateMissing(text string, err error) intent.Question {
	about := []string{
		"Zoom leaves it out when the flow starts at Zoom (Add, Local Test). Did it start there?",
		"y: the exchange goes without code_verifier. n: PKCE ties it to this attempt. esc drops it.",
	}
	if errors.Is(err, flow.ErrMayBeCut) {
		about = append(about, err.Error())
	}
	return intent.Question{
		Title: "This answer has no state",
		Text:  about,
		Keys: []intent.Choice{
			{Key: "y", Word: "yes, at Zoom", Then: intent.Paste{Text: text, BeganAtZoom: true}},
			{Key: "n", Word: "no, here", Then: intent.Paste{Text: text, StateLost: true}},
		},
	}
}

// mayBeCut asks about a code of an unusual length.
func mayBeCut(text string, err error) intent.Question {
	return intent.Question{
		Title: "Is this the whole code?",
		Text:  []string{err.Error(), "A code works once: if it is cut off, the exchange fails and you authorize again."},
		Keys:  []intent.Choice{{Key: "y", Word: "it is whole", Then: intent.Paste{Text: text, Whole: true}}},
	}
}

// whose names the attempt that a pasted state belongs to; "" when it is none of this
// program's.
func (m *Model) whose(s *session.Session, text string) string {
	paste := recognize.ReadPaste(text)
	for _, old := range s.Past {
		if paste.Bears(old) {
			return "This answers the attempt of " + old.Started.Local().Format("15:04") + ", which has ended. Use the URL shown here."
		}
	}
	for _, other := range m.all() {
		if other == s {
			continue
		}
		name := other.App.Name
		if other.App.Sandbox {
			name = "the sandbox's " + name
		}
		if other.Attempt.Open() && paste.Bears(other.Attempt.Attempt) {
			return "This answers " + name + ", which waits too: paste it there. Nothing was taken."
		}
		if bearsAny(other, paste) {
			return "This answers an earlier attempt of " + name + ". Use the URL shown here."
		}
	}
	return ""
}

// bearsAny reports whether an ended attempt of s had the pasted state.
func bearsAny(s *session.Session, paste recognize.Paste) bool {
	if s.Attempt != nil && paste.Bears(s.Attempt.Attempt) {
		return true
	}
	return slices.ContainsFunc(s.Past, func(old *flow.Attempt) bool { return paste.Bears(old) })
}
