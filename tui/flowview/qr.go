package flowview

import "zoauth/tui/ui"

// leastBesideQR is how many cells timeline and entry need beside a QR code: the big
// letters of a user code.
const leastBesideQR = 40

// qrBeside is the link of the device authorization under the cursor as a QR code, for the
// right end of the page; nil where it has no room there. Where one row is missing, the
// lowest goes: half of the empty border.
func (f *Screen) qrBeside() []ui.Line {
	w, open := f.s.Consent().Waiting()
	if !open || w.UserCode == "" || f.whole || f.onDraft() || f.under().ID != w.Entry || f.entry.view != 0 {
		return nil
	}
	code := ui.QR(f.region.Theme, w.URL)
	if len(code) == 0 || code[0].Width()+1+leastBesideQR > f.region.Width {
		return nil
	}
	switch body := f.region.Height - 1; {
	case len(code) <= body:
		return code
	case len(code) == body+1:
		return code[:body]
	default:
		return nil
	}
}

// room is how many cells timeline and entry have: a QR code stands beside them.
func (f *Screen) room() int {
	if len(f.entry.qr) == 0 {
		return f.region.Width
	}
	return f.region.Width - f.entry.qr[0].Width() - 1
}

// slim reports whether the rows of the timeline have little room.
func (f *Screen) slim() bool { return f.wide() || f.room() < ui.MinWidth }
