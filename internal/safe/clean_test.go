package safe_test

import (
	"image/color"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"zoauth/internal/safe"
)

// T1: what is no printable text becomes visible, what is stays.
func TestCleanT1(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"ASCII", "Invalid Token!\nnext", "Invalid Token!\nnext"},
		{"other scripts", "Zoë 東京 Ω привет", "Zoë 東京 Ω привет"},
		{"colour", "\x1b[31mred", `\x1b[31mred`},
		{"clipboard", "\x1b]52;c;cm0=\a", `\x1b]52;c;cm0=\x07`},
		{"C1 in UTF-8", "\u009b2J\u0090q\u009c", `\u009b2J\u0090q\u009c`},
		{"C1 raw", "\x9b2J", `\x9b2J`},
		{"cut character", "a\xe2\x82", `a\xe2\x82`},
		{"DEL and NUL", "\x7f\x00", `\x7f\x00`},
		{"backspace", "secret\b\b", `secret\x08\x08`},
		{"tab", "a\tb", "a    b"},
		{"line ends", "a\r\nb\rc\r\r\n", "a\nb\\x0dc\\x0d\n"},
		{"bidi", "user\u202etxt.exe\u2069", `user\u202etxt.exe\u2069`},
		{"line separator", "a\u2028b", `a\u2028b`},
		{"no-break space", "a\u00a0b", `a\u00a0b`},
		{"zero width", "a\u200bb\u200d\ufeff", `a\u200bb\u200d\ufeff`},
		{"tags", "\U000e0041\U000e007f", `\U000e0041\U000e007f`},
		{"replacement character", "\ufffd", "\ufffd"},
		{"private use", "\ue000", `\ue000`},
		{"accent", "e\u0301", "e\u0301"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := safe.Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// T3: a character that looks like nothing is made visible.
func TestCleanShowsBlankLookalikesT3(t *testing.T) {
	for _, r := range []rune{
		0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x2060, 0x2800, 0x3000,
		0x3164, 0xfe0f, 0xffa0, 0xfff9, 0x1d159, 0x1d173, 0xe0100, 0xe01ef,
	} {
		if got := safe.Clean("a" + string(r)); !strings.HasPrefix(got, `a\`) {
			t.Errorf("U+%04X stays invisible: %q", r, got)
		}
	}
}

// T1: one cell carries at most four marks, whatever kind of mark, and none
// reaches over a line's start.
func TestCleanBoundsMarks(t *testing.T) {
	for name, mark := range map[string]string{
		"accent": "\u0301", "enclosing": "\u20dd", "Hangul vowel": "\u1161",
		"halfwidth voicing": "\uff9e", "skin tone": "\U0001f3fb",
	} {
		t.Run(name, func(t *testing.T) {
			got := safe.Clean("a" + strings.Repeat(mark, 100_000))
			if n := strings.Count(got, mark); n != 4 {
				t.Errorf("%d marks on one cell, want 4", n)
			}
			for _, in := range []string{mark, "a\n" + mark, "\xff" + mark} {
				if got := safe.Clean(in); strings.Contains(got, mark) {
					t.Errorf("Clean(%q) = %q: the mark has no base", in, got)
				}
			}
			if got := safe.Clean(strings.Repeat("a"+mark, 10)); strings.Count(got, mark) != 10 {
				t.Errorf("a new base does not start anew: %q", got)
			}
		})
	}
}

// hostile are published attacks on terminals and the kinds of sequence that
// they are made of (T1, T2).
var hostile = []string{
	"\x1b[2J\x1b[1;1Hroot#",            // CVE-2021-25743: kubectl event messages
	"\rremote: ok\x1b[K",               // CVE-2024-52005: git sideband
	"\x1b]8;id=\x1b[0c\x1b\\x",         // CVE-2022-46663: less, answer as input
	"\x1b]8;;",                         // the same, unterminated
	"\x1b[21t",                         // CVE-2003-0063: title report
	"\x1bP$q\nid\n\x1b\\",              // DECRQSS
	"\x1b]50;?\a",                      // CVE-2022-45872: font report
	"\x1b]50;i$(id)\a\x1b]50;?\a",      // CVE-2024-38396: title with a command
	"\x1b[>0q\x1b[c\x1b[>c\x1b[6n",     // XTVERSION, DA1, DA2, DSR
	"\x1b]52;c;?\a\x1b]52;c;aWQK\a",    // OSC 52, read and write
	"\x1b]0;title\a\x1b]7;file://h/\a", // title, folder
	"\x1b]1337;RequestUpload=format=tgz\a\x1b]9;note\a\x1b]777;notify;a;b\a",
	"\x1b_Ga=T,f=100;AAAA\x1b\\",     // kitty graphics
	"\x1bPq#0;2;0;0;0~-\x1b\\",       // sixel
	"\x1bPtmux;\x1b\x1b]0;x\a\x1b\\", // tmux pass-through
	"\x1bP\x1b]0;x\a\x1b\\",          // screen pass-through
	"\x1b]0;no end", "\x1bPno end", "\x1b_no end", "\x1bXno end", "\x1b^no end",
	"text\x1b", "\x1b", "\x1b[", "\u009b6n", "\x9b6n", "\u0090$qm\u009c", "\x90$qm\x9c", "\u009d0;x\u009c",
	"\x1b[8mhidden\x1b[28m", "\x1b[?1049h\x1b[?1000h\x1b[?25l\x1b[?2004l", "\x1bc", "\x1b#8", "\x1b(0qqq", "\x0e\x0f",
	"\u202eevil\u2066\u2069\u200f", "\U000e0001\U000e0069\U000e0064", "\u2800\u3164\uffa0",
	"a" + strings.Repeat("\u0301", 10_000), strings.Repeat("\u1161", 50), "\u0301\u0301",
	"\xff\xfe\x00\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80", "a\r\n\tb\r\r\n\v\f\b", "•••• at:9f3c1a (596)", "東京\u0300👩🏽‍🚒🇩🇪",
}

// FuzzClean holds T1 and T2: cleaned text is text and nothing else, to a reader
// of sequences as to a safe.
func FuzzClean(f *testing.F) {
	for _, seed := range hostile {
		f.Add(seed)
	}
	watch := newWatched(f)
	f.Fuzz(func(t *testing.T, outside string) {
		got := safe.Clean(outside)
		if !utf8.ValidString(got) {
			t.Fatalf("not UTF-8: %.300q", got)
		}
		for _, r := range got {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("U+%04X is let through: %.300q", r, got)
			}
		}
		if again := safe.Clean(got); again != got {
			t.Fatalf("cleaned twice it differs:\n%.300q\n%.300q", got, again)
		}
		if stripped := ansi.Strip(got); stripped != got {
			t.Fatalf("holds a sequence:\n%.300q\n%.300q", got, stripped)
		}
		watch.write(t, got)
	})
}

// watched is a terminal that notices everything but text.
type watched struct {
	emulator *vt.Emulator
	answers  chan string
	events   []string
}

func newWatched(tb testing.TB) *watched {
	w := &watched{emulator: vt.NewEmulator(80, 24), answers: make(chan string, 16)}
	event := func(name string) { w.events = append(w.events, name) }
	w.emulator.SetCallbacks(vt.Callbacks{
		Bell:             func() { event("bell") },
		Title:            func(string) { event("title") },
		IconName:         func(string) { event("icon name") },
		AltScreen:        func(bool) { event("alternate screen") },
		CursorVisibility: func(bool) { event("cursor visibility") },
		CursorStyle:      func(vt.CursorStyle, bool) { event("cursor style") },
		CursorColor:      func(color.Color) { event("cursor colour") },
		BackgroundColor:  func(color.Color) { event("background") },
		ForegroundColor:  func(color.Color) { event("foreground") },
		WorkingDirectory: func(string) { event("working directory") },
		EnableMode:       func(ansi.Mode) { event("mode on") },
		DisableMode:      func(ansi.Mode) { event("mode off") },
	})
	go func() {
		defer close(w.answers)
		buf := make([]byte, 256)
		for {
			n, err := w.emulator.Read(buf)
			if n > 0 {
				w.answers <- string(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	tb.Cleanup(func() { _ = w.emulator.InputPipe().(io.Closer).Close() }) // Close itself races with Read
	return w
}

// write shows s. The emulator hands an answer over before Write returns, and the
// question behind s is answered after all that s could have asked.
func (w *watched) write(t *testing.T, s string) {
	t.Helper()
	w.events = nil
	const question, answer = "\x1b[5n", "\x1b[?0n"
	if _, err := io.WriteString(w.emulator, s+question); err != nil {
		t.Fatal(err)
	}
	if got := <-w.answers; got != answer {
		t.Fatalf("%.300q made the terminal answer %.300q", s, got)
	}
	if len(w.events) > 0 {
		t.Fatalf("%.300q caused %v", s, w.events)
	}
}

// The oracle of FuzzClean must be able to fail: it notices what is not cleaned.
func TestWatchedTerminalNotices(t *testing.T) {
	w := newWatched(t)
	if _, err := io.WriteString(w.emulator, "\x1b]0;title\a\a\x1b[?25l\x1b[5n"); err != nil {
		t.Fatal(err)
	}
	if got := <-w.answers; got != "\x1b[?0n" {
		t.Errorf("answer %q", got)
	}
	if len(w.events) < 3 {
		t.Errorf("noticed only %v", w.events)
	}
}

func BenchmarkClean(b *testing.B) {
	for name, text := range map[string]string{
		"ASCII":   strings.Repeat(`{"reason":"Invalid Token!"} `, 64),
		"hostile": strings.Join(hostile[:20], " "),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				safe.Clean(text)
			}
		})
	}
}
