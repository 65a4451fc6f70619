package diagnose_test

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// setting is a profile with what was gathered around it.
type setting struct {
	flow.App
	flow.Facts
}

// sound is a profile of which nothing is to be said: an https redirect that is pasted.
func sound() *setting {
	return &setting{
		App: flow.App{
			Name: "acme-dev", Group: "acme", Environment: flow.Development, Type: flow.General,
			ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", RedirectURI: "https://acme.example/zoom/callback", Endpoints: flow.Commercial(),
		},
		Facts: flow.Facts{
			Secret: flow.ShapeOf(secretOf("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue"), "file /home/jane/s, plain text"),
			Others: []flow.Neighbour{{
				Name: "acme-prod", Group: "acme", Environment: flow.Production, ClientID: "Rw81nTqYQ0iB7sXcJ4mLzA",
				RedirectURI: "https://acme.example/live/callback", OAuthURL: "https://zoom.us", Digest: secretOf("another").Digest(),
			}},
		},
	}
}

func secretOf(value string) flow.Secret { return flow.NewSecret(flow.KindClientSecret, value) }

func (s *setting) secret(value string) {
	s.Facts.Secret = flow.ShapeOf(secretOf(value), s.Facts.Secret.Source)
}

// onPort gives the profile a loopback redirect.
func (s *setting) onPort(redirect string) { s.RedirectURI, s.SSH = redirect, true }

// preflight is one check: a setting that triggers it, and one much like it that does not.
type preflight struct {
	severity diagnose.Severity
	topic    string
	text     string
	hit      func(s *setting)
	miss     func(s *setting)
}

const loopback = "http://127.0.0.1:8976/callback"

func redirectTo(address string) func(*setting) {
	return func(s *setting) { s.RedirectURI = address }
}

