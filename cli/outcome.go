package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"zoauth/flow"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// The exit codes; README.md has them for users.
const (
	exitDone       = 0
	exitNo         = 1 // the verb's own negative answer
	exitUsage      = 2 // usage, profile file, or a bug
	exitPermission = 3
	exitRefused    = 4 // the server refused, or no usable authorization is on disk
	exitUnsent     = 5
	exitUncertain  = 6
	exitUnsaved    = 7
)

// SignalYields reports whether code tells more than the signal that ended the
// program: what was sent or received must not be hidden by it.
func SignalYields(code int) bool { return code == exitUncertain || code == exitUnsaved }

// failure is an error with its exit code and, where there is one, what to do.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

var (
	errOneProfile = errors.New("this verb takes exactly one profile name")
	errSignalled  = errors.New("stopped by a signal")
)

func usage(err error) error {
	return &failure{exitUsage, err, "zoauth --help shows the verbs"}
}

// report prints err as "error:" and "hint:" and returns the exit code.
func (p *program) report(err error) int {
	if err == nil {
		return exitDone
	}
	var f *failure
	if !errors.As(err, &f) {
		f = classify(err, p.named)
	}
	_, _ = fmt.Fprintln(p.Err, "error: "+p.clean.Text(f.Error()).String())
	if f.hint != "" {
		_, _ = fmt.Fprintln(p.Err, "hint: "+p.clean.Text(f.hint).String())
	}
	return f.code
}

// classify finds the exit code of an error that nobody gave one. profile is the one
// that the verb works on, if it has got so far.
func classify(err error, profile string) *failure {
	var problems *profiles.Problems
	var binding *flow.BindingError
	switch {
	case errors.Is(err, flow.ErrPermission):
		return &failure{exitPermission, err, ""}
	case errors.Is(err, durable.ErrNoHome):
		return &failure{exitUsage, err, "set HOME to your home directory"}
	case errors.As(err, &problems):
		return &failure{exitUsage, err, "fix the lines above; profiles.example.toml shows every key"}
	case errors.Is(err, flow.ErrNoRefreshToken), errors.Is(err, flow.ErrNoAccessToken),
		errors.Is(err, flow.ErrDamaged), errors.Is(err, flow.ErrNotCurrent):
		return &failure{exitRefused, err, "zoauth authorize " + profile + " gets a new authorization"}
	case errors.Is(err, flow.ErrPortInUse):
		return &failure{exitUnsent, err, "end the other program, or set listen to another port; Zoom knows this one, so no other is taken by itself"}
	case errors.As(err, &binding):
		return &failure{exitRefused, err, otherBinding(binding)}
	case errors.Is(err, flow.ErrNewer):
		return &failure{exitRefused, err, "use the newer zoauth, or move the file away to begin anew"}
	case errors.Is(err, flow.ErrForeignIntent):
		return &failure{exitUnsent, err, "wait for the other process and try again"}
	case errors.Is(err, flow.ErrLocked):
		return &failure{exitUnsent, err, "that process has a request under way, or new tokens that it could not save yet: look there, and try again"}
	case errors.Is(err, flow.ErrSecretUntouched):
		return &failure{exitUnsent, err, "nothing was sent; run the command yourself or look at the file it names"}
	case errors.Is(err, context.Canceled): // nothing else ends the context
		return &failure{exitUnsent, errSignalled, ""}
	case errors.Is(err, fs.ErrNotExist):
		return &failure{exitUnsent, err, ""}
	case strings.HasPrefix(err.Error(), "unknown command"):
		return &failure{exitUsage, err, "zoauth --help shows the verbs"}
	default:
		return &failure{exitUnsent, err, ""}
	}
}

// failed turns an outcome into its error, or nil when the step was done: one
// place for words and codes. What was not saved comes before what is uncertain.
func failed(out flow.Outcome) error {
	step, profile := out.Job.Request.Step, out.Job.App.Name
	notSaved := out.SaveErr != nil && !errors.Is(out.SaveErr, flow.ErrNotConfirmed) // of which a warning has told
	switch {
	case notSaved && out.Answer.Verdict == flow.Granted:
		return unsaved(profile, out.SaveErr)
	case notSaved && out.Answer.Verdict == flow.Done && step == flow.StepRevoke:
		return &failure{exitUnsaved, fmt.Errorf("the token was revoked, and that could not be saved: %w", out.SaveErr), "the token file still holds the dead tokens"}
	case out.Answer.Verdict == flow.Granted, out.Answer.Verdict == flow.Done, out.Adopted:
		return nil
	case errors.Is(out.Err, flow.ErrCandidate):
		return toDecide(profile)
	case out.Answer.Verdict == flow.Uncertain && out.State.Candidate() != nil:
		return &failure{exitUncertain, uncertain(out), decideHint(profile)}
	case out.Answer.Verdict == flow.Uncertain:
		return &failure{exitUncertain, uncertain(out), againHint(step, profile)}
	case out.Answer.Verdict == flow.Refused:
		return &failure{exitRefused, out.Answer.Err, refusedHint(out)}
	case out.Answer.Verdict == flow.Unanswered:
		return &failure{exitUnsent, fmt.Errorf("no usable answer: %s", reason(out)), "this request changes nothing: try again"}
	case out.Err != nil && out.Trace.Phase != "" && !errors.Is(out.Err, flow.ErrPermission):
		return &failure{exitUnsent, fmt.Errorf("nothing was sent: %s: %w", out.Trace.Phase, out.Err), ""}
	default:
		return classify(out.Err, profile)
	}
}

// toDecide is the failure of a verb that would send or hand out a token while a
// response is kept that may hold a newer one.
func toDecide(profile string) error {
	return &failure{exitUncertain, fmt.Errorf("%s: %w", profile, flow.ErrCandidate), decideHint(profile)}
}

func decideHint(profile string) string {
	adopt := "zoauth adopt " + profile
	return adopt + " --candidate makes the tokens in it current (with --dry-run it shows them), " + adopt + " --discard drops it"
}

func otherBinding(e *flow.BindingError) string {
	return "the " + strings.Join(e.Differs, " and the ") + " changed since: zoauth authorize " + e.Profile + " gets tokens for the profile as it is now, or change it back"
}

func uncertain(out flow.Outcome) error {
	if c := out.Answer.Candidate; c != nil {
		return fmt.Errorf("%s sent %s, the response is no plain success: %s (%s); it may hold newer tokens and is kept beside the saved ones",
			out.Trace.Step, out.Trace.Started.Local().Format("15:04:05"), c.Why, reason(out))
	}
	return fmt.Errorf("%s sent %s, no usable answer was read (%s); Zoom may have changed the token; nothing was deleted",
		out.Trace.Step, out.Trace.Started.Local().Format("15:04:05"), reason(out))
}

func reason(out flow.Outcome) string {
	said := out.Answer.Err
	switch {
	case out.Err != nil:
		return string(out.Trace.Phase) + ": " + out.Err.Error()
	case said != nil && (said.Code != "" || said.Reason != ""):
		return "the server says: " + said.Error()
	case out.Trace.Response != nil:
		return fmt.Sprintf("status %d, %s", out.Trace.Response.Status, out.Trace.Response.Header.Get("Content-Type"))
	default:
		return "no answer"
	}
}
