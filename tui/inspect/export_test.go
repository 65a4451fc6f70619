package inspect

import (
	"zoauth/flow"
	"zoauth/tui/session"
)

// PagesOf are the views of a trace that need no session.
func PagesOf(c Context, t flow.Trace) map[string]Page {
	r := session.Result{Detail: session.Detail{Trace: t}}
	return map[string]Page{"response": responseView(c, r), "headers": headersView(c, r), "timing": timingView(c, r)}
}
