package inspect

import (
	"cmp"
	"slices"
	"strconv"
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
	q := fields{drawing: d, r: dr.Request(), edits: dr.Edits(), unsent: true}
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
		{choice{act(session.ActGiveNew), safe.Const("Give it back"), safe.Const("saved, then deleted once you copied it")}, flow.GiveBack},
	} {
		mark := safe.Text{}
		if d.s.Drafts().Result() == c.result {
			mark = d.Theme.Glyph.Good
		}
		row := ui.Columns(ui.Cell{Width: 2}, ui.Cell{Width: 25, Text: c.name}, ui.Cell{Width: 2, Text: mark, Style: ui.Good}).Noted(c.note, 29, d.Width)
		d.item(Item{Kind: ChoiceItem, Name: c.name, Action: c.action}, row)
	}
}

// blockedBy says why a draft cannot be sent, and what can be done about it.
func (d draftPage) blockedBy(why string) {
	d.prose(d.Clean.Line(why), ui.Bad, ui.Keep)
	d.blank()
	for _, a := range []session.Action{act(session.ActAskSecret), act(session.ActEditProfile)} {
		if ok, _ := d.s.Can(a); ok && d.s.Secret().Err() != nil {
			d.choice((&card{drawing: d.drawing, s: d.s}).worded(a), 30)
		}
	}
	d.blank()
}

// checksOf are what speaks for and against a draft: its own changes, which have no topic,
// then what the preflight says of the profile, the worst first.
func checksOf(c Context, s *session.Session, dr *session.Draft) []diagnose.Check {
	var list []diagnose.Check
	add := func(severity diagnose.Severity, text, why string) {
		list = append(list, diagnose.Check{Severity: severity, Text: text, Why: why})
	}
	if expected, ok := dr.Expected(); ok {
		add(diagnose.Warn, "expect "+Expectation(expected), "that is the point of the exercise")
	}
	for _, e := range dr.Edits() {
		if dr.Mistake() == nil {
			add(diagnose.Warn, leadsTo(dr.Step(), e), "changed for this send only")
		}
	}
	if header, ok := dr.Field(flow.InHeader, "Authorization"); ok {
		if h := readHeader(header.Value()); h.wrong != (safe.Text{}) {
			add(diagnose.Bad, "Authorization: "+h.wrong.String(), "no server can read it")
		}
	}
	for _, r := range s.Drafts().Remarks(dr) {
		severity := diagnose.Warn
		if r.Refuses {
			severity = diagnose.Bad
		}
		add(severity, sentence(c.Clean.Line(r.Text)).String(), "")
	}
	checks := diagnose.Concerning(dr.Step(), s.Preflight())
	list = append(list, diagnose.Concerns(checks)...)
	return append(list, slices.DeleteFunc(checks, func(k diagnose.Check) bool { return k.Severity != diagnose.Good })...)
}

// Expectation is a response that is expected.
func Expectation(e flow.Expected) string {
	if e.Status == 0 || e.Page != "" {
		return cmp.Or(e.Page, "a page with an error")
	}
	code := e.Code
	if e.Reason == "" && strings.Trim(e.Code, "0123456789") == "" {
		code = "with Zoom's code " + code
	}
	return strconv.Itoa(e.Status) + " " + cmp.Or(e.Reason, code)
}

// leadsTo is what a change by hand leads to, where docs/zoom.md tells.
func leadsTo(step flow.Step, e session.Edit) string {
	what := e.Name + " differs from the profile's"
	switch {
	case e.Kind == session.Omitted:
		what = e.Name + " is omitted"
	case e.Kind == session.Added:
		what = e.Name + " is added"
	case e.Name == "redirect_uri" && step == flow.StepExchange:
		what = "redirect_uri differs from the authorize URL"
	}
	if outcome := outcomeOf[change{step, strings.ToLower(e.Name)}]; outcome != "" {
		return what + ": expect " + outcome
	}
	return what
}

// change is a field of a step that was changed by hand.
type change struct {
	step flow.Step
	name string
}

