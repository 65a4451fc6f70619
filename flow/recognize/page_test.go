package recognize_test

import (
	"slices"
	"testing"

	"zoauth/flow/recognize"
)

// A number is an error only where one can be.
func TestNumbersOfErrors(t *testing.T) {
	for text, want := range map[string][]int{
		"Invalid redirect: http://127.0.0.1/ (4,700)": {4700}, "no v\u00e1lido (4.702)": {4702}, "non valide (4\u202f700)": {4700}, "リダイレクトURLが無効です (4,700)": {4700}, "（4,700）": {4700},
		"error 4711": {4711}, "Error: 4,711": {4711}, `{"code":4741}`: {4741}, `"errorCode": 4700`: {4700}, "Fehler 4.735": {4735}, "4700": {4700}, "failed\n4741\n": {4741}, "code=4733, retry": {4733},
		"port 4700": nil, "127.0.0.1:4700": nil, "4,700 people": nil, "$4,741": nil, "4,700.00 EUR": nil, "meeting 84700471112": nil, "71d5918e-5b0a-4702-8832-683d4df927a6": nil,
		"jti 4734-4735": nil, "worker[4711]: ok": nil, "took 4711ms": nil, "4.7.0": nil, "v4.702": nil, "error 47000": nil, "code 4700%": nil, "error.4702.go": {}, "id=4735": nil,
	} {
		if got := recognize.PageNumbers(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Zoom's pages, in any language.
func TestPages(t *testing.T) {
	for _, text := range []string{
		"Invalid redirect: http://127.0.0.1:8976/callback (4,700)", "Redireccionamiento no v\u00e1lido (4.700)", "リダイレクトURLが無効です (4,700)",
		"You cannot authorize Acme\nInvalid scope", "An account admin is required to install this type of app.", "Request pre-approve", "Invalid client_id: abc (4,702)",
	} {
		only(t, text, recognize.Page)
	}
}

// What clients say when no response came.
func TestTransportErrors(t *testing.T) {
	for _, text := range []string{
		"curl: (6) Could not resolve host: zoom.us", "Error: getaddrinfo ENOTFOUND zoom.us", "dial tcp: lookup zoom.us: no such host", "java.net.UnknownHostException: zoom.us",
		"Error: read ECONNRESET", "HTTP/2 stream 0 was not closed cleanly: PROTOCOL_ERROR (err 1)", "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "net/http: TLS handshake timeout",
		"curl: (56) Received HTTP code 407 from proxy after CONNECT", "blocked by CORS policy: No 'Access-Control-Allow-Origin' header",
	} {
		only(t, text, recognize.Transport)
	}
}
