package recognize

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// tokenValue is a token of a text by what its name or its claims say that it is.
type tokenValue struct {
	kind  flow.SecretKind
	value string
	cut   bool // the text has no more of it
}

// issued reports whether a token says that Zoom issued it.
func (t tokenValue) issued() bool { return ClientOf(flow.NewSecret(t.kind, t.value)) != "" }

// issuedAt is when a token says that it was issued; the zero time where it says nothing.
func (t tokenValue) issuedAt() time.Time {
	claims, _ := flow.DecodeToken(flow.NewSecret(t.kind, t.value))
	return claims.Issued
}

// tokensIn are the tokens of a text by their names, else by the names of an exported
// environment, without those that it has of other providers.
func tokensIn(text string) (list []tokenValue, why string) {
	if list = namedTokens(text); len(list) > 0 {
		foreign := tokensWhose(text, ofOther)
		list = slices.DeleteFunc(list, func(t tokenValue) bool { return foreign[t.value] })
	}
	if len(list) == 0 {
		list = assignedTokens(text)
	}
	list = withoutFormer(ofZoom(list), text)
	if opaque := slices.IndexFunc(list, func(t tokenValue) bool { return t.kind == flow.KindRefreshToken && !t.issued() && !t.cut }); opaque >= 0 && slices.ContainsFunc(list, tokenValue.issued) {
		return nil, "the value of refresh_token is no token of Zoom's, and the access token beside it is one: copy the refresh token again"
	}
	if slices.ContainsFunc(list, func(t tokenValue) bool { return t.cut }) {
		return nil, "the token is cut off: copy the whole token"
	}
	return list, ""
}

// tokensWhose are the values of tokens whose names, with what they stand in, a section or an object with
// its type, say something of them.
func tokensWhose(text string, say func(words []string) bool) map[string]bool {
	values := map[string]bool{}
	for _, a := range assignmentsIn(newReader(text), tokenWord) {
		if say(slices.Concat(nameWords(a.section), nameWords(a.name))) {
			values[strings.TrimRight(a.value, ".…")] = true
		}
	}
	return values
}

// formerWords name a token in whose place another one came.
var formerWords = []string{"before", "old", "previous", "prev", "former", "superseded"}

// withoutFormer leaves out each token whose name, section or the words before it say that it is a
// former one, where the text has another of its kind that is none and was not issued earlier.
func withoutFormer(list []tokenValue, text string) []tokenValue {
	if len(list) < 2 {
		return list
	}
	named := tokensWhose(text, func(words []string) bool { return hasAny(words, formerWords) })
	former := func(t tokenValue) bool {
		at := max(0, strings.Index(text, t.value))
		before := text[max(0, at-maxName):at]
		return named[t.value] || hasAny(nameWords(before[strings.LastIndexAny(before, "\n{(,;&?|")+1:]), formerWords)
	}
	all := slices.Clone(list)
	return slices.DeleteFunc(list, func(t tokenValue) bool {
		return former(t) && slices.ContainsFunc(all, func(o tokenValue) bool {
			return o.kind == t.kind && !former(o) && !o.issuedAt().Before(t.issuedAt())
		})
	})
}

