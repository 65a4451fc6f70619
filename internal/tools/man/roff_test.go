package main

import (
	"testing"
	"time"
)

func TestTopicBecomesSection(t *testing.T) {
	const topic = "Title\n\n  NAME   what it is,\n         in two lines\n  A, LONG_NAME\n         its text\n\nA paragraph\nof two lines.\n\n.Another with \\ and -.\n"
	const want = ".TP\n.B NAME\nwhat it is,\nin two lines\n.TP\n.B A, LONG_NAME\nits text\n" +
		".PP\nA paragraph\nof two lines.\n.PP\n\\&.Another with \\e and \\-.\n"
	if got := roff(topic); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPageHasDayAndListOfOptions(t *testing.T) {
	page := ".TH \"ZOAUTH\" \"1\" \"Nov 2026\"\n\n.SH OPTIONS\n\\fB--json\\fP[=false]\n\tprint JSON\n\n.PP\n\\fB--min-ttl\\fP=1m0s\n\tlifetime\n\n"
	const want = ".TH \"ZOAUTH\" \"1\" \"2026-11-30\"\n.SH OPTIONS\n.TP\n\\fB--json\\fP\nprint JSON\n.TP\n\\fB--min-ttl\\fP=1m0s\nlifetime\n"
	if got := tidy(page, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
