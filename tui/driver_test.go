package tui_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit/sessions"
	"zoauth/profiles"
	"zoauth/tui"
)

// driver is the workbench on a real sandbox, driven by keys as a terminal sends them.
// Its commands run beside it, as Bubble Tea runs them.
type driver struct {
	t      *testing.T
	app    *tui.App
	msgs   chan tea.Msg
	server *sandbox.Server
	work   *profiles.Workspace // of the profiles that the workbench shows
	time   *moments
	ended  bool // the person has left
	alone  bool // text was shown outside of the alternate screen
	paused bool // the program was suspended
}

// patience bounds every wait; it is no measure of speed.
const patience = time.Minute

// drive opens the workbench without a profile file: the sandbox is one key away.
func drive(t *testing.T) *driver {
	t.Helper()
	d := newDriver(t)
	d.open(d.options(func(o *tui.Options) {
		o.Sandbox = func() (*profiles.Workspace, error) { return d.work, nil }
	}), 80, 24)
	d.sees("Take the tour")
	return d
}

// driveReal opens the workbench on profiles of the person's own. Their Zoom is the
// simulated one, and nothing of the workbench knows that.
func driveReal(t *testing.T, change ...func(*tui.Options)) *driver {
	t.Helper()
	d := newDriver(t)
	for i := range d.work.Apps {
		d.work.Apps[i].Sandbox = false
	}
	d.open(d.options(append([]func(*tui.Options){func(o *tui.Options) { o.Real = d.work }}, change...)...), 80, 24)
	d.sees("acme-dev")
	return d
}

func newDriver(t *testing.T) *driver {
	t.Helper()
	server, _ := sessions.Zoom(t)
	d := &driver{t: t, msgs: make(chan tea.Msg, 1<<12), server: server, time: newMoments()}
	d.work = d.workspace(&flow.Redactor{}, filepath.Join(folder(t), "state"))
	return d
}

// folder is a new one that goes with the test. A command that still runs may write while
// it is removed: it is removed once more, where [testing.T.TempDir] would fail.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zoauth-tui-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for late := time.After(patience); os.RemoveAll(dir) != nil; {
			select {
			case <-late:
				t.Errorf("%s cannot be removed", dir)
				return
			default:
			}
		}
	})
	return dir
}

// workspace is one over the sandbox's apps, as each process has one of its own.
func (d *driver) workspace(redactor *flow.Redactor, state string) *profiles.Workspace {
	var apps []flow.App
	for _, a := range d.server.Apps() {
		apps = append(apps, a.Profile(d.server.URL()))
	}
	w := profiles.Opening{Redactor: redactor, Guard: func(f func()) { f() }}.Over(apps, state)
	w.Runner.Now, w.Runner.Client.Now = d.time.now, d.time.now
	d.t.Cleanup(w.Runner.Wait)
	return w
}

func (d *driver) options(changes ...func(*tui.Options)) tui.Options {
	ctx, leave := context.WithCancel(context.Background())
	d.t.Cleanup(leave)
	o := tui.Options{
		Redactor: d.work.Runner.Redactor, Context: ctx, Now: d.time.now, Running: d.time.running,
		ConfigPath: filepath.Join(d.t.TempDir(), "profiles.toml"), Version: "1.0",
		Faults: d.server.ScenariosFor, SetFault: d.server.SetScenario,
		Play: sessions.Browser,
	}
	for _, change := range changes {
		change(&o)
	}
	return o
}

func (d *driver) open(o tui.Options, width, height int) {
	d.app = tui.New(o)
	d.run(d.app.Init())
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
}

func (d *driver) run(cmd tea.Cmd) { tui.Perform(cmd, d.msgs) }

func (d *driver) send(msg tea.Msg) {
	switch msg.(type) {
	case tea.QuitMsg:
		d.ended = true
		return
	case tea.SuspendMsg:
		d.paused = true
		return
	}
	d.alone = d.alone || fmt.Sprintf("%T", msg) == "tea.execMsg" // of tea.Exec, which has no name of its own
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// frame is what is shown, without its styles.
func (d *driver) frame() string { return ansi.Strip(d.app.View().Content) }

// until answers messages until done holds.
func (d *driver) until(what string, done func() bool) {
	d.t.Helper()
	late := time.After(patience)
	for !done() {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-late:
			d.t.Fatalf("never came to: %s\n%s", what, d.frame())
		}
	}
}

