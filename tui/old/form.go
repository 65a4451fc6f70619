package tui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
)

type (
	// formOpenedMsg brings the profile file that a form writes into.
	formOpenedMsg struct {
		wish     intent.OpenForm
		document *profiles.Document
		err      error
	}

	// profileSavedMsg tells what became of a change to the profile file.
	profileSavedMsg struct {
		profile string // as it is called now; empty: it was deleted
		before  string // as it was called; empty: it is new
		saved   profiles.Saved
		err     error
	}
)

// askNew asks what a new profile begins as; with nothing to copy it is blank.
func (m *Model) askNew() tea.Cmd {
	s := m.current
	if m.place == intent.List {
		s = m.screens.list.Under(m.context())
	}
	if m.place == intent.Welcome {
		return m.carry(intent.OpenForm{})
	}
	if s == nil || s.App.Sandbox {
		return m.carry(intent.Ask{Question: intent.Question{
			Title: "New profile", Text: []string{"Begin with an empty form, or with what a .env file, a Postman environment or the credentials tab says."},
			Keys: []intent.Choice{{Key: "b", Word: "blank", Then: intent.OpenForm{}}, {Key: "i", Word: "import", Then: intent.Go{Place: intent.ImportPlace}}},
		}})
	}
	return m.carry(intent.Ask{Question: intent.Question{
		Title: "New profile", Text: []string{"Begin with an empty form, or with what " + s.App.Name + " has; its secret is asked for, a command or variable is kept."},
		Keys: []intent.Choice{
			{Key: "b", Word: "blank", Then: intent.OpenForm{}},
			{Key: "c", Word: "copy of " + s.App.Name, Then: intent.OpenForm{Like: s.App.Name}},
			{Key: "i", Word: "import", Then: intent.Go{Place: intent.ImportPlace}},
		},
	}})
}

// editProfile opens the form of the profile under the cursor or the current one.
func (m *Model) editProfile() tea.Cmd {
	s := m.current
	if m.place == intent.List {
		s = m.screens.list.Under(m.context())
	}
	switch {
	case s == nil:
		return nil
	case s.App.Sandbox:
		m.say("The sandbox made this profile up; n adds one of your own.")
		return nil
	}
	return m.carry(intent.OpenForm{Old: s.App.Name})
}

// openForm reads the profile file for a form.
func (m *Model) openForm(wish intent.OpenForm) tea.Cmd {
	path := m.opts.ConfigPath
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		return formOpenedMsg{wish, document, err}
	}
}

func (m *Model) formOpened(msg formOpenedMsg) tea.Cmd {
	draft := profiles.NewDraft()
	err := msg.err
	if from := msg.wish.Old + msg.wish.Like; from != "" && err == nil {
		draft, err = msg.document.Draft(from)
	}
	if err != nil {
		m.say("The profile file cannot be edited: " + err.Error())
		return nil
	}
	if msg.wish.Like != "" {
		draft.Name += "-copy"
		if draft.From == profiles.InFile || draft.From == profiles.SecretFile {
			draft.From = profiles.Paste
		}
		delete(draft.Text, "client_secret_file")
		draft.Secret = flow.Secret{}
	}
	m.screens.form = screen.NewForm(msg.document, msg.wish.Old, draft)
	if msg.wish.ToPaste {
		m.screens.form.ToPaste()
	}
	return m.open(intent.FormPlace, false)
}

// learnForm keeps what is typed as a secret off every screen from now on.
func (m *Model) learnForm() {
	if m.place == intent.FormPlace {
		m.opts.Redactor.Learn(m.screens.form.Draft.Secret)
	}
}

// saveProfile writes the form's draft off the loop.
func (m *Model) saveProfile() tea.Cmd {
	f := &m.screens.form
	f.Saving = true
	document, old, draft := f.Document, f.Old, f.Draft.ForType()
	return func() tea.Msg {
		saved, err := document.Save(context.Background(), old, draft)
		return profileSavedMsg{draft.Name, old, saved, err}
	}
}

