package export

import (
	"cmp"
	"strings"

	"zoauth/flow"
	"zoauth/flow/find"
)

// mask is what the redactor leaves of a secret: its kind and fingerprint, or that there
// was a part of one.
var mask = find.Expression(`(?:•+\s*|%E2%80%A2)*\b(at|rt|cs|co|cv|dc|\?\?):[0-9a-f]{6}(?:\s*\(\d+\)|%20%28\d+%29|\+%28\d+%29)?|•+ part of a secret`)

// Rebuilt is the request of a trace as data again, for curl text. A trace of the
// history holds only redacted bytes: what was a secret there becomes one of its
// kind, so that the text has a variable in its place.
func Rebuilt(t flow.Trace) flow.Request {
	if len(t.Request.Form) > 0 || t.Request.Auth.Scheme != flow.NoAuth {
		return t.Request
	}
	r := flow.Request{Step: t.Step, Method: t.Request.Method}
	target, query, _ := strings.Cut(t.Request.URL, "?")
	r.URL, r.Query = target, fields(query)
	h := readHead(string(t.Sent))
	for _, f := range h.fields {
		switch {
		case strings.EqualFold(f[0], "Authorization"):
			r.Auth = authOf(f[1])
		case skipped[strings.ToLower(f[0])]:
		default:
			r.Header = append(r.Header, field(f[0], f[1]))
		}
	}
	body := bodyOf(string(t.Sent))
	if strings.Contains(h.field("Content-Type"), "x-www-form-urlencoded") {
		r.Form = fields(body)
	} else {
		r.Body = []byte(body)
	}
	return r
}

// skipped are header fields that curl writes by itself.
var skipped = map[string]bool{"host": true, "user-agent": true, "content-length": true, "connection": true}

func authOf(header string) flow.Auth {
	scheme, _, _ := strings.Cut(header, " ")
	switch flow.AuthScheme(scheme) {
	case flow.Basic:
		return flow.Auth{Scheme: flow.Basic, ClientID: "-", Secret: flow.NewSecret(flow.KindClientSecret, "-")}
	case flow.Bearer:
		return flow.Auth{Scheme: flow.Bearer, Secret: flow.NewSecret(flow.KindAccessToken, "-")}
	default:
		return flow.Auth{}
	}
}

func fields(encoded string) []flow.Field {
	var list []flow.Field
	for _, p := range fieldsOf(encoded) {
		list = append(list, field(p.Name, p.Value))
	}
	return list
}

func field(name, value string) flow.Field {
	if m := mask().FindStringSubmatch(value); m != nil {
		kind := cmp.Or(flow.SecretKind(m[1]), flow.KindUnknown)
		return flow.Field{Name: name, Secret: flow.NewSecret(kind, "-")}
	}
	return flow.Field{Name: name, Plain: value}
}
