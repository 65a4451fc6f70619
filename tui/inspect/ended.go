package inspect

import (
	"errors"
	"strings"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// attempt is an authorization that ended without a code: it could not be opened, was
// declined, ran out, or was stopped.
func (k *card) attempt() {
	app := k.s.App()
	switch {
	case errors.Is(k.r.Err, flow.ErrPortInUse):
		k.lead(safe.Format("%s is in use, so zoauth can't receive the callback.", k.Clean.Line(app.ListenAddress())))
		k.words(safe.Const("error"), k.Clean.Error(k.r.Err))
		k.remedy(safe.Format("Stop the program that uses it. Zoom only accepts the registered redirect URI, so zoauth can't use another port."))
	case k.r.Err != nil:
		k.lead(safe.Const("The attempt could not be opened."))
		k.words(safe.Const("error"), k.Clean.Error(k.r.Err))
		k.remedy(sentence(k.reported().Next))
	case k.r.Stopped:
		k.lead(safe.Const("No callback arrived before the attempt ended. Nothing was exchanged."))
		k.words(safe.Const("ended"), k.Clean.Line(k.r.Summary))
		k.words(safe.Const("open for"), ui.Took(k.r.Took))
		k.remedy(safe.Const("Authorize again. A code from the old URL no longer works here."))
	default:
		k.declined()
	}
	k.edits()
	k.choices()
}

// declined is an attempt that Zoom sent back, or that stopped on one of its pages.
func (k *card) declined() {
	said := strings.TrimPrefix(k.r.Summary, "Zoom sent back ")
	code, description, _ := strings.Cut(said, " ")
	got := report.Reader{Clean: k.Clean, Now: k.Now}.Callback(flow.Callback{Error: code, Description: description}, k.s.App())
	switch {
	case said == k.r.Summary: // a page of Zoom, or the listener's word
		k.lead(safe.Const("The authorization stopped before a code came back."))
		k.section(safe.Const("What the browser showed"), ui.Line{})
		k.outside(k.textLines([]byte(k.r.Summary))...)
	case code == "access_denied":
		k.lead(safe.Const("The user clicked Decline. Zoom sent no code."))
		k.words(safe.Const("callback"), k.Clean.Line(said))
	default:
		k.lead(safe.Const("Zoom sent an error instead of a code."))
		k.words(safe.Const("callback"), k.Clean.Line(said))
	}
	if got.Cause != "" && k.More {
		k.words(safe.Const("cause"), k.Clean.Line(got.Cause))
	}
	k.remedy(safe.Const("Authorize again, and click Allow."))
}

// remedy is what to do, behind its heading.
func (k *card) remedy(text safe.Text) {
	if text.IsEmpty() {
		return
	}
	k.blank()
	head := ui.L(ui.S(k.either(safe.Const(" Fix   "), safe.Const(" Fix  ")), ui.Accent))
	k.add(ui.Hang(head, text.Wrap(max(8, k.Width-head.Width()-1)), ui.Plain, ui.Keep)...)
}

// profile is the first view of a profile that did nothing yet: what its requests are
// made of.
func (d *drawing) profile(app flow.App) {
	d.prose(safe.Const("Nothing has been sent yet. Enter shows the first request before it is sent."), ui.Plain, ui.Keep)
	d.blank()
	d.optional(safe.Const("client ID"), app.ClientID)
	if app.Secret != nil {
		d.optional(safe.Const("secret"), app.Secret.Describe())
	}
	if app.HasConsent() {
		d.optional(safe.Const("redirect"), app.RedirectURI)
	}
	d.optional(safe.Const("account"), app.AccountID)
	d.optional(safe.Const("scopes"), strings.Join(app.Scopes, " "))
}

// damaged is the first view of a profile whose token file cannot be used.
func (k *card) damaged() {
	k.lead(safe.Const("The token file can't be used, so zoauth has no tokens for this profile."))
	k.words(safe.Const("reason"), k.Clean.Line(k.s.State().Damage))
	if k.s.State().Newer {
		k.remedy(safe.Const("Use the newer zoauth, or move the file away to start over."))
		return
	}
	fix := safe.Const("Authorize again: the damaged file is kept beside the new one.")
	switch app := k.s.App(); {
	case app.Loose:
		fix = safe.Const("Authorize the app again: the refresh token that was sent may be used up. zoauth leaves the file as it is.")
	case !app.HasConsent():
		fix = safe.Const("Get a new token: the damaged file is kept beside the new one.")
	}
	k.remedy(fix)
	k.choices()
}
