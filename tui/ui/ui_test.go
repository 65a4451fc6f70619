package ui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

func region(w, h int) ui.Region {
	return ui.Region{Width: w, Height: h, Theme: ui.NewTheme(ui.Appearance{})}
}

func plain(lines []ui.Line) string {
	rows := strings.Split(ui.Plaintext(lines).String(), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.Join(rows, "\n")
}

func TestPanesAreDrawnWithTheirFrames(t *testing.T) {
	lines := []ui.Line{ui.T(safe.Const("first row")), ui.T(safe.Const("a row that is too long for it")).Chosen(true)}
	views := ui.Views(0, safe.Const("Why"), safe.Const("Request"))
	for name, test := range map[string]struct {
		panes []ui.Pane
		want  string
	}{
		"ruled": {[]ui.Pane{{Width: 40, Height: 4, Frame: ui.Ruled, Title: views, Note: ui.Position(1, 3), Lines: lines}}, `
── [Why] ── Request ───────────── 2/3 ──
first row
a row that is too long for it
`},
		"boxed": {[]ui.Pane{{Width: 30, Height: 4, Frame: ui.Boxed, Title: views, Lines: lines, Focused: true}}, `
╭ [Why]  Request ────────────╮
│ first row                  │
│ a row that is too long fo… │
╰────────────────────────────╯`},
		"over another": {[]ui.Pane{
			{Width: 40, Height: 4, Lines: []ui.Line{ui.T(safe.Const("below the box 東京 and beside it")), ui.T(safe.Const("second")).Chosen(true)}},
			{X: 8, Y: 0, Width: 8, Height: 2, Frame: ui.Boxed, Title: ui.Titled(safe.Const("A"))},
		}, `
below th╭ A ───╮京 and beside it
second  ╰──────╯

`},
	} {
		got := plain(ui.Draw(region(40, 4), test.panes...))
		if want := strings.TrimPrefix(test.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// Parts that say nothing leave no dash behind.
func TestDashesStandBetweenParts(t *testing.T) {
	at, filter := ui.L(ui.S(safe.Const("1/3"), ui.Plain)), ui.L(ui.S(safe.Const("/ filter"), ui.Faint))
	for want, parts := range map[string][]ui.Line{
		"1/3 ── / filter": {at, filter},
		"/ filter":        {{}, filter},
		"1/3":             {at, ui.L(ui.S(safe.Text{}, ui.Plain)), {}},
		"":                {{}, {}},
	} {
		if got := ui.Plaintext([]ui.Line{ui.Dashed(parts...)}).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Whatever is drawn, every row takes exactly the width of the screen.
func TestRowsAreAsWideAsTheScreen(t *testing.T) {
	wide := safe.Const("東京 and a very long text that goes on and on").Repeat(3)
	for _, frame := range []ui.Frame{ui.Bare, ui.Ruled, ui.Boxed} {
		for width := 1; width < 50; width++ {
			p := ui.Pane{X: 3, Y: 1, Width: width, Height: 5, Frame: frame, Title: ui.Views(1, wide, wide), Note: ui.T(wide), Lines: []ui.Line{ui.T(wide)}}
			for _, l := range ui.Draw(region(40, 6), p) {
				if l.Width() != 40 {
					t.Fatalf("frame %d, width %d: a row of %d cells: %q", frame, width, l.Width(), ui.Plaintext([]ui.Line{l}))
				}
			}
		}
	}
}

func TestRenderWritesWhatLinesSay(t *testing.T) {
	r := region(20, 1)
	line := ui.L(ui.S(safe.Const("ok "), ui.Good), ui.S(safe.Const("plain "), ui.Plain), ui.Span{Text: safe.Const("link"), Link: safe.Const("https://zoom.us")})
	got := ui.Render(r.Theme, []ui.Line{line})
	if ansi.Strip(got) != "ok plain link" {
		t.Errorf("%q", got)
	}
	if !strings.Contains(got, "\x1b]8;id=url;https://zoom.us") || !strings.Contains(got, "\x1b[32mok ") {
		t.Errorf("%q", got)
	}
}

func TestLinesGoInTheirOrder(t *testing.T) {
	named := func(name safe.Text, drop ui.Drop) ui.Line {
		l := ui.T(name)
		l.Drop = drop
		return l
	}
	lines := []ui.Line{named(safe.Const("fix"), ui.Keep), ui.Blank(), named(safe.Const("help"), ui.DropHelp), named(safe.Const("list"), ui.DropList), ui.Blank()}
	for height, want := range []string{"", "fix", "fix\nlist", "fix\nhelp\nlist", "fix\n\nhelp\nlist"} {
		if got := plain(ui.Fit(lines, height)); got != want {
			t.Errorf("%d rows: %q, want %q", height, got, want)
		}
	}
}

// Half of a big letter is none.
// Names of one family are told apart by their ends.
func TestANameLosesItsMiddle(t *testing.T) {
	for name, want := range map[string]string{"zoom-staging-billing": "zoom-s…illing", "zoom-staging-acme": "zoom-s…g-acme", "acme-prod": "acme-prod"} {
		if got := ui.Shorten((&safe.Cleaner{}).Line(name), 13).String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// Half a sentence says something else.
func TestRowsOfOneTextGoTogether(t *testing.T) {
	lines := ui.Hang(ui.Line{}, safe.Const("a sentence of three rows").Wrap(10), ui.Plain, ui.DropHelp)
	lines = append(lines, ui.T(safe.Const("one")), ui.T(safe.Const("two")))
	if got := plain(ui.Fit(lines, len(lines)-1)); got != "one\ntwo" {
		t.Errorf("half a sentence is left: %q", got)
	}
}

func TestBigLettersGoTogether(t *testing.T) {
	lines := append(ui.Big("GRTM", 40), ui.T(safe.Const("code   GRTM")))
	if got := plain(ui.Fit(lines, 3)); got != "code   GRTM" {
		t.Errorf("in three rows:\n%s", got)
	}
}

func TestListKeepsItsCursorInTheWindow(t *testing.T) {
	l := ui.List{Count: 10}
	for _, step := range []struct {
		key      string
		cursor   int
		from, to int
	}{{"G", 9, 7, 10}, {"k", 8, 7, 10}, {"k", 7, 7, 10}, {"k", 6, 6, 9}, {"g", 0, 0, 3}, {"ctrl+d", 1, 0, 3}, {"k", 0, 0, 3}, {"k", 0, 0, 3}} {
		l.Key(step.key, 3)
		l.Settle(3)
		if from, to := l.Window(3); l.Cursor != step.cursor || from != step.from || to != step.to {
			t.Errorf("%s: cursor %d, window %d to %d; want %+v", step.key, l.Cursor, from, to, step)
		}
	}
}

func TestFooterShowsKeysThatDoSomething(t *testing.T) {
	keys := []ui.Key{
		ui.NewKey(safe.Const("fix redirect_uri"), "enter"),
		ui.NewKey(safe.Const("refresh"), "r").Unless(safe.Const("No refresh token yet.")),
		ui.NewKey(safe.Const("edit"), "e"),
		ui.NewKey(safe.Const("suspend"), "ctrl+z").Hidden(),
	}
	got := plain([]ui.Line{ui.Footer(region(80, 1), keys, ui.NewKey(safe.Const("keys"), "?"))})
	if want := " enter fix redirect_uri   e edit   ? keys"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if k, found := ui.Pressed(tea.KeyPressMsg{Code: 'r', Text: "r"}, keys); !found || k.Enabled() || k.Off.IsEmpty() {
		t.Errorf("a key that is off is found with its reason: %+v", k)
	}
}

func TestAgesAndClocks(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 s", 12 * time.Second: "12 s", 57 * time.Minute: "57 min", 15 * time.Hour: "15 h",
		3 * 24 * time.Hour: "3 d", 130 * 24 * time.Hour: "4 months", 8765 * time.Hour * 3: "3 years",
	} {
		if got := ui.Age(d).String(); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Hour: "0:00", 129 * time.Second: "2:09", 3729 * time.Second: "1:02:09", 99 * time.Hour: "99:00:00", 250 * time.Hour: "10 days"} {
		if got := ui.Clock(d).String(); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// What is within a day has its time, whether the day ends before or not; what is not, its date.
func TestNearAndFarMoments(t *testing.T) {
	now := time.Date(2031, 4, 5, 23, 30, 0, 0, time.Local)
	for after, want := range map[time.Duration]string{time.Hour: "00:30:00", -23 * time.Hour: "00:30:00", 25 * time.Hour: "2031-04-07", -72 * time.Hour: "2031-04-02"} {
		if got := ui.Near(now.Add(after), now).String(); got != want {
			t.Errorf("%v: %q, want %q", after, got, want)
		}
	}
}

// S4: a secret is masked while it is typed, and a field never prints a control byte.
func TestInputMasksAndEscapesS4(t *testing.T) {
	secret := ui.NewInput(&safe.Cleaner{}, "hunter2-and-more", true)
	if line, _ := secret.Line(40); strings.Contains(plain([]ui.Line{line}), "hunter") {
		t.Errorf("shown: %q", plain([]ui.Line{line}))
	}
	open := ui.NewInput(&safe.Cleaner{}, "a\x1b[2Jb", false)
	if line, at := open.Line(40); strings.ContainsRune(plain([]ui.Line{line}), 0x1b) || at != line.Width() {
		t.Errorf("shown: %q, cursor at %d", plain([]ui.Line{line}), at)
	}
	open.Set("  é東 ")
	open.Focus()
	open.Update(tea.KeyPressMsg{Code: 'x', Mod: tea.ModCtrl})
	if open.Value() != "é東" {
		t.Errorf("trimmed: %q", open.Value())
	}
}
