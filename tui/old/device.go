package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// poller is a device authorization's polling with the resources that it owns.
type poller struct {
	polls chan flow.Poll
	stop  context.CancelFunc
}

// run polls until it is over; what each poll told comes through nextPoll. A poll
// under way is finished by the runner whatever ends ctx.
func (p *poller) run(ctx context.Context, polling flow.Polling) tea.Cmd {
	polling.Report = p.tell
	return func() tea.Msg {
		defer close(p.polls)
		polling.Run(ctx)
		return nil
	}
}

// tell hands a poll to the screen. A screen that does not move misses polls, but
// not the last one, and keeps nobody from polling.
func (p *poller) tell(told flow.Poll) {
	if told.State.Over() {
		p.polls <- told
		return
	}
	select {
	case p.polls <- told:
	default:
	}
}

func nextPoll(op session.Op, p *poller) tea.Cmd {
	return func() tea.Msg {
		told, more := <-p.polls
		if !more {
			return nil
		}
		return polledMsg{op, told}
	}
}

// maxPolls is how many polls wait for the screen.
const maxPolls = 16

// startPolling begins to poll for the device authorization that was just granted.
// The person started it with enter: it is the one step that goes on by itself.
func (m *Model) startPolling(s *session.Session, d flow.Device) tea.Cmd {
	m.endAttempt(s, "replaced by a device authorization")
	m.endDevice(s, "replaced by a new one")
	s.Retire()
	m.opts.Redactor.Learn(d.Code)
	s.Device = &session.Device{Device: d, Interval: d.Interval, NextAt: m.now.Add(d.Interval)}
	s.Settle(m.now)
	ctx, stop := context.WithCancel(m.opts.Context)
	p := &poller{polls: make(chan flow.Poll, maxPolls), stop: stop}
	m.pollers[s] = p
	op := m.nextOp(s, flow.StepPoll)
	s.PollOp = op
	return tea.Batch(
		p.run(ctx, flow.Polling{Runner: m.spaceOf(s).Runner, App: s.App, Secret: s.Secret.Value, Device: d}),
		nextPoll(op, p))
}

// polled shows what a poll told; tokens lead to the result of the exchange.
func (m *Model) polled(msg polledMsg) tea.Cmd {
	s := m.owner(msg.op)
	if s == nil {
		return nil
	}
	out := msg.poll.Outcome
	if out.Trace.ID != "" {
		s.Traces = append(s.Traces, out.Trace)
	}
	if msg.poll.State == flow.PollGranted { // saved by the runner, whatever ended the screen's interest
		return m.deviceGranted(s, out)
	}
	if s.PollOp != msg.op || !s.Device.Open() {
		return nil
	}
	d := s.Device
	d.Polls = msg.poll.Sent
	if msg.poll.State.Over() {
		m.endDevice(s, whyOver(msg.poll))
		return nil
	}
	d.Interval, d.NextAt, d.Trouble = msg.poll.Next, m.opts.Now().Add(msg.poll.Next), ""
	switch msg.poll.State {
	case flow.PollSlowDown:
		d.Slowed++
	case flow.PollLost:
		d.Trouble = "the last poll told nothing: " + reasonOf(out)
	case flow.PollBusy:
		d.Trouble = "another step of this profile was under way; nothing was sent"
	}
	return nextPoll(msg.op, m.pollers[s])
}

func reasonOf(out flow.Outcome) string {
	switch {
	case out.Err != nil && out.Trace.Phase != "":
		return string(out.Trace.Phase) + ": " + out.Err.Error()
	case out.Err != nil:
		return out.Err.Error()
	case out.Trace.Response != nil:
		return fmt.Sprintf("HTTP status %d", out.Trace.Response.Status)
	default:
		return "no answer"
	}
}

func whyOver(p flow.Poll) string {
	switch p.State {
	case flow.PollDenied:
		return "Zoom says access_denied: it was declined"
	case flow.PollExpired:
		return "the code is too old; enter asks for a new one"
	case flow.PollStopped:
		return "ended here"
	default:
		return "Zoom refused: " + p.Outcome.Answer.Err.Error()
	}
}

// deviceGranted takes the tokens over that a poll brought: they are shown as what
// they are, the result of step 2.
func (m *Model) deviceGranted(s *session.Session, out flow.Outcome) tea.Cmd {
	st := s.Steps[flow.StepExchange]
	st.Begin(s.State, nil, false)
	st.End(out)
	s.Take(out.State)
	if s.Device != nil {
		s.Device.Granted = true
	}
	s.Steps[flow.StepDevice].Showing = session.Preview
	m.releasePoller(s)
	if s.Phase != session.Sending {
		s.Settle(m.now)
	}
	m.showStep(s, flow.StepExchange)
	if s != m.current || m.place != intent.DevicePlace {
		m.say(s.App.Name + ": the device was allowed; its tokens are saved.")
		return nil
	}
	m.quiet = m.now.Add(arrivalGrace)
	m.place = intent.ExchangeStep
	return nil
}

// endDevice ends the polling and keeps why.
func (m *Model) endDevice(s *session.Session, why string) {
	if s == nil || !s.Device.Open() {
		return
	}
	s.Device.Over = why
	s.Steps[flow.StepDevice].Showing = session.Preview
	m.releasePoller(s)
	if s.Phase == session.Waiting {
		s.Settle(m.now)
	}
}

func (m *Model) releasePoller(s *session.Session) {
	if p := m.pollers[s]; p != nil {
		p.stop()
		delete(m.pollers, s)
	}
}

// stopWaiting ends what waits for the current profile.
func (m *Model) stopWaiting() {
	at := "ended here at " + m.now.Format(time.TimeOnly)
	m.endAttempt(m.current, at)
	m.endDevice(m.current, at)
}
