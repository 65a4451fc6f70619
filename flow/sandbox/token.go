package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/http"
	"strings"

	"zoauth/flow"
)

// maxForm is the largest request body that is read, in bytes.
const maxForm = 1 << 20

// posted is the form of a POST and the app that sent it. What is neither is refused.
func (s *Server) posted(w http.ResponseWriter, r *http.Request, e *Entry) (App, fields, bool) {
	if r.Method != http.MethodPost {
		s.refuse(w, e, badRequest)
		return App{}, nil, false
	}
	form, ok := s.form(w, r, e)
	if !ok {
		return App{}, nil, false
	}
	e.Grant = form.get("grant_type")
	app, refused := s.authenticate(r, form)
	if refused != nil {
		s.refuse(w, e, *refused)
		return App{}, nil, false
	}
	e.Client = app.ClientID
	return app, form, true
}

// token is POST /oauth/token, for all grants [§2.1, §2.3].
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	app, form, ok := s.posted(w, r, e)
	if !ok {
		return
	}
	switch {
	case e.Grant == "":
		s.refuse(w, e, missingGrant)
	case e.Grant == "authorization_code" && app.consent():
		s.exchange(w, e, app, form)
	case e.Grant == "refresh_token" && app.consent():
		s.refresh(w, e, app, form)
	case e.Grant == deviceGrant && app.Device:
		s.pollDevice(w, e, app, form)
	case e.Grant == "account_credentials" && app.Type == flow.ServerToServer:
		s.account(w, e, app, form)
	case e.Grant == "client_credentials" && app.Type != flow.Public:
		s.direct(w, e, app, appOwned)
	default:
		s.refuse(w, e, unsupportedGrant)
	}
}

// appOwned is the scope of a client_credentials token: what the app itself owns. The
// REST API takes no such token, whatever app it is of [§2.3, api:200].
const appOwned = "imchat:bot"

func (a App) consent() bool { return a.Type == flow.General || a.Type == flow.Public }

// fields are a form's members.
type fields map[string][]string

func (f fields) get(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

// form reads the body; Zoom does not read JSON and says "unsupported grant
// type" [T2]. In the query it takes the parameters of grants that name no token, and
// others only where the rule allows them: that is unsettled [T10:query].
func (s *Server) form(w http.ResponseWriter, r *http.Request, e *Entry) (fields, bool) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	form := fields(e.Form)
	if query := fields(r.URL.Query()); len(form) == 0 && direct(query.get("grant_type")) && (len(e.Body) == 0 || kind == "application/x-www-form-urlencoded") {
		return query, true
	}
	if kind != "application/x-www-form-urlencoded" {
		if kind == "" && len(e.Body) == 0 {
			s.refuse(w, e, s.emptyBody(r))
			return nil, false
		}
		s.refuse(w, e, unsupportedGrant)
		return nil, false
	}
	if len(form) == 0 && r.URL.RawQuery != "" {
		if !s.rules.TokensInQuery {
			s.refuse(w, e, inQuery)
			return nil, false
		}
		form = fields(r.URL.Query())
	}
	return form, true
}

// direct reports whether a grant needs no code and no token.
func direct(grant string) bool {
	return grant == "account_credentials" || grant == "client_credentials"
}

func (s *Server) emptyBody(r *http.Request) refusal {
	if r.URL.RawQuery != "" {
		return inQuery
	}
	return missingGrant
}

// authenticate finds the app by the Basic header, or by client_id for public
// clients, whose Basic header Zoom ignores [§2.4].
func (s *Server) authenticate(r *http.Request, form fields) (App, *refusal) {
	id, secret, basic := r.BasicAuth()
	if named, ok := s.app(form.get("client_id")); ok && named.Type == flow.Public {
		if named.Disabled {
			return App{}, &appDisabled
		}
		return named, nil
	}
	if !basic {
		if form.get("client_id") != "" {
			return App{}, &invalidClient
		}
		return App{}, &missingClient
	}
	app, ok := s.app(id)
	switch {
	case !ok, app.ClientSecret == "" && app.Type != flow.Public, app.KeyOnly,
		subtle.ConstantTimeCompare([]byte(secret), []byte(app.ClientSecret)) != 1:
		return App{}, &invalidClient
	case app.Disabled:
		return App{}, &appDisabled
	case app.Inactive:
		return App{}, &notActivated
	}
	return app, nil
}

