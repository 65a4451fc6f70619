package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Views are those of row i of the timeline, the one that is shown first first.
func Views(c Context, s *session.Session, i int) []View {
	r, whole := s.Timeline().Result(i)
	if r.ID == "" {
		if s.State().Damage != "" {
			return []View{{safe.Const("Why"), func(d *drawing) { (&card{drawing: d, s: s, newest: true}).damaged() }}}
		}
		return []View{{safe.Const("Profile"), func(d *drawing) { d.profile(s.App()) }}}
	}
	if w, open := s.Consent().Waiting(); open && w.Entry == r.ID {
		return waitingViews(w, r, c.URLAbove)
	}
	request := View{safe.Const("Request"), func(d *drawing) { d.request(s, r) }}
	if f := s.Flight(); f != nil && f.Entry() == r.ID {
		return []View{request, {safe.Const("Timing"), func(d *drawing) { flight{d, s}.draw() }}}
	}
	if !whole {
		return []View{{safe.Const("Result"), func(d *drawing) { d.prose(safe.Const("Reading the history."), ui.Faint, ui.Keep) }}}
	}
	return append(firstViews(s, r, request), lastViews(s, r)...)
}

// firstViews are why a row did not go well, or what came of it, with the request.
func firstViews(s *session.Session, r session.Result, request View) []View {
	why := View{safe.Const("Why"), func(d *drawing) { newCard(d, s, r).why() }}
	result := View{safe.Const("Result"), func(d *drawing) { resultPage{newCard(d, s, r)}.draw() }}
	if r.Trace.Request.Method == "" && len(r.Trace.Sent) == 0 {
		if bad(r.Entry) {
			return []View{why}
		}
		return []View{result}
	}
	response := View{safe.Const("Response"), func(d *drawing) { d.response(r.Trace) }}
	came := r.Trace.Response != nil || len(r.Trace.Received) > 0
	switch {
	case r.Mark == session.Unsaved:
		return []View{why, response, request}
	case bad(r.Entry) && came:
		return []View{why, request, response}
	case bad(r.Entry):
		return []View{why, request}
	case r.Expected == session.AsExpected && r.Mistake != "":
		return []View{result, why, request}
	default:
		return []View{result, request}
	}
}

// bad reports whether a row's first view says why.
func bad(e session.Entry) bool {
	return e.Mark == session.Failed || e.Mark == session.Uncertain || e.Mark == session.Unsaved
}

// lastViews are those that a row has by what is known of it.
func lastViews(s *session.Session, r session.Result) []View {
	var views []View
	if r.Trace.Response != nil || len(r.Trace.Sent) > 0 {
		views = append(views, View{safe.Const("Headers"), func(d *drawing) { d.headers(r.Trace) }})
	}
	if len(tokensOf(r)) > 0 {
		views = append(views, View{safe.Const("Token"), func(d *drawing) { tokens{d}.row(s.App(), r) }})
	}
	if r.Kind == session.KindRequest && r.Trace.ID != "" {
		views = append(views, View{safe.Const("Timing"), func(d *drawing) { timing{d}.draw(r.Trace) }})
	}
	return views
}

// waitingViews are those of an open attempt or device authorization; above says that the
// URL stands over them.
func waitingViews(w session.Waiting, r session.Result, above bool) []View {
	if w.Step == flow.StepDevice {
		var granted *flow.Device
		if r.Outcome != nil {
			granted = r.Outcome.Answer.Device
		}
		return []View{
			{safe.Const("Code"), func(d *drawing) { devicePage{waitingPage{d, w}, granted}.draw() }},
			{safe.Const("Request"), func(d *drawing) { fields{drawing: d, r: r.Trace.Request, edits: r.Edits}.draw() }},
		}
	}
	callbacks := safe.Const("Callbacks")
	if n := len(w.Callbacks); n > 0 {
		callbacks = safe.Format("Callbacks %s", safe.Int(n))
	}
	request := View{safe.Const("Request"), func(d *drawing) { fields{drawing: d, r: w.Request, edits: r.Edits}.draw() }}
	url := func(d *drawing) { waitingPage{d, w}.url() }
	if above {
		return []View{{callbacks, url}, request}
	}
	return []View{{safe.Const("URL"), url}, request, {callbacks, func(d *drawing) {
		page := waitingPage{d, w}
		d.page.Note = page.listens()
		page.hits()
	}}}
}

// request is the request of a row as it was sent, or, of the history, its bytes
// with the secrets masked. One in flight tells how far it is.
func (d *drawing) request(s *session.Session, r session.Result) {
	f := s.Flight()
	flying := f != nil && f.Entry() == r.ID
	if flying && s.Stage() == flow.StageLocking {
		d.page.Note = ui.L(faint(safe.Const("nothing sent yet")))
	} else if flying {
		d.page.Note = ui.L(faint(safe.Format("sent %s", d.clock(f.Since()))))
	} else if n := len(r.Trace.Sent); n > 0 {
		d.page.Note = ui.L(faint(ui.Count(n, safe.Const("byte"))))
	}
	if r.Trace.Request.Method == "" {
		d.outside(d.textLines(r.Trace.Sent)...)
		return
	}
	fields{drawing: d, r: r.Trace.Request, edits: r.Edits}.draw()
	if flying {
		flight{d, s}.draw()
	}
}

// Draft are the views of a request that was not sent.
func Draft(c Context, s *session.Session, dr *session.Draft) []View {
	return []View{
		{safe.Const("Request"), func(d *drawing) { newDraftPage(d, s, dr).draw() }},
		{checksTitle(c, checksOf(c, s, dr)), func(d *drawing) { newDraftPage(d, s, dr).allChecks() }},
	}
}

// Compared lays two rows of the timeline side by side; the views of the later one
// follow.
func Compared(c Context, s *session.Session, a, b string) []View {
	line := s.Timeline()
	first, _ := line.Result(line.Index(a))
	second, _ := line.Result(line.Index(b))
	compare := View{safe.Const("Compare"), func(d *drawing) { sideBySide{d}.rows(s, first, second) }}
	later := Views(c, s, max(line.Index(a), line.Index(b)))
	return append([]View{compare}, later[:min(len(later), 3)]...)
}
