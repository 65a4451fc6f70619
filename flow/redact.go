package flow

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Redactor replaces every secret it has learned, and the forms that derive
// from it, by its mask. It works by value, not by field name, so that a secret
// echoed anywhere is caught. The zero value is ready; all methods may be called
// from any goroutine. A nil Redactor learns nothing and masks token-like strings.
type Redactor struct {
	mu       sync.RWMutex
	forms    map[string]string // text to replace → the mask that stands there instead
	replacer *strings.Replacer // built from forms when first needed, nil when stale
}

// shortest is the length in bytes below which a value is not replaced: it would
// blot out ordinary words without hiding anything.
const shortest = 6

// jwtLike finds tokens that no one taught the Redactor, in answers of servers.
var jwtLike = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?`)

// Learn adds secrets with their percent-encoded, JSON-escaped, hex and base64
// forms.
func (r *Redactor) Learn(secrets ...Secret) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		if s.Len() < shortest {
			continue
		}
		for _, form := range derived(s.Reveal()) {
			r.add(form, s.String())
		}
	}
}

// LearnBasic adds the joined and encoded form of an Authorization header.
func (r *Redactor) LearnBasic(a Auth) {
	r.Learn(a.Secret)
	if r == nil || a.Scheme != Basic || a.Secret.Len() < shortest {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	joined := []byte(a.ClientID + ":" + a.Secret.Reveal())
	for _, encoded := range []string{base64.StdEncoding.EncodeToString(joined), base64.RawURLEncoding.EncodeToString(joined)} {
		for _, form := range carried(encoded) {
			r.add(form, a.Secret.String())
		}
	}
}

// LearnRequest adds all that a request carries.
func (r *Redactor) LearnRequest(q Request) {
	r.LearnBasic(q.Auth)
	r.Learn(q.Secrets()...)
}

// LearnToken adds both tokens of an answer.
func (r *Redactor) LearnToken(t Token) { r.Learn(t.AccessToken, t.RefreshToken) }

// namedToken finds secrets by their member's name in an answer nobody could
// classify; a cut one has no closing quote.
var namedToken = regexp.MustCompile(`"(?:access_token|refresh_token|id_token|device_code|code)"\s*:\s*"((?:[^"\\]|\\.)*)`)

// namedField finds them in a form, and in the address of a redirect or a link.
var namedField = regexp.MustCompile(`(?:^|[\s?&;#"'])(?:access_token|refresh_token|id_token|device_code|code)=([^\s&;#"'<>]+)`)

// LearnAnswer adds whatever stands as a token in an answer, usable or not.
func (r *Redactor) LearnAnswer(t Trace) {
	text := t.Readable()
	for _, found := range namedToken.FindAllSubmatch(text, -1) {
		r.Learn(NewSecret(KindUnknown, string(found[1])))
	}
	for _, found := range namedField.FindAllSubmatch(text, -1) {
		value := string(found[1])
		r.Learn(NewSecret(KindUnknown, value))
		if plain, err := url.QueryUnescape(value); err == nil {
			r.Learn(NewSecret(KindUnknown, plain))
		}
	}
}

// Redact returns text with every learned secret and every token-like string masked.
func (r *Redactor) Redact(text string) string {
	if r != nil {
		text = r.current().Replace(text)
	}
	if !strings.Contains(text, "eyJ") {
		return text
	}
	return jwtLike.ReplaceAllStringFunc(text, func(found string) string {
		return NewSecret(KindUnknown, found).String()
	})
}

func (r *Redactor) add(form, mask string) {
	if r.forms == nil {
		r.forms = map[string]string{}
	}
	// What a token is may be learned after its value was seen in an answer.
	if have, known := r.forms[form]; !known || have != mask && strings.Contains(have, " "+string(KindUnknown)+":") {
		r.forms[form] = mask
		r.replacer = nil
	}
}

// current returns the replacer over all forms, the longest first so that a form
// that contains another one wins.
func (r *Redactor) current() *strings.Replacer {
	r.mu.RLock()
	ready := r.replacer
	r.mu.RUnlock()
	if ready != nil {
		return ready
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	forms := make([]string, 0, len(r.forms))
	for form := range r.forms {
		forms = append(forms, form)
	}
	slices.SortFunc(forms, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range forms {
		pairs = append(pairs, form, r.forms[form])
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r.replacer
}

// derived lists value and the forms in which it may be echoed: as in a form, a
// query, a path, JSON with and without HTML escapes, a Go string, hex, base64.
func derived(value string) []string {
	percent := url.QueryEscape(value)
	escaped := quoted(value)
	digits := hex.EncodeToString([]byte(value))
	forms := []string{
		value,
		percent,
		lowerHex(percent),
		strings.ReplaceAll(percent, "+", "%20"),
		lowerHex(strings.ReplaceAll(percent, "+", "%20")),
		url.PathEscape(value),
		escaped,
		strings.ReplaceAll(escaped, "/", `\/`),
		unquote(strconv.Quote(value)),
		digits,
		strings.ToUpper(digits),
	}
	if plain, err := json.Marshal(value); err == nil {
		forms = append(forms, unquote(string(plain)))
	}
	forms = append(forms, aligned(value)...)
	slices.Sort(forms)
	return slices.Compact(forms)
}

// quoted returns value as it stands in JSON that spares HTML's characters.
func quoted(value string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(value) // a string into memory: cannot fail
	return unquote(strings.TrimSuffix(b.String(), "\n"))
}

func unquote(literal string) string { return literal[1 : len(literal)-1] }

// percentByte is one escaped byte of a URL.
var percentByte = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerHex(escaped string) string {
	return percentByte.ReplaceAllStringFunc(escaped, strings.ToLower)
}

// aligned returns the base64 of value as it appears inside the base64 of a
// longer text, for each of the three alignments, without the characters that
// depend on the neighbours.
func aligned(value string) []string {
	var forms []string
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + value))
		core := encoded[(shift*8+5)/6 : (shift+len(value))*8/6]
		forms = append(forms, carried(core)...)
		forms = append(forms, strings.NewReplacer("+", "-", "/", "_").Replace(core))
	}
	return forms
}

// carried returns base64 text as it stands by itself, in a URL, and in JSON that
// escapes its slashes.
func carried(encoded string) []string {
	percent := url.QueryEscape(encoded)
	return []string{encoded, percent, lowerHex(percent), strings.ReplaceAll(encoded, "/", `\/`)}
}
