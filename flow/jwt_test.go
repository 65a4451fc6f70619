package flow_test

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// collection returns the four tokens of Zoom's public API collection: published
// placeholders with real structure (docs/zoom.md §4.2).
func collection(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/collection.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}

func TestDecodeCollection(t *testing.T) {
	want := []struct {
		kind     string
		iat, exp int64
		counter  string
		chars    int
	}{
		{"access_token", 1580146993, 1580150593, "25", 596},
		{"refresh_token", 1580146993, 2053186993, "25", 598},
		{"access_token", 1580147394, 1580150994, "26", 596},
		{"refresh_token", 1580147394, 2053187394, "26", 598},
	}
	tokens := collection(t)
	if len(tokens) != len(want) {
		t.Fatalf("%d tokens, want %d", len(tokens), len(want))
	}
	for i, w := range want {
		secret := flow.NewSecret(flow.KindAccessToken, tokens[i])
		c, err := flow.DecodeToken(secret)
		if err != nil {
			t.Fatalf("token %d: %v", i+1, err)
		}
		values := map[string]string{}
		for _, claim := range c.List {
			values[claim.Name] = claim.Value
			if claim.Meaning == "" {
				t.Errorf("token %d: %s has no meaning", i+1, claim.Name)
			}
			if claim.Hide != (claim.Name == "code" || claim.Name == "authenticationId") {
				t.Errorf("token %d: %s hidden: %v", i+1, claim.Name, claim.Hide)
			}
		}
		if c.Algorithm != "HS512" || values["ver"] != "6" || values["tokenType"] != w.kind || values["toleranceId"] != w.counter {
			t.Errorf("token %d: %+v", i+1, c)
		}
		if c.Issued.Unix() != w.iat || c.Expires.Unix() != w.exp || secret.Len() != w.chars {
			t.Errorf("token %d: issued %d, ends %d, %d characters", i+1, c.Issued.Unix(), c.Expires.Unix(), secret.Len())
		}
		if c.List[0].Name != "ver" || c.List[len(c.List)-1].Name != "toleranceId" {
			t.Errorf("token %d: the claims are not in their own order", i+1)
		}
	}
}

func token(payload string) flow.Secret {
	encode := base64.RawURLEncoding.EncodeToString
	return flow.NewSecret(flow.KindAccessToken, encode([]byte(`{"alg":"HS512"}`))+"."+encode([]byte(payload))+".AAAA")
}

func TestDecodeShortClaimNames(t *testing.T) {
	c, err := flow.DecodeToken(token(`{"aud":"https://oauth.zoom.us","uid":"u","ver":7,"auid":"g","nbf":1,"code":"c","iss":"zm:cid:id","gno":0,"exp":3601,"type":0,"iat":1,"aid":"a","jti":"j","tid":4}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, claim := range c.List {
		if claim.Meaning == "" {
			t.Errorf("%s has no meaning", claim.Name)
		}
	}
	if c.Expires.Sub(c.Issued) != time.Hour {
		t.Errorf("life %v", c.Expires.Sub(c.Issued))
	}
}

func TestOpaqueTokensArePolitelyRefused(t *testing.T) {
	good := collection(t)[0]
	for name, value := range map[string]string{
		"opaque":            "8f4e2c1a9b",
		"two parts":         good[:strings.LastIndex(good, ".")],
		"encrypted":         "a.b.c.d.e",
		"payload cut":       strings.Replace(good, "eyJ2ZXIi", "eyJ2ZXI", 1),
		"no JSON":           "AAAA.AAAA.AAAA",
		"not base64url":     "ey!.ey!.x",
		"longer than 16 KB": good + strings.Repeat("A", 16<<10),
		"empty":             "",
	} {
		_, err := flow.DecodeToken(flow.NewSecret(flow.KindAccessToken, value))
		if err == nil {
			t.Errorf("%s: decoded", name)
		} else if value != "" && strings.Contains(err.Error(), value) {
			t.Errorf("%s: the error repeats the token: %v", name, err)
		}
	}
}

func TestOddTimesDoNotOverflow(t *testing.T) {
	for value, want := range map[string]int64{
		"1580146993": 1580146993, "1580146993.7": 1580146993, `"1580146993"`: 1580146993,
		"1e12": 0, "-5": 0, "0": 0, `"soon"`: 0, "null": 0, "[1]": 0, "1e400": 0,
	} {
		c, err := flow.DecodeToken(token(`{"exp":` + value + `}`))
		if err != nil {
			t.Errorf("exp %s: %v", value, err)
			continue
		}
		if got := c.Expires; want == 0 && !got.IsZero() || want != 0 && got.Unix() != want {
			t.Errorf("exp %s: ends %v", value, got)
		}
	}
}

func FuzzDecodeToken(f *testing.F) {
	for _, t := range collection(f) {
		f.Add(t)
	}
	f.Add("a.b.c")
	f.Add(".." + strings.Repeat("[", 100))
	f.Fuzz(func(t *testing.T, value string) {
		_, _ = flow.DecodeToken(flow.NewSecret(flow.KindAccessToken, value))
	})
}
