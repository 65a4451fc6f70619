package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// draft builds the request that step would send, reading the client secret
// first when it needs one.
func (m *Model) draft(s *session.Session, step flow.Step) tea.Cmd {
	st := s.Steps[step]
	st.Draft, st.Mistake, st.Edited, st.Gen = flow.Request{}, nil, false, s.State.Gen
	st.Blocked = blockedBecause(s, step)
	if st.Blocked == "" && step != flow.StepProbe && !s.Secret.Ready {
		m.showStep(s, step) // the result of this profile, while its secret is read
		return m.needSecret(s, step)
	}
	if st.Blocked == "" {
		st.Draft = build(s, step)
	}
	m.showStep(s, step)
	return nil
}

// redraft builds the shown preview anew because what it was built from changed. A
// question about what was changed in it by hand goes with it.
func (m *Model) redraft(s *session.Session, step flow.Step) tea.Cmd {
	if st := s.Steps[step]; st.Edited || st.Mistake != nil {
		m.dialog, m.asked = nil, 0
		m.say(s.App.Name + ": what the request is built from changed; the preview is the right one again.")
	}
	return m.draft(s, step)
}

// showStep lets a step's screen draw anew what it knows of s, when s is shown.
func (m *Model) showStep(s *session.Session, step flow.Step) {
	if s == m.current {
		m.screens.steps[intent.Place(step)].Show(s)
	}
}

// needSecret reads the client secret off the loop; public apps have none.
func (m *Model) needSecret(s *session.Session, step flow.Step) tea.Cmd {
	if s.App.Type == flow.Public || s.App.Secret == nil {
		s.Secret = session.Secret{Ready: true}
		return m.draft(s, step)
	}
	if s.Secret.Reading {
		return nil
	}
	s.Secret = session.Secret{Reading: true, Op: m.nextOp(s, step)}
	return tea.Batch(readSecret(s.Secret.Op, s.App.Secret), m.hurry())
}

// blockedBecause says in our words why step has nothing to send, or "".
func blockedBecause(s *session.Session, step flow.Step) string {
	st, token := s.State, s.Spendable()
	switch {
	case s.Secret.Err != nil:
		return noSecret(s)
	case st.Damage != "" && step != flow.StepExchange && step != flow.StepDevice:
		return "The token file cannot be used: " + st.Damage + ". It is left alone; 1 authorizes anew."
	case step == flow.StepRefresh && st.Candidate() != nil:
		return screen.Undecided(s.App.Name)
	case step == flow.StepExchange && s.App.HasConsent() && s.Code() == nil:
		return "There is no code to exchange. 1 authorizes; that opens Exchange."
	case step == flow.StepRefresh && token.RefreshToken.IsZero() && !s.App.HasConsent():
		return "This kind of app has no refresh token. 2 gets a new access token."
	case step == flow.StepRefresh && token.RefreshToken.IsZero():
		return "There is no refresh token. 1 authorizes."
	case (step == flow.StepProbe && token.AccessToken.IsZero() || step == flow.StepRevoke && st.Token.AccessToken.IsZero()) && !s.App.HasConsent():
		return "There is no access token. 2 gets one."
	case step == flow.StepProbe && token.AccessToken.IsZero(), step == flow.StepRevoke && st.Token.AccessToken.IsZero():
		return "There is no access token. 1 authorizes."
	default:
		return ""
	}
}

// draftWaiting builds what waited for the client secret: the preview that asked for
// it, and the one that was opened meanwhile.
func (m *Model) draftWaiting(s *session.Session, asked flow.Step) {
	steps := []flow.Step{asked}
	if here := flow.Step(m.place); s == m.current && here != asked {
		steps = append(steps, here)
	}
	for _, step := range steps {
		if st := s.Steps[step]; st != nil && (step == asked || st.Draft.Method == "") {
			m.draft(s, step)
		}
	}
}

func build(s *session.Session, step flow.Step) flow.Request {
	secret := s.Secret.Value
	switch step {
	case flow.StepExchange:
		if code := s.Code(); code != nil {
			return s.Attempt.Exchange(secret, *code)
		}
		return flow.DirectRequest(s.App, secret)
	case flow.StepRefresh:
		return flow.RefreshRequest(s.App, secret, s.Spendable().RefreshToken)
	case flow.StepProbe:
		return flow.ProbeRequest(s.App, s.Spendable().AccessToken)
	case flow.StepDevice:
		return flow.DeviceRequest(s.App, secret)
	default:
		return flow.RevokeRequest(s.App, secret, s.State.Token.AccessToken)
	}
}

