package tui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// diagnosedMsg brings what can explain an outcome, or a profile's last failure.
type diagnosedMsg struct {
	op       session.Op
	trace    flow.Trace // of the failure; zero: the history has none
	findings []diagnose.Finding
	asked    bool // d was pressed elsewhere than on the result
	last     bool // the request is the newest one
}

// lookBack is how many earlier requests speak for or against a cause.
const lookBack = 200

// failed reports whether an outcome needs an explanation.
func failed(out flow.Outcome) bool {
	switch out.Answer.Verdict {
	case flow.Granted, flow.Done:
		return false
	case flow.Refused:
		return true
	default:
		return !out.Adopted && out.Trace.Delivery != ""
	}
}

// caseOf is what the workbench knows of a failure, without the history.
func (m *Model) caseOf(s *session.Session, t flow.Trace) diagnose.Case {
	return diagnose.Case{Trace: t, App: s.App, State: s.State, Now: m.now, Facts: m.factsOf(s)}
}

// explain looks for the causes of an outcome, off the loop: the history is read.
func (m *Model) explain(s *session.Session, op session.Op, t flow.Trace) tea.Cmd {
	c, history := m.caseOf(s, t), m.spaceOf(s).History
	return func() tea.Msg {
		c.History = earlier(history, s.App.Name, t)
		return diagnosedMsg{op: op, trace: t, findings: diagnose.Diagnose(c)}
	}
}

// earlier are the profile's requests before t.
func earlier(history flow.History, profile string, t flow.Trace) []flow.Trace {
	if history == nil {
		return nil
	}
	traces, err := history.Tail(profile, lookBack)
	if err != nil {
		return nil
	}
	for i := range traces {
		if traces[i].ID == t.ID {
			return traces[:i]
		}
	}
	return traces
}

// diagnosed hands the causes to the screen that shows the failure.
func (m *Model) diagnosed(msg diagnosedMsg) tea.Cmd {
	s := m.owner(msg.op)
	switch {
	case s == nil:
		return nil
	case msg.asked && s == m.current && m.place == intent.DiagnosisPlace && msg.op == m.asking:
		m.showDiagnosis(s, msg)
		return nil
	case msg.asked:
		return nil // the person went on
	}
	st := s.Steps[msg.op.Step]
	if st != nil && st.Outcome != nil && st.Outcome.Trace.ID == msg.trace.ID {
		if e := st.Outcome.Answer.Err; e != nil && e.EndsToken() && s.ProvesRevoke() {
			return nil // it is what a revoke brings, not a failure with causes
		}
		st.Findings, st.Explained = msg.findings, true
		m.showStep(s, msg.op.Step)
	}
	return nil
}

// askDiagnosis is d: the card of the result that is shown, else of the profile's
// last failed request.
func (m *Model) askDiagnosis() tea.Cmd {
	if st, ok := m.screen().(*screen.Step); ok && st.ShowCard(m.context()) {
		return nil
	}
	s := m.current
	switch m.place {
	case intent.List:
		s = m.screens.list.Under(m.context())
	case intent.DuePlace:
		s = m.screens.due.Under()
	}
	if s == nil {
		return nil
	}
	m.current = s
	return m.open(intent.DiagnosisPlace, false)
}

// diagnoseLast explains the last request of the profile that is shown, or the one that
// the history showed, off the loop.
func (m *Model) diagnoseLast(s *session.Session) tea.Cmd {
	m.screens.diagnosis = screen.Diagnosis{What: "Reading the history of " + s.App.Name + "."}
	op := m.nextOp(s, "")
	m.asking = op
	c, history, shown := m.caseOf(s, flow.Trace{}), m.spaceOf(s).History, ""
	if n := len(m.back); n > 0 && m.back[n-1] == intent.HistoryPlace {
		shown = m.screens.history.Under()
	}
	return func() tea.Msg {
		return pastFailure(c, history, shown, op)
	}
}

// pastFailure explains a request of the history, the one with the ID shown or the
// newest, when it failed.
func pastFailure(c diagnose.Case, history flow.History, shown string, op session.Op) tea.Msg {
	msg := diagnosedMsg{op: op, asked: true}
	traces := earlier(history, c.App.Name, flow.Trace{ID: "none"})
	if len(traces) == 0 {
		msg.last = true
		return msg
	}
	last := len(traces) - 1
	if i := slices.IndexFunc(traces, func(t flow.Trace) bool { return t.ID == shown }); i >= 0 && shown != "" {
		last = i
	}
	msg.last = last == len(traces)-1
	switch flow.Classify(traces[last]).Verdict {
	case flow.Granted, flow.Done:
	default:
		c.Trace, c.History = traces[last], traces[:last]
		msg.trace, msg.findings = traces[last], diagnose.Diagnose(c)
	}
	return msg
}

func (m *Model) showDiagnosis(s *session.Session, msg diagnosedMsg) {
	d := &m.screens.diagnosis
	*d = screen.Diagnosis{What: "Nothing failed: the last request of " + s.App.Name + " did what it should, or none was sent yet."}
	if !msg.last {
		d.What = "Nothing failed: this request did what it should."
	}
	if msg.trace.ID != "" {
		d.What = fmt.Sprintf("%s of %s at %s.", screen.Headline(m.context(), msg.trace), msg.trace.Step, msg.trace.Started.Local().Format(time.DateTime))
		d.Show(msg.findings)
	}
}
