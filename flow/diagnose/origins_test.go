package diagnose_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// origins are all there are; the first is that of a trace of which nobody knows it.
var origins = []flow.Origin{flow.OriginUnknown, flow.OriginWire, flow.OriginTap, flow.OriginPasted, flow.OriginHAR, flow.OriginHistory}

// Every rule states where the traces come from that it reads. Its situations lead to it
// from there, and from nowhere else.
func TestRulesReadTheOriginsTheyState(t *testing.T) {
	statedByVerbs := ofVerbs()
	for _, r := range diagnose.Rules() {
		if reads := len(r.Reads) > 0; reads == slices.Contains(statedByVerbs, r.ID) {
			t.Errorf("%s reads traces: %t", r.ID, reads)
		}
		for _, origin := range r.Reads {
			if !slices.Contains(origins, origin) {
				t.Errorf("%s reads %q, which is no origin", r.ID, origin)
			}
		}
	}
	silent := 0
	for _, s := range allSituations() {
		rule, _ := diagnose.Find(s.rule)
		c := s.hit.make(t)
		if skew, ok := c.Trace.Skew(); ok { // it is not read in the trace of another machine
			c.Facts.Skew = skew
		}
		for _, origin := range origins {
			c.Trace.Origin = origin
			found := slices.Contains(ids(diagnose.Diagnose(c)), s.rule)
			reads := slices.Contains(rule.Reads, origin)
			if found != reads {
				t.Errorf("%s, %s: of a trace from %q it is a cause: %t, want %t", s.rule, s.when, origin, found, reads)
			}
			if !reads {
				silent++
			}
		}
	}
	if silent == 0 {
		t.Error("no rule is silent about any origin")
	}
}

// A response that zoauth did not read itself makes no cause certain by its words, and
// neither does one of which nobody knows where it comes from.
func TestWordsOfOthersAreNotCertain(t *testing.T) {
	certain := map[flow.Origin]bool{flow.OriginWire: true, flow.OriginTap: true, flow.OriginHistory: true}
	for _, s := range allSituations() {
		rule, _ := diagnose.Find(s.rule)
		c := s.hit.make(t)
		for _, origin := range origins {
			c.Trace.Origin = origin
			for _, f := range diagnose.Diagnose(c) {
				if f.SaysSo && f.Likelihood == diagnose.Certain && !certain[origin] {
					t.Errorf("%s, %s: %s is certain of a trace from %q", rule.ID, s.when, f.ID, origin)
				}
			}
		}
	}
}

// Rules read what an error is and never its text, which is for people: it differs
// between systems and versions, and names hosts that others chose.
func TestNoRuleReadsTheTextOfAnError(t *testing.T) {
	failed := 0
	for _, s := range allSituations() {
		c := s.hit.make(t)
		if c.Trace.Err == nil {
			continue
		}
		failed++
		want := diagnose.Diagnose(c)
		for _, text := range []string{"", "x509: certificate signed by unknown authority", "connection refused", "no such host", "i/o timeout", "407 Proxy Authentication Required", "Invalid Token!"} {
			c.Trace.Err = &flow.PastError{Kind: flow.KindOf(c.Trace.Err), Text: text}
			if found := diagnose.Diagnose(c); !reflect.DeepEqual(told(found), told(want)) {
				t.Errorf("%s, %s: the text %q makes %v of %v", s.rule, s.when, text, told(found), told(want))
			}
		}
		c.Trace.Err = errors.New("x509: certificate signed by unknown authority: connection refused: no such host")
		for _, f := range diagnose.Diagnose(c) {
			if slices.Contains([]string{"tls-authority", "tls-certificate"}, f.ID) {
				t.Errorf("%s, %s: %s is read from the text of an error of no kind", s.rule, s.when, f.ID)
			}
		}
	}
	if failed == 0 {
		t.Fatal("no situation failed")
	}
}

// told is what findings tell a person.
func told(found []diagnose.Finding) [][]string {
	var all [][]string
	for _, f := range found {
		all = append(all, append([]string{f.ID, f.Likelihood.String()}, f.Evidence...))
	}
	return all
}
