package flow_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"zoauth/flow"
)

// A kind is read from the error itself, however it is wrapped, and survives the history
// whatever its text is.
func TestErrorsHaveKinds(t *testing.T) {
	tests := []struct {
		err  error
		kind flow.ErrorKind
	}{
		{nil, flow.NoError},
		{errors.New("connection refused"), flow.ErrorOther},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, flow.ErrorRefused},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, flow.ErrorReset},
		{&net.DNSError{Err: "no such host", IsNotFound: true}, flow.ErrorHostUnknown},
		{&net.DNSError{Err: "i/o timeout", IsTimeout: true}, flow.ErrorTimeout},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, flow.ErrorAuthority},
		{x509.SystemRootsError{}, flow.ErrorAuthority},
		{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "zoom.us"}, flow.ErrorOtherName},
		{x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}, flow.ErrorNotValid},
		{flow.ErrBudgetSpent, flow.ErrorTimeout},
		{context.Canceled, flow.ErrorCanceled},
		{io.ErrUnexpectedEOF, flow.ErrorEnded},
		{flow.ErrProxyScheme, flow.ErrorProxyUnknown},
		{flow.ErrProxyRefused, flow.ErrorProxyRefused},
		{flow.ErrProxyVariable, flow.ErrorProxyVariable},
		{flow.ErrBadURL, flow.ErrorBadAddress},
		{flow.ErrHeaderTooLong, flow.ErrorHeaderTooLarge},
	}
	for _, test := range tests {
		err := test.err
		if err != nil {
			err = fmt.Errorf("sending: %w", err)
		}
		if got := flow.KindOf(err); got != test.kind {
			t.Errorf("%v: %q, want %q", test.err, got, test.kind)
		}
		if err == nil {
			continue
		}
		past := &flow.PastError{Kind: flow.KindOf(err), Text: "other words"}
		if got := flow.KindOf(fmt.Errorf("earlier: %w", past)); got != test.kind {
			t.Errorf("%v from the history: %q, want %q", test.err, got, test.kind)
		}
	}
}
