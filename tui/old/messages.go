package tui

import (
	"time"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/session"
)

// Outcome messages carry the operation they belong to, in success and failure.
type (
	// tickMsg is a beat of the clock; a chain whose number is not the newest ends.
	tickMsg struct{ chain int }

	sandboxStartedMsg struct {
		set *profiles.Workspace
		err error
	}

	// statesReadMsg holds the profiles whose token file changed since the last look.
	statesReadMsg struct {
		space  *space
		states map[string]flow.State
		seen   map[string]time.Time

		touched time.Time // the directory of the token files, before they were read
	}

	secretReadMsg struct {
		op     session.Op
		secret flow.Secret
		err    error
	}

	// factsGatheredMsg is what the preflight knows without the client secret.
	factsGatheredMsg struct {
		op    session.Op
		facts flow.Facts
	}

	attemptOpenedMsg struct {
		op   session.Op
		open *openAttempt
		err  error
	}

	listenerHitMsg struct {
		op  session.Op
		hit flow.Hit
	}

	polledMsg struct {
		op   session.Op
		poll flow.Poll
	}

	requestEndedMsg struct {
		op      session.Op
		outcome flow.Outcome
	}

	stateSavedMsg struct {
		op  session.Op
		err error
	}

	keptMsg struct {
		op   session.Op
		path string
		err  error
	}

	browserPlayedMsg struct {
		op   session.Op
		page string
		err  error
	}

	historyReadMsg struct {
		profile string
		sandbox bool
		traces  []flow.Trace
		err     error
	}

	// suspendMsg asks to stop the program like a SIGTSTP from outside.
	suspendMsg struct{}

	// clippedMsg tells what to say of a copy; settled: the terminal need not be asked.
	clippedMsg struct {
		text, value string
		settled     bool
	}

	plainShownMsg struct{ err error }

	// warnedMsg is what the person has to know of the state directory.
	warnedMsg struct{ text string }
)
