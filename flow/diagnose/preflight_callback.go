package diagnose

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"

	"zoauth/flow"
)

// aboutListener is about how the callback comes back.
func aboutListener(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() || app.DeviceOnly() {
		return nil
	}
	t := topic{name: "callback", do: EditProfile}
	address := app.ListenAddress()
	u, err := url.Parse(app.RedirectURI)
	switch {
	case err != nil || u.Host == "": // said of the redirect
		return nil
	case address == "":
		t.fine("you paste the browser's address; zoauth doesn't listen")
		return t.checks
	}
	t.bindable(address, facts)
	local := flow.IsLoopback(u.Hostname())
	switch {
	case !local:
		t.fine("your https address must forward to " + address)
		return t.checks
	default:
		t.meets(app, u, address, facts.SSH)
		t.speaks(app, u)
	}
	if facts.SSH {
		t.add(Note, "over SSH, the browser needs a tunnel, or you paste", "You're on SSH: 127.0.0.1 in your browser is your laptop, not this host.", "")
		t.checks[len(t.checks)-1].Repair = "the Authorize screen shows the ssh command for " + address
	}
	t.fine("zoauth can listen on " + address)
	return t.checks
}

// bindable is about the listener by itself.
func (t *topic) bindable(address string, facts flow.Facts) {
	host, _, err := net.SplitHostPort(address)
	ip, ipErr := netip.ParseAddr(host)
	switch {
	case err != nil:
		t.add(Bad, "the listen address is not HOST:PORT", address, "set it to 127.0.0.1:8976")
	case host != "localhost" && (ipErr != nil || !ip.IsLoopback()):
		t.add(Bad, "the listen address is not on loopback", "Anyone on the network could send a callback.", "set it to 127.0.0.1:8976")
	case facts.PortErr != "":
		t.add(Bad, "zoauth cannot listen on "+address, facts.PortErr, "stop the other program, or paste the callback")
		t.checks[len(t.checks)-1].Do = FixMachine
	}
	if facts.CertErr != "" {
		t.add(Bad, "the listener's certificate cannot be used", facts.CertErr, "use a PEM certificate and its PEM key, mode 600")
	}
}

// meets compares where the browser goes with where zoauth listens.
func (t *topic) meets(app flow.App, u *url.URL, address string, ssh bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return
	}
	goes := cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
	switch {
	case goes != port && ssh && u.Port() != "":
		t.add(Note, "the browser goes to port "+goes+", zoauth listens on "+port, "The ssh command connects the two.", "")
	case goes != port:
		t.add(Warn, "the browser goes to port "+goes+", zoauth listens on "+port, "The callback will not arrive by itself: you will have to paste it.", "use the same port in redirect_uri and listen")
	}
	if name := u.Hostname(); app.Listen != "" && name != host && name != "localhost" && host != "localhost" {
		t.add(Warn, "the browser goes to "+name+", zoauth listens on "+host, "These are different sockets: you will have to paste the callback.", "use the same host in redirect_uri and listen")
	}
}

// speaks compares the redirect's scheme with what the listener speaks.
func (t *topic) speaks(app flow.App, u *url.URL) {
	switch {
	case u.Scheme == "https" && app.ListenCert == "":
		t.add(Warn, "the redirect is https, but the listener speaks plain http", "The browser will show an error page; you can still paste its address.", "set listen_cert_file and listen_key_file, or paste the callback")
	case u.Scheme == "http" && app.ListenCert != "":
		t.add(Warn, "the redirect is http, but the listener speaks https", "The browser will show an error page; you can still paste its address.", "remove listen_cert_file and listen_key_file, or register https")
	}
}
