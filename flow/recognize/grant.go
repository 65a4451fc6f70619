package recognize

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// Grant is what a text gives to anyone who has it: tokens, or a code that can be
// exchanged for them. The zero value gives nothing.
type Grant struct {
	Token       flow.Token
	Code        flow.CallbackParameters // of a code or a refusal
	Verifier    flow.Secret             // code_verifier, where the text has it by name
	RedirectURI string                  // redirect_uri, where the text has it by name
	ClientID    string                  // of the app that the text has it with, where it has one alone
	Unnamed     flow.Secret             // an opaque word: a person has to say what it is
	LeftOut     []string                // why values with the names of tokens are not among them
	Why         string                  // what keeps it from being taken; then nothing else is set
}

// ReadGrant reads what a text gives: a token response, a pair by name, JWTs alone, which
// say themselves what they are, a callback in any form, a code by its name, the request
// of an exchange. A bare opaque word is unnamed: only its name tells the kinds apart.
func ReadGrant(text string) Grant {
	text = newSource(Within(text)).text
	return grantIn(text, Read(text))
}

// grantIn is that of a cleaned text, of which the artefacts are known.
func grantIn(text string, found []Artefact) Grant {
	g := readGrant(text, found)
	if !g.isEmpty() {
		return g
	}
	if plain := inEnglishTokens(namedValues(unwritten(text))); plain != text {
		return readGrant(plain, Read(plain))
	}
	return g
}

// cutOff is why a token is not taken of which a text has a part.
const cutOff = "the token is cut off or damaged: copy the whole token"

// listedValue is a member of a list whose members have names and values: {"name": "code", "value": "…"}.
var listedValue = expression(`"(?:name|key|Name|Key)"\s*:\s*"(?:[^"]{0,96}/)?([\w.-]{1,64})"\s*,(?:\s*"\w+"\s*:\s*(?:"[^"]*"|\w+)\s*,){0,3}\s*"[vV]alue"\s*:`)

// namedValues is a text in which the values of such lists have their names.
func namedValues(text string) string { return listedValue().ReplaceAllString(text, `"$1":`) }

// What other languages call the two tokens, and words without one of which a text has none of these names.
var (
	labelStems   = wordsOf("zugriff", "zugang", "jeton", "token d", "chiave d", "toegang", "aktualis", "erneuer", "auffrisch", "vernieuw")
	accessLabel  = expression(`(?i)zug(?:riff|ang)s-?token|(?:token|jeton|chiave) d(?:e|i|['’]) ?ac(?:c[eè]s(?:o|so)?|esso)|toegangstoken`)
	refreshLabel = expression(`(?i)(?:aktualisierungs|erneuerungs|auffrischungs|vernieuwings)-?token|(?:token|jeton) (?:de |di |d['’])(?:actualizaci[oó]n|refresco|renovaci[oó]n|actualisation|rafra[iî]chissement|aggiornamento|atualiza[cç][aã]o)`)
)

// inEnglishTokens is a text with the names of the tokens in English.
func inEnglishTokens(text string) string {
	if !labelStems().In(text) {
		return text
	}
	return refreshLabel().ReplaceAllString(accessLabel().ReplaceAllString(text, "access_token"), "refresh_token")
}

// isEmpty reports whether nothing was read, and nothing said of it.
func (g Grant) isEmpty() bool {
	return g.Why == "" && !g.Token.HasToken() && g.Code == (flow.CallbackParameters{}) && g.Unnamed.IsZero()
}

