package recognize

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// Paste is what a user pasted while an authorization waits for its callback. There a
// code alone counts as well.
type Paste struct {
	callbacks []flow.CallbackParameters
	text      string
	tooLong   bool
}

// maxPaste is how much of a paste is read, in bytes.
const maxPaste = 64 << 10

// ReadPaste reads the callbacks in a paste.
func ReadPaste(text string) Paste {
	p := Paste{tooLong: len(text) > maxPaste}
	s := newSource(text[:min(len(text), maxPaste)])
	p.text = strings.NewReplacer("[200~", "", "[201~", "").Replace(s.text)
	p.text = joinSoft(unframed(ofPane(strings.TrimSpace(p.text))))
	wrapped := len(strings.Fields(p.text)) == 1 || looksWrapped(p.text)
	if wrapped {
		p.addAddress(flatten(p.text))
	}
	for _, word := range strings.Fields(p.text) {
		for _, part := range append(strings.FieldsFunc(word, isQuerySign), word) { // a parameter may have a callback in Base64
			if plain := fromBase64(part); plain != part || part == word && strings.ContainsAny(word, "?#%") {
				p.addAddress(plain)
			}
		}
	}
	for _, a := range Read(p.text) {
		if a.Kind == Callback {
			p.add(a.Callback)
		}
	}
	if !wrapped {
		p.addAddress(flatten(p.text))
	}
	if c, ok := bareCode(p.text); ok && len(p.callbacks) == 0 {
		p.add(c)
	}
	return p
}

// isQuerySign reports whether a sign parts the parameters of an address, or the names of some from their values.
func isQuerySign(c rune) bool { return strings.ContainsRune("?&=#;", c) }

// frame are the signs that a mail puts before each row that it quotes, and a terminal's
// dialog around its rows.
const frame = ">|┌┐└┘╭╮╰╯├┤─━═◆◇● \t"

// ofPane is a text of rows without what another pane of the terminal has behind each of them.
func ofPane(text string) string {
	const narrowest = 20
	rows := strings.Split(text, "\n")
	edge := strings.IndexByte(rows[0], '|')
	for i, row := range rows {
		if len(rows) < 2 || edge < narrowest || len(row) <= edge || row[edge] != '|' || len(strings.Fields(row[:edge])) != 1 {
			return text
		}
		rows[i] = row[:edge]
	}
	return strings.Join(rows, "\n")
}

// unframed is a text without such signs, where each row begins with one.
func unframed(text string) string {
	rows := strings.Split(strings.TrimSpace(text), "\n")
	for i, row := range rows {
		bare := strings.TrimLeft(row, frame)
		if bare == strings.TrimLeft(row, " \t") && bare != "" {
			return text
		}
		rows[i] = strings.TrimRight(bare, frame)
	}
	return strings.Join(rows, "\n")
}

// joinSoft joins the rows that a mail's source broke with a "=" in a parameter's value. A
// "=" that parts the value from its name stays.
func joinSoft(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "=\n")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if parameter := before[strings.LastIndexAny(before, "?&#\n \t")+1:]; !strings.Contains(parameter, "=") {
			b.WriteString("=\n")
		}
		text = after
	}
}

// maxCallbacks is how many callbacks of one paste are looked at.
const maxCallbacks = 64

// addAddress adds the parameters of a word that has an address's query or fragment, or
// is a query.
func (p *Paste) addAddress(word string) {
	if !strings.Contains(word, "=") && !strings.Contains(word, "%") || len(p.callbacks) >= maxCallbacks {
		return
	}
	word = maskInBrackets().ReplaceAllString(word, "=%5B$1%5D")
	word = strings.Trim(word, "\"'`<>()[]{},;")
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune("\"'<>()[]|", r) }) {
		if c, ok := parseCallback(part); ok {
			p.add(c)
		}
	}
}

// maskInBrackets is what a log has in the place of a parameter's value: "code=[REDACTED]".
var maskInBrackets = expression(`=[\[<(]([\w*-]+)[\])>]`)

// add adds a callback. One with its state takes the place of what was read of it without.
func (p *Paste) add(c flow.CallbackParameters) {
	for i, have := range p.callbacks {
		if stateless := !have.HasState && have.Address == "" && have.Code == c.Code; have == c || stateless {
			p.callbacks[i] = c
			return
		}
	}
	p.callbacks = append(p.callbacks, c)
}

// Callbacks are what was found, the likeliest first.
func (p Paste) Callbacks() []flow.CallbackParameters { return p.callbacks }

// Bears reports whether a callback in the paste has the attempt's state.
func (p Paste) Bears(a *flow.Attempt) bool { return slices.ContainsFunc(p.of(a), a.Sent) }

// of are the callbacks with the one that has no form but the attempt's state beside its code, where
// no other has that state with a whole code or is another attempt's. What more was read as the code of one is
// what a shell or a program wrote around it.
func (p Paste) of(a *flow.Attempt) []flow.CallbackParameters {
	settled := func(c flow.CallbackParameters) bool {
		return a.Sent(c) && c.IsWhole() || !strings.HasPrefix(c.State, a.State) && !strings.HasPrefix(a.State, c.State)
	}
	if slices.ContainsFunc(p.callbacks, settled) {
		return p.callbacks
	}
	code := cmp.Or(codeBeside(p.text, a.State), codeBeside(unwritten(p.text), a.State))
	differs := func(c flow.CallbackParameters) bool { return a.Sent(c) && !strings.Contains(c.Code.Reveal(), code) }
	if code == "" || slices.ContainsFunc(p.callbacks, differs) {
		return p.callbacks
	}
	found := flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code), State: a.State, HasState: true}
	if i := slices.IndexFunc(p.callbacks, func(c flow.CallbackParameters) bool { return c.Address != "" }); i >= 0 {
		found.Address = p.callbacks[i].Address
	}
	return append(p.callbacks[:len(p.callbacks):len(p.callbacks)], found)
}

