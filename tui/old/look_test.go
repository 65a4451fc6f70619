package tui

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/theme"
)

// everyFrame are all screens and states that have a golden frame.
func everyFrame() map[string]func(*Model) *Model {
	all := maps.Clone(frames)
	maps.Copy(all, authorizeFrames)
	return all
}

// What never goes, at any size: the profile and its environment, the footer with
// its main key first (SCREENS.md §1). Every frame fills its rows and no more.
func TestNothingGoesThatMustNot(t *testing.T) {
	for name, prepare := range everyFrame() {
		for _, size := range []struct{ w, h int }{{60, 15}, {79, 24}, {80, 23}, {80, 24}, {100, 30}, {119, 30}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size.w, size.h), func(t *testing.T) {
				m := prepare(model(size.w, size.h))
				frame := plainRows(m.frame())
				checkSize(t, frame, size.w, size.h)
				rows := strings.Split(frame, "\n")
				if len(rows) != size.h {
					t.Fatalf("%d rows on a terminal of %d", len(rows), size.h)
				}
				if m.stepping() {
					environment := string(m.current.App.Environment)
					if m.current.App.Environment == flow.Production {
						environment = "PRODUCTION"
					}
					if !strings.Contains(rows[0], m.current.App.Name) || !strings.Contains(rows[0], environment) {
						t.Errorf("row 1 does not say where one is: %q", rows[0])
					}
				}
				help := "? keys"
				switch {
				case m.help:
					help = "esc close"
				case m.copying:
					help = "esc nothing"
				case m.palette != nil:
					help = "esc leave"
				case m.facts().Typing:
					help = "ctrl+p commands"
				}
				if m.dialog == nil && !strings.Contains(rows[size.h-1], help) {
					t.Errorf("the last row has no keys: %q", rows[size.h-1])
				}
			})
		}
	}
}

// looks are the ways a terminal may show the same frame.
var looks = map[string]struct {
	dark, ascii bool
	profile     colorprofile.Profile
}{
	"dark":     {true, false, colorprofile.ANSI256},
	"light":    {false, false, colorprofile.ANSI256},
	"16":       {true, false, colorprofile.ANSI},
	"no-color": {true, false, colorprofile.ASCII}, // NO_COLOR: bold, reverse and faint stay
	"ascii":    {true, true, colorprofile.ASCII},
}

// TestColouredFrames holds the styles, escape sequences included, once per look.
func TestColouredFrames(t *testing.T) {
	for _, name := range []string{"profiles", "exchange-preview", "exchange-result", "refresh-refused", "refresh-uncertain"} {
		for look, as := range looks {
			t.Run(name+"-"+look, func(t *testing.T) {
				m := model(80, 24)
				m.opts.Env.ASCII = as.ascii
				m.theme = theme.New(as.dark, as.ascii)
				frame := painted(t, frames[name](m).frame(), as.profile)
				if as.ascii {
					for _, r := range strings.ReplaceAll(frame, "␛", "") {
						if r > '~' {
							t.Errorf("%q is not ASCII", r)
						}
					}
				}
				sameFrame(t, "look/"+name+"-"+look, frame)
			})
		}
	}
}

// painted is the frame as the renderer would send it to a terminal of a profile,
// with its escapes made visible.
func painted(t *testing.T, frame string, p colorprofile.Profile) string {
	t.Helper()
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: p}
	if _, err := w.WriteString(frame); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\x1b", "␛")
}

// A state is told by its word, so that the plain text of a frame tells all.
func TestStatesAreToldInWords(t *testing.T) {
	frame := plainRows(model(80, 24).frame())
	for _, word := range []string{"uncertain", "soon", "expired", "no token", "valid", "PRODUCTION"} {
		if !strings.Contains(frame, word) {
			t.Errorf("%q is not on the screen", word)
		}
	}
}

// wide puts what takes two cells or none into everything that comes from outside.
func wide(m *Model) *Model {
	const odd = "会議アプリ👩‍👩‍👧e\u0301\u200b한글"
	for _, s := range m.real.sessions {
		s.App.Group = odd
		s.App.RedirectURI = "https://例え.jp/" + odd
		s.State.Token.Scope = odd + " " + odd
		s.State.Who = &flow.Who{At: noon, Email: odd + "@例え.jp", AccountName: odd}
		s.State.Last = &flow.Last{At: noon, Step: flow.StepRefresh, By: odd, PID: 1}
		s.State.Note = &flow.Note{At: noon, Step: flow.StepRefresh, What: "invalid_grant", Text: odd}
	}
	return m
}

func wideAnswer(m *Model) *Model {
	wide(m).at("acme-dev", intent.RefreshStep)
	const odd = "会議👩‍👩‍👧e\u0301한글"
	e := &flow.Error{Step: flow.StepRefresh, Status: 400, Code: "invalid_grant", Reason: strings.Repeat(odd, 8)}
	return m.ended(flow.StepRefresh, flow.Answer{Verdict: flow.Refused, Err: e}, m.current.State,
		response(400, `{"reason":"`+strings.Repeat(odd, 30)+`","`+odd+`":["`+odd+`"]}`), nil)
}

// Wide and combining characters keep the frames straight.
func TestWideCharactersKeepTheFramesStraight(t *testing.T) {
	screens := map[string]func(*Model) *Model{
		"list":    wide,
		"answer":  wideAnswer,
		"preview": func(m *Model) *Model { return wide(m).at("acme-dev", intent.RefreshStep) },
		"token":   func(m *Model) *Model { return wide(m).at("billing-dev", intent.TokenView) },
	}
	for name, prepare := range screens {
		for _, size := range []struct{ w, h int }{{60, 15}, {80, 24}, {100, 30}, {120, 40}} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size.w, size.h), func(t *testing.T) {
				m := prepare(model(size.w, size.h))
				frame := plainRows(m.frame())
				checkSize(t, frame, size.w, size.h)
				if m.boxed() {
					straight(t, frame, size.w)
				}
			})
		}
	}
}

// straight fails when a row of boxes does not end where the frame ends.
func straight(t *testing.T, frame string, w int) {
	t.Helper()
	rows := strings.Split(frame, "\n")
	for i, r := range rows[2 : len(rows)-2] {
		if ends := []rune(r); ansi.StringWidth(r) != w && ansi.StringWidth(r) != sidebarWidth || !slices.Contains([]rune("│╮╯"), ends[len(ends)-1]) {
			t.Errorf("row %d is bent: %q", i+3, r)
		}
	}
}

// A frame is made of its own clock: drawing it twice gives the same.
func TestViewChangesNothing(t *testing.T) {
	for name, prepare := range everyFrame() {
		m := prepare(model(120, 40))
		first := m.frame()
		time.Sleep(time.Millisecond)
		if second := m.frame(); first != second {
			t.Errorf("%s: the second drawing differs", name)
		}
	}
}
