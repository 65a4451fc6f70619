package inspect

import (
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Views are those of row i of the timeline, the one that is shown first first.
func Views(c Context, s *session.Session, i int) []View {
	r, _ := s.Timeline().Result(i)
	if r.ID == "" {
		return nil
	}
	if w, open := s.Consent().Waiting(); open && w.Entry == r.ID {
		return waitingViews(w)
	}
	return []View{
		{safe.Const("Result"), func(c Context) Page { return result(c, r) }},
		{safe.Const("Request"), func(c Context) Page { return request(c, r.Trace.Request, r.Edits) }},
	}
}

// Draft are the views of a request that was not sent.
func Draft(c Context, s *session.Session, d *session.Draft) []View {
	return []View{{safe.Const("Request"), func(c Context) Page { return draft(c, d) }}}
}

// Compared lays two rows of the timeline side by side.
func Compared(c Context, s *session.Session, a, b string) []View {
	return []View{{safe.Const("Compare"), func(c Context) Page { return Page{} }}}
}

// Copy is something of an entry that can be copied or written to a file.
type Copy struct {
	Key    byte
	Name   safe.Text
	Note   safe.Text
	Secret bool
	Text   func() string
}

// Copies are those of a row of the timeline.
func Copies(s *session.Session, r session.Result) []Copy { return nil }

// DraftCopies are those of a draft.
func DraftCopies(s *session.Session, d *session.Draft) []Copy { return nil }

func result(c Context, r session.Result) Page {
	p := Page{}
	if r.Trace.Response != nil {
		for _, l := range c.Clean.Bytes(r.Trace.Response.Body).Lines() {
			p.Lines = append(p.Lines, ui.L(ui.S(safe.Format("%s ", c.Theme.Glyph.Side), ui.Faint), ui.S(l, ui.Plain)))
		}
	}
	return p
}

func waitingViews(w session.Waiting) []View {
	return []View{{safe.Const("URL"), func(c Context) Page {
		p := Page{}
		for _, l := range c.Clean.Whole(w.URL).Fill(c.Width) {
			p.Lines = append(p.Lines, ui.L(ui.Span{Text: l, Link: c.Clean.Whole(w.URL)}))
		}
		return p
	}}}
}
