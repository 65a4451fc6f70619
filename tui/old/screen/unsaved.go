package screen

import (
	"errors"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// notSaved says of an answer that is not where it belongs where it is (SCREENS.md
// §5 number 7).
func (c Context) notSaved(out *flow.Outcome) []widget.Line {
	cause := out.SaveErr
	if inner := errors.Unwrap(cause); inner != nil { // what is under "saving the answer"
		cause = inner
	}
	reason := c.line(cause.Error())
	text := "Received, and not saved as it should be: " + reason
	switch {
	case errors.Is(out.SaveErr, flow.ErrNotConfirmed):
		text = reason
	case errors.Is(out.SaveErr, flow.ErrElsewhere):
		text = "The new tokens are not in their place: " + reason
	case out.State.Unsaved && c.Current.KeptIn != "":
		text = "The new tokens could not be saved in their place. They are in " + c.line(c.Current.KeptIn) + ", mode 0600; moved to " + c.line(c.State) + "/tokens/" + c.Current.App.Name + ".json they are used again."
	case out.State.Unsaved:
		text = "Zoom gave new tokens and they could not be saved: " + reason + ". They live only in this program. Do not quit."
	}
	return widget.Lines(c.prose(c.Theme.Alarm.Render("!") + " " + text)...)
}

// notSavedNote is row 23 of such a result.
func notSavedNote(c Context, out *flow.Outcome) string {
	switch {
	case out.State.Unsaved && c.Current.KeptIn == "":
		return "Do not quit. enter tries again " + c.Theme.Glyph.Dot + " f another folder"
	case out.State.Unsaved:
		return "enter tries the usual place again."
	default:
		return ""
	}
}

// askFolder asks where tokens go that their place does not take.
func askFolder() intent.Intent {
	return intent.Ask{Question: intent.Question{
		Title: "Another folder",
		Text: []string{
			"A folder on a disk with room, as in /tmp or ~/. The tokens go into a file of their own there, mode 0600, plain text.",
		},
		Typed: func(folder string) intent.Intent { return intent.SaveIn{Folder: folder} },
		Verb:  "save",
	}}
}