// readGrant reads a cleaned text as it is written.
func readGrant(text string, found []Artefact) Grant {
	list, leftOut, why := tokensIn(text, found)
	if why != "" {
		return Grant{Why: why}
	}
	token, why := gathered(list, text)
	if why != "" {
		return Grant{Why: why}
	}
	if token.HasToken() {
		if beside := withBeside(&token, text, found); len(leftOut) == 0 {
			leftOut = beside
		}
		beside := objectAround(text, max(0, strings.Index(text, cmp.Or(token.AccessToken.Reveal(), token.RefreshToken.Reveal()))))
		token.Scope, token.APIURL = scopeMember().Group(beside), apiMember().Group(beside)
		return Grant{Token: token, ClientID: clientIn(text, found), LeftOut: append(leftOut, maskedBeside(text, token)...)}
	}
	g := ofExchange(found)
	if !g.Code.Code.IsZero() {
		g.ClientID = clientIn(text, found)
		return g
	}
	claimed, cut := claimedTokens(text, found)
	if len(claimed) == 0 && !cut {
		claimed = carried(found)
	}
	if cut {
		leftOut = append(leftOut, cutOff)
	}
	if token, why = gathered(withoutFormer(claimed, text), text); why != "" || token.HasToken() {
		return Grant{Token: token, Why: why, LeftOut: leftOut}
	}
	g.readCode(text)
	if !g.Code.Code.IsZero() {
		g.ClientID = clientIn(text, found)
	}
	if reasons := append(leftOut, maskedBeside(text, token)...); len(reasons) > 0 && g.Why == "" && g.Code == (flow.CallbackParameters{}) {
		return Grant{Why: reasons[0]}
	}
	return g
}

// ReadGrantFor is [ReadGrant] for the apps with the client IDs: of several grants in a text it
// takes the only one that says it was issued to one of them. What [Read] found in the text is
// known.
func ReadGrantFor(text string, found []Artefact, clientIDs ...string) Grant {
	text = newSource(Within(text)).text
	g := grantIn(text, found)
	if g.Why == "" {
		return g
	}
	issued := slices.DeleteFunc(severalIn(text, found), func(one Grant) bool {
		return !slices.Contains(clientIDs, one.IssuedTo())
	})
	if len(issued) != 1 {
		return g
	}
	return issued[0]
}

// IssuedTo is the client ID that one of the tokens says it was issued to; "" where none says it.
func (g Grant) IssuedTo() string {
	return cmp.Or(ClientOf(g.Token.RefreshToken), ClientOf(g.Token.AccessToken))
}

// What a token response says beside the tokens.
var (
	scopeMember = expression(`"scope"\s*:\s*"([^"\\]*)"`)
	apiMember   = expression(`"api_url"\s*:\s*"([^"\\]*)"`)
)

// objectAround is the innermost part of a text in curly brackets that holds an offset, as far as one
// token can be away from its end; what is around the offset where it stands in none.
func objectAround(text string, at int) string {
	first, last := max(0, at-maxTokenText), min(len(text), at+maxTokenText)
	start, depth := at, 0
	for ; start > first && depth <= 0; start-- {
		switch text[start-1] {
		case '{':
			depth++
		case '}':
			depth--
		}
	}
	if depth <= 0 {
		return text[first:last]
	}
	if end := scan(text[start:last], func(i, open int) bool { return open == 1 && text[start+i] == '}' }); end >= 0 {
		last = start + end + 1
	}
	return text[start:last]
}

// namedClient is a client ID behind its name.
var namedClient = expression(`(?i)\bclient_?id["'\]]*\s*(?:=>|[=:|])\s*["'\[]*([A-Za-z0-9_-]{20,24})(?:[^A-Za-z0-9_.-]|$)`)

