package flowview

import (
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
)

// nextView names the view that ] leads to.
func (e *entry) nextView(focused bool) safe.Text {
	if n := len(e.names); n > 1 && focused {
		return e.names[(e.view+1)%n].Lower()
	}
	return safe.Const("view")
}

func (e *entry) oneView() safe.Text {
	if len(e.names) < 2 {
		return safe.Const("This entry has one view.")
	}
	return safe.Text{}
}

func nothingHidden(it inspect.Item) safe.Text {
	if it.Secret.IsZero() {
		return safe.Const("Nothing is hidden under the cursor.")
	}
	return safe.Text{}
}