// ofZoom leaves out the tokens that begin as those of other providers do, and beside tokens that
// say that Zoom issued them, those of their kind that say nothing. An access token that says nothing
// is left out beside a refresh token that does: Zoom issues both alike (docs/zoom.md §4.1).
func ofZoom(list []tokenValue) []tokenValue {
	said := map[flow.SecretKind]bool{}
	for _, t := range list {
		said[t.kind] = said[t.kind] || t.issued()
	}
	return slices.DeleteFunc(list, func(t tokenValue) bool {
		beside := said[t.kind] || t.kind == flow.KindAccessToken && said[flow.KindRefreshToken]
		return tokenOf(t.value) != "" || beside && !t.issued() && !t.cut
	})
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
	text = newSource(Within(text)).text
	list, why := tokensIn(text)
	if why == "" && len(list) == 0 {
		list = claimedTokens(Read(text))
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

// Where a token stands: behind its name, in JSON, also escaped, in a query, a form, .env,
// YAML, also as a block, XML, what programs print and the rows of databases; or on the line below its name.
var (
	namedToken = expression(`(?i)(access|refresh)_?token(?:\\*["'\]]|&quot;|:[\w\\:"']*(?:protected|private)\b)*\s*(=>|[=:|>])\s*([|>][+-]?[ \t]*\n\s*)?(?:string\(\d+\)\s*|\{\s*\\*["']S\\*["']\s*:\s*)?(?:\\*["']|&quot;)?([A-Za-z0-9._~+/=-]+)([^\n]?)`)
	tokenBelow = expression(`(?im)^[\W\d]{0,8}(access|refresh)[_ ]?token\W{0,4}\n[ \t]*(?:\d+\) *)?["'` + "`" + `]?([A-Za-z0-9._~+/=-]{16,})["'` + "`" + `]?,?[ \t]*$`)
)

// grantKinds are the kinds of tokens by the first word of their names.
var grantKinds = map[string]flow.SecretKind{"access": flow.KindAccessToken, "refresh": flow.KindRefreshToken}

// namedTokens are the tokens that stand behind their names.
func namedTokens(text string) (list []tokenValue) {
	for _, m := range namedToken().FindAllStringSubmatchIndex(text, -1) {
		part := func(n int) string { return text[max(0, m[2*n]):max(0, m[2*n+1])] }
		before := text[max(0, m[0]-maxName):m[0]]
		if ofOther(nameWords(before[strings.LastIndexAny(before, " \t\n\"'`{(,;&?|")+1:])) { // teams_access_token
			continue
		}
		value, behind := part(4), part(5)
		if strings.HasSuffix(value, "...") || behind == "\u2026" || strings.HasPrefix(behind, "\u2026") {
			list = append(list, tokenValue{grantKinds[strings.ToLower(part(1))], strings.TrimRight(value, "."), true})
			continue
		}
		if block := m[6] >= 0; block || strings.HasPrefix(value, "eyJ") && strings.Count(value, ".") < 2 { // a terminal broke it over rows
			value = overRows(text, m[8])
		}
		if cell := part(2) == "|" || part(2) == ">"; cell && !isOpaque(value) || isPrintedObject(value, behind) || flow.IsPlaceholder(value) || value == "null" || strings.HasSuffix(value, "_token") {
			continue
		}
		list = append(list, tokenValue{grantKinds[strings.ToLower(part(1))], value, false})
	}
	if len(list) > 0 {
		return list
	}
	for _, m := range tokenBelow().FindAllStringSubmatch(text, -1) {
		if isOpaque(m[2]) && !strings.HasSuffix(m[2], "_token") {
			list = append(list, tokenValue{grantKinds[strings.ToLower(m[1])], m[2], false})
		}
	}
	return append(list, columnTokens(text)...)
}

// memoryAddress is where in memory an object is, as Ruby prints it behind its class.
var memoryAddress = expression(`^0x[0-9a-fA-F]+$`)

// isPrintedObject reports whether a value is what programs print of an object that holds a token: its
// address, or its class with "@" and an address or with its fields in parentheses behind it.
func isPrintedObject(value, behind string) bool {
	return memoryAddress().MatchString(value) || behind == "@" || behind == "("
}

// overRows is the token that begins at an offset and goes on over rows: to the closing quote
// where it stands in quotes.
func overRows(text string, at int) string {
	if quote := text[at-1]; quote == '"' || quote == '\'' {
		inner, _, closed := strings.Cut(text[at:min(len(text), at+maxTokenText)], string(quote))
		if whole := flatten(inner); closed && strings.Trim(whole, tokenLetters) == "" {
			return whole
		}
	}
	rows := tokenReader{&reader{source: &source{text: text}}}
	whole, _ := joinRows(text[at:rows.tokenEnd(at)])
	return whole
}

// columnTokens are the tokens in the first row of a table whose head has their names: of a
// database, a CSV file, an INSERT.
func columnTokens(text string) (list []tokenValue) {
	lines := strings.Split(valuesOfInsert().ReplaceAllString(text, "\n"), "\n")
	for n, head := range lines {
		if !strings.Contains(strings.ToLower(head), "_token") {
			continue
		}
		names := cellsOfRow(head)
		for _, row := range lines[n+1 : min(len(lines), n+3)] { // there may be a rule between them
			values := cellsOfRow(row)
			for i, name := range names {
				kind, _, token := strings.Cut(strings.ToLower(name), "_token")
				if len(values) == len(names) && token && grantKinds[kind] != "" && isOpaque(values[i]) {
					list = append(list, tokenValue{grantKinds[kind], values[i], false})
				}
			}
			if len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// valuesOfInsert parts the names of an INSERT from its values.
var valuesOfInsert = expression(`(?i)\)\s*VALUES\s*\(`)

// cellsOfRow are the cells of a row between its signs.
func cellsOfRow(row string) []string {
	sign := ","
	if strings.Contains(row, "|") {
		sign = "|"
	} else if strings.Contains(row, "\t") {
		sign = "\t"
	}
	if i := strings.IndexByte(row, '('); i >= 0 {
		row = row[i+1:]
	}
	cells := strings.Split(strings.Trim(row, "| \t;)"), sign)
	for i := range cells {
		cells[i] = strings.Trim(cells[i], " \t\"'`")
	}
	return cells
}

// bearer is the token in an Authorization header (RFC 6750 §2.1), also as a program writes it.
var bearer = expression(`(?i)authorization\W{1,12}[bfru]{0,2}["'` + "`" + `]?bearer[ +]+([A-Za-z0-9._~-]{16,})`)

// withBeside adds the token of the other kind that a text has in a header or without a name, where
// the claims of both name one client; of several it adds none.
func withBeside(token *flow.Token, text string, found []Artefact) {
	named := *token
	list := claimedTokens(found)
	for _, m := range bearer().FindAllStringSubmatch(text, -1) {
		list = append(list, tokenValue{kindByClaims(flow.NewSecret(flow.KindUnknown, m[1])), m[1], false})
	}
	for _, t := range list {
		missing := t.kind == flow.KindAccessToken && named.AccessToken.IsZero() || t.kind == flow.KindRefreshToken && named.RefreshToken.IsZero()
		if missing && ClientOf(flow.NewSecret(t.kind, t.value)) == (Grant{Token: named}).IssuedTo() && put(token, t.kind, t.value) != "" {
			*token = named
			return
		}
	}
}

// tokenWord is in every name of a token.
var tokenWord = wordsOf("token")

// assignedTokens are the tokens of an exported environment and of configuration files,
// under names that say more than their kind: "oAuthDevRefreshToken".
func assignedTokens(text string) []tokenValue {
	var list []tokenValue
	if !tokenWord().In(text) {
		return nil
	}
	for _, a := range assignmentsIn(newReader(text), tokenWord) {
		words := nameWords(a.name)
		kind := flow.KindUnknown
		if n := len(words); n > 1 && words[n-1] == "token" {
			kind = map[string]flow.SecretKind{"refresh": flow.KindRefreshToken, "access": flow.KindAccessToken}[words[n-2]]
		}
		if (kind == flow.KindRefreshToken || kind == flow.KindAccessToken) && a.off == "" && !ofOther(slices.Concat(nameWords(a.section), words)) && isOpaque(a.value) {
			list = append(list, tokenValue{kind, a.value, false})
		}
	}
	return list
}

// claimedTokens are the JWTs that were found, each by what its claims say that it is.
func claimedTokens(found []Artefact) []tokenValue {
	var list []tokenValue
	for _, a := range found {
		if a.Kind != Token || a.Token.Cut || len(a.Token.Damage) > 0 {
			continue
		}
		if kind := kindByClaims(a.Token.Secret); kind != flow.KindUnknown {
			list = append(list, tokenValue{kind, a.Token.Secret.Reveal(), false})
		}
	}
	return list
}
