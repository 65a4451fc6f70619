package profiles

import (
	"regexp"
	"strings"

	"zoauth/flow"
)

// errorTexts are what an error of schema 1 said, and what it was.
var errorTexts = []struct {
	part string
	kind flow.ErrorKind
}{
	{"certificate signed by unknown authority", flow.ErrorAuthority},
	{"failed to load system roots", flow.ErrorAuthority},
	{"x509: certificate is valid for", flow.ErrorOtherName},
	{"x509: certificate is not valid for any names", flow.ErrorOtherName},
	{"x509: cannot validate certificate for", flow.ErrorOtherName},
	{"x509: certificate has expired or is not yet valid", flow.ErrorNotValid},
	{"connection refused", flow.ErrorRefused},
	{"connection reset", flow.ErrorReset},
	{"no such host", flow.ErrorHostUnknown},
	{"no answer within the time allowed", flow.ErrorTimeout},
	{"i/o timeout", flow.ErrorTimeout},
	{"context canceled", flow.ErrorCanceled},
	{"only http and https proxies are supported", flow.ErrorProxyUnknown},
	{"the proxy refused the connection", flow.ErrorProxyRefused},
	{"the proxy variable of the environment", flow.ErrorProxyVariable},
	{"EOF", flow.ErrorEnded},
}

// fromSchemaOne fills in what a line of schema 1 only tells in its texts.
func (l *line) fromSchemaOne() {
	l.Kind = flow.TraceRequest
	if l.Error != "" {
		l.ErrorKind = flow.ErrorOther
		for _, known := range errorTexts {
			if strings.Contains(l.Error, known.part) {
				l.ErrorKind = known.kind
				break
			}
		}
	}
	if strings.HasPrefix(l.Error, "TLS with the proxy:") {
		l.Phase = string(flow.PhaseProxyTLS)
	}
	fingerprint := regexp.MustCompile(`\b(?:at|rt):[0-9a-f]{6}\b`)
	if brought, granted := strings.CutPrefix(l.Summary, "new "); granted {
		for _, found := range fingerprint.FindAllString(brought, -1) {
			name := map[string]string{"at": "access_token", "rt": "refresh_token"}[found[:2]]
			l.Fields = append(l.Fields, fieldLine{Name: name, Fingerprint: found, Received: true})
		}
	}
}
