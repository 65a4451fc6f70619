package profiles

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"path/filepath"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// maxKeyFile is how much of the key file is read, in bytes.
const maxKeyFile = 4 << 10

// sealKey returns the key of the digests, a line of hex in a file of mode 0600 beside
// the histories. With create it is drawn where there is none. It is nil where it cannot
// be had: lines have fingerprints alone then.
func (h *History) sealKey(ctx context.Context, create bool) *flow.SealKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	path := filepath.Join(h.dir, "key")
	if h.key == nil {
		h.key = readKey(path)
	}
	if h.key == nil && create {
		var fresh flow.SealKey
		_, _ = rand.Read(fresh[:]) // documented never to fail
		if _, err := durable.AppendLine(ctx, path, []byte(hex.EncodeToString(fresh[:]))); err == nil {
			h.key = readKey(path)
		}
	}
	return h.key
}

// readKey returns the first whole line: where two processes added one at once, both
// take the same.
func readKey(path string) *flow.SealKey {
	content, err := durable.Read(path, durable.Private, false, maxKeyFile)
	if err != nil {
		return nil
	}
	for line := range bytes.Lines(content) {
		raw, err := hex.DecodeString(string(bytes.TrimSuffix(line, []byte("\n"))))
		if err == nil && len(raw) == len(flow.SealKey{}) {
			key := flow.SealKey(raw)
			return &key
		}
	}
	return nil
}
