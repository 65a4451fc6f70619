package sandbox

import (
	"sync"
	"time"
)

// store is what the server has issued to its one user. A request holds it from the
// beginning of its effect to the end, with [store.exclusively]: requests take effect one at
// a time. Only [store.refreshTokens] may be asked at any time.
type store struct {
	mu      sync.Mutex
	user    User
	codes   map[string]*code
	devices map[string]*device // by device code
	grants  map[string]*grant  // by client ID: the one living grant of the user
	last    map[string]pair    // by client ID: the newest refresh token and the one before
}

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

func newStore(user User) *store {
	return &store{user: user, codes: map[string]*code{}, devices: map[string]*device{}, grants: map[string]*grant{}, last: map[string]pair{}}
}

// exclusively gives the store to one request.
func (s *store) exclusively(effect func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	effect()
}

// refreshTokens are the newest two refresh tokens of a client: the oracle of tests.
func (s *store) refreshTokens(clientID string) pair {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[clientID]
}

// authorize replaces the client's grant.
func (s *store) authorize(client, fromCode, scope string) *grant {
	g := &grant{
		id: randomID(22), client: client, code: fromCode, scope: scope,
		user: s.user.ID, account: s.user.AccountID, access: map[string]issued{},
	}
	s.grants[client] = g
	return g
}

// authorizeDirectly replaces the client's grant by one that nobody was asked for.
func (s *store) authorizeDirectly(client, scope string, now time.Time) *grant {
	g := s.authorize(client, "", scope)
	g.direct, g.began = true, now
	return g
}

// remove ends the authorization of a client.
func (s *store) remove(client string) { delete(s.grants, client) }

// findAccess returns a living or expired access token and the grant that it belongs to.
func (s *store) findAccess(token string) (*grant, issued, bool) {
	for _, g := range s.grants {
		if t, ok := g.access[token]; ok {
			return g, t, true
		}
	}
	return nil, issued{}, false
}