var redirectChecks = []preflight{
	{diagnose.Bad, "redirect", "contains a space", redirectTo("https://acme.example/call back"), redirectTo("https://acme.example/call%20back")},
	{diagnose.Bad, "redirect", "contains a space", redirectTo("https://acme.example/callback\n"), redirectTo("https://acme.example/callback")},
	{diagnose.Bad, "redirect", "is not a URL", redirectTo("acme.example/callback"), redirectTo("https://acme.example/callback")},
	{diagnose.Warn, "redirect", "neither http nor https", redirectTo("acme://callback/zoom"), redirectTo("https://acme/callback")},
	{diagnose.Bad, "redirect", "to everyone on the network", redirectTo("http://acme.example/callback"), redirectTo("http://127.0.0.2:80/callback")},
	{diagnose.Warn, "redirect", "users report 4700", redirectTo(loopback), func(s *setting) { s.RedirectURI, s.Sandbox = loopback, true }},
	{diagnose.Warn, "redirect", "users report 4700", redirectTo(loopback), func(s *setting) { s.RedirectURI, s.Type = loopback, flow.Public }},
	{diagnose.Warn, "redirect", "users report 4700", func(s *setting) { s.RedirectURI, s.Type = "http://localhost:8976/callback", flow.Public }, redirectTo("https://localhost:8976/callback")},
	{diagnose.Note, "redirect", "documents it for public client IDs", func(s *setting) { s.RedirectURI, s.Type = loopback, flow.Public }, redirectTo(loopback)},
	{diagnose.Warn, "redirect", "localhost may reach", redirectTo("http://LocalHost:8976/callback"), redirectTo("https://localhost.example/callback")},
	{diagnose.Note, "redirect", "not [::1]", redirectTo("http://[::1]:8976/callback"), redirectTo(loopback)},
	{diagnose.Note, "redirect", "production redirect on loopback", func(s *setting) { s.RedirectURI, s.Environment = loopback, flow.Production }, redirectTo(loopback)},
	{diagnose.Bad, "redirect", "fragment", redirectTo("https://acme.example/callback#top"), redirectTo("https://acme.example/callback%23top")},
	{diagnose.Bad, "redirect", "fragment", redirectTo("https://acme.example/callback#"), redirectTo("https://acme.example/callback")},
	{diagnose.Bad, "redirect", "wildcard", redirectTo("https://acme.example/*"), redirectTo("https://acme.example/star")},
	{diagnose.Note, "redirect", "path has capital letters", redirectTo("https://acme.example/Callback"), redirectTo("https://Acme.example/callback")},
	{diagnose.Note, "redirect", "scheme or host has capital", redirectTo("https://Acme.example/callback"), redirectTo("https://acme.example/Callback")},
	{diagnose.Note, "redirect", "scheme or host has capital", redirectTo("HTTPS://acme.example/callback"), redirectTo("https://acme.example/HTTPS")},
	{diagnose.Note, "redirect", "has no path", redirectTo("https://acme.example"), redirectTo("https://acme.example/")},
	{diagnose.Note, "redirect", "ends in a slash", redirectTo("https://acme.example/callback/"), redirectTo("https://acme.example/")},
	{diagnose.Note, "redirect", "port 443 is the default for https", redirectTo("https://acme.example:443/callback"), redirectTo("https://acme.example:8443/callback")},
	{diagnose.Note, "redirect", "its own query string", redirectTo("https://acme.example/callback?app=1"), redirectTo("https://acme.example/callback")},
	{diagnose.Note, "redirect", "same redirect as acme-prod (production)", redirectTo("https://acme.example/live/callback"), func(s *setting) {
		s.RedirectURI, s.Others[0].Group = "https://acme.example/live/callback", "other"
	}},
	{diagnose.Note, "redirect", "almost the redirect of acme-prod", func(s *setting) {
		s.onPort("http://localhost:8976/callback/")
		s.Others[0].RedirectURI, s.Others[0].ClientID, s.Others[0].Environment = "http://127.0.0.1:9000/callback", s.ClientID, s.Environment
	}, func(s *setting) {
		s.onPort("http://localhost:8976/callback/")
		s.Others[0].RedirectURI, s.Others[0].ClientID, s.Others[0].Environment = "http://127.0.0.1:9000/other", s.ClientID, s.Environment
	}},
	{diagnose.Bad, "redirect", "list of addresses", redirectTo("https://acme.example/a,https://acme.example/b"), redirectTo("https://acme.example/a?next=https://acme.example/b")},
	{diagnose.Bad, "redirect", "cannot go to 0.0.0.0", redirectTo("http://0.0.0.0:8976/callback"), redirectTo("http://10.0.0.1:8976/callback")},
	{diagnose.Bad, "redirect", "contains a user name", redirectTo("https://jane@acme.example/callback"), redirectTo("https://acme.example/@jane")},
	{diagnose.Warn, "redirect", "letters beyond ASCII", redirectTo("https://b\u00fcro.example/callback"), redirectTo("https://xn--bro-hoa.example/callback")},
	{diagnose.Warn, "redirect", "looks like a placeholder", redirectTo("https://your-domain.com/callback"), redirectTo("https://yourtown.example/callback")},
	{diagnose.Bad, "redirect", "is an authorize URL", redirectTo("https://zoom.us/oauth/authorize?client_id=Zk3mQ8vTS2aXw1LrPbN0Ug"), redirectTo("https://acme.example/oauth/authorize?client_id=Zk3mQ8vTS2aXw1LrPbN0Ug")},
	{diagnose.Warn, "redirect", "goes to Zoom itself", redirectTo("https://zoom.us/oauth/token"), redirectTo("https://zoom.us.acme.example/oauth/token")},
	{diagnose.Bad, "redirect", "is a callback", redirectTo("https://acme.example/callback?code=1"), redirectTo("https://acme.example/callback?country=1")},
	{diagnose.Warn, "redirect", "a tunnel host", redirectTo("https://a1b2.ngrok-free.app/callback"), redirectTo("https://ngrok-free.app.acme.example/callback")},
	{diagnose.Warn, "redirect", "says prod, the profile development", redirectTo("https://prod.acme.example/callback"), redirectTo("https://product.acme.example/callback")},
	{diagnose.Warn, "redirect", "says dev, the profile production", func(s *setting) { s.Environment, s.RedirectURI = flow.Production, "https://acme.example/dev/callback" }, func(s *setting) {
		s.Environment, s.RedirectURI = flow.Production, "https://acme.dev/callback"
	}},
}

