package inspect_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
)

func notes(list []inspect.Difference) map[string]string {
	found := map[string]string{}
	for _, d := range list {
		found[d.Name] = d.Note
		if d.Odd {
			found[d.Name] = "odd: " + d.Note
		}
	}
	return found
}

// A refresh that does what it should, and one that does not.
func TestGrantsTellsWhatChanged(t *testing.T) {
	access, refresh := collection(t)
	other := flow.NewSecret(flow.KindRefreshToken, refresh.Reveal()+"x")
	jane, sam := &flow.Who{Email: "jane@a.example", UserID: "1"}, &flow.Who{Email: "sam@a.example", UserID: "2"}
	state := func(a, r flow.Secret, scope string, who *flow.Who) flow.State {
		return flow.State{Token: flow.Token{AccessToken: a, RefreshToken: r, Scope: scope}, Who: who}
	}
	got := notes(inspect.Grants(state(access, refresh, "a b", jane), state(access, other, "b a", jane)))
	for name, want := range map[string]string{"access token": "odd: the same token again", "refresh token": "rotated", "scope": "same", "user": "same", "exp": "same"} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	got = notes(inspect.Grants(state(access, refresh, "a b", jane), state(access, refresh, "b c", sam)))
	for name, want := range map[string]string{"refresh token": "odd: not rotated", "scope": "odd: gone: a; new: c", "user": "odd: another user or account"} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

// Two requests are compared field by field, secrets by their fingerprints.
func TestTracesCompare(t *testing.T) {
	c := about(code, verifier, clientSecret)
	before := answer(t, exchange(), "application/json", `{"reason":"Invalid authorization code","error":"invalid_grant"}`)
	q := exchange().WithoutField(flow.InForm, "code_verifier").WithField(flow.InForm, "redirect_uri", "https://a.example/cb/")
	after := answer(t, q, "application/json", `{"token_type":"bearer"}`)
	list := inspect.Traces(before, after)
	got := notes(list)
	for name, want := range map[string]string{
		"code_verifier": "gone", "redirect_uri": "", "grant_type": "same", "code": "same", "reason": "gone", "token_type": "new", "status": "same",
	} {
		if note, found := got[name]; !found || note != want {
			t.Errorf("%s: %q, %v, want %q", name, note, found, want)
		}
	}
	for _, w := range []int{120, 80, 40} {
		rows := strings.Join(c.Differences(list, w), "\n")
		for _, s := range []flow.Secret{code, verifier, clientSecret} {
			if strings.Contains(rows, s.Reveal()) {
				t.Errorf("S4: a secret is shown at %d cells", w)
			}
		}
		for row := range strings.Lines(rows) {
			if n := ansi.StringWidth(strings.TrimSuffix(row, "\n")); n > w {
				t.Errorf("%d cells in %d: %s", n, w, row)
			}
		}
	}
}
