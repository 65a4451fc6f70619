package flow

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// pasted is an answer as it was pasted: the parameters of a callback, or a code alone.
type pasted struct {
	address string // what stands before the parameters; empty for parameters alone
	raw     string // the parameters as they stood there
	query   url.Values
	bare    string
}

// codeLength is the length of Zoom's codes (zoom.md §3.1).
const codeLength = 33

// isWhole reports whether nothing was cut off the code: its length is that of a
// code, or the state follows it.
func (p pasted) isWhole() bool {
	code, state := strings.Index("&"+p.raw, "&code="), strings.LastIndex("&"+p.raw, "&state=")
	return p.query.Has("error") || len(p.query.Get("code")) == codeLength || code < state
}

// notTaken is why a paste is no answer, in one sentence.
type notTaken struct {
	why string
	is  []error
}

func (n *notTaken) Error() string   { return n.why }
func (n *notTaken) Unwrap() []error { return n.is }

func notAnAnswer(why string) error { return &notTaken{why, []error{ErrNotAnAnswer}} }

// otherRedirect names the redirect that an answer came to, where it is an address,
// and this app's.
func (a *Attempt) otherRedirect(address string) error {
	is := []error{ErrOtherRedirect, ErrNotAnAnswer}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || len(address) > maxParameter {
		return &notTaken{"this callback is for another address; " + a.App.Name + " uses " + a.App.RedirectURI, is}
	}
	return &notTaken{"this callback is for " + u.Scheme + "://" + u.Host + u.EscapedPath() + "; " + a.App.Name + " uses " + a.App.RedirectURI, is}
}

// Bears reports whether the pasted text carries this attempt's state, so that an
// answer to another or an earlier attempt can be named.
func (a *Attempt) Bears(text string) bool {
	for _, p := range addresses(text[:min(len(text), maxPaste)]) {
		if a.sameState(p.query.Get("state")) {
			return true
		}
	}
	return false
}

// readPaste finds the answer in what was pasted: a URL, a query, pairs, or a code.
func (a *Attempt) readPaste(text string) (pasted, error) {
	if len(text) > maxPaste {
		return pasted{}, notAnAnswer("that is more than 64 KiB; paste the address from the browser's address bar alone")
	}
	found := addresses(text)
	for _, p := range found {
		if a.sameState(p.query.Get("state")) && p.isWhole() {
			return a.checked(p)
		}
	}
	flat := flatten(text)
	switch {
	case flat == "":
		return pasted{}, notAnAnswer("the paste is empty")
	case len(found) > 0:
		return a.checked(found[0])
	case redirectPage().MatchString(text):
		return pasted{}, notAnAnswer("Zoom says that " + a.App.RedirectURI + " is not a redirect URI of this app (4,700); add it to the app's OAuth allow list")
	case pageShape().MatchString(text):
		return pasted{}, notAnAnswer("that looks like page text; paste the address from the browser's address bar instead")
	case strings.HasPrefix(flat, "eyJ"):
		return pasted{}, notAnAnswer("that is a token; paste the callback's address or its code")
	case strings.ContainsAny(flat, "?") || strings.Contains(flat, "://"):
		return pasted{}, notAnAnswer(noCode(flat))
	}
	if len(strings.Fields(text)) > 1 && !looksWrapped(text) {
		return pasted{}, notAnAnswer("that looks like page text; paste the address from the browser's address bar instead")
	}
	code, state, both := strings.Cut(flat, "#")
	switch {
	case !codeShape().MatchString(code) || !isCode(code):
		return pasted{}, notAnAnswer("that does not look like a code")
	case strings.Contains(a.State, code):
		return pasted{}, notAnAnswer("that is part of the state, not the code; paste the whole address")
	case both && !strings.Contains(state, "="):
		return pasted{raw: "code=&state=", query: url.Values{"code": {code}, "state": {state}}}, nil
	}
	return pasted{bare: code}, nil
}

// noCode says why an address without a code holds none.
func noCode(address string) string {
	_, query, _ := strings.Cut(address, "?")
	if _, err := url.ParseQuery(query); err != nil {
		return "that address is broken: it has a % without two digits after it, or a semicolon"
	}
	if strings.Contains(query, "response_type=") {
		return "that is the URL to open in the browser, not the callback"
	}
	return "that address has no code"
}

