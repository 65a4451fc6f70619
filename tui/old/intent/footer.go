package intent

// Hint is a key and its word, for row 24 and the help.
type Hint struct{ Key, Word string }

// Footer returns at most seven hints for row 24, the main one first (SCREENS.md
// §1 rule 1).
func Footer(f Facts) []Hint {
	if f.Typing {
		return typing(f)
	}
	var hints []Hint
	for _, w := range words(f) {
		if w.Action == Back {
			hints = append(hints, Hint{backKey(w.Word), w.Word})
			continue
		}
		if b := binding(w.Action); b.Works(f) {
			hints = append(hints, Hint{b.Keys[0], w.Word})
		}
	}
	hints = hints[:min(len(hints), 6)]
	return append(hints, Hint{KeyFor(Help), "keys"})
}

// typing are the hints of a text input: its own keys, since every printable one is
// text, the help's too.
func typing(f Facts) []Hint {
	enter, leave := Hint{"enter", "find"}, "leave"
	switch f.Place {
	case FormPlace:
		enter.Word, leave = "next", "leave the row"
	case ImportPlace:
		enter.Word, leave = "read the file", "back"
	case ExplainPlace:
		enter.Word = "explain it"
	case AuthorizeStep:
		enter.Word, leave = "take it", "leave the box"
	case List:
		enter.Word = "keep the filter"
	}
	if f.Gathers {
		return []Hint{{"ctrl+d", "read the text"}, {"ctrl+u", "drop it"}, {"esc", leave}, {"ctrl+p", "commands"}}
	}
	return []Hint{enter, {"esc", leave}, {"ctrl+p", "commands"}}
}

// backKey is q where going back ends the program, else esc.
func backKey(word string) string {
	if word == "quit" {
		return "q"
	}
	return "esc"
}

func binding(a Action) Binding {
	for _, b := range Table() {
		if b.Action == a {
			return b
		}
	}
	return Binding{Works: func(Facts) bool { return false }}
}

type word struct {
	Action Action
	Word   string
}

// words lists the candidates of row 24 in order; those that do not work now fall out.
func words(f Facts) []word {
	switch f.Place {
	case Welcome:
		return []word{{Main, "choose"}, {New, "add app"}, {Profiles, "profiles"}, {Back, "quit"}}
	case List:
		return []word{{Main, "open"}, {Refresh, "refresh"}, {Authorize, "authorize"}, {directly(f), "get token"}, {Faults, "faults"}, {Use, "use token"}, {New, "new"}, {Filter, "filter"}, {Back, "quit"}}
	case AuthorizeStep:
		if f.Waiting {
			return []word{{Copy, "copy…"}, {Plain, "plain"}, {Browser, "play browser"}, {PasteBox, "paste"}, {Nothing, "nothing came back?"}, {Stop, "stop"}}
		}
		return []word{{Main, "start"}, {EditRequest, "edit"}, {Mistakes, "mistakes"}, {Faults, "faults"}, {Device, "device"}, {Why, "why"}, {Back, "back"}}
	case DevicePlace:
		return deviceWords(f)
	case TokenView, LookAtToken:
		return []word{{Down, "claim"}, {Reveal, "reveal"}, {NextView, "other token"}, {Back, "back"}}
	case HistoryPlace:
		if f.Compared {
			return []word{{Down, "scroll"}, {Compare, "close"}, {Back, "back"}}
		}
		if f.Body {
			return []word{{NextView, "view"}, {Find, "find"}, {NextMatch, "next match"}, {Older, "older"}, {Compare, "compare"}, {Copy, "copy…"}, {Back, "back"}}
		}
		return []word{{Main, "open"}, {Down, "older"}, {Fold, "tick"}, {Compare, "compare"}, {Back, "back"}}
	case NothingBack:
		return []word{{Main, "choose"}, {Down, "page"}, {ToPaste, "change to paste"}, {Back, "back"}}
	case FormPlace:
		return []word{{Main, "edit"}, {Save, "save"}, {CutBlanks, "cut blanks"}, {Fold, "more rows"}, {AtZoom, "enter this at Zoom"}, {Back, "back"}}
	case MistakesPlace:
		return []word{{Main, "into the preview"}, {Down, "mistake"}, {Back, "back"}}
	case BreakPlace:
		if !f.Draft {
			return []word{{Main, "first " + string(f.Next)}, {Down, "mistake"}, {Faults, "faults"}, {Back, "back"}}
		}
		return []word{{Main, "into the preview"}, {Down, "mistake"}, {Faults, "faults"}, {Back, "back"}}
	case FaultsPlace:
		return []word{{Main, "on, off"}, {Down, "fault"}, {Back, "back"}}
	case ImportPlace:
		return []word{{Back, "back"}}
	case DuePlace:
		return []word{{Main, "send the ticked"}, {Fold, "tick"}, {Down, "profile"}, {Diagnose, "why"}, {Back, "back"}}
	case UsePlace:
		return []word{{Copy, "copy…"}, {Down, "line"}, {Token, "look into it"}, {Back, "back"}}
	case ExplainPlace:
		return []word{{Main, "paste"}, {Down, "cause"}, {Back, "back"}}
	case DiagnosisPlace:
		return []word{{Authorize, "authorize"}, {Refresh, "refresh"}, {Down, "cause"}, {Place6, "history"}, {Back, "back"}}
	case AtZoomPlace:
		return []word{{Down, "field"}, {Copy, "copy…"}, {Back, "back"}}
	default:
		return stepWords(f)
	}
}

