// Package ui is what the screens of the workbench are made of: the contract between a
// screen and the app, lines of safe text with meanings instead of colours, panes,
// keys, inputs, lists and dialogs. It alone touches lipgloss and the strings of
// bubbles, and it knows no screen.
//
// A screen returns panes: rectangles with a title and lines. A line is a list of
// spans, each a [safe.Text] with a [Style] that says what it means ([Good], [Faint],
// [Print]); the [Theme] alone knows how that looks on this terminal.
package ui
