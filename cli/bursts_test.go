package cli

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// gathered is what a gatherer makes of input that comes in parts, each after a pause.
func gathered(t *testing.T, keys bool, parts ...any) []string {
	t.Helper()
	var got []string
	synctest.Test(t, func(*testing.T) {
		from, to := make(chan chunk), make(chan burst)
		go gather(from, to, keys)
		go func() {
			defer close(from)
			for _, part := range parts {
				switch part := part.(type) {
				case time.Duration:
					time.Sleep(part)
				case string:
					from <- chunk{[]byte(part), time.Now()}
				}
			}
		}()
		for b := range to {
			text := strings.Join(b.lines, "|")
			if b.tooLong {
				text += "+forgotten"
			}
			got = append(got, text)
		}
	})
	return got
}

// L9: what comes together is judged together, when it has been quiet and its lines
// have ended.
func TestBurstsOfInputL9(t *testing.T) {
	long := strings.Repeat("a", maxLine+1)
	tests := []struct {
		name  string
		parts []any
		want  []string
	}{
		{"one line", []any{"url\n"}, []string{"url"}},
		{"a line without an end", []any{"url"}, []string{"url"}},
		{"two lines at once", []any{"half\nrest\n"}, []string{"half|rest"}},
		{"lines that follow", []any{"half\n", settled / 2, "rest\n"}, []string{"half|rest"}},
		{"lines after a pause", []any{"one\n", settled + 1, "two\n"}, []string{"one", "two"}},
		{"the end of a line comes late", []any{"half\nre", time.Hour, "st\n"}, []string{"half|rest"}},
		{"carriage returns", []any{"half\r\nrest\r\n"}, []string{"half|rest"}},
		{"blank lines", []any{"\n \n\n", settled + 1, "url\n"}, []string{"url"}},
		{"a line that is too long", []any{long + "\n", settled + 1, "url\n"}, []string{"+forgotten", "url"}},
		{"one that is too long, then another at once", []any{long + "\nurl\n"}, []string{"url+forgotten"}},
		{"too long in parts", []any{long, time.Minute, long, time.Minute, "tail\nurl\n"}, []string{"url+forgotten"}},
		{"too long to the end", []any{long}, []string{"+forgotten"}},
		{"as long as may be", []any{long[1:] + "\n"}, []string{long[1:]}},
		{"a control byte in a file", []any{"a\x04b\n"}, []string{"a\x04b"}},
		{"many lines", []any{strings.Repeat("x\n", maxLines) + "url\n"}, []string{strings.Repeat("x|", maxLines-1) + "url"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := gathered(t, false, test.parts...); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("%.200q, want %.200q", got, test.want)
			}
		})
	}
}

// L9: a terminal that is not read line by line still has its keys.
func TestKeysOfThePasteL9(t *testing.T) {
	for typed, want := range map[string][]string{
		"urx\x7fl\n":         {"url"},
		"\x7f\x7furl\n":      {"url"},
		"wrong\x15url\n":     {"url"},
		"url\x04":            {"url"},
		"\x04url\n":          nil,
		"one\n\x04two\n":     {"one"},
		"url, unfinished ":   {"url, unfinished "},
		"half\nrest, no end": {"half|rest, no end"},
	} {
		if got := gathered(t, true, typed); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
