package diagnose

import (
	"net/url"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// authorizeChecks are about the URL that a browser opens (docs/zoom.md §2.2, §3.3).
var authorizeChecks = []check{
	{id: "authorize-incomplete", name: "required parameters", wrong: func(r asked) (string, string) {
		if len(r.Query) == 0 && !r.alone || r.isCut() || r.isSetting() || hasVariableBody(r) { // the page's own address, below what it says
			return "", ""
		}
		var missing []string
		required := []string{"response_type", "client_id", "redirect_uri"}
		if r.value("code_challenge_method") != "" {
			required = append(required, "code_challenge")
		}
		for _, name := range required {
			if r.value(name) == "" {
				missing = append(missing, name)
			}
		}
		if len(missing) == 0 {
			return "", ""
		}
		return "the URL lacks " + join(missing), ""
	}},
	{id: "authorize-response-type", name: "response type", wrong: func(r asked) (string, string) {
		if kind := r.value("response_type"); given(kind) && kind != "code" {
			return "response_type is " + kind, kind
		}
		return "", ""
	}},
	{id: "page-client-unknown", name: "client ID", wrong: func(r asked) (string, string) {
		switch id := r.value("client_id"); {
		case !given(id) || flow.IsPlaceholder(id) || flow.IsMasked(id):
		case strings.Trim(id, " \t\r\n\"'") != id:
			return "there is a space or a quote around client_id", "client_id"
		case len(id) == recognize.SecretLength:
			return "client_id has 32 characters, as client secrets do; Zoom's IDs have 22", "client_id"
		}
		return "", ""
	}},
	{id: "redirect-plain-http", name: "redirect_uri", wrong: func(r asked) (string, string) {
		redirect := r.redirect()
		if u, err := url.Parse(redirect); err == nil && u.Scheme == "http" && given(redirect) {
			if u.Hostname() != loopback {
				return "redirect_uri is " + redirect, "redirect_uri"
			}
		}
		return "", ""
	}},
	{id: "redirect-plain-http", unsettled: true, wrong: func(r asked) (string, string) { // docs/zoom.md, row page:plain-http
		redirect := r.redirect()
		if u, err := url.Parse(redirect); err == nil && u.Scheme == "http" && u.Hostname() == loopback && given(redirect) {
			return "redirect_uri is " + redirect + ", which Zoom documents as supported only for a public client ID", "redirect_uri"
		}
		return "", ""
	}},
	{id: "redirect-bytes", wrong: func(r asked) (string, string) {
		redirect := r.redirect()
		switch {
		case !given(redirect) || flow.IsPlaceholder(redirect):
		case strings.Contains(redirect, "%3A%2F%2F") || strings.Contains(redirect, "%3a%2f%2f"):
			return "redirect_uri is percent-encoded twice: " + redirect, "redirect_uri"
		case strings.TrimSpace(redirect) != redirect:
			return "there is a space around redirect_uri", "redirect_uri"
		case !strings.Contains(redirect, "://"):
			return "redirect_uri is not an absolute URL: " + redirect, "redirect_uri"
		case strings.Contains(redirect, "#"):
			return "redirect_uri has a fragment", "redirect_uri"
		}
		return "", ""
	}},
	{id: "page-scope-invalid", name: "scope", wrong: func(r asked) (string, string) {
		scope, _ := r.field("scope")
		for _, sign := range scope {
			if given(scope) && sign != ' ' && separators[sign] != "" {
				return "the scopes are separated by a " + separators[sign] + "; Zoom's are separated by spaces", "scope"
			}
		}
		if first, _, _ := strings.Cut(scope, " "); given(first) && !strings.Contains(first, ":") && !flow.IsPlaceholder(first) && !flow.IsMasked(first) && !plusInScope().MatchString(r.artefact.Text) {
			return first + " is not one of Zoom's scopes: they look like user:read:user", "scope"
		}
		return "", ""
	}},
	{id: "page-scope-invalid", unsettled: true, wrong: func(r asked) (string, string) { // docs/zoom.md, row page:scope
		if plusInScope().MatchString(r.artefact.Text) {
			return "plus signs separate the scopes; %20 always works", "scope"
		}
		return "", ""
	}},
	{id: "code-verifier-wrong", name: "PKCE", wrong: func(r asked) (string, string) {
		challenge, there := r.field("code_challenge")
		method := r.challengeMethod()
		switch {
		case !there || recognize.IsVariable(method):
		case method != "S256":
			return "code_challenge_method is not S256, so Zoom treats the challenge as a plain verifier", "code_challenge"
		case given(challenge) && !flow.IsPlaceholder(challenge) && !flow.IsMasked(challenge) && !sha256Text().MatchString(challenge) && !r.breaksOffIn("code_challenge", challenge):
			return "code_challenge is not the SHA-256 of a verifier in base64url: that is 43 letters, digits, - and _, without +, / and =", "code_challenge"
		}
		return "", ""
	}},
	{id: "secret-in-url", name: "secrets in the URL", wrong: func(r asked) (string, string) {
		for _, f := range r.Query {
			if !f.Secret.IsZero() && f.Name != "code" {
				return f.Name + " is in a URL that the browser keeps in its history", f.Name
			}
		}
		return "", ""
	}},
}

// loopback is the only host to which Zoom documents plain http (docs/zoom.md, row page:plain-http).
const loopback = "127.0.0.1"

// plusInScope is a scope of an authorize URL with a plus between two.
var plusInScope = expression(`[?&]scope=[\w:%.-]+\+\w`)

// challengeLength is how many characters a SHA-256 has in base64url without padding (RFC 7636 §4.2).
const challengeLength = 43

// sha256Text is one, the challenge of S256.
var sha256Text = expression(`^[\w-]{43}$`)

// breaksOffIn reports whether a value of the query may be longer than what the text shows of it.
func (r asked) breaksOffIn(name, value string) bool {
	return strings.HasSuffix(value, "...") || strings.HasSuffix(value, "…") || r.last().Name == name && len(value) < challengeLength
}

// isCut reports whether the text has no more than the URL's beginning, with dots behind it, or as a string to
// which a program adds the last value and others.
func (r asked) isCut() bool {
	text := strings.TrimRight(r.artefact.Text, "[]() \"'")
	_, behind, _ := strings.Cut(r.artefact.Lines, r.artefact.Text)
	added := strings.HasSuffix(text, "&"+r.last().Name+"=") && behind != "" && strings.IndexByte("\"'`", behind[0]) >= 0
	return added || strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…")
}

// settingOfURL is what stands before the address that a program has for its URLs of this kind.
var settingOfURL = expression("(?i)(?:url|uri|endpoint|base|authoriz\\w*)[\"']?\\s*(?::|=>?|,)\\s*[\"'`]$")

// isSetting reports whether a program has the address without the values of one authorization, which it
// adds elsewhere.
func (r asked) isSetting() bool {
	return r.value("client_id") == "" && r.value("redirect_uri") == "" && settingOfURL().MatchString(leading(r.artefact))
}

// last is the last parameter of the URL.
func (r asked) last() flow.Field {
	if len(r.Query) == 0 {
		return flow.Field{}
	}
	return r.Query[len(r.Query)-1]
}

// challengeMethod is the method of the code challenge; the usual one where a log may have cut the
// URL before its end.
func (r asked) challengeMethod() string {
	const name, usual = "code_challenge_method", "S256"
	last, method := r.last(), r.value(name)
	switch {
	case last.Name == name && strings.HasPrefix(usual, method):
	case method == "" && (r.isCut() || r.breaksOffIn("code_challenge", r.value("code_challenge")) || strings.HasPrefix(name, last.Name) && last.Value() == ""):
	default:
		return method
	}
	return usual
}

// join writes a list as a sentence has it.
func join(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
