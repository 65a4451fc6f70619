package form

import (
	"net/url"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// The ways in which the browser's callback reaches zoauth. The file holds only the
// redirect URI and the listen address that they stand for.
const (
	byPaste    = "paste"
	byListener = "listener"
	byTunnel   = "tunnel"
	byDevice   = "device"
)

// way is what a way of the callback stands for in the profile file.
type way struct{ redirect, listen string }

const loopback = "127.0.0.1:" + flow.DefaultPort

// callbackRows are the redirect and how the callback comes back: none where a code is
// entered on another device.
func (a *answers) callbackRows() []row {
	ways := []choice{
		{byPaste, safe.Const("paste")}, {byListener, safe.Const("listener")}, {byTunnel, safe.Const("tunnel from an https address")},
	}
	if a.draft.Type() == flow.General {
		ways = append(ways, choice{byDevice, safe.Const("device code")})
	}
	via := row{key: "callback", label: safe.Const("callback via"), choices: ways}
	switch a.callback() {
	case byDevice:
		return []row{via}
	case byTunnel:
		return []row{via, {key: "redirect_uri", label: safe.Const("redirect URI")}, {key: "listen", label: safe.Const("listen")}}
	}
	return []row{via, {key: "redirect_uri", label: safe.Const("redirect URI"), empty: safe.Const("as registered at Zoom")}}
}

func (a *answers) callback() string {
	redirect, err := url.Parse(a.draft.Text["redirect_uri"])
	switch {
	case a.draft.ForType().Device:
		return byDevice
	case err == nil && flow.IsLoopback(redirect.Hostname()):
		return byListener
	case a.draft.Text["listen"] != "":
		return byTunnel
	}
	return byPaste
}

// callbackBy sets redirect URI and listen address to a way; what stood there comes back
// with the way that it belongs to.
func (a *answers) callbackBy(name string) {
	a.ways[a.callback()] = way{a.draft.Text["redirect_uri"], a.draft.Text["listen"]}
	to := a.ways[name]
	switch {
	case name == byListener && to.redirect == "":
		to.redirect = "http://" + loopback + "/callback"
	case name == byTunnel && to.listen == "":
		to.listen = loopback
	}
	a.draft.Text["redirect_uri"], a.draft.Text["listen"] = to.redirect, to.listen
	a.draft.Device = name == byDevice
}
