package session

import (
	"slices"
	"strconv"
	"time"

	"zoauth/flow"
)

// Act is what can be done with a profile, as a closed set: keys, palette and the main
// action name one of them, by these words where none say it better.
type Act string

// The acts.
const (
	ActNone        Act = ""
	ActDraft       Act = "draft"              // prepare the request of a step
	ActSend        Act = "send"               // the next draft
	ActPasteOnly   Act = "paste the callback" // an attempt without a listener, as where its port is in use
	ActCopyURL     Act = "copy URL"           // of what waits
	ActPlay        Act = "play the browser"   // of the sandbox, on what waits
	ActStop        Act = "stop"               // the attempt or the device authorization
	ActFix         Act = "fix"                // what the card says, with the right value filled in
	ActUseToken    Act = "use token"
	ActZoom        Act = "zoom" // the whole entry
	ActSaveAgain   Act = "try again"
	ActSaveIn      Act = "save in another folder"
	ActAdopt       Act = "adopt"   // the pair of a response that was kept
	ActDiscard     Act = "discard" // the responses that were kept
	ActAdoptToken  Act = "adopt a token from elsewhere"
	ActCopyPair    Act = "copy the pair"
	ActAdoptInto   Act = "adopt the pair into a profile"
	ActDropPair    Act = "discard the pair"
	ActKeep        Act = "keep it here"
	ActGiveBack    Act = "delete the copy of the pair"
	ActKeepNew     Act = "keep the new pair here" // chosen on the draft
	ActGiveNew     Act = "give the new pair back" // chosen on the draft
	ActServerSends Act = "paste the request"      // that the server sends, to compare it
	ActShowPair    Act = "show the pair that is in memory only"
	ActAskSecret   Act = "run the secret command here"
	ActProbeHost   Act = "switch the probe's host" // to the regional one that Zoom named, and back
	ActEditProfile Act = "edit profile"
	ActAtZoom      Act = "values for Zoom" // of its pages
	ActReport      Act = "copy a report"
	ActExercise    Act = "exercise" // draft a deliberate mistake
	ActNext        Act = "next exercise"
	ActEndTour     Act = "end the tour"
	ActLeave       Act = "back to Home"
)

// Action is an act with its target.
type Action struct {
	Act     Act
	Step    flow.Step // of ActDraft and ActFix
	Mistake string    // of ActExercise
	Field   string    // of ActFix: the field whose right value the draft has; empty: the whole request
}

// Can reports whether an action does something now, and why not.
func (s *Session) Can(a Action) (ok bool, why string) {
	switch a.Act {
	case ActDraft, ActFix:
		why = obstacle{s}.cannotDraft(a.Step)
	case ActPasteOnly:
		why = obstacle{s}.cannotDraft(flow.StepAuthorize)
		if why == "" && s.app.ListenAddress() == "" {
			why = "The callback of this profile is always pasted."
		}
	case ActSend:
		why = obstacle{s}.cannotSend()
	case ActCopyURL, ActPlay, ActStop:
		why = obstacle{s}.cannotWhileWaiting(a.Act)
	case ActUseToken:
		if s.state.Token.AccessToken.IsZero() {
			why = "No access token yet. " + howToBegin(s.app) + "."
		}
	case ActSaveAgain, ActSaveIn, ActShowPair:
		if !s.state.Unsaved {
			why = "Nothing is waiting to be saved."
		}
	case ActAdopt, ActDiscard:
		switch {
		case s.disk.Candidate() == nil:
			why = "No response is kept that may hold a newer pair."
		case s.flight != nil:
			why = obstacle{s}.inFlight()
		}
	case ActAdoptToken:
		why = obstacle{s}.cannotAdopt()
	case ActCopyPair, ActKeep, ActGiveBack, ActServerSends, ActAdoptInto, ActDropPair:
		switch {
		case s.app.Loose && a.Act == ActKeep:
			why = s.app.Name + " isn't a profile. Adopt its pair into one first."
		case !s.disk.ToGiveBack():
			why = "There is no pair to give back."
		case s.flight != nil && a.Act != ActServerSends:
			why = obstacle{s}.inFlight()
		}
	case ActKeepNew, ActGiveNew:
		if !s.drafts.AsksResult() {
			why = "No refresh token from elsewhere is ready to be sent."
		}
	case ActAskSecret:
		if !s.secret.Asks() {
			why = "The client secret needs no terminal."
		}
	case ActProbeHost:
		why = obstacle{s}.cannotSwitchHost()
	case ActExercise:
		why = s.practice.cannotExercise(a.Mistake)
	}
	return why == "", why
}

// obstacle finds what keeps an action from doing something.
type obstacle struct{ s *Session }

func (o obstacle) cannotDraft(step flow.Step) string {
	switch {
	case !hasStep(o.s.app, step):
		return notAStep(o.s.app, step)
	case o.s.flight != nil && o.s.flight.request.Step == step:
		return o.inFlight()
	}
	if d := o.s.drafts.kept[step]; d != nil && d.mistake != nil {
		return ""
	}
	if needsSecret(step) && o.s.secret.Err() != nil {
		return "" // the draft says so, and tries again
	}
	return o.s.drafts.blocked(step)
}

