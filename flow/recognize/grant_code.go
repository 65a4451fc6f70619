package recognize

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/flow"
)

// ofExchange are the code, the verifier and the redirect URI of the request of an
// exchange: that of a curl command, a log, a raw request.
func ofExchange(found []Artefact) Grant {
	for _, a := range found {
		var g Grant
		r := a.Trace.Request
		for _, f := range slices.Concat(r.Form, r.Query, BodyFields(r)) {
			switch value := f.Plain + f.Secret.Reveal(); {
			case flow.IsPlaceholder(value) || IsVariable(value):
			case f.Name == "code":
				g.Code.Code = flow.NewSecret(flow.KindCode, value)
			case f.Name == "code_verifier":
				g.Verifier = flow.NewSecret(flow.KindVerifier, value)
			case f.Name == "redirect_uri":
				g.RedirectURI = value
			}
		}
		if !g.Code.Code.IsZero() && r.Step == flow.StepExchange {
			return g
		}
	}
	return Grant{}
}

// beside are a code and what belongs to it on lines of their own, which have one of besideWords.
var besideWords = wordsOf("code", "redirect_ur")

var beside = expression(`(?i)^[ \t]*(?:export[ \t]+)?["']?(code|auth(?:orization)?_?code|code_?verifier|redirect_ur[il])["']?(?:[ \t]*[=:|][ \t]*|\t[ \t]*|[ ]{2,})["']?([^\s"',&]+)["']?,?[ \t]*$`)

// verifierMember is a code_verifier by its name, or of its length in the next column (RFC 7636 §4.1).
var verifierMember = expression(`(?i)code[_ -]?verifier["'\]]*(?:\s*(?:=>|[=:|])\s*["'\[]*([A-Za-z0-9._~-]+)|\s+["']?([A-Za-z0-9._~-]{43,128}))`)

// namedVerifier is the code_verifier that stands behind its name.
func namedVerifier(text string) flow.Secret {
	if m := verifierMember().FindStringSubmatch(text); m != nil && !flow.IsPlaceholder(m[1]+m[2]) {
		return flow.NewSecret(flow.KindVerifier, m[1]+m[2])
	}
	return flow.Secret{}
}

// The body of an exchange, wherever it was printed: as a form, JSON, a dictionary, a list of pairs. Its
// redirect URI may be encoded as in a form.
var (
	exchangeGrant  = expression(`(?i)grant_?type\W{1,8}authorization_code\b`)
	exchangeMember = expression(`(?i)(?:^|[\s{&,;:("'\[])(code|redirect_uri)(?:["'\\\]]*\s*(?:=>|[=:])\s*|["']\s*,\s*)[\["'\\]*([^\s"',&;(){}\[\]\\]+)`)
)

// labelledCode is a whole code behind a label that ends with the word, and beforeWord what may stand before it there.
var (
	labelledCode = expression(`(?i)code\b["'` + "`" + `*\])]*(?:\s*(?:=>|->|[=:|])|[ \t]*\n|\s+(?:is|was|exists|received|param)\b)+\s*["'` + "`" + `*\[(]*([A-Za-z0-9_-]{33})(?:[^A-Za-z0-9_-]|$)`)
	beforeWord   = expression(`(?i)(?:^|[\s"'({_-]|\b(?:auth|authorization))$`)
)

// exchangeBody are the codes and the redirect URI of the body of an exchange.
func exchangeBody(text string) (codes []string, redirect string) {
	if !exchangeGrant().MatchString(text) {
		return nil, ""
	}
	for _, m := range exchangeMember().FindAllStringSubmatch(text, -1) {
		switch value := m[2]; {
		case !strings.EqualFold(m[1], "code"):
			redirect = unpercent(value, false)
		case len(value) >= leastOpaque && value != "authorization_code":
			codes = append(codes, value)
		}
	}
	return codes, redirect
}

// codeOverRows is a code, with the row below it where both together are a whole one.
func codeOverRows(code, below string) flow.CallbackParameters {
	row, _, _ := strings.Cut(strings.TrimPrefix(below, "\n"), "\n")
	if joined := (flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code+strings.Trim(row, " \t\"'"))}); joined.IsWhole() {
		return joined
	}
	return flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code)}
}

// readBeside reads the lines that have nothing but a code or what belongs to it, and returns the rest of the text.
func (g *Grant) readBeside(s *source) (callbacks []flow.CallbackParameters, rest string) {
	var others strings.Builder
	from := 0
	for n := range s.linesWith(besideWords()) {
		start, end := s.line(n)
		m := beside().FindStringSubmatch(s.text[start:end])
		if m == nil {
			continue
		}
		switch name, value := strings.ToLower(m[1]), m[2]; {
		case strings.Contains(name, "verifier"):
		case strings.HasPrefix(name, "redirect"):
			g.RedirectURI = value
		default:
			callbacks = append(callbacks, codeOverRows(cleanCode(value), s.text[end:]))
		}
		others.WriteString(s.text[from:start])
		from = end
	}
	return callbacks, others.String() + s.text[from:]
}

// readCode reads a code by its name or in a callback, with what stands beside it.
func (g *Grant) readCode(text string) {
	g.Verifier = namedVerifier(text)
	callbacks, rest := g.readBeside(newSource(text))
	sent, redirect := exchangeBody(text)
	g.RedirectURI = cmp.Or(g.RedirectURI, redirect)
	if len(sent) == 0 && !strings.Contains(text, "grant_type") { // else it is another grant's
		for _, m := range labelledCode().FindAllStringSubmatchIndex(text, -1) {
			if beforeWord().MatchString(text[max(0, m[0]-maxName):m[0]]) {
				sent = append(sent, text[m[2]:m[3]])
			}
		}
	}
	for _, code := range sent {
		callbacks = append(callbacks, flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, cleanCode(code))})
	}
	whole := text
	text = strings.TrimSpace(rest)
	const twice = ": paste only the newer one"
	for _, c := range append(callbacks, ReadPaste(text).Callbacks()...) {
		switch {
		case g.Why != "" || flow.IsPlaceholder(c.Code.Reveal()) || IsVariable(c.Code.Reveal()):
			continue
		case c.Repeated:
			g.Why = "the text has two codes" + twice
		case c.Bare && g.Verifier.IsZero():
			continue // an opaque token may have the length of a code
		case g.Code.Code.IsZero():
			g.Code = c
		case !c.Code.IsZero() && c.Code != g.Code.Code:
			g.Why = "the text has two codes" + onLines(whole, max(0, strings.Index(whole, g.Code.Code.Reveal())), max(0, strings.Index(whole, c.Code.Reveal()))) + twice
		}
	}
	if g.Why != "" {
		*g = Grant{Why: g.Why}
		return
	}
	if words := strings.Fields(text); g.Code == (flow.CallbackParameters{}) && len(words) == 1 && isOpaque(words[0]) && !strings.Contains(strings.TrimRight(words[0], "="), "=") {
		g.Unnamed = flow.NewSecret(flow.KindUnknown, strings.Trim(words[0], "\"'`,;"))
	}
}
