package sandbox

import (
	"context"
	"net"
	"net/url"
	"strings"
	"time"

	"zoauth/flow"
)

// App is one credential pair as the simulated Zoom has it registered: the server's
// own record, which [App.Profile] turns into the client's.
type App struct {
	Name         string // on the consent page
	Group        string // the app that a development and production pair share
	Environment  flow.Environment
	ClientID     string
	ClientSecret string       // empty for public clients
	Type         flow.AppType // decides which grants it has
	RedirectURIs []string
	Scopes       []string // saved on the app: granted when the request names none
	AccountID    string   // server-to-server
	Device       bool     // may use the device flow
	Disabled     bool     // by Zoom [4717]
	Inactive     bool     // server-to-server: new, or a scope was added, and nobody has activated it [T16]
	KeyOnly      bool     // switched to public key authentication: no secret is right [T1:byok]
}

// User is the person who clicks Allow.
type User struct {
	ID, AccountID, Email, FirstName, LastName, Company string
}

// Rules are the switches of the simulated Zoom. The zero value behaves as Zoom
// is documented to.
type Rules struct {
	StrictRedirect       bool          // byte-exact redirect URIs; otherwise host and path, as a tester saw
	RefusePlainHTTP      bool          // 4700 for http redirects, as reported since mid-2026 [§3.3]
	TokensInQuery        bool          // accept codes, refresh and revoke tokens in the query: unsettled [T10:query]
	OneToken             bool          // a new server-to-server token ends the one before, as in 2022 [§4]
	LateScopes           time.Duration // how long after its first token an app's tokens have no scopes [§2.8]
	RefuseMe             int           // the code that server-to-server tokens get for users/me, 124 or 1001; 0: the user [api:me-s2s]
	OlderCodes           bool          // codes end in an underscore and the user's ID, as in 2019 to 2022 [§3.1]
	LegacyErrors         bool          // 2019 forms: 401 and invalid_request [T3b, T4b]
	LegacyLifetime       bool          // refresh tokens of 15 years
	Grace                bool          // the previous refresh token gets the same answer again: not Zoom
	NoRotation           bool          // refresh answers without a new refresh token: not Zoom
	DropState            bool          // the callback comes without state
	SilentDecline        bool          // Decline calls nobody back
	TokenVersion         int           // 6 or 7: the names of the claims; 0: 6
	ClockSkew            time.Duration // added to the server's clock
	UserRemoved          bool          // the user has left the account
	DeviceInterval       time.Duration // between two polls of a device; 0: 5 s, as documented
	EndedRefresh         bool          // refresh tokens are given that have ended
	RequireRegisteredURL bool          // also loopback redirects need the registered port
}

// Options are what a Server is made of.
type Options struct {
	Apps  []App
	User  User // zero: a sample person
	Now   func() time.Time
	Wait  func(ctx context.Context, d time.Duration) // how a late response waits; nil: by the clock
	Rules Rules
}

// consent reports whether a person authorizes the app.
func (a App) consent() bool { return a.Type == flow.General || a.Type == flow.Public }

// redirectAllowed reports whether uri is registered for the app. Zoom ignores
// the port of a loopback literal (RFC 8252 §7.3; its changelog "PKCE loopback").
func (a App) redirectAllowed(uri string, rules Rules) bool {
	asked, err := url.Parse(uri)
	if err != nil || asked.Host == "" || asked.Fragment != "" {
		return false
	}
	documented := a.Type == flow.Public && asked.Hostname() == "127.0.0.1"
	if rules.RefusePlainHTTP && asked.Scheme == "http" && !documented {
		return false
	}
	for _, registered := range a.RedirectURIs {
		if uri == registered {
			return true
		}
		if rules.StrictRedirect {
			continue
		}
		have, err := url.Parse(registered)
		if err == nil && have.Scheme == asked.Scheme && have.Path == asked.Path && sameAuthority(have, asked, rules) {
			return true
		}
	}
	return false
}

func sameAuthority(have, asked *url.URL, rules Rules) bool {
	if ip := net.ParseIP(asked.Hostname()); ip != nil && ip.IsLoopback() && !rules.RequireRegisteredURL {
		return have.Hostname() == asked.Hostname()
	}
	return strings.EqualFold(have.Host, asked.Host)
}

// samplePerson is who clicks Allow when the options name nobody.
var samplePerson = User{
	ID: "Rw81nTqYQ0iB7sXcJ4mLzA", AccountID: "hV2oKpW9SxaT6yGd0RfCbQ",
	Email: "jane@acme.example", FirstName: "Jane", LastName: "Doe", Company: "Acme",
}

// Sample returns the ready apps of the workbench: a development and production
// pair, a second app, and one of each other type. listen is the HOST:PORT of their
// callbacks.
func Sample(listen string) []App {
	scopes := []string{"meeting:read:meeting", "user:read:user"}
	callback := "http://" + listen + "/callback"
	return []App{
		{
			Name: "acme-dev", Group: "acme", Type: flow.General, Device: true, Scopes: scopes,
			ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", ClientSecret: "sandboxAcmeDev000000000000000001", RedirectURIs: []string{callback},
		},
		{
			Name: "acme-prod", Group: "acme", Type: flow.General, Environment: flow.Production, Scopes: scopes,
			ClientID: "Pq7xW2nKR5uYc4MsDdV9Jg", ClientSecret: "sandboxAcmeProd00000000000000002", RedirectURIs: []string{callback, "https://acme.example/zoom/callback"},
		},
		{
			Name: "reports-dev", Group: "reports", Type: flow.General, Scopes: []string{"report:read:user", "user:read:user"},
			ClientID: "Lm5tB9jHQ3eVf8NzAaG6Tw", ClientSecret: "sandboxReportsDev000000000000003", RedirectURIs: []string{callback},
		},
		{
			Name: "mobile-dev", Group: "mobile", Type: flow.Public, Scopes: scopes,
			ClientID: "Yc8sGd2PT6kWnR4EvB0Zhw", RedirectURIs: []string{callback},
		},
		{
			Name: "batch-dev", Group: "batch", Type: flow.ServerToServer, AccountID: samplePerson.AccountID, Scopes: []string{"user:read:list_users:admin", "user:read:user:admin"},
			ClientID: "Hf4jUx9LS1oXqC7MbK3Vtg", ClientSecret: "sandboxBatchDev00000000000000004",
		},
		{
			Name: "bot-dev", Group: "bot", Type: flow.Chatbot, Scopes: []string{"imchat:bot"},
			ClientID: "Ni5wEz0RD8yFpJ6TaQ2Xbg", ClientSecret: "sandboxBotDev0000000000000000005",
		},
	}
}