// exchange is the authorization_code grant.
func (s *Server) exchange(w http.ResponseWriter, e *Entry, app App, form fields) {
	c, ok := s.codes[form.get("code")]
	refused := invalidCode
	if s.rules.LegacyErrors {
		refused = legacyCode
	}
	switch {
	case !ok || c.client != app.ClientID || c.used:
		s.refuse(w, e, refused)
		return
	case s.clock().After(c.ends):
		s.refuse(w, e, codeExpired)
		return
	case form.get("redirect_uri") != c.redirect:
		s.refuse(w, e, redirectMismatch)
		return
	case !c.verified(form.get("code_verifier")):
		s.refuse(w, e, verifierMismatch)
		return
	}
	c.used = true
	e.Spent = form.get("code")
	s.issue(w, e, s.newGrant(app.ClientID, form.get("code"), c.scope))
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
func (s *Server) refresh(w http.ResponseWriter, e *Entry, app App, form fields) {
	given := form.get("refresh_token")
	g := s.grants[app.ClientID]
	switch {
	case !isRefreshToken(given):
		s.refuse(w, e, notARefreshToken)
	case s.rules.UserRemoved:
		s.refuse(w, e, userGone)
	case g != nil && s.rules.Grace && given == g.previous && given != "":
		e.Replay = true
		writeJSON(w, http.StatusOK, g.answer)
	case g == nil || given != g.refresh || s.clock().After(g.ends):
		e.Replay = g == nil || given != g.refresh
		if s.rules.LegacyErrors {
			s.refuse(w, e, legacyToken)
			return
		}
		s.refuse(w, e, invalidToken)
	default:
		e.Spent = given
		g.tolerance++
		s.issue(w, e, g)
	}
}

// account is the server-to-server grant.
func (s *Server) account(w http.ResponseWriter, e *Entry, app App, form fields) {
	if form.get("account_id") == "" || form.get("account_id") != app.AccountID {
		s.refuse(w, e, otherAccount)
		return
	}
	s.direct(w, e, app, strings.Join(app.Scopes, " "))
}

// direct issues a token that nobody was asked for. Zoom documents that such tokens are
// valid side by side; until 2023 a new one ended the one before [§4].
func (s *Server) direct(w http.ResponseWriter, e *Entry, app App, scope string) {
	g := s.grants[app.ClientID]
	if g == nil || !g.direct || s.rules.OneToken {
		g = s.newDirect(app.ClientID, scope)
	}
	g.scope = scope
	if s.clock().Sub(g.began) < s.rules.LateScopes {
		g.scope = ""
	}
	s.issue(w, e, g)
}

// newDirect replaces the client's grant by one that nobody was asked for.
func (s *Server) newDirect(client, scope string) *grant {
	g := s.newGrant(client, "", scope)
	g.direct, g.began = true, s.clock()
	return g
}

// revoke is POST /oauth/revoke: both tokens die and the app is removed for the
// user [§2.5].
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	app, form, ok := s.posted(w, r, e)
	if !ok {
		return
	}
	g := s.grants[app.ClientID]
	given := form.get("token")
	_, access, known := s.findAccess(given)
	if g == nil || given != g.refresh && (!known || s.clock().After(access.ends)) {
		s.refuse(w, e, revokeUnknown)
		return
	}
	delete(s.grants, app.ClientID)
	s.last[app.ClientID] = pair{"", g.refresh}
	e.Spent = given
	writeJSON(w, http.StatusOK, `{"status":"success"}`)
}
