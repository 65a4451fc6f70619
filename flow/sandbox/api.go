package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
)

// readsUser are the scopes of which one is needed for users/me [§2.7].
var readsUser = []string{"user:read", "user:read:admin", "user:read:user", "user:read:user:admin"}

// usersMe is GET /v2/users/me with a bearer token.
func (s *Server) usersMe(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	if r.URL.Query().Has("access_token") {
		s.refuse(w, e, apiQuery)
		return
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	g, ends, known := s.findAccess(token)
	switch {
	case !bearer || !known:
		s.refuse(w, e, apiInvalid)
	case s.clock().After(ends):
		s.refuse(w, e, apiExpired)
	case s.rules.UserRemoved: // tokens of a user who is gone end
		s.refuse(w, e, apiInvalid)
	case g.scope == "imchat:bot":
		s.refuse(w, e, apiGrant)
	case !hasAny(g.scope, readsUser):
		s.refuse(w, e, apiScopes("user:read:user,user:read:user:admin"))
	default:
		e.Client = g.client
		writeJSON(w, http.StatusOK, s.person())
	}
}

func hasAny(granted string, wanted []string) bool {
	for scope := range strings.FieldsSeq(granted) {
		for _, w := range wanted {
			if scope == w {
				return true
			}
		}
	}
	return false
}

// person is the answer of users/me: the fields seen in the wild [§2.7].
func (s *Server) person() string {
	body, _ := json.Marshal(struct {
		ID          string `json:"id"`
		FirstName   string `json:"first_name"`
		LastName    string `json:"last_name"`
		DisplayName string `json:"display_name"`
		Email       string `json:"email"`
		Type        int    `json:"type"`
		RoleName    string `json:"role_name"`
		Timezone    string `json:"timezone"`
		Verified    int    `json:"verified"`
		AccountID   string `json:"account_id"`
		Company     string `json:"company"`
		Language    string `json:"language"`
		Status      string `json:"status"`
	}{
		s.user.ID, s.user.FirstName, s.user.LastName, s.user.FirstName + " " + s.user.LastName, s.user.Email,
		2, "Member", "Europe/Berlin", 1, s.user.AccountID, s.user.Company, "en-US", "active",
	})
	return string(body)
}

// metadata is the RFC 8414 document as it was harvested: incomplete, like Zoom's [§1].
func (s *Server) metadata(w http.ResponseWriter, _ *http.Request) {
	base := s.apiURL()
	body, _ := json.Marshal(struct {
		Issuer    string   `json:"issuer"`
		Authorize string   `json:"authorization_endpoint"`
		Token     string   `json:"token_endpoint"`
		Responses []string `json:"response_types_supported"`
		Grants    []string `json:"grant_types_supported"`
		Auth      []string `json:"token_endpoint_auth_methods_supported"`
	}{
		base, base + "/oauth/authorize", base + "/oauth/token",
		[]string{"code"},
		[]string{"authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
		[]string{"client_secret_basic"},
	})
	writeJSON(w, http.StatusOK, string(body))
}
