package flow

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Redactor replaces every secret it has learned, and the forms that derive
// from it, by its mask. It works by value, not by field name, so that a secret
// echoed anywhere is caught. The zero value is ready; all methods may be called
// from any goroutine.
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
	if a.Scheme != Basic || a.Secret.IsZero() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(base64.StdEncoding.EncodeToString([]byte(a.ClientID+":"+a.Secret.Reveal())), a.Secret.String())
}

// LearnRequest adds all that a request carries.
func (r *Redactor) LearnRequest(q Request) {
	r.LearnBasic(q.Auth)
	r.Learn(q.Secrets()...)
}

// LearnToken adds both tokens of an answer.
func (r *Redactor) LearnToken(t Token) { r.Learn(t.AccessToken, t.RefreshToken) }

// Redact returns text with every learned secret and every token-like string masked.
func (r *Redactor) Redact(text string) string {
	text = r.current().Replace(text)
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
	if _, known := r.forms[form]; !known {
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

// derived lists value and the forms in which it may be echoed.
func derived(value string) []string {
	quoted, _ := json.Marshal(value)
	forms := []string{
		value,
		url.QueryEscape(value),
		strings.ReplaceAll(url.QueryEscape(value), "+", "%20"),
		strings.Trim(string(quoted), `"`),
		hex.EncodeToString([]byte(value)),
	}
	forms = append(forms, aligned(value)...)
	slices.Sort(forms)
	return slices.Compact(forms)
}

// aligned returns the base64 of value as it appears inside the base64 of a
// longer text, for each of the three alignments, without the characters that
// depend on the neighbours. Too short a rest is left out.
func aligned(value string) []string {
	var forms []string
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + value))
		start := (shift*8 + 5) / 6
		end := (shift + len(value)) * 8 / 6
		if end-start < 2*shortest {
			continue
		}
		core := encoded[start:end]
		forms = append(forms, core, strings.NewReplacer("+", "-", "/", "_").Replace(core))
	}
	return forms
}
