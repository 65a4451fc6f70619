package safe_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/internal/safe"
)

var canary = flow.NewSecret(flow.KindRefreshToken, "CANARY-\x1b-refresh+token/with=odd\u009bbytes-0123456789")

func knowing(secrets ...flow.Secret) *safe.Cleaner {
	r := &flow.Redactor{}
	r.Learn(secrets...)
	return &safe.Cleaner{Redactor: r}
}

// S4: redacting precedes cleaning. Cleaned first, this secret would no longer
// match.
func TestCleanerRedactsBeforeCleaningS4(t *testing.T) {
	c := knowing(canary)
	echo := "echo: " + canary.Reveal() + " \x1b[0m"
	want := "echo: " + canary.String() + ` \x1b[0m`
	for name, got := range map[string]safe.Text{
		"Text":   c.Text(echo),
		"Line":   c.Line(echo),
		"Whole":  c.Whole(echo),
		"Error":  c.Error(errors.New(echo)),
		"Within": c.Within(safe.Limits{}, echo),
	} {
		if got.String() != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// S4: a secret that lies across a limit must not show its first part.
func TestCleanerCutsBehindRedactionS4(t *testing.T) {
	secret := flow.NewSecret(flow.KindAccessToken, strings.Repeat("canary", 100))
	c := knowing(secret)
	for _, tt := range []struct {
		name  string
		limit int
		clean func(string) safe.Text
	}{
		{"Text", safe.MaxText, c.Text},
		{"Text's line", safe.MaxLine, c.Text},
		{"Line", safe.MaxLine, c.Line},
		{"Within", 1000, func(s string) safe.Text { return c.Within(safe.Limits{Bytes: 1000}, s) }},
	} {
		for _, inside := range []int{1, 20, 599} {
			before := strings.Repeat("x", tt.limit-inside)
			if tt.limit == safe.MaxText {
				before = strings.Repeat(strings.Repeat("x", 63)+"\n", tt.limit/64)[:tt.limit-inside]
			}
			if got := tt.clean(before + secret.Reveal() + " end").String(); strings.Contains(got, "can") {
				t.Errorf("%s, %d bytes inside: shows %q", tt.name, inside, got[len(got)-80:])
			}
		}
	}
}

func TestLimitsCut(t *testing.T) {
	c := &safe.Cleaner{}
	for _, tt := range []struct {
		name   string
		limits safe.Limits
		in     string
		want   string
	}{
		{"none", safe.Limits{}, "a\nb\n", "a\nb\n"},
		{"fits", safe.Limits{Bytes: 4, Line: 1}, "a\nb\n", "a\nb\n"},
		{"bytes", safe.Limits{Bytes: 3}, "abcd", "abc [cut here]"},
		{"within a character", safe.Limits{Bytes: 3}, "ab東c", "ab [cut here]"},
		{"line", safe.Limits{Line: 2}, "abc\nde\nfgh", "ab [cut here]\nde\nfg [cut here]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.Within(tt.limits, tt.in).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// T3: text for a place of one line stays on it.
func TestLineHasOneLine(t *testing.T) {
	c := &safe.Cleaner{}
	for name, got := range map[string]safe.Text{
		"Line":   c.Line("a\r\nb\nc"),
		"Whole":  c.Whole("a\r\nb\nc"),
		"Error":  c.Error(errors.New("a\r\nb\nc")),
		"Reveal": c.Reveal(flow.NewSecret(flow.KindCode, "a\r\nb\nc")),
	} {
		if got.String() != `a\nb\nc` {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := c.Error(nil); got != (safe.Text{}) {
		t.Errorf("no error: %q", got)
	}
}

// S4: Reveal is the one exception, and even a revealed secret is cleaned.
func TestRevealIsCleanedNotRedacted(t *testing.T) {
	got := knowing(canary).Reveal(canary).String()
	if want := `CANARY-\x1b-refresh+token/with=odd\u009bbytes-0123456789`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// T1, T2: in a Latin-1 terminal U+00DB is the bytes C3 9B, and 9B begins a
// control sequence. With EightBit no byte above 7E is left.
func TestEightBitTerminalGetsASCII(t *testing.T) {
	c := knowing(canary)
	c.EightBit = true
	got := c.Text("Û[2J Zoë 東 \U0001f600 " + canary.Reveal()).String()
	want := `\u00db[2J Zo\u00eb \u6771 \U0001f600 **** ` + canary.Fingerprint() + fmt.Sprintf(" (%d)", canary.Len())
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	got = c.Text("  · sent … → refused (••••)").String()
	if want := "  - sent ... -> refused (****)"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What JSON is written in is ASCII only, and the same value.
func FuzzASCII(f *testing.F) {
	for _, seed := range hostile {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain, err := json.MarshalIndent(map[string]string{"reason": text}, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		got := safe.ASCII(plain)
		for _, b := range got {
			if b != '\n' && (b < ' ' || b > '~') {
				t.Fatalf("byte %02x is let through", b)
			}
		}
		var before, after map[string]string
		if err := errors.Join(json.Unmarshal(plain, &before), json.Unmarshal(got, &after)); err != nil {
			t.Fatal(err)
		}
		if before["reason"] != after["reason"] {
			t.Fatalf("%.200q became %.200q", before, after)
		}
	})
}

func TestASCIIOfInvalidUTF8IsStillJSON(t *testing.T) {
	got := safe.ASCII([]byte("{\"a\":\t\"\xff\u009b\u202e\x7f\U0001f600\"}\r\n"))
	if want := `{"a": "\ufffd\u009b\u202e\u007f\ud83d\ude00"} ` + "\n"; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !json.Valid(got) || !utf8.Valid(got) || bytes.ContainsRune(got, '\r') {
		t.Errorf("not clean JSON: %q", got)
	}
}
