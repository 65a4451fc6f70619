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
	access                                 map[string]time.Time
	direct                                 bool // server-to-server or chatbot
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
		user: s.user.ID, account: s.user.AccountID, access: map[string]time.Time{},
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
	kind, seconds := 0, 3599
	if g.direct {
		kind, seconds = 3, 3600
	}
	// Whether the old access token dies with a refresh is not settled [§10]; here
	// it lives to its end.
	access := s.sign(g, kind, accessLife)
	g.access[access] = s.clock().Add(accessLife)
	answer := success{AccessToken: access, TokenType: "bearer", ExpiresIn: seconds, Scope: g.scope, APIURL: s.apiURL()}
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

// apiURL is the API base that answers name: the sandbox itself.
func (s *Server) apiURL() string {
	if s.listener == nil {
		return "https://api.zoom.us"
	}
	return "http://" + s.listener.Addr().String()
}

// findAccess returns the grant that a living or expired access token belongs to.
func (s *Server) findAccess(token string) (*grant, time.Time, bool) {
	for _, g := range s.grants {
		if ends, ok := g.access[token]; ok {
			return g, ends, true
		}
	}
	return nil, time.Time{}, false
}
