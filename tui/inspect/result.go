package inspect

import (
	"cmp"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// fact is one of a result.
type fact struct {
	name  safe.Text
	value ui.Line
	item  Item // what the cursor stands on; without a name: nothing
}

// resultPage is the first view of a row that went well.
type resultPage struct{ *card }

// draw draws two to four facts, then the body.
func (k resultPage) draw() {
	switch {
	case k.r.Kind == session.KindPasted, k.r.Kind == session.KindGivenBack:
		k.pastedEntry()
		return
	case k.s.Disk().ToGiveBack() && k.newest:
		k.giveBack()
		return
	}
	left, right := k.facts()
	k.columns(left, right)
	if n := k.note(); !n.IsEmpty() {
		k.prose(n, ui.Plain, ui.DropHelp)
	}
	if k.r.Trace.Response == nil {
		return
	}
	if !k.narrow() {
		k.add(ui.Line{})
	}
	body{k.drawing, k.r.Trace.Response}.draw()
}

// facts are those of a row: on the left, and those that stand on the right
// where there is room.
func (k resultPage) facts() (left, right []fact) {
	switch {
	case k.r.Kind == session.KindAttempt:
		left = k.allowed()
	case k.r.Access != "" || k.r.Refresh != "":
		left = k.granted()
	case k.r.Step == flow.StepProbe && k.r.Expected != session.AsExpected:
		left, right = k.probed()
	case k.r.Step == flow.StepRevoke && k.r.Verdict == flow.Done:
		left = k.revoked()
	default:
		left = k.asExpected()
	}
	if id := k.r.Trace.Response.TrackingID(); id != "" {
		short := k.Clean.Line(shortTracking(id))
		left = append(left, fact{name: safe.Const("tracking"), value: ui.L(plain(short)), item: Item{Name: safe.Const("the tracking ID"), Value: id}})
	}
	for _, odd := range k.r.Answer().Flags {
		left = append(left, fact{name: safe.Const("note"), value: ui.L(ui.S(k.Clean.Line(odd), ui.Strong))})
	}
	return left, right
}

// rightColumn is where facts on the right begin.
const rightColumn = 49

// columns draws facts below each other, and those of the right beside the first ones
// where both fit. In a narrow pane the second and further ones go as the room gets short.
func (k resultPage) columns(left, right []fact) {
	for i, f := range left {
		rows := k.labelled(f)
		if i < len(right) && len(rows) == 1 && rows[0].Width() < rightColumn && rightColumn+9+right[i].value.Width() <= k.Width {
			second := ui.Columns(ui.Cell{Width: 9, Text: right[i].name, Style: ui.Faint}).With(right[i].value.Spans...)
			rows[0] = rows[0].Pad(rightColumn).With(second.Spans...)
			right[i] = fact{}
		}
		k.factRows(rows, f.item, i)
	}
	for i, f := range right {
		if !f.name.IsEmpty() {
			k.factRows(k.labelled(f), f.item, len(left)+i)
		}
	}
}

// factRows adds the rows of a fact, which the cursor can stand on where it has a value.
func (k resultPage) factRows(rows []ui.Line, it Item, nth int) {
	for i := range rows {
		if i > 0 || k.narrow() && nth > 0 {
			rows[i].Drop = ui.DropHelp
		}
	}
	if it.Name.IsEmpty() {
		k.add(rows...)
		return
	}
	it.Lead = -1
	k.item(it, rows...)
}

// labelled is a fact behind its name, in as many rows as it takes.
func (k resultPage) labelled(f fact) []ui.Line {
	head := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: f.name, Style: ui.Faint})
	return beside(head, wrapped(f.value, max(8, k.Width-head.Width())))
}

// tokenFact is a token with what there is to say of it.
func (k resultPage) tokenFact(name safe.Text, print string, token flow.Secret, more safe.Text) fact {
	value := ui.L(k.print(print))
	it := Item{Kind: FieldItem, Name: name, Print: print}
	if token.Fingerprint() == print && print != "" {
		it.Secret = token
		value = k.secret(token)
		if k.Shown != print {
			value = ui.L(k.print(print), plain(safe.Format(" (%s)", safe.Int(token.Len()))))
		}
	}
	return fact{name, value.With(plain(safe.Const("   ")), plain(more)), it}
}

