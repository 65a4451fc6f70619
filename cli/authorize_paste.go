package cli

import (
	"errors"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// pasting judges what a person pastes for one attempt.
type pasting struct {
	*stdin
	attempt *flow.Attempt
	refused []string // the latest bursts that were no answer: they may be the parts of one
	doubt   *doubt   // the question that is open; nil: none
}

// doubt is a paste that is taken only after a question.
type doubt struct {
	text  string
	why   error // flow.ErrStateMissing or flow.ErrMayBeCut
	asked time.Time
}

// maxParts is how many bursts are put together at most.
const maxParts = 8

// take judges a burst; a wrong one is explained and waited after.
func (p *pasting) take(b burst) (flow.Callback, bool) {
	if b.tooLong {
		p.Say(safe.Const("paste: a line of more than 64 KiB was dropped; still waiting"))
	}
	text := b.text()
	switch {
	case text == "":
		return flow.Callback{}, false
	case p.doubt != nil && len(b.lines) == 1 && len(text) < shortest:
		return p.answered(strings.TrimSpace(text), b.since)
	}
	p.doubt = nil
	c, err := p.judge(text)
	return p.conclude(text, c, err)
}

// shortest is the length from which on a line is a paste and no answer to a question.
const shortest = 8

// answered reads an answer to the open question; what was typed before it is none.
func (p *pasting) answered(answer string, since time.Time) (flow.Callback, bool) {
	d := p.doubt
	if since.Before(d.asked) {
		return flow.Callback{}, false
	}
	p.doubt = nil
	if answer != "y" {
		p.Say(safe.Const("paste: dropped; still waiting"))
		return flow.Callback{}, false
	}
	said := flow.CodeIsWhole
	if errors.Is(d.why, flow.ErrStateMissing) {
		said = flow.BeganAtZoom
	}
	c, err := recognize.ReadPaste(d.text).Accept(p.attempt, said, time.Now())
	return p.conclude(d.text, c, err)
}

// judge takes text, or the answer whose last part it is.
func (p *pasting) judge(text string) (flow.Callback, error) {
	c, err := recognize.ReadPaste(text).Accept(p.attempt, flow.NotAsked, time.Now())
	for i := len(p.refused) - 1; i >= 0 && err != nil; i-- {
		whole := strings.Join(append(p.refused[i:len(p.refused):len(p.refused)], text), "\n")
		if joined, joinErr := recognize.ReadPaste(whole).Accept(p.attempt, flow.NotAsked, time.Now()); joinErr == nil {
			return joined, nil
		}
	}
	return c, err
}

// conclude returns a callback that was accepted. It says why one was not, or asks about
// it: where it came from, only a person at a terminal can say.
func (p *pasting) conclude(text string, c flow.Callback, err error) (flow.Callback, bool) {
	stateless := errors.Is(err, flow.ErrStateMissing)
	switch {
	case err == nil:
		return c, true
	case errors.Is(err, flow.ErrAttemptOver): // the listener's answer is on its way
	case stateless && p.canAsk(), errors.Is(err, flow.ErrMayBeCut) && !stateless: // a code of this attempt may be insisted on from a pipe too
		p.refused = append(p.refused, text)
		p.askAbout(text, err)
	default:
		p.refused = append(p.refused, text)
		p.Say(safe.Format("paste: %s; still waiting", p.Clean.Error(err)))
	}
	p.refused = p.refused[max(0, len(p.refused)-maxParts):]
	return flow.Callback{}, false
}

// askAbout asks about a paste that may be no answer.
func (p *pasting) askAbout(text string, why error) {
	question := safe.Const("Type y and press enter to send it as it is; anything else drops it.")
	if errors.Is(why, flow.ErrStateMissing) {
		question = safe.Const("Zoom leaves the state out when the flow starts at Zoom (Add, Local Test). Type y and press enter if it did, and the exchange goes without code_verifier; anything else drops it.")
	}
	terminal.DropInput(p.fd())
	p.Show(safe.Format("paste: %s. %s", p.Clean.Error(why), question))
	p.doubt = &doubt{text, why, time.Now()}
}
