package tui

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/ui"
)

// Held counts the keys that wait for the end of their run.
func (a *App) Held() int { return len(a.keyboard.run.keys) }

// Watches reports whether the profile file was looked at.
func (a *App) Watches() bool { return a.own.file.stamp != nil }

// AllKeys are those that the help lists.
func (a *App) AllKeys() []ui.Key { return a.allKeys() }

// FooterKeys are those that the footer names: of the dialog, or of the screen.
func (a *App) FooterKeys() []ui.Key {
	keys := a.top().Keys()
	if a.dialog != nil {
		keys = a.dialog.Keys()
	}
	var shown []ui.Key
	for _, k := range keys {
		if k.Off.IsEmpty() && !k.Quiet {
			shown = append(shown, k)
		}
	}
	return shown
}

// Perform runs a command beside the loop, and all of a batch, as Bubble Tea does.
func Perform(cmd tea.Cmd, msgs chan<- tea.Msg) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if list := reflect.ValueOf(msg); list.IsValid() && list.Kind() == reflect.Slice {
			for i := range list.Len() {
				if one, ok := list.Index(i).Interface().(tea.Cmd); ok {
					Perform(one, msgs)
				}
			}
			return
		}
		if msg != nil {
			msgs <- msg
		}
	}()
}
