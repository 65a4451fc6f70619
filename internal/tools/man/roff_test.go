package main

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
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

// An option that takes a value shows the value's name, as help does, and a default that
// says something; the page of the program lists the verbs by group.
func TestPageNamesValuesAndVerbs(t *testing.T) {
	root := &cobra.Command{Use: "zoauth"}
	root.AddGroup(&cobra.Group{ID: "steps", Title: "One step:"})
	root.PersistentFlags().String("profiles", "", "read from `FILE`")
	verb := &cobra.Command{Use: "token", Short: "Print a token", GroupID: "steps", Run: func(*cobra.Command, []string) {}}
	verb.Flags().String("min-ttl", "1m0s", "the least `DURATION`")
	root.AddCommand(verb)
	const page = "\\fB--min-ttl\\fP=\"1m0s\"\nthe least\n\\fB--profiles\\fP=\"\"\nread from\n"
	const want = "\\fB--min-ttl\\fP DURATION (default 1m0s)\nthe least\n\\fB--profiles\\fP FILE\nread from\n"
	if got := nameValues(verb, page); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := nameValues(root, "\\fBzoauth [flags]\\fP"); !strings.Contains(got, `\fBzoauth VERB [flags]\fP`) {
		t.Errorf("the synopsis is %q", got)
	}
	if got, want := verbs(root), ".SH VERBS\n.SS One step\n.TP\n.B token\nPrint a token\n"; got != want {
		t.Errorf("the verbs are %q, want %q", got, want)
	}
}
