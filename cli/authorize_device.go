package cli

import (
	"context"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// deviceGrant gets tokens through the device flow (RFC 8628).
type deviceGrant struct{ *target }

// run asks for a user code, shows it on standard error, and polls
// until tokens are saved or the server ends it.
func (g *deviceGrant) run(ctx context.Context, yes bool) error {
	if g.app.Type != flow.General {
		return because("command-line", report.ExitUsage, safe.Format("%s has no device flow: its type is %s, and Zoom has that flow for general apps", g.Clean.Line(g.app.Name), g.Clean.Line(string(g.app.Type))),
			safe.Format("run zoauth authorize %s without --device", g.Clean.Line(g.app.Name)))
	}
	secret, err := g.secret(ctx)
	if err != nil {
		return err
	}
	if err := g.confirmProduction(yes); err != nil {
		return err
	}
	g.warnOfOthers()
	asked := g.send(ctx, flow.DeviceRequest(g.app, secret), false)
	if asked.Answer.Device == nil {
		return g.printOutcome(asked)
	}
	device := *asked.Answer.Device
	g.redactor.Learn(device.Code)
	g.show(device)
	polling := flow.Polling{Runner: g.Runner, App: g.app, Secret: secret, Device: device, Report: g.polled}
	return g.finish(polling.Run(ctx))
}

// show prints the address, alone on its line, and the code.
func (g *deviceGrant) show(d flow.Device) {
	g.Show(safe.Const("Open this address in any browser and enter the code. Allow replaces every token this app holds for that user."))
	g.Show(g.Clean.Whole(d.URI))
	g.Show(safe.Format("code: %s", g.Clean.Line(d.UserCode)))
	if d.Complete != "" {
		g.Show(safe.Const("Or with the code in it:"))
		g.Show(g.Clean.Whole(d.Complete))
	}
	g.Say(safe.Format("Polling every %s until %s.", safe.Duration(d.Interval), safe.Time(d.Ends().Local(), "15:04:05")))
}

// polled tells of polls that were no plain "not yet".
func (g *deviceGrant) polled(poll flow.Poll) {
	switch poll.State {
	case flow.PollSlowDown:
		g.Say(safe.Format("Zoom asks to slow down; the next poll is in %s.", safe.Duration(poll.Next)))
	case flow.PollLost:
		g.Say(safe.Format("a poll got no usable response (%s); the next one is in %s", g.reader().Reason(poll.Outcome), safe.Duration(poll.Next)))
	}
}

// finish turns the last poll into what is printed and returned.
func (g *deviceGrant) finish(last flow.Poll) error {
	if last.State == flow.PollGranted || last.State == flow.PollRefused {
		return g.printOutcome(last.Outcome)
	}
	state, err := g.Store.Read(g.app.Name)
	if err != nil {
		return g.inWords(err)
	}
	return &failure{g.reader().Poll(last, g.app, state), last.Outcome.Err}
}
