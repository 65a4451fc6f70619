package tui

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/ui"
)

// bench is the workbench over own profiles, answered as Bubble Tea does it.
type bench struct {
	*App
	b    *testing.B
	work *profiles.Workspace
	msgs chan tea.Msg
	at   time.Duration
}

// newBench is the workbench over n profiles, each with a pair that lives an hour; api are
// the addresses of the first ones' API.
func newBench(b *testing.B, n int, api ...string) *bench {
	b.Helper()
	apps := make([]flow.App, n)
	for i := range apps {
		apps[i] = flow.App{Name: fmt.Sprintf("app-%04d", i), Type: flow.General, ClientID: "client", RedirectURI: "http://127.0.0.1:8976/callback", Endpoints: flow.Commercial()}
	}
	for i := range api {
		apps[i].Endpoints.APIURL = api[i]
	}
	redactor := &flow.Redactor{}
	w := profiles.Opening{Redactor: redactor}.Over(apps, filepath.Join(b.TempDir(), "state"))
	d := &bench{b: b, work: w, msgs: make(chan tea.Msg, 1<<12)}
	for _, app := range apps {
		d.hold(app.Name, 0)
	}
	d.App = New(Options{Real: w, Redactor: redactor, Running: func() time.Duration {
		d.at += time.Second // no key is as near to the one before as those of a paste
		return d.at
	}})
	d.run(d.Init())
	d.send(tea.WindowSizeMsg{Width: 100, Height: 30})
	d.until("the pairs", func() bool { return strings.Contains(d.View().Content, "59:") })
	return d
}

// hold saves a pair of a profile, as another process does.
func (d *bench) hold(profile string, n int) {
	txn, err := d.work.Store.Open(context.Background(), profile)
	if err != nil {
		d.b.Fatal(err)
	}
	defer txn.Close() // it was committed
	state, now := txn.State(), time.Now()
	state.Token = flow.Token{
		AccessToken:  flow.NewSecret(flow.KindAccessToken, fmt.Sprintf("%s-access-%d", profile, n)),
		RefreshToken: flow.NewSecret(flow.KindRefreshToken, fmt.Sprintf("%s-refresh-%d", profile, n)),
		ObtainedAt:   now, RefreshedAt: now, ExpiresAt: now.Add(time.Hour),
	}
	if err := txn.Reserve(); err != nil {
		d.b.Fatal(err)
	}
	if err := txn.Commit(state); err != nil {
		d.b.Fatal(err)
	}
}

func (d *bench) run(cmd tea.Cmd) { Perform(cmd, d.msgs) }

func (d *bench) send(msg tea.Msg) {
	_, cmd := d.Update(msg)
	d.run(cmd)
}

// until answers messages until done.
func (d *bench) until(what string, done func() bool) {
	late := time.After(time.Minute)
	for !done() {
		select {
		case msg := <-d.msgs:
			d.send(msg)
		case <-late:
			d.b.Fatalf("never came: %s\n%s", what, d.View().Content)
		}
	}
}

// frame draws what is shown.
func (d *bench) frame() {
	if len(d.View().Content) == 0 {
		d.b.Fatal("nothing was drawn")
	}
}

func key(r rune) tea.Msg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

// open shows a profile's page with its history.
func (d *bench) open(profile string) {
	d.run(d.desk.Show(ui.Place{Kind: ui.Flow, Profile: profile}))
	s := d.own.real.find(profile)
	d.until("the history", func() bool { return s.Timeline().Len() > 0 })
}

func BenchmarkMovingKey(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := newBench(b, n)
			down := true
			for b.Loop() {
				pressed := 'k'
				if down {
					pressed = 'j'
				}
				down = !down
				_, _ = d.Update(key(pressed))
				d.frame()
			}
		})
	}
}

// The first whole frame of 20 profiles, with what they hold.
func BenchmarkFirstWholeFrame(b *testing.B) {
	made := newBench(b, 20)
	for b.Loop() {
		d := &bench{b: b, work: made.work, msgs: make(chan tea.Msg, 1<<12)}
		d.App = New(Options{Real: made.work, Redactor: made.opts.Redactor})
		d.run(d.Init())
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.until("the pairs", func() bool { return strings.Contains(d.View().Content, "59:") })
	}
}

// answered is a probe with a body, as the history has it.
func answered(profile, id string, body []byte) flow.Trace {
	return flow.Trace{
		Profile: profile, ID: id, Step: flow.StepProbe, Delivery: flow.Answered, Started: time.Now(), Summary: "ok",
		Request:  flow.Request{Step: flow.StepProbe, Method: "GET", URL: "https://api.zoom.us/v2/users/me"},
		Sent:     []byte("GET /v2/users/me HTTP/1.1\r\n\r\n"),
		Response: &flow.Response{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: body, Header: http.Header{"Content-Type": {"application/json"}}},
	}
}

// A change on disk, to the frame that shows it, behind a history of 100,000 events.
func BenchmarkChangeWith100000Events(b *testing.B) {
	d := newBench(b, 1)
	if err := d.work.History.Append(answered("app-0000", "old", []byte(`{}`))); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(d.work.StateDir, "history", "app-0000.jsonl")
	line, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Repeat(line, 100_000), 0o600); err != nil {
		b.Fatal(err)
	}
	d.open("app-0000")
	s, n := d.own.real.find("app-0000"), 0
	for b.Loop() {
		n++
		b.StopTimer()
		id := fmt.Sprint("new", n)
		if err := d.work.History.Append(answered("app-0000", id, []byte(`{}`))); err != nil {
			b.Fatal(err)
		}
		d.hold("app-0000", n)
		b.StartTimer()
		d.run(d.own.real.poll())
		d.until("the change", func() bool { return s.Timeline().Index(id) >= 0 })
		d.frame()
	}
}

// A key that scrolls a body of 1 MiB, and a change while it is shown.
func BenchmarkOneMebibyteBody(b *testing.B) {
	item := `{"name of a member": "value of it", "b": [1, 2, 3]},`
	body := []byte(`{"id": "Rw81nTqYQ0", "email": "jane@acme.example", "list": [` + strings.Repeat(item, (1<<20)/len(item)-3) + `true]}`)
	zoom := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	defer zoom.Close()
	d := newBench(b, 1, zoom.URL)
	d.run(d.desk.Show(ui.Place{Kind: ui.Flow, Profile: "app-0000", Step: string(flow.StepProbe)}))
	d.until("the draft", func() bool { return strings.Contains(d.View().Content, "ready") })
	d.send(tea.KeyPressMsg{Code: tea.KeyEnter})
	d.until("the body", func() bool { return strings.Contains(d.View().Content, "name of a member") })
	d.send(key('f'))
	d.until("the whole entry", func() bool { return !strings.Contains(d.View().Content, "Timeline") })
	b.Run("scroll", func(b *testing.B) {
		for b.Loop() {
			_, _ = d.Update(key('j'))
			d.frame()
		}
	})
	b.Run("change", func(b *testing.B) {
		for b.Loop() {
			_, _ = d.Update(ui.ChangedMsg{Profile: "app-0000"})
			d.frame()
		}
	})
}