// next is the word for the step that follows: an app that asks no person exchanges
// nothing.
func next(f Facts) string {
	if f.Direct && f.Next == ExchangeStep {
		return "get token"
	}
	return string(f.Next)
}

// directly is the key that gets a token where no person is asked.
func directly(f Facts) Action {
	if f.Direct {
		return Place2
	}
	return None
}

func stepWords(f Facts) []word {
	if f.Result && f.Compared {
		return []word{{Main, next(f)}, {Compare, "response"}, {Down, "scroll"}, {Use, "use token"}, {Back, "back"}}
	}
	if f.Result && f.Unsaved {
		return []word{{Main, "save again"}, {Folder, "another folder"}, {Token, "token"}, {NextView, "view"}, {Profiles, "profiles"}}
	}
	if f.Result && f.Card {
		return []word{{Main, next(f)}, {Down, "cause"}, {NextPane, behindCard(f)}, {Faults, "faults"}, {Copy, "copy…"}, {Edit, "edit"}, {Back, "back"}}
	}
	if f.Result {
		return []word{{Main, next(f)}, {Use, "use token"}, {NextView, "view"}, {Compare, "compare"}, {Find, "find"}, {Copy, "copy…"}, {Profiles, "profiles"}, {Back, "back"}}
	}
	if f.Asks && !f.Draft {
		return []word{{AskSecret, "run it here"}, {Profiles, "profiles"}, {Back, "back"}}
	}
	return []word{{Main, "send"}, {EditRequest, "edit"}, {Mistakes, "mistakes"}, {Faults, "faults"}, {Down, "field"}, {Reveal, "reveal"}, {Copy, "copy…"}, {Profiles, "profiles"}, {Back, "back"}}
}

// behindCard is what tab shows in the card's place: without an answer the request.
func behindCard(f Facts) string {
	if f.Views {
		return "response"
	}
	return "request"
}

func deviceWords(f Facts) []word {
	switch {
	case f.Polling:
		return []word{{Copy, "copy…"}, {Plain, "plain"}, {Browser, "play browser"}, {Why, "why"}, {Stop, "stop"}, {Back, "back"}}
	case f.Result:
		return []word{{Main, "ask again"}, {NextView, "view"}, {Why, "why"}, {Back, "back"}}
	default:
		return []word{{Main, "ask for a code"}, {Down, "field"}, {Reveal, "reveal"}, {Why, "why"}, {Back, "back"}}
	}
}
