package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"zoauth/flow"
)

// maxForm is the largest request body that is read, in bytes.
const maxForm = 1 << 20

// tokenEndpoint is POST /oauth/token, for all grants [§2.1, §2.3].
type tokenEndpoint struct{ *issuer }

func (e tokenEndpoint) serve(t *turn) {
	app, form, ok := t.posted()
	if !ok {
		return
	}
	switch grant := t.entry.Grant; {
	case grant == "":
		t.refuse(missingGrant)
	case grant == "authorization_code" && app.consent():
		e.exchange(t, app, form)
	case grant == "refresh_token" && app.consent():
		e.refresh(t, app, form)
	case grant == deviceGrant && app.Device:
		e.poll(t, app, form)
	case grant == "account_credentials" && app.Type == flow.ServerToServer:
		e.account(t, app, form)
	case grant == "client_credentials" && app.Type != flow.Public:
		e.direct(t, app, appOwned)
	default:
		t.refuse(unsupportedGrant)
	}
}

// appOwned is the scope of a client_credentials token: what the app itself owns. The
// REST API takes no such token, whatever app it is of [§2.3, api:200].
const appOwned = "imchat:bot"

// issue makes a new pair for g and answers with it.
func (e tokenEndpoint) issue(t *turn, g *grant) {
	made := e.mint(t, g)
	t.entry.IssuedAccess, t.entry.IssuedRefresh = made.AccessToken, made.RefreshToken
	body, _ := json.Marshal(made) // of strings and numbers: cannot fail
	g.answer = string(body)
	t.json(http.StatusOK, g.answer)
}

// exchange is the authorization_code grant.
func (e tokenEndpoint) exchange(t *turn, app App, form fields) {
	c, ok := e.codes[form.get("code")]
	refused := invalidCode
	if t.rules.LegacyErrors {
		refused = legacyCode
	}
	switch {
	case !ok || c.client != app.ClientID || c.used:
		t.refuse(refused)
		return
	case t.clock().After(c.ends):
		t.refuse(codeExpired)
		return
	case form.get("redirect_uri") != c.redirect:
		t.refuse(redirectMismatch)
		return
	case !c.verified(form.get("code_verifier")):
		t.refuse(verifierMismatch)
		return
	}
	c.used = true
	t.entry.Spent = form.get("code")
	e.issue(t, e.authorize(app.ClientID, form.get("code"), c.scope))
}

// verified checks PKCE: S256 and plain; plain when no method was named [§2.2].
// Without a challenge no verifier is looked at.
func (c *code) verified(verifier string) bool {
	if c.challenge == "" {
		return true
	}
	want := verifier
	if c.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		want = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(want), []byte(c.challenge)) == 1
}

// refresh rotates: the new token lives, the old one is dead [§4].
func (e tokenEndpoint) refresh(t *turn, app App, form fields) {
	given := form.get("refresh_token")
	g := e.grants[app.ClientID]
	switch {
	case !isRefreshToken(given):
		t.refuse(notARefreshToken)
	case t.rules.UserRemoved:
		t.refuse(userRemoved)
	case g != nil && t.rules.Grace && given == g.previous && given != "":
		t.entry.Replay = true
		t.json(http.StatusOK, g.answer)
	case g == nil || given != g.refresh || t.clock().After(g.ends):
		t.entry.Replay = g == nil || given != g.refresh
		if t.rules.LegacyErrors {
			t.refuse(legacyToken)
			return
		}
		t.refuse(invalidToken)
	default:
		t.entry.Spent = given
		g.tolerance++
		e.issue(t, g)
	}
}

// account is the server-to-server grant.
func (e tokenEndpoint) account(t *turn, app App, form fields) {
	if form.get("account_id") == "" || form.get("account_id") != app.AccountID {
		t.refuse(otherAccount)
		return
	}
	e.direct(t, app, strings.Join(app.Scopes, " "))
}

// direct issues a token that nobody was asked for. Zoom documents that such tokens are
// valid side by side; until 2023 a new one ended the one before [§4].
func (e tokenEndpoint) direct(t *turn, app App, scope string) {
	g := e.grants[app.ClientID]
	if g == nil || !g.direct || t.rules.OneToken {
		g = e.authorizeDirectly(app.ClientID, scope, t.clock())
	}
	g.scope = scope
	if t.clock().Sub(g.began) < t.rules.LateScopes {
		g.scope = ""
	}
	e.issue(t, g)
}

// poll answers the token request of a device (RFC 8628 §3.5) [T12].
func (e tokenEndpoint) poll(t *turn, app App, form fields) {
	given := form.get("device_code")
	d := e.devices[given]
	now := t.clock()
	switch {
	case d == nil || d.client != app.ClientID:
		t.refuse(invalidCode)
	case now.After(d.ends):
		t.refuse(polling("expired_token"))
	case d.decision == "decline":
		t.refuse(polling("access_denied"))
	case d.decision == "allow":
		delete(e.devices, given)
		t.entry.Spent = given
		e.issue(t, e.authorize(app.ClientID, "", strings.Join(app.Scopes, " ")))
	case !d.polled.IsZero() && now.Sub(d.polled) < d.interval:
		d.interval += deviceInterval
		d.polled = now
		t.refuse(polling("slow_down"))
	default:
		d.polled = now
		t.refuse(polling("authorization_pending"))
	}
}
