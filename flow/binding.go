package flow

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// Binding names what tokens were issued for (docs/reliability.md R13). An empty
// field is not known, as in a token file of schema 1, and fits everything.
type Binding struct {
	Client    string // "sha256:" and the hex digest of the client ID
	OAuthURL  string
	AccountID string // server-to-server only
	Type      AppType
	APIURL    string
}

// Binding ties stored tokens to the app that they were issued for, so that a copied
// or repointed store is noticed.
func (a App) Binding() Binding {
	return Binding{
		Client: clientDigest(a.ClientID), OAuthURL: a.Endpoints.OAuthURL,
		AccountID: a.AccountID, Type: a.Type, APIURL: a.Endpoints.APIURL,
	}
}

func clientDigest(id string) string {
	if id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// sameClient reports whether both apps are one client of one server.
func (a App) sameClient(other App) bool {
	return a.ClientID == other.ClientID && sameURL(a.Endpoints.OAuthURL) == sameURL(other.Endpoints.OAuthURL)
}

// Matches reports whether tokens of b may be used by app.
func (b Binding) Matches(app App) bool { return len(b.differs(app)) == 0 }

// differs names the settings of app that are others than b's, as a person calls them.
func (b Binding) differs(app App) []string {
	now := app.Binding()
	var names []string
	for _, field := range []struct{ name, old, now string }{
		{"client ID", b.Client, now.Client},
		{"OAuth URL", sameURL(b.OAuthURL), sameURL(now.OAuthURL)},
		{"account ID", b.AccountID, now.AccountID},
		{"type", string(b.Type), string(now.Type)},
		{"API URL", sameURL(b.APIURL), sameURL(now.APIURL)},
	} {
		if field.old != "" && field.now != "" && field.old != field.now {
			names = append(names, field.name)
		}
	}
	return names
}

// filled returns b with the fields that it lacks taken from app, which it matches.
func (b Binding) filled(app App) Binding {
	if !b.Matches(app) {
		return b
	}
	now := app.Binding()
	return Binding{
		Client: cmp.Or(b.Client, now.Client), OAuthURL: cmp.Or(b.OAuthURL, now.OAuthURL),
		AccountID: cmp.Or(b.AccountID, now.AccountID), Type: cmp.Or(b.Type, now.Type), APIURL: cmp.Or(b.APIURL, now.APIURL),
	}
}

// sameURL writes a base URL in the one form in which two of them compare: a slash at
// its end, the case of its host and the port of its scheme make no other server.
func sameURL(base string) string {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil || u.Host == "" {
		return strings.TrimRight(base, "/")
	}
	host := strings.ToLower(u.Host)
	switch scheme := strings.ToLower(u.Scheme); scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return strings.ToLower(u.Scheme) + "://" + host + strings.TrimRight(u.Path, "/")
}

// BindingError says that stored tokens were issued for other settings than the
// profile has now. It is an [ErrOtherBinding].
type BindingError struct {
	Profile string
	Differs []string // the settings, as a person calls them: "client ID"
}

// Error names the settings.
func (e *BindingError) Error() string {
	return fmt.Sprintf("the stored tokens were issued for another %s", strings.Join(e.Differs, " and another "))
}

// Unwrap returns [ErrOtherBinding].
func (e *BindingError) Unwrap() error { return ErrOtherBinding }