// send hands the previewed request of the current step to the runner.
func (m *Model) send(w intent.Send) tea.Cmd {
	s := m.current
	st := s.Steps[flow.Step(m.place)]
	if st == nil || st.Draft.Method == "" || s.Phase == session.Sending {
		return nil
	}
	other := foreign(s, st.Draft)
	if other && st.Edited && st.Draft.Step == flow.StepRefresh && !w.Meant {
		return m.askForeign()
	}
	op := m.nextOp(s, flow.Step(m.place))
	s.Op, s.Phase, s.Since, s.Stage = op, session.Sending, m.now, 0
	st.Begin(s.State, st.Mistake, st.Edited || st.Mistake != nil)
	job := flow.Job{App: s.App, Request: st.Draft, Gen: st.Gen, Foreign: other}
	if w.Apart {
		job.App.Name = apart(s.App.Name, st.Draft.Credential())
		st.Before = flow.State{Token: flow.Token{RefreshToken: st.Draft.Credential()}}
	}
	return tea.Batch(send(m.opts.Context, op, m.spaceOf(s).Runner, job), m.hurry())
}

// secretRead takes the client secret over and builds what waited for it.
func (m *Model) secretRead(msg secretReadMsg) {
	s := m.owner(msg.op)
	m.opts.Redactor.Learn(msg.secret)
	if s == nil || s.Secret.Op != msg.op { // of a source that the file no longer names
		return
	}
	s.Secret = session.Secret{Value: msg.secret, Ready: msg.err == nil, Err: msg.err}
	_, s.Secret.Asks = s.App.Secret.(flow.SecretAsker)
	s.Secret.Asks = s.Secret.Asks && msg.err != nil
	s.Facts.Secret = shapeRead(s)
	m.draftWaiting(s, msg.op.Step)
	m.breakNow(s, msg.op.Step)
	if msg.err != nil {
		s.Secret.Err = nil // the next preview tries again
	}
}

// requestEnded records the outcome under its profile, whatever is on screen, and
// shows it where it belongs.
func (m *Model) requestEnded(msg requestEndedMsg) tea.Cmd {
	s := m.owner(msg.op)
	if s == nil {
		return nil
	}
	out := msg.outcome
	if out.Job.App.Name == s.App.Name {
		s.Take(out.State)
	}
	if out.Trace.ID != "" {
		s.Traces = append(s.Traces, out.Trace)
	}
	if s.Op != msg.op {
		return nil
	}
	s.Settle(m.now)
	st := s.Steps[msg.op.Step]
	st.End(out)
	s.Broke(st.Made, st.Made != nil && st.Made.Expect.AsExpected(out.Answer))
	m.spend(s, out)
	m.lookAtFaults()
	m.showStep(s, msg.op.Step)
	if s == m.current && m.place == intent.TokenView {
		m.screens.token.Show(s.State, s.App.Scopes)
	}
	var next []tea.Cmd
	if m.pausing {
		m.screens.due.Running = false
		next = append(next, m.suspend())
	}
	if d := out.Answer.Device; d != nil {
		return tea.Batch(append(next, m.startPolling(s, *d))...)
	}
	if failed(out) {
		next = append(next, m.explain(s, msg.op, out.Trace))
	}
	return tea.Batch(append(next, m.dueEnded(msg.op))...)
}

// spend drops what an outcome used up: a sent code, a refused client secret.
func (m *Model) spend(s *session.Session, out flow.Outcome) {
	if out.Trace.Delivery == flow.NotSent || out.Trace.Delivery == "" || out.Job.App.Name != s.App.Name {
		return
	}
	if st := s.Steps[out.Job.Request.Step]; st != nil && st.Tried && out.Answer.Verdict == flow.Refused {
		return // what a refused experiment did not spend is still good
	}
	switch out.Job.Request.Step {
	case flow.StepExchange:
		if out.Answer.Verdict == flow.Granted {
			s.Spent.UsedCode, s.Exchanged = out.Job.Request.Credential(), out.Job.Request
		}
		s.Retire()
	case flow.StepRefresh:
		if old := out.Job.Request.Credential(); old != out.State.Token.RefreshToken && out.Answer.Verdict == flow.Granted {
			s.Spent.PreviousRefresh = old
		}
	case flow.StepRevoke:
		if out.Answer.Verdict == flow.Done {
			s.Gone = s.Steps[flow.StepRevoke].Before.Token
			for _, step := range []flow.Step{flow.StepProbe, flow.StepRefresh} {
				s.Steps[step].Showing = session.Preview // what they answered before says nothing of the revoked pair
			}
		}
	}
	if out.Answer.Err != nil && out.Answer.Err.Code == "invalid_client" {
		s.Secret = session.Secret{}
		if f, ok := s.App.Secret.(interface{ Forget() }); ok {
			f.Forget()
		}
	}
}
