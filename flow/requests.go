package flow

import "net/http"

// formType is the only content type that Zoom's token endpoint reads; JSON gets
// "unsupported grant type" (docs/zoom.md §2.1).
const formType = "application/x-www-form-urlencoded"

// ExchangeRequest builds the request that turns an authorization code into
// tokens (RFC 6749 §4.1.3). A zero verifier sends no code_verifier: that is for
// a flow that began at Zoom, where there was no challenge.
func ExchangeRequest(app App, secret, code, verifier Secret) Request {
	r := tokenRequest(app, secret, StepExchange,
		Field{Name: "grant_type", Plain: "authorization_code"},
		Field{Name: "code", Secret: code},
		Field{Name: "redirect_uri", Plain: app.RedirectURI})
	if !verifier.IsZero() {
		r.Form = append(r.Form, Field{Name: "code_verifier", Secret: verifier})
	}
	return r
}

// DirectRequest builds the request of the grants that need no person:
// account_credentials for server-to-server apps, client_credentials for chatbots
// (docs/zoom.md §2.3). Other types have no such grant; the result is then the zero
// Request.
func DirectRequest(app App, secret Secret) Request {
	switch app.Type {
	case ServerToServer:
		return tokenRequest(app, secret, StepExchange,
			Field{Name: "grant_type", Plain: "account_credentials"},
			Field{Name: "account_id", Plain: app.AccountID})
	case Chatbot:
		return tokenRequest(app, secret, StepExchange, Field{Name: "grant_type", Plain: "client_credentials"})
	default:
		return Request{}
	}
}

// RefreshRequest builds the refresh of RFC 6749 §6. The refresh token goes in the
// form: whether Zoom accepts it in the query is unsettled, and URLs are logged
// (docs/zoom.md §2.1).
func RefreshRequest(app App, secret, refreshToken Secret) Request {
	return tokenRequest(app, secret, StepRefresh,
		Field{Name: "grant_type", Plain: "refresh_token"},
		Field{Name: "refresh_token", Secret: refreshToken})
}

// RevokeRequest builds the revocation of an access token (RFC 7009 §2.1,
// docs/zoom.md §2.5). At Zoom it removes the app for the user.
func RevokeRequest(app App, secret, accessToken Secret) Request {
	r := tokenRequest(app, secret, StepRevoke, Field{Name: "token", Secret: accessToken})
	r.URL = app.Endpoints.Revoke()
	return r
}

// ProbeRequest builds the GET that tells whether the API accepts the token, and
// where it asks for /v2/users/me whose token it is.
func ProbeRequest(app App, accessToken Secret) Request {
	address, query := app.Probe()
	return Request{
		Step:   StepProbe,
		Method: http.MethodGet,
		URL:    address,
		Query:  query,
		Auth:   Auth{Scheme: Bearer, Secret: accessToken},
		Header: []Field{{Name: "Accept", Plain: "application/json"}},
		CAFile: app.CAFile,
	}
}

// deviceGrant is the grant type of a device's polls (RFC 8628 §3.4).
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// DeviceRequest builds the device authorization request of RFC 8628 §3.1 as Zoom
// documents it: client_id in the query, no body (docs/zoom.md §2.6).
func DeviceRequest(app App, secret Secret) Request {
	return Request{
		Step:   StepDevice,
		Method: http.MethodPost,
		URL:    app.Endpoints.DeviceCode(),
		Query:  []Field{{Name: "client_id", Plain: app.ClientID}},
		Auth:   Auth{Scheme: Basic, ClientID: app.ClientID, Secret: secret},
		Header: []Field{{Name: "Accept", Plain: "application/json"}},
		CAFile: app.CAFile,
	}
}

// PollRequest builds one poll of the token endpoint (RFC 8628 §3.4).
func PollRequest(app App, secret, deviceCode Secret) Request {
	return tokenRequest(app, secret, StepPoll,
		Field{Name: "grant_type", Plain: deviceGrant},
		Field{Name: "device_code", Secret: deviceCode})
}

// tokenRequest is a POST with the client's authentication: Basic, or for public
// clients client_id in the form and no header (docs/zoom.md §2.4).
func tokenRequest(app App, secret Secret, step Step, form ...Field) Request {
	r := Request{
		Step:   step,
		Method: http.MethodPost,
		URL:    app.Endpoints.Token(),
		Auth:   Auth{Scheme: Basic, ClientID: app.ClientID, Secret: secret},
		Header: []Field{{Name: "Content-Type", Plain: formType}, {Name: "Accept", Plain: "application/json"}},
		Form:   form,
		CAFile: app.CAFile,
	}
	if app.Type == Public {
		r.Auth = Auth{}
		r.Form = append(r.Form, Field{Name: "client_id", Plain: app.ClientID})
	}
	return r
}
