package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// TokenFound is a token as it was found, with what happened to it on the way. Secret
// is the token alone, without the damage.
type TokenFound struct {
	Secret flow.Secret
	Where  string   // "Authorization header", or empty
	Damage []string // in our words: "the scheme Bearer appears twice"
	Cut    bool     // a part of it is missing
}

// IsPlaceholder reports whether documentation's name for a token stands in its place.
func (t TokenFound) IsPlaceholder() bool { return flow.IsPlaceholder(t.Secret.Reveal()) }

// readTokens finds tokens: in an Authorization header, a JWT anywhere, an opaque word
// that is the whole text.
func readTokens(r *reader) { tokenReader{r}.read() }

// tokenReader finds tokens and follows them over the rows that a terminal made of them.
type tokenReader struct{ *reader }

func (r tokenReader) read() {
	for _, scheme := range []string{"Bearer", "bearer", "BEARER"} {
		r.tries(scheme, r.readBearer)
	}
	r.each("eyJ", func(at int) int {
		end := r.tokenEnd(at)
		if at > 0 && isWordByte(r.text[at-1]) {
			return end
		}
		token, rows := joinRows(r.text[at:end])
		if len(token) < 24 {
			return end
		}
		kind := kindByClaims(flow.NewSecret(flow.KindUnknown, token))
		found := TokenFound{Secret: flow.NewSecret(kind, token), Cut: strings.Count(token, ".") < 2}
		r.addToken(found, rows, at, end)
		return end
	})
	r.readOpaque()
}

// readObjectsAsTokens finds the headers in which an object stands for its token: they are no response.
func readObjectsAsTokens(r *reader) {
	r.tries("Bearer ", func(at int) (int, bool) {
		next := at + len("Bearer ")
		if !objectText().MatchString(r.text[next:min(len(r.text), next+maxName)]) {
			return next, false
		}
		return tokenReader{r}.readBearer(at)
	})
}

func (r tokenReader) addToken(found TokenFound, rows, start, end int) {
	a := Artefact{Kind: Token, Form: "token", Certainty: Certain, Token: found}
	if found.Where != "" {
		a.Form = "token in an " + found.Where
	}
	if rows > 1 {
		a.Flaws = append(a.Flaws, "a terminal wrapped it; the rows were joined")
		a.Certainty = Likely
	}
	if found.Cut || len(found.Damage) > 0 {
		a.Certainty = Likely
	}
	r.add(a, start, end)
}

// ShortestToken is how many characters a token has at least: those of Zoom, opaque ones too, have more than twice as
// many, and what is shorter was cut or mistyped.
const ShortestToken = 16

// maxTokenText is how much of a text is looked at for one token, in bytes.
const maxTokenText = 32 << 10

// readBearer reads "Bearer" and what follows it.
func (r tokenReader) readBearer(at int) (next int, ok bool) {
	if at > 0 && isWordByte(r.text[at-1]) || at+6 < len(r.text) && isWordByte(r.text[at+6]) && !strings.HasPrefix(r.text[at+6:], "eyJ") {
		return at + 6, true
	}
	stop := min(len(r.text), at+maxTokenText)
	if i := strings.IndexByte(r.text[at:stop], '\n'); i >= 0 {
		stop = at + i
	}
	if joinedBearer().MatchString(r.text[at+6 : stop]) { // the token is in a variable
		return at + 6, false
	}
	if i := strings.Index(r.text[at:min(stop, at+maxName)], "eyJ"); i >= 0 {
		stop = max(stop, r.tokenEnd(at+i))
		if end := r.tokenEnd(at + i); end < stop && !holdsPrefix(r.text[end:], escapedBlanks) && strings.TrimRight(r.text[end:stop], " \"'`,;)}]") != "" {
			stop = end
		}
	} else {
		stop = min(stop, at+maxBare)
	}
	joined, rows := joinRows(r.text[at:stop])
	start, inHeader := r.headerStart(at)
	if inHeader {
		joined = strings.TrimRight(joined, " ")
	}
	found := ReadBearer(joined)
	if found.Secret.IsZero() && (!inHeader || len(found.Damage) == 0) || found.Secret.Len() < ShortestToken && !inHeader && len(found.Damage) == 0 {
		return at + 6, false
	}
	if inHeader {
		found.Where = "Authorization header"
	}
	r.addToken(found, rows, start, stop)
	return stop, true
}

// joinedBearer is how a program goes on behind "Bearer" in quotes, where it joins a token to
// it or hands both over.
var joinedBearer = expression("^ ?[\"'`]\\s*(?:[+.&,*~]|<>)\\s*\\$?[A-Za-z_(]")

// headerStart returns where the header that holds an offset begins, and whether there
// is one.
func (r tokenReader) headerStart(at int) (int, bool) {
	const reach = 24
	start, _ := r.line(r.lineOf(at))
	start = max(start, at-reach)
	if i := strings.LastIndex(strings.ToLower(r.text[start:at]), "authorization"); i >= 0 {
		return start + i, true
	}
	return at, false
}

