package inspect

import (
	"cmp"
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// told is one fact of a result.
type told struct {
	name  safe.Text
	value ui.Line
	item  Item // what the cursor stands on; without a name: nothing
}

// resultPage draws what came of a row that went well.
type resultPage struct {
	*drawing
	s *session.Session
	r session.Result
}

// resultView is the first view of what went well: two to four facts, then the body.
func resultView(c Context, s *session.Session, r session.Result) Page {
	d := resultPage{&drawing{Context: c}, s, r}
	switch {
	case r.Kind == session.KindPasted, r.Kind == session.KindGivenBack:
		d.pastedEntry()
		return d.page
	case s.Disk().ToGiveBack() && isNewest(s, r):
		d.giveBack()
		return d.page
	}
	left, right := d.told()
	d.columns(left, right)
	if n := d.note(); !n.IsEmpty() {
		d.prose(n, ui.Plain, ui.DropHelp)
	}
	resp := r.Trace.Response
	if resp == nil {
		return d.page
	}
	d.page.Note = ui.L(faint(ui.Size(len(resp.Body))))
	d.page.Text = func() string { return string(resp.Body) }
	if !c.narrow() {
		d.add(ui.Line{})
	}
	body{d.drawing, resp}.draw()
	return d.page
}

// told are the facts of a row: those on the left, and those that stand on the right
// where there is room.
func (d resultPage) told() (left, right []told) {
	switch {
	case d.r.Kind == session.KindAttempt:
		left = d.allowed()
	case d.r.Access != "" || d.r.Refresh != "":
		left = d.granted()
	case d.r.Step == flow.StepProbe && d.r.Expected != session.AsExpected:
		left, right = d.probed()
	case d.r.Step == flow.StepRevoke && d.r.Verdict == flow.Done:
		left = d.revoked()
	default:
		left = d.asExpected()
	}
	if id := d.r.Trace.Response.TrackingID(); id != "" {
		short := d.Clean.Line(shortTracking(id))
		left = append(left, told{name: safe.Const("tracking"), value: ui.L(plain(short)), item: Item{Name: safe.Const("the tracking ID"), Value: id}})
	}
	for _, odd := range flagsOf(d.r) {
		left = append(left, told{name: safe.Const("note"), value: ui.L(ui.S(d.Clean.Line(odd), ui.Strong))})
	}
	return left, right
}

// flagsOf are oddities of a row's response.
func flagsOf(r session.Result) []string {
	if r.Outcome == nil {
		return nil
	}
	return r.Outcome.Answer.Flags
}

// rightColumn is where facts on the right begin.
const rightColumn = 49

// columns draws facts below each other, and those of the right beside the first ones
// where both fit. In a narrow pane the second and further ones go as the room gets short.
func (d resultPage) columns(left, right []told) {
	for i, f := range left {
		rows := d.labelled(f)
		if i < len(right) && len(rows) == 1 && rows[0].Width() < rightColumn && rightColumn+9+right[i].value.Width() <= d.Width {
			second := ui.Columns(ui.Cell{Width: 9, Text: right[i].name, Style: ui.Faint}).With(right[i].value.Spans...)
			rows[0] = rows[0].Pad(rightColumn).With(second.Spans...)
			right[i] = told{}
		}
		d.toldRows(rows, f.item, i)
	}
	for i, f := range right {
		if !f.name.IsEmpty() {
			d.toldRows(d.labelled(f), f.item, len(left)+i)
		}
	}
}

// toldRows adds the rows of a fact, which the cursor can stand on where it has a value.
func (d resultPage) toldRows(rows []ui.Line, it Item, nth int) {
	for i := range rows {
		if i > 0 || d.narrow() && nth > 0 {
			rows[i].Drop = ui.DropHelp
		}
	}
	if it.Name.IsEmpty() {
		d.add(rows...)
		return
	}
	it.Lead = -1
	d.item(it, rows...)
}

// labelled is a fact behind its name, in as many rows as it takes.
func (d resultPage) labelled(f told) []ui.Line {
	head := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: f.name, Style: ui.Faint})
	return beside(head, wrapped(f.value, max(8, d.Width-head.Width())))
}

// tokenFact is a token with what there is to say of it.
func (d resultPage) tokenFact(name safe.Text, print string, token flow.Secret, more safe.Text) told {
	value := ui.L(d.print(print))
	it := Item{Kind: FieldItem, Name: name, Print: print}
	if token.Fingerprint() == print && print != "" {
		it.Secret = token
		value = d.secret(token)
		if d.Shown != print {
			value = ui.L(d.print(print), plain(safe.Format(" (%s)", safe.Int(token.Len()))))
		}
	}
	return told{name, value.With(plain(safe.Const("   ")), plain(more)), it}
}

