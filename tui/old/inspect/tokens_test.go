package inspect_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
)

// jwt joins a header and claims into a token nobody signed.
func jwt(header, claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode([]byte(claims)) + ".c2ln"
}

func tokenRows(s flow.State, steer func(*inspect.Tokens)) string {
	var k inspect.Tokens
	k.Show(s)
	steer(&k)
	return ansi.Strip(strings.Join(k.Lines(about(), 100, 40), "\n"))
}

func still(*inspect.Tokens) {}

// Each time claim shows its own time, not that of another one.
func TestTokenTimes(t *testing.T) {
	s := flow.State{Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken,
		jwt(`{"alg":"HS512"}`, fmt.Sprintf(`{"nbf":%d,"iat":%d,"exp":%d}`, now.Unix()-3600, now.Unix()-60, now.Unix()+1800)))}}
	got := tokenRows(s, still)
	for _, want := range []string{
		"nbf                17:13:13  Mon 27 Jan    17:13:13Z 2020-01-27  1 h 0 min ago",
		"iat                18:12:13  Mon 27 Jan    18:12:13Z 2020-01-27  1 min ago",
		"exp                18:43:13  Mon 27 Jan    18:43:13Z 2020-01-27  in 30 min",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// The life line compares what is known and says nothing of what is not.
func TestTokenLife(t *testing.T) {
	for _, tt := range []struct {
		name, claims string
		in           time.Duration
		want         string
	}{
		{"usual", `{"iat":1000,"exp":4600}`, 3599 * time.Second, "expires_in 3599 · exp − iat 3600: 1 s apart, usual"},
		{"the same", `{"iat":1000,"exp":4600}`, time.Hour, "expires_in 3600 · exp − iat 3600: the same"},
		{"far apart", `{"iat":1000,"exp":4600}`, 2 * time.Hour, "expires_in 7200 · exp − iat 3600: 1 h 0 min apart"},
		{"no iat", `{"exp":4600}`, time.Hour, ""},
		{"no exp", `{"iat":4600}`, time.Hour, ""},
		{"not stated", `{"iat":1000,"exp":4600}`, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tokenRows(flow.State{Token: flow.Token{
				AccessToken: flow.NewSecret(flow.KindAccessToken, jwt(`{"alg":"HS512"}`, tt.claims)), ExpiresIn: tt.in,
			}}, still)
			if has := strings.Contains(got, "life"); has != (tt.want != "") || !strings.Contains(got, tt.want) {
				t.Errorf("want %q in\n%s", tt.want, got)
			}
		})
	}
}

// A Date header has whole seconds: a clock that is right is right in all of them,
// and one that is not says which way.
func TestTokenSkew(t *testing.T) {
	for off, want := range map[time.Duration]string{
		0: "clock skew 0 s", 999 * time.Millisecond: "clock skew 0 s", 90 * time.Second: "clock 90 s ahead", -2 * time.Second: "clock 2 s behind",
	} {
		got := tokenRows(flow.State{Token: flow.Token{
			AccessToken: flow.NewSecret(flow.KindAccessToken, jwt(`{"alg":"HS512"}`, `{"iat":1000,"exp":4600}`)), ExpiresIn: time.Hour,
			ServerDate: time.Unix(1000, 0), ObtainedAt: time.Unix(1000, 0).Add(off),
		}}, still)
		if !strings.Contains(got, want) {
			t.Errorf("%v: no %q in\n%s", off, want, got)
		}
	}
}

// Only a shared key makes Zoom the only one who can verify.
func TestTokenNotVerified(t *testing.T) {
	for alg, want := range map[string]string{
		`{"alg":"HS512"}`: "not verified: HS512, only Zoom has the key",
		`{"alg":"none"}`:  "not verified: it has no signature",
		`{}`:              "not verified: no algorithm is named",
		`{"alg":"RS256"}`: "not verified: RS256 ",
	} {
		got := tokenRows(flow.State{Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, jwt(alg, `{"ver":6}`))}}, still)
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", alg, want, got)
		}
	}
}

// S4: a hidden claim is seen only while it is revealed, and only under the cursor.
func TestHiddenClaimsS4(t *testing.T) {
	s := pair(t)
	claims, err := flow.DecodeToken(s.Token.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for i, claim := range claims.List {
		if !claim.Hide {
			continue
		}
		hidden++
		for _, tt := range []struct {
			name  string
			steer func(*inspect.Tokens)
			seen  bool
		}{
			{"elsewhere", func(k *inspect.Tokens) { k.Reveal(true) }, false},
			{"under the cursor", func(k *inspect.Tokens) { k.Move(i) }, false},
			{"revealed", func(k *inspect.Tokens) { k.Move(i); k.Reveal(true) }, true},
			{"moved away and back", func(k *inspect.Tokens) { k.Move(i); k.Reveal(true); k.Move(1); k.Move(-1) }, false},
			{"top", func(k *inspect.Tokens) { k.Move(i); k.Reveal(true); k.Top(); k.Move(i) }, false},
			{"other token and back", func(k *inspect.Tokens) { k.Move(i); k.Reveal(true); k.Next(); k.Prev(); k.Move(i) }, false},
		} {
			if got := strings.Contains(tokenRows(s, tt.steer), claim.Value); got != tt.seen {
				t.Errorf("%s %s: seen %v, want %v", claim.Name, tt.name, got, tt.seen)
			}
		}
	}
	if hidden == 0 {
		t.Fatal("the token has no hidden claim to test")
	}
}

func TestTokenCursor(t *testing.T) {
	var k inspect.Tokens
	k.Move(3)
	k.Next()
	if rows := k.Lines(about(), 80, 20); len(rows) != 0 || k.OnSecret() {
		t.Errorf("no token, but %q", rows)
	}
	s := pair(t)
	k.Show(s)
	k.Move(2)
	s.Who = &flow.Who{Email: "jane@acme.example"}
	k.Show(s)
	if !k.OnSecret() {
		t.Error("the cursor moved although the tokens are the same")
	}
	for h := range 30 {
		k.Bottom()
		k.Move(99)
		if rows := k.Lines(about(), 80, h); len(rows) > h {
			t.Errorf("%d rows in %d", len(rows), h)
		} else if h > 7 && !strings.Contains(ansi.Strip(strings.Join(rows, "\n")), "› toleranceId") {
			t.Errorf("the cursor is not seen in %d rows", h)
		}
	}
	s.Token.RefreshToken = flow.Secret{}
	k.Show(s)
	if k.Next(); k.Tabs(about()) != "" || !strings.HasPrefix(k.Title(about()), "Access token") {
		t.Error("there is one token, but it can be left")
	}
}

// What was asked and what was granted stand side by side.
func TestTokenScopes(t *testing.T) {
	access, _ := collection(t)
	s := flow.State{Token: flow.Token{AccessToken: access, Scope: "a:read b:read"}}
	for _, tt := range []struct {
		asked []string
		want  []string
	}{
		{nil, []string{"set at Zoom: not known · requested: none · granted: 2", "a:read b:read"}},
		{[]string{"a:read", "c:write"}, []string{"requested: 2 · granted: 2", "requested and not granted: c:write", "granted and not requested: b:read"}},
	} {
		got := tokenRows(s, func(k *inspect.Tokens) { k.Requested(tt.asked) })
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in\n%s", want, got)
			}
		}
	}
	if got := tokenRows(s, (*inspect.Tokens).Loose); strings.Contains(got, "requested") {
		t.Errorf("of a token that belongs to no profile:\n%s", got)
	}
}
