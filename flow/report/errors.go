package report

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
)

// kind is what an error of the engine means, whatever it is wrapped in.
type kind struct {
	err   error
	code  ExitCode
	do    diagnose.Action
	cause string
	next  func(Reader, flow.App) safe.Text
}

// command is a hint that ends with the profile's name.
func command(text func(name safe.Text) safe.Text) func(Reader, flow.App) safe.Text {
	return func(r Reader, app flow.App) safe.Text { return text(r.name(app)) }
}

// constant is a hint that needs no name.
func constant(text safe.Text) func(Reader, flow.App) safe.Text {
	return func(Reader, flow.App) safe.Text { return text }
}

// again is the hint that new tokens are the way on.
func again(r Reader, app flow.App) safe.Text {
	if !app.HasConsent() {
		return safe.Format("%s gets a new token", r.Again(app))
	}
	return safe.Format("%s gets a new authorization", r.Again(app))
}

// lostOrAgain is the hint where tokens are missing: those of a file that no step finds,
// or else new ones.
func lostOrAgain(r Reader, app flow.App) safe.Text {
	if r.Lost == "" {
		return again(r, app)
	}
	return safe.Format("zoauth adopt %s < %s saves the tokens of that file; %s gets new ones", r.name(app), r.Clean.Line(r.Lost), r.Again(app))
}

// elsewhere is the hint that new tokens are in another file.
func (r Reader) elsewhere(err error, app flow.App) safe.Text {
	var aside *flow.AsideError
	switch {
	case !errors.As(err, &aside):
		return safe.Format("keep that file; the next step of %s looks for it", r.name(app))
	case aside.Replaces:
		return safe.Format("zoauth status %s shows the other tokens; zoauth adopt %s --replace < %s takes these instead", r.name(app), r.name(app), r.Clean.Line(aside.Path))
	default:
		return safe.Format("zoauth adopt %s < %s saves them in their place", r.name(app), r.Clean.Line(aside.Path))
	}
}