// deleteProfile takes a profile out of the file off the loop.
func (m *Model) deleteProfile(profile string) tea.Cmd {
	path := m.opts.ConfigPath
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		if err != nil {
			return profileSavedMsg{err: err}
		}
		saved, err := document.Delete(context.Background(), profile)
		return profileSavedMsg{before: profile, saved: saved, err: err}
	}
}

// profileSaved leaves the form for the profile, or keeps it with what went wrong.
func (m *Model) profileSaved(msg profileSavedMsg) tea.Cmd {
	again := errors.Is(msg.err, profiles.ErrChanged) && m.place == intent.FormPlace
	m.screens.form.Saving = again // until the file was read anew
	switch {
	case again:
		m.say("The profile file was changed meanwhile; nothing was written. s writes into the file as it is now.")
		return m.reopen()
	case msg.err != nil:
		m.say("Not saved: " + msg.err.Error())
		return nil
	}
	said := "Saved in " + m.opts.ConfigPath + "."
	switch {
	case msg.profile == "":
		said = "Deleted from " + m.opts.ConfigPath + ". Its tokens, history and secret file stay."
	case msg.saved.SecretFile != "":
		said = "Saved; the secret is in " + msg.saved.SecretFile + ", mode 0600."
	}
	if msg.saved.Unsettled != nil {
		said += " " + msg.saved.Unsettled.Error()
	}
	m.wanted, m.news = msg.profile, said
	if msg.before != msg.profile {
		m.removed = msg.before
	}
	return m.reload()
}

// reopen reads the changed profile file and keeps what was filled in.
func (m *Model) reopen() tea.Cmd {
	path := m.opts.ConfigPath
	return func() tea.Msg {
		document, err := profiles.OpenDocument(path)
		return formReopenedMsg{document, err}
	}
}

type formReopenedMsg struct {
	document *profiles.Document
	err      error
}

func (m *Model) formReopened(msg formReopenedMsg) {
	m.screens.form.Saving = false
	if msg.err != nil {
		m.say("The profile file cannot be edited: " + msg.err.Error())
		return
	}
	if err := m.screens.form.Rebase(msg.document); err != nil {
		m.say("The profile file cannot be edited: " + err.Error())
	}
}

// askDelete asks before a profile is taken out of the file.
func (m *Model) askDelete() tea.Cmd {
	s := m.screens.list.Under(m.context())
	if s == nil {
		return nil
	}
	q := intent.Question{
		Title: "Delete " + s.App.Name,
		Text:  []string{fmt.Sprintf("It goes out of %s. Its tokens, history and secret file stay on this machine, and Zoom hears nothing.", m.clean.Line(m.opts.ConfigPath))},
	}
	if s.App.Environment == flow.Production {
		q.Word, q.Verb, q.Then = s.App.Name, "delete", intent.DeleteProfile{Profile: s.App.Name}
		q.Text = append(q.Text, "Type "+s.App.Name+" to delete it.")
	} else {
		q.Keys = []intent.Choice{{Key: "y", Word: "delete", Then: intent.DeleteProfile{Profile: s.App.Name}}}
	}
	return m.carry(intent.Ask{Question: q})
}

// openAtZoom shows what to enter at Zoom for the form's draft or a profile.
func (m *Model) openAtZoom() tea.Cmd {
	s := m.current
	if m.place == intent.List {
		s = m.screens.list.Under(m.context())
	}
	switch {
	case m.place == intent.FormPlace:
		m.screens.atZoom = screen.NewAtZoom(m.screens.form.App(), m.screens.form.Draft.Device)
	case s != nil:
		m.screens.atZoom = screen.NewAtZoom(s.App, s.App.DeviceOnly())
	default:
		return nil
	}
	return m.open(intent.AtZoomPlace, false)
}
