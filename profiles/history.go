package profiles

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// History keeps redacted traces, one JSON line each, in a file per profile. It
// implements [flow.History].
type History struct {
	dir      string
	redactor *flow.Redactor
}

// NewHistory returns the history below the state directory dir.
func NewHistory(dir string, redactor *flow.Redactor) *History {
	return &History{dir: filepath.Join(dir, "history"), redactor: redactor}
}

// Sizes of a history file, in bytes and lines.
const (
	maxHistory  = 4 << 20 // trimmed above this …
	keptHistory = 2 << 20 // … to this
	maxTraces   = 2000    // and above as many lines …
	keptTraces  = 1000    // … to as many
	leastLine   = 300     // bytes that a line has at least: its names alone take more
	maxBody     = 64 << 10
	tailBlock   = 64 << 10
)

// line is one trace in the file. Every text in it went through the redactor.
type line struct {
	Schema   int         `json:"schema"`
	Profile  string      `json:"profile"`
	ID       string      `json:"id"`
	Step     flow.Step   `json:"step"`
	Started  time.Time   `json:"started"`
	Delivery string      `json:"delivery"`
	Phase    string      `json:"phase,omitempty"`
	Error    string      `json:"error,omitempty"`
	Times    flow.Times  `json:"times_ns"`
	Peer     flow.Peer   `json:"peer"`
	Method   string      `json:"method"`
	URL      string      `json:"url"`
	Sent     wire        `json:"sent"`
	Received wire        `json:"received"`
	Status   int         `json:"status,omitempty"`
	Proto    string      `json:"proto,omitempty"`
	Reason   string      `json:"reason,omitempty"`
	Header   http.Header `json:"header,omitempty"`
	Body     wire        `json:"body,omitempty"`
	Cut      bool        `json:"cut,omitempty"`
	Summary  string      `json:"summary"`
}

func (h *History) path(profile string) string { return filepath.Join(h.dir, profile+".jsonl") }

// historyWait is how long an append waits for another process that is at the file.
const historyWait = time.Second

// Append adds one trace by one write at the end of the file.
func (h *History) Append(t flow.Trace) error {
	if err := h.append(t); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	return nil
}

func (h *History) append(t flow.Trace) error {
	if err := checkName(t.Profile); err != nil {
		return err
	}
	if err := durable.MakeDir(h.dir); err != nil {
		return err
	}
	content, err := json.Marshal(h.line(t))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), historyWait)
	defer cancel()
	size, err := durable.AppendLine(ctx, h.path(t.Profile), content)
	if err == nil && over(h.path(t.Profile), size) {
		err = h.trim(ctx, t.Profile)
	}
	return err
}

// over reports whether a file of that size has to be trimmed. Lines are counted only
// where there can be too many.
func over(path string, size int64) bool {
	if size > maxHistory || size <= maxTraces*leastLine {
		return size > maxHistory
	}
	content, err := durable.Read(path, durable.Private, false, maxHistory)
	return err == nil && bytes.Count(content, []byte("\n")) > maxTraces
}

// line redacts a trace: each text whole, then cut, so that no limit hides a secret from
// the redactor.
func (h *History) line(t flow.Trace) line {
	red := func(s string) string { return h.redactor.Redact(s) }
	l := line{
		Schema: 1, Profile: t.Profile, ID: t.ID, Step: t.Step, Started: t.Started,
		Delivery: string(t.Delivery), Phase: string(t.Phase), Times: t.Times, Peer: redacted(t.Peer, red),
		Method: t.Request.Method, URL: red(t.Request.Target()),
		Sent: capped(red(string(t.Sent))), Received: capped(red(string(t.Readable()))), Summary: red(t.Summary),
	}
	if t.Err != nil {
		l.Error = red(t.Err.Error())
	}
	if r := t.Response; r != nil {
		l.Status, l.Proto, l.Reason, l.Cut = r.Status, red(r.Proto), red(r.Reason), r.Cut || r.Truncated
		l.Body = capped(red(string(r.Body)))
		l.Header = http.Header{}
		for name, values := range r.Header {
			for _, v := range values {
				l.Header.Add(red(name), red(v))
			}
		}
	}
	return l
}

