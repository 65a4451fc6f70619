package recognize

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/flow"
)

// RefusalWords are what Zoom's consent page says to a user who may not add the app, in
// lower case.
var RefusalWords = []string{
	"you cannot authorize", "you can't authorize", "você não pode autorizar", "no puede autorizar", "no puedes autorizar", "vous ne pouvez pas autoriser", "nicht autorisieren",
	"non puoi autorizzare", "non è possibile autorizzare", "niet autoriseren", "を認証できません", "を承認できません", "无法授权", "無法授權", "승인할 수 없습니다", "не можете авторизовать", "nie możesz autoryzować", "yetkilendiremezsiniz",
}

// UnpublishedWords are what it says to a user of another account than the developer's, in lower case.
var UnpublishedWords = []string{"install this app without the developer's account"}

var (
	// pagePhrases are what the page says, in lower case.
	pagePhrases = slices.Concat(RefusalWords, UnpublishedWords, []string{"an account admin is required", "an admin is required to", "pre-approve", "your account admin", "your zoom admin", "invalid redirect", "invalid client_id:"})
	pageWords   = wordsOf(pagePhrases...)
	// rowErrors are the words by which the error in a row of a table is known.
	rowErrors = wordsOf(slices.Concat(reasons, restMessages, oauthCodes, pagePhrases)...)
)

// invalidWords are how the page says "invalid" in its languages: parts of the words, in lower case and without
// a first letter that has a capital beyond ASCII; redirectWords and clientWords are what it says that of.
var (
	invalidWords = wordsOf(
		"invalid", "inválid", "ungültig", "non valid", "no válid", "não válid", "無効", "无效", "無效", "잘못된", "유효하지 않은", "едопустим", "едействит", "еверн", "geçersiz",
		"nieprawidł", "ongeldig", "không hợp lệ", "tidak valid", "ogiltig",
	)
	redirectWords = []string{
		"redire", "reindirizz", "weiterleitung", "umleitung", "リダイレクト", "重定向", "重新导向", "重新導向", "리디렉션", "리다이렉트", "еренаправ", "yönlendirme", "przekierowani", "omleiding",
		"chuyển hướng", "pengalihan", "omdirig",
	}
	clientWords   = []string{"client_id", "client id"}
	refusedThings = wordsOf(slices.Concat(clientWords, redirectWords)...)
)

// PageSays is the sentence of Zoom's page in English, in lower case, that a text has in one of the page's
// languages; "" where it has none.
func PageSays(text string) string {
	said := ""
	refusedThings().Each(text, func(word, at int) bool {
		value := refusedValue(text, at, wordEnd(text, at+len(refusedThings().Word(word))))
		switch {
		case word < len(clientWords) && value != "":
			said = "invalid client_id:"
		case strings.HasPrefix(value, "http"):
			said = "invalid redirect:"
		}
		return said == ""
	})
	return said
}

// refusedValue is what stands behind a colon in a sentence that says of the thing between two offsets that it is
// invalid, and nothing more; "" in any other text.
func refusedValue(text string, at, end int) string {
	const reach, mostWords = 32, 3
	before := text[max(0, at-reach):at]
	before = before[strings.LastIndexAny(before, ".:;,*(\"'`\n")+1:]
	after, value, found := strings.Cut(text[end:min(len(text), end+2*reach)], ":")
	beside := before + " " + after
	switch {
	case !found || strings.ContainsAny(after, "\"'`,;.{}[]\n") || !invalidWords().In(before+text[at:end]+after):
		return ""
	case len(strings.Fields(beside)) > mostWords || strings.Contains(beside, " is "):
		return ""
	}
	return strings.TrimLeft(value, " \"'`")
}

