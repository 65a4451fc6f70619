package flow

import (
	"net/http"
	"net/url"
	"sync"
)

// binding keeps a probe of the callback port and the listener of an attempt from
// meeting on it.
var binding sync.Mutex

// GatherFacts gathers what this machine says of an app's requests: proxy, certificates
// and, with port, whether the callback address can be bound. It sends nothing.
func GatherFacts(app App, port bool) Facts {
	var facts Facts
	if u, err := url.Parse(app.Endpoints.OAuthURL); err == nil {
		proxy, err := proxyFor(u, http.ProxyFromEnvironment)
		facts.ProxyErr = errorText(err)
		if proxy != nil {
			facts.Proxy = proxyName(proxy)
		}
	}
	_, err := authorities(app.CAFile)
	facts.CAErr = errorText(err)
	if !app.HasConsent() || app.ListenAddress() == "" {
		return facts
	}
	if app.ListenCert != "" {
		_, err = keyPair(app.ListenCert, app.ListenKey)
		facts.CertErr = errorText(err)
	}
	if port {
		facts.PortErr = errorText(bindable(app))
	}
	return facts
}

// bindable tries to bind the callback address and lets it go.
func bindable(app App) error {
	binding.Lock()
	defer binding.Unlock()
	l := &Listener{}
	defer l.closeSockets()
	return l.bind(app)
}

// proxyName leaves the password out.
func proxyName(proxy *url.URL) string { return proxy.Scheme + "://" + proxy.Host }

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