// kinds are the engine's errors that a person can meet. Of an error that is several of
// them the first counts.
var kinds = []kind{
	{flow.ErrPermission, ExitPermission, diagnose.FixMachine, "file-permissions", constant(safe.Const("fix that first; zoauth doctor then lists any other file with wrong permissions"))},
	{flow.ErrPanic, ExitUsage, diagnose.Report, "zoauth-bug", command(func(name safe.Text) safe.Text {
		return safe.Format("run zoauth status %s to see what is saved, and report the bug with the text above", name)
	})},
	{flow.ErrCandidate, ExitUncertain, diagnose.Nothing, "response-kept", decide},
	{flow.ErrNoCandidate, ExitRefused, diagnose.Nothing, "tokens-changed", command(func(name safe.Text) safe.Text {
		return safe.Format("zoauth status %s shows what is saved", name)
	})},
	{flow.ErrHasTokens, ExitRefused, diagnose.Nothing, "tokens-changed", command(func(name safe.Text) safe.Text {
		return safe.Format("zoauth status %s shows what is saved", name)
	})},
	{flow.ErrSpoiled, ExitUncertain, diagnose.Authorize, "token-file-damaged", func(r Reader, app flow.App) safe.Text {
		return safe.Format("%s gets new tokens and leaves that file; zoauth adopt %s --replace < FILE saves tokens that it holds", r.Again(app), r.name(app))
	}},
	{flow.ErrUnreadable, ExitNo, diagnose.Authorize, "response-kept", func(r Reader, app flow.App) safe.Text {
		return safe.Format("zoauth adopt %s --discard drops it; %s gets new tokens", r.name(app), r.Again(app))
	}},
	{flow.ErrUnsaved, ExitUnsaved, diagnose.FixMachine, "tokens-unsaved", constant(safe.Const("free some space or fix the folder; zoauth tries again to save before it sends anything"))},
	{flow.ErrOtherBinding, ExitRefused, diagnose.Authorize, "profile-changed", func(r Reader, app flow.App) safe.Text {
		return safe.Format("change the profile back, or run %s to get tokens for it as it is now", r.Again(app))
	}},
	{flow.ErrNewer, ExitRefused, diagnose.FixMachine, "token-file-newer", constant(safe.Const("use the newer zoauth, or move the file away to start over"))},
	{flow.ErrDamaged, ExitRefused, diagnose.Authorize, "token-file-damaged", again},
	{flow.ErrNoRefreshToken, ExitRefused, diagnose.Authorize, "tokens-missing", lostOrAgain},
	{flow.ErrNoAccessToken, ExitRefused, diagnose.Authorize, "tokens-missing", lostOrAgain},
	{flow.ErrNotCurrent, ExitRefused, diagnose.Nothing, "tokens-changed", command(func(name safe.Text) safe.Text {
		return safe.Format("the token was replaced meanwhile: zoauth status %s shows the current one", name)
	})},
	{flow.ErrProfileFile, ExitUsage, diagnose.EditProfile, "profile-file-invalid", constant(safe.Const("correct the profile file, then run zoauth doctor --offline; profiles.example.toml shows every key"))},
	{flow.ErrPortInUse, ExitUnsent, diagnose.FixMachine, "port-in-use", portInUse},
	{flow.ErrNotLoopback, ExitUsage, diagnose.EditProfile, "profile-address", edit},
	{flow.ErrForeignIntent, ExitUnsent, diagnose.SendAgain, "profile-locked", constant(safe.Const("wait for the other process, then run this again"))},
	{flow.ErrLocked, ExitUnsent, diagnose.SendAgain, "profile-locked", command(func(name safe.Text) safe.Text {
		return safe.Format("another zoauth is sending for %s, or holds tokens that it could not save: look there, then run this again", name)
	})},
	{flow.ErrBusy, ExitUnsent, diagnose.SendAgain, "profile-locked", constant(safe.Const("wait for the request under way, then run this again"))},
	{flow.ErrSecretUntouched, ExitUnsent, diagnose.EditProfile, "secret-unreadable", command(func(name safe.Text) safe.Text {
		return safe.Format("nothing was sent: set the variable, run the command yourself or look at the file that it is read from; zoauth doctor %s reads it again", name)
	})},
	{flow.ErrBadURL, ExitUnsent, diagnose.EditProfile, "profile-address", edit},
	{flow.ErrProxyVariable, ExitUnsent, diagnose.FixMachine, "proxy-kind", constant(safe.Const("set HTTPS_PROXY to an http://, https:// or socks5h:// address, or unset it"))},
	{flow.ErrProxyRefused, ExitUnsent, diagnose.FixMachine, "proxy-refused", constant(safe.Const("check the user name and password in HTTPS_PROXY, or add the host to NO_PROXY"))},
	{flow.ErrProxyScheme, ExitUnsent, diagnose.FixMachine, "proxy-kind", constant(safe.Const("set HTTPS_PROXY to an http://, https:// or socks5h:// address, or add the host to NO_PROXY"))},
	{flow.ErrStateMissing, ExitRefused, diagnose.Authorize, "state-missing", newURL},
	{flow.ErrStateMismatch, ExitRefused, diagnose.Authorize, "state-mismatch", newURL},
	{flow.ErrIssuerMismatch, ExitUnsent, diagnose.Authorize, "callback-of-other", newURL},
	{flow.ErrOtherRedirect, ExitRefused, diagnose.Authorize, "callback-of-other", newURL},
	{flow.ErrMayBeCut, ExitRefused, diagnose.Nothing, "paste-incomplete", constant(safe.Const("copy the whole address from the browser and paste it again"))},
	{flow.ErrNotAnAnswer, ExitRefused, diagnose.Nothing, "paste-incomplete", constant(safe.Const("paste what the browser's address bar shows"))},
	{flow.ErrAttemptOver, ExitRefused, diagnose.Authorize, "attempt-over", again},
	{flow.ErrConflict, ExitUnsaved, diagnose.Nothing, "tokens-unsaved", command(func(name safe.Text) safe.Text {
		return safe.Format("another process changed the tokens: zoauth status %s shows what is saved", name)
	})},
	{flow.ErrElsewhere, ExitUnsaved, diagnose.FixMachine, "tokens-unsaved", nil},
	{flow.ErrNotConfirmed, ExitDone, diagnose.Nothing, "", nil},
	{flow.ErrHeaderTooLong, ExitUnsent, diagnose.Nothing, "header-too-long", constant(safe.Const("check the host in the profile: Zoom's headers are shorter"))},
	{flow.ErrBudgetSpent, ExitUnsent, diagnose.SendAgain, "host-unreachable", constant(safe.Const("check the network, then run this again"))},
	{context.Canceled, ExitUnsent, diagnose.Nothing, "command-stopped", constant(safe.Const("run this again to go on"))},
	{syscall.ENOSPC, ExitUnsent, diagnose.FixMachine, "disk-refused", constant(safe.Const("free some space there, then run this again"))},
	{syscall.EDQUOT, ExitUnsent, diagnose.FixMachine, "disk-refused", constant(safe.Const("free some of your quota there, then run this again"))},
	{syscall.EFBIG, ExitUnsent, diagnose.FixMachine, "disk-refused", constant(safe.Const("raise the limit of file sizes with ulimit -f, then run this again"))},
	{syscall.EMFILE, ExitUnsent, diagnose.FixMachine, "disk-refused", constant(safe.Const("raise the limit of open files with ulimit -n, then run this again"))},
	{syscall.EROFS, ExitUnsent, diagnose.FixMachine, "disk-refused", constant(safe.Const("make that folder writable, or set XDG_STATE_HOME to one that is"))},
}

