package intent

import "slices"

// Binding is one row of the key table.
type Binding struct {
	Action Action
	Keys   []string // as tea.Key.String gives them; the first is the one that is shown
	Title  string   // in help, what it does
	Works  func(Facts) bool
	Why    string // in help, when it does not work now
}

func always(Facts) bool { return true }

// Table returns every binding, in the order of the help. ctrl+c is not in it: it
// is handled before everything else. Nobody changes it.
func Table() []Binding { return table }

// table is made once: every key and every frame reads it.
var table = slices.Concat(moves(), places(), acts())

// Commands returns the same bindings in the order in which somebody looks for one
// by name: acts before places, moves last.
func Commands() []Binding {
	return append(acts(), append(places(), moves()...)...)
}

func moves() []Binding {
	return []Binding{
		{Main, []string{"enter"}, "the main act of the screen", hasMain, "nothing to send or open here"},
		{Back, []string{"esc", "q"}, "back one level", always, ""},
		{Down, []string{"j", "down"}, "down", always, ""},
		{Up, []string{"k", "up"}, "up", always, ""},
		{Top, []string{"g", "home"}, "to the top", always, ""},
		{Bottom, []string{"G", "end"}, "to the bottom", always, ""},
		{PageDown, []string{"ctrl+d", "pgdown"}, "a page down", always, ""},
		{PageUp, []string{"ctrl+u", "pgup"}, "a page up", always, ""},
		{NextPane, []string{"tab", "shift+tab", "h", "l", "left", "right"}, "the other pane", func(f Facts) bool { return f.Panes }, "there is one pane"},
		{Left, []string{"H"}, "scroll left", Facts.hasViews, ""},
		{Right, []string{"L"}, "scroll right", Facts.hasViews, ""},
		{NextView, []string{"]"}, "next view: raw, headers …", Facts.hasViews, "only results have views"},
		{PrevView, []string{"["}, "previous view", Facts.hasViews, "only results have views"},
	}
}

func places() []Binding {
	return []Binding{
		{Place1, []string{"1"}, "Authorize", Facts.canStep, "choose a profile first"},
		{Place2, []string{"2"}, "Exchange", Facts.canStep, "choose a profile first"},
		{Place3, []string{"3"}, "Refresh", Facts.canStep, "choose a profile first"},
		{Place4, []string{"4"}, "Probe", Facts.canStep, "choose a profile first"},
		{Place5, []string{"5"}, "Revoke", Facts.canStep, "choose a profile first"},
		{Place6, []string{"6"}, "History", Facts.canStep, "choose a profile first"},
		{Profiles, []string{"p"}, "profiles; again: back", always, ""},
		{NextOne, []string{")"}, "next profile, same step", Facts.hasProfile, "choose a profile first"},
		{PrevOne, []string{"("}, "previous profile, same step", Facts.hasProfile, "choose a profile first"},
		{Token, []string{"i"}, "look into the token", tokenToShow, "there is no token yet"},
	}
}

