package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

func (m *Model) openDue() tea.Cmd {
	m.screens.due = screen.NewDue(m.context())
	return m.open(intent.DuePlace, false)
}

// refreshDue sends the ticked refreshes, the next one when the one before is done.
func (m *Model) refreshDue() tea.Cmd {
	m.screens.due.Running = true
	return m.nextDue()
}

func (m *Model) nextDue() tea.Cmd {
	d := &m.screens.due
	for i := range d.Items {
		item := &d.Items[i]
		if !d.Running || !item.Ticked || item.Op != (session.Op{}) || item.Skipped != "" {
			continue
		}
		s := item.Session
		if item.Skipped = m.notDue(s); item.Skipped != "" {
			continue
		}
		op := m.nextOp(s, flow.StepRefresh)
		item.Op = op
		s.Op, s.Phase, s.Since, s.Stage = op, session.Sending, m.now, 0
		s.Steps[flow.StepRefresh].Begin(s.State, nil, false)
		return tea.Batch(refreshOne(m.opts.Context, op, m.spaceOf(s).Runner, s.App, s.State, m.opts.Redactor), m.hurry())
	}
	d.Running = false
	return nil
}

// notDue says why a profile of the list is left out after all, or "".
func (m *Model) notDue(s *session.Session) string {
	switch {
	case !slices.Contains(m.all(), s):
		return "taken out of the file"
	case s.Phase == session.Sending:
		return "a request is in flight"
	default:
		return ""
	}
}

// refreshOne reads the client secret and sends one refresh.
func refreshOne(ctx context.Context, op session.Op, runner *flow.Runner, app flow.App, state flow.State, redactor *flow.Redactor) tea.Cmd {
	return func() tea.Msg {
		var secret flow.Secret
		if app.Secret != nil {
			limited, stop := context.WithTimeout(ctx, secretTimeout)
			defer stop()
			var err error
			if secret, err = app.Secret.Secret(limited); err != nil {
				return requestEndedMsg{op, flow.Outcome{State: state, Err: err}}
			}
			redactor.Learn(secret)
		}
		request := flow.RefreshRequest(app, secret, state.Token.RefreshToken)
		return send(ctx, op, runner, flow.Job{App: app, Request: request, Gen: state.Gen})()
	}
}

// dueEnded goes on with the next profile when op was one of the list's.
func (m *Model) dueEnded(op session.Op) tea.Cmd {
	for _, item := range m.screens.due.Items {
		if item.Op == op {
			return m.nextDue()
		}
	}
	return nil
}

// soonNotice is how long before its end an access token is spoken of.
const soonNotice = 5 * time.Minute

// notice says once that an access token ends soon.
func (m *Model) notice(before time.Time) {
	if m.space == nil {
		return
	}
	for _, s := range m.space.sessions {
		t := s.State.Token
		if t.AccessToken.IsZero() || t.ExpiresAt.IsZero() {
			continue
		}
		if left := s.Left(m.now); left > 0 && left <= soonNotice && left+m.now.Sub(before) > soonNotice {
			m.say(s.App.Name + ": the access token ends in five minutes; r refreshes it, R all that are due.")
		}
	}
}
