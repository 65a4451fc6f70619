package tui

import "zoauth/tui/ui"

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
