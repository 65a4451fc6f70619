package inspect_test

import (
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/widget"
)

// fits checks rows that are drawn for w cells: no wider, one row each, and
// nothing but text beside our own styles (T1).
func fits(t *testing.T, rows []string, w int) {
	t.Helper()
	for i, row := range rows {
		if n := widget.Width(row); n > w {
			t.Fatalf("row %d takes %d cells of %d: %q", i+1, n, w, row)
		}
		for _, r := range unstyled(row) {
			if !unicode.IsPrint(r) {
				t.Fatalf("row %d holds U+%04X: %q", i+1, r, row)
			}
		}
		if !utf8.ValidString(row) {
			t.Fatalf("row %d is not UTF-8: %q", i+1, row)
		}
	}
}

// unstyled takes away styles, the only sequences that viewers write. Anything
// else stays, unlike with [ansi.Strip].
func unstyled(row string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(row, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(after, func(r rune) bool { return r != ';' && (r < '0' || r > '9') })
		if end < 0 || after[end] != 'm' {
			b.WriteByte('\x1b')
			row = after
			continue
		}
		row = after[end+1:]
	}
}

// The oracle of the fuzz tests can fail.
func TestUnstyledKeepsOtherSequences(t *testing.T) {
	for in, want := range map[string]string{"\x1b[1;31mred\x1b[m": "red", "\x1b[2Jx": "\x1b2Jx", "\x1b]0;t\a": "\x1b]0;t\a", "\x1b[3": "\x1b3"} {
		if got := unstyled(in); got != want {
			t.Errorf("unstyled(%q) = %q, want %q", in, got, want)
		}
	}
}

// T1, T3: every row of every view fits its window and is text, whatever came.
func FuzzViewer(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"x","deep":[[[{"a":"東京"}]]]}`, hostile, "<html>", "a=b&c=%zz", "",
		strings.Repeat("[", 300) + strings.Repeat("]", 300), `{"` + strings.Repeat("東", 100) + `":"` + strings.Repeat("e\u0301", 100) + `"}`,
		strings.Repeat("x", 20_000), "\xf0\x9f\x91\xa9\u200d\xf0\x9f\x9a\x80\u0e33\u0915\u094d\u0915\u1100\u1161",
	} {
		f.Add(body, "application/json", "OK", 80, 24, 0, 0)
		f.Add(body, "application/x-www-form-urlencoded", "\x1b[2J", 41, 5, 7, 3)
	}
	f.Fuzz(func(t *testing.T, body, contentType, reason string, w, h, left, down int) {
		w, h = max(1, min(w, 300)), max(1, min(h, 60))
		c := about(clientSecret, code)
		c.Boxed = down%2 == 1
		trace := answer(t, exchange(), contentType, body)
		trace.Response.Reason, trace.Response.Cut = reason, left%2 == 1
		var v inspect.Viewer
		v.Show(trace)
		for range views {
			draw := func() {
				rows := v.Lines(c, w, h)
				if len(rows) > h {
					t.Fatalf("%d rows in %d", len(rows), h)
				}
				fits(t, rows, w)
				fits(t, []string{v.Tabs(c)}, 80)
			}
			draw()
			v.Sideways(left)
			v.Move(down)
			draw()
			v.Bottom()
			v.Page(-1)
			draw()
			v.NextView()
		}
	})
}

// Any token draws within its window.
func FuzzTokens(f *testing.F) {
	f.Add(`{"alg":"HS512"}`, `{"iss":"x","exp":1,"iat":2,"nbf":3,"code":"hidden"}`, 60, 12, 2)
	f.Add("{}", `{"`+strings.Repeat("東", 50)+`":"\u001b[2J`+strings.Repeat("e\u0301", 90)+`"}`, 40, 9, 0)
	f.Add("", "", 1, 1, 1)
	f.Fuzz(func(t *testing.T, header, claims string, w, h, down int) {
		w, h = max(1, min(w, 300)), max(1, min(h, 60))
		s := flow.State{Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, jwt(header, claims)), RefreshToken: code, Scope: claims}}
		var k inspect.Tokens
		k.Show(s)
		for range 2 {
			k.Move(down)
			k.Reveal(true)
			rows := k.Lines(about(), w, h)
			if len(rows) > h {
				t.Fatalf("%d rows in %d", len(rows), h)
			}
			fits(t, rows, w)
			fits(t, []string{k.Title(about()), k.Tabs(about())}, 80)
			k.Next()
		}
	})
}

// FuzzPretty holds that the pretty view keeps a JSON body but for its blanks.
func FuzzPretty(f *testing.F) {
	f.Add(`{"a":[1,{"b":"x, y: {z}"}],"c":{}}`)
	f.Add(`["\\\"",[],[[ ]] , -1e9]`)
	f.Fuzz(func(t *testing.T, body string) {
		want, ok := compacted(body)
		if !ok || len(body) > 2000 || safe.Clean(want) != want || strings.Contains(want, "eyJ") {
			return // no JSON, or one that is not shown as it is
		}
		var v inspect.Viewer
		v.Show(answer(t, exchange(), "application/json", body))
		v.Lines(about(), 20_000, 5000)
		var b strings.Builder
		for _, row := range v.Lines(about(), 20_000, 5000) {
			b.WriteString(strings.TrimPrefix(ansi.Strip(row), "│ "))
		}
		if got, ok := compacted(b.String()); !ok || got != want {
			t.Fatalf("shown as %q, want %q", got, want)
		}
	})
}

// A megabyte opens without a pause, whatever is in it; the time is of the first
// frame of a new viewer, and of each later one.
func BenchmarkOpenMegabyte(b *testing.B) {
	const mega = 1 << 20
	for name, body := range map[string]string{
		"JSON":     "[" + strings.Repeat(`{"id":1,"name":"東京"},`, mega/24) + "0]",
		"one line": `{"x":"` + strings.Repeat("x", mega-10) + `"}`,
		"brackets": "[" + strings.Repeat(strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+",", mega/18001) + "0]",
		"lines":    strings.Repeat("\n", mega),
		"hostile":  strings.Repeat("\x1b[2J\u202e\xff", mega/8),
		"tokens":   strings.Repeat("eyJabcdefgh.eyJabcdefgh.x ", mega/26),
	} {
		b.Run(name, func(b *testing.B) {
			trace := answer(b, exchange(), "application/json", body)
			c := about(clientSecret, code, verifier)
			b.Run("open", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var v inspect.Viewer
					v.Show(trace)
					v.Lines(c, 80, 24)
				}
			})
			b.Run("scroll", func(b *testing.B) {
				var v inspect.Viewer
				v.Show(trace)
				v.Lines(c, 80, 24)
				for b.Loop() {
					v.Move(1)
					v.Lines(c, 80, 24)
					_ = v.Tabs(c)
				}
			})
		})
	}
}

// Twenty kilobytes of brackets must not become hundreds of megabytes of blanks.
func TestBracketsStaySmall(t *testing.T) {
	body := strings.Repeat("[", 9999) + strings.Repeat("]", 9999)
	trace := answer(t, exchange(), "application/json", body)
	var v inspect.Viewer
	v.Show(trace)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	rows := v.Lines(about(), 80, 24)
	runtime.ReadMemStats(&after)
	if len(rows) != 24 || ansi.Strip(rows[1]) != "│   [" {
		t.Errorf("drawn as %q", rows)
	}
	if made := after.TotalAlloc - before.TotalAlloc; made > 16<<20 {
		t.Errorf("%d bytes made for one frame of %d", made, len(body))
	}
}