// tokenEnd returns where the token that begins at an offset ends, following rows.
func (r tokenReader) tokenEnd(at int) int {
	end := at
	dots := 0
	for end < len(r.text) && end-at < maxTokenText {
		switch c := r.text[end]; {
		case c == '.' && strings.HasPrefix(r.text[end:], "..."):
			return end
		case c == '.':
			dots++
		case isWordByte(c) && c != '$' || c == '=':
		case c == '\n':
			row := r.rowBelow(end)
			if row == 0 || dots == 2 && strings.HasPrefix(strings.TrimLeft(r.text[end+1:], " \t>|"), "eyJ") {
				return end
			}
			dots += strings.Count(r.text[end+1:end+1+row], ".")
			end += row
		default:
			return end
		}
		end++
	}
	return end
}

// rowBelow returns the length of the row below a line end when it goes on with a
// token: token letters alone, perhaps indented or quoted.
func (r tokenReader) rowBelow(at int) int {
	row := r.text[at+1 : min(len(r.text), at+1+maxTokenText)]
	if i := strings.IndexByte(row, '\n'); i >= 0 {
		row = row[:i]
	}
	word := strings.TrimRight(strings.TrimLeft(row, " \t>|"), " \t\"'")
	if len(word) < 2 || strings.Trim(word, tokenLetters) != "" || strings.Contains(strings.TrimRight(word, "="), "=") { // the next name with its value
		return 0
	}
	if strings.IndexByte(word, '.') < 0 && !strings.ContainsAny(word, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return 0 // a word of prose
	}
	return len(strings.TrimRight(row, " \t\"'"))
}

// joinRows joins the rows of a wrapped token.
func joinRows(text string) (string, int) {
	rows := strings.Split(text, "\n")
	for i := range rows {
		if i > 0 {
			rows[i] = strings.TrimLeft(rows[i], " \t>|")
		}
	}
	return strings.Join(rows, ""), len(rows)
}

// printedValue is what programs print of a value that is no text: a function, its type, where it is in memory.
var printedValue = expression(`^(?:(?:async )?function\b[^{]*\{|Promise \{|<(?:function|bound method|coroutine|generator)\b|\([\w, ]*\) =>|System\.\w|(?:Array|Object|\[object \w+\]|#?<[\w.:]+ ?(?:object|instance|\[|0x|:)[^>]*>|[\w.]+@[0-9a-f]{4,8})$)`)

// IsPrinted reports whether a value is what programs print of one that is no text: a coroutine, an object.
func IsPrinted(value string) bool { return printedValue().MatchString(value) }

// ReadBearer reads the value of an Authorization header that should be "Bearer" and
// a token, and names everything that makes it more or less than that.
func ReadBearer(value string) TokenFound {
	var t TokenFound
	damaged := func(what string) { t.Damage = append(t.Damage, what) }
	if joinedScheme().MatchString(value) {
		damaged("there is no space after Bearer")
	}
	if escapedScheme().MatchString(value) {
		damaged("%20 is sent instead of the space after Bearer")
	}
	value, found := cutScheme(value)
	if !found {
		return t
	}
	if rest, again := cutScheme(value); again {
		value = rest
		damaged("the scheme Bearer appears twice")
	}
	trimmed := strings.TrimSpace(value)
	bare := strings.TrimRight(trimmed, "\"'`,;")
	if word := strings.ToLower(strings.Trim(bare, "\"'")); flow.IsNoValue(word) {
		damaged("Bearer is followed by the word " + word)
		return t
	}
	if IsPrinted(trimmed) {
		damaged("Bearer is followed by what programs print of a function, a promise or an object")
		return t
	}
	switch {
	case bare == "":
		damaged("nothing follows Bearer")
		return t
	case (IsVariable(bare) || flow.IsPlaceholder(bare)) && !strings.Contains(bare, "eyJ"):
		return t
	}
	t.undress(bare)
	return t
}

// joinedScheme is the scheme with the token directly behind it.
var joinedScheme = expression(`(?i)^\W*bearereyJ`)

// escapedScheme is the scheme with an escaped space behind it.
var escapedScheme = expression(`(?i)\bbearer%20`)

// objectAsText is the damage of a token whose program printed what holds it.
const objectAsText = "an object was turned into text instead of its access_token"

// objectText is what programs print of an object that holds a token: @{access_token=…} of PowerShell,
// map[access_token:…] of Go, Token(access_token='…') of Python.
var objectText = expression(`^(?:[@&]?\{|map\[|\w*\()?\W{0,3}access_?token\W{1,5}?["']?([\w.~+/=-]{8,})|^&?\{(eyJ[\w.-]+)`)

// cutScheme takes "Bearer" off, with a colon that does not belong there.
func cutScheme(value string) (string, bool) {
	value = strings.TrimLeft(value, " \t\"'")
	if len(value) < 6 || !strings.EqualFold(value[:6], "Bearer") {
		return value, false
	}
	rest := value[6:]
	rest = strings.TrimPrefix(rest, escapedSpace)
	if len(rest) == len(value)-len("Bearer") && rest != "" && strings.IndexByte(" \t:=", rest[0]) < 0 && !strings.HasPrefix(rest, "eyJ") {
		return value, false
	}
	return strings.TrimLeft(rest, " \t:="), true
}

