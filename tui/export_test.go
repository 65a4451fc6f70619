package tui

// Held counts the keys that wait for the end of their run.
func (a *App) Held() int { return len(a.run.keys) }
