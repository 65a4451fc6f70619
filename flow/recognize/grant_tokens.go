package recognize

import (
	"strings"

	"zoauth/flow"
)

// tokenValue is a token of a text by what its name or its claims say that it is.
type tokenValue struct {
	kind  flow.SecretKind
	value string
}

// tokensIn are the tokens of a text by their names, else by the names of an exported
// environment.
func tokensIn(text string) (list []tokenValue, why string) {
	if list, why = namedTokens(text); why == "" && len(list) == 0 {
		list = assignedTokens(text)
	}
	return list, why
}

// gathered are tokens as one grant has them, at most one of each kind.
func gathered(list []tokenValue) (token flow.Token, why string) {
	for _, t := range list {
		if why = put(&token, t.kind, t.value); why != "" {
			return flow.Token{}, why
		}
	}
	return token, ""
}

// ReadSeveral reads a text that has more than one token of a kind as one grant after the
// other, in its order: a person has to say which one it is.
func ReadSeveral(text string) []Grant {
	text = Within(text)
	list, why := tokensIn(text)
	if why == "" && len(list) == 0 {
		list = claimedTokens(text)
	}
	var grants []Grant
	for _, t := range list {
		if last := len(grants) - 1; last >= 0 && put(&grants[last].Token, t.kind, t.value) == "" {
			continue
		}
		var next Grant
		if put(&next.Token, t.kind, t.value) == "" {
			grants = append(grants, next)
		}
	}
	return grants
}

// namedTokens are the tokens that stand behind their names.
func namedTokens(text string) (list []tokenValue, why string) {
	for _, m := range grantMember().FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[2], "...") || m[3] == "\u2026" || strings.HasPrefix(m[3], "\u2026") {
			return nil, "the token is cut off: copy the whole token"
		}
		kind := flow.KindAccessToken
		if strings.HasPrefix(strings.ToLower(m[1]), "refresh") {
			kind = flow.KindRefreshToken
		}
		if !flow.IsPlaceholder(m[2]) && m[2] != "null" {
			list = append(list, tokenValue{kind, m[2]})
		}
	}
	return list, ""
}

// tokenWord is in every name of a token.
var tokenWord = wordsOf("token")

// assignedTokens are the tokens of an exported environment and of configuration files,
// under names that say more than their kind: "oAuthDevRefreshToken".
func assignedTokens(text string) []tokenValue {
	var list []tokenValue
	for _, a := range assignmentsIn(newReader(text), tokenWord) {
		words := nameWords(a.name)
		kind := flow.KindUnknown
		if n := len(words); n > 1 && words[n-1] == "token" {
			kind = map[string]flow.SecretKind{"refresh": flow.KindRefreshToken, "access": flow.KindAccessToken}[words[n-2]]
		}
		if (kind == flow.KindRefreshToken || kind == flow.KindAccessToken) && a.off == "" && isOpaque(a.value) {
			list = append(list, tokenValue{kind, a.value})
		}
	}
	return list
}

// claimedTokens are the JWTs in a text, each by what its claims say that it is.
func claimedTokens(text string) []tokenValue {
	var list []tokenValue
	for _, a := range Read(text) {
		if a.Kind != Token || a.Token.Cut || len(a.Token.Damage) > 0 {
			continue
		}
		if kind := kindByClaims(a.Token.Secret); kind != flow.KindUnknown {
			list = append(list, tokenValue{kind, a.Token.Secret.Reveal()})
		}
	}
	return list
}
