package recognize

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/flow/find"
)

// tokenValue is a token of a text by what its name or its claims say that it is.
type tokenValue struct {
	kind  flow.SecretKind
	value string
	at    int  // where it begins in the text
	cut   bool // the text has no more of it
}

// name is what a token response calls it (RFC 6749 §5.1).
func (t tokenValue) name() string {
	if t.kind == flow.KindRefreshToken {
		return "refresh_token"
	}
	return "access_token"
}

// tokensIn are the tokens of a text by their names, else by the names of an exported
// environment, without those of other providers and those that newer ones replaced; leftOut says
// why others are not among them that have such names.
func tokensIn(text string, found []Artefact) (list []tokenValue, leftOut []string, why string) {
	if list = namedTokens(text); len(list) > 0 {
		list = append(list, bareTokens(text, list)...)
		foreign := tokensOfOthers(text)
		list = slices.DeleteFunc(list, func(t tokenValue) bool { return foreign[t.value] })
	}
	if len(list) == 0 {
		list = assignedTokens(text)
	}
	for i := range list {
		list[i].cut = list[i].cut || list[i].isDamaged()
	}
	list, leftOut = ofZoom(append(list, laterThan(list, text, found)...))
	list = withoutCut(list)
	current := withoutFormer(slices.Clone(list), text)
	for _, t := range list {
		if !slices.ContainsFunc(current, func(o tokenValue) bool { return o.kind == t.kind }) {
			leftOut = append(leftOut, formerToken(t))
		}
	}
	list = current
	if opaque := slices.IndexFunc(list, func(t tokenValue) bool { return t.kind == flow.KindRefreshToken && !t.issued() && !t.cut }); opaque >= 0 && slices.ContainsFunc(list, tokenValue.issued) {
		return nil, nil, "the value of refresh_token is not a Zoom token, but the access token next to it is: copy the refresh token again"
	}
	if slices.ContainsFunc(list, func(t tokenValue) bool { return t.cut }) {
		return nil, nil, cutOff
	}
	return list, leftOut, ""
}

// tokensOfOthers are the values of tokens whose names, with what they stand in, a section or an object with
// its type, say that they are another provider's.
func tokensOfOthers(text string) map[string]bool {
	values := map[string]bool{}
	for _, a := range assignmentsIn(newReader(text), tokenWord) {
		if ofOther(slices.Concat(nameWords(a.section), nameWords(a.name))) {
			values[strings.TrimRight(a.value, ".…")] = true
		}
	}
	return values
}

// gathered are tokens as one grant has them, at most one of each kind.
func gathered(list []tokenValue, text string) (token flow.Token, why string) {
	for i, t := range list {
		if first := slices.IndexFunc(list[:i], func(o tokenValue) bool { return o.kind == t.kind && o.value != t.value }); first >= 0 {
			if other := list[first]; t.issued() && other.issued() && t.client() != other.client() {
				return flow.Token{}, "the text has tokens of two apps" + onLines(text, other.at, t.at) + ": paste only those of this one"
			}
			return flow.Token{}, "the text has two " + strings.Replace(t.name(), "_", " ", 1) + "s" + onLines(text, list[first].at, t.at) + ": paste only the newer one"
		}
		if why = put(&token, t.kind, t.value); why != "" {
			return flow.Token{}, why
		}
	}
	return token, ""
}

// onLines names the lines of two offsets; it says nothing of a single line.
func onLines(text string, first, second int) string {
	line := func(at int) int { return strings.Count(text[:at], "\n") + 1 }
	if line(first) == line(second) {
		return ""
	}
	return fmt.Sprintf(", on lines %d and %d", line(first), line(second))
}

// ReadSeveral reads a text that has more than one token of a kind as one grant after the
// other, in its order: a person has to say which one it is.
func ReadSeveral(text string) []Grant {
	text = newSource(Within(text)).text
	return severalIn(text, Read(text))
}

