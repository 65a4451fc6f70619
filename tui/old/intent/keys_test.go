package intent_test

import (
	"slices"
	"strings"
	"testing"

	"zoauth/tui/old/intent"
)

var places = []intent.Place{
	intent.Welcome, intent.List, intent.AuthorizeStep, intent.ExchangeStep, intent.RefreshStep, intent.ProbeStep,
	intent.RevokeStep, intent.HistoryPlace, intent.TokenView, intent.FormPlace, intent.AtZoomPlace, intent.ExplainPlace, intent.UsePlace, intent.ImportPlace, intent.MistakesPlace, intent.DuePlace, intent.FaultsPlace, intent.BreakPlace, intent.DiagnosisPlace, intent.LookAtToken, intent.NothingBack,
}

// situations are all combinations of facts in every place.
func situations() []intent.Facts {
	var all []intent.Facts
	for _, p := range places {
		for bits := range 1 << 10 {
			on := func(i int) bool { return bits>>i&1 == 1 }
			all = append(all, intent.Facts{
				Place: p, Result: on(0), Draft: on(1), Waiting: on(2), Sending: on(3), Token: on(4),
				Sandbox: on(5), Faults: on(5), BothSets: on(6), Secret: on(7), Panes: on(8), Next: intent.ProbeStep,
				Views: answered(p) && on(9), Body: answered(p) && on(9), Found: answered(p) && on(9), Before: answered(p) && on(9),
			})
		}
	}
	return all
}

// answered reports whether a place can show an answer.
func answered(p intent.Place) bool {
	return slices.Contains([]intent.Place{intent.ExchangeStep, intent.RefreshStep, intent.ProbeStep, intent.RevokeStep, intent.HistoryPlace}, p)
}

// SCREENS.md §4.4: keys that multiplexers, flow control and ssh take.
func TestNeverBoundKeys(t *testing.T) {
	forbidden := []string{"ctrl+b", "ctrl+a", "ctrl+s", "ctrl+q", "ctrl+h", "ctrl+j", "ctrl+k", `ctrl+\`, "ctrl+v", "~"}
	for _, b := range intent.Table() {
		for _, k := range b.Keys {
			if slices.Contains(forbidden, k) || strings.HasPrefix(k, "alt+") || len(k) > 1 && k[0] == 'f' && k[1] >= '1' && k[1] <= '9' {
				t.Errorf("%s is bound to %s", k, b.Action)
			}
		}
	}
}

func TestNoKeyMeansTwoThingsAtOnce(t *testing.T) {
	for _, f := range situations() {
		taken := map[string]intent.Action{}
		for _, b := range intent.Table() {
			if !b.Works(f) {
				continue
			}
			for _, k := range b.Keys {
				if other, twice := taken[k]; twice {
					t.Fatalf("in %+v the key %s means %s and %s", f, k, other, b.Action)
				}
				taken[k] = b.Action
			}
		}
	}
}

// What row 24 and the help offer has to work: both are read from the table.
func TestFooterIsShortAndTrue(t *testing.T) {
	for _, f := range situations() {
		hints := intent.Footer(f)
		if len(hints) > 7 {
			t.Fatalf("%d hints in %+v", len(hints), f)
		}
		if last := hints[len(hints)-1]; last.Key != "?" {
			t.Fatalf("the last hint is %q in %+v", last.Key, f)
		}
		for _, h := range hints {
			if intent.Resolve(h.Key, f) == intent.None {
				t.Fatalf("%s %s is offered and does nothing in %+v", h.Key, h.Word, f)
			}
			if h.Word == "" {
				t.Fatalf("%s has no word in %+v", h.Key, f)
			}
		}
	}
}

func TestEveryPlaceHasAWayBackAndHelp(t *testing.T) {
	for _, p := range places {
		f := intent.Facts{Place: p}
		for _, k := range []string{"esc", "q"} {
			if intent.Resolve(k, f) != intent.Back {
				t.Errorf("%s does not lead back from %s", k, p)
			}
		}
		if intent.Resolve("?", f) != intent.Help {
			t.Errorf("? does not help on %s", p)
		}
	}
}

// Half of 80 columns holds a key and its title.
func TestTitlesFitTheHelp(t *testing.T) {
	for _, b := range intent.Table() {
		if len(b.Title) > 30 {
			t.Errorf("%q has %d characters, 30 fit", b.Title, len(b.Title))
		}
	}
}

// While text is typed, row 24 names the input's own keys: ? and the letters are text.
func TestFooterOfAnInput(t *testing.T) {
	for _, p := range places {
		for _, h := range intent.Footer(intent.Facts{Place: p, Typing: true}) {
			if len(h.Key) == 1 {
				t.Errorf("%s %s is offered on %s, where it is text", h.Key, h.Word, p)
			}
		}
	}
	first := func(f intent.Facts) string { h := intent.Footer(f)[0]; return h.Key + " " + h.Word }
	if got := first(intent.Facts{Place: intent.ImportPlace, Typing: true}); got != "enter read the file" {
		t.Error(got)
	}
	if got := first(intent.Facts{Place: intent.ImportPlace, Typing: true, Gathers: true}); got != "ctrl+d read the text" {
		t.Error(got)
	}
}

// Behind a card stands the answer, or the request where none came.
func TestFooterNamesWhatIsBehindTheCard(t *testing.T) {
	for answered, want := range map[bool]string{true: "response", false: "request"} {
		hints := intent.Footer(intent.Facts{Place: intent.RefreshStep, Result: true, Card: true, Panes: true, Views: answered})
		if !slices.Contains(hints, intent.Hint{Key: "tab", Word: want}) {
			t.Errorf("answered %v: %v", answered, hints)
		}
	}
}