// redacted is a peer whose names, which the server and the environment chose, went
// through the redactor.
func redacted(p flow.Peer, red func(string) string) flow.Peer {
	p.Address, p.Proxy = red(p.Address), red(p.Proxy)
	p.Subject, p.Issuer = red(p.Subject), red(p.Issuer)
	return p
}

// capped cuts a redacted text at a character's end.
func capped(text string) wire {
	end := min(len(text), maxBody)
	for end < len(text) && end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return wire(text[:end])
}

// Tail returns the newest n traces of a profile, oldest first. A damaged line
// costs that line.
func (h *History) Tail(profile string, n int) ([]flow.Trace, error) {
	lines, err := h.tailLines(profile, n)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var traces []flow.Trace
	for _, raw := range lines {
		var l line
		if json.Unmarshal(raw, &l) == nil && l.Schema == 1 {
			traces = append(traces, l.trace())
		}
	}
	return traces, err
}

func (l line) trace() flow.Trace {
	t := flow.Trace{
		Origin:  flow.OriginHistory,
		Profile: l.Profile, ID: l.ID, Step: l.Step, Started: l.Started, Delivery: flow.Delivery(l.Delivery),
		Phase: flow.Phase(l.Phase), Times: l.Times, Peer: l.Peer, Summary: l.Summary,
		Request: flow.Request{Step: l.Step, Method: l.Method, URL: l.URL},
		Sent:    []byte(l.Sent), Received: []byte(l.Received),
	}
	if l.Error != "" {
		t.Err = errors.New(l.Error)
	}
	if l.Status != 0 {
		t.Response = &flow.Response{Proto: l.Proto, Status: l.Status, Reason: l.Reason, Header: l.Header, Body: []byte(l.Body), Cut: l.Cut}
	}
	return t
}

// tailLines reads the last n lines from the file's end, block by block.
func (h *History) tailLines(profile string, n int) ([][]byte, error) {
	if err := checkName(profile); err != nil {
		return nil, err
	}
	f, err := durable.Open(h.path(profile), durable.Private, false)
	if err != nil {
		return nil, refused(err)
	}
	defer func() { _ = f.Close() }()
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	var tail []byte
	for at := end; at > 0 && bytes.Count(tail, []byte("\n")) <= n; {
		size := min(at, tailBlock)
		at -= size
		block := make([]byte, size, int(size)+len(tail))
		if _, err := f.ReadAt(block, at); err != nil {
			return nil, err
		}
		tail = append(block, tail...)
	}
	lines := bytes.Split(bytes.TrimRight(tail, "\n"), []byte("\n"))
	return lines[max(0, len(lines)-n):], nil
}

// trim keeps the newest lines of an over-long file, and removes what a killed
// trim left.
func (h *History) trim(ctx context.Context, profile string) error {
	lock, err := durable.Lock(ctx, h.path(profile))
	if err != nil {
		return err
	}
	defer func() { _ = lock.Unlock() }()
	left, _ := durable.Leftovers(h.path(profile))
	for _, path := range left {
		_ = os.Remove(path)
	}
	info, err := os.Lstat(h.path(profile))
	if err != nil || !over(h.path(profile), info.Size()) { // another process was faster
		return err
	}
	lines, err := h.tailLines(profile, keptTraces)
	if err != nil {
		return err
	}
	from, size := len(lines), 0
	for from > 0 && (size == 0 || size+len(lines[from-1]) < keptHistory) {
		from--
		size += len(lines[from]) + 1
	}
	return durable.Replace(h.path(profile), append(bytes.Join(lines[from:], []byte("\n")), '\n'), nil)
}
