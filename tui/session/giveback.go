package session

import (
	"context"
	"encoding/json"
	"time"

	"zoauth/flow"
)

// ToGiveBack reports whether a pair came by a token from elsewhere, and nobody has said
// whether zoauth keeps it or a server gets it.
func (k *Disk) ToGiveBack() bool {
	st := k.s.state
	return st.HasToken() && (k.s.app.Loose || st.Disposition == flow.Undecided) && st.Origin != nil && st.Origin.Kind == flow.Obtained
}

// Worked returns the newest refresh that brought a pair, as it was sent; ok is false where
// none of this run did.
func (t *Timeline) Worked() (request flow.Request, at time.Time, ok bool) {
	row := t.latest(func(e Entry) bool { return e.Step == flow.StepRefresh && e.Verdict == flow.Granted })
	if row == nil || row.detail == nil || row.detail.Trace.Request.Method == "" {
		return flow.Request{}, time.Time{}, false
	}
	return row.detail.Trace.Request, row.At, true
}

// Keep decides that zoauth keeps and refreshes the pair.
func (k *Disk) Keep() Follow {
	runner, gen := k.s.with.Runner, k.s.state.Gen
	return k.decide(ActKeep, Answer{}, func(ctx context.Context, app flow.App) (flow.State, error) {
		return runner.Keep(ctx, app, gen)
	}, func(*Session, Op, flow.Token) Follow { return say("Kept. zoauth refreshes it from now on.") })
}

// GiveBack deletes zoauth's copy of the pair, which a server has now. Nothing is sent. The
// answer is that to [Session.Asks].
func (k *Disk) GiveBack(answer Answer) Follow {
	runner, gen := k.s.with.Runner, k.s.state.Gen
	return k.decide(ActGiveBack, answer, func(ctx context.Context, app flow.App) (flow.State, error) {
		return runner.GiveBack(ctx, app, gen)
	}, gaveBack)
}

// gaveBack is what follows once the copy of a pair was deleted.
func gaveBack(s *Session, op Op, given flow.Token) Follow {
	s.line.add(Entry{
		ID: newID(s), TraceID: flow.AdoptionID(s.state), Op: op, Kind: KindGivenBack, Step: flow.StepAdopt, At: s.with.now(), Mark: Done, detail: &Detail{},
		Summary: given.Fingerprints(),
	})
	s.spent = spent{}
	said := "Deleted zoauth's copy. The pair is the server's now."
	if s.app.Loose {
		said = "Deleted the copy in " + s.app.Name + "."
	}
	return s.drafts.refreshDrafts().and(say(said))
}

// PairText is the pair as the token endpoint sends one (RFC 6749 §5.1), for the server
// that gets it.
func (k *Disk) PairText() string {
	t := k.s.state.Token
	answer := struct {
		AccessToken  string `json:"access_token"`
		TokenType    string `json:"token_type,omitempty"`
		RefreshToken string `json:"refresh_token,omitempty"`
		ExpiresIn    int64  `json:"expires_in,omitempty"`
		ExpiresAt    string `json:"expires_at,omitempty"`
		Scope        string `json:"scope,omitempty"`
		APIURL       string `json:"api_url,omitempty"`
	}{
		AccessToken: t.AccessToken.Reveal(), TokenType: t.TokenType, RefreshToken: t.RefreshToken.Reveal(),
		ExpiresIn: int64(t.ExpiresIn / time.Second), Scope: t.Scope, APIURL: t.APIURL,
	}
	if !t.ExpiresAt.IsZero() {
		answer.ExpiresAt = t.ExpiresAt.UTC().Format(time.RFC3339)
	}
	text, _ := json.Marshal(answer) // strings and numbers alone
	return string(text) + "\n"
}

// What a refresh token from elsewhere brings is either kept or given back to the server
// that held it. Both can be chosen on the draft, before the one shot is spent. What is not
// chosen there waits for a choice once the pair has come; it is saved in any case.

// AsksResult reports whether the next draft spends a token from elsewhere, so that it can
// be said what is to become of the pair that it brings.
func (ds *Drafts) AsksResult() bool {
	d := ds.Next()
	return d != nil && d.mistake == nil && ds.fromElsewhere(d)
}

// Result returns what was chosen for the pair that the next draft brings: [flow.Kept],
// [flow.GiveBack], or "" where nothing was.
func (ds *Drafts) Result() flow.Disposition {
	if !ds.AsksResult() {
		return ""
	}
	return ds.Next().result
}

// ChooseResult chooses it. Nothing is sent or written.
func (ds *Drafts) ChooseResult(result flow.Disposition) Follow {
	if ok, why := ds.s.Can(Action{Act: ActKeepNew}); !ok {
		return say(why)
	}
	ds.Next().result = result
	if result == flow.Kept {
		return say("The new pair will stay in " + ds.s.app.Name + ".")
	}
	return say("The new pair will be saved, then copied for your server.")
}

// fromElsewhere reports whether a draft refreshes with a token from elsewhere, of which
// nobody has said who keeps its pair.
func (ds *Drafts) fromElsewhere(d *Draft) bool {
	return d.step == flow.StepRefresh && !ds.s.app.Loose && ds.s.state.Disposition == flow.Undecided && !ds.foreign(d.request)
}
