package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// kindsOf returns the kinds of what a terminal was sent, each with the text around
// its first one. Two sequences are of one kind when they act alike: the same
// introducer, marks and final byte, and the same parameters, but for how far the
// cursor moves. Strings of OSC, DCS and the like count whole, but for where a link
// leads. Printable text is of
// no kind, whatever it says; a character that is not printable is one of its own.
func kindsOf(transcript string) map[string]string {
	kinds := map[string]string{}
	parser := ansi.NewParser()
	for at, state := 0, byte(ansi.NormalState); at < len(transcript); {
		seq, _, n, next := ansi.DecodeSequence(transcript[at:], state, parser)
		n = max(1, n)
		for _, kind := range kindsOfOne(seq, transcript[at:at+n]) {
			if _, known := kinds[kind]; !known {
				kinds[kind] = transcript[max(0, at-40):min(len(transcript), at+n+20)]
			}
		}
		at, state = at+n, next
	}
	return kinds
}

func kindsOfOne(seq, read string) []string {
	switch {
	case seq == "": // the decoder could not read on
		return []string{fmt.Sprintf("cut %q", read)}
	case ansi.HasCsiPrefix(seq):
		return kindsOfCSI(seq)
	case ansi.HasOscPrefix(seq):
		return []string{fmt.Sprintf("%q", linkTo.ReplaceAllString(seq, "$1"))}
	case seq[0] < ' ' || seq[0] >= 0x7f && seq[0] < 0xc0:
		return []string{fmt.Sprintf("%q", seq)}
	}
	var odd []string
	for i, r := range seq {
		if r == utf8.RuneError && !strings.HasPrefix(seq[i:], "\ufffd") {
			odd = append(odd, fmt.Sprintf("byte %02x", seq[i]))
		} else if !unicode.IsPrint(r) {
			odd = append(odd, fmt.Sprintf("text %U", r))
		}
	}
	return odd
}

// linkTo is an OSC 8 with the scheme of its address, and the rest of it.
var linkTo = regexp.MustCompile(`^(.{1,2}8;[^;]*;\w+:)[!-~]*`)

// counting are the final bytes of what says how many cells, rows or times.
const counting = "ABCDEFGHIZ`adefXP@LMSTbr"

var csiParts = regexp.MustCompile(`^([<-?]?)([0-9:;]*)([ -/]*)([@-~])$`)

// kindsOfCSI parts the attributes of one SGR: which of them come together depends
// on what stood there before.
func kindsOfCSI(seq string) []string {
	introducer := seq[:len(seq)-len(strings.TrimPrefix(strings.TrimPrefix(seq, "\x9b"), "\x1b["))]
	m := csiParts.FindStringSubmatch(seq[len(introducer):])
	switch {
	case m == nil:
		return []string{fmt.Sprintf("bad %q", seq)}
	case m[1]+m[3] == "" && strings.Contains(counting, m[4]):
		return []string{fmt.Sprintf("%q", introducer+"n"+m[4])}
	case m[1]+m[3] != "" || m[4] != "m":
		return []string{fmt.Sprintf("%q", seq)}
	}
	var each []string
	for _, one := range attribute.FindAllString(m[2], -1) {
		each = append(each, fmt.Sprintf("%q", introducer+one+"m"))
	}
	return each
}

var attribute = regexp.MustCompile(`(?:[34]8|58)[;:](?:5[;:]\d+|2[;:]\d*[;:]\d+[;:]\d+(?:[;:]\d+)?)|[\d:]+|^$`)

// The reader of kinds must be able to fail: it tells apart what differs, and takes
// for the same what only moves further.
func TestKindsTellSequencesApart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		sent string
		want []string
	}{
		{"text", nil},
		{"\x1b[3;4H\x1b[H\x1b[2A", []string{`"\x1b[nA"`, `"\x1b[nH"`}},
		{"\x1b[1;38;5;4m\x1b[4m\x1b[38;5;4m\x1b[m", []string{`"\x1b[1m"`, `"\x1b[38;5;4m"`, `"\x1b[4m"`, `"\x1b[m"`}},
		{"\x1b[6n\x1b[>0q\x1b[?1h", []string{`"\x1b[6n"`, `"\x1b[>0q"`, `"\x1b[?1h"`}},
		{"\x1b]2;a\a\x1b]2;b\a", []string{`"\x1b]2;a\a"`, `"\x1b]2;b\a"`}},
		{"\x1bPtmux;x\x1b\\y\x9b6n", []string{`"\x1bPtmux;x\x1b\\"`, `"\x9b6n"`}},
		{"\u009b6n\u202e\a\xff", []string{`"\a"`, `text U+009B`, `text U+202E`, "byte ff"}},
		{"\x1b]0;cut off by \x1b[2J", []string{`"\x1b[2J"`, `"\x1b]0;cut off by "`}},
	} {
		var got []string
		for kind := range kindsOf(test.sent) {
			got = append(got, kind)
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.sent, got, test.want)
		}
	}
}
