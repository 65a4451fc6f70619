package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// turn is one request while it takes effect, with the server as it finds it. Rules and
// apps are its own: the scenarios that are on change them for this request alone.
type turn struct {
	request *http.Request
	answer  *held
	entry   *Entry
	rules   Rules
	apps    []App
	now     func() time.Time // without the skew of the rules
}

type turnKey struct{}

// newTurn reads a request, at most [maxForm] bytes of its body.
func newTurn(r *http.Request, now func() time.Time) *turn {
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxForm))
	t := &turn{
		answer: &held{header: http.Header{}, status: http.StatusOK},
		entry:  &Entry{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Clone(), Body: body},
		now:    now,
	}
	t.entry.Form, _ = url.ParseQuery(string(body))
	t.request = r.WithContext(context.WithValue(r.Context(), turnKey{}, t))
	t.request.Body = io.NopCloser(bytes.NewReader(body))
	return t
}

// inTurn makes a handler of what answers a turn.
func inTurn(serve func(*turn)) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		if t, ok := r.Context().Value(turnKey{}).(*turn); ok {
			serve(t)
		}
	}
}

// clock is the server's time, skewed by the rule.
func (t *turn) clock() time.Time { return t.now().Add(t.rules.ClockSkew) }

func (t *turn) app(clientID string) (App, bool) { return findApp(t.apps, clientID) }

func (t *turn) query() url.Values { return t.request.URL.Query() }

// setHeaders sets what every answer of Zoom carries [§7].
func (t *turn) setHeaders() {
	t.answer.header.Set("x-zm-trackingid", "v=2.0;clid=us02;rid=WEB_"+randomHex(16))
	t.answer.header.Set("Cache-Control", "no-store, no-cache, must-revalidate")
	t.answer.header.Set("Date", t.clock().UTC().Format(http.TimeFormat))
}

// refuse answers with r and notes it in the journal.
func (t *turn) refuse(r refusal) {
	t.entry.Row, t.entry.Modelled = r.row, r.modelled
	t.json(r.status, r.body)
}

func (t *turn) json(status int, body string) { t.answer.write("application/json", status, body) }

// page answers with a page; title and body are HTML.
func (t *turn) page(status int, title, body string) {
	t.answer.write("text/html", status, framed(title, body))
}

// held is an answer that waits for delivery.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }

func (h *held) write(kind string, status int, body string) {
	h.header.Set("Content-Type", kind+";charset=UTF-8")
	h.status = status
	h.body.WriteString(body)
}