// severalIn is that of a cleaned text, of which the artefacts are known.
func severalIn(text string, found []Artefact) []Grant {
	list, _, why := tokensIn(text, found)
	if why == "" && len(list) == 0 {
		list, _ = claimedTokens(text, found)
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

// What may stand between the name of a token and its value: the end of the name's quotes and what PHP says of
// its visibility; a sign; the sign of a block of YAML; the length or the type of a value, an object that has
// it as a member; quotes.
const (
	endOfName     = `(?:\\*["'\]]|&quot;|:[\w\\:"']*(?:protected|private)\b)*\s*(=>|[=:|>])\s*`
	blockBelow    = `([|>][+-]?[ \t]*\n\s*)?`
	typeOfValue   = `(?:string\(\d+\)\s*|(?:[A-Za-z][\w:.]*\(){1,3}["']|\{[^{}]{0,96}?\\*["']?(?:S|token|\w*[vV]alue)\\*["']?\s*[:=]\s*)?`
	quotesOfValue = `(?:[bfru]{0,2}\\*["']|&quot;)?`
)

// Where a token stands: behind its name, in JSON, also escaped, in a query, a form, .env,
// YAML, XML, what programs print and the rows of databases; behind its label with nothing between them
// but signs, tags and such words as "is"; or on the line below it.
var (
	namedToken    = expression(`(?i)(access|refresh)_?token` + endOfName + blockBelow + typeOfValue + quotesOfValue + `([A-Za-z0-9._~+/=-]+)([^\n]?)`)
	labelledToken = expression(`(?i)\b(access|refresh)[_ -]?token\b(?:[^A-Za-z0-9\n|,]|\b(?:is|was|value|td|tr|th|code|b|br|p|span|strong|pre|string)\b){1,60}([A-Za-z0-9_~+/-][A-Za-z0-9._~+/-]{14,}[A-Za-z0-9_~+/-]=*)(?:[^A-Za-z0-9=]|$)`)
	tokenBelow    = expression(`(?im)^[\W\d]{0,8}(access|refresh)[_ ]?token\W{0,4}\n[ \t]*(?:\d+\) *)?["'` + "`" + `]?([A-Za-z0-9._~+/=-]{16,})["'` + "`" + `]?,?[ \t]*$`)
)

// grantKinds are the kinds of tokens by the first word of their names.
var grantKinds = map[string]flow.SecretKind{"access": flow.KindAccessToken, "refresh": flow.KindRefreshToken}

// namedTokens are the tokens that stand behind their names.
func namedTokens(text string) (list []tokenValue) {
	for _, m := range namedToken().FindAllStringSubmatchIndex(text, maxArtefacts) {
		part := func(n int) string { return text[max(0, m[2*n]):max(0, m[2*n+1])] }
		before := text[max(0, m[0]-maxName):m[0]]
		if ofOther(nameWords(before[strings.LastIndexAny(before, " \t\n\"'`{(,;&?|")+1:])) { // teams_access_token
			continue
		}
		kind, value, behind := grantKinds[strings.ToLower(part(1))], part(4), part(5)
		if strings.Contains(value, "...") || strings.HasPrefix(value, "eyJ") && flow.IsMasked(strings.Repeat(behind, 3)) {
			list = append(list, tokenValue{kind, strings.TrimRight(value, "."), m[8], true})
			continue
		}
		if block := m[6] >= 0; block || strings.HasPrefix(value, "eyJ") && strings.Count(value, ".") < 2 { // a terminal broke it over rows
			value = overRows(text, m[8])
		}
		if ourPrint().MatchString(text[m[8]:min(len(text), m[8]+maxName)]) {
			continue
		}
		if cell := part(2) == "|" || part(2) == ">"; cell && !isOpaque(value) || isPrintedObject(value, behind) || flow.IsPlaceholder(value) || value == "null" || strings.HasSuffix(value, "_token") {
			continue
		}
		list = append(list, tokenValue{kind, fromBase64(value), m[8], false})
	}
	if len(list) > 0 {
		return list
	}
	for _, form := range []*find.Pattern{tokenBelow(), labelledToken()} {
		for _, m := range form.FindAllStringSubmatchIndex(text, maxArtefacts) {
			if value := text[m[4]:m[5]]; isOpaque(value) && isDrawn(value) && !isUUID(value) {
				list = append(list, tokenValue{grantKinds[strings.ToLower(text[m[2]:m[3]])], value, m[4], false})
			}
		}
	}
	return append(list, columnTokens(text)...)
}

// bareToken is a token that is called nothing more, in quotes: @token="…", token: "…".
var bareToken = expression(`(?:[\n{(,@+:<]\s*["'\\]*token\\*["']?\s*(?:=>|[=:])\s*|["'\w>] token=)\\*["']([A-Za-z0-9._~+/=-]{16,})\\*["']`)

// bareTokens are the access tokens without their kind in their names, where the refresh token stands
// in the same object by its name.
func bareTokens(text string, list []tokenValue) []tokenValue {
	has := func(kind flow.SecretKind) bool {
		return slices.ContainsFunc(list, func(t tokenValue) bool { return t.kind == kind })
	}
	if !has(flow.KindRefreshToken) || has(flow.KindAccessToken) {
		return nil
	}
	var bare []tokenValue
	for _, m := range bareToken().FindAllStringSubmatchIndex("\n"+text, maxArtefacts) {
		value, at := text[m[2]-1:m[3]-1], m[2]-1
		if isOpaque(value) && namedToken().MatchString(objectAround(text, at)) {
			bare = append(bare, tokenValue{flow.KindAccessToken, value, at, false})
		}
	}
	return bare
}

// fromBase64 is the JWT, the address or the query that a word encodes, as the values of a Secret of Kubernetes are;
// others come back as they are.
func fromBase64(word string) string {
	if !holdsPrefix(word, []string{"ZXlK", "aHR0c", "Y29kZT", "P2NvZGU9", "c3RhdGU9"}) { // eyJ, http, code=, ?code=, state=
		return word
	}
	plain, err := base64.RawStdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(word, "=")))
	if value := strings.TrimSpace(string(plain)); err == nil && len(strings.Fields(value)) == 1 && utf8.ValidString(value) {
		return value
	}
	return word
}

