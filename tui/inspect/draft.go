package inspect

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// draftPage draws a request that was not sent.
type draftPage struct {
	fields
	s  *session.Session
	dr *session.Draft
}

func newDraftPage(d *drawing, s *session.Session, dr *session.Draft) draftPage {
	q := fields{drawing: d, r: dr.Request(), edits: dr.Edits()}
	if origin := s.State().Origin; origin != nil && origin.Kind == flow.Adopted && len(dr.Edits()) == 0 && dr.Step() != flow.StepExchange {
		q.origin = origin
	}
	return draftPage{q, s, dr}
}

// draw draws its fields, what is wrong with them, and
// what keeps it from being sent.
func (d draftPage) draw() {
	d.page.Note = ui.L(faint(safe.Const("nothing sent")))
	if m := d.dr.Mistake(); m != nil {
		d.prose(safe.Format("A deliberate mistake: %s. %s", d.Clean.Line(m.Title), d.Clean.Line(m.Why)), ui.Strong, ui.DropHelp)
	}
	if why := d.dr.Blocked(); why != "" {
		d.blockedBy(why)
	} else if !d.dr.Ready() {
		d.prose(safe.Const("Reading the client secret."), ui.Faint, ui.Keep)
	}
	if d.dr.Request().Method != "" {
		d.fields.draw()
		d.noScope()
		d.probeHost()
		d.outcome()
	}
	if d.More {
		d.reasons()
	}
	d.checks()
}

// noScope is the scope of an authorization that names none.
func (d draftPage) noScope() {
	r := d.r
	if r.Step != flow.StepAuthorize || slices.ContainsFunc(r.Query, func(f flow.Field) bool { return f.Name == "scope" }) ||
		slices.ContainsFunc(d.edits, func(e session.Edit) bool { return e.Name == "scope" }) {
		return
	}
	note := faint(safe.Const("the app's saved scopes"))
	if d.Width >= roomForNames {
		note = faint(safe.Const("Zoom uses the scopes saved on the app"))
	}
	it := Item{Kind: FieldItem, Lead: 1, Name: safe.Const("scope"), Part: flow.InQuery, Field: "scope"}
	d.item(it, d.valueRows("scope", plain(safe.Const("  ")), ui.L(plain(safe.Const("(omitted)  ")), note))...)
}

// probeHost offers the other API host of a probe, where Zoom named one with the token.
func (d draftPage) probeHost() {
	if d.dr.Step() != flow.StepProbe {
		return
	}
	host, other := d.s.Drafts().ProbeHosts()
	if other == "" {
		return
	}
	named := safe.Const("Zoom named it with this token; both work")
	if host != d.s.App().Endpoints.APIURL {
		named = safe.Const("the cloud's own; both work")
	}
	name := safe.Format("Use %s", d.Clean.Line(other))
	row := ui.L(plain(safe.Format("   %s", name)), faint(safe.Format("   %s", named)))
	d.item(Item{Kind: ChoiceItem, Lead: 1, Name: name, Action: act(session.ActProbeHost)}, row.Cut(d.Width))
}

// outcome offers what is to become of the pair that a token from elsewhere brings.
func (d draftPage) outcome() {
	if !d.s.Drafts().AsksResult() {
		return
	}
	d.blank()
	d.section(safe.Const("The result"), ui.Line{})
	for _, c := range []struct {
		choice
		result flow.Disposition
	}{
		{choice{act(session.ActKeepNew), safe.Format("Keep it in %s", d.Clean.Line(d.s.App().Name)), safe.Const("zoauth refreshes from now on")}, flow.Kept},
		{choice{act(session.ActGiveNew), safe.Const("Give it back"), safe.Const("saved first; you copy it, then zoauth deletes it")}, flow.GiveBack},
	} {
		mark := safe.Text{}
		if d.s.Drafts().Result() == c.result {
			mark = d.Theme.Glyph.Good
		}
		row := ui.Columns(ui.Cell{Width: 2}, ui.Cell{Width: 25, Text: c.name}, ui.Cell{Width: 2, Text: mark, Style: ui.Good}, ui.Cell{Text: c.note, Style: ui.Faint})
		d.item(Item{Kind: ChoiceItem, Name: c.name, Action: c.action}, row.Cut(d.Width))
	}
}

// blockedBy says why a draft cannot be sent, and what can be done about it.
func (d draftPage) blockedBy(why string) {
	d.prose(d.Clean.Line(why), ui.Bad, ui.Keep)
	d.blank()
	if d.s.State().Damage != "" {
		d.words(safe.Const("token file"), d.Clean.Line(d.s.State().Damage))
	}
	for _, a := range []session.Action{act(session.ActAskSecret), act(session.ActEditProfile)} {
		if ok, _ := d.s.Can(a); ok && d.s.Secret().Err() != nil {
			d.choice(card{drawing: d.drawing, s: d.s}.worded(a), 30)
		}
	}
	d.blank()
}

