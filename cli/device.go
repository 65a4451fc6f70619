package cli

import (
	"context"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// authorizeDevice asks for a user code, shows it on standard error, and polls
// until tokens are saved or the server ends it.
func (p *program) authorizeDevice(ctx context.Context, t *target, yes bool) error {
	if t.app.Type != flow.General {
		return failed(report.ExitUsage, safe.Format("%s has no device flow: its type is %s, and Zoom has that flow for general apps", p.Clean.Line(t.app.Name), p.Clean.Line(string(t.app.Type))),
			safe.Format("run zoauth authorize %s without --device", p.Clean.Line(t.app.Name)))
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := t.confirmProduction(yes); err != nil {
		return err
	}
	t.warnOfOthers()
	asked := t.run(ctx, flow.DeviceRequest(t.app, secret), false)
	if asked.Answer.Device == nil {
		return t.tell(asked)
	}
	device := *asked.Answer.Device
	p.redactor.Learn(device.Code)
	p.showDevice(device)
	polling := flow.Polling{Runner: t.Runner, App: t.app, Secret: secret, Device: device, Report: p.polled}
	return p.endDevice(t, polling.Run(ctx))
}

// showDevice prints the address, alone on its line, and the code.
func (p *program) showDevice(d flow.Device) {
	p.Show(safe.Const("Open this address in any browser and enter the code. Allow replaces every token this app holds for that user."))
	p.Show(p.Clean.Whole(d.URI))
	p.Show(safe.Format("code: %s", p.Clean.Line(d.UserCode)))
	if d.Complete != "" {
		p.Show(safe.Const("Or with the code in it:"))
		p.Show(p.Clean.Whole(d.Complete))
	}
	p.Say(safe.Format("Polling every %s until %s.", safe.Duration(d.Interval), safe.Time(d.Ends().Local(), "15:04:05")))
}

// polled tells of polls that were no plain "not yet".
func (p *program) polled(poll flow.Poll) {
	switch poll.State {
	case flow.PollSlowDown:
		p.Say(safe.Format("Zoom asks to slow down; the next poll is in %s.", safe.Duration(poll.Next)))
	case flow.PollLost:
		p.Say(safe.Format("a poll got no usable response (%s); the next one is in %s", p.reader().Reason(poll.Outcome), safe.Duration(poll.Next)))
	}
}

// endDevice turns the last poll into what is printed and returned.
func (p *program) endDevice(t *target, last flow.Poll) error {
	if last.State == flow.PollGranted || last.State == flow.PollRefused {
		return t.tell(last.Outcome)
	}
	state, err := t.Store.Read(t.app.Name)
	if err != nil {
		return t.told(err)
	}
	return &failure{p.reader().Poll(last, t.app, state), last.Outcome.Err}
}
