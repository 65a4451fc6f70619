package inspect

import (
	"errors"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// uncertain is a request of which it is not known what the server did.
func (k *card) uncertain() {
	k.page.Note = ui.L(ui.S(safe.Const("unknown"), ui.Unclear))
	if k.Width >= 100 || len(k.r.Trace.Received) == 0 && !k.narrow() {
		k.page.Note = ui.L(ui.S(safe.Const("outcome unknown"), ui.Unclear))
	}
	noun := report.StepNoun(k.r.Step, k.s.App())
	k.prose(safe.Format("zoauth sent %s, but no usable response came back. Zoom may have %s.", noun, changedBy(k.r.Step)), ui.Plain, ui.Keep)
	k.blank()
	t := k.r.Trace
	k.words(safe.Const("sent"), safe.Format("%s   all %s written", k.clock(k.r.At), ui.Count(len(t.Sent), safe.Const("byte"))))
	received := []ui.Span{plain(ui.Count(len(t.Received), safe.Const("byte")))}
	if t.Response != nil {
		received = append(received, plain(safe.Format("   status %s", safe.Int(t.Response.Status))), plain(safe.Format("   %s", k.contentType(t.Response.Header.Get("Content-Type")))))
	}
	if t.Err != nil {
		received = append(received, plain(safe.Format("   %s after %s", k.Clean.Error(shortError(t.Err)), ui.Took(t.Times.Total))))
	}
	k.fact(safe.Const("received"), received...)
	k.edits()
	k.held()
	if o := k.r.Outcome; o != nil && o.Answer.Candidate != nil {
		k.words(safe.Const("kept"), safe.Format("the response, since %s", k.Clean.Line(o.Answer.Candidate.Why)))
	}
	k.flags()
	k.choices()
	if len(k.r.Findings) > 0 && (k.More || k.Width >= 100) {
		k.causes()
	}
}

func changedBy(step flow.Step) safe.Text {
	switch step {
	case flow.StepRevoke:
		return safe.Const("revoked the pair")
	case flow.StepRefresh:
		return safe.Const("replaced the pair")
	default:
		return safe.Const("issued a pair")
	}
}

// shortError is the innermost reason of a failed send.
func shortError(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// held are the tokens that are still on disk.
func (k *card) held() {
	t := k.r.Before.Token
	if p := t.AccessToken.Fingerprint(); p != "" {
		end := safe.Const("end unknown")
		switch {
		case t.ExpiresAt.IsZero():
		case t.Expired(k.Now):
			end = safe.Format("expired %s", ui.Near(t.ExpiresAt, k.Now))
		default:
			end = safe.Format("ends %s", ui.Near(t.ExpiresAt, k.Now))
		}
		k.factOf(p, safe.Format("still on disk; %s", end))
	}
	if p := t.RefreshToken.Fingerprint(); p != "" {
		state := safe.Const("replaced, or still good")
		if k.r.Step == flow.StepRevoke {
			state = safe.Const("revoked, or still good")
		}
		k.factOf(p, safe.Format("still on disk; %s", state))
	}
}

// factOf is a fact about a fingerprint.
func (k *card) factOf(print string, text safe.Text) {
	head := ui.Columns(ui.Cell{Width: 3}, ui.Cell{Width: k.label(), Text: k.Clean.Line(print), Style: ui.Print})
	k.add(head.With(plain(text)).Cut(k.Width))
}

// unsaved is a pair that came and is in memory only.
func (k *card) unsaved() {
	k.page.Note = ui.L(ui.S(safe.Const("response received"), ui.Unclear))
	what := safe.Const("Zoom replaced the pair, and zoauth could not save the new one.")
	if k.r.Before.Token.RefreshToken.IsZero() {
		what = safe.Const("New tokens came, and zoauth could not save them.")
	}
	k.lead(what)
	if o := k.r.Outcome; o != nil && o.SaveErr != nil {
		k.words(safe.Const("error"), k.Clean.Error(o.SaveErr))
	}
	t := k.s.State().Token
	name, prints := safe.Const("new token"), []ui.Span{k.print(t.AccessToken.Fingerprint())}
	if !t.RefreshToken.IsZero() {
		name, prints = safe.Const("new pair"), append(prints, plain(safe.Const(" ")), k.print(t.RefreshToken.Fingerprint()))
	}
	k.fact(name, append(prints, plain(safe.Const("   lost when zoauth quits")))...)
	if old := k.r.Before.Token.RefreshToken; !old.IsZero() && old != t.RefreshToken {
		k.fact(safe.Const("old pair"), k.print(old.Fingerprint()), plain(safe.Format("  replaced at %s", k.clock(k.r.At))))
	}
	k.choices()
}

// candidate is a response that may contain a newer pair and could not be taken for a
// grant.
func (k *card) candidate(kept flow.Candidate) {
	k.page.Note = ui.L(ui.S(safe.Const("response kept"), ui.Unclear))
	k.prose(safe.Const("A response may contain a newer pair, but isn't a plain success. zoauth keeps it, and sends no refresh token until you decide."), ui.Plain, ui.Keep)
	k.blank()
	k.words(safe.Const("received"), safe.Format("%s   status %s", k.clock(kept.At), safe.Int(kept.Status)))
	k.words(safe.Const("why kept"), k.Clean.Line(kept.Why))
	pair := kept.Token
	if pair.HasToken() {
		k.fact(safe.Const("in it"), k.print(pair.AccessToken.Fingerprint()), plain(safe.Const(" ")), k.print(pair.RefreshToken.Fingerprint()))
	} else {
		k.words(safe.Const("in it"), safe.Const("no token that zoauth can read; b copies the response"))
	}
	k.held()
	k.choices()
}
