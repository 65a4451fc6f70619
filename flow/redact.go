package flow

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Redactor replaces every secret it has learned by its mask, however the secret is
// encoded: it decodes a text as often as it can and looks for the secrets in all that
// comes out. It works by value, not by field name, so that a secret echoed anywhere is
// caught. The zero value is ready; all methods may be called from any goroutine. A nil
// Redactor learns nothing and masks token-like strings.
type Redactor struct {
	mu       sync.RWMutex
	patterns map[string]*pattern // by what they match
	index    index
	version  int
}

// Version grows with each secret: a text that was redacted at another version may have to
// be redacted anew.
func (r *Redactor) Version() int {
	if r == nil {
		return 0
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.version
}

// shortest is the length in bytes below which a value is not replaced: it would
// blot out ordinary words without hiding anything.
const shortest = 6

// partMask stands for a part of a secret. It has no fingerprint: secrets may begin
// alike, and the part alone does not tell which one it belongs to.
const partMask = "•••• part of a secret"

// Learn adds secrets, but for words in the place of one.
func (r *Redactor) Learn(secrets ...Secret) {
	for _, s := range secrets {
		if r != nil && s.Len() >= shortest && !standsIn(s.Reveal()) {
			r.add(s.Reveal(), publicStart(s.Reveal()), s)
		}
	}
}

// LearnBasic adds the joined values of an Authorization header.
func (r *Redactor) LearnBasic(a Auth) {
	r.Learn(a.Secret)
	if r == nil || a.Scheme != Basic || a.Secret.Len() < shortest || standsIn(a.Secret.Reveal()) {
		return
	}
	r.add(a.ClientID+":"+a.Secret.Reveal(), len(a.ClientID)+1, a.Secret)
}

// LearnRequest adds all that a request carries.
func (r *Redactor) LearnRequest(q Request) {
	r.LearnBasic(q.Auth)
	r.Learn(q.Secrets()...)
}

// LearnToken adds both tokens of an answer.
func (r *Redactor) LearnToken(t Token) { r.Learn(t.AccessToken, t.RefreshToken) }

// add teaches value, whose first public bytes are no secret.
func (r *Redactor) add(value string, public int, s Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, text := range readings(value) {
		text = folded(text)
		have := r.patterns[text]
		switch {
		case have == nil:
			p := &pattern{text: text, mask: s.String(), guess: s.Kind() == KindUnknown, public: public}
			if r.patterns == nil {
				r.patterns = map[string]*pattern{}
			}
			r.patterns[text] = p
			r.index.add(p)
			r.version++
		case have.guess: // what it is may be learned after its value was seen in an answer
			have.mask, have.guess = s.String(), s.Kind() == KindUnknown
			r.version++
		}
	}
}

// readings lists value and what is left of it once a text around it was decoded: an
// escape sequence in it decoded like those around it, characters in Latin-1, bytes
// that are no UTF-8 replaced.
func readings(value string) []string {
	list := []string{value, strings.ToValidUTF8(value, "\uFFFD"), eachInvalid(value)}
	if narrow, ok := latin1(value); ok {
		list = append(list, narrow)
	}
	for _, text := range list[:len(list):len(list)] {
		for range deepest {
			plain, steps := unescape([]byte(text), nil, nil)
			if len(steps) == 0 {
				break
			}
			text = string(plain)
			list = append(list, text)
		}
	}
	list = slices.DeleteFunc(list, func(s string) bool { return len(s) < shortest })
	slices.Sort(list)
	return slices.Compact(list)
}

// eachInvalid replaces each byte that is no UTF-8, as encoding/json does.
func eachInvalid(value string) string { return string([]rune(value)) }

// latin1 returns value with one byte for each character, as in an escape of Python.
func latin1(value string) (string, bool) {
	narrow := make([]byte, 0, len(value))
	for _, c := range value {
		if c > 0xff {
			return "", false
		}
		narrow = append(narrow, byte(c))
	}
	return string(narrow), len(narrow) < len(value)
}

// Redact returns text with every learned secret, every longer part of one, and every
// token-like string masked.
func (r *Redactor) Redact(text string) string {
	hits := r.find(text)
	for from, to := nextJWT(text, 0); from >= 0; from, to = nextJWT(text, to) {
		hits = append(hits, hit{from, to, guessed, NewSecret(KindUnknown, text[from:to]).String()})
	}
	if len(hits) == 0 {
		return text
	}
	var b strings.Builder
	end := 0
	trim(hits)
	for _, h := range merged(hits) {
		b.WriteString(text[end:h.from] + h.mask)
		end = h.to
	}
	return b.String() + text[end:]
}

// find returns where secrets are in text, encoded ones too.
func (r *Redactor) find(text string) []hit {
	if r == nil {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.patterns) == 0 || len(text) < shortest {
		return nil
	}
	s := search{index: &r.index}
	s.find([]byte(text), 0)
	return s.hits
}

// hit is a place in a text that must be masked.
type hit struct {
	from, to int
	sure     sureness
	mask     string
}

// sureness says how a hit is to be called where several overlap.
type sureness int

const (
	inPart  sureness = iota // 12 bytes or more of a secret
	guessed                 // a token that nobody taught
	inWhole
)

// escapeHead is how long the beginning of an escape sequence is at most.
const escapeHead = len(`\x`)

// trim takes from parts of secrets the beginning of an escape sequence that stands
// before a whole one by chance: in "=30F1…" the sign and the digits read as "0" too, and
// the name before the sign would lose it.
func trim(hits []hit) {
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.from, b.from) })
	whole := hit{from: -1}
	for i := len(hits) - 1; i >= 0; i-- {
		h := &hits[i]
		switch {
		case h.sure == inWhole:
			whole = *h
		case h.sure == inPart && h.to > whole.from && whole.from-h.from <= escapeHead:
			h.from = max(h.from, whole.from)
		}
	}
}

// merged joins hits that overlap under one mask: that of the longest whole secret.
func merged(hits []hit) []hit {
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	list := hits[:1:1]
	best := hits[0]
	for _, h := range hits[1:] {
		last := &list[len(list)-1]
		if h.from >= last.to {
			list = append(list, h)
			best = h
			continue
		}
		last.to = max(last.to, h.to)
		if h.outdoes(best) {
			best, last.mask = h, h.mask
		}
	}
	return list
}

// outdoes reports whether h names an overlap with other better. What looks like a
// token and ends where a part of a known one does is that token, cut.
func (h hit) outdoes(other hit) bool {
	switch {
	case h.sure == inPart && other.sure == guessed:
		return h.to >= other.to
	case h.sure == guessed && other.sure == inPart:
		return h.to > other.to
	case h.sure != other.sure:
		return h.sure > other.sure
	default:
		return h.to-h.from > other.to-other.from
	}
}
