package screen

import (
	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// Copy is one thing that a screen can copy: the letter that follows y, what the
// row of keys calls it, and its text. Text never holds a secret that is not
// shown: a hidden one copies as its fingerprint, and What says so.
type Copy struct {
	Key, Word string
	What      string        // as in "Sent the URL to the clipboard"
	Text      func() string // made when it is copied: a body may be long
	Secret    bool          // Text is a secret that is shown
	Ask       intent.Intent // asks before it is done; Text is not used then
}

func text(s string) func() string { return func() string { return s } }

// Copier is a screen that has something to copy.
type Copier interface {
	// Copies lists what can be copied now; the first one is what yy copies.
	Copies(c Context) []Copy
}

// Copies are the URL and the ssh line while an attempt is open.
func (a *Authorize) Copies(c Context) []Copy {
	at := c.Current.Attempt
	if !at.Open() {
		return nil
	}
	list := []Copy{{Key: "y", Word: "URL", What: "the URL", Text: text(at.URL())}, {Key: "u", Word: "URL", What: "the URL", Text: text(at.URL())}}
	if line := tunnelLine(c, c.Current.App); at.Address != "" && line != "" {
		list = append(list, Copy{Key: "l", Word: "ssh line", What: "the ssh line", Text: text(line)})
	}
	return list
}

// Copies are the link and the code while the device flow is open.
func (d *Device) Copies(c Context) []Copy {
	open := c.Current.Device
	if !open.Open() {
		return nil
	}
	return []Copy{{Key: "y", Word: "link", What: "the link", Text: text(open.Link())}, {Key: "u", Word: "link", What: "the link", Text: text(open.Link())}}
}

// Copies are the field under the cursor of a preview, and of a result what is
// handed on: curl text, tracking id, report.
func (s *Step) Copies(c Context) []Copy {
	st := s.state(c)
	if st.Showing == session.Result && st.Outcome != nil {
		return append(traceCopies(c, st.Outcome.Trace, st.Outcome.Trace.Request), withSecrets(c, st.Outcome.Trace))
	}
	if st.Draft.Method == "" {
		return nil
	}
	list := []Copy{s.field(c)}
	return append(list, Copy{Key: "u", Word: "URL", What: "the URL", Text: text(st.Draft.URL)}, Copy{Key: "c", Word: "curl", What: "the curl text", Text: c.curl(st.Draft)})
}

// field is what the cursor of a preview is on.
func (s *Step) field(c Context) Copy {
	_, f, secret := s.fields.Current()
	switch {
	case secret.IsZero():
		return Copy{Key: "y", Word: c.line(f.Name), What: c.line(f.Name), Text: text(c.Clean.Redactor.Redact(f.Plain))}
	case s.fields.Revealed():
		return Copy{Key: "y", Word: c.line(f.Name), What: "the value of " + c.line(f.Name), Text: secret.Reveal, Secret: true}
	default:
		return Copy{Key: "y", Word: c.line(f.Name), What: "the fingerprint of " + c.line(f.Name) + ", v reveals the value,", Text: secret.Fingerprint}
	}
}

// curl is a request as a command. What stands in a body that is no form is redacted.
func (c Context) curl(r flow.Request) func() string {
	return func() string { return c.Clean.Redactor.Redact(export.Curl(r)) }
}

// traceCopies hands on one request with its answer; r is the request of t as data.
func traceCopies(c Context, t flow.Trace, r flow.Request) []Copy {
	redact := c.Clean.Redactor.Redact
	report := func() string { return export.Report([]flow.Trace{t}, c.Version, redact) }
	list := []Copy{{Key: "y", Word: "report", What: "the report", Text: report}, {Key: "r", Word: "report", What: "the report", Text: report}}
	if id := t.Response.TrackingID(); id != "" {
		list = append(list, Copy{Key: "t", Word: "tracking id", What: "the tracking id", Text: text(c.line(id))})
	}
	return append(list, Copy{Key: "c", Word: "curl", What: "the curl text", Text: c.curl(r)},
		Copy{Key: "h", Word: "HAR", What: "the HAR", Text: func() string {
			content, _ := export.HAR([]flow.Trace{t}, c.Version, redact) // of strings and numbers: cannot fail
			return string(content)
		}})
}

// withSecrets writes a request and its answer as they were, after the profile's name
// was typed.
func withSecrets(c Context, t flow.Trace) Copy {
	name := c.Current.App.Name
	return Copy{Key: "S", Word: "with secrets", Ask: intent.Ask{Question: intent.Question{
		Title: "With secrets", Verb: "write it",
		Text: []string{
			"This writes the request and its answer with every secret in them as a HAR file, mode 0600, which says so inside. Whoever has it can use them.",
			"Type " + name + " to write it.",
		},
		Word: name, Then: intent.Keep{What: "HAR-with-secrets.har", Text: func() string {
			content, _ := export.HAR([]flow.Trace{t}, c.Version, nil) // of strings and numbers: cannot fail
			return string(content)
		}},
	}}}
}