// granted are the facts of a row that brought a pair.
func (d resultPage) granted() []told {
	t := flow.Token{}
	if d.r.Outcome != nil {
		t = d.r.Outcome.State.Token
	}
	end := safe.Text{}
	if !t.ExpiresAt.IsZero() {
		end = safe.Format("ends %s", d.clock(t.ExpiresAt))
	}
	fate := d.Clean.Line(string(d.r.Fate))
	facts := []told{}
	if d.r.Access != "" {
		facts = append(facts, d.tokenFact(safe.Const("access"), d.r.Access, t.AccessToken, end.Or(fate)))
	}
	if d.r.Refresh != "" {
		facts = append(facts, d.tokenFact(safe.Const("refresh"), d.r.Refresh, t.RefreshToken, d.refreshWords(t, fate)))
	}
	if t.Scope != "" {
		facts = append(facts, d.scopeFact(t))
	}
	if d.r.By != "" {
		facts = append(facts, told{name: safe.Const("by"), value: ui.L(plain(safe.Format("%s, process %s", d.Clean.Line(d.r.By), safe.Int(d.r.PID))))})
	}
	if t.ObtainedAt.Sub(t.ServerDate).Abs() > time.Minute && !t.ServerDate.IsZero() {
		facts = append(facts, told{name: safe.Const("clock"), value: ui.L(ui.S(safe.Format("%s: set this machine's clock", d.skew(t.ObtainedAt.Sub(t.ServerDate))), ui.Strong))})
	}
	return facts
}

// refreshWords say what became of the refresh token before.
func (d resultPage) refreshWords(now flow.Token, fate safe.Text) safe.Text {
	old := d.r.Before.Token.RefreshToken
	switch {
	case !fate.IsEmpty():
		return fate
	case d.r.Step != flow.StepRefresh || old.IsZero() || d.r.Outcome == nil:
		return safe.Const("works once")
	case old == now.RefreshToken:
		return safe.Const("the server sent no new one")
	default:
		return safe.Format("replaces %s", d.Clean.Line(old.Fingerprint()))
	}
}

// mostScopeRows is how many rows the scopes of a token take at most.
const mostScopeRows = 3

func (d resultPage) scopeFact(t flow.Token) told {
	shown := d.Clean.Line(flow.CutScopes(t.Scope, mostScopeRows*max(20, d.Width-34)))
	value := ui.L(plain(shown), faint(safe.Format("   %s granted", safe.Int(len(t.Scopes())))))
	if missing := t.NotGranted(d.s.App().Scopes); len(missing) > 0 {
		value = value.With(ui.S(safe.Format("   %s requested and missing", safe.Int(len(missing))), ui.Strong))
	}
	return told{safe.Const("scope"), value, Item{Name: safe.Const("the scopes"), Value: t.Scope}}
}

// probed are whose token it is, and which one was sent.
func (d resultPage) probed() (left, right []told) {
	var w *flow.Who
	if d.r.Outcome != nil {
		w = d.r.Outcome.Answer.Who
	} else {
		w = flow.Classify(d.r.Trace).Who
	}
	if w != nil {
		user := ui.L(plain(d.Clean.Line(cmp.Or(w.Email, w.UserID))))
		if w.Name != "" {
			user = user.With(faint(safe.Format("   %s", d.Clean.Line(w.Name))))
		}
		left = append(left, told{safe.Const("user"), user, Item{Name: safe.Const("the user"), Value: cmp.Or(w.Email, w.UserID)}})
		right = append(right, told{safe.Const("account"), ui.L(plain(d.Clean.Line(w.AccountID))), Item{Name: safe.Const("the account"), Value: w.AccountID}})
		if was := cmp.Or(d.r.Before.Who, d.r.Before.WhoWas); w.Other(was) {
			left = append(left, told{name: safe.Const("before"), value: ui.L(ui.S(safe.Format("%s: another user", d.Clean.Line(cmp.Or(was.Email, was.UserID))), ui.Strong))})
		}
	} else if e := flow.Classify(d.r.Trace).Err; e != nil {
		left = append(left, told{name: safe.Const("token"), value: ui.L(ui.S(safe.Const("works"), ui.Good), plain(safe.Const("; Zoom refused only what was asked for")))},
			told{name: safe.Const("reason"), value: ui.L(plain(d.Clean.Line(e.Error())))})
	}
	if d.r.Spent != "" {
		left = append(left, d.tokenFact(safe.Const("sent"), d.r.Spent, d.r.Trace.Request.Auth.Secret, safe.Text{}))
	}
	return left, right
}

