package flow

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
)

// The types below hold raw bytes of the wire. Printing them by accident, in a
// panic's text or a log line, gives one line without those bytes, whatever the
// verb. Screens and exports read the fields, through a [Redactor].

// String names the request without query, header and body.
func (r Request) String() string {
	bare, _, _ := strings.Cut(r.URL, "?")
	return fmt.Sprintf("%s: %s %s", r.Step, r.Method, bare)
}

// String tells the status and the length of the body.
func (r Response) String() string {
	return fmt.Sprintf("%s %d, %d bytes", r.Proto, r.Status, len(r.Body))
}

// String tells how far the send got.
func (t Trace) String() string {
	answer := "no response"
	if t.Response != nil {
		answer = t.Response.String()
	}
	return fmt.Sprintf("trace %s: %s, %s: %s", t.ID, t.Request, t.Delivery, answer)
}

// String tells the verdict and how much was kept.
func (a Answer) String() string {
	return fmt.Sprintf("%s, %d bytes kept", a.Verdict, a.Candidate.kept())
}

// String names the response that it is and how much of it is kept.
func (c Candidate) String() string {
	return fmt.Sprintf("candidate of %s with status %d, %d bytes kept", c.Step, c.Status, len(c.Raw))
}

// Format prints [Request.String] for every verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// Format prints [Response.String] for every verb.
func (r Response) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// Format prints [Trace.String] for every verb.
func (t Trace) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// Format prints [Answer.String] for every verb.
func (a Answer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// Format prints [Candidate.String] for every verb.
func (c Candidate) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue returns [Trace.String].
func (t Trace) LogValue() slog.Value { return slog.StringValue(t.String()) }

// LogValue returns [Request.String].
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// LogValue tells the step's verdict: an Outcome holds the trace.
func (o Outcome) LogValue() slog.Value { return slog.StringValue(o.Answer.String()) }

// Readable returns the answer as it may be redacted and shown: the header as it
// was read, the decoded body and what came behind it. In Received, the borders of chunks and gzip can
// hide a secret from the [Redactor].
func (t Trace) Readable() []byte {
	if t.Response == nil {
		return t.Received
	}
	return slices.Concat(header(t.Received), t.Response.Body, t.Response.Surplus)
}

// header returns received up to the final answer's body, informational answers
// included; nil where there is no whole header.
func header(received []byte) []byte {
	in := bytes.NewReader(received)
	from := bufio.NewReader(in)
	if _, err := readFinal(from); err != nil {
		return nil
	}
	return received[:len(received)-in.Len()-from.Buffered()]
}