// fileTrouble is the hint for an error of a file that has none of its own.
var fileTrouble = safe.Const("look at that file and the folders above it, then run this again; zoauth paths lists the files of zoauth")

func edit(r Reader, app flow.App) safe.Text {
	return safe.Format("correct the profile, then run zoauth doctor %s", r.name(app))
}

func newURL(r Reader, app flow.App) safe.Text {
	return safe.Format("run %s for a new URL, and open only that one", r.Again(app))
}

func decide(r Reader, app flow.App) safe.Text {
	return safe.Format("zoauth adopt %s --candidate --dry-run shows the kept tokens; without --dry-run they become current; --discard drops them", r.name(app))
}

func portInUse(r Reader, app flow.App) safe.Text {
	return safe.Format("stop the program that uses %s, then run this again; Zoom only accepts the registered port", r.Clean.Line(app.ListenAddress()))
}

// errStopped is what a canceled context says to a person.
var errStopped = safe.Const("stopped before anything was sent")

// Error is an error of the engine, of before anything was sent. nil is [ExitDone].
func (r Reader) Error(err error, app flow.App) Report {
	if err == nil {
		return Report{Headline: safe.Const("done")}
	}
	out := Report{Code: ExitUnsent, Headline: r.Clean.Text(err.Error())}
	for _, k := range kinds {
		if !errors.Is(err, k.err) {
			continue
		}
		out.Code, out.Do, out.Cause = k.code, k.do, k.cause
		if k.next != nil {
			out.Next = k.next(r, app)
		}
		break
	}
	var file *fs.PathError
	switch {
	case errors.Is(err, flow.ErrElsewhere):
		out.Next = r.elsewhere(err, app)
	case errors.Is(err, context.Canceled):
		out.Headline = errStopped
	case out.Next.IsEmpty() && errors.As(err, &file):
		out.Next, out.Cause = fileTrouble, "file-unusable"
	}
	var binding *flow.BindingError
	if errors.As(err, &binding) {
		for _, setting := range binding.Differs {
			out.Facts = append(out.Facts, Fact{safe.Const("changed"), r.Clean.Line(setting)})
		}
	}
	return out
}
