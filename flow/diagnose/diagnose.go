// Package diagnose says why Zoom said no. Its rules are data: each names one
// cause, how it is recognised, what speaks for it, and what fixes it. It is pure:
// it reads a case and nothing else, no file, no socket, no clock.
package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
	"time"

	"zoauth/flow"
	"zoauth/flow/find"
)

// Case is what is known of one failure. The zero value of a field is "not known".
type Case struct {
	Trace   flow.Trace
	Text    string // what a user pasted, or a page showed; empty for a trace
	App     flow.App
	State   flow.State
	History []flow.Trace // earlier requests of the profile, newest last; redacted ones will do
	Facts   flow.Facts
	Now     time.Time
	OfZoom  bool // Text comes from what speaks of Zoom
	// Zooms says more: a host or words that only Zoom uses show that Text is Zoom's.
	Zooms    bool
	Callback flow.CallbackParameters // that Text is, however it is written; zero for any other text
	Excerpt  bool                    // of a response the trace has words alone; what else it said is not known
	Beside                           // what stands in the same text
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

// Strength says how well a rule's claim about Zoom is known: as well as the weakest of
// the rows of docs/zoom.md that it cites.
type Strength string

// The strengths. A rule without one states a fact about networks or this machine, and
// claims nothing of Zoom.
const (
	NotOfZoom  Strength = ""
	Recorded   Strength = "recorded from Zoom"
	Documented Strength = "documented by Zoom"
	Seen       Strength = "seen in public reports"
	Modelled   Strength = "our conclusion"
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
	FixMachine  Action = "fix this machine"
	AtZoom      Action = "change it at Zoom"
)

// Rule is one cause. ID is also the name of its page in docs/errors.
type Rule struct {
	ID      string
	Title   string        // the cause in one sentence
	Rows    []string      // of docs/zoom.md that the claim rests on
	Reads   []flow.Origin // where the traces come from that it speaks of; empty: no trace leads to it, a verb states it
	Why     string        // how it comes about, for its page and for w
	Confirm string        // how to see that it is this cause: a command, a key, or where to look
	Fix     string
	// ServerFix is Fix for a Server-to-Server app, which has no refresh token and no user to authorize; empty: the same.
	ServerFix string
	Unlike    string // what it is easily taken for, and is not; empty where there is nothing
	Do        Action
	Strength  Strength
	// Unseen says that the text of the response is documented and its exact body was
	// never seen: what is recognised is a model.
	Unseen bool
	// SaysSo says that the response's own words are the evidence. They make the cause
	// certain in a response that zoauth read, and likely in a text from elsewhere.
	SaysSo bool
	// Unsure says that the rows contradict each other: the cause is likely at most.
	Unsure bool
	// OfRequest says that a check of a request leads to the cause, and no text.
	OfRequest bool
	// LeftOut says that the text leaves the cause out: beside any that it shows, this one is not told.
	LeftOut bool
	// YieldsTo are the causes beside which this one is not told: the same words are about them.
	YieldsTo []string
	// Refuses is the parameter of the authorize URL that the consent page refuses: what is wrong with that one is why.
	Refuses string
	When    When
	// Weigh looks closer at a case that fits When; nil: Likely without evidence, or
	// Certain where the response says so.
	Weigh func(l *reading) (Likelihood, []string)
}

// Finding is a rule that matches a case. Evidence may quote text from outside: it
// is unsafe like all that the engine returns.
type Finding struct {
	*Rule
	Likelihood Likelihood
	Evidence   []string

	proof proof
	ofURL bool   // a check of an authorize URL alone shows it
	about string // the word that the check found wrong
}

// proof is how much a text itself shows a cause.
type proof int

// The proofs. The zero value is the words of a response, which others send as well.
const (
	outweighed proof = iota - 1 // something else in the text says more
	byWords
	byEvidence // something beside the words
	byRequest  // what a check found in a request or a token
	byClient   // a client's own error
)

// Page returns the path of the cause's page in the repository.
func (f Finding) Page() string { return "docs/errors/" + f.ID + ".md" }

// Diagnose returns what can explain the case, the most likely first; nothing when
// no rule matches.
func Diagnose(c Case) []Finding {
	return diagnoseReading(newReading(c))
}

func diagnoseReading(l *reading) []Finding {
	var found []Finding
	l.words = ruleWords()(l.all)
	all := rules()
	l.reasonKnown = slices.ContainsFunc(all, func(r Rule) bool { return r.When.namesReason(l.reason) })
	for i := range all {
		if f, ok := all[i].match(l); ok {
			if f.ServerFix != "" && l.ofServerApp() {
				rule := *f.Rule
				rule.Fix, f.Rule = rule.ServerFix, &rule
			}
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(b.Likelihood, a.Likelihood) })
	return found
}

// zoomSaysSo is the evidence of a response whose own words name the cause.
const zoomSaysSo = "Zoom says so"

// ruleWords finds the words of all rules in a text: there are hundreds.
var ruleWords = sync.OnceValue(func() func(string) map[string]bool {
	var words []string
	for _, r := range rules() {
		words = slices.Concat(words, r.When.Said, r.When.Text, r.When.Not)
	}
	return find.Finder(words)
})

func (r *Rule) match(l *reading) (Finding, bool) {
	if r.OfRequest || !r.reads(l.origin) || !r.When.fits(l) {
		return Finding{}, false
	}
	f := Finding{Rule: r, Likelihood: Likely}
	switch {
	case r.Weigh != nil:
		f.Likelihood, f.Evidence = r.Weigh(l)
	case r.SaysSo:
		f.Likelihood, f.Evidence = Certain, []string{zoomSaysSo}
	}
	f.Likelihood = min(f.Likelihood, r.most(l))
	return f, f.Likelihood > No
}

// most is how likely the cause can be at best: nothing is certain that rests on a model,
// on rows that contradict each other, or on what somebody else's text says alone.
func (r *Rule) most(l *reading) Likelihood {
	if r.Strength == Modelled || r.Unseen || r.Unsure || r.SaysSo && !l.firsthand() {
		return Likely
	}
	return Certain
}

// Source says how the claim is known, for the line below a cause; empty for a fact
// that is not about Zoom.
func (r *Rule) Source() string {
	switch {
	case r.Unsure:
		return string(r.Strength) + ", and contradicted"
	case r.Unseen:
		return string(r.Strength) + "; the exact response was never seen"
	default:
		return string(r.Strength)
	}
}

// Rules returns the whole catalogue, in the order of its pages.
func Rules() []Rule { return slices.Clone(rules()) }

// Find returns the rule with an ID.
func Find(id string) (Rule, bool) {
	i := slices.IndexFunc(rules(), func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return rules()[i], true
}

// Group is the causes that show at one place of the flow.
type Group struct {
	Name  string
	Rules []Rule
}

// Groups returns the whole catalogue by where the causes show, in the order of [Rules].
func Groups() []Group { return slices.Clone(groups) }

var groups = []Group{
	{"Requests written by hand or by another program", requestRules},
	{"Client ID, secret and app", clientRules},
	{"Grant and parameters", grantRules},
	{"Exchange: the code", codeRules},
	{"Refresh and revoke: the tokens", tokenRules},
	{"Probe: the API", apiRules},
	{"Programs that wrap Zoom", libraryRules},
	{"Authorize: the consent page", pageRules},
	{"Authorize: the callback", callbackRules},
	{"Device", deviceRules},
	{"The server, and what is in front of it", serverRules},
	{"The network and this machine", networkRules},
	{"Files and processes on this machine", machineRules},
	{"What is saved of a profile", savedRules},
	{"The command, the profile file and the callback", commandRules},
	{"What a verb was given", verbRules},
}

// rules is the catalogue. Among equals the earlier rule comes first.
var rules = sync.OnceValue(func() (all []Rule) {
	for _, g := range groups {
		all = append(all, g.Rules...)
	}
	return all
})

// Texts are the codes, words and numbers that lead to the cause.
func (r *Rule) Texts() []string {
	var texts []string
	for _, text := range slices.Concat(r.When.Errors, r.When.phrases()) {
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	for _, n := range r.When.Numbers {
		texts = append(texts, strconv.Itoa(n))
	}
	return texts
}