// revoked are the tokens that a revoke ended.
func (d resultPage) revoked() []told {
	if d.r.Outcome == nil || d.r.Outcome.State.Revoked == nil {
		return []told{{name: safe.Const("revoked"), value: ui.L(d.print(d.r.Spent))}}
	}
	gone := d.r.Outcome.State.Revoked
	facts := []told{{name: safe.Const("access"), value: ui.L(d.print(gone.AccessToken), faint(safe.Const("   revoked"))), item: Item{Name: safe.Const("access"), Print: gone.AccessToken}}}
	if gone.RefreshToken != "" {
		facts = append(facts, told{name: safe.Const("refresh"), value: ui.L(d.print(gone.RefreshToken), faint(safe.Const("   revoked with it"))), item: Item{Name: safe.Const("refresh"), Print: gone.RefreshToken}})
	}
	return facts
}

// allowed are the facts of an attempt that brought a code, or of a device that was
// allowed.
func (d resultPage) allowed() []told {
	facts := []told{{name: safe.Const("code"), value: ui.L(d.print(d.r.Code), plain(safe.Format("   after %s", ui.Took(d.r.Took)))), item: Item{Kind: FieldItem, Name: safe.Const("the code"), Print: d.r.Code}}}
	cb := d.r.Callback
	if cb == nil {
		return facts
	}
	facts[0].item.Secret = cb.Code
	via := safe.Const("the callback listener")
	if cb.Pasted {
		via = safe.Const("paste")
	}
	facts = append(facts, told{name: safe.Const("via"), value: ui.L(plain(safe.Format("%s, %s", via, d.clock(cb.At))))})
	state := safe.Const("checked: it is the attempt's own")
	switch {
	case cb.BeganAtZoom:
		state = safe.Const("none: the flow began at Zoom, as you said")
	case !cb.StateChecked && d.s.App().NoPKCE:
		state = safe.Const("not checked, and PKCE is off: nothing ties the code to this attempt")
	case !cb.StateChecked:
		state = safe.Const("not checked; PKCE still ties the code to this attempt")
	}
	return append(facts, told{name: safe.Const("state"), value: ui.L(plain(state))},
		told{name: safe.Const("ends"), value: ui.L(plain(safe.Format("%s, five minutes after the callback", d.clock(cb.CodeEnds()))))})
}

// asExpected are the facts of a refusal that was expected, or of anything else.
func (d resultPage) asExpected() []told {
	var facts []told
	sent := ui.L(d.print(d.r.Spent))
	switch {
	case d.r.Proof:
		text := safe.Format("%s with ", d.Clean.Line(string(d.r.Step)))
		refused := safe.Const(" was refused")
		if at := revokedAt(d.s, d.r); !at.IsZero() {
			refused = safe.Format(" was refused, %s after the revoke", ui.Age(d.r.At.Sub(at)))
		}
		line := ui.L(plain(text)).With(sent.Spans...).With(plain(refused))
		facts = append(facts, told{safe.Const("proof"), line, Item{Name: safe.Const("the revoked token"), Print: d.r.Spent}})
	case d.r.Expected == session.AsExpected:
		facts = append(facts, told{name: safe.Const("mistake"), value: ui.L(plain(safe.Format("%s: refused as expected", d.mistake())))})
		if d.r.Spent != "" {
			facts = append(facts, told{safe.Const("sent"), sent, Item{Name: safe.Const("sent"), Print: d.r.Spent}})
		}
	case d.r.Outcome != nil:
		for _, f := range d.reported().Facts {
			facts = append(facts, told{name: f.Name, value: ui.L(plain(f.Value))})
		}
	}
	return facts
}

// mistake is what was wrong on purpose, in words.
func (d resultPage) mistake() safe.Text {
	if m, known := flow.FindMistake(d.r.Mistake); known {
		return d.Clean.Line(m.Title)
	}
	return d.Clean.Line(d.r.Mistake)
}

// revokedAt is when the pair of a proof was revoked.
func revokedAt(s *session.Session, r session.Result) time.Time {
	line := s.Timeline()
	for i := line.Index(r.ID); i >= 0; i-- {
		if e := line.At(i); e.Step == flow.StepRevoke && e.Verdict == flow.Done {
			return e.At
		}
	}
	return time.Time{}
}

// reported is the outcome in words.
func (d resultPage) reported() report.Report {
	return report.Reader{Clean: d.Clean, Now: d.Now, Facts: d.s.Facts(), Findings: d.r.Findings}.Outcome(*d.r.Outcome)
}

// note is what to know of a result.
func (d resultPage) note() safe.Text {
	switch {
	case d.r.Fate == session.Settled:
		return safe.Format("The outcome was unknown, and is settled since %s.", d.clock(d.r.FateAt))
	case d.r.Outcome == nil:
		return safe.Text{}
	case d.r.Outcome.SaveErr != nil:
		return safe.Format("%s. %s.", sentence(d.Clean.Error(d.r.Outcome.SaveErr)), sentence(d.reported().Next))
	case d.r.Expected == session.AsExpected: // nothing is to be fixed
		return safe.Text{}
	case d.r.Outcome.Adopted:
		return safe.Format("%s.", sentence(d.reported().Headline))
	}
	return sentence(d.reported().Next)
}