// sees answers messages until want is shown, wherever the end of a row breaks it.
func (d *driver) sees(want string) {
	d.t.Helper()
	d.until(want, func() bool { return d.shows(want) })
}

// comesTo moves the cursor down to a row of a list that is shown.
func (d *driver) comesTo(row string) {
	d.t.Helper()
	for range 50 {
		if d.shows("› " + row) {
			return
		}
		d.keys("j")
	}
	d.t.Fatalf("the cursor never came to %q:\n%s", row, d.frame())
}

func (d *driver) shows(text string) bool {
	frame := d.frame()
	return strings.Contains(frame, text) || strings.Contains(strings.Join(strings.Fields(frame), " "), text)
}

// keys presses keys as a person does, each a second after the one before: names like
// "enter", else every letter of a text by itself.
func (d *driver) keys(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		if named(k) {
			d.time.later(time.Second)
			d.press(k)
			continue
		}
		for _, r := range k {
			d.time.later(time.Second)
			d.press(string(r))
		}
	}
	d.until("the keys", func() bool { return d.app.Held() == 0 })
}

// press sends one key as the terminal does.
func (d *driver) press(name string) { d.send(keyOf(name)) }

// rush lets keys arrive one after the other, gap apart.
func (d *driver) rush(gap time.Duration, text string) {
	for _, r := range text {
		d.time.hold(gap)
		switch r {
		case '\n':
			d.press("enter")
		case '\t':
			d.press("tab")
		default:
			d.press(string(r))
		}
	}
}

// rushed lets keys arrive gap apart, and waits until the workbench has judged them.
func (d *driver) rushed(gap time.Duration, text string) {
	d.t.Helper()
	d.rush(gap, text)
	d.until("the end of the run", func() bool { return d.app.Held() == 0 })
}

// paste is one in brackets.
func (d *driver) paste(text string) {
	d.time.hold(time.Millisecond)
	d.send(tea.PasteMsg{Content: text})
}

var special = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "space": {Code: tea.KeySpace, Text: " "},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"backspace": {Code: tea.KeyBackspace}, "shift+up": {Code: tea.KeyUp, Mod: tea.ModShift}, "shift+down": {Code: tea.KeyDown, Mod: tea.ModShift},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "delete": {Code: tea.KeyDelete},
}

func named(key string) bool {
	_, ok := special[key]
	return ok || strings.HasPrefix(key, "ctrl+")
}

func keyOf(name string) tea.KeyPressMsg {
	if key, ok := special[name]; ok {
		return key
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// posts counts the POST requests that reached a path of the sandbox.
func (d *driver) posts(path string) int {
	n := 0
	for _, e := range d.server.Journal() {
		if e.Path == path && e.Method == http.MethodPost {
			n++
		}
	}
	return n
}

// saved is what the disk holds of a profile.
func (d *driver) saved(profile string) flow.State {
	d.t.Helper()
	state, err := d.work.Store.Read(profile)
	if err != nil {
		d.t.Fatal(err)
	}
	return state
}

// client is the client ID of a profile.
func (d *driver) client(profile string) string {
	app, ok := d.work.App(profile)
	if !ok {
		d.t.Fatal("no profile " + profile)
	}
	return app.ClientID
}

// awaits opens the page of acme-dev and an attempt, whose URL it returns.
func (d *driver) awaits() (url string) {
	d.t.Helper()
	d.keys("enter")
	d.sees("Timeline")
	d.keys("a")
	d.sees("get the URL")
	d.keys("enter")
	d.sees(" waiting ")
	return d.url()
}

// coded lets a browser allow the attempt, and waits for the exchange's draft.
func (d *driver) coded() {
	d.t.Helper()
	url := d.awaits()
	if _, err := (sandbox.Browser{}).Answer(d.t.Context(), url, true); err != nil {
		d.t.Fatal(err)
	}
	d.sees("code_verifier")
}

// exchanged walks to the result of the exchange.
func (d *driver) exchanged() {
	d.t.Helper()
	d.coded()
	d.keys("enter")
	d.sees("2 ✓ Exchange")
}

// url is the authorize URL on the screen: the rows from its beginning to the first
// empty one.
func (d *driver) url() string {
	_, after, _ := strings.Cut(d.frame(), "\nhttp")
	url, _, _ := strings.Cut("http"+after, "\n ")
	var whole strings.Builder
	for row := range strings.SplitSeq(url, "\n") {
		whole.WriteString(strings.TrimSpace(row))
	}
	return whole.String()
}
