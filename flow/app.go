package flow

import (
	"context"
	"io"
	"net/url"
	"strings"
)

// AppType is the kind of Zoom app; it decides which grants exist and how the
// client authenticates (docs/zoom.md §2.3, §2.4).
type AppType string

// The app types.
const (
	General        AppType = "general"          // authorization_code with a client secret
	Public         AppType = "public"           // PKCE, no secret, client_id in the form
	ServerToServer AppType = "server-to-server" // account_credentials
	Chatbot        AppType = "chatbot"          // client_credentials
)

// Environment says which of a Zoom app's two credential pairs a profile holds.
type Environment string

// The environments. Zoom keeps separate client IDs and redirect lists for them.
const (
	Development Environment = "development"
	Production  Environment = "production"
)

// SecretSource yields the client secret when a request needs it.
type SecretSource interface {
	// Secret reads the secret. It may run a command and take seconds; ctx ends
	// the wait. Public apps have a source that returns the zero Secret.
	Secret(ctx context.Context) (Secret, error)
	// Describe says where the secret comes from, without its value.
	Describe() string
}

// SecretAsker is a [SecretSource] whose program can ask a person.
type SecretAsker interface {
	SecretSource
	// Ask reads the secret with a terminal: the program reads in and draws on out.
	// It takes a minute at most; ctx ends it earlier.
	Ask(ctx context.Context, in io.Reader, out io.Writer) (Secret, error)
}

// Endpoints are the URLs of one Zoom cloud. The zero value is unusable; take
// [Commercial] or [Government] and override fields.
type Endpoints struct {
	OAuthURL     string // base of /oauth/token, /oauth/revoke, /oauth/devicecode
	AuthorizeURL string // the full URL of the consent page
	APIURL       string // base of the REST API, without /v2
}

// Commercial returns the endpoints of zoom.us (docs/zoom.md §1).
func Commercial() Endpoints {
	return Endpoints{"https://zoom.us", "https://zoom.us/oauth/authorize", "https://api.zoom.us"}
}

// Government returns the endpoints of Zoom for Government (docs/zoom.md §1).
func Government() Endpoints {
	return Endpoints{"https://zoomgov.com", "https://zoomgov.com/oauth/authorize", "https://api.zoomgov.com"}
}

// Token returns the URL of the token endpoint.
func (e Endpoints) Token() string { return join(e.OAuthURL, "/oauth/token") }

// Revoke returns the URL of the revocation endpoint.
func (e Endpoints) Revoke() string { return join(e.OAuthURL, "/oauth/revoke") }

// DeviceCode returns the URL of the device authorization endpoint.
func (e Endpoints) DeviceCode() string { return join(e.OAuthURL, "/oauth/devicecode") }

func join(base, path string) string { return strings.TrimSuffix(base, "/") + path }

// App is what the engine needs to know of a profile. Package profiles makes it
// from the profile file, package cli from the sandbox's apps.
type App struct {
	Name        string // the profile's name: key of store and history
	Group       string // the Zoom app that a development and production pair share
	Environment Environment
	Type        AppType
	ClientID    string
	Secret      SecretSource
	RedirectURI string // empty: see [App.DeviceOnly]
	Listen      string // HOST:PORT to bind for the callback; empty: see [App.ListenAddress]
	Scopes      []string
	AccountID   string // server-to-server only
	SSHHost     string // what the person types after ssh, for the tunnel line
	Endpoints   Endpoints
	OwnAPIURL   bool   // the profile itself names Endpoints.APIURL
	ProbePath   string // path and query of the probe; empty: that of the type
	CAFile      string // extra CA certificates in PEM for the endpoints
	ListenCert  string // certificate and key files when the listener speaks https
	ListenKey   string
	Sandbox     bool // belongs to the simulated Zoom
	Loose       bool // is no profile: what was pasted is sent once, and its tokens have a file of their own
	NoPKCE      bool // the URL has no code_challenge, and the exchange no code_verifier
}

// DefaultPort is the callback port when neither listen nor redirect_uri names one.
const DefaultPort = "8976"

// ListenAddress returns the HOST:PORT to bind for the callback, or "" when the
// answer can only be pasted: a redirect that is not loopback and no listen.
// The port is that of Listen, else of RedirectURI, else [DefaultPort]. It does not check that the address is usable.
func (a App) ListenAddress() string {
	if a.Listen != "" {
		return a.Listen
	}
	u, err := url.Parse(a.RedirectURI)
	if err != nil || !IsLoopback(u.Hostname()) {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = DefaultPort
	}
	if strings.Contains(u.Hostname(), ":") {
		return "[" + u.Hostname() + "]:" + port
	}
	return u.Hostname() + ":" + port
}

// DeviceOnly reports whether the browser never comes back: the profile names no
// redirect, and a code is entered on another device (RFC 8628).
func (a App) DeviceOnly() bool { return a.Type == General && a.RedirectURI == "" }

// IsLoopback reports whether host is a loopback literal or "localhost".
func IsLoopback(host string) bool {
	return host == "127.0.0.1" || host == "::1" || host == "localhost"
}

// HasConsent reports whether a person grants this app in a browser.
func (a App) HasConsent() bool { return a.Type == General || a.Type == Public }

func (a App) grantKind() GrantKind {
	if a.HasConsent() {
		return UserGrant
	}
	return AppGrant
}

// HasUser reports whether the REST API takes the app's tokens, so that a probe can
// tell of them; a chatbot's are refused (docs/zoom.md, row api:client-credentials).
func (a App) HasUser() bool { return a.Type != Chatbot }
