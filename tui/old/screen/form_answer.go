package screen

import (
	"net/url"

	"zoauth/flow"
)

// The ways the browser's answer comes back (SCREENS.md §6). Nothing is stored but
// the redirect URI and the listen address that they stand for.
const (
	byPaste  = "paste"
	byTunnel = "tunnel"
	byRelay  = "relay"
	byDevice = "device"
)

// answer is what a way stands for in the profile file.
type answer struct{ redirect, listen string }

const loopbackListen = "127.0.0.1:" + flow.DefaultPort

// answerFields are the rows of how the answer comes back: none of it does where a
// code is entered on another device.
func (f *Form) answerFields() []formField {
	ways := []string{byPaste, byTunnel, byRelay}
	if f.Draft.Type() == flow.General {
		ways = append(ways, byDevice)
	}
	way := f.answer()
	fields := []formField{{key: "answer", label: "answer by", hint: answerHint(way), choices: ways}}
	if way == byDevice {
		return fields
	}
	return append(fields,
		formField{key: "redirect_uri", label: "redirect URI"},
		formField{key: "listen", label: "listen", empty: listenText(way)})
}

func (f *Form) answer() string {
	redirect, err := url.Parse(f.Draft.Text["redirect_uri"])
	switch {
	case f.Draft.ForType().Device:
		return byDevice
	case err == nil && flow.IsLoopback(redirect.Hostname()):
		return byTunnel
	case f.Draft.Text["listen"] != "":
		return byRelay
	default:
		return byPaste
	}
}

// answerBy sets redirect URI and listen address to a way of answering; what stood
// there comes back with the way that it belongs to.
func (f *Form) answerBy(way string) {
	f.answers[f.answer()] = answer{f.Draft.Text["redirect_uri"], f.Draft.Text["listen"]}
	to := f.answers[way]
	switch {
	case way == byTunnel && to.redirect == "":
		to.redirect = "http://" + loopbackListen + "/callback"
	case way == byRelay && to.listen == "":
		to.listen = loopbackListen
	}
	f.Draft.Text["redirect_uri"], f.Draft.Text["listen"] = to.redirect, to.listen
	f.Draft.Device = way == byDevice
}
