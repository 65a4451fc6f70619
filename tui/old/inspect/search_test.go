package inspect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
)

// A search goes to each match and round the ends, whatever its case; what is masked
// is not found.
func TestSearch(t *testing.T) {
	c := about(code)
	var v inspect.Viewer
	v.Show(answer(t, exchange(), "text/plain", strings.Repeat("nothing\n", 100)+"A Needle\n"+strings.Repeat("nothing\n", 100)+"needle and needle\n"+code.Reveal()+"\n"))
	plainRows(&v, c, 80, 10)
	top := func() string {
		for _, row := range v.Lines(c, 80, 10) {
			if strings.Contains(row, "\x1b[7m") {
				return strings.TrimSpace(ansi.Strip(row))
			}
		}
		return ""
	}
	for _, step := range []struct {
		by   int
		want string
	}{{0, "│ A Needle"}, {1, "│ needle and needle"}, {1, "│ A Needle"}, {-1, "│ needle and needle"}} {
		if step.by == 0 {
			v.Find(c, "nEEdle")
		} else {
			v.FindNext(c, step.by)
		}
		if got := top(); got != step.want {
			t.Fatalf("by %d: %q, want %q", step.by, got, step.want)
		}
	}
	if v.Find(c, code.Reveal()[:12]) {
		t.Error("S4: a masked secret is found")
	}
	if !v.Find(c, "") || v.Searching() {
		t.Error("an empty text does not end the search")
	}
}

// A match far along a line is scrolled to.
func TestSearchSideways(t *testing.T) {
	c := about()
	var v inspect.Viewer
	v.Show(answer(t, exchange(), "text/plain", strings.Repeat("x", 5000)+"needle"+strings.Repeat("x", 5000)))
	plainRows(&v, c, 80, 10)
	if !v.Find(c, "needle") {
		t.Fatal("not found")
	}
	if rows := plainRows(&v, c, 80, 10); !strings.Contains(strings.Join(rows, "\n"), "needle") {
		t.Errorf("the match is not in the window:\n%s", strings.Join(rows, "\n"))
	}
}

// What is nested folds to a line and unfolds again.
func TestFold(t *testing.T) {
	c := about()
	var v inspect.Viewer
	v.Show(answer(t, exchange(), "application/json", `{"a":1,"nested":{"x":[1,2,3],"y":"z"},"list":[{"k":1}],"empty":{}}`))
	whole := strings.Join(plainRows(&v, c, 80, 30), "\n")
	if !v.Fold(c) {
		t.Fatal("it does not fold")
	}
	want := `│ {
│   "a": 1,
│   "nested": { … 6 lines … },
│   "list": [ … 3 lines … ],
│   "empty": {}
│ }`
	if got := strings.Join(plainRows(&v, c, 80, 30), "\n"); got != want {
		t.Errorf("folded:\n%s\nwant:\n%s", got, want)
	}
	if !v.Fold(c) || strings.Join(plainRows(&v, c, 80, 30), "\n") != whole {
		t.Error("unfolding does not bring back what was there")
	}
	v.NextView()
	if v.Fold(c) {
		t.Error("raw bytes fold")
	}
}

// The timing bars lie one behind the other within the whole.
func TestTiming(t *testing.T) {
	c := about()
	var v inspect.Viewer
	trace := answer(t, exchange(), "application/json", "{}")
	trace.Times = flow.Times{DNS: 10e6, Connect: 10e6, TLS: 20e6, FirstByte: 30e6, Total: 80e6}
	trace.Peer = flow.Peer{Address: "203.0.113.7:443", TLSVersion: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Subject: "zoom.us"}
	v.Show(trace)
	v.PrevView()
	rows := strings.Join(plainRows(&v, c, 90, 30), "\n")
	for _, want := range []string{"DNS:           10.0 ms  ▓▓▓▓▓\n", "connect:       10.0 ms       ▓▓▓▓▓\n", "first byte:    30.0 ms                      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓\n", "total:         80.0 ms", "TLS 1.3  TLS_AES_128_GCM_SHA256"} {
		if !strings.Contains(rows, want) {
			t.Errorf("no %q in\n%s", want, rows)
		}
	}
}

func BenchmarkSearchMegabyte(b *testing.B) {
	c := about(code, verifier)
	var v inspect.Viewer
	var body strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&body, "line %d of a long answer, and more\n", i)
	}
	v.Show(answer(b, exchange(), "text/plain", body.String()))
	v.Lines(c, 80, 20)
	for b.Loop() {
		v.Find(c, "not in it")
	}
}