// outcomeOf are the refusals that a changed or missing field leads to (docs/zoom.md, rows T1 to T11, page:4700 and page:4702).
var outcomeOf = map[change]string{
	{flow.StepAuthorize, "redirect_uri"}:  "Zoom's page 4700, unless it is registered",
	{flow.StepAuthorize, "client_id"}:     "Zoom's page 4702",
	{flow.StepAuthorize, "state"}:         "a callback that zoauth asks about first",
	{flow.StepExchange, "redirect_uri"}:   "400 Redirect URI mismatch",
	{flow.StepExchange, "code"}:           "400 Invalid authorization code",
	{flow.StepExchange, "code_verifier"}:  "400 Invalid authorization code",
	{flow.StepExchange, "grant_type"}:     "400 unsupported grant type",
	{flow.StepExchange, "account_id"}:     "400 Bad Request",
	{flow.StepExchange, "authorization"}:  "400 Invalid client_id or client_secret",
	{flow.StepRefresh, "refresh_token"}:   "400 Invalid Token!",
	{flow.StepRefresh, "grant_type"}:      "400 unsupported grant type",
	{flow.StepRefresh, "authorization"}:   "400 Invalid client_id or client_secret",
	{flow.StepProbe, "authorization"}:     "401 Invalid access token",
	{flow.StepRevoke, "authorization"}:    "400 Invalid client_id or client_secret",
	{flow.StepExchange, "content-type"}:   "400 unsupported grant type",
	{flow.StepRefresh, "content-type"}:    "400 unsupported grant type",
	{flow.StepDevice, "authorization"}:    "400 Invalid client_id or client_secret",
	{flow.StepAuthorize, "response_type"}: "a page with an error",
}

// concerns are the checks that speak against sending.
func concerns(list []diagnose.Check) []diagnose.Check {
	return slices.DeleteFunc(slices.Clone(list), func(k diagnose.Check) bool { return k.Severity != diagnose.Bad && k.Severity != diagnose.Warn })
}

// checksTitle counts what is not good.
func checksTitle(c Context, list []diagnose.Check) safe.Text {
	if bad := len(concerns(list)); bad > 0 {
		return safe.Format("Checks %s!", safe.Int(bad))
	}
	return safe.Format("Checks %s", c.Theme.Glyph.Good)
}

// allChecks lists all checks.
func (d draftPage) allChecks() {
	list := checksOf(d.Context, d.s, d.dr)
	if len(list) == 0 {
		d.prose(safe.Const("No problems found in this request."), ui.Plain, ui.Keep)
	}
	for _, k := range list {
		d.check(k, true)
	}
}

// check is a row of a check; whole says that its reason and repair are shown too.
func (d draftPage) check(k diagnose.Check, whole bool) {
	mark, style := d.Theme.Glyph.Good, ui.Good
	switch k.Severity {
	case diagnose.Bad:
		mark, style = d.Theme.Glyph.Bad, ui.Bad
	case diagnose.Warn:
		mark, style = d.Theme.Glyph.Unsaved, ui.Accent
	case diagnose.Note:
		mark, style = d.Theme.Glyph.Dot, ui.Faint
	}
	text := d.Clean.Line(k.Text)
	if k.Topic != "" {
		text = safe.Format("%s: %s", d.topic(k), text)
	}
	d.add(ui.Hang(ui.L(ui.S(safe.Format("%s ", mark), style)), text.Wrap(max(8, d.Width-3)), ui.Plain, ui.Keep)...)
	if !whole || k.Severity == diagnose.Good {
		return
	}
	for _, text := range []string{k.Why, k.Repair} {
		d.add(ui.Hang(ui.T(safe.Const("   ")), d.Clean.Line(text).Wrap(max(8, d.Width-4)), ui.Faint, ui.DropHelp)...)
	}
}

// topic is what a check is about, in the words of the screens.
func (d draftPage) topic(k diagnose.Check) safe.Text {
	switch k.Topic {
	case "answer":
		return safe.Const("callback")
	case "client":
		return safe.Const("client ID")
	case "account":
		return safe.Const("account ID")
	}
	return d.Clean.Line(k.Topic)
}

// mostChecks is how many checks stand below a draft's fields.
const mostChecks = 4

// checks stand below the fields: the concerns, and what is right, in one row where there
// is little room.
func (d draftPage) checks() {
	list := checksOf(d.Context, d.s, d.dr)
	if len(list) == 0 {
		return
	}
	d.blank()
	if bad := concerns(list); len(bad) > 0 {
		d.section(safe.Const("Checks"), ui.L(plain(safe.Number(len(bad)))))
		for _, k := range bad[:min(len(bad), mostChecks)] {
			d.check(k, false)
		}
		return
	}
	from := len(d.page.Lines)
	d.section(safe.Const("Checks"), ui.L(ui.S(d.Theme.Glyph.Good, ui.Good)))
	var topics []safe.Text
	for _, k := range list {
		if d.Roomy {
			d.check(k, false)
		} else if topic := d.topic(k); k.Topic != "" && !slices.Contains(topics, topic) {
			topics = append(topics, topic)
		}
	}
	if !d.Roomy {
		d.prose(safe.Format("No problems: %s.", safe.Join(", ", topics...)), ui.Faint, ui.DropList)
	}
	for i := range d.page.Lines[from:] {
		d.page.Lines[from+i].Drop = ui.DropList
	}
}
