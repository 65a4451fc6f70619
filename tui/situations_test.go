package tui_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"zoauth/flow/sandbox"
)

// situations are what a person can be in front of, each made anew.
var situations = map[string]func(t *testing.T) *driver{
	"start page": func(t *testing.T) *driver { return drive(t) },
	"Home":       func(t *testing.T) *driver { return driveReal(t) },
	"no tokens":  func(t *testing.T) *driver { d := driveReal(t); d.keys("enter"); d.sees("● ready"); return d },
	"draft":      func(t *testing.T) *driver { return drafted(t) },
	"waiting":    func(t *testing.T) *driver { d := driveReal(t); d.awaits(); return d },
	"code":       func(t *testing.T) *driver { d := driveReal(t); d.coded(); return d },
	"pair":       func(t *testing.T) *driver { d := driveReal(t); d.exchanged(); return d },
	"failed": func(t *testing.T) *driver {
		return refreshed(t, sandbox.Fault{Status: 400, NoEffect: true, Body: []byte(`{"error":"invalid_grant","reason":"Invalid Token!"}`)}, "4 ✗")
	},
	"uncertain": func(t *testing.T) *driver { return refreshed(t, sandbox.Fault{Cut: sandbox.BeforeHeader}, "4 ~") },
	"revoke": func(t *testing.T) *driver {
		d := driveReal(t)
		d.exchanged()
		d.keys("5")
		d.sees("/oauth/revoke")
		d.keys("enter")
		d.sees("Type acme-dev")
		return d
	},
	"practice": func(t *testing.T) *driver { d := drafted(t); d.keys("m"); d.sees("▸ Practice"); return d },
	"form":     func(t *testing.T) *driver { d := driveReal(t); d.keys("A"); d.sees("redirect URI"); return d },
	"paste": func(t *testing.T) *driver {
		d := driveReal(t)
		d.paste("Invalid redirect: http://127.0.0.1/callback (4,700)")
		d.sees("pasted text")
		return d
	},
}

// refreshed is the page of a profile whose refresh ended in a fault.
func refreshed(t *testing.T, fault sandbox.Fault, sees string) *driver {
	d := driveReal(t)
	d.exchanged()
	fault.Path = "/oauth/token"
	d.server.Inject(fault)
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees(sees)
	return d
}

// cutNumber is a number, or a fingerprint, that lost its end.
var cutNumber = regexp.MustCompile(`(^|[\s(])[0-9][0-9:.,]*…|\b(at|rt|co|cs|cv|dc):[0-9a-f]*…`)

// Every situation fills every size, keeps header and footer, and cuts no number.
func TestEverySituationFillsEverySize(t *testing.T) {
	t.Parallel()
	for name, make := range situations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := make(t)
			d.whole(name)
			for _, size := range sizes {
				d.send(size)
				if cut := cutNumber.FindString(d.frame()); cut != "" {
					t.Errorf("%d×%d: %q in\n%s", size.Width, size.Height, cut, d.frame())
				}
				if n := strings.Count(d.frame(), "› ") - strings.Count(d.frame(), "‹ "); n > 1 && name != "revoke" { // a dialog has its own
					t.Errorf("%d×%d: %d cursors in\n%s", size.Width, size.Height, n, d.frame())
				}
			}
		})
	}
}

// Each key of the footer does something, in every situation.
func TestFooterKeysAreAlive(t *testing.T) {
	t.Parallel()
	for name, make := range situations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, key := range make(t).app.FooterKeys() {
				if name == "revoke" && key.Label.String() == "enter" {
					continue // it waits for the name
				}
				within := func(wait time.Duration) func(string) bool {
					return func(name string) bool { return acts(make(t), name, wait) }
				}
				// One of its names may do nothing just here, and a busy machine may be late.
				if !slices.ContainsFunc(key.Keys(), within(time.Second)) && !slices.ContainsFunc(key.Keys(), within(patience)) {
					t.Errorf("%s %s does nothing", key.Label, key.Act)
				}
			}
		})
	}
}

// acts reports whether a key does something in time: a frame changes, or text is shown alone.
func acts(d *driver, key string, within time.Duration) bool {
	d.time.later(time.Second)
	d.time.hold(0)
	before := d.frame()
	d.press(key)
	d.until("the end of the key's run", func() bool { return d.app.Held() == 0 })
	for late := time.After(within); d.frame() == before && !d.alone; {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-late:
			return false
		}
	}
	return !d.shows("does nothing here")
}