// readPages finds what a browser showed instead of calling back. Zoom's page is
// written in the user's language; its number is the same in all of them.
func readPages(r *reader) {
	for n := range r.lines {
		start, end := r.line(n)
		if r.full() || end-start < 4 || end-start > maxAddress || !isPageLine(r.text[start:end]) || r.listsErrors(n) {
			continue
		}
		if r.claimed[n] {
			if behind := r.behindAuthorizeURL(n); behind < end && isPageLine(r.text[behind:end]) {
				r.keep(Artefact{Kind: Page, Form: "text of a page", Certainty: Likely}, behind, end)
			}
			continue
		}
		first, last := paragraph(r, n)
		from, _ := r.line(first)
		_, to := r.line(last)
		r.add(Artefact{Kind: Page, Form: "text of a page", Certainty: Likely}, from, to)
	}
}

// behindAuthorizeURL is where the rest of a line begins on which an authorize URL ends; the end
// of the line where none does.
func (r *reader) behindAuthorizeURL(n int) int {
	_, end := r.line(n)
	i := slices.IndexFunc(r.found, func(a Artefact) bool { return a.Trace.Step == flow.StepAuthorize && r.lineOf(a.end-1) == n })
	if i < 0 {
		return end
	}
	return r.found[i].end
}

// isPageLine reports whether a line has a page's words, in a comment of a program too. A number in one where
// zoom is no name of Zoom's is something else's.
func isPageLine(line string) bool {
	line = strings.TrimLeft(line, " \t/#")
	return (len(PageNumbers(line)) > 0 && zoomName().In(line) == speaksOfZoom(line) || pageWords().In(line) || PageSays(line) != "") && !isSource(line) && !severalNumbers(line) && !isQuotedFromDocs(line)
}

// paragraph returns the first and last line around a line that stand together.
func paragraph(r *reader, n int) (first, last int) {
	const reach = 4
	first, last = n, n
	for first > 0 && n-first < reach && joinsParagraph(r, first-1) {
		first--
	}
	for last+1 < len(r.lines) && last-n < reach && joinsParagraph(r, last+1) {
		last++
	}
	return first, last
}

// joinsParagraph reports whether a line can be a part of what stands around a page's words.
func joinsParagraph(r *reader, n int) bool {
	start, end := r.line(n)
	return !r.claimed[n] && end-start < maxAddress && strings.TrimSpace(r.text[start:end]) != ""
}

// PageNumbers returns Zoom's numbers for errors (docs/zoom.md, rows 4700 to 4741) in a text, where one can
// stand: in brackets, behind a word for an error, alone on its line, as the value of a
// code. A port, a price, a meeting ID, a part of a UUID is none.
func PageNumbers(text string) []int {
	var numbers []int
	for at := 0; at < len(text); {
		i := strings.IndexByte(text[at:], '4')
		if i < 0 {
			break
		}
		at += i
		number, length := numberAt(text[at:])
		if number != 0 && numberPlace(text, at, at+length) {
			numbers = append(numbers, number)
		}
		at++
	}
	return numbers
}

// Thousands are what languages put behind the 4 of Zoom's numbers (docs/zoom.md, row page:4702).
var Thousands = []string{",", ".", "'", " ", "\u00a0", "\u202f", "\u2009"}

