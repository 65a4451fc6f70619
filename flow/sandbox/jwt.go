package sandbox

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
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

// sign makes a Zoom token: an HS512 JWT with the claims of version 6 or 7 [§4.1].
// kind is 0 for access, 1 for refresh, 3 for server-to-server.
func (s *Server) sign(g *grant, kind int, life time.Duration) string {
	iat := s.clock().Unix()
	exp := iat + int64(life/time.Second)
	jti := randomHex(8)
	var payload string
	if s.rules.TokenVersion >= 7 {
		payload = fmt.Sprintf(`{"aud":"https://oauth.zoom.us","uid":%q,"ver":7,"auid":%q,"nbf":%d,"code":%q,"iss":%q,"gno":0,"exp":%d,"type":%d,"iat":%d,"aid":%q,"jti":%q,"tid":%d}`,
			g.user, g.id, iat, g.code, "zm:cid:"+g.client, exp, kind, iat, g.account, jti, g.tolerance)
	} else {
		payload = fmt.Sprintf(`{"ver":"6","clientId":%q,"code":%q,"iss":%q,"authenticationId":%q,"userId":%q,"groupNumber":0,"aud":"https://oauth.zoom.us","accountId":%q,"nbf":%d,"exp":%d,"tokenType":%q,"iat":%d,"jti":%q,"toleranceId":%d}`,
			g.client, g.code, "urn:zoom:connect:clientid:"+g.client, g.id, g.user, g.account, iat, exp, kindName(kind), iat, jti, g.tolerance)
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS512","v":"2.0","kid":"sandbox"}`)) + "." + encode([]byte(payload))
	mac := hmac.New(sha512.New, s.key)
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
