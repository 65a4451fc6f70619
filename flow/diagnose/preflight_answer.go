package diagnose

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"

	"zoauth/flow"
)

// aboutListener is about how the answer comes back.
func aboutListener(app flow.App, facts flow.Facts) []Check {
	if !app.HasConsent() || app.DeviceOnly() {
		return nil
	}
	t := topic{name: "answer", do: EditProfile}
	address := app.ListenAddress()
	u, err := url.Parse(app.RedirectURI)
	switch {
	case err != nil || u.Host == "": // said of the redirect
		return nil
	case address == "":
		t.fine("the address bar is pasted; nothing listens")
		return t.checks
	}
	t.bindable(address, facts)
	local := flow.IsLoopback(u.Hostname())
	switch {
	case !local:
		t.fine("your address has to forward to " + address)
		return t.checks
	default:
		t.meets(app, u, address, facts.SSH)
		t.speaks(app, u)
	}
	if facts.SSH {
		t.add(Note, "by SSH: the browser needs a tunnel, or you paste", "You came by SSH, and the browser's 127.0.0.1 is another computer.", "")
		t.checks[len(t.checks)-1].Repair = "the Authorize screen shows the ssh line to " + address
	}
	t.fine("the listener can bind " + address)
	return t.checks
}

// bindable is about the listener by itself.
func (t *topic) bindable(address string, facts flow.Facts) {
	host, _, err := net.SplitHostPort(address)
	ip, ipErr := netip.ParseAddr(host)
	switch {
	case err != nil:
		t.add(Bad, "the listen address is not HOST:PORT", address, "write it as 127.0.0.1:8976")
	case host != "localhost" && (ipErr != nil || !ip.IsLoopback()):
		t.add(Bad, "the listen address is not on loopback", "Anybody on the network could answer.", "write it as 127.0.0.1:8976")
	case facts.PortErr != "":
		t.add(Bad, address+" cannot be bound", facts.PortErr, "end the other program, or paste the answer")
		t.checks[len(t.checks)-1].Do = FixMachine
	}
	if facts.CertErr != "" {
		t.add(Bad, "the listener's certificate cannot be used", facts.CertErr, "name a certificate and its key in PEM, mode 600")
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
		t.add(Note, "the browser goes to port "+goes+", the listener has "+port, "The ssh line joins the two.", "")
	case goes != port:
		t.add(Warn, "the browser goes to port "+goes+", the listener has "+port, "Nothing joins the two on one machine: the answer has to be pasted.", "give redirect_uri and listen the same port")
	}
	if name := u.Hostname(); app.Listen != "" && name != host && name != "localhost" && host != "localhost" {
		t.add(Warn, "the browser goes to "+name+", the listener is "+host, "IPv4 and IPv6 are two sockets: the answer would have to be pasted.", "give redirect_uri and listen the same host")
	}
}

// speaks compares the redirect's scheme with what the listener speaks.
func (t *topic) speaks(app flow.App, u *url.URL) {
	switch {
	case u.Scheme == "https" && app.ListenCert == "":
		t.add(Warn, "the redirect is https, the listener speaks plain http", "The browser shows an error page; its address can still be pasted.", "set listen_cert_file and listen_key_file, or paste")
	case u.Scheme == "http" && app.ListenCert != "":
		t.add(Warn, "the redirect is http, the listener speaks https", "The browser shows an error page; its address can still be pasted.", "take listen_cert_file and listen_key_file out, or register https")
	}
}