// ourPrint is what zoauth shows of a token.
var ourPrint = expression(`^(?:at|rt):[0-9a-f]{6}\b`)

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

// columnTokens are the tokens in the first rows of a table whose head has their names: of a
// database, a CSV file, an INSERT.
func columnTokens(text string) (list []tokenValue) {
	lines := strings.Split(valuesOfInsert().ReplaceAllString(text, "\n"), "\n")
	for n, head := range lines {
		if !strings.Contains(strings.ToLower(head), "_token") {
			continue
		}
		names := cellsOfRow(head)
		for _, row := range lines[n+1 : min(len(lines), n+1+maxRowsOfPairs)] { // there may be a rule between them
			values := cellsOfRow(row)
			for i, name := range names {
				kind, _, token := strings.Cut(strings.ToLower(name), "_token")
				if len(values) == len(names) && token && grantKinds[kind] != "" && isOpaque(values[i]) {
					list = append(list, tokenValue{grantKinds[kind], values[i], max(0, strings.Index(text, values[i])), false})
				}
			}
		}
		if len(list) > 0 {
			return list
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
	cells := strings.Split(strings.Trim(row, "| \t;)"), sign)
	for i := range cells {
		cells[i] = strings.Trim(cells[i], " \t\"'`")
	}
	return cells
}

// tokenWord is in every name of a token, or in what it stands below.
var tokenWord = wordsOf("token", "access", "refresh")

// assignedTokens are the tokens of an exported environment and of configuration files, under names that
// say more than their kind, "oAuthDevRefreshToken", or no more than that below one that says the rest:
// tokens: access.
func assignedTokens(text string) []tokenValue {
	var list []tokenValue
	if !tokenWord().In(text) {
		return nil
	}
	for _, a := range assignmentsIn(newReader(text), tokenWord) {
		words := slices.Concat(nameWords(a.section), nameWords(a.name))
		kind := kindNamed(words)
		if kind != flow.KindUnknown && a.off == "" && !ofOther(words) && isOpaque(a.value) {
			list = append(list, tokenValue{kind, a.value, a.at, false})
		}
	}
	return list
}

// kindNamed is the kind of token that a name ends with.
func kindNamed(words []string) flow.SecretKind {
	n := len(words)
	switch {
	case n < 2:
		return flow.KindUnknown
	case words[n-1] == "token":
		return cmp.Or(grantKinds[words[n-2]], flow.KindUnknown)
	case slices.Contains(words[:n-1], "tokens") || slices.Contains(words[:n-1], "token"):
		return cmp.Or(grantKinds[words[n-1]], flow.KindUnknown)
	}
	return flow.KindUnknown
}