// finding is one check of a draft.
type finding struct {
	topic    safe.Text // empty: it is about this request alone
	severity diagnose.Severity
	text     safe.Text
	why      safe.Text
	repair   safe.Text
}

// topicOf is what a check is about, in the words of the screens.
func topicOf(c Context, k diagnose.Check) safe.Text {
	if k.Topic == "answer" {
		return safe.Const("callback")
	}
	return c.Clean.Line(k.Topic)
}

// checksOf are what speaks for and against a draft, the worst first: its own changes,
// then what the preflight says of the profile.
func checksOf(c Context, s *session.Session, dr *session.Draft) []finding {
	var list []finding
	add := func(severity diagnose.Severity, text, why safe.Text) {
		list = append(list, finding{severity: severity, text: text, why: why})
	}
	if expected, ok := dr.Expected(); ok {
		add(diagnose.Warn, safe.Format("expect %s", expectation(c, expected)), safe.Const("that is the point of the exercise"))
	}
	for _, e := range dr.Edits() {
		if dr.Mistake() == nil {
			add(diagnose.Warn, leadsTo(c, dr.Step(), e), safe.Const("changed for this send only"))
		}
	}
	if header, ok := dr.Field(flow.InHeader, "Authorization"); ok {
		if h := readHeader(header.Value()); h.wrong != (safe.Text{}) {
			add(diagnose.Bad, safe.Format("Authorization: %s", h.wrong), safe.Const("no server can read it"))
		}
	}
	for _, r := range s.Drafts().Remarks(dr) {
		severity := diagnose.Warn
		if r.Refuses {
			severity = diagnose.Bad
		}
		add(severity, sentence(c.Clean.Line(r.Text)), safe.Text{})
	}
	checks := diagnose.Concerning(dr.Step(), s.Preflight())
	for _, k := range diagnose.Concerns(checks) {
		list = append(list, finding{topicOf(c, k), k.Severity, safe.Format("%s: %s", topicOf(c, k), c.Clean.Line(k.Text)), c.Clean.Line(k.Why), c.Clean.Line(k.Repair)})
	}
	for _, k := range checks {
		if k.Severity == diagnose.Good {
			list = append(list, finding{topicOf(c, k), k.Severity, safe.Format("%s: %s", topicOf(c, k), c.Clean.Line(k.Text)), c.Clean.Line(k.Why), safe.Text{}})
		}
	}
	return list
}

// expectation is a response that is expected.
func expectation(c Context, e flow.Expected) safe.Text {
	if e.Status == 0 {
		return c.Clean.Line(e.Page).Or(safe.Const("a page with an error"))
	}
	code := c.Clean.Line(e.Code)
	if e.Reason == "" && strings.Trim(e.Code, "0123456789") == "" {
		code = safe.Format("with Zoom's code %s", code)
	}
	return safe.Format("%s %s", safe.Int(e.Status), c.Clean.Line(e.Reason).Or(code))
}

// leadsTo is what a change by hand leads to, where docs/zoom.md tells.
func leadsTo(c Context, step flow.Step, e session.Edit) safe.Text {
	name := c.Clean.Line(e.Name)
	what := safe.Format("%s differs from the profile's", name)
	switch {
	case e.Kind == session.Omitted:
		what = safe.Format("%s is omitted", name)
	case e.Kind == session.Added:
		what = safe.Format("%s is added", name)
	case e.Name == "redirect_uri" && step == flow.StepExchange:
		what = safe.Const("redirect_uri differs from the authorize URL")
	}
	code := outcomeOf[change{step, strings.ToLower(e.Name)}]
	if code.IsEmpty() {
		return what
	}
	return safe.Format("%s: expect %s", what, code)
}

// change is a field of a step that was changed by hand.
type change struct {
	step flow.Step
	name string
}

