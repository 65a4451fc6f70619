package profiles

import (
	"net/http"
	"time"
	"unicode/utf8"

	"zoauth/flow"
)

// historySchema is what new lines are of. Those of schema 1 have no kind, origin,
// process, kind of error, fields and attempt.
const historySchema = 2

// line is one trace in the file. Every text in it went through the redactor.
type line struct {
	Schema    int            `json:"schema"`
	Kind      flow.TraceKind `json:"kind,omitempty"`
	Origin    flow.Origin    `json:"origin,omitempty"`
	By        string         `json:"by,omitempty"`
	PID       int            `json:"pid,omitempty"`
	Profile   string         `json:"profile"`
	ID        string         `json:"id"`
	Step      flow.Step      `json:"step"`
	Started   time.Time      `json:"started"`
	Delivery  string         `json:"delivery"`
	Phase     string         `json:"phase,omitempty"`
	ErrorKind flow.ErrorKind `json:"error_kind,omitempty"`
	Error     string         `json:"error,omitempty"`
	Times     flow.Times     `json:"times_ns"`
	Peer      flow.Peer      `json:"peer"`
	Method    string         `json:"method"`
	URL       string         `json:"url"`
	Sent      wire           `json:"sent"`
	Received  wire           `json:"received"`
	Status    int            `json:"status,omitempty"`
	Proto     string         `json:"proto,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Header    http.Header    `json:"header,omitempty"`
	Body      wire           `json:"body,omitempty"`
	Cut       bool           `json:"cut,omitempty"`
	Summary   string         `json:"summary"`
	Fields    []fieldLine    `json:"fields,omitempty"`
	Attempt   *attemptLine   `json:"attempt,omitempty"`
	Adoption  *adoptionLine  `json:"adoption,omitempty"`
}

// fieldLine is a field that held a secret.
type fieldLine struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	Digest      string `json:"digest,omitempty"`
	Spent       bool   `json:"spent,omitempty"`
	Received    bool   `json:"received,omitempty"`
}

// attemptLine is an attempt's record.
type attemptLine struct {
	End          flow.AttemptEnd `json:"end"`
	Hits         []hitLine       `json:"hits,omitempty"`
	Unkept       int             `json:"unkept,omitempty"`
	Error        string          `json:"error,omitempty"`
	Description  string          `json:"description,omitempty"`
	AnsweredAt   time.Time       `json:"answered_at,omitzero"`
	Pasted       bool            `json:"pasted,omitempty"`
	StateChecked bool            `json:"state_checked,omitempty"`
}

// adoptionLine says how tokens that no request brought became current.
type adoptionLine struct {
	How flow.OriginKind `json:"how"`
}

type hitLine struct {
	Kind    flow.HitKind `json:"kind"`
	Text    string       `json:"text,omitempty"`
	Request string       `json:"request,omitempty"`
	Status  int          `json:"status,omitempty"`
	At      time.Time    `json:"at"`
	Pasted  bool         `json:"pasted,omitempty"`
}

// line redacts a trace: each text whole, then cut, so that no limit hides a secret from
// the redactor.
func (h *History) line(t flow.Trace, key *flow.SealKey) line {
	red := func(s string) string { return h.redactor.Redact(s) }
	l := line{
		Schema: historySchema, Kind: t.Kind(), Origin: t.Origin, By: red(t.By), PID: t.PID,
		Profile: t.Profile, ID: t.ID, Step: t.Step, Started: t.Started,
		Delivery: string(t.Delivery), Phase: string(t.Phase), Times: t.Times, Peer: redacted(t.Peer, red),
		Method: t.Request.Method, URL: red(t.Request.Target()),
		Sent: capped(red(string(t.Sent)), maxBody), Received: capped(red(string(t.Readable())), maxBody), Summary: red(t.Summary),
	}
	if t.Err != nil {
		l.ErrorKind, l.Error = flow.KindOf(t.Err), red(t.Err.Error())
	}
	l.Fields, l.Attempt = sealed(t, key), attemptLineOf(t.Attempt, red)
	if t.Adoption != nil {
		l.Adoption = &adoptionLine{t.Adoption.How}
	}
	if r := t.Response; r != nil {
		l.Status, l.Proto, l.Reason, l.Cut = r.Status, red(r.Proto), red(r.Reason), r.Cut || r.Truncated
		l.Body = capped(red(string(r.Body)), maxBody)
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

// capped cuts a redacted text to limit bytes, at a character's end.
func capped(text string, limit int) wire {
	end := min(len(text), limit)
	for end < len(text) && end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return wire(text[:end])
}

func (l line) trace(key *flow.SealKey) flow.Trace {
	t := flow.Trace{
		Origin: flow.OriginHistory, Recorded: l.Origin, By: l.By, PID: l.PID, Attempt: l.Attempt.record(),
		Profile: l.Profile, ID: l.ID, Step: l.Step, Started: l.Started, Delivery: flow.Delivery(l.Delivery),
		Phase: flow.Phase(l.Phase), Times: l.Times, Peer: l.Peer, Summary: l.Summary,
		Request: flow.Request{Step: l.Step, Method: l.Method, URL: l.URL},
		Sent:    []byte(l.Sent), Received: []byte(l.Received),
	}
	for _, f := range l.Fields {
		t.Seals = append(t.Seals, key.Keyed(flow.Seal{Name: f.Name, Fingerprint: f.Fingerprint, Digest: f.Digest, Spent: f.Spent, Received: f.Received}))
	}
	if l.Adoption != nil {
		t.Adoption = &flow.Adoption{How: l.Adoption.How}
	}
	if l.ErrorKind != flow.NoError {
		t.Err = &flow.PastError{Kind: l.ErrorKind, Text: l.Error}
	}
	if l.Status != 0 {
		t.Response = &flow.Response{Proto: l.Proto, Status: l.Status, Reason: l.Reason, Header: l.Header, Body: []byte(l.Body), Cut: l.Cut}
	}
	return t
}

// sealed are the secrets that a trace holds, sealed.
func sealed(t flow.Trace, key *flow.SealKey) []fieldLine {
	var fields []fieldLine
	add := func(name string, s flow.Secret, spent, received bool) {
		if !s.IsZero() {
			seal := key.Seal(name, s)
			fields = append(fields, fieldLine{name, seal.Fingerprint, seal.Digest, spent, received})
		}
	}
	add("authorization", t.Request.Auth.Secret, t.Request.Auth.Scheme == flow.Bearer, false)
	for _, group := range [][]flow.Field{t.Request.Query, t.Request.Header, t.Request.Form} {
		for _, f := range group {
			add(f.Name, f.Secret, f.Secret == t.Request.Credential(), false)
		}
	}
	if t.Attempt != nil {
		if c := t.Attempt.Callback; c != nil {
			add("code", c.Code, false, true)
		}
		return fields
	}
	brought, received := flow.Classify(t).Token, true
	if t.Adoption != nil {
		brought, received = t.Adoption.Token, t.Adoption.How != flow.GaveBack
	}
	add("access_token", brought.AccessToken, false, received)
	add("refresh_token", brought.RefreshToken, false, received)
	return fields
}

func attemptLineOf(a *flow.AttemptRecord, red func(string) string) *attemptLine {
	if a == nil {
		return nil
	}
	l := &attemptLine{End: a.End, Unkept: a.Unkept}
	for _, h := range a.Hits {
		l.Hits = append(l.Hits, hitLine{h.Kind, red(h.Text), string(capped(red(h.Request), maxCallback)), h.Status, h.At, h.Pasted})
	}
	if c := a.Callback; c != nil {
		l.Error, l.Description = red(c.Error), red(c.Description)
		l.AnsweredAt, l.Pasted, l.StateChecked = c.At, c.Pasted, c.StateChecked
	}
	return l
}

func (l *attemptLine) record() *flow.AttemptRecord {
	if l == nil {
		return nil
	}
	a := &flow.AttemptRecord{End: l.End, Unkept: l.Unkept}
	for _, h := range l.Hits {
		a.Hits = append(a.Hits, flow.Hit{Kind: h.Kind, Text: h.Text, Request: h.Request, Status: h.Status, At: h.At, Pasted: h.Pasted})
	}
	if !l.AnsweredAt.IsZero() {
		a.Callback = &flow.Callback{Error: l.Error, Description: l.Description, At: l.AnsweredAt, Pasted: l.Pasted, StateChecked: l.StateChecked}
	}
	return a
}
