package session

import (
	"context"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// Flight is the request that was handed to the runner and has not ended.
type Flight struct {
	request  flow.Request
	since    time.Time
	entry    string
	before   flow.State
	edits    []Edit
	mistake  *flow.Mistake
	expected *flow.Expected
	proof    bool
	proofs   []flow.Step // that are drafted after it
	byHand   bool
}

// Request returns what is being sent.
func (f *Flight) Request() flow.Request { return f.request }

// Since returns when it was handed to the runner.
func (f *Flight) Since() time.Time { return f.since }

// Entry returns the ID of its row in the timeline.
func (f *Flight) Entry() string { return f.entry }

// Answer is what a person answered to the question of [Session.Asks]. The zero value
// answers nothing.
type Answer struct {
	Confirmed bool
	Name      string      // typed, where the profile's name was asked for
	Keep      bool        // zoauth refreshes the tokens from elsewhere from now on
	OwnFile   bool        // a foreign token's pair goes into a file of its own
	PasteOnly bool        // open an attempt without a listener
	Then      []flow.Step // proofs to draft after a revoke
}

// Begin sends the next draft: of an authorization that opens an attempt, of every
// other step it is one request. Without the answer to the question of [Session.Asks]
// nothing is sent.
func (s *Session) Begin(answer Answer) Follow {
	if why := s.refuses(Action{Act: ActSend}, answer); why != "" {
		return say(why)
	}
	d := s.drafts.Next()
	if d.step == flow.StepAuthorize {
		s.drafts.takeNext()
		return s.consent.open(answer.PasteOnly, d)
	}
	return s.drafts.send(d, answer)
}

// send hands a draft to the runner.
func (ds *Drafts) send(d *Draft, answer Answer) Follow {
	op := ds.s.nextOp(d.step)
	f := &Flight{
		request: d.request, since: ds.s.with.now(), entry: newID(ds.s), before: ds.s.state,
		edits: d.Edits(), mistake: d.mistake, proof: d.proof, proofs: answer.Then, byHand: len(d.changes) > 0,
	}
	if e, ok := d.Expected(); ok {
		f.expected = &e
	}
	job := flow.Job{
		App: ds.s.app, Request: d.request, Gen: d.gen, Foreign: ds.foreign(d.request),
		First: d.step == flow.StepExchange && ds.s.app.HasConsent() && !ds.s.state.HasToken(),
		Keep:  ds.AsksResult() && (answer.Keep || d.result == flow.Kept),
	}
	if answer.OwnFile && job.Foreign {
		job.App.Name = looseName(ds.s.app.Name, d.request.Credential())
		f.before = flow.State{Token: flow.Token{RefreshToken: d.request.Credential()}}
	}
	ds.s.flight = f
	ds.s.with.Stages.begin(ds.s.app.Name)
	ds.takeNext()
	ds.s.line.add(Entry{
		ID: f.entry, Op: op, Kind: KindRequest, Step: d.step, At: f.since, Mark: Running, Spent: spentBy(d.request),
		Edited: f.byHand, Mistake: mistakeName(f.mistake), detail: &Detail{Trace: flow.Trace{Step: d.step, Request: d.request, Profile: ds.s.app.Name}, Edits: f.edits, Before: f.before},
	})
	runner := ds.s.with.Runner
	return run(func(ctx context.Context) *Event {
		out := runner.Do(ctx, job)
		return op.then(func(s *Session) Follow { return f.ended(s, out) })
	})
}

// foreign reports whether a request spends a credential that is not the profile's: its
// refusal then says nothing of the profile.
func (ds *Drafts) foreign(r flow.Request) bool {
	switch r.Step {
	case flow.StepRefresh:
		return r.Credential() != ds.s.state.Token.RefreshToken
	case flow.StepRevoke:
		return r.Credential() != ds.s.state.Token.AccessToken
	default:
		return false
	}
}

// longestName is how long a profile's name may be, in bytes.
const longestName = 64

// looseName names the token file of a pair that belongs to no profile: that of the profile
// that refreshed it, and the fingerprint of what it was refreshed with.
func looseName(profile string, spent flow.Secret) string {
	end := ".of-" + strings.TrimPrefix(spent.Fingerprint(), "rt:")
	return profile[:min(len(profile), longestName-len(end))] + end
}

// ended takes the outcome of the request: it was committed before.
func (f *Flight) ended(s *Session, out flow.Outcome) Follow {
	ours := out.Job.App.Name == s.app.Name
	follow := Follow{}
	switch {
	case !ours:
	case out.Err != nil && out.Trace.Delivery == flow.NotSent: // the outcome may know no state
		follow = s.disk.readAgain()
	default:
		follow = s.disk.committed(out.State)
	}
	if s.flight != f {
		return follow
	}
	s.flight, s.changedAt = nil, s.with.now()
	s.line.finish(f.entry, func(row *Entry) { row.ended(f, out) })
	if f.mistake != nil && !f.byHand {
		s.practice.Record(f.mistake.Name, f.mistake.Expect.AsExpected(out.Answer))
	}
	if ours {
		f.spend(s, out)
	}
	if d := out.Answer.Device; d != nil {
		return follow.and(s.consent.poll(*d, f.entry))
	}
	return follow.and(s.drafts.afterwards(f, out)).and(s.line.Explain(f.entry))
}

// afterwards drafts the proofs that were asked for, or the next one that is queued.
func (ds *Drafts) afterwards(f *Flight, out flow.Outcome) Follow {
	if f.request.Step == flow.StepRevoke && out.Answer.Verdict == flow.Done {
		for _, step := range f.proofs { // each becomes the next draft in its turn
			if !slices.Contains(ds.queued, step) {
				ds.queued = append(ds.queued, step)
			}
		}
	}
	follow := ds.refreshDrafts()
	if ds.Next() == nil {
		follow = follow.and(ds.draftQueued())
	}
	return follow
}

// spent are values of this run that were used up: deliberate mistakes and proofs send
// them once more. They are in memory only.
type spent struct {
	values   flow.Material
	exchange flow.Request // the last exchange that brought tokens
	revoked  flow.Token   // the pair that a revoke ended (R15)
}

// spend drops what an outcome used up: a sent code, a refused client secret.
func (f *Flight) spend(s *Session, out flow.Outcome) {
	sent := out.Trace.Delivery == flow.Sent || out.Trace.Delivery == flow.Answered
	changed := f.mistake != nil || f.byHand
	if !sent || changed && out.Answer.Verdict == flow.Refused { // what a refused experiment did not spend is still good
		return
	}
	switch out.Job.Request.Step {
	case flow.StepExchange:
		if out.Answer.Verdict == flow.Granted {
			s.spent.values.UsedCode, s.spent.exchange = out.Job.Request.Credential(), out.Job.Request
		}
		if c, ok := s.consent.now.(coded); ok {
			s.consent.retire(c.attempt)
			s.consent.now = nobody{}
		}
	case flow.StepRefresh:
		if old := out.Job.Request.Credential(); old != out.State.Token.RefreshToken && out.Answer.Verdict == flow.Granted {
			s.spent.values.PreviousRefresh = old
		}
	case flow.StepRevoke:
		if out.Answer.Verdict == flow.Done {
			s.spent.revoked = f.before.Token
		}
	}
	if out.Answer.Err != nil && out.Answer.Err.Code == "invalid_client" {
		s.forgetSecret()
	}
}
