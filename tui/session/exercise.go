package session

import "zoauth/flow"

// exercise is the deliberate mistake that is being prepared, and those that were made.
type exercise struct {
	name  string // waits for what it needs; empty: none
	made  map[string]bool
	later int // right steps that were sent for it
}

// Exercise is a deliberate mistake as Practice lists it.
type Exercise struct {
	flow.Mistake
	Tried      bool
	AsExpected bool
	Missing    string    // what it needs first; empty: it can be drafted now
	Brings     flow.Step // the right step that brings what is missing
}

// Exercises lists the deliberate mistakes that this app's steps can be sent with.
func (s *Session) Exercises() []Exercise {
	var list []Exercise
	for _, m := range flow.Mistakes() {
		if !s.has(m.Step) || !s.app.HasConsent() && m.Ends {
			continue
		}
		missing, brings := s.lacking(m)
		if missing == "" && !s.possible(m) {
			continue
		}
		expected, tried := s.exercise.made[m.Name]
		list = append(list, Exercise{Mistake: m, Tried: tried, AsExpected: expected, Missing: missing, Brings: brings})
	}
	return list
}

// RecordMistake remembers that a deliberate mistake was made, and whether the response
// was the expected one.
func (s *Session) RecordMistake(name string, expected bool) {
	if s.exercise.made == nil {
		s.exercise.made = map[string]bool{}
	}
	s.exercise.made[name] = expected
}

// lacking says what a mistake needs first, and which right step brings it.
func (s *Session) lacking(m flow.Mistake) (missing string, brings flow.Step) {
	switch {
	case m.Step == flow.StepAuthorize:
		return "", ""
	case m.Name == "refresh-previous" && s.state.HasToken() && s.spent.values.PreviousRefresh.IsZero():
		return "It needs a refresh token that was replaced in this run.", flow.StepRefresh
	case m.Step == flow.StepExchange && m.Ends && s.spent.values.UsedCode.IsZero():
		return "It needs a code that was exchanged in this run.", s.bringsTokens()
	case m.Step == flow.StepExchange && (!s.app.HasConsent() || s.Code() != nil || s.spent.exchange.Method != ""):
		return "", ""
	case m.Step == flow.StepExchange:
		return "It needs a code.", flow.StepAuthorize
	case !s.state.HasToken():
		return "It needs tokens.", s.bringsTokens()
	default:
		return "", ""
	}
}

// bringsTokens is the next right step on the way to tokens.
func (s *Session) bringsTokens() flow.Step {
	if s.app.HasConsent() && s.Code() == nil {
		return flow.StepAuthorize
	}
	return flow.StepExchange
}

// possible reports whether a mistake can be made in the request of its step.
func (s *Session) possible(m flow.Mistake) bool {
	_, ok := m.Apply(s.mistakable(m.Step), s.spent.values)
	return ok
}

// mistakable is the right request that a mistake is made in: the step's, or an
// exchange whose code was used.
func (s *Session) mistakable(step flow.Step) flow.Request {
	return s.build(step)
}

func (s *Session) cannotExercise(name string) string {
	m, ok := flow.FindMistake(name)
	missing, _ := s.lacking(m)
	switch {
	case !ok || !s.has(m.Step):
		return "This app has no such step."
	case m.Step == flow.StepAuthorize && s.attempt() != nil:
		return "An attempt is open. Press x to stop it first."
	case s.flight != nil:
		return s.inFlight()
	case missing != "" && !s.app.Sandbox:
		return missing
	case missing == "" && !s.possible(m):
		return "The values it needs are gone."
	default:
		return ""
	}
}

// Exercise drafts a deliberate mistake with its expected response. In the sandbox it
// first does what is missing, right steps with the browser played; on a real profile
// it sends nothing.
func (s *Session) Exercise(name string) Follow {
	if ok, why := s.Can(Action{Act: ActExercise, Mistake: name}); !ok {
		return say(why)
	}
	s.exercise.name, s.exercise.later = name, 0
	return s.exercise.goOn(s)
}

// maxBringing is how many right steps are sent for one exercise: authorize, exchange,
// refresh.
const maxBringing = 4

func (e *exercise) stop() { e.name = "" }

// goOn does the next thing that an exercise waits for.
func (e *exercise) goOn(s *Session) Follow {
	m, ok := flow.FindMistake(e.name)
	if !ok || s.flight != nil || s.secret.Reading() {
		return Follow{}
	}
	missing, brings := s.lacking(m)
	switch _, opens := s.consent.(opening); {
	case missing == "":
		e.stop()
		return s.draftMistake(m)
	case opens:
		return Follow{}
	case s.attempt() != nil && !s.attempt().play.on && s.attempt().play.page == "":
		return s.Play(true)
	case s.attempt() != nil:
		return Follow{}
	case e.later >= maxBringing:
		e.stop()
		return say("The exercise could not be prepared. " + missing)
	}
	return s.bring(brings)
}

// bring sends the right request of a step.
func (s *Session) bring(step flow.Step) Follow {
	follow := s.Draft(step)
	d := s.Next()
	if d == nil || d.step != step || !d.Ready() {
		return follow // the client secret is being read
	}
	s.UndoAll()
	s.exercise.later++
	return follow.and(s.Begin(Answer{Confirmed: true}))
}

// draftMistake makes a mistake's request the next draft.
func (s *Session) draftMistake(m flow.Mistake) Follow {
	d := &Draft{step: m.Step, mistake: &m, values: s.spent.values}
	s.drafts.kept[m.Step], s.drafts.next = d, m.Step
	return s.prepare(d)
}
