package inspect

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// card is the first view of a row: what came of it, or why it did not go well, the
// evidence, the fix, the causes, and what can be done now.
type card struct {
	*drawing
	s      *session.Session
	r      session.Result
	newest bool // the row is the one that enter goes on from: only then its choices act

	contrasted []string // values that were drawn byte by byte: no evidence repeats them
}

// newCard returns the card of a row.
func newCard(d *drawing, s *session.Session, r session.Result) *card {
	return &card{drawing: d, s: s, r: r, newest: s.Timeline().Last().ID == r.ID && s.Drafts().Next() == nil}
}

// why says why a row did not go well.
func (k *card) why() {
	switch {
	case k.r.Mark == session.Unsaved && k.s.State().Unsaved:
		k.unsaved()
	case k.r.Mark == session.Uncertain && k.s.Disk().Candidate() != nil && k.newest:
		k.candidate(*k.s.Disk().Candidate())
	case k.r.Mark == session.Uncertain:
		k.uncertain()
	case k.r.Stopped && k.r.Kind == session.KindRequest:
		k.lead(safe.Const("The device code was stopped before anyone allowed it. No token was saved."))
		k.words(safe.Const("ended"), k.Clean.Line(k.r.Summary))
		k.choices()
	case k.r.Kind == session.KindAttempt || k.r.Step == flow.StepAuthorize:
		k.attempt()
	default:
		k.failure()
	}
}

// failure is a request that was refused, or that could not be sent.
func (k *card) failure() {
	found := k.r.Findings
	switch {
	case k.byEdit():
		k.prose(safe.Format("You changed %s for this send, and the server refused the request.", k.edited()), ui.Strong, ui.Keep)
	case len(found) > 0:
		k.headline(k.Clean.Line(found[0].Title), found[0].Likelihood)
	case !k.r.Known && k.r.Kind == session.KindRequest && k.r.TraceID != "":
		k.prose(safe.Const("Looking for the cause."), ui.Faint, ui.Keep)
	default:
		k.prose(safe.Format("%s.", sentence(k.reported().Headline)), ui.Strong, ui.Keep)
	}
	k.blank()
	from := len(k.page.Lines)
	k.edits()
	k.evidence()
	k.spare(from)
	k.fix()
	k.causes()
	k.choices()
}

// mostEvidence is how many lines of evidence stay where the room is short.
const mostEvidence = 4

// spare lets evidence go, but for its first lines, where the room is short.
func (k *card) spare(from int) {
	for i := from + mostEvidence; i < len(k.page.Lines); i++ {
		k.page.Lines[i].Drop = ui.DropEvidence
	}
}

// byEdit reports whether a change by hand is the cause, and no rule says it better.
func (k *card) byEdit() bool {
	if len(k.r.Edits) == 0 || k.r.Mark != session.Failed || k.r.Trace.Response == nil {
		return false
	}
	found := k.r.Findings
	return len(found) == 0 || found[0].Likelihood != diagnose.Certain && !strings.Contains(found[0].Title, k.r.Edits[0].Name)
}

// edited names what was changed by hand.
func (k *card) edited() safe.Text {
	if n := len(k.r.Edits); n > 1 {
		return safe.Format("%s fields", safe.Int(n))
	}
	return k.Clean.Line(k.r.Edits[0].Name)
}

// shortTracking is the part of Zoom's tracking ID that differs from request to request.
func shortTracking(id string) string {
	for part := range strings.SplitSeq(id, ";") {
		if rid, ok := strings.CutPrefix(part, "rid="); ok {
			return rid
		}
	}
	return id
}

// headline is the cause in one sentence, with its strength at the right end.
func (k *card) headline(text safe.Text, strength diagnose.Likelihood) {
	rows := text.Wrap(max(8, k.Width-2))
	for i, row := range rows {
		line := ui.L(plain(safe.Const(" ")), ui.S(row, ui.Strong))
		if right := ui.L(faint(k.Clean.Line(strength.String()))); i == 0 && line.Width()+right.Width()+3 <= k.Width {
			line = ui.Ends(line, right, k.Width-1)
		}
		k.add(line)
	}
}

// reported is the row's outcome in words.
func (k *card) reported() report.Report {
	r := report.Reader{Clean: k.Clean, Now: k.Now, Facts: k.s.Facts(), Findings: k.r.Findings}
	if r.Findings == nil {
		r.Findings = []diagnose.Finding{}
	}
	switch {
	case k.r.Outcome != nil:
		return r.Outcome(*k.r.Outcome)
	case k.r.Err != nil:
		return r.Error(k.r.Err, k.s.App())
	}
	out := flow.Outcome{Job: flow.Job{App: k.s.App(), Request: k.r.Trace.Request}, Trace: k.r.Trace, Answer: k.r.Answer(), Err: k.r.Trace.Err}
	out.Job.Request.Step = k.r.Step
	return r.Outcome(out)
}

