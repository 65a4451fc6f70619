package session

import "zoauth/flow"

// Act is what can be done with a profile, as a closed set: keys, palette and the main
// action name one of them.
type Act string

// The acts.
const (
	ActNone        Act = ""
	ActDraft       Act = "draft"        // prepare the request of a step
	ActSend        Act = "send"         // the next draft
	ActEdit        Act = "edit"         // a field of the next draft
	ActDrop        Act = "drop"         // the next draft
	ActCopyURL     Act = "copy URL"     // of what waits
	ActPlay        Act = "play browser" // of the sandbox, on what waits
	ActStop        Act = "stop"         // the attempt or the device authorization
	ActFix         Act = "fix"          // what the card says, with the right value filled in
	ActUseToken    Act = "use token"
	ActZoom        Act = "zoom" // the whole entry
	ActSaveAgain   Act = "save again"
	ActSaveIn      Act = "save in another folder"
	ActShowPair    Act = "show the pair that is in memory only"
	ActAskSecret   Act = "run the secret command here"
	ActEditProfile Act = "edit profile"
	ActAtZoom      Act = "values for Zoom's pages"
	ActReport      Act = "copy report"
	ActCompare     Act = "compare"
	ActExercise    Act = "exercise" // draft a deliberate mistake
	ActNext        Act = "next exercise"
	ActEndTour     Act = "end tour"
)

// Action is an act with its target.
type Action struct {
	Act     Act
	Step    flow.Step // of ActDraft and ActFix
	Mistake string    // of ActExercise
	Fix     *Fix      // of ActFix
}

// Fix is what a failure's card does about it.
type Fix struct {
	Cause string // id of the rule; empty: an edit of one's own is the cause
	Part  flow.Part
	Field string // whose right value the draft has; empty: the whole request
	Value string // that value; empty for a secret
}

// Can reports whether an action does something now, and why not.
func (s *Session) Can(a Action) (ok bool, why string) {
	switch a.Act {
	case ActDraft, ActFix:
		why = s.cannotDraft(a.Step)
	case ActSend:
		why = s.cannotSend()
	case ActEdit, ActDrop:
		if s.Next() == nil {
			why = "No draft is open. Press a step's digit."
		}
	case ActCopyURL, ActPlay, ActStop:
		why = s.cannotWhileWaiting(a.Act)
	case ActUseToken:
		if s.state.Token.AccessToken.IsZero() {
			why = "No access token yet. " + s.how() + "."
		}
	case ActSaveAgain, ActSaveIn, ActShowPair:
		if !s.state.Unsaved {
			why = "Nothing is waiting to be saved."
		}
	case ActAskSecret:
		if !s.secret.Asks() {
			why = "The client secret needs no terminal."
		}
	case ActCompare:
		if s.line.Len() < 2 {
			why = "Two entries are needed to compare."
		}
	case ActExercise:
		why = s.cannotExercise(a.Mistake)
	}
	return why == "", why
}

func (s *Session) cannotDraft(step flow.Step) string {
	switch {
	case !s.has(step):
		return s.notAStep(step)
	case s.flight != nil && s.flight.request.Step == step && step != flow.StepProbe:
		return s.inFlight()
	}
	if d := s.drafts.kept[step]; d != nil && d.mistake != nil {
		return ""
	}
	if needsSecret(step) && s.secret.Err() != nil {
		return "" // the draft says so, and tries again
	}
	return s.blocked(step)
}

func (s *Session) cannotSend() string {
	d := s.Next()
	_, opens := s.consent.(opening)
	switch {
	case d == nil && s.flight != nil:
		return s.inFlight()
	case d == nil:
		return "Nothing is ready to be sent. Press a step's digit."
	case d.blocked != "":
		return d.blocked
	case !d.Ready():
		return "Reading the client secret."
	case d.step == flow.StepAuthorize && opens:
		return "The attempt is being opened."
	case d.step != flow.StepAuthorize && s.flight != nil:
		return s.inFlight()
	case s.state.Unsaved && d.step.ChangesTokens():
		return "The new pair is not saved yet. Save it first."
	default:
		return ""
	}
}

// inFlight says what a key does while a request is sent.
func (s *Session) inFlight() string {
	left := flow.DefaultBudget - s.with.now().Sub(s.flight.since)
	return "Already sent. Wait for the response (" + seconds(left) + " at most)."
}

func (s *Session) cannotWhileWaiting(act Act) string {
	w, open := s.Waiting()
	_, opens := s.consent.(opening)
	switch {
	case act == ActStop && opens:
		return ""
	case act == ActStop && !open && s.flight != nil:
		return s.inFlight()
	case !open:
		return "No attempt is open."
	case act == ActPlay && (!s.app.Sandbox || s.with.Browser == nil):
		return "Only in the sandbox: zoauth can't play a real browser."
	case act == ActPlay && w.Playing:
		return "The sandbox's browser is at work."
	default:
		return ""
	}
}
