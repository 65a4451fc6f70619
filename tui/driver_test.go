package tui_test

import (
	"context"
	"net"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/profiles"
	"zoauth/tui"
	"zoauth/tui/session"
)

// driver is the workbench on a real sandbox, driven by keys as a terminal sends them.
// Its commands run beside it, as Bubble Tea runs them.
type driver struct {
	t    *testing.T
	app  *tui.App
	msgs chan tea.Msg
	past time.Duration // that keys took beside the time that passes
}

// patience bounds every wait; it is no measure of speed.
const patience = 20 * time.Second

func drive(t *testing.T, width, height int) *driver {
	t.Helper()
	redactor := &flow.Redactor{}
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample(freeAddress(t))})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	w := profiles.Opening{Redactor: redactor, Guard: func(f func()) { f() }}.Over(apps, filepath.Join(t.TempDir(), "state"))
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(w.Runner.Wait) // it writes into the folder that goes next
	t.Cleanup(stop)
	d := &driver{t: t, msgs: make(chan tea.Msg, 1<<12)}
	began := time.Now()
	d.app = tui.New(tui.Options{
		Running: func() time.Duration { return time.Since(began) + d.past },
		Sandbox: func() (*profiles.Workspace, error) { return w, nil }, Redactor: redactor, Context: ctx,
		Play: func(ctx context.Context, url string, allow bool) (session.Visit, error) {
			visit, err := sandbox.Browser{}.Answer(ctx, url, allow)
			return session.Visit{Address: visit.URL, Page: visit.Page}, err
		},
	})
	d.run(d.app.Init())
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	return d
}

// freeAddress is one of loopback that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nothing was accepted
	return l.Addr().String()
}

// run runs a command, and all of a batch.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if list := reflect.ValueOf(msg); list.IsValid() && list.Kind() == reflect.Slice {
			for i := range list.Len() {
				if one, ok := list.Index(i).Interface().(tea.Cmd); ok {
					d.run(one)
				}
			}
			return
		}
		if msg != nil {
			d.msgs <- msg
		}
	}()
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// frame is what is shown, without its styles.
func (d *driver) frame() string { return ansi.Strip(d.app.View().Content) }

// sees answers messages until want is shown.
func (d *driver) sees(want string) {
	d.t.Helper()
	late := time.After(patience)
	for !strings.Contains(d.frame(), want) {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-late:
			d.t.Fatalf("never saw %q:\n%s", want, d.frame())
		}
	}
}

// press sends one key as the terminal does, some time after the one before it.
func (d *driver) press(name string) {
	d.past += 20 * time.Millisecond
	switch name {
	case "enter":
		d.send(tea.KeyPressMsg{Code: tea.KeyEnter})
	case "esc":
		d.send(tea.KeyPressMsg{Code: tea.KeyEscape})
	default:
		d.send(tea.KeyPressMsg{Code: []rune(name)[0], Text: name})
	}
}
