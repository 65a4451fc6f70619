package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/adopt"
	"zoauth/tui/form"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// LearnRequest keeps what a request carries off every screen from now on.
func (d *desk) LearnRequest(r flow.Request) { d.opts.Redactor.LearnRequest(r) }

// Review opens the form of a new profile that is filled in already.
func (d *desk) Review(draft profiles.Draft) tea.Cmd { return d.push(form.Review(d, draft)) }

// Change opens the form of a profile with one value changed, not saved.
func (d *desk) Change(profile, key, value string) tea.Cmd {
	return d.push(form.Change(d, profile, key, value))
}

// Adopt asks for what a text gives a profile.
func (d *desk) Adopt(profile string, g recognize.Grant) tea.Cmd {
	s := d.own.shown.find(profile)
	if s == nil {
		return nil
	}
	return d.ask(adopt.New(d, s, "", g))
}

// AdoptFor asks for what a step of a profile needs.
func (d *desk) AdoptFor(s *session.Session, step flow.Step) tea.Cmd {
	return d.ask(adopt.New(d, s, step, recognize.Grant{}))
}

// importedMsg says which drafts became profiles.
type importedMsg struct {
	saved []string
	err   error // of the first one that was not saved
}

// Import writes drafts into the profile file, off the loop.
func (d *desk) Import(drafts []profiles.Draft) tea.Cmd {
	path, ctx := d.opts.ConfigPath, d.opts.Context
	return func() tea.Msg { return writeDrafts(ctx, path, drafts) }
}

func writeDrafts(ctx context.Context, path string, drafts []profiles.Draft) importedMsg {
	var msg importedMsg
	document, err := profiles.OpenDocument(path)
	for _, draft := range drafts {
		var saved profiles.Saved
		if err == nil {
			saved, err = document.Save(ctx, "", draft)
		}
		if err != nil {
			msg.err = err
			break
		}
		document = saved.Document
		msg.saved = append(msg.saved, draft.Name)
	}
	return msg
}

// imported shows the last profile that was saved.
func (d *desk) imported(msg importedMsg) tea.Cmd {
	n := len(msg.saved)
	switch {
	case msg.err != nil:
		d.say(safe.Format("%s saved, then not: %s", ui.Count(n, safe.Const("profile")), d.clean.Error(msg.err)))
	default:
		d.say(safe.Format("%s saved to %s.", ui.Count(n, safe.Const("profile")), d.ConfigPath()))
	}
	if n == 0 {
		return nil
	}
	return d.Saved(msg.saved[n-1], "")
}
