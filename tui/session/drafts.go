package session

import (
	"time"

	"zoauth/flow"
)

// Drafts are the requests that were not sent, at most one for each step. One of them
// may be next: the row below the timeline's last.
type Drafts struct {
	s      *Session
	kept   map[flow.Step]*Draft
	next   flow.Step   // the one that is the timeline's last row; empty: none
	queued []flow.Step // proofs that follow it
	// regional says that the probe goes to the API host that Zoom named with the token.
	regional bool
}

// Next returns the draft that is the last row of the timeline, or nil.
func (ds *Drafts) Next() *Draft { return ds.kept[ds.next] }

// Open makes a step's request the next row. A draft of the step that was left comes
// back with its edits. Nothing is sent.
func (ds *Drafts) Open(step flow.Step) Follow {
	if ok, why := ds.s.Can(Action{Act: ActDraft, Step: step}); !ok {
		return say(why)
	}
	if ds.kept[step] == nil {
		ds.kept[step] = &Draft{step: step}
	}
	ds.next = step
	if ds.s.secret.Err() != nil {
		ds.s.secret = Secret{} // every new draft tries again
	}
	follow := Follow{}
	if step == flow.StepAuthorize {
		follow = ds.s.gather()
	}
	return follow.and(ds.prepare(ds.kept[step]))
}

// Cannot says why a step's draft cannot be opened; empty where it can, be it with a code
// or a token that a person has from elsewhere.
func (ds *Drafts) Cannot(step flow.Step) string {
	if ds.Wants(step) {
		return ""
	}
	_, why := ds.s.Can(Action{Act: ActDraft, Step: step})
	return why
}

// Renewal returns the step that brings a new access token without a person.
func (ds *Drafts) Renewal() flow.Step {
	if ds.s.app.HasConsent() {
		return flow.StepRefresh
	}
	return flow.StepExchange
}

// First makes the request that brings the first tokens the next row, for a profile with
// neither history nor tokens. It runs no command for the client secret: that waits until
// the person asks for a draft.
func (ds *Drafts) First(now time.Time) Follow {
	a := mainAction{ds.s, now}.ofNewest()
	_, runs := ds.s.app.Secret.(flow.SecretAsker)
	if a.Act != ActDraft || ds.s.state.Damage != "" || runs {
		return Follow{}
	}
	return ds.Open(a.Step)
}

// prepare builds a draft's request of what is known now, and fetches what is missing.
func (ds *Drafts) prepare(d *Draft) Follow {
	d.blocked, d.gen = ds.blocked(d.step), ds.s.state.Gen
	d.base, d.proof = flow.Request{}, d.mistake == nil && ds.proves(d.step)
	switch {
	case d.blocked != "":
	case needsSecret(d.step) && !ds.s.secret.Ready():
		d.rewrite()
		return ds.s.readSecret()
	default:
		d.base = ds.build(d.step)
	}
	if !d.rewrite() {
		d.base, d.request, d.blocked = flow.Request{}, flow.Request{}, "The values that this mistake needs are gone."
	}
	ds.s.with.Redactor.Learn(d.request.Secrets()...)
	return Follow{}
}

// refreshDrafts builds every draft anew, after what they are built from has changed.
// Their edits stay.
func (ds *Drafts) refreshDrafts() Follow {
	follow := Follow{}
	for _, d := range ds.kept {
		follow = follow.and(ds.prepare(d))
	}
	return follow
}

// Drop drops the next draft; a queued proof takes its place.
func (ds *Drafts) Drop() Follow {
	if ds.Next() == nil {
		return say("There is no draft to drop.")
	}
	ds.s.practice.stop()
	ds.takeNext()
	return ds.draftQueued()
}

// takeNext takes the next draft away.
func (ds *Drafts) takeNext() {
	delete(ds.kept, ds.next)
	ds.next = ""
}

// draftQueued makes the first queued proof the next draft.
func (ds *Drafts) draftQueued() Follow {
	if len(ds.queued) == 0 {
		return Follow{}
	}
	step := ds.queued[0]
	ds.queued = ds.queued[1:]
	return ds.Open(step)
}

// Fix carries out the action of a failure's card: the draft of its step without the edits
// that were the cause.
func (ds *Drafts) Fix(a Action) Follow {
	if a.Act != ActFix {
		return Follow{}
	}
	follow := ds.Open(a.Step)
	if d := ds.Next(); d != nil && d.step == a.Step && d.changed() {
		follow = follow.and(ds.UndoAll())
	}
	return follow
}

// Edit changes or adds a field of the next draft, for one send.
func (ds *Drafts) Edit(part flow.Part, name, value string) Follow {
	return ds.change(flow.Change{Part: part, Name: name, Value: value})
}

// Omit takes a field out of the next draft, for one send.
func (ds *Drafts) Omit(part flow.Part, name string) Follow {
	return ds.change(flow.Change{Part: part, Name: name, Remove: true})
}

func (ds *Drafts) change(c flow.Change) Follow {
	d := ds.Next()
	switch {
	case d == nil || !d.Ready():
		return say("There is no request to edit.")
	case c.Name == "":
		return say("A parameter needs a name.")
	case d.step == flow.StepAuthorize && flow.IsSecretField(c.Name) && !c.Remove:
		return say("A secret doesn't belong in a URL: the browser keeps it, and so do logs on its way.")
	case !d.set(c):
		return say("No change.")
	}
	ds.s.with.Redactor.Learn(d.request.Secrets()...)
	return Follow{}
}

// Undo takes back the edit of one field of the next draft.
func (ds *Drafts) Undo(part flow.Part, name string) Follow {
	d := ds.Next()
	if d == nil || !d.undo(part, name) {
		return say("This field was not edited.")
	}
	return ds.prepare(d)
}

// UndoAll makes the next draft what zoauth would send.
func (ds *Drafts) UndoAll() Follow {
	d := ds.Next()
	if d == nil || !d.changed() {
		return say("Nothing was edited.")
	}
	d.changes, d.mistake = nil, nil
	return ds.prepare(d)
}

// ForgetRevoked drops the revoked pair that was kept to prove its end, with the drafts
// that hold it (R15). Call it when the profile's page is left.
func (ds *Drafts) ForgetRevoked() {
	if !ds.s.spent.revoked.HasToken() {
		return
	}
	ds.s.spent.revoked = flow.Token{}
	ds.queued = nil
	for step, d := range ds.kept {
		if d.proof {
			delete(ds.kept, step)
		}
	}
	ds.s.line.forgetStates()
}
