package session

import (
	"slices"

	"zoauth/flow"
)

// Practice is what is done on purpose to learn: deliberate mistakes, the sandbox's
// faults and its tour.
type Practice struct {
	s       *Session
	name    string          // the mistake that waits for what it needs; empty: none
	brought int             // right steps that were sent for it
	made    map[string]bool // mistakes, and whether the response was the expected one
	faults  []string
	tour    bool
}

// Exercise is a deliberate mistake as Practice lists it.
type Exercise struct {
	flow.Mistake
	Tried      bool
	AsExpected bool
	Missing    string // what it needs first; empty: it can be drafted now
}

// Faults names what the sandbox does wrong for this app, on purpose.
func (p *Practice) Faults() []string { return slices.Clone(p.faults) }

// SetFaults takes over which faults are on.
func (p *Practice) SetFaults(names []string) { p.faults = slices.Clone(names) }

// Exercises lists the deliberate mistakes that this app's steps can be sent with.
func (p *Practice) Exercises() []Exercise {
	var list []Exercise
	for _, m := range flow.Mistakes() {
		if !hasStep(p.s.app, m.Step) || !fits(p.s.app, m) {
			continue
		}
		missing, _ := p.lacking(m)
		if missing == "" && !p.possible(m) {
			continue
		}
		expected, tried := p.made[m.Name]
		list = append(list, Exercise{Mistake: m, Tried: tried, AsExpected: expected, Missing: missing})
	}
	return list
}

// Record remembers that a deliberate mistake was made, and whether the response
// was the expected one.
func (p *Practice) Record(name string, expected bool) {
	if p.made == nil {
		p.made = map[string]bool{}
	}
	p.made[name] = expected
}

// lacking says what a mistake needs first, and which right step brings it.
func (p *Practice) lacking(m flow.Mistake) (missing string, brings flow.Step) {
	switch {
	case m.Step == flow.StepAuthorize:
		return "", ""
	case m.Name == "refresh-previous" && p.s.state.HasToken() && p.s.spent.values.PreviousRefresh.IsZero():
		return "It needs a refresh token that was replaced in this run.", flow.StepRefresh
	case m.Step == flow.StepExchange && m.Ends && p.s.spent.values.UsedCode.IsZero():
		return "It needs a code that was exchanged in this run.", p.bringsTokens()
	case boundToCode[m.Name] && p.s.app.HasConsent() && p.s.consent.Code() == nil:
		return "It needs a code.", flow.StepAuthorize
	case m.Step == flow.StepExchange && (!p.s.app.HasConsent() || p.s.consent.Code() != nil || p.s.spent.exchange.Method != ""):
		return "", ""
	case m.Step == flow.StepExchange:
		return "It needs a code.", flow.StepAuthorize
	case !p.s.state.HasToken():
		return "It needs tokens.", p.bringsTokens()
	default:
		return "", ""
	}
}

// boundToCode are the mistakes in what a code was issued for: of a code that was used
// already the server says only that.
var boundToCode = map[string]bool{
	"exchange-wrong-verifier": true, "exchange-no-verifier": true, "exchange-no-redirect": true, "exchange-redirect-slash": true,
}

// bringsTokens is the next right step on the way to tokens.
func (p *Practice) bringsTokens() flow.Step {
	if p.s.app.HasConsent() && p.s.consent.Code() == nil {
		return flow.StepAuthorize
	}
	return flow.StepExchange
}

// fits reports whether a mistake can be made in a step's request of an app that has
// every value.
func fits(app flow.App, m flow.Mistake) bool {
	secret := func(kind flow.SecretKind) flow.Secret { return flow.NewSecret(kind, "one "+string(kind)) }
	client, refresh, access := secret(flow.KindClientSecret), secret(flow.KindRefreshToken), secret(flow.KindAccessToken)
	r := map[flow.Step]flow.Request{
		flow.StepAuthorize: flow.AuthorizeRequest(app),
		flow.StepExchange:  flow.ExchangeRequest(app, client, secret(flow.KindCode), secret(flow.KindVerifier)),
		flow.StepRefresh:   flow.RefreshRequest(app, client, refresh),
		flow.StepProbe:     flow.ProbeRequest(app, access),
		flow.StepRevoke:    flow.RevokeRequest(app, client, access),
	}[m.Step]
	if m.Step == flow.StepExchange && !app.HasConsent() {
		r = flow.DirectRequest(app, client)
	}
	other := func(kind flow.SecretKind) flow.Secret { return flow.NewSecret(kind, "another "+string(kind)) }
	_, ok := m.Apply(r, flow.Material{
		UsedCode: other(flow.KindCode), PreviousRefresh: other(flow.KindRefreshToken), Verifier: other(flow.KindVerifier),
	})
	return ok
}

// possible reports whether a mistake can be made in the request of its step.
func (p *Practice) possible(m flow.Mistake) bool {
	_, ok := m.Apply(p.s.drafts.build(m.Step), p.s.spent.values)
	return ok
}

