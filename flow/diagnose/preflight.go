package diagnose

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"zoauth/flow"
)

// Severity is how much a check of the preflight matters.
type Severity string

// The severities. The zero value is none.
const (
	Good Severity = "good"
	Note Severity = "note" // worth knowing
	Warn Severity = "warn" // works today or here, may not tomorrow or there
	Bad  Severity = "bad"  // cannot work
)

// rank orders severities, the worst first.
func (s Severity) rank() int { return slices.Index([]Severity{Bad, Warn, Note, Good}, s) }

// Check is one line of the preflight. Its texts may quote the profile.
type Check struct {
	Severity Severity
	Topic    string
	Text     string // what is so, short enough for one row
	Why      string // the reason; may be empty
	Repair   string // empty for what is good, and where nothing is to be done
	Do       Action // what mends it
}

// Preflight says what speaks for and against an authorization before anything is
// sent. It looks at the profile and at facts that were gathered, nothing else.
func Preflight(app flow.App, facts flow.Facts) []Check {
	var checks []Check
	for _, topic := range []func(flow.App, flow.Facts) []Check{
		aboutRedirect, aboutClient, aboutAccount, aboutSecret, aboutPKCE, aboutScopes, aboutListener, aboutMachine,
	} {
		checks = append(checks, topic(app, facts)...)
	}
	return checks
}

// Concerning returns those that concern the request of a step: an authorization is
// concerned by all, a device authorization has no redirect, and a request with tokens
// needs the client's credentials.
func Concerning(step flow.Step, checks []Check) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool {
		switch step {
		case flow.StepAuthorize:
			return false
		case flow.StepDevice:
			return slices.Contains([]string{"redirect", "callback", "pkce"}, c.Topic)
		}
		return !slices.Contains([]string{"client", "account", "secret"}, c.Topic)
	})
}

// Concerns returns what is not good, the worst first.
func Concerns(checks []Check) []Check {
	worst := slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return c.Severity == Good })
	slices.SortStableFunc(worst, func(a, b Check) int { return cmp.Compare(a.Severity.rank(), b.Severity.rank()) })
	return worst
}

// topic collects the checks of one topic.
type topic struct {
	name   string
	do     Action
	checks []Check
}

// add notes a check. It stands in many places: inlined it would take 30 kB.
//
//go:noinline
func (t *topic) add(s Severity, text, why, repair string) {
	c := Check{Severity: s, Topic: t.name, Text: text, Why: why, Repair: repair}
	if repair != "" {
		c.Do = t.do
	}
	t.checks = append(t.checks, c)
}

// fine adds what is good where nothing worse than a note was found.
func (t *topic) fine(text string) {
	if !slices.ContainsFunc(t.checks, func(c Check) bool { return c.Severity == Bad || c.Severity == Warn }) {
		t.checks = append([]Check{{Severity: Good, Topic: t.name, Text: text}}, t.checks...)
	}
}

func aboutMachine(app flow.App, facts flow.Facts) []Check {
	return slices.Concat(aboutNetwork(app, facts), aboutClock(facts), aboutFiles(facts))
}

func aboutNetwork(app flow.App, facts flow.Facts) []Check {
	t := topic{name: "network", do: FixMachine}
	switch {
	case facts.ProxyErr != "":
		t.add(Bad, "the proxy set in the environment cannot be used", facts.ProxyErr, "correct HTTPS_PROXY, or unset it")
	case facts.Proxy != "":
		t.add(Note, "requests go through the proxy "+facts.Proxy, "Set by HTTPS_PROXY. Your browser has its own proxy settings.", "")
	}
	switch {
	case facts.CAErr != "":
		t.do = EditProfile
		t.add(Bad, "ca_file cannot be used", facts.CAErr, "point ca_file at a PEM file, or remove it")
	case app.CAFile != "":
		t.add(Note, "the authorities in ca_file are trusted as well", app.CAFile+" is trusted in addition to the system's authorities: anyone with its key can read the traffic.", "")
	}
	return t.checks
}

func aboutClock(facts flow.Facts) []Check {
	t := topic{name: "clock", do: FixMachine}
	if facts.Skew.Abs() > maxSkew {
		t.add(Warn, "this machine is "+flow.ClockDifference(facts.Skew), "Expiry times look wrong, and a fresh token can look expired.", "set the clock (timedatectl, chronyc)")
	}
	return t.checks
}

func aboutFiles(facts flow.Facts) []Check {
	t := topic{name: "files", do: FixMachine}
	for _, f := range facts.Files {
		t.add(Bad, short(f.Path)+" "+f.What, f.Path+": zoauth keeps secrets only where no other user can read or change them.", cmp.Or(f.Repair, "fix what it names"))
	}
	return t.checks
}

// short is the end of a path.
func short(path string) string {
	return filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
}

// other names a neighbour with its environment.
func other(o flow.Neighbour) string { return o.Name + " (" + string(o.Environment) + ")" }

// pair reports whether o is the other environment of the same Zoom app. A
// Server-to-Server app has one pair of credentials (docs/zoom.md §0).
func pair(app flow.App, o flow.Neighbour) bool {
	return app.Type != flow.ServerToServer && app.Group != "" && o.Group == app.Group && o.Environment != app.Environment
}

// government reports whether a host is of Zoom for Government; known, whether it is
// Zoom's at all.
func government(address string) (gov, known bool) {
	gov = strings.Contains(address, "zoomgov.com")
	return gov, gov || strings.Contains(address, "zoom.us")
}
