package profiles

import (
	"regexp"
	"slices"
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

// spentInSchemaOne is where a step's request has its credential, and of which kind it is.
var spentInSchemaOne = map[flow.Step]struct {
	field string
	kind  flow.SecretKind
}{
	flow.StepExchange: {"code", flow.KindCode},
	flow.StepRefresh:  {"refresh_token", flow.KindRefreshToken},
	flow.StepRevoke:   {"token", flow.KindAccessToken},
	flow.StepPoll:     {"device_code", flow.KindDeviceCode},
	flow.StepProbe:    {"authorization", flow.KindAccessToken},
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
	fingerprint := regexp.MustCompile(`\b(?:at|rt|co|dc):[0-9a-f]{6}\b`)
	if spent, known := spentInSchemaOne[l.Step]; known {
		for _, found := range slices.Backward(fingerprint.FindAllString(string(l.Sent), -1)) {
			if strings.HasPrefix(found, string(spent.kind)+":") {
				l.Fields = append(l.Fields, fieldLine{Name: spent.field, Fingerprint: found, Spent: true})
				break
			}
		}
	}
	if brought, granted := strings.CutPrefix(l.Summary, "new "); granted {
		for _, found := range fingerprint.FindAllString(brought, -1) {
			name := map[string]string{"at": "access_token", "rt": "refresh_token"}[found[:2]]
			l.Fields = append(l.Fields, fieldLine{Name: name, Fingerprint: found, Received: true})
		}
	}
}