func (p *Practice) cannotExercise(name string) string {
	m, ok := flow.FindMistake(name)
	missing, _ := p.lacking(m)
	switch {
	case !ok || !hasStep(p.s.app, m.Step) || !fits(p.s.app, m):
		return "This mistake can't be made with this app."
	case m.Step == flow.StepAuthorize && p.s.consent.attempt() != nil:
		return "An attempt is open. Press x to stop it first."
	case p.s.flight != nil:
		return obstacle{p.s}.inFlight()
	case missing != "" && !p.s.app.Sandbox:
		return missing
	case missing == "" && !p.possible(m):
		return "The values it needs are gone."
	default:
		return ""
	}
}

// Try drafts a deliberate mistake with its expected response. In the sandbox it
// first does what is missing, right steps with the browser played; on a real profile
// it sends nothing.
func (p *Practice) Try(name string) Follow {
	if ok, why := p.s.Can(Action{Act: ActExercise, Mistake: name}); !ok {
		return say(why)
	}
	p.name, p.brought = name, 0
	return p.goOn()
}

// maxBringing is how many right steps are sent for one exercise.
const maxBringing = 4

// stop gives up an exercise that is being prepared.
func (p *Practice) stop() { p.name = "" }

// goOn does the next thing that an exercise waits for.
func (p *Practice) goOn() Follow {
	m, ok := flow.FindMistake(p.name)
	if !ok || p.s.flight != nil || p.s.secret.Reading() {
		return Follow{}
	}
	missing, brings := p.lacking(m)
	_, opens := p.s.consent.now.(opening)
	a := p.s.consent.attempt()
	switch {
	case missing == "":
		p.stop()
		return p.draftMistake(m)
	case a != nil && !a.shown.Playing && a.shown.Visit == (Visit{}) && a.shown.VisitErr == nil:
		return p.s.consent.Play(true)
	case a != nil || opens:
		return Follow{}
	case p.brought >= maxBringing:
		p.stop()
		return say("The exercise could not be prepared. " + missing)
	}
	return p.bring(brings)
}

// bring sends the right request of a step.
func (p *Practice) bring(step flow.Step) Follow {
	follow := p.s.drafts.Open(step)
	d := p.s.drafts.Next()
	if d == nil || d.step != step || !d.Ready() {
		return follow // the client secret is being read
	}
	p.s.drafts.UndoAll()
	p.brought++
	return follow.and(p.s.Begin(Answer{Confirmed: true}))
}

// draftMistake makes a mistake's request the next draft.
func (p *Practice) draftMistake(m flow.Mistake) Follow {
	d := &Draft{step: m.Step, mistake: &m, values: p.s.spent.values}
	p.s.drafts.kept[m.Step], p.s.drafts.next = d, m.Step
	return p.s.drafts.prepare(d)
}

// tourSteps are the steps of the tour in order.
var tourSteps = []flow.Step{flow.StepAuthorize, flow.StepExchange, flow.StepProbe, flow.StepRefresh, flow.StepRevoke}

// StartTour leads through the five steps, in the sandbox only, and drafts the first.
func (p *Practice) StartTour() Follow {
	if !p.s.app.Sandbox || !hasStep(p.s.app, flow.StepAuthorize) {
		return say("The tour is in the sandbox, with a general app.")
	}
	p.tour = true
	return p.s.drafts.Open(flow.StepAuthorize)
}

// EndTour ends it.
func (p *Practice) EndTour() { p.tour = false }

// Tour returns which step of the tour is next, from 1; step is greater than of when
// all are done. on is false where no tour is taken.
func (p *Practice) Tour() (step, of int, on bool) {
	if !p.tour {
		return 0, 0, false
	}
	return p.tourStep() + 1, len(tourSteps), true
}

// tourStep is the first step of the tour that is not done, or how many there are.
func (p *Practice) tourStep() int {
	if p.s.state.Revoked != nil && !p.s.state.HasToken() {
		return len(tourSteps)
	}
	for i, step := range tourSteps[:len(tourSteps)-1] {
		if !p.tourDone(step) {
			return i
		}
	}
	return len(tourSteps) - 1
}

// tourDone reports whether a step of the tour was taken. A probe stays done after the
// refresh that follows it; a pair that Zoom refused to refresh begins the tour anew.
func (p *Practice) tourDone(step flow.Step) bool {
	_, refused := refreshRefused(p.s.state)
	works := p.s.state.HasToken() && !refused
	switch step {
	case flow.StepAuthorize:
		return p.s.consent.Code() != nil || works
	case flow.StepExchange:
		return works
	default:
		e := p.s.line.newest(step)
		return e != nil && e.Mark == Done && e.Own()
	}
}

// tourGoesOn is what enter does on the tour, after a step that went well.
func (p *Practice) tourGoesOn() (a Action, on bool) {
	last := p.s.line.Last()
	if !p.tour || last.Mark != Done && last.ID != "" {
		return Action{}, false
	}
	i := p.tourStep()
	if i == len(tourSteps) {
		return Action{Act: ActEndTour}, true
	}
	return draftOf(tourSteps[i]), true
}
