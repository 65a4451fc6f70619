package session_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/session"
)

// Tokens that somebody adopted are one row of the timeline, whoever did it: this
// session, an earlier run, or another process, which is named.
func TestAdoptionsAreRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	given := flow.Token{
		AccessToken: flow.NewSecret(flow.KindAccessToken, "givenAccessToken0123456789"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "givenRefreshToken0123456789"),
		ExpiresIn: time.Hour, ExpiresAt: d.now().Add(time.Hour),
	}
	d.do(d.Timeline().Load())
	d.quiet()
	if _, err := d.elsewhere().AdoptToken(t.Context(), d.App(), given, false, flow.Kept); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.until("the adoption", func() bool { return d.Timeline().Len() == 1 && d.Timeline().Last().By != "" })
	row := d.Timeline().Last()
	if row.Kind != session.KindPasted || row.Mark != session.Done || row.Access != given.AccessToken.Fingerprint() || row.Refresh != given.RefreshToken.Fingerprint() || row.By != "zoauth token" || row.PID != 4121 {
		t.Errorf("the row is %+v", row)
	}
	again := d.seat(d.App())
	d.Session = again
	d.do(d.Timeline().Load())
	d.quiet()
	d.look()
	d.until("the row of the history", func() bool { return d.Timeline().Len() == 1 })
	d.do(d.Timeline().Open(d.Timeline().Last().ID))
	d.quiet()
	r, ok := d.Timeline().Result(0)
	if !ok || r.Kind != session.KindPasted || r.Trace.Adoption == nil || r.Trace.Adoption.How != flow.Adopted || r.Trace.Adoption.Token.HasToken() {
		t.Errorf("the row of the history is %+v, %+v", r.Entry, r.Trace.Adoption)
	}
}
