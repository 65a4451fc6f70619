package flow

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Claims is a token decoded for display. Nobody but Zoom can verify an HS512
// signature, and Zoom calls the token opaque: show it, decide nothing by it.
type Claims struct {
	Algorithm string
	Header    []Claim
	List      []Claim // in the token's own order
	Issued    time.Time
	Expires   time.Time // zero when there is no usable exp
}

// Claim is one member of a token's header or payload.
type Claim struct {
	Name    string
	Value   string // as JSON text for anything but strings
	Meaning string // in our words; empty when not known
	Hide    bool   // the value is tied to the grant and is masked like a secret
}

// maxDecoded is the longest token that is decoded, in bytes.
const maxDecoded = 16 << 10

// DecodeToken decodes a JWT's header and claims without verifying it (RFC 7519,
// claims as in docs/zoom.md §4.1). The error says politely why a token is opaque.
func DecodeToken(token Secret) (Claims, error) {
	if token.Len() > maxDecoded {
		return Claims{}, errors.New("longer than 16 KiB, so it is not decoded")
	}
	parts := strings.Split(token.Reveal(), ".")
	switch len(parts) {
	case 3:
	case 5:
		return Claims{}, errors.New("an encrypted token (JWE): only its recipient can read it")
	case 2:
		return Claims{}, errors.New("two parts instead of three: cut off, or without a signature")
	default:
		return Claims{}, errors.New("opaque: not a JWT, so there is nothing to decode")
	}
	header, err := decodePart(parts[0])
	if err != nil {
		return Claims{}, fmt.Errorf("its first part is not a JWT header: %w", err)
	}
	payload, err := decodePart(parts[1])
	if err != nil {
		return Claims{}, fmt.Errorf("its second part has no claims: %w", err)
	}
	c := Claims{Header: header, List: payload}
	for _, h := range header {
		if h.Name == "alg" {
			c.Algorithm = h.Value
		}
	}
	for i := range c.List {
		claim := &c.List[i]
		known := meanings[claim.Name]
		claim.Meaning, claim.Hide = known.text, known.hide
		switch claim.Name {
		case "iat":
			c.Issued = claimTime(claim.Value)
		case "exp":
			c.Expires = claimTime(claim.Value)
		}
	}
	return c, nil
}

// decodePart decodes one base64url part into the members of its object.
func decodePart(part string) ([]Claim, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return nil, errors.New("not base64url")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	var claims []Claim
	for dec.More() {
		key, err := dec.Token()
		name, isName := key.(string)
		if err != nil || !isName {
			return nil, errors.New("broken JSON")
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, errors.New("broken JSON")
		}
		shown := string(value)
		if s := text(value); s != "" || shown == `""` {
			shown = s
		}
		claims = append(claims, Claim{Name: name, Value: shown})
	}
	return claims, nil
}

// claimTime reads seconds since 1970; the zero time for what is none.
func claimTime(value string) time.Time {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || seconds <= 0 || seconds > 1<<36 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

type meaning struct {
	text string
	hide bool
}

// meanings are Zoom's claims in their long (v6) and short (v7) names, docs/zoom.md §4.1.
var meanings = map[string]meaning{
	"ver":              {text: "token format"},
	"iss":              {text: "issued for this client"},
	"aud":              {text: "audience"},
	"nbf":              {text: "valid from"},
	"iat":              {text: "issued"},
	"exp":              {text: "ends"},
	"jti":              {text: "token id"},
	"code":             {text: "the code it came from", hide: true},
	"clientId":         {text: "client id"},
	"authenticationId": {text: "the grant", hide: true},
	"auid":             {text: "the grant", hide: true},
	"userId":           {text: "Zoom user"},
	"uid":              {text: "Zoom user"},
	"accountId":        {text: "Zoom account"},
	"aid":              {text: "Zoom account"},
	"groupNumber":      {text: "cluster"},
	"gno":              {text: "cluster"},
	"tokenType":        {text: "kind of token"},
	"type":             {text: "kind: 0 access, 1 refresh, 3 server"},
	"toleranceId":      {text: "+1 on each refresh"},
	"tid":              {text: "+1 on each refresh"},
}
