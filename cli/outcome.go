package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/durable"
	"zoauth/internal/safe"
)

// SignalYields reports whether code tells more than the signal that ended the
// program: what was sent or received must not be hidden by it.
func SignalYields(code int) bool {
	return code == int(report.ExitUncertain) || code == int(report.ExitUnsaved)
}

// failure is the error of a verb, in words.
type failure struct {
	report.Report
	err error // what it comes from; nil: the verb's own
}

func (f *failure) Error() string { return f.Headline.String() }
func (f *failure) Unwrap() error { return f.err }

// because is a failure of the verb itself, with its cause in the catalogue.
func because(cause string, code report.ExitCode, headline, next safe.Text) error {
	return &failure{report.Report{Code: code, Headline: headline, Next: next, Cause: cause}, nil}
}

// usage is a verb called in a way that it does not take. The verb's usage is printed
// with it.
func usage(headline safe.Text) error {
	return because("command-line", report.ExitUsage, headline, safe.Text{})
}

// reader reads outcomes without what the history can add.
func (p *program) reader() report.Reader { return report.Reader{Clean: p.Clean, Now: time.Now()} }

// end prints why cmd failed and returns the exit code.
func (p *program) end(cmd *cobra.Command, err error) int {
	if err == nil {
		return int(report.ExitDone)
	}
	var f *failure
	if !errors.As(err, &f) {
		f = p.classify(err)
	}
	if f.Code == report.ExitUsage && f.err == nil && f.Next.IsEmpty() {
		p.Fail(f.Report, p.usageOf(cmd)...)
	} else {
		p.Fail(f.Report)
	}
	return int(f.Code)
}

// classify finds the words for an error that nobody has given any.
func (p *program) classify(err error) *failure {
	switch {
	case errors.Is(err, durable.ErrNoHome):
		return &failure{report.Report{Code: report.ExitUsage, Headline: p.Clean.Text(err.Error()), Next: safe.Const("set HOME to your home directory"), Cause: "file-unusable"}, err}
	case errors.Is(err, durable.ErrTooLong):
		next := safe.Const("move that file away, or take out what does not belong there; zoauth paths lists the files of zoauth")
		return &failure{report.Report{Code: report.ExitUnsent, Headline: p.Clean.Text(err.Error()), Next: next, Cause: "file-unusable"}, err}
	case errors.Is(err, context.Canceled): // nothing else ends the context
		stopped := p.reader().Error(err, p.app)
		stopped.Headline = safe.Const("stopped by a signal")
		return &failure{stopped, err}
	default:
		return &failure{p.reader().Error(err, p.app), err}
	}
}

// lastTry bounds the wait for a lock when the program ends.
const lastTry = time.Second

// saveHeld tries once more, when the program ends, to save tokens that no file
// has. err is what the program ends with otherwise; a verb has said so already.
func (p *program) saveHeld(err error) error {
	var f *failure
	if errors.As(err, &f) && f.Code == report.ExitUnsaved {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastTry)
	defer cancel()
	for _, r := range p.runners {
		for profile, state := range r.Held() {
			app := p.app
			if app.Name != profile { // it is one of the workbench's: its name is enough
				app = flow.App{Name: profile, Type: flow.General}
			}
			saveErr := r.Save(ctx, profile, state)
			if saveErr != nil && !errors.Is(saveErr, flow.ErrNotConfirmed) {
				err = unsaved(p.reader(), app, saveErr)
			}
		}
	}
	return err
}

// unsaved is the failure of new tokens that are not where they belong.
func unsaved(r report.Reader, app flow.App, err error) error {
	out := flow.Outcome{Job: flow.Job{App: app}, SaveErr: err, Answer: flow.Answer{Verdict: flow.Granted}}
	return &failure{r.Outcome(out), err}
}
