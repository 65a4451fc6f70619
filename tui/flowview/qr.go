package flowview

import "zoauth/tui/ui"

// leastBesideQR is how many cells timeline and entry need beside a QR code: the big
// letters of a user code.
const leastBesideQR = 40

// qr is the link of the device authorization under the cursor as a QR code, for the
// right end of the page; nil where it has no room there. Where one row is missing, the
// lowest goes: half of the empty border.
func (t *timeline) qr() []ui.Line {
	w, waits := t.awaited()
	if !waits || w.UserCode == "" {
		return nil
	}
	code := ui.QR(t.region.Theme, w.URL)
	if len(code) == 0 || code[0].Width()+1+leastBesideQR > t.region.Width {
		return nil
	}
	switch body := t.region.Height - 1; {
	case len(code) <= body:
		return code
	case len(code) == body+1:
		return code[:body]
	default:
		return nil
	}
}
