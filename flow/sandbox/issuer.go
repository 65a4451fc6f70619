package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// codeLength is how many characters a code has [§3.1].
const codeLength = 33

// Lifetimes [§4].
const (
	codeLife          = 5 * time.Minute
	accessLife        = time.Hour
	saidLife          = 3599 // what expires_in says of it, in seconds
	refreshLife       = 90 * 24 * time.Hour
	legacyRefreshLife = 15 * 365 * 24 * time.Hour
)

// issuer makes tokens and keeps them in the store.
type issuer struct {
	*store
	key       []byte        // of the HS512 signatures
	regionURL func() string // the API base that token responses name
}

func newIssuer(s *store, regionURL func() string) *issuer {
	i := &issuer{store: s, key: make([]byte, 64), regionURL: regionURL}
	_, _ = rand.Read(i.key) // documented never to fail
	return i
}

// success is the body of a token response [§2.3].
type success struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	RefreshToken string `json:"refresh_token,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	Scope        string `json:"scope"`
	APIURL       string `json:"api_url"`
}

// mint makes a new pair for g, or an access token alone where nobody was asked.
func (i *issuer) mint(t *turn, g *grant) success {
	kind := 0
	if g.direct {
		kind = 3
	}
	// Whether the old access token dies with a refresh is not settled [§10]; here
	// it lives to its end.
	access := i.sign(t, g, kind, accessLife)
	g.access[access] = issued{t.clock().Add(accessLife), g.scope}
	answer := success{AccessToken: access, TokenType: "bearer", ExpiresIn: saidLife, Scope: g.scope, APIURL: i.regionURL()}
	if !g.direct && (g.refresh == "" || !t.rules.NoRotation) {
		life := refreshLife
		if t.rules.LegacyLifetime {
			life = legacyRefreshLife
		}
		if t.rules.EndedRefresh {
			life = -time.Minute
		}
		g.previous, g.refresh, g.ends = g.refresh, i.sign(t, g, 1, life), t.clock().Add(life)
		answer.RefreshToken = g.refresh
		i.last[g.client] = pair{g.refresh, g.previous}
	}
	return answer
}

// sign makes a Zoom token: an HS512 JWT with the claims of version 6 or 7 [§4.1].
// kind is 0 for access, 1 for refresh, 3 for server-to-server.
func (i *issuer) sign(t *turn, g *grant, kind int, life time.Duration) string {
	iat := t.clock().Unix()
	exp := iat + int64(life/time.Second)
	jti := randomHex(8)
	var payload string
	if t.rules.TokenVersion >= 7 {
		payload = fmt.Sprintf(`{"aud":"https://oauth.zoom.us","uid":%q,"ver":7,"auid":%q,"nbf":%d,"code":%q,"iss":%q,"gno":0,"exp":%d,"type":%d,"iat":%d,"aid":%q,"jti":%q,"tid":%d}`,
			g.user, g.id, iat, g.code, "zm:cid:"+g.client, exp, kind, iat, g.account, jti, g.tolerance)
	} else {
		payload = fmt.Sprintf(`{"ver":"6","clientId":%q,"code":%q,"iss":%q,"authenticationId":%q,"userId":%q,"groupNumber":0,"aud":"https://oauth.zoom.us","accountId":%q,"nbf":%d,"exp":%d,"tokenType":%q,"iat":%d,"jti":%q,"toleranceId":%d}`,
			g.client, g.code, "urn:zoom:connect:clientid:"+g.client, g.id, g.user, g.account, iat, exp, kindName(kind), iat, jti, g.tolerance)
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS512","v":"2.0","kid":"sandbox"}`)) + "." + encode([]byte(payload))
	mac := hmac.New(sha512.New, i.key)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// isRefreshToken reports whether a string is a JWT that says of itself that it is a
// refresh token; an access token, a code or a cut one is not [T5].
func isRefreshToken(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Name string `json:"tokenType"`
		Kind int    `json:"type"`
	}
	return err == nil && json.Unmarshal(payload, &claims) == nil && (claims.Kind == 1 || claims.Name == kindName(1))
}

func kindName(kind int) string {
	if kind == 1 {
		return "refresh_token"
	}
	return "access_token"
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func randomID(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	var id strings.Builder
	for _, c := range b {
		id.WriteByte(idAlphabet[int(c)%len(idAlphabet)])
	}
	return id.String()
}
