package cli

import (
	"context"
	"errors"
	"fmt"

	"zoauth/flow"
)

var (
	errNoDevice = errors.New("the device flow is for apps of type general")
	errTooOld   = errors.New("the code was not entered in time; nothing was exchanged")
	errLostPoll = errors.New("a poll was sent and no usable answer was read; Zoom may have given tokens; nothing was deleted")
	errStopped  = errors.New("ended before the code was entered")
)

// authorizeDevice asks for a user code, shows it on standard error, and polls
// until tokens are saved or the server ends it.
func (p *program) authorizeDevice(ctx context.Context, t *target, yes bool) error {
	if t.app.Type != flow.General {
		return &failure{exitUsage, fmt.Errorf("%s is %s: %w", t.app.Name, t.app.Type, errNoDevice), ""}
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := p.guardProduction(t, yes); err != nil {
		return err
	}
	p.warnOfOthers(t)
	asked := t.run(ctx, flow.DeviceRequest(t.app, secret), false)
	if asked.Answer.Device == nil {
		return p.tell(asked)
	}
	device := *asked.Answer.Device
	p.redactor.Learn(device.Code)
	p.showDevice(device)
	polling := flow.Polling{Runner: t.Runner, App: t.app, Secret: secret, Device: device, Report: p.polled}
	return p.endDevice(t, polling.Run(ctx))
}

// showDevice prints the address, alone on its line, and the code.
func (p *program) showDevice(d flow.Device) {
	p.show("Open this address in any browser and enter the code. Allow replaces every token this app holds for that user.")
	p.show(p.clean.Whole(d.URI).String())
	p.show("code: " + p.clean.Line(d.UserCode).String())
	if d.Complete != "" {
		p.show("Or with the code in it:")
		p.show(p.clean.Whole(d.Complete).String())
	}
	p.say(fmt.Sprintf("Polling every %s until %s.", d.Interval, d.Ends().Local().Format("15:04:05")))
}

// polled tells of polls that were no plain "not yet".
func (p *program) polled(poll flow.Poll) {
	switch poll.State {
	case flow.PollSlowDown:
		p.say(fmt.Sprintf("Zoom asks to slow down; the next poll is in %s.", poll.Next))
	case flow.PollLost:
		p.say(p.clean.Line(fmt.Sprintf("a poll told nothing (%s); the next one is in %s", reason(poll.Outcome), poll.Next)).String())
	}
}

// endDevice turns the last poll into what is printed and returned.
func (p *program) endDevice(t *target, last flow.Poll) error {
	state, err := t.Store.Read(t.app.Name)
	lost := err == nil && state.Uncertain() && state.Pending != nil && state.Pending.Step == flow.StepPoll
	switch last.State {
	case flow.PollGranted, flow.PollRefused:
		return p.tell(last.Outcome)
	case flow.PollExpired, flow.PollStopped:
		if lost { // tokens may have been in the answer that was not read
			if state.Candidate() != nil {
				return &failure{exitUncertain, errLostPoll, decideHint(t.app.Name)}
			}
			return &failure{exitUncertain, errLostPoll, againHint(flow.StepPoll, t.app.Name)}
		}
	}
	switch last.State {
	case flow.PollDenied:
		return &failure{exitRefused, errors.New("the authorization was declined"), ""}
	case flow.PollExpired:
		return &failure{exitUnsent, errTooOld, "run it again for a new code"}
	default:
		return &failure{exitUnsent, errStopped, ""}
	}
}
