package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// SecretKind says what a secret is; it is the prefix of its fingerprint.
type SecretKind string

// The kinds of secret that pass through the engine.
const (
	KindAccessToken  SecretKind = "at"
	KindRefreshToken SecretKind = "rt"
	KindClientSecret SecretKind = "cs"
	KindCode         SecretKind = "co"
	KindVerifier     SecretKind = "cv"
	KindDeviceCode   SecretKind = "dc"
	KindUnknown      SecretKind = "??"
)

// Secret is a value that no screen, log, file or error may show by accident.
// Every way of printing it gives the mask; only [Secret.Reveal] gives the
// value. The zero value is "no secret". Secrets may be compared with ==.
//
// The value stands behind a pointer because fmt calls no method for %p, nor for
// a Secret in an unexported field: what it then prints is an address.
type Secret struct {
	kind  SecretKind
	value unique.Handle[string]
}

// NewSecret wraps value. An empty value gives the zero Secret.
func NewSecret(kind SecretKind, value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{kind: kind, value: unique.Make(value)}
}

// Reveal returns the value itself. Call it only to put the value on the wire,
// into the token file, or on the screen when the person asked to see this one.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return s.value.Value()
}

// same reports whether both hold the same value, whatever their kinds.
func (s Secret) same(other Secret) bool { return s.value == other.value }

// Kind returns what the secret is; it is empty for the zero value.
func (s Secret) Kind() SecretKind { return s.kind }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.same(Secret{}) }

// Len returns the length of the value in bytes.
func (s Secret) Len() int { return len(s.Reveal()) }

// Fingerprint names the value without telling it: the kind and the first six
// hex digits of its SHA-256, as in "at:9f3c1a". It is empty for the zero value.
func (s Secret) Fingerprint() string {
	if s.IsZero() {
		return ""
	}
	return string(s.kind) + ":" + s.Digest()[:6]
}

// Digest returns the SHA-256 of the value in hex, for records that must
// recognise the value later. It is empty for the zero value.
func (s Secret) Digest() string {
	if s.IsZero() {
		return ""
	}
	sum := sha256.Sum256([]byte(s.Reveal()))
	return hex.EncodeToString(sum[:])
}

// String returns the mask, "•••• at:9f3c1a (596)", or "none".
func (s Secret) String() string {
	if s.IsZero() {
		return "none"
	}
	return fmt.Sprintf("•••• %s (%d)", s.Fingerprint(), s.Len())
}

// Format prints the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString returns the mask.
func (s Secret) GoString() string { return s.String() }

// LogValue returns the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the mask; encoding/json and TOML encoders use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
