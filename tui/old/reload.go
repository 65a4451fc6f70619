package tui

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// stamp tells one version of the profile file from the next. The zero value is a
// file that is not there.
type stamp struct {
	modified time.Time
	size     int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

type (
	// fileSeenMsg is the profile file's version at a look.
	fileSeenMsg struct{ stamp stamp }

	reloadedMsg struct {
		stamp stamp
		set   *profiles.Workspace // nil: no profile of the file can be used
		err   error
	}
)

// watch looks once whether an editor changed the profile file. What it saw is told
// only when it is new.
func (m *Model) watch() tea.Cmd {
	if m.opts.Reload == nil {
		return nil
	}
	path, known := m.opts.ConfigPath, m.fileStamp
	return func() tea.Msg {
		now := stampOf(path)
		if known != nil && *known == now {
			return nil
		}
		return fileSeenMsg{now}
	}
}

func (m *Model) fileSeen(msg fileSeenMsg) tea.Cmd {
	if m.fileStamp == nil {
		m.fileStamp = &msg.stamp
		return nil
	}
	if *m.fileStamp == msg.stamp || msg.stamp == (stamp{}) {
		return nil
	}
	return m.reload()
}

// reload reads the profile file anew, off the loop.
func (m *Model) reload() tea.Cmd {
	if m.opts.Reload == nil {
		return nil
	}
	path, load := m.opts.ConfigPath, m.opts.Reload
	m.fileStamp = nil // no look in between starts a second one
	return func() tea.Msg {
		at := stampOf(path)
		set, err := load()
		return reloadedMsg{at, set, err}
	}
}

// reloaded takes the profile file over. What is wrong in it is shown and leaves in
// force what was there before.
func (m *Model) reloaded(msg reloadedMsg) tea.Cmd {
	m.fileStamp = &msg.stamp
	news := m.news
	m.news = ""
	if msg.err != nil {
		m.wanted = ""
		m.say(strings.TrimSpace(news + " The profile file cannot be read; the profiles stay as they were: " + msg.err.Error()))
		return nil
	}
	ended := ""
	m.opts.Problems = nil
	if msg.set != nil {
		m.opts.Problems = msg.set.Problems
		ended = m.merge(msg.set, len(msg.set.Problems) > 0)
	}
	m.removed = ""
	switch {
	case news != "":
		m.say(strings.TrimSpace(news + " " + ended))
	case len(m.opts.Problems) > 0:
		m.say(strings.TrimSpace(ended + " Profile file: " + m.opts.Problems[0].String() + ". What it concerns stays as it was."))
	case ended != "":
		m.say(ended)
	default:
		m.say("The profile file was changed; its profiles are taken over.")
	}
	return m.arriveAtWanted()
}

// merge gives every session the app that the file now has, and says what that ended.
// With broken, what is missing stays: it may be what is broken, unless it was taken
// out here.
func (m *Model) merge(set *profiles.Workspace, broken bool) (ended string) {
	if m.real == nil {
		m.real = newSpace(set)
		return ""
	}
	m.real.Default = set.Default
	var sessions []*session.Session
	for _, app := range set.Apps {
		s := m.real.find(app.Name)
		if s == nil {
			s = session.New(app)
		}
		if otherClient(s.App, app) && m.endConsent(s) {
			ended = app.Name + ": its client changed; the open authorization ended."
		}
		takeApp(s, app)
		s.ForgetDrafts()
		sessions = append(sessions, s)
	}
	for _, s := range m.real.sessions {
		gone := !slices.ContainsFunc(set.Apps, func(a flow.App) bool { return a.Name == s.App.Name })
		switch {
		case gone && (broken && s.App.Name != m.removed || s.Phase == session.Sending):
			sessions = append(sessions, s)
		case gone:
			m.drop(s)
		}
	}
	m.real.sessions = sessions
	return ended
}

// takeApp gives a session the app that the file now has. The value of a command that
// would run again stays while nothing of the app changed (PROMISES.md S6).
func takeApp(s *session.Session, app flow.App) {
	if sameApp(s.App, app) {
		app.Secret = s.App.Secret
	} else {
		s.Secret = session.Secret{}
	}
	s.App, s.Facts = app, flow.Facts{}
}

// sameApp reports whether two apps differ in nothing, their secret's command included.
func sameApp(a, b flow.App) bool {
	command, ok := a.Secret.(interface{ Same(flow.SecretSource) bool })
	if !ok || !command.Same(b.Secret) {
		return false
	}
	a.Secret, b.Secret = nil, nil
	return reflect.DeepEqual(a, b)
}

const clientChanged = "the client changed in the profile file"

// otherClient reports whether an answer to one app is none that the other may
// exchange: its client ID and secret belong together, at one server.
func otherClient(a, b flow.App) bool {
	return a.ClientID != b.ClientID || a.Type != b.Type ||
		a.Endpoints.OAuthURL != b.Endpoints.OAuthURL || a.Endpoints.AuthorizeURL != b.Endpoints.AuthorizeURL
}

// endConsent ends what waits for a person, and lets go of a code that was not
// exchanged yet. It reports whether there was any.
func (m *Model) endConsent(s *session.Session) bool {
	open := s.Attempt.Open() || s.Device.Open()
	m.endAttempt(s, clientChanged)
	m.endDevice(s, clientChanged)
	if s.Code() == nil {
		return open
	}
	s.Retire()
	return true
}

// drop lets go of a profile that is no longer in the file.
func (m *Model) drop(s *session.Session) {
	m.endAttempt(s, "the profile is gone")
	m.endDevice(s, "the profile is gone")
	delete(m.real.seen, s.App.Name)
	if m.current == s {
		m.withoutProfile()
	}
}

// withoutProfile leaves every place that shows a profile, and what was asked there.
func (m *Model) withoutProfile() {
	m.current, m.dialog, m.asked, m.copying = nil, nil, 0, false
	m.back = slices.DeleteFunc(m.back, needsProfile)
	if needsProfile(m.place) {
		m.place, m.back = intent.List, nil
	}
}

// arriveAtWanted shows the profile that was just saved, or draws what is shown anew.
func (m *Model) arriveAtWanted() tea.Cmd {
	look := m.look(m.real)
	if m.wanted == "" {
		if m.current != nil && !m.current.App.Sandbox && m.place == intent.AuthorizeStep {
			return tea.Batch(look, m.lookAround(m.current))
		}
		if m.current != nil && !m.current.App.Sandbox && needsProfile(m.place) {
			if st := m.current.Steps[flow.Step(m.place)]; st != nil && st.Showing == session.Preview && m.current.Phase != session.Sending {
				return tea.Batch(look, m.redraft(m.current, flow.Step(m.place)))
			}
		}
		return look
	}
	wanted := m.wanted
	m.wanted = ""
	if m.space != m.real {
		m.space = m.real
	}
	m.back = nil
	if s := m.real.find(wanted); s != nil {
		m.current = s
	}
	m.place = intent.List
	m.screens.list.Choose(wanted)
	return look
}
