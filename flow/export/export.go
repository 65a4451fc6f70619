// Package export writes requests and traces for others to read: curl text, HAR
// and a Markdown report. It is pure. What it writes holds placeholders or goes
// through the redactor it is given; with secrets only when the caller says so.
package export

import (
	"strings"

	"zoauth/flow"
)

// Redact makes text harmless; flow.Redactor.Redact is the usual one. nil leaves
// the text as it is: with secrets.
type Redact func(string) string

func (r Redact) text(s string) string {
	if r == nil {
		return s
	}
	return r(s)
}

// values redacts the values of pairs; their names are those of a protocol.
func (r Redact) values(list []harPair) []harPair {
	for i := range list {
		list[i].Value = r.text(list[i].Value)
	}
	return list
}

// placeholders are the variables that stand for secrets in curl text.
var placeholders = map[flow.SecretKind]string{
	flow.KindAccessToken:  "ZOOM_ACCESS_TOKEN",
	flow.KindRefreshToken: "ZOOM_REFRESH_TOKEN",
	flow.KindClientSecret: "ZOOM_CLIENT_SECRET",
	flow.KindCode:         "ZOOM_CODE",
	flow.KindVerifier:     "ZOOM_CODE_VERIFIER",
	flow.KindDeviceCode:   "ZOOM_DEVICE_CODE",
	flow.KindUnknown:      "ZOOM_SECRET",
}

// head is a message's first line and its header fields, in order.
type head struct {
	start  string
	fields [][2]string
}

// readHead reads the head of an HTTP/1.1 message as it was on the wire.
func readHead(message string) head {
	text, _, _ := strings.Cut(message, "\r\n\r\n")
	lines := strings.Split(text, "\r\n")
	h := head{start: lines[0]}
	for _, line := range lines[1:] {
		if name, value, found := strings.Cut(line, ":"); found {
			h.fields = append(h.fields, [2]string{name, strings.TrimSpace(value)})
		}
	}
	return h
}

func (h head) field(name string) string {
	for _, f := range h.fields {
		if strings.EqualFold(f[0], name) {
			return f[1]
		}
	}
	return ""
}

func bodyOf(message string) string {
	_, body, _ := strings.Cut(message, "\r\n\r\n")
	return body
}
