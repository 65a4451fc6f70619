package screen

import "zoauth/tui/old/intent"

// stride is how many rows a page key moves a cursor.
const stride = 10

// moved is where an action takes a cursor at in a list of n rows; false where the
// action moves none.
func moved(at, n int, a intent.Action) (int, bool) {
	switch a {
	case intent.Down:
		at++
	case intent.Up:
		at--
	case intent.PageDown:
		at += stride
	case intent.PageUp:
		at -= stride
	case intent.Top:
		at = 0
	case intent.Bottom:
		at = n - 1
	default:
		return at, false
	}
	return max(0, min(at, n-1)), true
}

// around is the part of n rows that h rows hold around a cursor.
func around(at, n, h int) (first, end int) {
	first = min(max(0, at-h/2), max(0, n-h))
	return first, min(first+h, n)
}
