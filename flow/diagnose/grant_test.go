package diagnose_test

import (
	"slices"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

// What a grant has not of a text is said, and refuses nothing.
func TestWhatWasLeftOutOfAGrantIsARemark(t *testing.T) {
	app := flow.App{Name: "acme-dev", Type: flow.General, ClientID: "Hc7dQ2mXTyWv9bLkR4pZsA"}
	g := recognize.ReadGrant("access_token=[FILTERED]\nrefresh_token=opaque-refresh-0123456789")
	remarks := diagnose.JudgeGrant(g, app, "", time.Now())
	if !slices.Contains(remarks, diagnose.Remark{Text: "left out: the value of access_token is masked"}) {
		t.Errorf("%+v", remarks)
	}
	for _, r := range remarks {
		if r.Refuses {
			t.Errorf("refused: %s", r.Text)
		}
	}
}
