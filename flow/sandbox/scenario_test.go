package sandbox_test

import (
	"net/url"
	"regexp"
	"slices"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

func TestScenariosAreWhole(t *testing.T) {
	steps := []string{"authorize", "exchange", "refresh", "probe", "revoke", "device", "poll"}
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	apps := sandbox.Sample("127.0.0.1:8976")
	for _, scenario := range sandbox.Scenarios() {
		if !kebab.MatchString(scenario.Name) || seen[scenario.Name] {
			t.Errorf("the name %q", scenario.Name)
		}
		seen[scenario.Name] = true
		if scenario.Title == "" || scenario.Why == "" || len(scenario.Steps) == 0 {
			t.Errorf("%s is not described", scenario.Name)
		}
		for _, step := range scenario.Steps {
			if !slices.Contains(steps, step) {
				t.Errorf("%s spoils %q", scenario.Name, step)
			}
		}
		if !slices.ContainsFunc(apps, scenario.Fits) {
			t.Errorf("%s fits no app of the sandbox", scenario.Name)
		}
	}
}

func TestScenarioIsOfOneAppAndEndsWhenMended(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	if err := b.SetScenario("secret-changed", b.app.ClientID, true); err != nil {
		t.Fatal(err)
	}
	const wrong = `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`
	b.token(exchangeForm(b.code(nil))).is(t, 400, wrong)
	if on := namesOn(b, b.app.ClientID); !slices.Equal(on, []string{"secret-changed"}) {
		t.Errorf("on: %v", on)
	}
	other := b.Apps()[1]
	if on := namesOn(b, other.ClientID); len(on) > 0 {
		t.Errorf("on for the other app: %v", on)
	}
	if a := b.post(other, "/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}); a.body == wrong {
		t.Error("the other app's secret is refused")
	}
	if secret := b.Apps()[0].ClientSecret; secret != b.app.ClientSecret {
		t.Error("the registered secret was changed for good")
	}
	if err := b.SetScenario("secret-changed", b.app.ClientID, false); err != nil {
		t.Fatal(err)
	}
	b.granted()
}

func namesOn(b *bench, clientID string) []string {
	var names []string
	for _, scenario := range b.ScenariosFor(clientID) {
		if scenario.On {
			names = append(names, scenario.Name)
		}
	}
	return names
}

func TestScenarioOfEveryAppAndOfOneAnswer(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	if err := b.SetScenario("token-500", "", true); err != nil {
		t.Fatal(err)
	}
	if a := b.token(exchangeForm(b.code(nil))); a.status != 500 {
		t.Errorf("status %d", a.status)
	}
	b.granted()
	journal := b.Journal()
	if i := slices.IndexFunc(journal, func(e sandbox.Entry) bool { return e.Fault == "token-500" }); i < 0 {
		t.Error("the journal does not name it")
	}
}

func TestScenarioThatCannotBe(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	for _, c := range []struct{ name, client string }{
		{"no-such-thing", ""},
		{"secret-changed", "nobody"},
		{"secret-changed", "public"},
		{"code-expired", "server"},
	} {
		if b.SetScenario(c.name, c.client, true) == nil {
			t.Errorf("%s of %q", c.name, c.client)
		}
	}
}

// A user who left the account is told of in the words of docs/zoom.md §5.3.
func TestProbeAfterTheUserLeft(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	first := b.granted()
	b.SetRules(func(r *sandbox.Rules) { r.UserRemoved = true })
	b.me(first.Access).is(t, 401, `{"code":124,"message":"Invalid access token."}`)
	b.refresh(first.Refresh).is(t, 400, `{"reason":"The owner of the token does not exist.","error":"invalid_grant"}`)
}

func TestDisabledPublicApp(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	b.UpdateApp("public", func(a *sandbox.App) { a.Disabled = true })
	b.post(sandbox.App{Type: flow.Public}, "/oauth/token", url.Values{"grant_type": {"refresh_token"}, "client_id": {"public"}}).
		is(t, 400, `{"reason":"The app has been disabled","error":"invalid_client"}`)
}