// clientIn is the client ID of the requests and credentials in a text, or behind its name; "" where there is
// none, or more than one.
func clientIn(text string, found []Artefact) string {
	var ids []string
	for _, a := range found {
		if a.Provider.Foreign {
			continue
		}
		id := cmp.Or(a.Trace.Request.Auth.ClientID, a.Trace.Request.Find("client_id").Plain)
		if v, ok := a.Credentials.Find(ClientID); ok && id == "" && v.Problem == "" {
			id = v.Plain
		}
		ids = append(ids, id)
	}
	for _, m := range namedClient().FindAllStringSubmatch(text, maxArtefacts) {
		ids = append(ids, m[1])
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return len(id) < leastOpaque || !isGiven(id) }) // a variable, a placeholder
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// ReadVerifier reads a code_verifier that was asked for, with its name or without (RFC
// 7636 §4.1); the zero Secret where the text has none.
func ReadVerifier(text string) flow.Secret {
	if named := namedVerifier(text); !named.IsZero() {
		return named
	}
	return flow.NewSecret(flow.KindVerifier, strings.Trim(flatten(text), "\"'`,;"))
}

// leastOpaque is the length from which on a word can be a token or a code.
const leastOpaque = 16

// isOpaque reports whether a word can be a token or a code.
func isOpaque(word string) bool {
	word = strings.Trim(word, "\"'`,;")
	return len(word) >= leastOpaque && strings.Trim(word, tokenLetters) == "" && !flow.IsPlaceholder(word)
}

// Named is g with its opaque word taken as what a person says that it is.
func (g Grant) Named(kind flow.SecretKind) Grant {
	value := g.Unnamed.Reveal()
	g.Unnamed = flow.Secret{}
	if kind == flow.KindCode {
		g.Code = flow.CallbackParameters{Code: flow.NewSecret(kind, value), Bare: true}
		return g
	}
	if why := put(&g.Token, kind, value); why != "" {
		return Grant{Why: why}
	}
	return g
}

// put sets a token of a kind. A JWT that says it is of the other kind is not taken, and
// neither is a second one.
func put(token *flow.Token, kind flow.SecretKind, value string) (why string) {
	secret := flow.NewSecret(kind, value)
	switch said := kindByClaims(secret); {
	case said == flow.KindAccessToken && kind == flow.KindRefreshToken:
		return "the value of refresh_token is an access token, as its claims say"
	case said == flow.KindRefreshToken && kind == flow.KindAccessToken:
		return "the value of access_token is a refresh token, as its claims say"
	}
	claims, err := flow.DecodeToken(secret)
	if kind == flow.KindRefreshToken {
		if !token.RefreshToken.IsZero() && token.RefreshToken.Digest() != secret.Digest() {
			return "there is another refresh token"
		}
		token.RefreshToken, token.RefreshedAt = secret, claims.Issued
		return ""
	}
	if !token.AccessToken.IsZero() && token.AccessToken.Digest() != secret.Digest() {
		return "there is another access token"
	}
	token.AccessToken, token.TokenType = secret, "bearer"
	if err == nil && !claims.Expires.IsZero() {
		token.ExpiresAt = claims.Expires
		token.ExpiresIn = max(0, claims.Expires.Sub(claims.Issued)).Truncate(time.Second)
	}
	return ""
}

// kindByClaims is what a JWT says that it is: tokenType, or type in tokens of Zoom's
// version 7 (docs/zoom.md §4.1).
func kindByClaims(secret flow.Secret) flow.SecretKind {
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return flow.KindUnknown
	}
	for _, c := range claims.List {
		switch c.Name + " " + c.Value {
		case "tokenType access_token", "type 0", "type 3":
			return flow.KindAccessToken
		case "tokenType refresh_token", "type 1":
			return flow.KindRefreshToken
		}
	}
	return flow.KindUnknown
}

// ClientOf is the client ID that a JWT of Zoom's says it was issued to; "" where it says
// none.
func ClientOf(secret flow.Secret) string {
	claims, err := flow.DecodeToken(secret)
	if err != nil {
		return ""
	}
	for _, c := range claims.List {
		for _, prefix := range []string{"zm:cid:", "urn:zoom:connect:clientid:"} {
			if id, ok := strings.CutPrefix(c.Value, prefix); ok && c.Name == "iss" {
				return id
			}
		}
		if c.Name == "clientId" {
			return c.Value
		}
	}
	return ""
}
