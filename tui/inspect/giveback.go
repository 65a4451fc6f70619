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
func (k resultPage) giveBack() {
	spent := k.r.Spent
	refreshed := k.r.Step == flow.StepRefresh && k.r.Verdict == flow.Granted
	switch {
	case refreshed && spent != "" && spent != k.r.Refresh:
		k.prose(safe.Format("The token was good. Your server still holds %s, which stopped working.", k.Clean.Line(spent)), ui.Strong, ui.Keep)
	case refreshed:
		k.prose(safe.Const("The token was good. A new pair came, and your server doesn't have it yet."), ui.Strong, ui.Keep)
	default:
		k.prose(safe.Const("zoauth holds a pair that your server doesn't have yet."), ui.Strong, ui.Keep)
	}
	k.blank()
	left, right := k.facts()
	for _, facts := range [][]fact{left, right} { // the cursor begins on what can be done
		for i := range facts {
			facts[i].item = Item{}
		}
	}
	k.columns(left, right)
	if refreshed {
		k.blank()
		k.prose(safe.Const("If your server got invalid_grant, the cause is how it sends the token."), ui.Plain, ui.DropHelp)
	}
	k.whatNow(k.givingBack(), 32)
}

// givingBack is what can become of a pair that a server does not have yet. It is saved
// until one of the first two or three is chosen.
func (k resultPage) givingBack() []choice {
	kept := []choice{{act(session.ActKeep), safe.Const("Keep it here"), safe.Const("zoauth refreshes it")}}
	if k.s.App().Loose { // the pair belongs to no profile
		kept = []choice{
			{act(session.ActAdoptInto), safe.Const("Adopt it into a profile…"), safe.Const("zoauth refreshes it")},
			{act(session.ActDropPair), safe.Const("Discard it…"), safe.Const("asks first")},
		}
	}
	probe := safe.Format("Probe %s", k.Clean.Line(k.s.State().Token.AccessToken.Fingerprint()))
	return slices.Concat(
		[]choice{{act(session.ActCopyPair), safe.Const("Copy the pair for the server"), safe.Const("then deletes its copy")}}, kept,
		[]choice{
			{act(session.ActServerSends), safe.Const("Paste the server's own request"), safe.Const("to see what differs")},
			{session.Action{Act: session.ActDraft, Step: flow.StepProbe}, probe, safe.Const("changes nothing")},
		})
}

// pastedEntry is a row of a grant that a person gave, or took back.
func (k resultPage) pastedEntry() {
	at := k.clock(k.r.At)
	switch {
	case k.r.Kind == session.KindGivenBack:
		said := safe.Format("A server has the pair. zoauth's copy was deleted at %s.", at)
		if k.s.App().Loose {
			said = safe.Format("The copy of the pair was deleted at %s.", at)
		}
		k.lead(said)
		k.words(safe.Const("pair"), k.Clean.Line(k.r.Summary))
	case k.r.Code != "":
		k.lead(safe.Format("You pasted a code at %s. It is in memory only, and works once.", at))
		k.fact(safe.Const("code"), k.print(k.r.Code))
	default:
		k.lead(safe.Format("You pasted this at %s. It is saved; nothing was sent.", at))
		fate := k.Clean.Line(string(k.r.Fate))
		k.columns(k.pairFacts(k.s.State().Token, fate, fate), nil)
	}
}
