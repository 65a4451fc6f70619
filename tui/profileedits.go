package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/form"
	"zoauth/tui/ui"
)

// profileEdits reads and changes the profile file for the screens.
type profileEdits struct{ *App }

// Problems are those of the profile file, one line each.
func (e *profileEdits) Problems() []safe.Text {
	var out []safe.Text
	for _, p := range e.own.file.problems {
		out = append(out, e.clean.Line(p.String()))
	}
	return out
}

// ConfigPath is the profile file's.
func (e *profileEdits) ConfigPath() safe.Text { return e.clean.Line(e.opts.ConfigPath) }

// Path is the profile file's.
func (e *profileEdits) Path() string { return e.opts.ConfigPath }

// OpenFile opens the profiles of another file.
func (e *profileEdits) OpenFile(path string) tea.Cmd {
	e.opts.ConfigPath, e.own.file.path = path, path
	return e.own.file.reload(e.App)
}

// Saved reads the profile file anew and shows the profile that was saved.
func (e *profileEdits) Saved(profile, before string) tea.Cmd {
	e.own.wanted = profile
	if before != profile {
		e.own.removed = before
	}
	return e.own.file.reload(e.App)
}

// Review opens the form of a new profile that is filled in already.
func (e *profileEdits) Review(draft profiles.Draft) tea.Cmd {
	return e.desk.push(form.Review(e.desk, draft))
}

// Change opens the form of a profile with one value changed, not saved.
func (e *profileEdits) Change(profile, key, value string) tea.Cmd {
	return e.desk.push(form.Change(e.desk, profile, key, value))
}

// importedMsg says whether drafts became profiles.
type importedMsg struct {
	drafts []profiles.Draft
	err    error
}

// Import writes drafts into the profile file, off the loop.
func (e *profileEdits) Import(drafts []profiles.Draft) tea.Cmd {
	path, ctx := e.opts.ConfigPath, e.opts.Context
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		if err == nil {
			_, err = document.SaveNew(ctx, drafts...)
		}
		return importedMsg{drafts, err}
	}
}

// imported shows the first profile that was saved.
func (e *profileEdits) imported(msg importedMsg) tea.Cmd {
	if msg.err != nil {
		e.say(safe.Format("Not saved: %s", e.clean.Error(msg.err)))
		return nil
	}
	e.say(safe.Format("%s saved to %s.", ui.Count(len(msg.drafts), safe.Const("profile")), e.ConfigPath()))
	return e.Saved(msg.drafts[0].Name, "")
}

// Delete takes a profile out of the profile file.
func (e *profileEdits) Delete(profile string) tea.Cmd {
	path, ctx := e.opts.ConfigPath, e.opts.Context
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		if err == nil {
			_, err = document.Delete(ctx, profile)
		}
		return profileDeletedMsg{profile, err}
	}
}

// profileDeletedMsg says that the profile file no longer has a profile.
type profileDeletedMsg struct {
	profile string
	err     error
}

func (e *profileEdits) profileDeleted(msg profileDeletedMsg) tea.Cmd {
	if msg.err != nil {
		e.say(safe.Format("Not deleted: %s", e.clean.Error(msg.err)))
		return nil
	}
	e.say(safe.Format("Deleted %s from %s. Its tokens, history and secret file stay.", e.clean.Line(msg.profile), e.ConfigPath()))
	return e.own.file.reload(e.App)
}