var clientChecks = []preflight{
	{diagnose.Bad, "client", "contains a space", func(s *setting) { s.ClientID += " " }, func(s *setting) { s.ClientID += "x" }},
	{diagnose.Bad, "client", "contains a space", func(s *setting) { s.ClientID += "\n" }, func(s *setting) { s.ClientID += "_" }},
	{diagnose.Bad, "client", "swapped", func(s *setting) {
		s.ClientID = "Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue"
		s.secret("Zk3mQ8vTS2aXw1LrPbN0Ug")
	}, func(s *setting) { s.ClientID = "Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue" }},
	{diagnose.Bad, "client", "are the same", func(s *setting) { s.secret(s.ClientID) }, func(s *setting) { s.secret(s.ClientID + "x") }},
	{diagnose.Warn, "client", "has 32 characters", func(s *setting) { s.ClientID = "Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Xx" }, func(s *setting) { s.ClientID += "1234567" }},
	{diagnose.Warn, "client", "unusual character", func(s *setting) { s.ClientID = `"Zk3mQ8vTS2aXw1LrPbN0Ug"` }, func(s *setting) { s.ClientID = "_Zk3mQ8vTS2aXw1LrPbN0U-" }},
	{diagnose.Note, "client", "has 9 characters", func(s *setting) { s.ClientID = "Zk3mQ8vTS" }, func(s *setting) { s.ClientID = s.ClientID[:20] }},
	{diagnose.Bad, "client", "same client ID as acme-prod (production)", func(s *setting) { s.Others[0].ClientID = s.ClientID }, func(s *setting) {
		s.Type, s.AccountID, s.Others[0].ClientID = flow.ServerToServer, "acct", s.ClientID // it has one pair
	}},
	{diagnose.Bad, "client", "same client ID as acme-prod (production)", func(s *setting) { s.Others[0].ClientID = s.ClientID }, func(s *setting) {
		s.Others[0].ClientID, s.Others[0].Environment = s.ClientID, s.Environment
	}},
	{diagnose.Warn, "client", "acme-prod, with another secret", func(s *setting) {
		s.Others[0].ClientID, s.Others[0].Environment = s.ClientID, s.Environment
	}, func(s *setting) {
		s.Others[0].ClientID, s.Others[0].Environment, s.Others[0].Digest = s.ClientID, s.Environment, s.Facts.Secret.Digest
	}},
	{diagnose.Bad, "client", "twice in a row", func(s *setting) { s.ClientID += s.ClientID }, func(s *setting) { s.ClientID += "Zk3mQ8vTS2aXw1LrPbN0UG" }},
	{diagnose.Warn, "account", "account ID is a number", func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, "1234567890" }, func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, "a234567890" }},
	{diagnose.Note, "account", "account ID has 20 characters", func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, s.ClientID[:19]+"_" }, func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, s.ClientID[:20]+"_" }},
	{diagnose.Bad, "account", "account ID and client ID are the same", func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, s.ClientID }, func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, "hV2oKpW9SxaT6yGd0RfCbQ" }},
	{diagnose.Warn, "account", "account ID contains an unusual", func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, "jane@acme.example" }, func(s *setting) { s.Type, s.AccountID = flow.ServerToServer, "jane_at_acme_example" }},
	{diagnose.Warn, "secret", "characters that Zoom's never have", func(s *setting) { s.secret("keyring://zoom/dev") }, func(s *setting) { s.secret("keyring-_-zoom_dev") }},
	{diagnose.Bad, "secret", "is a token", func(s *setting) {
		s.secret("eyJhbGciOiJIUzUxMiJ9.eyJhdWQiOiJodHRwczovL29hdXRoLnpvb20udXMifQ.c2lnbmF0dXJl")
	}, func(s *setting) { s.secret("eyJhbGciOiJIUzUxMiJ9.eyJhdWQ") }},
	{diagnose.Bad, "secret", "a placeholder or a mask", func(s *setting) { s.secret("YOUR_CLIENT_SECRET") }, func(s *setting) { s.Endpoints.OAuthURL = "http://127.0.0.1:9000"; s.secret("YOUR_CLIENT_SECRET") }},
	{diagnose.Bad, "secret", "twice in a row", func(s *setting) { s.secret(strings.Repeat("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue", 2)) }, func(s *setting) { s.secret(strings.Repeat("Yq7Lw2Rt9XbVn4Zc", 2)) }},
	{diagnose.Bad, "client", "OAuth and API hosts", func(s *setting) { s.Endpoints.APIURL = flow.Government().APIURL }, func(s *setting) { s.Endpoints.APIURL = "https://api.acme.example" }},
	{diagnose.Bad, "client", "consent page and OAuth hosts", func(s *setting) { s.Endpoints.AuthorizeURL = flow.Government().AuthorizeURL }, func(s *setting) { s.Endpoints.AuthorizeURL = "https://acme.zoom.us/oauth/authorize" }},
	{diagnose.Warn, "client", "a different cloud than acme-prod", func(s *setting) { s.Endpoints = flow.Government() }, func(s *setting) {
		s.Endpoints, s.Others[0].OAuthURL = flow.Government(), flow.Government().OAuthURL
	}},
	{diagnose.Bad, "client", "in the other cloud", func(s *setting) {
		s.Others[0].OAuthURL, s.Others[0].ClientID = flow.Government().OAuthURL, s.ClientID
	}, func(s *setting) { s.Others[0].OAuthURL = flow.Government().OAuthURL }},
	{diagnose.Note, "secret", "a public app has no secret", func(s *setting) { s.Type = flow.Public }, func(*setting) {}},
	{diagnose.Bad, "secret", "could not read the client secret", func(s *setting) { s.Facts.Secret = flow.SecretShape{Err: "it has mode 0644"} }, func(s *setting) { s.Facts.Secret = flow.SecretShape{} }},
	{diagnose.Warn, "secret", "without a terminal", func(s *setting) { s.Facts.Secret = flow.SecretShape{Err: "no pinentry", Asks: true} }, func(s *setting) { s.Facts.Secret = flow.SecretShape{Asks: true} }},
	{diagnose.Bad, "secret", "line break", func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue\n") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue ") }},
	{diagnose.Bad, "secret", "begins or ends with a space", func(s *setting) { s.secret(" Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc 8KdMs1HfGj5Pa3Ue") }},
	{diagnose.Bad, "secret", "secret contains a space", func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc 8KdMs1HfGj5Pa3Ue") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue") }},
	{diagnose.Bad, "secret", "in quotes", func(s *setting) { s.secret(`"Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue"`) }, func(s *setting) { s.secret(`"Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue'`) }},
	{diagnose.Warn, "secret", "has 22 characters", func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue") }},
	{diagnose.Warn, "secret", "has 31 characters", func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3U") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue") }},
	{diagnose.Warn, "secret", "has 90 characters", func(s *setting) { s.secret(strings.Repeat("Kd7qX", 17) + "Mb3Wz") }, func(s *setting) { s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue") }},
	{diagnose.Bad, "secret", "same secret as acme-prod (production)", func(s *setting) { s.Others[0].Digest = s.Facts.Secret.Digest }, func(s *setting) {
		s.Others[0].Digest, s.Others[0].ClientID = s.Facts.Secret.Digest, s.ClientID
	}},
	{diagnose.Bad, "secret", "same secret command as acme-prod", func(s *setting) { s.Others[0].Command, s.Facts.Secret.Source = "command: pass x", "command: pass x" }, func(s *setting) {
		s.Others[0].Command, s.Facts.Secret.Source = "command: pass x", "command: pass y"
	}},
}

func scopes(list ...string) func(*setting) { return func(s *setting) { s.Scopes = list } }

var scopeChecks = []preflight{
	{diagnose.Bad, "scopes", "contains a comma", scopes("user:read:user,meeting:read:meeting"), scopes("user:read:user", "meeting:read:meeting")},
	{diagnose.Bad, "scopes", "contains a space", scopes("user:read:user meeting:read:meeting"), scopes("user:read:user")},
	{diagnose.Bad, "scopes", "contains a plus", scopes("user:read:user+meeting:read:meeting"), scopes("user:read:user")},
	{diagnose.Bad, "scopes", "contains a percent sign", scopes("user%3Aread"), scopes("user:read")},
	{diagnose.Warn, "scopes", "no action", scopes("user"), scopes("user:read")},
	{diagnose.Warn, "scopes", "capital letters", scopes("User:read:user"), scopes("user:read:user")},
	{diagnose.Note, "scopes", "for admins only", scopes("user:read:user:admin"), func(s *setting) { s.Scopes, s.Type = []string{"user:read:user:admin"}, flow.ServerToServer }},
	{diagnose.Warn, "scopes", "classic and granular", scopes("user:read:admin", "meeting:read:meeting"), scopes("user:read:user:admin", "meeting:read:meeting")},
	{diagnose.Note, "scopes", "listed twice", scopes("user:read", "user:read"), scopes("user:read", "user:write")},
	{diagnose.Note, "scopes", "must be saved on the app", scopes("user:read"), scopes()},
}

var answerChecks = []preflight{
	{diagnose.Bad, "callback", "cannot listen on 127.0.0.1:8976", func(s *setting) { s.RedirectURI, s.PortErr = loopback, "the address is in use" }, func(s *setting) { s.PortErr = "the address is in use" }},
	{diagnose.Bad, "callback", "not HOST:PORT", func(s *setting) { s.Listen = "8976" }, func(s *setting) { s.Listen = "127.0.0.1:8976" }},
	{diagnose.Bad, "callback", "not on loopback", func(s *setting) { s.Listen = "0.0.0.0:8976" }, func(s *setting) { s.Listen = "127.0.0.1:8976" }},
	{diagnose.Bad, "callback", "certificate cannot be used", func(s *setting) { s.RedirectURI, s.CertErr = loopback, "mode 0644" }, redirectTo(loopback)},
	{diagnose.Warn, "callback", "goes to port 8976, zoauth listens on 9000", func(s *setting) { s.RedirectURI, s.Listen = loopback, "127.0.0.1:9000" }, func(s *setting) { s.RedirectURI, s.Listen = loopback, "127.0.0.1:8976" }},
	{diagnose.Note, "callback", "goes to port 8976, zoauth listens on 9000", func(s *setting) { s.onPort(loopback); s.Listen = "127.0.0.1:9000" }, func(s *setting) {
		s.RedirectURI, s.Listen = "https://acme.example/callback", "127.0.0.1:9000"
	}},
	{diagnose.Warn, "callback", "goes to port 80, zoauth listens on 8976", func(s *setting) { s.onPort("http://127.0.0.1/callback") }, func(s *setting) { s.onPort(loopback) }},
	{diagnose.Warn, "callback", "the browser goes to ::1", func(s *setting) { s.RedirectURI, s.Listen = "http://[::1]:8976/callback", "127.0.0.1:8976" }, func(s *setting) {
		s.RedirectURI, s.Listen = "http://localhost:8976/callback", "127.0.0.1:8976"
	}},
	{diagnose.Warn, "callback", "redirect is https, but the listener", redirectTo("https://127.0.0.1:8976/callback"), func(s *setting) { s.RedirectURI, s.ListenCert = "https://127.0.0.1:8976/callback", "cert.pem" }},
	{diagnose.Warn, "callback", "redirect is http, but the listener", func(s *setting) { s.RedirectURI, s.ListenCert = loopback, "cert.pem" }, redirectTo(loopback)},
	{diagnose.Note, "callback", "over SSH", func(s *setting) { s.onPort(loopback) }, func(s *setting) { s.SSH, s.Listen = true, "127.0.0.1:8976" }},
}

var machineChecks = []preflight{
	{diagnose.Note, "network", "through the proxy http://proxy:3128", func(s *setting) { s.Proxy = "http://proxy:3128" }, func(*setting) {}},
	{diagnose.Bad, "network", "the proxy set in the environment", func(s *setting) { s.ProxyErr = "socks5" }, func(s *setting) { s.Proxy = "http://proxy:3128" }},
	{diagnose.Bad, "network", "ca_file cannot be used", func(s *setting) { s.CAErr = "no PEM" }, func(s *setting) { s.CAFile = "ca.pem" }},
	{diagnose.Note, "network", "are trusted as well", func(s *setting) { s.CAFile = "ca.pem" }, func(*setting) {}},
	{diagnose.Warn, "clock", "10 min ahead of", func(s *setting) { s.Skew = 10 * time.Minute }, func(s *setting) { s.Skew = time.Minute }},
	{diagnose.Warn, "clock", "10 min behind", func(s *setting) { s.Skew = -10 * time.Minute }, func(s *setting) { s.Skew = 10 * time.Minute }},
	{diagnose.Bad, "files", "zoauth/tokens has mode 0755", func(s *setting) {
		s.Files = []flow.FileFault{{Path: "/home/jane/.local/state/zoauth/tokens", What: "has mode 0755", Repair: "chmod 700 /home/jane/.local/state/zoauth/tokens"}}
	}, func(*setting) {}},
}

func saidOf(make func(*setting)) []diagnose.Check {
	s := sound()
	make(s)
	return diagnose.Preflight(s.App, s.Facts)
}

func TestPreflight(t *testing.T) {
	for _, list := range [][]preflight{redirectChecks, clientChecks, scopeChecks, answerChecks, machineChecks} {
		for _, p := range list {
			t.Run(p.topic+"/"+p.text, func(t *testing.T) {
				if !p.among(saidOf(p.hit)) {
					t.Errorf("it is not said: %v", saidOf(p.hit))
				}
				if p.among(saidOf(p.miss)) {
					t.Errorf("it is said of the near miss: %v", saidOf(p.miss))
				}
				for _, c := range diagnose.Concerns(saidOf(p.hit)) {
					wellSaid(t, c)
				}
			})
		}
	}
}

func (p preflight) among(checks []diagnose.Check) bool {
	for _, c := range checks {
		if c.Severity == p.severity && c.Topic == p.topic && strings.Contains(c.Text, p.text) {
			return true
		}
	}
	return false
}

// narrowest is the room of a finding on a terminal of 60 columns.
const narrowest = 57

// wellSaid holds a concern to its form: one row, a reason, and a repair where it matters.
func wellSaid(t *testing.T, c diagnose.Check) {
	t.Helper()
	if len(c.Text) > narrowest || strings.ContainsAny(c.Text, "\r\n") || strings.HasSuffix(c.Text, ".") {
		t.Errorf("%d cells are no row: %q", len(c.Text), c.Text)
	}
	if c.Why == "" {
		t.Errorf("%q has no reason", c.Text)
	}
	if c.Severity != diagnose.Note && c.Repair == "" {
		t.Errorf("%q has no repair", c.Text)
	}
}

// Nothing is wrong with a sound profile, and each topic says so.
func TestPreflightOfASoundProfile(t *testing.T) {
	checks := saidOf(func(*setting) {})
	if worst := diagnose.Concerns(checks); len(worst) != 0 {
		t.Errorf("%v", worst)
	}
	if len(checks) != 5 {
		t.Errorf("%d topics are good: %v", len(checks), checks)
	}
}

func TestConcernsBeginWithTheWorst(t *testing.T) {
	var order []diagnose.Severity
	for _, c := range diagnose.Concerns(saidOf(func(s *setting) {
		s.onPort("http://127.0.0.1:8976/Callback")
		s.secret("Yq7Lw2Rt9XbVn4Zc8KdMs1HfGj5Pa3Ue\n")
	})) {
		order = append(order, c.Severity)
	}
	want := []diagnose.Severity{diagnose.Bad, diagnose.Warn, diagnose.Note, diagnose.Note}
	if len(order) != len(want) {
		t.Fatalf("%v, want %v", order, want)
	}
	for i := range want {
		if order[i] != want[i] {
			t.Errorf("%v, want %v", order, want)
		}
	}
}

// An app that asks nobody has no redirect and no answer.
func TestPreflightOfAnAppThatAsksNobody(t *testing.T) {
	for _, c := range saidOf(func(s *setting) { s.Type, s.RedirectURI = flow.ServerToServer, "" }) {
		if c.Topic == "redirect" || c.Topic == "callback" || c.Severity != diagnose.Good {
			t.Errorf("%v", c)
		}
	}
}

// A device authorization has no redirect and no listener, and a request with tokens needs
// the client's credentials alone.
func TestChecksConcernTheStep(t *testing.T) {
	checks := []diagnose.Check{}
	for _, topic := range []string{"redirect", "client", "secret", "pkce", "scopes", "callback", "network", "clock", "files"} {
		checks = append(checks, diagnose.Check{Topic: topic})
	}
	for step, want := range map[flow.Step]string{
		flow.StepAuthorize: "redirect client secret pkce scopes callback network clock files",
		flow.StepDevice:    "client secret scopes network clock files",
		flow.StepExchange:  "client secret",
		flow.StepRefresh:   "client secret",
	} {
		var topics []string
		for _, c := range diagnose.Concerning(step, checks) {
			topics = append(topics, c.Topic)
		}
		if got := strings.Join(topics, " "); got != want {
			t.Errorf("%s is concerned by %q, want %q", step, got, want)
		}
	}
}
