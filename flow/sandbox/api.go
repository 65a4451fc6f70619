package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
)

// The scopes of which one is needed for one user and for the list of users [§2.7].
var (
	readsUser  = []string{"user:read", "user:read:admin", "user:read:user", "user:read:user:admin"}
	listsUsers = []string{"user:read:admin", "user:read:list_users:admin"}
)

const usersMe = "/v2/users/me"

// api is the REST API, as far as a probe asks it: one user, or the list of users.
func (s *Server) api(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	if r.URL.Query().Has("access_token") {
		s.refuse(w, e, apiQuery)
		return
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	g, access, known := s.findAccess(token)
	if !bearer || !known {
		s.refuse(w, e, apiInvalid)
		return
	}
	app, _ := s.app(g.client)
	switch {
	case s.clock().After(access.ends):
		s.refuse(w, e, apiExpired)
	case s.rules.UserRemoved, app.Inactive: // tokens end with the user, and with the app's activation
		s.refuse(w, e, apiInvalid)
	case access.scope == appOwned:
		s.refuse(w, e, apiGrant)
	case s.rules.RefuseMe == 124 && g.direct && e.Path == usersMe:
		s.refuse(w, e, apiInvalid)
	case s.rules.RefuseMe == 1001 && g.direct && e.Path == usersMe:
		s.refuse(w, e, apiNoUser("me"))
	default:
		e.Client = g.client
		s.users(w, e, access.scope)
	}
}

// users answers for a token that is accepted.
func (s *Server) users(w http.ResponseWriter, e *Entry, scope string) {
	id, one := strings.CutPrefix(e.Path, "/v2/users/")
	switch {
	case e.Path == "/v2/users" && !hasAny(scope, listsUsers):
		s.refuse(w, e, apiScopes("user:read:list_users:admin"))
	case e.Path == "/v2/users":
		writeJSON(w, http.StatusOK, `{"page_count":1,"page_number":1,"page_size":1,"total_records":1,"next_page_token":"","users":[`+s.person()+`]}`)
	case one && !hasAny(scope, readsUser):
		s.refuse(w, e, apiScopes("user:read:user,user:read:user:admin"))
	case one && (id == "me" || id == s.user.ID || id == s.user.Email):
		writeJSON(w, http.StatusOK, s.person())
	case one:
		s.refuse(w, e, apiNoUser(id))
	default:
		writePage(w, http.StatusNotFound, "Not found", "<p>The simulated Zoom does not have this API endpoint.</p>")
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
	base := s.base()
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
