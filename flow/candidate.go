package flow

import (
	"bufio"
	"bytes"
	"errors"
	"html"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Candidate is a response that may hold a newer token pair than the current one and
// could not be taken for a grant (docs/reliability.md R11). It is kept beside the
// current pair until a person adopts or discards it.
type Candidate struct {
	At     time.Time // when the response was read, by this machine's clock
	Step   Step      // the request that it answers
	ID     string    // of the [Pending] record that it answers
	Digest string    // SHA-256 in hex of the credential that was spent
	Status int       // HTTP status; 0 when no status line was understood
	Why    string    // why it is no grant, in our words
	Token  Token     // what was read leniently; zero when no token was readable
	Raw    []byte    // the response as read, 32 KiB at most: of a longer one the end

	Binding Binding // what the request was sent for
}

const maxRaw = 32 << 10 // how much of a response a [Candidate] keeps, in bytes

// candidate keeps what came in answer to t's request, with newest, the tokens that
// were found in it; nil where nothing came.
func candidate(t Trace, newest Token, why string) *Candidate {
	raw := t.Readable()
	if len(raw) == 0 {
		return nil
	}
	c := &Candidate{
		At:     t.Started.Add(t.Times.Total).Round(0),
		Step:   t.Step,
		Digest: t.Request.Credential().Digest(),
		Why:    why,
		Token:  newest,
		Raw:    bytes.Clone(raw[max(0, len(raw)-maxRaw):]),
	}
	if t.Response != nil {
		c.Status = t.Response.Status
	}
	return c
}

// kept is how many bytes of the response are in hand.
func (c *Candidate) kept() int {
	if c == nil {
		return 0
	}
	return len(c.Raw)
}

// Pair returns the tokens that can be read in c, or the zero Token. A candidate of a
// token file of schema 1 has only its bytes, which are read here.
func (c Candidate) Pair() Token {
	if c.Token.HasToken() {
		return c.Token
	}
	t := Trace{Started: c.At, Step: c.Step, Response: &Response{Status: c.Status, Body: c.Raw}}
	read := readToken(t, readObject(c.Raw, false).opened())
	return newestToken(t, &read, false)
}

// onlyHeader reports whether received is a status line with fields and no body.
func onlyHeader(received []byte) bool {
	_, err := readFinal(bufio.NewReader(bytes.NewReader(received)))
	return !errors.Is(err, errNotHTTP)
}

// newestToken returns the tokens of read, and those that are elsewhere in the answer;
// the zero Token where there is none that can be new. A refusal is searched for members
// of JSON alone: its words may name tokens that it does not bring.
func newestToken(t Trace, read *reading, refused bool) Token {
	token, all := read.Token, t.Readable()
	read.cut = t.Response == nil || t.Response.Cut || t.Response.Truncated
	find := func(s Secret, kind SecretKind) Secret {
		if s.IsZero() {
			s = read.inJSON(kind, all)
		}
		for _, in := range [][]byte{all, []byte(html.UnescapeString(string(all))), unescaped(all)} {
			if s.IsZero() && !refused {
				s = read.inText(kind, in)
			}
		}
		return s
	}
	if !read.rotated() {
		token.RefreshToken = Secret{}
	}
	token.RefreshToken = find(token.RefreshToken, KindRefreshToken)
	token.AccessToken = find(token.AccessToken, KindAccessToken)
	if !token.HasToken() {
		return Token{}
	}
	if token.ObtainedAt.IsZero() { // there was no header to read the others behind
		token.ObtainedAt = t.Started.Add(t.Times.Total).Round(0)
		token.RefreshedAt = token.ObtainedAt
	}
	return token
}

// unescaped decodes a text that is percent-encoded; nil where it is not.
func unescaped(text []byte) []byte {
	plain, err := url.PathUnescape(string(text))
	if err != nil {
		return nil
	}
	return []byte(plain)
}

// jsonToken finds tokens by their names wherever JSON stands in a text; textToken in
// other notations: escaped JSON, HTML, a form, a listing.
var (
	jsonToken = expression(`(?i)"(?:(?:new|next|rotated|updated)[_-]?)?(access|refresh)[_-]?token"\s*:\s*\[?\s*("(?:[^"\\]|\\.)*")`)
	textToken = expression(`(?i)(access|refresh)[_-]?token(?:\\*["']|&quot;|&#34;)?\s*(?:=>|[:=>])\s*(?:\\*["']|&quot;|&#34;)?([A-Za-z0-9._~+/=%-]+)`)
)

// inJSON returns the first token of kind that is a member of JSON in text and can be new.
func (r *reading) inJSON(kind SecretKind, in []byte) Secret {
	if all := r.allInJSON(kind, in); len(all) > 0 {
		return all[0]
	}
	return Secret{}
}

func (r *reading) allInJSON(kind SecretKind, in []byte) []Secret {
	var all []Secret
	in = fromWord(in, "token")
	for _, found := range jsonToken().FindAllSubmatch(in, -1) {
		if s := NewSecret(kind, strings.TrimSpace(text(found[2]))); isKind(kind, found[1]) && r.isNew(s) {
			all = append(all, s)
		}
	}
	return all
}

// inText returns the first token of kind that is named in text and can be new. A word
// is none: it has a digit, and some length. Nor is what ends where the text was cut.
func (r *reading) inText(kind SecretKind, in []byte) Secret {
	in = fromWord(in, "token")
	for _, at := range textToken().FindAllSubmatchIndex(in, -1) {
		if r.cut && at[5] == len(in) || !ends(in[:at[4]], in[at[5]:]) {
			continue
		}
		value := string(in[at[4]:at[5]])
		plain, err := url.QueryUnescape(value)
		if err != nil || !strings.Contains(value, "%") {
			plain = value
		}
		if s := NewSecret(kind, plain); isKind(kind, in[at[2]:at[3]]) && len(plain) >= leastMiddle && strings.ContainsAny(plain, "0123456789") && r.isNew(s) {
			return s
		}
	}
	return Secret{}
}

// ends reports whether a token can end between before and after: in quotes at the closing
// one only, elsewhere not at what may be a part of it that cannot be stored (N6).
func ends(before, after []byte) bool {
	inQuotes := bytes.HasSuffix(before, []byte(`"`)) || bytes.HasSuffix(before, []byte("'")) || bytes.HasSuffix(before, []byte(";"))
	rest := bytes.TrimLeft(after, `\`)
	switch {
	case len(rest) == 0:
		return len(after) == 0
	case inQuotes:
		return strings.IndexByte("\"'&", rest[0]) >= 0
	default:
		return rest[0] < unicode.MaxASCII && (rest[0] >= ' ' || strings.IndexByte("\r\n\t", rest[0]) >= 0) && !escapes().Match(after)
	}
}

// escapes is a character that is written in its number.
var escapes = expression(`^\\+[ux]`)

func isKind(kind SecretKind, word []byte) bool {
	return (kind == KindRefreshToken) == strings.EqualFold(string(word), "refresh")
}

// isNew reports whether s can be a token that was not known before.
func (r *reading) isNew(s Secret) bool {
	value := s.Reveal()
	return storable(nil, value) && !isNoToken(value) && !echoes(value, r.sent) && !repeats(value, r.ids) &&
		!(s.Kind() == KindRefreshToken && echoes(value, r.held))
}

// severalTokens reports whether what stands behind the object, or behind its fault,
// has another refresh token: which one is the newest is then not known.
func severalTokens(t Trace, o object, read *reading) bool {
	for _, behind := range [][]byte{o.rest, t.Response.Surplus} {
		for _, other := range read.allInJSON(KindRefreshToken, behind) {
			if !other.same(read.RefreshToken) {
				return true
			}
		}
	}
	return false
}