// numberAt reads 47xx with what languages put behind the 4; 0 where there is none.
func numberAt(text string) (number, length int) {
	i := 1
	for _, separator := range Thousands {
		if strings.HasPrefix(text[1:], separator) {
			i += len(separator)
			break
		}
	}
	if len(text) < i+3 || text[i] != '7' || !isDigit(text[i+1]) || !isDigit(text[i+2]) {
		return 0, 0
	}
	if len(text) > i+3 && (isWordByte(text[i+3]) || text[i+3] == '.' && len(text) > i+4 && isDigit(text[i+4]) || text[i+3] == ':' && len(text) > i+4 && isDigit(text[i+4])) {
		return 0, 0
	}
	return 4000 + 700 + int(text[i+1]-'0')*10 + int(text[i+2]-'0'), i + 3
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// errorWords are the words, in lower case, behind which a number is an error's.
var errorWords = []string{"error", "err", "errorcode", "error_code", "error code", "code", "fehler", "fehlercode", "erreur", "erro", "c\u00f3digo", "codice", "エラー", "エラーコード", "错误", "오류"}

// numberPlace reports whether a number stands where an error's number does.
func numberPlace(text string, start, end int) bool {
	if start > 0 && isWordByte(text[start-1]) {
		return false
	}
	before := text[max(0, start-40):start]
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	after := text[end:min(len(text), end+16)]
	if isBracketed(before, after) {
		return true
	}
	if endsInErrorWord(before) && !isUnit(after) && !sqlState().MatchString(after) {
		return true
	}
	return strings.TrimSpace(before) == "" && (strings.TrimSpace(after) == "" || strings.HasPrefix(after, "\n"))
}

// sqlState is the state behind an error of a database: "ERROR 4711 (42000)", "4711, SQLSTATE 42000".
var sqlState = expression(`^(?: \([0-9A-Z]{5}\)|,? ?SQLSTATE)`)

// endsInErrorWord reports whether a text ends in a word for an error of nobody else; a passcode is none.
func endsInErrorWord(text string) bool {
	bare := strings.TrimRight(text, " \t:=#\"'-([")
	return slices.ContainsFunc(errorWords, func(word string) bool {
		rest := bare[:max(0, len(bare)-len(word))]
		return strings.EqualFold(bare[len(rest):], word) && (rest == "" || !isLetter(rest[len(rest)-1])) && !IsOthersError(rest)
	})
}

// otherCodes are what else has a code, in lower case.
var otherCodes = []string{"reason", "promo", "voucher", "zip", "area", "room", "booking", "country", "dial", "decline"}

// IsOthersError reports whether what stands before a word for an error makes it another program's: the exit
// code of a process, the error of a database or of another product.
func IsOthersError(before string) bool {
	words := strings.Fields(strings.TrimRight(before[max(0, len(before)-2*longestName):], "_-"))
	if len(words) == 0 {
		return false
	}
	exits := func(word string) bool { return strings.HasPrefix(strings.ToLower(word), "exit") }
	last := strings.TrimLeft(words[len(words)-1], "\"'{[(")
	return slices.ContainsFunc(words[max(0, len(words)-2):], exits) || slices.Contains(otherCodes, strings.ToLower(last)) || isProduct(last) || whose(last).Foreign
}

// version is that of a program, at the end of a text.
var version = expression(`\b\d+(?:\.\d+)+ ?$`)

// isBracketed reports whether brackets stand around a number that belong to no name, as
// those of a process ID do.
func isBracketed(before, after string) bool {
	for _, pair := range []struct{ open, end string }{{"(", ")"}, {"[", "]"}, {"（", "）"}} {
		if outside, ok := strings.CutSuffix(before, pair.open); ok && strings.HasPrefix(after, pair.end) {
			if pair.open == "[" && outside != "" && !endsInErrorWord(outside) { // the number of a process
				return false
			}
			if version().MatchString(outside) { // the build of a program
				return false
			}
			word := outside[strings.LastIndexAny(outside, " \t:")+1:]
			ofName := word != "" && len(pair.open) == 1 && !strings.HasPrefix(word, "//") && (isWordByte(word[len(word)-1]) || word[len(word)-1] == '=')
			return !ofName && !isUnit(after[len(pair.end):])
		}
	}
	return false
}

// bracketed reports whether one of the numbers stands in brackets.
func bracketed(text string) bool {
	for _, open := range []string{"(4", "（4"} {
		for at := 0; ; {
			i := strings.Index(text[at:], open)
			if i < 0 {
				break
			}
			at += i + len(open)
			number, length := numberAt(text[at-1:])
			if number != 0 && isBracketed(text[:at-1], text[at-1+length:]) {
				return true
			}
		}
	}
	return false
}

// isUnit reports whether what follows a number makes it an amount.
func isUnit(after string) bool {
	word := strings.ToLower(strings.TrimSpace(after))
	return holdsPrefix(word, []string{"eur", "usd", "$", "\u20ac", "%", "sec", "ms", "min", "people", "bytes", "kb", "mb", "lines", "rows"})
}

// numberContext are words, in the languages of Zoom's page, that make a number one of
// its. In lower case.
var numberContext = wordsOf(
	"zoom", "redir", "oauth", "weiterleitung", "umleitung", "autori", "authori",
	"client id", "client_id", "client-id", "access token", "access_token", "refresh token", "refresh_token", "scope", "marketplace", "リダイレクト", "重定向", "리디렉션", "перенаправ", "yönlendirme", "przekierowan", "indirizz", "omleid", "doorverwij", "chuyển hướng", "pengalihan", "omdirig", "重新導向", "重新导向", "리다이렉트", "توجيه", "unable to complete your request", "something went wrong", // and the request that it could not complete
	"solicitud", "demande", "anfrage", "solicita\u00e7\u00e3o", "richiesta", "verzoek", "\u017c\u0105dani", "запрос", "istek", "请求", "請求", "リクエスト", "요청", "yêu cầu", "permintaan", "begäran", "url", "errorcode",
)

// NumberContext reports whether a text is one in which one of Zoom's numbers can stand:
// it speaks of redirects, clients or Zoom in some language, or has nothing but the
// number and a word for an error.
func NumberContext(text string) bool {
	lower := strings.ToLower(text)
	is, lens := false, false
	numberContext().Each(text, func(word, at int) bool {
		switch {
		case numberContext().Word(word) != Zoom:
			is = true
		case isLens(text, at):
			lens = true
		default:
			is, lens = true, false
			return false
		}
		return true
	})
	return is && !lens || bracketed(text) && invalidWords().In(lower) || isErrorWord(lower)
}

// isErrorWord reports whether a text has no words but those for an error.
func isErrorWord(lower string) bool {
	between := func(r rune) bool { return strings.ContainsRune(" \t\n0123456789.,:()[]#'\u00a0\u202f\u2009-\"", r) }
	for word := range strings.FieldsFuncSeq(lower, between) {
		if word != "failed" && !slices.Contains(errorWords, word) {
			return false
		}
	}
	return true
}

// byPage judges the text of a page: its number in brackets is Zoom's way, in every
// language.
func byPage(a *Artefact) Provider {
	numbered := bracketed(a.Text) && NumberContext(a.Text)
	if numbered && speaksOfZoom(a.Text) { // whoever sent the user there, or waits at the redirect URI
		return Provider{Name: Zoom, Sure: true, Because: becauseBracketed}
	}
	text := a.Text
	if numbered { // the redirect URI that it refuses is the app's own
		text = AnyAddress().ReplaceAllString(text, "")
	}
	p := whose(text)
	if app := refusedApp(a.Text); app != "" && p.Foreign {
		p = cmp.Or(whose(strings.ReplaceAll(text, app, "")), Provider{Name: Zoom, Because: "words of Zoom's consent page"})
	}
	if p.Sure || !numbered {
		return p
	}
	return Provider{Name: Zoom, Sure: true, Because: becauseBracketed}
}

// AnyAddress finds the addresses of a text.
var AnyAddress = expression(`https?://[^\s"'<>()\x60]+`)

const becauseBracketed = "a number in brackets, as on Zoom's page"

// refusedApp is the app's name behind the words of the consent page that refuse it: an app may be
// called after its maker, who did not write the page.
func refusedApp(text string) string {
	for _, words := range RefusalWords {
		if i := strings.Index(strings.ToLower(text), words); i >= 0 && i+len(words) < len(text) {
			app, _, _ := strings.Cut(text[i+len(words):], "\n")
			return strings.Trim(app, " \t\r.\"'")
		}
	}
	return ""
}