// sentence begins with a capital letter, unless it begins with a command.
func sentence(t safe.Text) safe.Text {
	if strings.HasPrefix(t.String(), "zoauth ") {
		return t
	}
	return t.Capital()
}

// edits are the first evidence: what was changed by hand for this send.
func (k *card) edits() {
	alone := fields{drawing: k.drawing}
	for _, e := range k.r.Edits {
		name := k.Clean.Line(e.Name)
		secret := !e.Before.Secret.IsZero() || !e.After.Secret.IsZero() || strings.EqualFold(e.Name, "Authorization")
		switch {
		case e.Kind == session.Omitted:
			k.words(k.either(safe.Const("you omitted"), safe.Const("omitted")), name)
		case e.Kind == session.Added:
			k.fact(k.either(safe.Const("you added"), safe.Const("added")), append([]ui.Span{plain(safe.Format("%s  ", name))}, alone.value(e.Part, e.After).Spans...)...)
		case secret:
			k.fact(k.either(safe.Const("you changed"), safe.Const("changed")), plain(name))
			k.fact(safe.Const("profile"), alone.value(e.Part, e.Before).Spans...)
			k.fact(safe.Const("sent"), alone.value(e.Part, e.After).Spans...)
		default:
			first := safe.Const("profile")
			if e.Name == "redirect_uri" && k.r.Step == flow.StepExchange {
				first = safe.Const("authorized")
			}
			if len(k.r.Edits) > 1 {
				k.words(k.either(safe.Const("you changed"), safe.Const("changed")), name)
			}
			k.contrast(first, e.Before.Plain, e.After.Plain)
		}
	}
}

// contrast draws a value above the one that was sent.
func (k *card) contrast(name safe.Text, due, sent string) {
	contrast{k.drawing}.draw(name, safe.Const("sent"), due, sent)
	k.contrasted = append(k.contrasted, due, sent)
}

// evidence is what was said, what was sent, and what speaks for the first cause.
func (k *card) evidence() {
	edited := len(k.r.Edits) > 0
	if e := k.r.Answer().Err; e != nil && (!edited || !k.narrow()) {
		line := ui.L(plain(k.Clean.Line(cmp.Or(e.Reason, "no reason given"))))
		code := ui.L(ui.S(safe.Format("%s ", safe.Int(e.Status)), statusStyle(e.Status)), plain(k.Clean.Line(e.Code)))
		k.fact(safe.Const("Zoom said"), append(append(line.Spans, plain(safe.Const("   "))), code.Spans...)...)
	} else if e == nil && k.r.Trace.Response != nil {
		k.fact(safe.Const("received"), ui.S(safe.Number(k.r.Trace.Response.Status), statusStyle(k.r.Trace.Response.Status)), plain(safe.Format("  %s", k.contentType(k.r.Trace.Response.Header.Get("Content-Type")))))
	}
	if k.r.Trace.Err != nil && k.r.Trace.Phase != "" {
		k.words(safe.Const("stopped at"), k.Clean.Line(string(k.r.Trace.Phase)))
		k.words(safe.Const("error"), k.Clean.Error(k.r.Trace.Err))
	}
	k.redirects()
	k.spent()
	if len(k.r.Findings) > 0 {
		name := safe.Const("evidence")
		for _, one := range k.r.Findings[0].Evidence {
			if slices.ContainsFunc(k.contrasted, func(value string) bool { return strings.HasSuffix(one, " "+value) }) {
				continue
			}
			k.words(name, k.Clean.Line(one))
			name = safe.Text{}
		}
	}
	k.flags()
	k.tracking()
}

// tracking is what Zoom support asks for; the first row to go.
func (k *card) tracking() {
	if id := k.r.Trace.Response.TrackingID(); id != "" {
		k.words(safe.Const("tracking"), k.Clean.Line(shortTracking(id)))
		k.page.Lines[len(k.page.Lines)-1].Drop = ui.DropBlank
	}
}

// flags are oddities of the response.
func (k *card) flags() {
	for _, odd := range k.r.Answer().Flags {
		k.words(safe.Const("note"), k.Clean.Line(odd))
	}
}

// redirects compares the redirect_uri of an exchange with the one that its code was
// authorized with.
func (k *card) redirects() {
	if k.r.Step != flow.StepExchange || k.r.Spent == "" || len(k.r.Edits) > 0 {
		return
	}
	sent := k.r.Trace.Request.Find("redirect_uri").Plain
	line := k.s.Timeline()
	for i := line.Len() - 1; i >= 0 && sent != ""; i-- {
		a, _ := line.Result(i)
		if a.Code != k.r.Spent {
			continue
		}
		if asked := a.Trace.Request.Find("redirect_uri").Plain; asked != "" && asked != sent {
			k.contrast(safe.Const("authorized"), asked, sent)
		}
		return
	}
}

