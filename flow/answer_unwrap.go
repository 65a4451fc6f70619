package flow

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// maxWraps is how many wrappings of one object are opened.
const maxWraps = 4

// readObject reads the object in body, also where it stands behind a prefix against
// inclusion as a script, in a list of one, in a string, or is a form. partial says
// that the body may lack its end.
func readObject(body []byte, partial bool) object {
	var irregular irregularities
	body = bytes.TrimFunc(body, isBlank)
	if prefix := guard().Find(body); len(prefix) > 0 {
		irregular.add("an anti-hijacking prefix precedes the JSON")
		body = bytes.TrimSpace(body[len(prefix):])
	}
	var behind []byte
	for range maxWraps {
		inner, after, what := unwrapped(body)
		if inner == nil {
			break
		}
		irregular.add(what)
		body, behind = bytes.TrimFunc(inner, isBlank), append(behind, after...)
	}
	o := parseObject(body)
	if o.members == nil && form().Match(body) {
		irregular.add("the response is form-encoded, not JSON")
		o = parseForm(body, partial)
	}
	o.rest = append(o.rest, behind...)
	irregular.add(o.irregular...)
	o.irregular = irregular
	return o
}

// isBlank reports whether r is nothing to see: a blank, or what editors and gateways
// leave at the ends of a text.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == '\ufeff' || r == '\u200b' }

// guard are the usual prefixes that keep JSON from being run as a script.
var guard = expression(`^(?:\)\]\}'?,?|while ?\(1\);?|for ?\(;;\);?|\{\}\s*&&|&&&START&&&|throw 1;(?: ?<[^>\n]*>)?)\s*`)

// unwrapped opens one list or string around body and says what it was; nil where body
// is neither. What stands behind it comes second.
func unwrapped(body []byte) (inner, after []byte, what string) {
	dec := json.NewDecoder(bytes.NewReader(body))
	switch {
	case bytes.HasPrefix(body, []byte("[")):
		var items []json.RawMessage
		if dec.Decode(&items) == nil && len(items) == 1 {
			return items[0], body[dec.InputOffset():], "the response is wrapped in an array"
		}
	case bytes.HasPrefix(body, []byte(`"`)):
		var s string
		if dec.Decode(&s) == nil && (strings.ContainsAny(s, `{["`) || form().MatchString(s)) {
			return []byte(s), body[dec.InputOffset():], "the response is JSON inside a string"
		}
	}
	return nil, nil, ""
}

// form is a body of application/x-www-form-urlencoded and nothing else.
var form = expression(`^[\w.-]+=[^&\s<>{}"]*(?:&[\w.-]+=[^&\s<>{}"]*)+$|^error=[\w.-]+$`)

// parseForm reads a form as an object of strings. Of a partial one the last field may
// have lost its end, and is left out.
func parseForm(body []byte, partial bool) object {
	o := object{members: map[string][]json.RawMessage{}, whole: !partial}
	fields := strings.Split(string(body), "&")
	if partial {
		fields = fields[:len(fields)-1]
	}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, "=")
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		name = memberName(name)
		if raw, err := json.Marshal(plain); err == nil && len(o.members[name]) < twins {
			o.members[name] = append(o.members[name], raw)
		}
	}
	return o
}

// envelopes are the members in which a gateway wraps an answer.
var envelopes = []string{
	"data", "result", "results", "response", "payload", "body", "content", "value", "object", "output", "d",
	"token", "tokens", "auth", "oauth", "credentials", "session", "return",
}

func isEnvelope(name string) bool { return slices.Contains(envelopes, strings.ToLower(name)) }

// opened returns the object with the tokens: o itself, or the one that stands in an
// envelope. Its faults and errors are those of o as well.
func (o object) opened() object {
	for range maxWraps {
		inner, found := o.inner()
		if !found {
			break
		}
		inner.irregular = append(slices.Clone(o.irregular), inner.irregular...)
		inner.irregular.add("the tokens are nested inside a member of the response")
		inner.whole = inner.whole && o.whole
		inner.rest = slices.Concat(inner.rest, o.rest)
		for _, name := range []string{"error", "errors", "errorCode", "code", "status", "statusCode", "success", "ok", "isError"} {
			inner.members[name] = append(inner.members[name], o.members[name]...)
		}
		o = inner
	}
	return o
}

// inner finds the only envelope of an object that has no tokens itself.
func (o object) inner() (object, bool) {
	if o.has("access_token") || o.has("refresh_token") {
		return o, false
	}
	var all []object
	for name, values := range o.members {
		if !isEnvelope(name) {
			continue
		}
		for _, raw := range values {
			if inside := readObject(raw, false); len(inside.members) > 0 {
				all = append(all, inside)
			}
		}
	}
	if len(all) != 1 {
		return o, false
	}
	return all[0], true
}
