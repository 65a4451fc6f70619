package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/session"
)

// Polling the token files: another process may refresh a profile at any time. The
// files are looked at once a second, and only when their directory has changed, so that
// a thousand profiles cost one look, and one that finds nothing new draws no frame.

// settled is how old a change of the directory has to be before nothing newer can hide
// behind the same time stamp.
const settled = 2 * time.Second

// tokensReadMsg brings the token files that have changed.
type tokensReadMsg struct {
	space   *space
	touched time.Time
	events  []*session.Event
}

// watch looks at the token files of both spaces, and at the profile file.
func (o *spaces) watch(a *App) tea.Cmd {
	return tea.Batch(o.real.poll(), o.sandbox.poll(), o.file.watch(a.opts.Reload != nil))
}

// poll looks at a space's token files, one look at a time.
func (sp *space) poll() tea.Cmd {
	if sp == nil || !sp.reading.CompareAndSwap(false, true) {
		return nil
	}
	readings := make([]session.Reading, len(sp.sessions))
	for i, s := range sp.sessions {
		readings[i] = s.Disk().Reading()
	}
	store, before := sp.Store, sp.touched
	return func() tea.Msg {
		touched := store.Touched()
		if !touched.IsZero() && touched.Equal(before) && time.Since(touched) > settled {
			sp.reading.Store(false)
			return nil
		}
		msg := tokensReadMsg{space: sp, touched: touched}
		for _, reading := range readings {
			if event := reading.Read(); event != nil {
				msg.events = append(msg.events, event)
			}
		}
		return msg
	}
}

func (o *spaces) tokensRead(a *App, msg tokensReadMsg) tea.Cmd {
	msg.space.touched = msg.touched
	msg.space.reading.Store(false)
	var cmds []tea.Cmd
	for _, event := range msg.events {
		cmds = append(cmds, a.desk.apply(event))
	}
	return tea.Batch(cmds...)
}

// update takes the messages of the spaces.
func (o *spaces) update(a *App, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tokensReadMsg:
		return o.tokensRead(a, msg)
	case sandboxStartedMsg:
		return o.sandboxStarted(a, msg)
	case fileSeenMsg:
		return o.file.seen(a, msg)
	case reloadedMsg:
		return o.reloaded(a, msg)
	case importedMsg:
		return a.desk.imported(msg)
	case profileDeletedMsg:
		return a.desk.profileDeleted(msg)
	}
	return nil
}