// spent is the credential that was sent, and what is known of its age.
func (k *card) spent() {
	edited := slices.ContainsFunc(k.r.Edits, func(e session.Edit) bool { return e.After.Secret.Fingerprint() == k.r.Spent })
	if k.r.Spent == "" || edited {
		return
	}
	spans := []ui.Span{k.print(k.r.Spent)}
	if s := k.r.Before; s.Token.RefreshToken.Fingerprint() == k.r.Spent && !s.Token.RefreshedAt.IsZero() {
		spans = append(spans, plain(safe.Format("   issued %s", k.clock(s.Token.RefreshedAt))))
	}
	k.fact(k.credential(), spans...)
}

// credential is what the row's request spends, as the protocol calls it.
func (k *card) credential() safe.Text {
	switch k.r.Step {
	case flow.StepExchange:
		return safe.Const("code")
	case flow.StepRefresh:
		return safe.Const("refresh")
	case flow.StepPoll:
		return safe.Const("device code")
	default:
		return safe.Const("token")
	}
}

// fix is what the first cause says is to be done.
func (k *card) fix() {
	text := safe.Text{}
	if k.byEdit() {
		text = k.either(safe.Const("Send what the profile has. The profile itself is unchanged."), safe.Const("Send what the profile has."))
	} else if len(k.r.Findings) > 0 {
		text = k.Clean.Line(k.r.Findings[0].Fix)
	} else if k.r.Known || k.r.Kind != session.KindRequest {
		text = sentence(k.reported().Next)
	}
	if text.IsEmpty() && k.r.Known && !k.left() {
		text = safe.Const("Nothing was sent. Remove what the error names, then send it again.")
	}
	if text.IsEmpty() {
		return
	}
	k.remedy(text)
}

// left reports whether any byte of the request left this machine.
func (k *card) left() bool { return len(k.r.Trace.Sent) > 0 || k.r.Trace.Response != nil }

// causes lists what can explain the failure, the most likely first.
func (k *card) causes() {
	if len(k.r.Findings) == 0 {
		if k.r.Known && k.left() {
			k.blank()
			k.prose(safe.Const("zoauth doesn't recognise this error. Zoom support asks for the tracking ID, the time in UTC, the status and the body."), ui.Plain, ui.DropHelp)
		}
		return
	}
	k.blank()
	k.section(safe.Const("Causes"), ui.L(plain(safe.Number(len(k.r.Findings)))))
	for i, f := range k.r.Findings {
		it := Item{Kind: CauseItem, Name: k.Clean.Line(f.ID), Value: f.ID}
		if k.newest {
			it.Action = k.s.Remedy(k.r.Entry, f, k.Now)
			if i == 0 {
				it.Action = k.s.Main(k.s.Timeline().Len()-1, k.Now)
			}
		}
		k.item(it, k.causeRows(f, i == 0)...)
		if k.More {
			k.more(f)
		}
	}
}

// causeRows are strength and title, and the ID where there is room.
func (k *card) causeRows(f diagnose.Finding, first bool) []ui.Line {
	style := ui.Plain
	if first {
		style = ui.Strong
	}
	head := ui.Columns(ui.Cell{Width: 2}, ui.Cell{Width: 11, Text: k.Clean.Line(f.Likelihood.String()), Style: style})
	title, id := k.Clean.Line(strings.TrimSuffix(f.Title, ".")), ui.L(faint(k.Clean.Line(f.ID)))
	if row := head.With(plain(title)); row.Width()+id.Width()+3 <= k.Width {
		return []ui.Line{ui.Ends(row, id, k.Width-1)}
	}
	return ui.Hang(head, title.Wrap(max(8, k.Width-head.Width()-1)), ui.Plain, ui.Keep)
}

// more is how a cause comes about and how well that is known.
func (k *card) more(f diagnose.Finding) {
	for _, text := range []safe.Text{k.Clean.Line(f.Why), safe.Format("Fix: %s", k.Clean.Line(f.Fix)), k.source(f)} {
		k.add(ui.Hang(ui.Line{}.Pad(13), text.Wrap(max(8, k.Width-14)), ui.Faint, ui.Keep)...)
	}
}

func (k *card) source(f diagnose.Finding) safe.Text {
	if f.Source() == "" {
		return safe.Format("zoauth explain %s", k.Clean.Line(f.ID))
	}
	return safe.Format("Source: %s. zoauth explain %s", k.Clean.Line(f.Source()), k.Clean.Line(f.ID))
}
