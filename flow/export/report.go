package export

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
)

// Report writes traces as Markdown for a ticket or Zoom support: what was asked,
// when in UTC, what came back, the tracking ids. redact must not be nil: a report
// is made to be sent away.
func Report(traces []flow.Trace, version string, redact Redact) string {
	var b strings.Builder
	b.WriteString("# Zoom OAuth: requests and responses\n\n")
	fmt.Fprintf(&b, "Made by zoauth %s. Secrets are fingerprints: the first six hex digits of their SHA-256, the same for the same secret.\n\n", version)
	b.WriteString("| # | UTC | step | status | error | reason | x-zm-trackingid |\n|---|---|---|---|---|---|---|\n")
	for i, t := range traces {
		code, reason := refusal(t, redact)
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s | %s | %s |\n", i+1, t.Started.UTC().Format("2006-01-02 15:04:05.000"), t.Step,
			status(t), cell(code), cell(reason), cell(redact.text(t.Response.TrackingID())))
	}
	for i, t := range traces {
		fmt.Fprintf(&b, "\n## %d. %s of %s\n\n", i+1, t.Step, cell(t.Profile))
		switch t.Kind() {
		case flow.TraceAttempt:
			attemptOf(t, redact).report(&b)
		case flow.TraceAdoption:
			adoption(&b, t, redact)
		default:
			detail(&b, t, redact)
		}
	}
	return b.String()
}

func detail(b *strings.Builder, t flow.Trace, redact Redact) {
	fmt.Fprintf(b, "- started %s, %s, total %s\n", t.Started.UTC().Format(time.RFC3339Nano), t.Delivery, t.Times.Total.Round(time.Microsecond))
	if t.Peer.Address != "" {
		fmt.Fprintf(b, "- peer %s %s %s\n", cell(redact.text(t.Peer.Address)), t.Peer.TLSVersion, cell(redact.text(t.Peer.Proxy)))
	}
	if t.Err != nil {
		fmt.Fprintf(b, "- %s: %s\n", t.Phase, cell(redact.text(t.Err.Error())))
	}
	if len(t.Sent) > 0 {
		fence(b, redact.text(string(t.Sent)))
	}
	if t.Response != nil {
		fence(b, redact.text(string(t.Readable())))
	}
}

// maxQuoted bounds one message in a report, in bytes.
const maxQuoted = 64 << 10

// fence quotes a message so that nothing in it can end the quotation.
func fence(b *strings.Builder, text string) {
	text = strings.ReplaceAll(text[:min(len(text), maxQuoted)], "\r\n", "\n")
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	fmt.Fprintf(b, "\n%shttp\n%s\n%s\n", marks, strings.TrimRight(text, "\n"), marks)
}

// refusal reads the error of a redacted answer: its texts are cut where it is read.
func refusal(t flow.Trace, redact Redact) (code, reason string) {
	if t.Attempt != nil && t.Attempt.Callback != nil {
		return redact.text(t.Attempt.Callback.Error), redact.text(t.Attempt.Callback.Description)
	}
	if t.Response == nil {
		return "", ""
	}
	answer := *t.Response
	answer.Body = []byte(redact.text(string(answer.Body)))
	t.Response = &answer
	if e := flow.Classify(t).Err; e != nil {
		return redact.text(e.Code), redact.text(e.Reason)
	}
	return "", ""
}

// adoption writes an adoption's part of a report.
func adoption(b *strings.Builder, t flow.Trace, redact Redact) {
	fmt.Fprintf(b, "- %s, without a request: %s\n", t.Started.UTC().Format(time.RFC3339Nano), cell(redact.text(t.Summary)))
}

func status(t flow.Trace) string {
	switch {
	case t.Attempt != nil:
		return ended(t.Attempt)
	case t.Adoption != nil:
		return string(t.Adoption.How)
	case t.Response == nil:
		return string(t.Delivery)
	}
	return fmt.Sprint(t.Response.Status)
}

// cell keeps text from ending a cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ").Replace(s)
}
