package intake_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/intake"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

var update = flag.Bool("update", false, "rewrite the golden frames")

// desk is the app as Paste sees it: it keeps what was asked of it.
type desk struct {
	t        *testing.T
	redactor *flow.Redactor
	clean    *safe.Cleaner
	sessions []*session.Session
	config   string

	screen   *intake.Screen
	size     ui.Region
	dialog   ui.Dialog
	said     string
	shown    []ui.Place
	reviewed []profiles.Draft
	imported []profiles.Draft
	adopted  []string
	grant    recognize.Grant
	changed  []string
	sent     []flow.Request
	copied   string
	left     bool
}

// noon is when every test happens.
var noon = time.Date(2026, 11, 30, 14, 20, 0, 0, time.UTC)

func newDesk(t *testing.T, width, height int) *desk {
	t.Helper()
	d := &desk{t: t, redactor: &flow.Redactor{}, config: filepath.Join(t.TempDir(), "profiles.toml")}
	d.clean = &safe.Cleaner{Redactor: d.redactor}
	d.size = ui.Region{Width: width, Height: height - 3, Theme: ui.NewTheme(ui.Appearance{})}
	return d
}

// holds adds a profile with a pair that was issued a while ago.
func (d *desk) holds(name, clientID string, token flow.Token) {
	work := profiles.Opening{Redactor: d.redactor}.Over([]flow.App{{Name: name, ClientID: clientID, Type: flow.General, Environment: flow.Production}}, filepath.Join(d.t.TempDir(), "state"))
	s := session.New(work.Apps[0], session.Services{Store: work.Store, Runner: work.Runner, History: work.History, Redactor: d.redactor, Now: d.Now})
	if token.HasToken() {
		txn, err := work.Store.Open(d.t.Context(), name)
		if err == nil {
			err = errors.Join(txn.Reserve(), txn.Commit(flow.State{Gen: 1, Token: token, Binding: work.Apps[0].Binding()}), txn.Close())
		}
		if err != nil {
			d.t.Fatal(err)
		}
		s.Apply(s.Disk().Reading().Read())
	}
	d.t.Cleanup(s.Close)
	d.sessions = append(d.sessions, s)
}

// paste opens the screen with a text and reads it.
func (d *desk) paste(text string) {
	d.t.Helper()
	d.screen = intake.New(d, text)
	d.screen.Resize(d.size)
	d.run(d.screen.Open())
}

// run runs a command and what follows from it.
func (d *desk) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if msg := cmd(); msg != nil {
		d.run(d.screen.Update(msg))
	}
}

// press presses keys as the app does: only those that are on.
func (d *desk) press(keys ...string) {
	d.t.Helper()
	for _, name := range keys {
		key := tea.KeyPressMsg{Text: name, Code: []rune(name)[0]}
		switch name {
		case "enter":
			key = tea.KeyPressMsg{Code: tea.KeyEnter}
		case "esc":
			key = tea.KeyPressMsg{Code: tea.KeyEscape}
		case "tab":
			key = tea.KeyPressMsg{Code: tea.KeyTab}
		case "ctrl+d":
			key = tea.KeyPressMsg{Code: 'd', Mod: tea.ModCtrl}
		}
		if d.dialog != nil {
			asking := d.dialog
			cmd, done := asking.Update(key)
			if done && d.dialog == asking {
				d.dialog = nil
			}
			d.run(cmd)
			continue
		}
		if on, found := ui.Pressed(key, d.screen.Keys()); !d.screen.Editing() && (!found || !on.Off.IsEmpty()) {
			d.t.Fatalf("%s does nothing here", name)
		}
		d.run(d.screen.Update(key))
	}
}

// frame is the screen as it is drawn, with status and footer below.
func (d *desk) frame() string {
	lines := ui.Draw(d.size, d.screen.View(noon)...)
	lines = append(lines, ui.T(safe.Format(" %s", d.screen.Status())).Cut(d.size.Width), ui.Footer(d.size, d.screen.Keys(), ui.NewKey(safe.Const("keys"), "?")))
	rows := strings.Split(ui.Plaintext(lines).String(), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.Join(rows, "\n") + "\n"
}

// sees fails where a text is not on the screen.
func (d *desk) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(d.frame(), text) {
			d.t.Errorf("%q is not on the screen:\n%s", text, d.frame())
		}
	}
}

// golden compares the frame with the one that was looked at.
func (d *desk) golden(name string) {
	d.t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(d.frame()), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), d.frame()); diff != "" {
		d.t.Errorf("the frame changed (go test ./tui/intake -update rewrites it):\n%s", diff)
	}
}

func (d *desk) Show(p ui.Place) tea.Cmd           { d.shown = append(d.shown, p); return nil }
func (d *desk) Back() tea.Cmd                     { d.left = true; return nil }
func (d *desk) Ask(dialog ui.Dialog) tea.Cmd      { d.dialog = dialog; return nil }
func (d *desk) Say(text safe.Text)                { d.said = text.String() }
func (d *desk) Alone(safe.Text) tea.Cmd           { return nil }
func (d *desk) Clean() *safe.Cleaner              { return d.clean }
func (d *desk) Palette() tea.Cmd                  { return nil }
func (d *desk) Now() time.Time                    { return noon }
func (d *desk) Sessions() []*session.Session      { return d.sessions }
func (d *desk) LearnRequest(r flow.Request)       { d.redactor.LearnRequest(r) }
func (d *desk) Learn(s ...flow.Secret)            { d.redactor.Learn(s...) }
func (d *desk) Path() string                      { return d.config }
func (d *desk) Review(one profiles.Draft) tea.Cmd { d.reviewed = append(d.reviewed, one); return nil }

func (d *desk) Import(all []profiles.Draft) tea.Cmd {
	d.imported = all
	return nil
}

func (d *desk) Change(profile, key, value string) tea.Cmd {
	d.changed = append(d.changed, profile+" "+key+"="+value)
	return nil
}

func (d *desk) Adopt(profile string, g recognize.Grant) tea.Cmd {
	d.adopted = append(d.adopted, profile)
	d.grant = g
	return nil
}

func (d *desk) CanSendOnce(r flow.Request) bool {
	return r.Credential().Kind() == flow.KindRefreshToken
}

func (d *desk) SendOnce(r flow.Request) tea.Cmd {
	d.sent = append(d.sent, r)
	return nil
}

func (d *desk) Copy(raw string, _ safe.Text) tea.Cmd {
	d.copied = raw
	return nil
}