// A letter has one meaning in all situations. These have one that is named by what it is
// about.
func TestNoLetterHasTwoMeanings(t *testing.T) {
	t.Parallel()
	named := map[string][]string{
		"r": {"refresh", "get token"},
		"x": {"stop", "undo", "drop the draft", "turn fault off"},
		"/": {"find", "filter"},
		"i": {"paste", "paste or type something"},
		"A": {"add", "add a profile"},
		":": {"go to", "palette", "any action by name"},
		"E": {"edit profile", "edit the profile"},
		"S": {"sandbox", "own profiles"},
		"q": {"quit", "up"},
		"w": {"why", "stuck?"},
		"u": {"url alone", "link alone", "alone on the screen"},
		"2": {"exchange", "get token"},
	}
	acts := map[string][]string{}
	for name, make := range situations {
		for _, key := range make(t).app.AllKeys() {
			for _, letter := range key.Keys() {
				act := strings.ToLower(key.Act.String())
				if len(letter) == 1 && !strings.Contains("jkhlgG[]", letter) && !slices.Contains(acts[letter], act) {
					acts[letter] = append(acts[letter], act)
					if len(acts[letter]) > 1 && !within(acts[letter], named[letter]) {
						t.Errorf("%s: %s means %q", name, letter, acts[letter])
					}
				}
			}
		}
	}
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}

// A key goes to the dialog, else to the field with the focus, else to the place, else to
// the app.
func TestKeysGoToWhoeverHasTheFocus(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("?")
	d.sees("Keys here")
	d.keys("/", "m") // a field in the overlay: a letter, not practice
	d.sees("/ m")
	if d.shows("▸ Practice") {
		t.Error("the place got the overlay's letter")
	}
	d.keys("esc")
	d.until("the end of the help", func() bool { return !d.shows("Keys here") })
	d.keys("e", "?") // a field of the place: text, not help
	d.sees("?")
	if d.shows("Keys here") {
		t.Error("the app got the field's letter")
	}
	d.keys("esc", "m") // of the place, which the app does not know
	d.sees("▸ Practice")
	d.keys("esc", "A") // of the app, which the place leaves to it
	d.sees("new profile")
}

// Whatever keys, sizes and pastes come, nothing panics and every frame is as large as
// the terminal.
func TestStormOfKeysSizesAndPastes(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 15))
	keys := append(strings.Split("j k g G h l [ ] 1 2 3 4 5 a r D e + - / n N w f c y b t z m p i A E : ? x v u S q ( ) J K * , . 6", " "),
		"enter", "enter", "esc", "esc", "tab", "space", "up", "down", "ctrl+u", "ctrl+d", "ctrl+s", "ctrl+x", "backspace", "pgdown", "home", "end")
	pastes := []string{"", "x", "acme-dev\n", "\x1b[31m\x00", strings.Repeat("é", 5000), `{"error":"invalid_grant"}`, "http://127.0.0.1/callback?code=a&state=b"}
	d := drive(t)
	for range 1500 {
		switch n := random.IntN(20); {
		case n == 0:
			d.send(tea.WindowSizeMsg{Width: random.IntN(220), Height: random.IntN(70)})
		case n == 1:
			d.paste(pastes[random.IntN(len(pastes))])
		default:
			d.time.later(time.Duration(random.IntN(300)) * time.Millisecond)
			d.press(keys[random.IntN(len(keys))])
		}
		select {
		case msg := <-d.msgs:
			d.send(msg)
		default:
		}
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	if rows := strings.Split(d.frame(), "\n"); len(rows) != 24 || slices.ContainsFunc(rows, func(r string) bool { return ansi.StringWidth(r) > 80 }) {
		t.Errorf("after the storm:\n%s", d.frame())
	}
}

// It is one level from a profile's page to Home, however many pages were shown before.
func TestEscLeadsFromAPageToHome(t *testing.T) {
	t.Parallel()
	for name, walk := range map[string][][2]string{ // keys, and what each of them shows
		"after an exercise":  {{"m", "▸ Practice"}, {"enter", "── Timeline"}},
		"after a neighbour":  {{")", "▸ acme-prod"}},
		"from Home directly": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := drafted(t)
			for _, step := range walk {
				d.keys(step[0])
				d.sees(step[1])
			}
			d.keys("esc")
			d.sees("── Profiles")
		})
	}
}

// The question before a refresh of marked profiles names those that are left out, and why.
func TestRefreshLeavesOutWhatCannotBeRefreshed(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.keys("esc")
	d.sees("── Profiles")
	d.keys("g", "space", "j", "space")
	d.sees("2 marked.")
	d.keys("r")
	d.sees("Refresh acme-dev?")
	d.sees("left out: no refresh token yet")
	before := d.posts("/oauth/token")
	d.keys("j", "enter")
	d.until("the refresh", func() bool { return d.posts("/oauth/token") == before+1 })
}