func (o obstacle) cannotAdopt() string {
	switch {
	case o.s.flight != nil:
		return o.inFlight()
	case o.s.state.Unsaved:
		return "The new pair is not saved yet. Save it first."
	case o.s.state.Damage != "":
		return "The token file can't be used: " + o.s.state.Damage + "."
	}
	return ""
}

func (o obstacle) cannotSend() string {
	d := o.s.drafts.Next()
	_, opens := o.s.consent.now.(opening)
	switch {
	case d == nil && o.s.flight != nil:
		return o.inFlight()
	case d == nil:
		return "Nothing is ready to be sent. Press a step's digit."
	case d.blocked != "":
		return d.blocked
	case !d.Ready():
		return "Reading the client secret."
	case d.step == flow.StepAuthorize && opens:
		return "The attempt is being opened."
	case d.step != flow.StepAuthorize && o.s.flight != nil:
		return o.inFlight()
	case o.s.state.Unsaved && d.step.ChangesTokens():
		return "The new pair is not saved yet. Save it first."
	default:
		return ""
	}
}

// inFlight says what a key does while a request is sent.
func (o obstacle) inFlight() string {
	left := max(0, flow.DefaultBudget-o.s.with.now().Sub(o.s.flight.since)).Round(time.Second)
	return "Already sent. Wait for the response (" + strconv.Itoa(int(left/time.Second)) + " s at most)."
}

func (o obstacle) cannotWhileWaiting(act Act) string {
	w, open := o.s.consent.Waiting()
	_, opens := o.s.consent.now.(opening)
	switch {
	case act == ActStop && opens:
		return ""
	case act == ActStop && !open && o.s.flight != nil:
		return o.inFlight()
	case !open:
		return "No attempt is open."
	case act == ActPlay && (!o.s.app.Sandbox || o.s.with.Browser == nil):
		return "Only in the sandbox: zoauth can't play a real browser."
	case act == ActPlay && w.Playing:
		return "The sandbox's browser is at work."
	default:
		return ""
	}
}

// Question is what has to be asked before an action. The zero value: nothing.
type Question struct {
	Why    Reason
	Name   string // the profile's name, where it has to be typed
	Step   flow.Step
	Spends string // fingerprint of what is spent
	Proofs []flow.Step
}

// Reason is why an action asks.
type Reason string

// The reasons. The zero value: it does not ask.
const (
	AsksNothing    Reason = ""
	AsksProduction Reason = "production" // every server that has the pair has to take the new one
	AsksMistake    Reason = "mistake"    // a deliberate one, on a real profile
	AsksForeign    Reason = "foreign"    // the token is from elsewhere: its owner loses it
	AsksRevoke     Reason = "revoke"     // the user has to authorize again
	AsksAdopt      Reason = "adopt"      // the pair that is current now is forgotten
	AsksReplace    Reason = "replace"    // tokens from elsewhere take the place of a pair
	AsksGiveBack   Reason = "give back"  // zoauth's copy is deleted: the server has to have the pair
	AsksDiscard    Reason = "discard"    // the only copy of a newer pair may be in what is kept
)

// Asks returns the question that has to be answered before an action. The cursor of the
// list is on Cancel; a real profile's revoke has its name typed.
func (s *Session) Asks(a Action) Question {
	switch a.Act {
	case ActAdopt:
		return Question{Why: AsksAdopt}
	case ActDiscard:
		return Question{Why: AsksDiscard}
	case ActGiveBack:
		return Question{Why: AsksGiveBack}
	case ActAdoptToken:
		if s.state.HasToken() {
			return Question{Why: AsksReplace}
		}
		return Question{}
	}
	d := s.drafts.Next()
	if a.Act != ActSend || d == nil {
		return Question{}
	}
	q := Question{Step: d.step, Spends: spentBy(d.request)}
	ends := d.step == flow.StepAuthorize || d.step == flow.StepRefresh || d.step == flow.StepDevice
	switch {
	case d.proof:
		return Question{}
	case d.step == flow.StepRefresh && (s.app.Loose || s.drafts.foreign(d.request) && d.mistake == nil):
		q.Why = AsksForeign
	case d.step == flow.StepRevoke && d.mistake == nil:
		q.Why, q.Proofs = AsksRevoke, []flow.Step{flow.StepProbe, flow.StepRefresh}
		if !s.app.HasConsent() {
			q.Proofs = q.Proofs[:1]
		}
		if !s.app.Sandbox {
			q.Name = s.app.Name
		}
	case d.mistake != nil && !s.app.Sandbox:
		q.Why = AsksMistake
	case ends && s.app.Environment == flow.Production && !s.app.Sandbox:
		q.Why = AsksProduction
	default:
		return Question{}
	}
	return q
}

// refuses says why an action is not done: it can't be, or its question was not answered.
func (s *Session) refuses(a Action, answer Answer) string {
	if ok, why := s.Can(a); !ok {
		return why
	}
	q := s.Asks(a)
	proofs := !slices.ContainsFunc(answer.Then, func(step flow.Step) bool { return !slices.Contains(q.Proofs, step) })
	switch {
	case q.Why == AsksNothing, answer.Confirmed && answer.Name == q.Name && proofs:
		return ""
	case q.Name != "":
		return "Type " + q.Name + ", then enter."
	}
	return "Confirm first."
}
