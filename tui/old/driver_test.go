package tui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/terminal"
	"zoauth/profiles"
)

// driver runs the workbench without a terminal: keys in, commands on goroutines,
// their messages back, the frame as text. Engine, store and sandbox are the real
// ones, over loopback sockets.
type driver struct {
	t      *testing.T
	m      *Model
	msgs   chan tea.Msg
	server *sandbox.Server
	set    *profiles.Workspace
	quit   bool
}

const driverPatience = 20 * time.Second

func drive(t *testing.T) *driver {
	t.Helper()
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample(freeAddress(t))})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	redactor := &flow.Redactor{}
	set := setOver(t, server, redactor, filepath.Join(t.TempDir(), "state"))
	d := &driver{t: t, msgs: make(chan tea.Msg, 64), server: server, set: set}
	ctx, leave := context.WithCancel(context.Background())
	t.Cleanup(leave) // no poll goes on when the directory is gone
	var browser sandbox.Browser
	d.m = New(Options{
		Context:        ctx,
		Sandbox:        func() (*profiles.Workspace, error) { return set, nil },
		StartInSandbox: true,
		ConfigPath:     "/nowhere/profiles.toml",
		Redactor:       redactor,
		Env:            terminal.Environment{},
		Faults:         server.ScenariosFor,
		SetFault:       server.SetScenario,
		Play: func(ctx context.Context, url string, allow bool) (string, error) {
			visit, err := browser.Answer(ctx, url, allow)
			if visit.Page != "" {
				return visit.Page, err
			}
			return visit.URL, err
		},
	})
	d.do(d.m.Init())
	d.do(d.m.update(tea.WindowSizeMsg{Width: 80, Height: 24}))
	d.sees("acme-dev")
	return d
}

// freeAddress returns a free loopback address below the ports that the system
// gives out by itself: one of those may be taken again before it is used.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000)))
		if err == nil {
			_ = l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no free port")
	return ""
}

func setOver(t *testing.T, server *sandbox.Server, redactor *flow.Redactor, dir string) *profiles.Workspace {
	t.Helper()
	w := profiles.Opening{Redactor: redactor}.Over(sandboxApps(server), dir)
	w.Runner.Host = "testhost"
	t.Cleanup(w.Runner.Wait)
	return w
}

func sandboxApps(server *sandbox.Server) []flow.App {
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	return apps
}

// do runs a command in the background; its message comes back through msgs.
func (d *driver) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				d.do(c)
			}
		default:
			d.msgs <- msg
		}
	}()
}

func (d *driver) take(msg tea.Msg) {
	if _, ok := msg.(tea.QuitMsg); ok {
		d.quit = true
		return
	}
	d.do(d.m.update(msg))
}

func (d *driver) frame() string { return plainRows(d.m.frame()) }

// until takes messages until done holds.
func (d *driver) until(what string, done func() bool) {
	d.t.Helper()
	end := time.After(driverPatience)
	for !done() {
		select {
		case msg := <-d.msgs:
			d.take(msg)
		case <-end:
			d.t.Fatalf("never came to: %s\n%s", what, d.frame())
		}
	}
}

func (d *driver) sees(want string) {
	d.t.Helper()
	d.until(want, func() bool { return strings.Contains(d.frame(), want) })
}

// keys presses keys: names like "enter", or text typed rune by rune.
func (d *driver) keys(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		switch k {
		case "enter", "esc", "ctrl+c", "tab", "ctrl+u", "ctrl+d", "space":
			d.m.quiet = time.Time{} // tests do not wait out the grace of a screen that came by itself
			d.do(d.m.key(k, ""))
		default:
			for _, r := range k {
				d.do(d.m.key(string(r), string(r)))
			}
		}
	}
}

// exchanged walks to the result of the exchange.
func (d *driver) exchanged() {
	d.t.Helper()
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
}

func (d *driver) posts(path string) int {
	n := 0
	for _, e := range d.server.Journal() {
		if e.Path == path && e.Method == http.MethodPost {
			n++
		}
	}
	return n
}
