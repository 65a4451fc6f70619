// Package report says in words what came of a step: one headline, the facts, the next
// command, the exit code and the cause that the catalogue knows. Verbs and workbench
// both read it, so that the same outcome has the same words everywhere. It sends and
// reads nothing.
package report

import (
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
)

// ExitCode is what a verb ends with (docs/reliability.md).
type ExitCode int

// The exit codes.
const (
	ExitDone       ExitCode = 0
	ExitNo         ExitCode = 1 // the verb's own negative answer
	ExitUsage      ExitCode = 2 // usage, profile file, or a bug
	ExitPermission ExitCode = 3
	ExitRefused    ExitCode = 4 // the server refused, or there is no usable authorization
	ExitUnsent     ExitCode = 5
	ExitUncertain  ExitCode = 6
	ExitUnsaved    ExitCode = 7
)

// Report is an outcome in words.
type Report struct {
	Code     ExitCode
	Headline safe.Text // one sentence without its full stop; of a failure: what failed, then why
	Facts    []Fact    // the most important first
	Next     safe.Text // the exact next command, for "hint:"; empty: there is nothing to do
	Do       diagnose.Action
	Cause    string // ID of the most likely cause; empty: the catalogue has none
}

// Failed reports whether the step did not do what it was for.
func (r Report) Failed() bool { return r.Code != ExitDone }

// Fact is a detail of an outcome.
type Fact struct {
	Name  safe.Text
	Value safe.Text
}

// Reader is what outcomes are read with.
type Reader struct {
	Clean   *safe.Cleaner
	Now     time.Time
	History []flow.Trace // earlier requests of the profile, newest last; nil: not known
	Facts   flow.Facts
	Lost    string // a file with tokens of the profile that no step finds by itself; empty: none is known
	// Findings are the causes of the outcome where somebody looked for them already;
	// nil: the reader looks.
	Findings []diagnose.Finding
}

// findings are what can explain a trace, the most likely first.
func (r Reader) findings(t flow.Trace, app flow.App, s flow.State) []diagnose.Finding {
	if r.Findings != nil {
		return r.Findings
	}
	return diagnose.Diagnose(diagnose.Case{Trace: t, App: app, State: s, History: r.History, Facts: r.Facts, Now: r.Now})
}

// name is a profile's name in a command that a shell reads: names hold nothing that it
// would take for its own.
func (r Reader) name(app flow.App) safe.Text { return r.Clean.Line(app.Name) }

// Again is the command that gets new tokens for a profile.
func (r Reader) Again(app flow.App) safe.Text {
	if !app.HasConsent() {
		return safe.Format("zoauth refresh %s", r.name(app))
	}
	return safe.Format("zoauth authorize %s", r.name(app))
}

// StepNoun is a step in a sentence: "the refresh". An app without consent has no code to
// exchange and no refresh token: both are its token request.
func StepNoun(step flow.Step, app flow.App) safe.Text {
	switch {
	case (step == flow.StepRefresh || step == flow.StepExchange) && !app.HasConsent(): // the grant needs no code
		return safe.Const("the token request")
	case step == flow.StepAuthorize:
		return safe.Const("the authorization")
	case step == flow.StepExchange:
		return safe.Const("the exchange")
	case step == flow.StepRefresh:
		return safe.Const("the refresh")
	case step == flow.StepProbe:
		return safe.Const("the probe")
	case step == flow.StepRevoke:
		return safe.Const("the revoke")
	case step == flow.StepDevice:
		return safe.Const("the request for a device code")
	case step == flow.StepPoll:
		return safe.Const("the poll")
	default:
		return safe.Const("the request")
	}
}
