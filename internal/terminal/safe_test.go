package terminal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/internal/terminal"
)

var canary = flow.NewSecret(flow.KindRefreshToken, "CANARY-\x1b-refresh+token/with=odd\u009bbytes-0123456789")

func knowing(secrets ...flow.Secret) *terminal.Cleaner {
	r := &flow.Redactor{}
	r.Learn(secrets...)
	return &terminal.Cleaner{Redactor: r}
}

// S4: redacting precedes cleaning. Cleaned first, this secret would no longer
// match.
func TestCleanerRedactsBeforeCleaningS4(t *testing.T) {
	c := knowing(canary)
	echo := "echo: " + canary.Reveal() + " \x1b[0m"
	want := "echo: " + canary.String() + ` \x1b[0m`
	for name, got := range map[string]terminal.Safe{
		"Text":   c.Text(echo),
		"Bytes":  c.Bytes([]byte(echo)),
		"Line":   c.Line(echo),
		"Whole":  c.Whole(echo),
		"Error":  c.Error(errors.New(echo)),
		"Field":  c.Field(flow.Field{Name: "x", Plain: echo}),
		"Within": c.Within(terminal.Limits{}, echo),
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
		clean func(string) terminal.Safe
	}{
		{"Text", terminal.MaxText, c.Text},
		{"Text's line", terminal.MaxLine, c.Text},
		{"Line", terminal.MaxLine, c.Line},
		{"Within", 1000, func(s string) terminal.Safe { return c.Within(terminal.Limits{Bytes: 1000}, s) }},
	} {
		for _, inside := range []int{1, 20, 599} {
			before := strings.Repeat("x", tt.limit-inside)
			if tt.limit == terminal.MaxText {
				before = strings.Repeat(strings.Repeat("x", 63)+"\n", tt.limit/64)[:tt.limit-inside]
			}
			if got := tt.clean(before + secret.Reveal() + " end").String(); strings.Contains(got, "can") {
				t.Errorf("%s, %d bytes inside: shows %q", tt.name, inside, got[len(got)-80:])
			}
		}
	}
}

func TestLimitsCut(t *testing.T) {
	c := &terminal.Cleaner{}
	for _, tt := range []struct {
		name   string
		limits terminal.Limits
		in     string
		want   string
	}{
		{"none", terminal.Limits{}, "a\nb\n", "a\nb\n"},
		{"fits", terminal.Limits{Bytes: 4, Line: 1, Lines: 2}, "a\nb\n", "a\nb\n"},
		{"bytes", terminal.Limits{Bytes: 3}, "abcd", "abc [cut here]"},
		{"within a character", terminal.Limits{Bytes: 3}, "ab東c", "ab [cut here]"},
		{"lines", terminal.Limits{Lines: 2}, "a\nb\nc\nd", "a\nb\n[cut here]"},
		{"line", terminal.Limits{Line: 2}, "abc\nde\nfgh", "ab [cut here]\nde\nfg [cut here]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.Within(tt.limits, tt.in).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	long := strings.Repeat("Set-Cookie: a\r\n", terminal.MaxHeaderLines+50)
	got := c.Within(terminal.Limits{Bytes: terminal.MaxText, Line: terminal.MaxLine, Lines: terminal.MaxHeaderLines}, long).String()
	if n := strings.Count(got, "Set-Cookie"); n != terminal.MaxHeaderLines {
		t.Errorf("%d header lines, want %d", n, terminal.MaxHeaderLines)
	}
}

// T3: text for a place of one line stays on it.
func TestLineHasOneLine(t *testing.T) {
	c := &terminal.Cleaner{}
	for name, got := range map[string]terminal.Safe{
		"Line":   c.Line("a\r\nb\nc"),
		"Whole":  c.Whole("a\r\nb\nc"),
		"Error":  c.Error(errors.New("a\r\nb\nc")),
		"Reveal": c.Reveal(flow.NewSecret(flow.KindCode, "a\r\nb\nc")),
	} {
		if got.String() != `a\nb\nc` {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := c.Error(nil); got != (terminal.Safe{}) {
		t.Errorf("no error: %q", got)
	}
}

// S4: Reveal is the one exception, and even a revealed secret is cleaned.
func TestRevealIsCleanedNotRedacted(t *testing.T) {
	got := knowing(canary).Reveal(canary).String()
	if want := `CANARY-\x1b-refresh+token/with=odd\u009bbytes-0123456789`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	field := flow.Field{Name: "refresh_token", Secret: canary}
	if got := knowing().Field(field).String(); got != canary.String() {
		t.Errorf("a secret field shows as %q", got)
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
}

// FuzzASCII holds §0 row 12: ASCII only, and the same value.
func FuzzASCII(f *testing.F) {
	for _, seed := range hostile {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain, err := json.MarshalIndent(map[string]string{"reason": text}, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		got := terminal.ASCII(plain)
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
	got := terminal.ASCII([]byte("{\"a\":\t\"\xff\u009b\u202e\x7f\U0001f600\"}\r\n"))
	if want := `{"a": "\ufffd\u009b\u202e\u007f\ud83d\ude00"} ` + "\n"; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !json.Valid(got) || !utf8.Valid(got) || bytes.ContainsRune(got, '\r') {
		t.Errorf("not clean JSON: %q", got)
	}
}