// pairFacts are the tokens that a row brought, with what there is to say of each.
func (k resultPage) pairFacts(t flow.Token, access, refresh safe.Text) (facts []fact) {
	if k.r.Access != "" {
		facts = append(facts, k.tokenFact(safe.Const("access"), k.r.Access, t.AccessToken, access))
	}
	if k.r.Refresh != "" {
		facts = append(facts, k.tokenFact(safe.Const("refresh"), k.r.Refresh, t.RefreshToken, refresh))
	}
	return facts
}

// granted are the facts of a row that brought a pair.
func (k resultPage) granted() []fact {
	t := flow.Token{}
	if k.r.Outcome != nil {
		t = k.r.Outcome.State.Token
	}
	end := safe.Text{}
	if !t.ExpiresAt.IsZero() {
		end = safe.Format("ends %s", ui.Near(t.ExpiresAt, k.Now))
	}
	fate := k.Clean.Line(string(k.r.Fate))
	facts := k.pairFacts(t, end.Or(fate), k.refreshWords(t, fate))
	if t.Scope != "" {
		facts = append(facts, k.scopeFact(t))
	}
	if k.r.By != "" {
		facts = append(facts, fact{name: safe.Const("by"), value: ui.L(plain(safe.Format("%s, process %s", k.Clean.Line(k.r.By), safe.Int(k.r.PID))))})
	}
	if t.ObtainedAt.Sub(t.ServerDate).Abs() > time.Minute && !t.ServerDate.IsZero() {
		facts = append(facts, fact{name: safe.Const("clock"), value: ui.L(ui.S(safe.Format("%s: set this machine's clock", k.skew(t.ObtainedAt.Sub(t.ServerDate))), ui.Strong))})
	}
	return facts
}

// refreshWords say what became of the refresh token before.
func (k resultPage) refreshWords(now flow.Token, fate safe.Text) safe.Text {
	old := k.r.Before.Token.RefreshToken
	switch {
	case !fate.IsEmpty():
		return fate
	case k.r.Step != flow.StepRefresh || old.IsZero() || k.r.Outcome == nil:
		return safe.Const("works once")
	case old == now.RefreshToken:
		return safe.Const("the server sent no new one")
	default:
		return safe.Format("replaces %s", k.Clean.Line(old.Fingerprint()))
	}
}

// mostScopeRows is how many rows the scopes of a token take at most.
const mostScopeRows = 3

func (k resultPage) scopeFact(t flow.Token) fact {
	shown := k.Clean.Line(flow.CutScopes(t.Scope, mostScopeRows*max(20, k.Width-34)))
	value := ui.L(plain(shown), faint(safe.Format("   %s granted", safe.Int(len(t.Scopes())))))
	if missing := t.NotGranted(k.s.App().Scopes); len(missing) > 0 {
		value = value.With(ui.S(safe.Format("   %s requested and missing", safe.Int(len(missing))), ui.Strong))
	}
	return fact{safe.Const("scope"), value, Item{Name: safe.Const("the scopes"), Value: t.Scope}}
}

// probed are whose token it is, and which one was sent.
func (k resultPage) probed() (left, right []fact) {
	answer := k.r.Answer()
	w := answer.Who
	if w != nil {
		user := ui.L(plain(k.Clean.Line(cmp.Or(w.Email, w.UserID))))
		if w.Name != "" {
			user = user.With(faint(safe.Format("   %s", k.Clean.Line(w.Name))))
		}
		left = append(left, fact{safe.Const("user"), user, Item{Name: safe.Const("the user"), Value: cmp.Or(w.Email, w.UserID)}})
		right = append(right, fact{safe.Const("account"), ui.L(plain(k.Clean.Line(w.AccountID))), Item{Name: safe.Const("the account"), Value: w.AccountID}})
		if was := cmp.Or(k.r.Before.Who, k.r.Before.WhoWas); w.Other(was) {
			left = append(left, fact{name: safe.Const("before"), value: ui.L(ui.S(safe.Format("%s: another user", k.Clean.Line(cmp.Or(was.Email, was.UserID))), ui.Strong))})
		}
	} else if e := answer.Err; e != nil {
		left = append(left, fact{name: safe.Const("token"), value: ui.L(ui.S(safe.Const("works"), ui.Good), plain(safe.Const("; Zoom refused only what was asked for")))},
			fact{name: safe.Const("reason"), value: ui.L(plain(k.Clean.Line(e.Error())))})
	}
	if k.r.Spent != "" {
		left = append(left, k.tokenFact(safe.Const("sent"), k.r.Spent, k.r.Trace.Request.Auth.Secret, safe.Text{}))
	}
	return left, right
}