func acts() []Binding {
	return []Binding{
		{PasteBox, []string{"i"}, "paste the address or the code", waiting, "no attempt is open"},
		{Browser, []string{"b"}, "play the browser", func(f Facts) bool { return linked(f) && f.Sandbox }, "only while a sandbox attempt waits"},
		{Copy, []string{"y"}, "copy: then a letter says what", func(f Facts) bool { return f.Copies }, "nothing here to copy"},
		{Plain, []string{"u"}, "URL or value alone, plain", func(f Facts) bool { return linked(f) || f.Secret }, "nothing here to show alone"},
		{More, []string{"+"}, "ten minutes more", waiting, "no attempt is open"},
		{Stop, []string{"x"}, "end the attempt", linked, "no attempt is open"},
		{Device, []string{"D"}, "device flow: a code to enter", func(f Facts) bool { return f.Place == AuthorizeStep && f.Devices }, "on Authorize, for apps of type general"},
		{ToPaste, []string{"c"}, "change this app to paste", func(f Facts) bool { return f.Place == NothingBack }, "on Nothing came back"},
		{Why, []string{"w"}, "why, and what the docs say", func(f Facts) bool { return onAuthorize(f) || f.onStep() }, "on the steps"},
		{Nothing, []string{"n"}, "nothing came back?", waiting, "no attempt is open"},
		{AskSecret, []string{"s"}, "run the secret command here", func(f Facts) bool { return f.onStep() && !f.Result && f.Asks }, "only where it failed"},
		{Folder, []string{"f"}, "save into another folder", func(f Facts) bool { return f.Result && f.Unsaved }, "the tokens are in their place"},
		{EditRow, []string{"i"}, "edit the row", onForm, "on the form of a profile"},
		{Save, []string{"s"}, "save the profile", onForm, "on the form of a profile"},
		{CutBlanks, []string{"x"}, "cut the secret's blanks", func(f Facts) bool { return onForm(f) && f.Blanks }, "no secret with blanks at its ends"},
		{Fold, []string{"space"}, "fold, unfold; tick", func(f Facts) bool {
			return onForm(f) || f.Place == DuePlace || f.Place == FaultsPlace || f.Place == HistoryPlace || f.Body
		}, "nothing here folds or is ticked"},
		{Find, []string{"/"}, "find in what is shown", func(f Facts) bool { return f.Body }, "no answer is shown"},
		{NextMatch, []string{"n"}, "next match", func(f Facts) bool { return f.Found }, "nothing is searched for"},
		{PrevMatch, []string{"N"}, "previous match", func(f Facts) bool { return f.Found }, "nothing is searched for"},
		{Compare, []string{"c"}, "compare with the one before", func(f Facts) bool { return f.Before }, "there is nothing to compare with"},
		{Older, []string{","}, "the request before", Facts.hasTrace, "no request was sent yet"},
		{Newer, []string{"."}, "the request after", Facts.hasTrace, "no request was sent yet"},
		{AtZoom, []string{"z"}, "what to enter at Zoom", func(f Facts) bool { return f.hasProfile() || onForm(f) }, "choose a profile first"},
		{Filter, []string{"/"}, "filter the profiles", func(f Facts) bool { return f.Place == List }, "on Profiles"},
		{Due, []string{"R"}, "refresh what is due", func(f Facts) bool { return f.Place == List }, "on Profiles"},
		{Use, []string{"t"}, "use the token in scripts", Facts.hasProfile, "choose a profile first"},
		{EditRequest, []string{"e"}, "edit the request, for one send", func(f Facts) bool {
			return (f.onStep() || f.Place == AuthorizeStep && !f.Waiting) && f.Draft && !f.Result && !f.Sending
		}, "where a request is previewed"},
		{Mistakes, []string{"m"}, "a deliberate mistake, once", func(f Facts) bool { return f.Mistakes && !f.Sending }, "where a request is previewed"},
		{Faults, []string{"F"}, "faults of the sandbox", func(f Facts) bool { return f.Faults && f.hasProfile() && f.Place != FaultsPlace }, "only for sandbox profiles"},
		{Diagnose, []string{"d"}, "why it failed", func(f Facts) bool { return f.hasProfile() || f.Place == DuePlace }, "choose a profile first"},
		{Explain, []string{"X"}, "explain a pasted text", always, ""},
		{Edit, []string{"E"}, "edit this profile", Facts.hasProfile, "choose a profile first"},
		{Delete, []string{"x"}, "delete the profile", func(f Facts) bool { return f.Place == List && !f.Sandbox }, "on Profiles, for your own"},
		{Reveal, []string{"v"}, "reveal until the next key", func(f Facts) bool { return f.Secret }, "the cursor is on no secret"},
		{Authorize, []string{"a"}, "authorize", Facts.asksPerson, "choose an app that a person authorizes"},
		{Refresh, []string{"r"}, "refresh", Facts.asksPerson, "choose an app that a person authorizes"},
		{New, []string{"n"}, "a new profile", onLists, "on Welcome and Profiles"},
		{Sort, []string{"s"}, "sort by file or urgency", func(f Facts) bool { return f.Place == List }, "on Profiles"},
		{Sandbox, []string{"S"}, "sandbox or real profiles", func(f Facts) bool { return onLists(f) && f.BothSets }, "there is no profile file"},
		{Redraw, []string{"ctrl+l"}, "redraw", always, ""},
		{Suspend, []string{"ctrl+z"}, "suspend", always, ""},
		{Command, []string{":", "ctrl+p"}, "every command by name", always, ""},
		{Help, []string{"?"}, "the keys possible now", always, ""},
	}
}

func hasMain(f Facts) bool {
	switch {
	case f.Place == AuthorizeStep:
		return f.Draft && !f.Waiting
	case f.Place == DevicePlace && f.Polling:
		return false
	case f.onStep():
		return f.Draft && !f.Sending || f.Result
	default:
		return f.Place == Welcome || f.Place == List || f.Place == HistoryPlace || f.Place == NothingBack || f.Place == FormPlace || f.Place == ExplainPlace || f.Place == DuePlace || f.Place == MistakesPlace || f.Place == FaultsPlace || f.Place == BreakPlace
	}
}

// linked reports whether an address to open is on the screen.
func linked(f Facts) bool { return waiting(f) || f.Place == DevicePlace && f.Polling }

func onForm(f Facts) bool      { return f.Place == FormPlace }
func onAuthorize(f Facts) bool { return f.Place == AuthorizeStep || f.Place == DevicePlace }
func waiting(f Facts) bool     { return f.Place == AuthorizeStep && f.Waiting }
func onLists(f Facts) bool     { return f.Place == Welcome || f.Place == List }
func tokenToShow(f Facts) bool { return f.Token && f.hasProfile() && !waiting(f) }

// Resolve returns what key means now, or None.
func Resolve(key string, f Facts) Action {
	for _, b := range Table() {
		for _, k := range b.Keys {
			if k == key && b.Works(f) {
				return b.Action
			}
		}
	}
	return None
}

// KeyFor returns the key that is shown for action.
func KeyFor(a Action) string {
	for _, b := range Table() {
		if b.Action == a {
			return b.Keys[0]
		}
	}
	return ""
}