// Accept gives the attempt the callback that has its state, a whole one before others, else
// the first one. The errors are those of [flow.Attempt.AcceptCallback]; of a paste without a callback the
// error says what it is instead.
func (p Paste) Accept(a *flow.Attempt, said flow.Said, now time.Time) (flow.Callback, error) {
	found := p.of(a)
	switch {
	case p.tooLong:
		return flow.Callback{}, flow.NotACallback("that is more than 64 KiB; paste the address from the browser's address bar alone")
	case len(found) == 0:
		return flow.Callback{}, flow.NotACallback(p.otherwise(a.App))
	}
	best := found[0]
	for _, c := range found {
		if a.Sent(c) && (!a.Sent(best) || c.IsWhole() && !best.IsWhole()) {
			best = c
		}
	}
	if m := covered().FindStringSubmatch(p.text); m != nil && !(best.IsWhole() && (a.Sent(best) || strings.EqualFold(m[1], "code"))) {
		return flow.Callback{}, flow.NotACallback(maskedParameter(m[1]))
	}
	return a.AcceptCallback(best, said, now)
}

// maskedParameter says that a log or a person covered a parameter of the callback.
func maskedParameter(name string) string {
	return "the " + strings.ToLower(name) + " is masked; copy the whole address from the browser"
}

// otherwise says what a paste without a callback is.
func (p Paste) otherwise(app flow.App) string {
	flat := flatten(p.text)
	pageText := "that looks like page text; paste the address from the browser's address bar instead"
	for _, a := range Read(p.text) {
		switch {
		case a.Kind == Request && a.Trace.Step == flow.StepAuthorize:
			return "that is the URL to open in the browser, not the callback"
		case (a.Kind == Page || a.Kind == Response) && refusesClient(a.Text):
			return "Zoom says that it does not know the client ID; compare this profile's with the one on the app's page in the Marketplace"
		case (a.Kind == Page || a.Kind == Response) && refusesRedirect(a.Text):
			return "Zoom says that " + app.RedirectURI + " is not a redirect URI of this app (4,700); add it to the app's OAuth allow list"
		case a.Trace.Request.Step == flow.StepExchange:
			return "that is the request that exchanges a code, not the callback; paste the callback's address"
		case a.Kind == Response && strings.Contains(a.Text, "access_token"):
			return "that is a response with tokens, not the callback; zoauth adopt saves them"
		}
	}
	if m := covered().FindStringSubmatch(p.text); m != nil {
		return maskedParameter(m[1])
	}
	switch {
	case flat == "":
		return "the paste is empty"
	case len(PageNumbers(p.text)) > 0 && NumberContext(p.text):
		return fmt.Sprintf("that is an error page of Zoom's (4,%d), not the callback; zoauth explain says what it means", PageNumbers(p.text)[0]%1000)
	case hasWholeCode(p.text):
		return "that text may have a code, but not this attempt's state; paste the whole address from the browser"
	case strings.HasPrefix(flat, "eyJ"):
		return "that is a token; paste the callback's address or its code"
	case strings.HasPrefix(flat, "<") || strings.HasPrefix(flat, "{"):
		return pageText
	case strings.Contains(flat, "?") || strings.Contains(flat, "://"):
		return noCode(flat)
	case len(strings.Fields(p.text)) > 1 && !looksWrapped(p.text):
		return pageText
	}
	return "that does not look like a code"
}

// refusesRedirect reports whether a page's text is that of a redirect that Zoom does
// not accept.
func refusesRedirect(text string) bool {
	return slices.Contains(PageNumbers(text), 4700) || strings.Contains(strings.ToLower(text), "invalid redirect")
}

// refusesClient reports whether a page's text is that of a client ID that Zoom does not know: its
// number is that of a redirect too.
func refusesClient(text string) bool {
	text = strings.ToLower(text)
	return invalidClient().MatchString(text) && !strings.Contains(text, "invalid redirect")
}

var invalidClient = expression(`\binvalid client(?:[_ ]?id)?\b`)

// signInPage is the address of the page on which Zoom asks who one is before it asks for consent.
var signInPage = expression(`(?i)^[^?#]*\b(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)/(?:[\w-]+/)*(?:signin|login|sso)\b`)

// noCode says why an address has no code.
func noCode(address string) string {
	if signInPage().MatchString(address) {
		return "that is Zoom's sign-in page, not the callback: sign in, allow the app, then paste the address of the next page"
	}
	_, query, _ := strings.Cut(address, "?")
	if _, err := url.ParseQuery(query); err != nil {
		return "that address is malformed: it has a semicolon, or a % not followed by two hex digits"
	}
	return "that address has no code"
}

// looksWrapped reports whether a text is one word that a terminal broke over rows.
func looksWrapped(text string) bool {
	rows := strings.Split(strings.TrimSpace(text), "\n")
	return len(rows) > 1 && !slices.ContainsFunc(rows, func(row string) bool { return len(strings.Fields(row)) > 1 })
}

// flatten joins the rows and blanks of a text.
func flatten(text string) string { return strings.Join(strings.Fields(text), "") }