// addresses returns what has parameters of a callback in text: the whole text without
// its blanks, as a terminal wraps an address, then each word, as an address stands in
// a sentence, a header or a request line. Where text is no wrapped word, words are first.
func addresses(text string) []pasted {
	text = unescaped(text)
	words := wordShape().FindAllString(text, maxAddresses)
	flat := flatten(text)
	if len(strings.Fields(text)) > 1 && !looksWrapped(text) {
		words = append(words, flat)
	} else {
		words = append([]string{flat}, words...)
	}
	var found []pasted
	for _, word := range words {
		if p, ok := parameters(flatten(word)); ok {
			found = append(found, p)
		}
	}
	return found
}

// maxAddresses is how many words of a paste are looked at.
const maxAddresses = 64

// parameters reads "address?code=…", "address#code=…" or "code=…".
func parameters(word string) (pasted, bool) {
	p := pasted{raw: strings.TrimLeft(word, "&")}
	if i := strings.IndexAny(word, "?#"); i >= 0 {
		p.address, p.raw = word[:i], word[i+1:]
	}
	p.raw, _, _ = strings.Cut(p.raw, "#")
	p.raw = strings.TrimRight(p.raw, "&.,")
	query, err := url.ParseQuery(p.raw)
	if err != nil || !query.Has("code") && !query.Has("error") {
		return pasted{}, false
	}
	if code, err := url.PathUnescape(query.Get("code")); err == nil && len(query["code"]) == 1 {
		query.Set("code", code) // escaped once more on the way
	}
	p.query = query
	return p, true
}

// checked refuses parameters that are not those of one callback of this app.
func (a *Attempt) checked(p pasted) (pasted, error) {
	switch {
	case p.query.Get("response_type") != "":
		return pasted{}, notAnAnswer("that is the URL to open in the browser, not the callback")
	case p.query.Has("code") && p.query.Has("error"), len(p.query["code"]) > 1, len(p.query["error"]) > 1, len(p.query["state"]) > 1:
		return pasted{}, notAnAnswer("that address has its code, error or state twice")
	case p.address != "" && !a.isRedirect(p.address):
		return pasted{}, a.otherRedirect(p.address)
	}
	return p, nil
}

// isRedirect compares host and path with the redirect URI, or the path alone where
// no host was pasted. The port of a loopback redirect may differ behind a tunnel
// (RFC 8252 §7.3).
func (a *Attempt) isRedirect(address string) bool {
	want, err := url.Parse(a.App.RedirectURI)
	if err != nil {
		return false
	}
	switch {
	case strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//"):
		address = want.Scheme + "://" + want.Host + address
	case !strings.Contains(address, "://"):
		address = want.Scheme + "://" + strings.TrimPrefix(address, "//")
	}
	got, err := url.Parse(address)
	if err != nil {
		return false
	}
	sameHost := strings.EqualFold(got.Host, want.Host) ||
		IsLoopback(want.Hostname()) && IsLoopback(got.Hostname())
	return sameHost && strings.TrimSuffix(got.Path, "/") == strings.TrimSuffix(want.Path, "/")
}

// The shapes that are told apart.
var (
	pageShape    = lazily(`(?i)^\s*(\{\s*"|<!doctype|<html|<\?xml)`)
	redirectPage = lazily(`(?i)\b4,?700\b|invalid redirect`)
	codeShape    = lazily(`^[A-Za-z0-9_.~-]{16,}$`)
	wordShape    = lazily(`[^\s"'<>()\[\]]*[?#][^\s"'<>()\[\]]+`)
)

// lazily compiles a pattern when it is first used.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// looksWrapped reports whether text is one word that a terminal broke over rows.
func looksWrapped(text string) bool {
	rows := strings.Split(strings.TrimSpace(text), "\n")
	for _, row := range rows {
		if len(strings.Fields(row)) > 1 {
			return false
		}
	}
	return len(rows) > 1
}

// unescaped takes back what was done to an address on its way here: bracketed-paste
// marks, HTML's &amp;, a shell's backslashes, the browser's view-source:.
func unescaped(text string) string {
	text = strings.NewReplacer("\x1b[200~", "", "\x1b[201~", "", "view-source:", "",
		`\?`, "?", `\&`, "&", `\=`, "=", `\#`, "#", `\%`, "%").Replace(text)
	for strings.Contains(text, "&amp;") {
		text = strings.ReplaceAll(text, "&amp;", "&")
	}
	return text
}

// flatten takes away what surrounds an answer and what breaks it: blanks and
// newlines, quotes and brackets.
func flatten(text string) string {
	text = strings.Join(strings.Fields(unescaped(text)), "")
	text = strings.Trim(text, "\"'`<>()[]{}“”‘’,;")
	return strings.TrimRight(text, "&.\"'`<>()[],;")
}
