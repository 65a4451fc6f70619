// Package diagnose says why Zoom said no. Its rules are data: each names one
// cause, how it is recognised, what speaks for it, and what mends it. It is pure:
// it reads a case and nothing else, no file, no socket, no clock.
package diagnose

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"zoauth/flow"
)

// Case is what is known of one failure. The zero value of a field is "not known".
type Case struct {
	Trace   flow.Trace
	Text    string // what a person pasted, or a page showed; empty for a trace
	App     flow.App
	State   flow.State
	History []flow.Trace // earlier requests of the profile, newest last; redacted ones will do
	Facts   flow.Facts
	Now     time.Time
}

// Likelihood is how well a cause explains a case.
type Likelihood int

// The likelihoods. The zero value is "does not match".
const (
	No       Likelihood = iota
	Possible            // nothing speaks against it
	Likely              // the usual cause, or something in the case speaks for it
	Certain             // the case itself shows it
)

// String names the likelihood as the card does.
func (l Likelihood) String() string {
	return [...]string{"no", "possible", "likely", "certain"}[l]
}

// Strength says how a fact about Zoom is known (zoom.md).
type Strength string

// The strengths.
const (
	Documented Strength = "documented by Zoom"
	Seen       Strength = "seen in public code and reports"
	Modelled   Strength = "concluded, its exact answer was not seen"
)

// Action is what to do next, as faces turn it into a key or a verb.
type Action string

// The actions.
const (
	Nothing     Action = ""
	Authorize   Action = "authorize"
	Refresh     Action = "refresh"
	Probe       Action = "probe"
	EditProfile Action = "edit the profile"
	SendAgain   Action = "send again"
	Report      Action = "copy a report"
	FixMachine  Action = "mend this machine"
	AtZoom      Action = "change it at Zoom"
)

// Rule is one cause. ID is also the name of its page in docs/errors.
type Rule struct {
	ID       string
	Title    string // the cause in one sentence
	Rows     []string
	Why      string // how it comes about, for its page and for w
	Fix      string
	Do       Action
	Strength Strength
	When     When
	// Weigh looks closer at a case that fits When; nil: Likely without evidence.
	Weigh func(l *look) (Likelihood, []string)
}

// Finding is a rule that matches a case. Evidence may quote text from outside: it
// is unsafe like all that the engine returns.
type Finding struct {
	*Rule
	Likelihood Likelihood
	Evidence   []string
}

// Page returns the path of the cause's page in the repository.
func (f Finding) Page() string { return "docs/errors/" + f.ID + ".md" }

// Diagnose returns what can explain the case, the most likely first; nothing when
// no rule matches.
func Diagnose(c Case) []Finding {
	l := newLook(c)
	var found []Finding
	for i := range rules {
		if f, ok := rules[i].match(l); ok {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(b.Likelihood, a.Likelihood) })
	return found
}

func (r *Rule) match(l *look) (Finding, bool) {
	if !r.When.fits(l) {
		return Finding{}, false
	}
	f := Finding{Rule: r, Likelihood: Likely}
	if r.Weigh != nil {
		f.Likelihood, f.Evidence = r.Weigh(l)
	}
	if n, guessed := r.When.guesses(l); guessed && f.Likelihood > Possible {
		f.Likelihood, f.Evidence = Possible, []string{fmt.Sprintf("the text holds %d; is it Zoom's number for an error?", n)}
	}
	return f, f.Likelihood > No
}

// Rules returns the whole catalogue, in the order of its pages.
func Rules() []Rule { return slices.Clone(rules) }

// Find returns the rule with an ID.
func Find(id string) (Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}

// rules is the catalogue. Among equals the earlier rule comes first.
var rules = slices.Concat(clientRules, grantRules, codeRules, tokenRules, apiRules, pageRules, callbackRules, deviceRules, serverRules, networkRules)