// outcomeOf are the refusals that a changed or missing field leads to (docs/zoom.md, rows T1 to T11, page:4700 and page:4702).
var outcomeOf = map[change]safe.Text{
	{flow.StepAuthorize, "redirect_uri"}:  safe.Const("Zoom's page 4700, unless it is registered"),
	{flow.StepAuthorize, "client_id"}:     safe.Const("Zoom's page 4702"),
	{flow.StepAuthorize, "state"}:         safe.Const("a callback that zoauth asks about first"),
	{flow.StepExchange, "redirect_uri"}:   safe.Const("400 Redirect URI mismatch"),
	{flow.StepExchange, "code"}:           safe.Const("400 Invalid authorization code"),
	{flow.StepExchange, "code_verifier"}:  safe.Const("400 Invalid authorization code"),
	{flow.StepExchange, "grant_type"}:     safe.Const("400 unsupported grant type"),
	{flow.StepExchange, "account_id"}:     safe.Const("400 Bad Request"),
	{flow.StepExchange, "authorization"}:  safe.Const("400 Invalid client_id or client_secret"),
	{flow.StepRefresh, "refresh_token"}:   safe.Const("400 Invalid Token!"),
	{flow.StepRefresh, "grant_type"}:      safe.Const("400 unsupported grant type"),
	{flow.StepRefresh, "authorization"}:   safe.Const("400 Invalid client_id or client_secret"),
	{flow.StepProbe, "authorization"}:     safe.Const("401 Invalid access token"),
	{flow.StepRevoke, "authorization"}:    safe.Const("400 Invalid client_id or client_secret"),
	{flow.StepExchange, "content-type"}:   safe.Const("400 unsupported grant type"),
	{flow.StepRefresh, "content-type"}:    safe.Const("400 unsupported grant type"),
	{flow.StepDevice, "authorization"}:    safe.Const("400 Invalid client_id or client_secret"),
	{flow.StepAuthorize, "response_type"}: safe.Const("a page with an error"),
}

// checksTitle counts what is not good.
func checksTitle(c Context, list []finding) safe.Text {
	bad := 0
	for _, f := range list {
		if f.concern() {
			bad++
		}
	}
	if bad == 0 {
		return safe.Format("Checks %s", c.Theme.Glyph.Good)
	}
	return safe.Format("Checks %s!", safe.Int(bad))
}

// allChecks lists all checks.
func (d draftPage) allChecks() {
	list := checksOf(d.Context, d.s, d.dr)
	if len(list) == 0 {
		d.prose(safe.Const("No problems found in this request."), ui.Plain, ui.Keep)
	}
	for _, f := range list {
		d.check(f, true)
	}
}

// check is a row of a check; whole says that its reason and repair are shown too.
func (d draftPage) check(f finding, whole bool) {
	mark, style := d.Theme.Glyph.Good, ui.Good
	switch f.severity {
	case diagnose.Bad:
		mark, style = d.Theme.Glyph.Bad, ui.Bad
	case diagnose.Warn:
		mark, style = d.Theme.Glyph.Unsaved, ui.Accent
	case diagnose.Note:
		mark, style = d.Theme.Glyph.Dot, ui.Faint
	}
	d.add(ui.Hang(ui.L(ui.S(safe.Format("%s ", mark), style)), f.text.Wrap(max(8, d.Width-3)), ui.Plain, ui.Keep)...)
	if !whole || f.severity == diagnose.Good {
		return
	}
	for _, text := range []safe.Text{f.why, f.repair} {
		d.add(ui.Hang(ui.T(safe.Const("   ")), text.Wrap(max(8, d.Width-4)), ui.Faint, ui.DropHelp)...)
	}
}

// mostChecks is how many checks stand below a draft's fields.
const mostChecks = 4

// concern reports whether a check speaks against sending.
func (f finding) concern() bool { return f.severity == diagnose.Bad || f.severity == diagnose.Warn }

// checks stand below the fields: the concerns, and what is right, in one row where there
// is little room.
func (d draftPage) checks() {
	list := checksOf(d.Context, d.s, d.dr)
	if len(list) == 0 {
		return
	}
	concerns := slices.DeleteFunc(slices.Clone(list), func(f finding) bool { return !f.concern() })
	d.blank()
	if len(concerns) > 0 {
		d.section(safe.Const("Checks"), ui.L(plain(safe.Number(len(concerns)))))
		for _, f := range concerns[:min(len(concerns), mostChecks)] {
			d.check(f, false)
		}
		return
	}
	from := len(d.page.Lines)
	d.section(safe.Const("Checks"), ui.L(ui.S(d.Theme.Glyph.Good, ui.Good)))
	if d.Roomy {
		for _, f := range list {
			d.check(f, false)
		}
	} else {
		d.prose(safe.Format("No problems: %s.", topicsOf(list)), ui.Faint, ui.DropList)
	}
	for i := range d.page.Lines[from:] {
		d.page.Lines[from+i].Drop = ui.DropList
	}
}

// topicsOf are what checks looked at, as in "redirect, client".
func topicsOf(list []finding) safe.Text {
	var topics []safe.Text
	for _, f := range list {
		if !f.topic.IsEmpty() {
			topics = append(topics, f.topic)
		}
	}
	return safe.Join(", ", topics...)
}