// revoked are the tokens that a revoke ended.
func (k resultPage) revoked() []fact {
	if k.r.Outcome == nil || k.r.Outcome.State.Revoked == nil {
		return []fact{{name: safe.Const("revoked"), value: ui.L(k.print(k.r.Spent))}}
	}
	gone := k.r.Outcome.State.Revoked
	facts := []fact{k.tokenFact(safe.Const("access"), gone.AccessToken, flow.Secret{}, safe.Const("revoked"))}
	if gone.RefreshToken != "" {
		facts = append(facts, k.tokenFact(safe.Const("refresh"), gone.RefreshToken, flow.Secret{}, safe.Const("revoked with it")))
	}
	return facts
}

// allowed are the facts of an attempt that brought a code, or of a device that was
// allowed.
func (k resultPage) allowed() []fact {
	facts := []fact{{name: safe.Const("code"), value: ui.L(k.print(k.r.Code), plain(safe.Format("   after %s", ui.Took(k.r.Took)))), item: Item{Kind: FieldItem, Name: safe.Const("the code"), Print: k.r.Code}}}
	cb := k.r.Callback
	if cb == nil {
		return facts
	}
	facts[0].item.Secret = cb.Code
	via := safe.Const("the callback listener")
	if cb.Pasted {
		via = safe.Const("paste")
	}
	facts = append(facts, fact{name: safe.Const("via"), value: ui.L(plain(safe.Format("%s, %s", via, k.clock(cb.At))))})
	state := safe.Const("checked: it is the attempt's own")
	switch {
	case cb.BeganAtZoom:
		state = safe.Const("none: the flow began at Zoom, as you said")
	case !cb.StateChecked && k.s.App().NoPKCE:
		state = safe.Const("not checked, and PKCE is off: nothing ties the code to this attempt")
	case !cb.StateChecked:
		state = safe.Const("not checked; PKCE still ties the code to this attempt")
	}
	return append(facts, fact{name: safe.Const("state"), value: ui.L(plain(state))},
		fact{name: safe.Const("ends"), value: ui.L(plain(safe.Format("%s, five minutes after the callback", k.clock(cb.CodeEnds()))))})
}

// asExpected are the facts of a refusal that was expected, or of anything else.
func (k resultPage) asExpected() []fact {
	var facts []fact
	switch {
	case k.r.Proof:
		text := safe.Format("%s with ", k.Clean.Line(string(k.r.Step)))
		refused := safe.Const(" was refused")
		if at := revokedAt(k.s, k.r); !at.IsZero() {
			refused = safe.Format(" was refused, %s after the revoke", ui.Age(k.r.At.Sub(at)))
		}
		facts = append(facts, fact{safe.Const("proof"), ui.L(plain(text), k.print(k.r.Spent), plain(refused)), Item{Name: safe.Const("the revoked token"), Print: k.r.Spent}})
	case k.r.Expected == session.AsExpected:
		mistake, _ := flow.FindMistake(k.r.Mistake)
		title := k.Clean.Line(cmp.Or(mistake.Title, k.r.Mistake))
		facts = append(facts, fact{name: safe.Const("mistake"), value: ui.L(plain(safe.Format("refused as expected: %s", title)))})
		if k.r.Spent != "" {
			facts = append(facts, k.tokenFact(safe.Const("sent"), k.r.Spent, flow.Secret{}, safe.Text{}))
		}
	case k.r.Outcome != nil:
		for _, f := range k.reported().Facts {
			facts = append(facts, fact{name: f.Name, value: ui.L(plain(f.Value))})
		}
	}
	return facts
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

// note is what to know of a result.
func (k resultPage) note() safe.Text {
	switch {
	case k.r.Fate == session.Settled:
		return safe.Format("The outcome was unknown until %s. It is settled now.", k.clock(k.r.FateAt))
	case k.r.Outcome == nil:
		return safe.Text{}
	case k.r.Outcome.SaveErr != nil:
		return safe.Format("%s. %s.", sentence(k.Clean.Error(k.r.Outcome.SaveErr)), sentence(k.reported().Next))
	case k.r.Expected == session.AsExpected: // nothing is to be fixed
		return safe.Text{}
	case k.r.Outcome.Adopted:
		return safe.Format("%s.", sentence(k.reported().Headline))
	}
	return sentence(k.reported().Next)
}
