package ui

// List is a cursor over rows of which a window is shown. The zero value stands on the
// first row. The owner sets Count before it moves or draws.
type List struct {
	Count  int
	Cursor int
	top    int
}

// Move moves the cursor by n rows, as far as there are any.
func (l *List) Move(n int) { l.Set(l.Cursor + n) }

// Set puts the cursor on a row.
func (l *List) Set(at int) { l.Cursor = min(max(at, 0), max(0, l.Count-1)) }

// Key moves the cursor as a key asks; page is how many rows are shown. It reports
// whether the key was one that moves.
func (l *List) Key(pressed string, page int) bool {
	switch pressed {
	case "j", "down":
		l.Move(1)
	case "k", "up":
		l.Move(-1)
	case "g", "home":
		l.Set(0)
	case "G", "end":
		l.Set(l.Count - 1)
	case "ctrl+d", "pgdown":
		l.Move(max(1, page/2))
	case "ctrl+u", "pgup":
		l.Move(-max(1, page/2))
	default:
		return false
	}
	return true
}

// Window returns the rows that are shown in height rows: from the first up to, not
// including, the last. The cursor is among them, and the window moves no further than
// it must.
func (l List) Window(height int) (from, to int) {
	height = max(0, height)
	from = min(max(l.top, l.Cursor-height+1), l.Cursor)
	from = max(0, min(from, l.Count-height))
	return from, min(l.Count, from+height)
}

// From makes the window begin at a row, as far as the cursor is then in it.
func (l *List) From(row int) { l.top = row }

// Settle keeps the window where it is shown, for the next one to start from. The owner
// calls it in Update, after a move.
func (l *List) Settle(height int) { l.top, _ = l.Window(height) }