// escapedSpace is a space as it is written in addresses.
const escapedSpace = "%20"

// escapedBlanks are line breaks and a space as they are written in addresses and programs.
var escapedBlanks = []string{"%0A", "%0a", `\n`, "%0D", `\r`, escapedSpace}

// PlaceholderForToken is the damage of a token in whose place its name stands, as documentation has it.
const PlaceholderForToken = "a placeholder stands in place of the token"

// nameInAngles is such a name.
var nameInAngles = expression(`^<[A-Za-z]+(?:[ _-]?[A-Za-z]+)*>`)

// undress takes what is not the token off, and names it.
func (t *TokenFound) undress(value string) {
	damaged := func(what string) { t.Damage = append(t.Damage, what) }
	m := objectText().FindStringSubmatch(value)
	switch {
	case m != nil:
		damaged(objectAsText)
		value = m[1] + m[2]
	case strings.HasPrefix(value, "("):
		damaged("a tuple was turned into text: the rest of it is sent with the token")
	case strings.HasPrefix(value, "b'") || strings.HasPrefix(value, `b"`):
		damaged("Python bytes were turned into text: b and quotes are sent with the token")
		value = value[1:]
	case strings.HasPrefix(value, "["):
		damaged("a list was turned into text: brackets are sent with the token")
	case strings.HasPrefix(value, "{"):
		damaged(objectAsText)
	case strings.HasPrefix(value, "'") || strings.HasPrefix(value, `"`) || strings.HasPrefix(value, `\"`):
		damaged("quotes are sent with the token")
	case nameInAngles().MatchString(value):
		damaged(PlaceholderForToken)
		return
	case strings.HasPrefix(value, "<"):
		damaged("angle brackets are sent with the token")
	}
	value = strings.Trim(value, "()[]{}'\"<>,\\ ")
	for _, end := range escapedBlanks {
		if strings.HasSuffix(value, end) {
			if blank := "a line break or space is sent after the token"; !slices.Contains(t.Damage, blank) {
				damaged(blank)
			}
			value = strings.TrimSuffix(value, end)
		}
	}
	if strings.HasSuffix(value, "...") || strings.HasSuffix(value, "…") {
		t.Cut = true
		value = strings.TrimRight(value, ".…")
	}
	if i := strings.IndexAny(value, " \t"); i >= 0 {
		if strings.Contains(value[:i], "eyJ") || len(value[:i]) >= 24 {
			value = value[:i]
		} else {
			return
		}
	}
	if strings.Trim(value, tokenLetters) == "" && len(value) >= 8 {
		t.Secret = flow.NewSecret(flow.KindAccessToken, value)
		t.Cut = t.Cut || strings.HasPrefix(value, "eyJ") && strings.Count(value, ".") < 2
	}
}

// readOpaque takes the values of tokens by their names for tokens, and a text that is one
// long word.
func (r tokenReader) readOpaque() {
	if len(r.found) > 0 || r.readNamed() {
		return
	}
	word, kind := strings.Trim(r.text, " \t\n\"'`<>,;"), flow.KindUnknown
	if m := namedAlone().FindStringSubmatch(word); m != nil {
		word, kind = m[2], secretKinds[m[1]]
	}
	if len(word) < 24 || strings.Trim(word, tokenLetters) != "" || flow.IsPlaceholder(word) || strings.Contains(word, "://") || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_.-") == "" {
		return
	}
	if isUUID(word) || strings.Count(word, "/") > 1 {
		return
	}
	at := strings.Index(r.text, word)
	r.add(Artefact{Kind: Token, Form: "opaque word", Certainty: Possible, Token: TokenFound{Secret: flow.NewSecret(kind, word)}}, at, at+len(word))
}

// namedAlone is a secret behind its name, which no list of tokens has.
var namedAlone = expression(`^(device_code|code_verifier)["']?\s*[:=]\s*["']?([\w.~-]+)$`)

// readNamed takes opaque tokens that stand behind their names in a text that has nothing
// else; false where there are none.
func (r tokenReader) readNamed() bool {
	for _, t := range namedTokens(r.text[:min(len(r.text), maxAddress)]) {
		if !t.cut && isOpaque(t.value) && strings.HasPrefix(r.text[t.at:], t.value) && !r.covered(t.at) {
			r.add(Artefact{Kind: Token, Form: "opaque word", Certainty: Possible, Token: TokenFound{Secret: flow.NewSecret(t.kind, t.value)}}, t.at, t.at+len(t.value))
		}
	}
	return len(r.found) > 0
}

// isUUID reports whether a word has the shape of a UUID.
func isUUID(word string) bool {
	return len(word) == 36 && word[8] == '-' && word[13] == '-' && word[18] == '-' && word[23] == '-'
}
