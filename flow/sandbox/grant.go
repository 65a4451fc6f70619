package sandbox

import (
	"encoding/json"
	"net/http"
	"time"
)

// code is an authorization code, bound to client, redirect URI and challenge.
type code struct {
	client, redirect  string
	challenge, method string
	scope             string
	ends              time.Time
	used              bool
}

// grant is a user's authorization of one client. A client has one living grant:
// a second authorization replaces it, and with it all older tokens [§4, 4741].
type grant struct {
	id, client, code, user, account, scope string
	tolerance                              int
	refresh                                string // the living refresh token; empty for grants without
	ends                                   time.Time
	previous                               string // the one before, for the grace rule
	answer                                 string // the last answer, for the grace rule
	access                                 map[string]issued
	direct                                 bool // nobody was asked
	began                                  time.Time
}

// issued is one access token of a grant.
type issued struct {
	ends  time.Time
	scope string
}

// pair names the newest two refresh tokens, for tests.
type pair struct{ current, previous string }

// CurrentRefreshToken returns the living refresh token of a client, "" when
// there is none: the oracle of tests.
func (s *Server) CurrentRefreshToken(clientID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[clientID].current
}

// PreviousRefreshToken returns the one before the current.
func (s *Server) PreviousRefreshToken(clientID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[clientID].previous
}

// newGrant replaces the client's grant.
func (s *Server) newGrant(client, fromCode, scope string) *grant {
	g := &grant{
		id: randomID(22), client: client, code: fromCode, scope: scope,
		user: s.user.ID, account: s.user.AccountID, access: map[string]issued{},
	}
	s.grants[client] = g
	return g
}

// issue makes a new pair for g and writes the success body [§2.3].
func (s *Server) issue(w http.ResponseWriter, e *Entry, g *grant) {
	body := s.mint(e, g)
	g.answer = body
	writeJSON(w, http.StatusOK, body)
}

type success struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	RefreshToken string `json:"refresh_token,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	Scope        string `json:"scope"`
	APIURL       string `json:"api_url"`
}

func (s *Server) mint(e *Entry, g *grant) string {
	kind := 0
	if g.direct {
		kind = 3
	}
	// Whether the old access token dies with a refresh is not settled [§10]; here
	// it lives to its end.
	access := s.sign(g, kind, accessLife)
	g.access[access] = issued{s.clock().Add(accessLife), g.scope}
	answer := success{AccessToken: access, TokenType: "bearer", ExpiresIn: saidLife, Scope: g.scope, APIURL: s.regionURL()}
	if !g.direct && (g.refresh == "" || !s.rules.NoRotation) {
		life := refreshLife
		if s.rules.LegacyLifetime {
			life = legacyRefreshLife
		}
		if s.rules.EndedRefresh {
			life = -time.Minute
		}
		g.previous, g.refresh, g.ends = g.refresh, s.sign(g, 1, life), s.clock().Add(life)
		answer.RefreshToken = g.refresh
		s.last[g.client] = pair{g.refresh, g.previous}
	}
	e.IssuedAccess, e.IssuedRefresh = answer.AccessToken, answer.RefreshToken
	body, _ := json.Marshal(answer) // of strings and numbers: cannot fail
	return string(body)
}

// base is where the simulated Zoom listens.
func (s *Server) base() string {
	if s.listener == nil {
		return "https://zoom.us"
	}
	return "http://" + s.listener.Addr().String()
}

// regionURL is the API base that token responses name: the regional host, which
// answers as the other one does [§1].
func (s *Server) regionURL() string {
	if s.region == nil {
		return s.base()
	}
	return "http://" + s.region.Addr().String()
}

// findAccess returns a living or expired access token and the grant that it belongs to.
func (s *Server) findAccess(token string) (*grant, issued, bool) {
	for _, g := range s.grants {
		if t, ok := g.access[token]; ok {
			return g, t, true
		}
	}
	return nil, issued{}, false
}
