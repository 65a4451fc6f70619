package session

import (
	"slices"

	"zoauth/flow"
)

// drafts are the requests that were not sent, at most one for each step.
type drafts struct {
	kept   map[flow.Step]*Draft
	next   flow.Step   // the one that is the timeline's last row; empty: none
	queued []flow.Step // proofs that follow it
}

func newDrafts() drafts { return drafts{kept: map[flow.Step]*Draft{}} }

// Next returns the draft that is the last row of the timeline, or nil.
func (s *Session) Next() *Draft { return s.drafts.kept[s.drafts.next] }

// Draft makes a step's request the next row. A draft of the step that was left comes
// back with its edits. Nothing is sent.
func (s *Session) Draft(step flow.Step) Follow {
	if ok, why := s.Can(Action{Act: ActDraft, Step: step}); !ok {
		return say(why)
	}
	if s.drafts.kept[step] == nil {
		s.drafts.kept[step] = &Draft{step: step, proof: s.proves(step)}
	}
	s.drafts.next = step
	if s.secret.Err() != nil {
		s.secret = Secret{} // every new draft tries again
	}
	follow := Follow{}
	if step == flow.StepAuthorize {
		follow = s.lookAround()
	}
	return follow.and(s.prepare(s.drafts.kept[step]))
}

// prepare builds a draft's request of what is known now, and fetches what is missing.
func (s *Session) prepare(d *Draft) Follow {
	d.blocked, d.gen = s.blocked(d.step), s.state.Gen
	d.base = flow.Request{}
	switch {
	case d.blocked != "":
	case needsSecret(d.step) && !s.secret.Ready():
		return s.readSecret(d.step)
	default:
		d.base = s.build(d.step)
	}
	d.rewrite()
	s.with.Redactor.Learn(d.request.Secrets()...)
	return Follow{}
}

// refreshDrafts builds every draft anew, after what they are built from has changed.
// Their edits stay.
func (s *Session) refreshDrafts() Follow {
	follow := Follow{}
	for _, d := range s.drafts.kept {
		follow = follow.and(s.prepare(d))
	}
	return follow
}

// Drop drops the next draft; a queued proof takes its place.
func (s *Session) Drop() Follow {
	if s.Next() == nil {
		return say("There is no draft to drop.")
	}
	s.exercise.stop()
	s.drafts.takeNext()
	return s.draftQueued()
}

// takeNext takes the next draft away.
func (d *drafts) takeNext() {
	delete(d.kept, d.next)
	d.next = ""
}

// draftQueued makes the first queued proof the next draft.
func (s *Session) draftQueued() Follow {
	if len(s.drafts.queued) == 0 {
		return Follow{}
	}
	step := s.drafts.queued[0]
	s.drafts.queued = s.drafts.queued[1:]
	return s.Draft(step)
}

// Edit changes or adds a field of the next draft, for one send.
func (s *Session) Edit(part flow.Part, name, value string) Follow {
	return s.change(flow.Change{Part: part, Name: name, Value: value})
}

// Omit takes a field out of the next draft, for one send.
func (s *Session) Omit(part flow.Part, name string) Follow {
	return s.change(flow.Change{Part: part, Name: name, Remove: true})
}

func (s *Session) change(c flow.Change) Follow {
	d := s.Next()
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
	s.with.Redactor.Learn(d.request.Secrets()...)
	return Follow{}
}

// Undo takes back the edit of one field of the next draft.
func (s *Session) Undo(part flow.Part, name string) Follow {
	if d := s.Next(); d == nil || !d.undo(part, name) {
		return say("This field was not edited.")
	}
	return Follow{}
}

// UndoAll makes the next draft what zoauth would send.
func (s *Session) UndoAll() Follow {
	d := s.Next()
	if d == nil || len(d.Edits()) == 0 {
		return say("Nothing was edited.")
	}
	d.changes, d.mistake = nil, nil
	d.rewrite()
	return Follow{}
}

// Queue puts proofs of a revoke behind it: each becomes the next draft in its turn.
func (s *Session) queue(steps []flow.Step) {
	for _, step := range steps {
		if !slices.Contains(s.drafts.queued, step) {
			s.drafts.queued = append(s.drafts.queued, step)
		}
	}
}

// ForgetRevoked drops the revoked pair that was kept to prove its end, with the drafts
// that hold it (R15). Call it when the profile's page is left.
func (s *Session) ForgetRevoked() {
	s.spent.revoked = flow.Token{}
	s.drafts.queued = nil
	for step, d := range s.drafts.kept {
		if d.proof {
			delete(s.drafts.kept, step)
		}
	}
	s.line.forgetStates()
}
