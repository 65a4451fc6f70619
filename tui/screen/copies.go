package screen

import (
	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/tui/session"
)

// Copy is one thing that a screen can copy: the letter that follows y, what the
// row of keys calls it, and its text. Text never holds a secret that is not
// shown: a hidden one copies as its fingerprint, and What says so.
type Copy struct {
	Key, Word string
	What      string        // as in "Sent the URL to the clipboard"
	Text      func() string // made when it is copied: a body may be long
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
	list := []Copy{{"y", "URL", "the URL", text(at.URL())}, {"u", "URL", "the URL", text(at.URL())}}
	if line := tunnelLine(c, c.Current.App); at.Address != "" && line != "" {
		list = append(list, Copy{"l", "ssh line", "the ssh line", text(line)})
	}
	return list
}

// Copies are the link and the code while the device flow is open.
func (d *Device) Copies(c Context) []Copy {
	open := c.Current.Device
	if !open.Open() {
		return nil
	}
	return []Copy{{"y", "link", "the link", text(open.Link())}, {"u", "link", "the link", text(open.Link())}}
}

// Copies are the field under the cursor of a preview, and of a result what is
// handed on: curl text, tracking id, report.
func (s *Step) Copies(c Context) []Copy {
	st := s.state(c)
	if st.Showing == session.Result && st.Outcome != nil {
		return traceCopies(c, st.Outcome.Trace)
	}
	if st.Draft.Method == "" {
		return nil
	}
	list := []Copy{s.field()}
	return append(list, Copy{"u", "URL", "the URL", text(st.Draft.URL)}, Copy{"c", "curl", "the curl text", func() string { return export.Curl(st.Draft) }})
}

// field is what the cursor of a preview is on.
func (s *Step) field() Copy {
	_, f, secret := s.fields.Current()
	switch {
	case secret.IsZero():
		return Copy{"y", f.Name, f.Name, text(f.Plain)}
	case s.fields.Revealed():
		return Copy{"y", f.Name, "the value of " + f.Name, secret.Reveal}
	default:
		return Copy{"y", f.Name, "the fingerprint of " + f.Name + ", v reveals the value,", secret.Fingerprint}
	}
}

// traceCopies hands on one request with its answer.
func traceCopies(c Context, t flow.Trace) []Copy {
	redact := c.Clean.Redactor.Redact
	report := func() string { return export.Report([]flow.Trace{t}, c.Version, redact) }
	list := []Copy{{"y", "report", "the report", report}, {"r", "report", "the report", report}}
	if id := t.Response.TrackingID(); id != "" {
		list = append(list, Copy{"t", "tracking id", "the tracking id", text(c.line(id))})
	}
	return append(list, Copy{"c", "curl", "the curl text", func() string { return export.Curl(t.Request) }},
		Copy{"h", "HAR", "the HAR", func() string {
			content, _ := export.HAR([]flow.Trace{t}, c.Version, redact) // of strings and numbers: cannot fail
			return string(content)
		}})
}
