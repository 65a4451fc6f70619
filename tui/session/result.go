package session

import "zoauth/flow"

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
