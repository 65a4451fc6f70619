package ui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Command is an action that the palette finds by name.
type Command struct {
	Name  safe.Text
	Note  safe.Text // what it is about; found by its words too
	Words safe.Text // what else people call it
	Label safe.Text // the keys that do the same; empty: none do
	Off   safe.Text // not empty: it cannot be done now, and why
	Do    func() tea.Cmd
}

// Commander is a screen with commands that have no key of their own, as the rows of
// its menus.
type Commander interface{ Commands() []Command }
