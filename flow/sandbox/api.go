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

// apiEndpoint is the REST API, as far as a probe asks it: one user, or the list of users.
type apiEndpoint struct{ *store }

func (e apiEndpoint) serve(t *turn) {
	if t.query().Has("access_token") {
		t.refuse(apiQuery)
		return
	}
	token, bearer := strings.CutPrefix(t.request.Header.Get("Authorization"), "Bearer ")
	g, access, known := e.findAccess(token)
	if !bearer || !known {
		t.refuse(apiInvalid)
		return
	}
	app, _ := t.app(g.client)
	switch me := t.entry.Path == usersMe; {
	case t.clock().After(access.ends):
		t.refuse(apiExpired)
	case t.rules.UserRemoved, app.Inactive: // tokens end with the user, and with the app's activation
		t.refuse(apiInvalid)
	case access.scope == appOwned:
		t.refuse(apiGrant)
	case t.rules.RefuseMe == 124 && g.direct && me:
		t.refuse(apiInvalid)
	case t.rules.RefuseMe == 1001 && g.direct && me:
		t.refuse(apiNoUser("me"))
	default:
		t.entry.Client = g.client
		e.users(t, access.scope)
	}
}

// users answers for a token that is accepted.
func (e apiEndpoint) users(t *turn, scope string) {
	id, one := strings.CutPrefix(t.entry.Path, "/v2/users/")
	switch {
	case t.entry.Path == "/v2/users" && !hasAny(scope, listsUsers):
		t.refuse(apiScopes("user:read:list_users:admin"))
	case t.entry.Path == "/v2/users":
		t.json(http.StatusOK, `{"page_count":1,"page_number":1,"page_size":1,"total_records":1,"next_page_token":"","users":[`+e.user.json()+`]}`)
	case one && !hasAny(scope, readsUser):
		t.refuse(apiScopes("user:read:user,user:read:user:admin"))
	case one && (id == "me" || id == e.user.ID || id == e.user.Email):
		t.json(http.StatusOK, e.user.json())
	case one:
		t.refuse(apiNoUser(id))
	default:
		t.page(http.StatusNotFound, "Not found", "<p>The simulated Zoom does not have this API endpoint.</p>")
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

// json is the answer of users/me: the fields seen in the wild [§2.7].
func (u User) json() string {
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
		u.ID, u.FirstName, u.LastName, u.FirstName + " " + u.LastName, u.Email,
		2, "Member", "Europe/Berlin", 1, u.AccountID, u.Company, "en-US", "active",
	})
	return string(body)
}

// metadata is the RFC 8414 document as it was harvested: incomplete, like Zoom's [§1].
func metadata(base string) string {
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
	return string(body)
}
