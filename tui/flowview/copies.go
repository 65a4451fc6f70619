package flowview

import "zoauth/tui/inspect"

// copies are those of the entry under the cursor.
func (f *Screen) copies() []inspect.Copy {
	if f.onDraft() {
		return inspect.DraftCopies(f.context(), f.s.Drafts().Next())
	}
	r, _ := f.s.Timeline().Result(f.rows.Cursor)
	return inspect.Copies(f.context(), f.s, r)
}
