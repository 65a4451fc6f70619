package flow

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// SealKey is the random key of one state directory's history. Without it the digests
// there cannot be tested against a guessed secret.
type SealKey [32]byte

// Seal is what the history keeps of a secret: enough to name it and to recognise it,
// and nothing to use it.
type Seal struct {
	Name        string // of the field that carried it, as in "refresh_token"
	Fingerprint string // for display; short, so it proves nothing
	Digest      string // HMAC-SHA-256 in hex; empty where the history is of schema 1
	Spent       bool   // the request's credential
	Received    bool   // it came with the response or the callback

	key *SealKey
}

// Seal seals a secret. With a nil key the seal has no digest.
func (k *SealKey) Seal(name string, s Secret) Seal {
	return k.Keyed(Seal{Name: name, Fingerprint: s.Fingerprint(), Digest: k.digest(s)})
}

// Keyed returns a seal that was stored under this key, so that it can be compared.
func (k *SealKey) Keyed(s Seal) Seal {
	s.key = k
	return s
}

func (k *SealKey) digest(s Secret) string {
	if k == nil || s.IsZero() {
		return ""
	}
	sum := hmac.New(sha256.New, k[:])
	_, _ = sum.Write([]byte(s.Reveal()))
	return hex.EncodeToString(sum.Sum(nil))
}

// Of reports whether the seal is of this secret; known is false where it cannot tell.
func (s Seal) Of(secret Secret) (same, known bool) {
	if s.Digest == "" || s.key == nil {
		return false, false
	}
	return hmac.Equal([]byte(s.Digest), []byte(s.key.digest(secret))), true
}

// Spent returns the seal of the credential that a trace of the history spent; false
// where there is none.
func (t Trace) Spent() (Seal, bool) { return t.sealed(func(s Seal) bool { return s.Spent }) }

// Brought returns the seal of a secret of a kind that came with a trace of the history;
// false where none came.
func (t Trace) Brought(kind SecretKind) (Seal, bool) {
	return t.sealed(func(s Seal) bool { return s.Received && strings.HasPrefix(s.Fingerprint, string(kind)+":") })
}

func (t Trace) sealed(fits func(Seal) bool) (Seal, bool) {
	for _, s := range t.Seals {
		if fits(s) {
			return s, true
		}
	}
	return Seal{}, false
}

// SpentSame reports whether both traces sent the same credential: by its value, by its
// keyed digest, or by its fingerprint where a history of schema 1 has no more.
func (t Trace) SpentSame(other Trace) bool {
	mine, others := t.Request.Credential(), other.Request.Credential()
	switch {
	case !mine.IsZero() && !others.IsZero():
		return len(t.Sent) > 0 && mine == others
	case !mine.IsZero():
		return other.spent(mine)
	case !others.IsZero():
		return t.spent(others)
	}
	a, isA := t.Spent()
	b, isB := other.Spent()
	if a.Digest != "" && b.Digest != "" {
		return a.Digest == b.Digest
	}
	return isA && isB && a.Fingerprint == b.Fingerprint
}

func (t Trace) spent(secret Secret) bool {
	seal, _ := t.Spent()
	if same, known := seal.Of(secret); known {
		return same
	}
	return strings.Contains(string(t.Sent), secret.Fingerprint())
}
