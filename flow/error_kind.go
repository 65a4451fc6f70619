package flow

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"net"
	"syscall"
)

// ErrorKind says what ended a send. The history keeps it beside the text, which is for
// people: rules read kinds alone.
type ErrorKind string

// The kinds. The zero value: there is no error.
const (
	NoError             ErrorKind = ""
	ErrorOther          ErrorKind = "other"
	ErrorHostUnknown    ErrorKind = "host unknown"
	ErrorRefused        ErrorKind = "connection refused"
	ErrorReset          ErrorKind = "connection reset"
	ErrorEnded          ErrorKind = "connection ended"
	ErrorTimeout        ErrorKind = "timeout"
	ErrorCanceled       ErrorKind = "canceled"
	ErrorAuthority      ErrorKind = "certificate of an unknown authority"
	ErrorOtherName      ErrorKind = "certificate for another name"
	ErrorNotValid       ErrorKind = "certificate not valid"
	ErrorProxyVariable  ErrorKind = "proxy variable"
	ErrorProxyUnknown   ErrorKind = "proxy scheme"
	ErrorProxyRefused   ErrorKind = "proxy refused"
	ErrorBadAddress     ErrorKind = "bad URL"
	ErrorHeaderTooLarge ErrorKind = "header too long"
	ErrorLocked         ErrorKind = "locked by another process"
	ErrorPermission     ErrorKind = "file permissions"
	ErrorUnsaved        ErrorKind = "tokens not saved"
	ErrorDisk           ErrorKind = "disk or limits"
	ErrorFile           ErrorKind = "file"
	ErrorNoTokens       ErrorKind = "no tokens"
	ErrorDamaged        ErrorKind = "token file damaged"
	ErrorNewer          ErrorKind = "token file of a newer zoauth"
	ErrorKeptResponse   ErrorKind = "kept response"
	ErrorOtherTokens    ErrorKind = "other tokens than expected"
	ErrorOtherSettings  ErrorKind = "tokens issued for other settings"
	ErrorPortInUse      ErrorKind = "port in use"
	ErrorSecret         ErrorKind = "client secret unreadable"
	ErrorOtherCallback  ErrorKind = "callback of something else"
	ErrorPaste          ErrorKind = "paste incomplete"
	ErrorAttemptOver    ErrorKind = "attempt ended"
	ErrorBug            ErrorKind = "bug in zoauth"
	ErrorProfileFile    ErrorKind = "profile file"
)

// errorKinds are the kinds of errors that are compared by value, the more exact first.
var errorKinds = []struct {
	is   error
	kind ErrorKind
}{
	{ErrPermission, ErrorPermission},
	{ErrUnsaved, ErrorUnsaved},
	{ErrElsewhere, ErrorUnsaved},
	{ErrConflict, ErrorUnsaved},
	{ErrLocked, ErrorLocked},
	{ErrForeignIntent, ErrorLocked},
	{ErrBusy, ErrorLocked},
	{syscall.ENOSPC, ErrorDisk},
	{syscall.EDQUOT, ErrorDisk},
	{syscall.EFBIG, ErrorDisk},
	{syscall.EMFILE, ErrorDisk},
	{syscall.EROFS, ErrorDisk},
	{ErrPanic, ErrorBug},
	{ErrProfileFile, ErrorProfileFile},
	{ErrCandidate, ErrorKeptResponse},
	{ErrUnreadable, ErrorKeptResponse},
	{ErrNoCandidate, ErrorOtherTokens},
	{ErrHasTokens, ErrorOtherTokens},
	{ErrNotCurrent, ErrorOtherTokens},
	{ErrSpoiled, ErrorDamaged},
	{ErrDamaged, ErrorDamaged},
	{ErrNewer, ErrorNewer},
	{ErrOtherBinding, ErrorOtherSettings},
	{ErrNoRefreshToken, ErrorNoTokens},
	{ErrNoAccessToken, ErrorNoTokens},
	{ErrPortInUse, ErrorPortInUse},
	{ErrSecretUntouched, ErrorSecret},
	{ErrStateMismatch, ErrorOtherCallback},
	{ErrIssuerMismatch, ErrorOtherCallback},
	{ErrOtherRedirect, ErrorOtherCallback},
	{ErrMayBeCut, ErrorPaste},
	{ErrNotAnAnswer, ErrorPaste},
	{ErrAttemptOver, ErrorAttemptOver},
	{ErrProxyVariable, ErrorProxyVariable},
	{ErrProxyScheme, ErrorProxyUnknown},
	{ErrProxyRefused, ErrorProxyRefused},
	{ErrBadURL, ErrorBadAddress},
	{ErrNotLoopback, ErrorBadAddress},
	{ErrHeaderTooLong, ErrorHeaderTooLarge},
	{ErrBudgetSpent, ErrorTimeout},
	{context.DeadlineExceeded, ErrorTimeout},
	{context.Canceled, ErrorCanceled},
	{syscall.ECONNREFUSED, ErrorRefused},
	{syscall.ECONNRESET, ErrorReset},
	{syscall.EPIPE, ErrorReset},
	{io.ErrUnexpectedEOF, ErrorEnded},
	{io.EOF, ErrorEnded},
}

// KindOf returns what an error is, whether it has just happened or is a [PastError].
func KindOf(err error) ErrorKind {
	var past *PastError
	switch {
	case err == nil:
		return NoError
	case errors.As(err, &past):
		return past.Kind
	case as[x509.UnknownAuthorityError](err), as[x509.SystemRootsError](err):
		return ErrorAuthority
	case as[x509.HostnameError](err):
		return ErrorOtherName
	case as[x509.CertificateInvalidError](err):
		return ErrorNotValid
	}
	for _, known := range errorKinds {
		if errors.Is(err, known.is) {
			return known.kind
		}
	}
	var network net.Error
	switch {
	case errors.As(err, &network) && network.Timeout():
		return ErrorTimeout
	case as[*net.DNSError](err):
		return ErrorHostUnknown
	case as[*fs.PathError](err):
		return ErrorFile
	}
	return ErrorOther
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// PastError is an error as the history keeps it: what it was, and its text to show.
type PastError struct {
	Kind ErrorKind
	Text string // redacted; unsafe like all text of the engine
}

// Error returns the text, or the kind where no text was kept.
func (e *PastError) Error() string {
	if e.Text == "" {
		return string(e.Kind)
	}
	return e.Text
}
