package inspect

import (
	"slices"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// giveBack is the result of a request with a token from elsewhere: what it proves, what
// was saved, and what is to become of it.
func (d resultPage) giveBack() {
	spent := d.r.Spent
	refreshed := d.r.Step == flow.StepRefresh && d.r.Verdict == flow.Granted
	switch {
	case refreshed && spent != "" && spent != d.r.Refresh:
		d.prose(safe.Format("The token was good. Your server still holds %s, which stopped working.", d.Clean.Line(spent)), ui.Strong, ui.Keep)
	case refreshed:
		d.prose(safe.Const("The token was good. A new pair came, and your server doesn't have it yet."), ui.Strong, ui.Keep)
	default:
		d.prose(safe.Const("zoauth holds a pair that your server doesn't have yet."), ui.Strong, ui.Keep)
	}
	d.blank()
	left, right := d.told()
	for _, facts := range [][]told{left, right} { // the cursor begins on what can be done
		for i := range facts {
			facts[i].item = Item{}
		}
	}
	d.columns(left, right)
	if refreshed {
		d.blank()
		d.prose(safe.Const("If your server got invalid_grant, the cause is how it sends the token."), ui.Plain, ui.DropHelp)
	}
	d.blank()
	list := givingBack
	if d.s.App().Loose {
		list = slices.Concat(givingBack[:1], sentOnce, givingBack[2:])
	}
	d.section(safe.Const("What now"), ui.L(plain(safe.Number(len(list)))))
	for _, c := range list {
		if c.action.Act == session.ActDraft {
			c.name = safe.Format("Probe %s", d.Clean.Line(d.s.State().Token.AccessToken.Fingerprint()))
		}
		d.choice(c, 32)
	}
}

// givingBack is what can become of a pair that a server does not have yet. It is saved
// until one of the first two is chosen.
var givingBack = []choice{
	{act(session.ActCopyPair), safe.Const("Copy the pair for the server"), safe.Const("then zoauth deletes its copy")},
	{act(session.ActKeep), safe.Const("Keep it here"), safe.Const("zoauth refreshes from now on")},
	{act(session.ActServerSends), safe.Const("Paste the server's own request"), safe.Const("to see what it sends differently")},
	{session.Action{Act: session.ActDraft, Step: flow.StepProbe}, safe.Const("Probe it"), safe.Const("changes nothing")},
}

// sentOnce is what can become of a pair that belongs to no profile.
var sentOnce = []choice{
	{act(session.ActAdoptInto), safe.Const("Adopt it into a profile…"), safe.Const("zoauth refreshes from now on")},
	{act(session.ActDropPair), safe.Const("Discard it…"), safe.Const("asks first")},
}

// pastedEntry is a row of a grant that a person gave, or took back.
func (d resultPage) pastedEntry() {
	at := d.clock(d.r.At)
	switch {
	case d.r.Kind == session.KindGivenBack && d.s.App().Loose:
		d.prose(safe.Format("The copy of the pair was deleted at %s.", at), ui.Strong, ui.Keep)
		d.blank()
		d.words(safe.Const("pair"), d.Clean.Line(d.r.Summary))
	case d.r.Kind == session.KindGivenBack:
		d.prose(safe.Format("A server has the pair. zoauth's copy was deleted at %s.", at), ui.Strong, ui.Keep)
		d.blank()
		d.words(safe.Const("pair"), d.Clean.Line(d.r.Summary))
	case d.r.Code != "":
		d.prose(safe.Format("You pasted a code at %s. It is in memory only, and works once.", at), ui.Strong, ui.Keep)
		d.blank()
		d.fact(safe.Const("code"), d.print(d.r.Code))
	default:
		d.prose(safe.Format("You pasted this at %s. It is saved; nothing was sent.", at), ui.Strong, ui.Keep)
		d.blank()
		held, fate := d.s.State().Token, d.Clean.Line(string(d.r.Fate))
		var facts []told
		if d.r.Access != "" {
			facts = append(facts, d.tokenFact(safe.Const("access"), d.r.Access, held.AccessToken, fate))
		}
		if d.r.Refresh != "" {
			facts = append(facts, d.tokenFact(safe.Const("refresh"), d.r.Refresh, held.RefreshToken, fate))
		}
		d.columns(facts, nil)
	}
}
