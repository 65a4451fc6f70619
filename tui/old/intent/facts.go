package intent

// Facts is what decides which keys are possible now. The root model fills it;
// the key table reads it.
type Facts struct {
	Place    Place
	Result   bool // a step shows its result, not its preview
	Draft    bool // a request is ready to be sent
	Waiting  bool // an attempt is open
	Polling  bool // a device authorization is polled for
	Devices  bool // the app's type may use the device flow
	Sending  bool // a request is in flight
	Token    bool // the profile has tokens
	Sandbox  bool // the profile is one of the sandbox
	Faults   bool // something can go wrong on purpose
	Direct   bool // the app asks no person: it gets its token directly
	BothSets bool // real and sandbox profiles can both be shown
	Secret   bool // the cursor is on a secret
	Next     Place
	Asks     bool // the secret command failed and can ask at the terminal
	Unsaved  bool // the newest tokens live only in memory
	Copies   bool // there is something to copy
	Panes    bool // there is another pane behind tab
	Mistakes bool // deliberate mistakes can be made in the request
	Card     bool // why it failed is in front
	Blanks   bool // the secret of the form has blanks at its ends
	Typing   bool // printable keys are text
	Gathers  bool // what is typed is a text of many lines
	Views    bool // a result has an answer with views
	Body     bool // an answer is shown that can be searched and folded
	Found    bool // something is searched for in it
	Compared bool // a comparison is shown
	Before   bool // there is something before what is shown, to compare it with
}

// onStep reports whether the place is one of the four request steps.
func (f Facts) onStep() bool {
	switch f.Place {
	case ExchangeStep, RefreshStep, ProbeStep, RevokeStep, DevicePlace:
		return true
	default:
		return false
	}
}

func (f Facts) hasProfile() bool {
	return f.Place != Welcome && f.Place != FormPlace && f.Place != AtZoomPlace && f.Place != ExplainPlace && f.Place != DuePlace && f.Place != ImportPlace && f.Place != LookAtToken
}

// asksPerson reports whether the profile's app is one that a person authorizes.
func (f Facts) asksPerson() bool { return f.hasProfile() && !f.Direct }

func (f Facts) hasViews() bool {
	return f.onStep() && f.Views || f.Place == TokenView || f.Place == LookAtToken || f.Place == HistoryPlace
}

func (f Facts) hasTrace() bool { return f.onStep() && f.Result || f.Place == HistoryPlace }

// canStep says whether a step can be opened; each always can: a screen that has
// nothing to send says why.
func (f Facts) canStep() bool { return f.hasProfile() }
