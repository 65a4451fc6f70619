package diagnose_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

// What the profiles of this machine have to do with a text: the closest relation of each
// profile, the closest profile first.
func TestRelationsToProfiles(t *testing.T) {
	now := time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)
	refresh := flow.NewSecret(flow.KindRefreshToken, "rtok-4c0de1-of-the-server-0123456789")
	request := "curl -u Zk3mQ8vTS2aXw1LrPbN0Ug:sssssssssssssssssssssssssssssss1 https://zoom.us/oauth/token -d grant_type=refresh_token -d refresh_token=" + refresh.Reveal()
	for name, test := range map[string]struct {
		holding diagnose.Holding
		want    string
	}{
		"the same refresh token": {
			diagnose.Holding{Profile: "acme", ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", Token: flow.Token{RefreshToken: refresh}},
			"acme has this refresh token, " + refresh.Fingerprint(),
		},
		"the same app": {diagnose.Holding{Profile: "acme", ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug"}, "acme has the same client ID and no tokens"},
		"the same app with another pair": {
			diagnose.Holding{Profile: "acme", ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", Token: flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "other"), RefreshedAt: now.Add(-58 * time.Minute)}},
			"acme has the same client ID and holds " + flow.NewSecret(flow.KindRefreshToken, "other").Fingerprint() + ", issued 58 minutes ago",
		},
		"another app": {diagnose.Holding{Profile: "other", ClientID: "Qr8sTv2xRZk5WmLb9HcNdw"}, ""},
	} {
		e := diagnose.Explain(recognize.Read(request), diagnose.Here{Profiles: []diagnose.Holding{test.holding}, Now: now})
		got := ""
		if len(e.Here) > 0 {
			got = e.Here[0].String()
		}
		if got != test.want || len(e.Here) > 1 {
			t.Errorf("%s: %q (%d), want %q", name, got, len(e.Here), test.want)
		}
	}
}
