package inspect

import (
	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/internal/safe"
	"zoauth/tui/session"
)

// Copy is something of an entry that can be copied or written to a file.
type Copy struct {
	Key    byte
	Name   safe.Text
	Note   safe.Text
	Secret bool
	Text   func() string
}

// redact is the cleaner's redactor, or none.
func (c Context) redact() export.Redact {
	if c.Clean.Redactor == nil {
		return func(s string) string { return s }
	}
	return c.Clean.Redactor.Redact
}

// Copies are those of a row of the timeline.
func Copies(c Context, s *session.Session, r session.Result) []Copy {
	var list []Copy
	t := r.Trace
	if t.Response != nil {
		list = append(list, Copy{Key: 'b', Name: safe.Const("the body, as received"), Secret: brought(r), Text: func() string { return string(t.Response.Body) }})
	} else if kept := s.Disk().Candidate(); kept != nil && r.Mark == session.Uncertain {
		list = append(list, Copy{Key: 'b', Name: safe.Const("the response, as received"), Secret: true, Text: func() string { return string(kept.Raw) }})
	}
	if t.Request.Method != "" || len(t.Sent) > 0 {
		request := t.Request
		if request.Method == "" {
			request = export.Rebuilt(t)
		}
		list = append(list, c.curl(request))
	}
	if id := t.Response.TrackingID(); id != "" {
		list = append(list, Copy{Key: 'k', Name: safe.Const("tracking ID"), Text: func() string { return c.redact()(id) }})
	}
	if t.ID == "" && t.Response == nil && len(t.Sent) == 0 {
		return list
	}
	list = append(list, Copy{Key: 'r', Name: safe.Const("report for Zoom support"), Note: safe.Const("redacted"), Text: func() string {
		return export.Report([]flow.Trace{t}, c.Version, c.redact())
	}})
	if t.Kind() == flow.TraceAdoption { // nothing was sent
		return list
	}
	return append(list, Copy{Key: 'h', Name: safe.Const("HAR"), Note: safe.Const("redacted"), Text: func() string {
		content, _ := export.HAR([]flow.Trace{t}, c.Version, c.redact()) // of strings and numbers: cannot fail
		return string(content)
	}})
}

// brought reports whether a response carries tokens, so that its body is a secret.
func brought(r session.Result) bool {
	return r.Access != "" || r.Refresh != "" || r.Step == flow.StepDevice || r.Outcome != nil && r.Outcome.Answer.Candidate != nil
}

// DraftCopies are those of a draft.
func DraftCopies(c Context, dr *session.Draft) []Copy {
	r := dr.Request()
	if r.Method == "" {
		return nil
	}
	return []Copy{c.curl(r)}
}

// curl is a request as a command without a secret. One that spends a token says so.
func (c Context) curl(r flow.Request) Copy {
	return Copy{Key: 'c', Name: safe.Const("curl command"), Note: safe.Const("no secret"), Text: func() string {
		return c.redact()(export.Curl(r))
	}}
}
